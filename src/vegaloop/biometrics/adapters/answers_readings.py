"""Readings as they are answered, and what became of them."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias, final
from uuid import UUID

import msgspec
from msgspec import Struct

from vegaloop.biometrics.adapters.bodies import (
    OfOneNumberBothWays,
    OfSeveralBothWays,
    StageBody,
    ValueShape,
)
from vegaloop.biometrics.domain.editions import Outcome
from vegaloop.biometrics.domain.formulas.artefacts import Fault
from vegaloop.biometrics.domain.plausible import Implausible
from vegaloop.biometrics.domain.rr import Corrections, HrvMethod


@final
class HrvAnswerBody(ValueShape, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD; the rest is null where a device computed it.

    `corrections` says how many of its `beats` had which fault, mended by `hrv_method`.
    """

    rmssd_ms: float
    beats: int | None
    artefact_percent: float | None
    hrv_method: HrvMethod | None
    corrections: Corrections | None


@final
class GlucoseAnswerBody(ValueShape, frozen=True, tag="glucose"):
    """The glucose in the blood, in both units."""

    glucose_mmol_l: float
    glucose_mg_dl: float


@final
class SleepAnswerBody(ValueShape, frozen=True, tag="sleep"):
    """A night or a nap."""

    start: dt.datetime
    end: dt.datetime
    asleep_minutes: float
    in_bed_minutes: float
    stages: tuple[StageBody, ...]
    measured: bool
    nap: bool
    free: bool


ValueAnswerBody: TypeAlias = (
    OfOneNumberBothWays | OfSeveralBothWays | GlucoseAnswerBody | HrvAnswerBody | SleepAnswerBody
)


@final
class EarlierBody(Struct, frozen=True):
    """A value its source gave before, or that you turned down."""

    value: ValueAnswerBody
    recorded_at: dt.datetime


@final
class CorrectionBody(Struct, frozen=True):
    """An improbable value its source gave in the place of this one; it waits for you."""

    value: ValueAnswerBody
    at: dt.datetime
    recorded_at: dt.datetime
    reasons: tuple[Implausible, ...]


@final
class ReadingBody(Struct, frozen=True):
    """A reading; `reasons` say why it is, or was before you released it, quarantined."""

    id: UUID
    at: dt.datetime
    local_date: dt.date
    time_zone: str | None
    source: str
    device: UUID | None
    recorded_at: dt.datetime
    quarantined: bool
    reasons: tuple[Implausible, ...]
    released_at: dt.datetime | None
    value: ValueAnswerBody
    earlier: tuple[EarlierBody, ...]
    correction: CorrectionBody | None


@final
class RecordedBody(Struct, frozen=True):
    """What became of a reading, and how it stands now."""

    outcome: Outcome
    reading: ReadingBody


@final
class RefusedBody(Struct, frozen=True):
    """A reading that was not taken: its place in the batch, from 0, and everything wrong with it."""

    index: int
    errors: tuple[msgspec.Raw, ...]


@final
class ReceiptBody(Struct, frozen=True):
    """What became of a batch: kept + amended + seen + quarantined + refused is all of it."""

    kept: int
    amended: int
    seen: int
    quarantined: int
    refused: tuple[RefusedBody, ...]


@final
class RrAnswerBody(Struct, frozen=True):
    """The beats of a recording, corrected, and what they say; null where there are too few.

    `corrected_rr_ms` is what the figures are made of, null where a beat had to be removed; the
    places in `faults` and `removed` are in `rr_ms`, from 0. A missed beat splits its interval, an
    extra one joins its interval with the next. pNN50 is by the number of intervals.
    """

    id: UUID
    rr_ms: tuple[float, ...]
    corrected_rr_ms: tuple[float | None, ...]
    hrv_method: HrvMethod
    faults: tuple[Fault, ...]
    removed: tuple[int, ...]
    rmssd_ms: float | None
    sdnn_ms: float | None
    pnn50_percent: float | None
    artefact_percent: float
