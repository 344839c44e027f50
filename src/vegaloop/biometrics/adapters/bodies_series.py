"""The bodies of series: what is sent in, and the receipt."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final

from msgspec import Meta, Struct

from vegaloop.biometrics.application.series import PRIORITY_SOURCES_MOST
from vegaloop.biometrics.domain.series.batch import (
    SOURCE_CHARACTERS_MOST,
    CannotTakeSample,
    SampleAhead,
    SampleBeyondLimits,
    SampleNowhere,
    SampleTooLong,
    SampleTooOld,
)
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.written import SamplesReceipt
from vegaloop.infrastructure.bodies import Time, ZoneName
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.time import from_epoch_us

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
class ValueRefusedBody(Struct, frozen=True, tag="biometrics/sample-beyond-limits"):
    """A value no body has, in the unit of its metric."""

    given: float
    least: float
    most: float
    field: str = "value"


@final
class LengthRefusedBody(Struct, frozen=True, tag="biometrics/sample-too-long"):
    """A sample longer than a day."""

    given: float
    most: float
    field: str = "length_s"


@final
class StartTooOldBody(Struct, frozen=True, tag="biometrics/sample-too-old"):
    """A sample from before 1980, which is a clock that was never set."""

    given: dt.datetime
    earliest: dt.datetime
    field: str = "start"


@final
class StartAheadBody(Struct, frozen=True, tag="biometrics/sample-ahead"):
    """A sample that begins later than clocks differ."""

    given: dt.datetime
    now: dt.datetime
    field: str = "start"


@final
class StartNowhereBody(Struct, frozen=True, tag="biometrics/sample-nowhere"):
    """A start at an offset from UTC no wall clock has; `most_s` is the largest, in seconds."""

    given: dt.datetime
    most_s: int
    field: str = "start"


SampleFaultBody: TypeAlias = (
    ValueRefusedBody | LengthRefusedBody | StartTooOldBody | StartAheadBody | StartNowhereBody
)


@final
class RefusedSampleBody(Struct, frozen=True):
    """A sample that was not taken: the place of its series and its own, from 0, and why."""

    series: int
    index: int
    error: SampleFaultBody | Malformed


@final
class SamplesReceiptBody(Struct, frozen=True):
    """What became of the samples: each is counted exactly once."""

    kept: int
    known: int
    replaced: int
    refused: tuple[RefusedSampleBody, ...]


def from_samples_receipt(
    receipt: SamplesReceipt,
    sent: tuple[OneSeriesBody, ...],
    places: tuple[tuple[int, ...], ...],
    misread: tuple[RefusedSampleBody, ...],
) -> SamplesReceiptBody:
    """Tell what became of samples; `places` has the place each one that was read was sent at."""
    refused = list(misread)
    for one in receipt.refused:
        index = places[one.batch][one.index]
        fault = _from_fault(one.why, sent[one.batch].samples[index])
        refused.append(RefusedSampleBody(one.batch, index, fault))
    return SamplesReceiptBody(
        receipt.kept,
        receipt.known,
        receipt.replaced,
        tuple(sorted(refused, key=lambda one: (one.series, one.index))),
    )


def _from_fault(fault: CannotTakeSample, sent: SampleBody) -> SampleFaultBody:
    """Tell a fault as it was sent: columns hold whole numbers, and none as large as can be sent."""
    match fault:
        case SampleBeyondLimits(_, least, most):
            return ValueRefusedBody(sent.value, least, most)
        case SampleTooLong(_, most_ms):
            return LengthRefusedBody(sent.length_s, most_ms / 1_000)
        case SampleTooOld(_, earliest_ms):
            return StartTooOldBody(sent.start, from_epoch_us(earliest_ms * 1_000))
        case SampleAhead(_, now_ms):
            return StartAheadBody(sent.start, from_epoch_us(now_ms * 1_000))
        case SampleNowhere(_, most_s):
            return StartNowhereBody(sent.start, most_s)
