"""What biometrics works out of heart, breath, blood and skin, as it is answered."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.baseline import RestingFlag
from vegaloop.biometrics.domain.hrv_report import HrvReport, WeekReading
from vegaloop.biometrics.domain.illness import IllnessPattern, SignName, Verdict
from vegaloop.biometrics.domain.night_report import NightReport
from vegaloop.biometrics.domain.resting_report import RestingReport
from vegaloop.infrastructure.figures import FigureBody, figure_of
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import error_in, value_in

A = TypeVar("A")

NO_DIAGNOSIS: Final = (
    "This compares a night with your own usual ones; it is not a diagnosis. If you feel unwell, or "
    "it stays like this, talk to a professional."
)


@final
class HrvPointBody(Struct, frozen=True):
    """A day of the chart; the band is the normal range of that day, null where there is none."""

    date: dt.date
    rmssd_ms: float | None
    mean7_ms: float | None
    low_ms: float | None
    high_ms: float | None


@final
class HrvOnDayBody(Struct, frozen=True):
    """Your heart rate variability on a morning against your usual, and day by day.

    `usual_ms` is bounded by the normal range, half an SD to both sides; `week` reads the spread of
    the week beside its mean, and is null with its reason; z-scores are in SDs of your own baseline.
    """

    date: dt.date
    source: str | None
    rmssd_ms: FigureBody
    ln_rmssd: FigureBody
    sdnn_ms: FigureBody
    pnn50_percent: FigureBody
    mean7_ms: FigureBody
    usual_ms: FigureBody
    worthwhile_change_ln: FigureBody
    cv7_percent: FigureBody
    week: WeekReading | None
    week_reason: NoNumber | None
    z7: FigureBody
    z1: FigureBody
    data: tuple[HrvPointBody, ...]


@final
class RestingPointBody(Struct, frozen=True):
    """A day of the chart: the night, the mean of three, and what was usual then."""

    date: dt.date
    heart_rate_bpm: float | None
    mean3_bpm: float | None
    usual_bpm: float | None
    z: float | None


@final
class RestingOnDayBody(Struct, frozen=True):
    """Your resting heart rate on a morning against your usual, and day by day.

    `usual_bpm` is bounded by one SD to both sides; `flags` say by what it stands out, and are null
    where there is no usual yet.
    """

    date: dt.date
    source: str | None
    night_bpm: FigureBody
    mean3_bpm: FigureBody
    usual_bpm: FigureBody
    z: FigureBody
    flags: tuple[RestingFlag, ...] | None
    flags_reason: NoNumber | None
    data: tuple[RestingPointBody, ...]


@final
class NightVitalsBody(Struct, frozen=True):
    """Oxygen, breath and skin temperature of the night before a morning."""

    date: dt.date
    spo2_median_percent: FigureBody
    spo2_below_90_minutes: FigureBody
    respiration_per_min: FigureBody
    respiration_usual_per_min: FigureBody
    respiration_z: FigureBody
    temperature_deviation_c: FigureBody
    temperature_usual_c: FigureBody


@final
class SignBody(Struct, frozen=True):
    """One number of the night beside its limit; `outside` is null where there is no number."""

    name: SignName
    figure: FigureBody
    least: float | None
    most: float | None
    outside: bool | None


@final
class IllnessPatternBody(Struct, frozen=True):
    """What of the last night is outside your usual; `verdict` is null of fewer than two.

    `usual` is none outside, `watch` one, `pattern` several together.
    """

    date: dt.date
    verdict: Verdict | None
    verdict_reason: NoNumber | None
    n_outside: int
    n_known: int
    signs: tuple[SignBody, ...]
    method: str
    formula_version: str
    note: str


def from_hrv(report: HrvReport) -> HrvOnDayBody:
    """Answer how variability stands."""
    return HrvOnDayBody(
        date=report.day,
        source=report.source,
        rmssd_ms=figure_of(report.rmssd_ms),
        ln_rmssd=figure_of(report.ln_rmssd),
        sdnn_ms=figure_of(report.sdnn_ms),
        pnn50_percent=figure_of(report.pnn50_percent),
        mean7_ms=figure_of(report.mean7_ms),
        usual_ms=figure_of(report.usual_ms),
        worthwhile_change_ln=figure_of(report.worthwhile_change_ln),
        cv7_percent=figure_of(report.cv7_percent),
        week=value_in(report.week),
        week_reason=error_in(report.week),
        z7=figure_of(report.z7),
        z1=figure_of(report.z1),
        data=tuple(
            HrvPointBody(p.day, p.rmssd_ms, p.mean7_ms, p.low_ms, p.high_ms) for p in report.points
        ),
    )


def from_resting(report: RestingReport) -> RestingOnDayBody:
    """Answer how the resting heart rate stands."""
    return RestingOnDayBody(
        date=report.day,
        source=report.source,
        night_bpm=figure_of(report.night_bpm),
        mean3_bpm=figure_of(report.mean3_bpm),
        usual_bpm=figure_of(report.usual_bpm),
        z=figure_of(report.z),
        flags=value_in(report.flags),
        flags_reason=error_in(report.flags),
        data=tuple(
            RestingPointBody(p.day, p.bpm, p.mean3_bpm, p.usual_bpm, p.z) for p in report.points
        ),
    )


def from_night(report: NightReport) -> NightVitalsBody:
    """Answer the vitals of a night."""
    return NightVitalsBody(
        date=report.day,
        spo2_median_percent=figure_of(report.spo2_median_percent),
        spo2_below_90_minutes=figure_of(report.spo2_below_90_minutes),
        respiration_per_min=figure_of(report.respiration_per_min),
        respiration_usual_per_min=figure_of(report.respiration_usual_per_min),
        respiration_z=figure_of(report.respiration_z),
        temperature_deviation_c=figure_of(report.temperature_deviation_c),
        temperature_usual_c=figure_of(report.temperature_usual_c),
    )


def from_illness(pattern: IllnessPattern) -> IllnessPatternBody:
    """Answer what of a night is outside the usual."""
    return IllnessPatternBody(
        date=pattern.day,
        verdict=value_in(pattern.verdict),
        verdict_reason=error_in(pattern.verdict),
        n_outside=pattern.n_outside,
        n_known=pattern.n_known,
        signs=tuple(
            SignBody(sign.name, figure_of(sign.number), sign.least, sign.most, sign.outside)
            for sign in pattern.signs
        ),
        method=pattern.method,
        formula_version=pattern.formula_version,
        note=NO_DIAGNOSIS,
    )
