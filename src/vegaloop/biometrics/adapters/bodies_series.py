"""The bodies of series: what is sent in, and the receipt."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias, final

from msgspec import Meta, Struct

from vegaloop.biometrics.application.series import PRIORITY_SOURCES_MOST
from vegaloop.biometrics.domain.series.batch import SOURCE_CHARACTERS_MOST, CannotTakeSample
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.written import SamplesReceipt
from vegaloop.infrastructure.bodies import Time, ZoneName
from vegaloop.kernel.errors import Malformed

SERIES_MOST: Final = 100
SAMPLES_A_SERIES_MOST: Final = 20_000
SourceName: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=SOURCE_CHARACTERS_MOST,
        pattern=r"^[^\x00]*$",
        description="The device or the service that wrote it.",
        examples=["watch"],
    ),
]


@final
class SampleBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One sample: when it began, and its value in the unit of the metric.

    Without a length it speaks for the time until the next one, for a while.
    """

    start: Time
    value: float
    length_s: Annotated[float, Meta(ge=0)] = 0.0
    time_zone: ZoneName | None = None


@final
class OneSeriesBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Samples of one metric by one source."""

    metric: Metric
    source: SourceName
    samples: Annotated[tuple[SampleBody, ...], Meta(max_length=SAMPLES_A_SERIES_MOST)]


@final
class NewSeriesBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Samples; one that cannot be taken is told in the receipt and stops no other."""

    series: Annotated[tuple[OneSeriesBody, ...], Meta(max_length=SERIES_MOST)]


@final
class PriorityBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The sources you trust, the most trusted first; of every metric where none is named.

    No sources take back what was said before.
    """

    sources: Annotated[tuple[SourceName, ...], Meta(max_length=PRIORITY_SOURCES_MOST)]
    metric: Metric | None = None


@final
class RefusedSampleBody(Struct, frozen=True):
    """A sample that was not taken: the place of its series and its own, from 0, and why."""

    series: int
    index: int
    error: CannotTakeSample | Malformed


@final
class SamplesReceiptBody(Struct, frozen=True):
    """What became of the samples: each is counted exactly once."""

    kept: int
    known: int
    replaced: int
    refused: tuple[RefusedSampleBody, ...]


def from_samples_receipt(
    receipt: SamplesReceipt,
    places: tuple[tuple[int, ...], ...],
    misread: tuple[RefusedSampleBody, ...],
) -> SamplesReceiptBody:
    """Tell what became of samples; `places` has the place each one that was read was sent at."""
    refused = [
        RefusedSampleBody(one.batch, places[one.batch][one.index], one.why)
        for one in receipt.refused
    ]
    return SamplesReceiptBody(
        receipt.kept,
        receipt.known,
        receipt.replaced,
        tuple(sorted((*refused, *misread), key=lambda one: (one.series, one.index))),
    )
