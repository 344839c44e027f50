"""A recording of beats, and the same with its artefacts corrected (formula book B2 to B4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.artefacts import (
    BEATS_LEAST,
    Artefact,
    Fault,
    kept_by_malik,
    mended,
)
from vegaloop.biometrics.domain.formulas.rr import rr_range_filter
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result, Success

BEATS_MOST: Final = 60_000  # A night of ten hours at 100 bpm.
SECONDS_BELOW_MS: Final = 10.0  # A heart at rest beats every second or so, never every 10 ms.
_RR_MOST_US: Final = 2**32 - 1  # What one packed interval can hold: more than an hour.


@final
class RrIntervals(Struct, frozen=True, tag="rr"):
    """The intervals between successive beats of one recording, in microseconds."""

    rr_us: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.rr_us) > BEATS_MOST:
            raise ValueError("no recording has so many beats")
        if any(not 0 <= rr <= _RR_MOST_US for rr in self.rr_us):
            raise ValueError("an interval is between 0 and 71 minutes")

    @classmethod
    def of_ms(
        cls, rr_ms: Sequence[float], field: str = "rr_ms"
    ) -> Result[RrIntervals, tuple[OutOfRange, ...]]:
        """Read intervals given in milliseconds."""
        if len(rr_ms) > BEATS_MOST:
            return Failure((OutOfRange(f"{field}.length", len(rr_ms), 0, BEATS_MOST),))
        most = _RR_MOST_US // 1_000
        wrong = tuple(
            OutOfRange(f"{field}[{index}]", rr, 0, most)
            for index, rr in enumerate(rr_ms)
            if not 0 <= rr <= most
        )
        return Failure(wrong) if wrong else Success(cls(tuple(round(rr * 1_000) for rr in rr_ms)))

    @property
    def rr_ms(self) -> tuple[float, ...]:
        """The intervals in milliseconds."""
        return tuple(rr / 1_000 for rr in self.rr_us)


@final
class TooFewBeats(Struct, frozen=True, tag="biometrics/too-few-beats"):
    """A recording without two neighbouring beats to compare."""

    beats: int
    pairs: int = 0
    needed_pairs: int = 1


@final
class BeatsInSeconds(Struct, frozen=True, tag="biometrics/beats-in-seconds"):
    """A recording of which no interval reaches 10 ms, as if it were in seconds."""

    greatest_rr_ms: float
    unit: str = "ms"


def why_no_beats(rr: RrIntervals) -> TooFewBeats | BeatsInSeconds:
    """Say why nothing can be computed from a recording; intervals below 10 ms look like seconds."""
    greatest_rr_ms = max(rr.rr_ms, default=0.0)
    if 0 < greatest_rr_ms < SECONDS_BELOW_MS:
        return BeatsInSeconds(greatest_rr_ms)
    return TooFewBeats(len(rr.rr_us))


class HrvMethod(StrEnum):
    """How the beats of a recording were corrected before anything was computed from them."""

    LIPPONEN_TARVAINEN = "lipponen-tarvainen"
    MALIK = "malik-20-percent"
    RANGE = "range-only"


@final
class Corrections(Struct, frozen=True):
    """How many of the recorded intervals had which fault; a removed one could not be mended."""

    missed: int = 0
    extra: int = 0
    ectopic: int = 0
    long_short: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """How many recorded intervals were corrected or removed."""
        return self.missed + self.extra + self.ectopic + self.long_short + self.removed


@final
class CleanRr(Struct, frozen=True):
    """A recording as formulas read it: None is a beat that had to be removed.

    `faults` and `removed` are places in the recording as it came.
    """

    rr_ms: tuple[float | None, ...]
    method: HrvMethod
    n_recorded: int
    faults: tuple[Fault, ...] = ()
    removed: tuple[int, ...] = ()

    @property
    def artefact_share(self) -> float:
        """The share of the recorded intervals that were corrected or removed, 0 to 1."""
        return self.corrections.total / self.n_recorded if self.n_recorded else 0.0

    @property
    def corrections(self) -> Corrections:
        """Count what was done."""
        found = [fault.artefact for fault in self.faults]
        return Corrections(
            found.count(Artefact.MISSED),
            found.count(Artefact.EXTRA),
            found.count(Artefact.ECTOPIC),
            found.count(Artefact.LONG_SHORT),
            len(self.removed),
        )


def clean_rr(rr: RrIntervals) -> CleanRr:
    """Correct a recording: after Lipponen and Tarvainen, or a short one after Malik (book B4).

    What is still no interval of a heart at rest is removed (book B2).
    """
    if len(rr.rr_us) < BEATS_LEAST:
        kept = kept_by_malik(rr_range_filter(rr.rr_ms))
        removed = tuple(k for k, one in enumerate(kept) if one is None)
        return CleanRr(kept, HrvMethod.MALIK, len(kept), (), removed)
    corrected = mended(rr.rr_ms)
    kept = rr_range_filter(corrected.rr_ms)
    lost = {beat.origin for beat, one in zip(corrected.beats, kept, strict=True) if one is None}
    removed = tuple(sorted(lost))
    faults = tuple(fault for fault in corrected.faults if fault.index not in lost)
    return CleanRr(kept, HrvMethod.LIPPONEN_TARVAINEN, len(rr.rr_us), faults, removed)
