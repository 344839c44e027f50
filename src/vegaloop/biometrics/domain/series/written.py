"""Deciding what becomes of samples that come in, a whole column at a time.

Rule 1: each given sample has exactly one fate.
Rule 2: giving the same samples again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.series.batch import CannotTakeSample, SampleBatch, faults_of
from vegaloop.biometrics.domain.series.blocks import (
    WHOLE_DAY_MS,
    Block,
    Packed,
    blocks_of,
    day_numbered,
    opened,
)
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.samples import SampleColumns, days_begun, joined, without
from vegaloop.kernel.settling import settled
from vegaloop.kernel.time import Instant, LocalDate, days_after

DAYS_APART: Final = 30  # Fewer days without a sample are read with those around them.

Series: TypeAlias = tuple[Metric, SourceId]
# How many samples of which batch were kept, known and replaced.
Fates: TypeAlias = tuple[tuple[int, tuple[int, int, int]], ...]
_Part: TypeAlias = tuple[int, SampleColumns, int]
_NOTHING: Final[SampleColumns] = (b"", b"", b"", b"")


@final
class RefusedSample(Struct, frozen=True):
    """A sample that was not taken: its batch and its place in it, from 0, and why."""

    batch: int
    index: int
    why: CannotTakeSample


@final
class SamplesReceipt(Struct, frozen=True):
    """What became of samples: each is counted exactly once.

    `replaced` are those whose source now gives another value than before; `by_batch` has the
    first three numbers for each batch.
    """

    kept: int
    known: int
    replaced: int
    refused: tuple[RefusedSample, ...]
    by_batch: tuple[tuple[int, int, int], ...] = ()


@final
class TooManySamples(Struct, frozen=True, tag="biometrics/too-many-samples"):
    """More samples than one transaction should write."""

    given: int
    most: int


CannotRecordSamples: TypeAlias = TooManySamples


@final
class Incoming(Struct, frozen=True):
    """Samples of one series that can be taken: their columns, and how many are of which batch.

    `on_wall` has a byte for each, as `settled` takes them: 1 where its zone was assumed, more where
    its pass is known; it is empty where none was.
    """

    samples: SampleColumns
    of_batches: tuple[tuple[int, int], ...]
    on_wall: bytes = b""

    def days(self) -> tuple[tuple[LocalDate, LocalDate], ...]:
        """The spans [start, end) of days on which any of them may be known already.

        A sample known with another offset may lie on the day before or after.
        """
        return tuple(
            (days_after(day_numbered(first), -2), days_after(day_numbered(last), 3))
            for first, last in days_begun(self.samples, DAYS_APART)
        )


@final
class Settled(Struct, frozen=True):
    """The blocks a series must be given, and what became of the samples of each batch."""

    blocks: tuple[Block, ...]
    fates: Fates


def sorted_out(
    batches: Sequence[SampleBatch], now: Instant
) -> tuple[Mapping[Series, Incoming], tuple[RefusedSample, ...]]:
    """Take the samples that can be, series by series, in the order they were given."""
    refused: list[RefusedSample] = []
    taken: dict[Series, list[_Part]] = {}
    for number, batch in enumerate(batches):
        faults = faults_of(batch, now)
        refused += (RefusedSample(number, at, faults[at]) for at in sorted(faults))
        samples = without(batch.columns, sorted(faults)) if faults else batch.columns
        if samples[0]:
            taken.setdefault((batch.metric, batch.source), []).append(
                (number, samples, batch.in_pass.value if batch.in_pass else int(batch.on_wall))
            )
    return {series: _incoming(parts) for series, parts in taken.items()}, tuple(refused)


def settle(series: Series, known: Sequence[Packed], given: Incoming) -> Settled:
    """Decide samples beside the blocks of the days around them."""
    fates, samples = settled(
        opened(known) if known else _NOTHING, given.samples, given.on_wall, WHOLE_DAY_MS
    )
    told: list[tuple[int, tuple[int, int, int]]] = []
    begin = 0
    for number, count in given.of_batches:
        own = fates[begin : begin + count]
        told.append((number, (own.count(0), own.count(1), own.count(2))))
        begin += count
    return Settled(blocks_of(*series, samples), tuple(told))


def receipt_of(
    n_batches: int, done: Sequence[Fates], refused: tuple[RefusedSample, ...]
) -> SamplesReceipt:
    """Count the fates of all samples."""
    fates = dict(fate for of_series in done for fate in of_series)
    by_batch = tuple(fates.get(number, (0, 0, 0)) for number in range(n_batches))
    kept, known, replaced = (sum(one[at] for one in by_batch) for at in range(3))
    return SamplesReceipt(kept, known, replaced, refused, by_batch)


def _incoming(parts: Sequence[_Part]) -> Incoming:
    counts = tuple((number, len(samples[0]) // 8) for number, samples, _ in parts)
    on_wall = b""
    if any(assumed for _, _, assumed in parts):
        on_wall = b"".join(bytes([one]) * (len(own[0]) // 8) for _, own, one in parts)
    return Incoming(joined([samples for _, samples, _ in parts]), counts, on_wall)
