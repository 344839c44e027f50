"""What biometrics works out of weight, tape, blood pressure and glucose, as it is answered."""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.body import BodyOnDay, LeanMethod
from vegaloop.biometrics.domain.formulas.blood_pressure import (
    HOME_ACC_AHA_2017,
    HOME_ESC_2024,
    AccAha2017,
    Esc2024,
)
from vegaloop.biometrics.domain.glucose_report import GlucoseReport
from vegaloop.biometrics.domain.pressure_report import PressureReport
from vegaloop.biometrics.domain.trend import WeightReport
from vegaloop.infrastructure.figures import FigureBody, figure_of
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Success

NO_DIAGNOSIS: Final = (
    "These are published ranges, not a diagnosis; a professional reads them together with the rest."
)
SEEK_CARE: Final = (
    "A reading above 180 or above 120 mmHg suggests asking for medical care soon, and at once with "
    "chest pain, breathlessness, weakness, or trouble seeing or speaking."
)
GLUCOSE_CARE: Final = (
    "A reading below 54 or above 250 mg/dL suggests asking for medical care soon, and at once with "
    "confusion, shaking, sweating, vomiting or fast breathing."
)
FOR_DIABETES: Final = (
    "The indicator, the ranges and their targets were made for people with diabetes; for others "
    "the mean, the variation and the share from 70 to 140 mg/dL tell more."
)


@final
class TrendPointBody(Struct, frozen=True):
    """A weigh-in, and the trend it left."""

    date: dt.date
    at: dt.datetime
    weight_kg: float
    trend_kg: float


@final
class WeightTrendBody(Struct, frozen=True):
    """The trend through weigh-ins, oldest first, and where it ends.

    The latest values are by either method, whichever drew `data`; the rate is fitted to the
    weigh-ins of the last 28 days and bounded at 95 %.
    """

    data: tuple[TrendPointBody, ...]
    window_days: int
    n_valid: int
    method: str
    formula_version: str
    latest_ewma_kg: FigureBody
    latest_local_level_kg: FigureBody
    rate_kg_per_week: FigureBody
    rate_standard_error_kg_per_week: FigureBody


@final
class BodyOnDayBody(Struct, frozen=True):
    """What is known of your body; the weight is the trend.

    `body_fat_percent` is the best there is: what was measured, else by tape. The fat-free mass says
    by which it was found: dxa, bia, body_fat, navy or boer.
    """

    date: dt.date
    observed_on: dt.date | None
    weight_kg: FigureBody
    bmi_kg_m2: FigureBody
    body_fat_percent: FigureBody
    body_fat_navy_percent: FigureBody
    lean_mass_boer_kg: FigureBody
    fat_free_mass_kg: FigureBody
    fat_free_mass_method: LeanMethod | None


@final
class PressureRangesBody(Struct, frozen=True):
    """In the range of which category a mean is, by two guidelines, and their thresholds at home."""

    acc_aha_2017: AccAha2017
    esc_2024: Esc2024
    at_or_above_home_acc_aha_2017: bool
    at_or_above_home_esc_2024: bool


@final
class HomeThresholdBody(Struct, frozen=True):
    """From where on a guideline calls a pressure measured at home high."""

    scheme: str
    systolic_mmhg: float
    diastolic_mmhg: float


@final
class SevereReadingBody(Struct, frozen=True):
    """A single reading above 180 or above 120 mmHg."""

    at: dt.datetime
    systolic_mmhg: int
    diastolic_mmhg: int


@final
class BloodPressureOnDaysBody(Struct, frozen=True, kw_only=True):
    """The mean of your readings, from two readings on two days on; `to` is the day after the last.

    `in_the_range_of` is null where there is no mean, and `reason` says why.
    """

    start: dt.date
    end: dt.date
    systolic_mmhg: FigureBody
    diastolic_mmhg: FigureBody
    in_the_range_of: PressureRangesBody | None
    reason: NoNumber | None
    home_thresholds: tuple[HomeThresholdBody, ...]
    severe_readings: tuple[SevereReadingBody, ...]
    advice: str | None
    note: str = NO_DIAGNOSIS


@final
class TargetBody(Struct, frozen=True):
    """A consensus target for people with diabetes: the share of a range is at least or at most this."""

    range: str
    at_least_percent: float | None = None
    at_most_percent: float | None = None


# Battelino 2019, for type 1 and type 2 diabetes.
TARGETS: Final = (
    TargetBody("in_range", at_least_percent=70),
    TargetBody("below_70", at_most_percent=4),
    TargetBody("below_54", at_most_percent=1),
    TargetBody("above_180", at_most_percent=25),
    TargetBody("above_250", at_most_percent=5),
    TargetBody("variation", at_most_percent=36),
)


@final
class ForDiabetesBody(Struct, frozen=True, kw_only=True):
    """What the consensus on diabetes looks at, and its targets; ranges are in mg/dL."""

    gmi_percent: FigureBody
    gmi_mmol_mol: FigureBody
    below_54_percent: FigureBody
    from_54_to_69_percent: FigureBody
    in_range_70_to_180_percent: FigureBody
    from_181_to_250_percent: FigureBody
    above_250_percent: FigureBody
    targets: tuple[TargetBody, ...] = TARGETS
    note: str = FOR_DIABETES


@final
class SevereGlucoseBody(Struct, frozen=True):
    """A single reading below 54 or above 250 mg/dL."""

    at: dt.datetime
    glucose_mmol_l: float
    glucose_mg_dl: float


@final
class GlucoseOnDaysBody(Struct, frozen=True, kw_only=True):
    """What the glucose of some days adds up to, by the source that read most.

    `severe_readings` has the newest hundred of any source, newest first.
    """

    start: dt.date
    end: dt.date
    source: str | None
    data_percent: FigureBody
    mean_mmol_l: FigureBody
    standard_deviation_mmol_l: FigureBody
    variation_percent: FigureBody
    tight_range_70_to_140_percent: FigureBody
    mage_mmol_l: FigureBody
    for_diabetes: ForDiabetesBody
    severe_readings: tuple[SevereGlucoseBody, ...]
    advice: str | None
    note: str = NO_DIAGNOSIS


def from_weight(report: WeightReport) -> WeightTrendBody:
    """Answer a trend and where it ends."""
    trend = report.trend
    return WeightTrendBody(
        data=tuple(TrendPointBody(p.day, p.at, p.weight_kg, p.trend_kg) for p in trend.points),
        window_days=trend.window_days,
        n_valid=trend.n_valid,
        method=trend.method,
        formula_version=trend.formula_version,
        latest_ewma_kg=figure_of(report.smoothed),
        latest_local_level_kg=figure_of(report.level),
        rate_kg_per_week=figure_of(report.rate),
        rate_standard_error_kg_per_week=figure_of(report.rate_se),
    )


def from_body(day: dt.date, body: BodyOnDay) -> BodyOnDayBody:
    """Answer what is known of a body."""
    return BodyOnDayBody(
        date=day,
        observed_on=body.observed_on,
        weight_kg=figure_of(body.weight),
        bmi_kg_m2=figure_of(body.bmi),
        body_fat_percent=figure_of(body.body_fat),
        body_fat_navy_percent=figure_of(body.navy_fat),
        lean_mass_boer_kg=figure_of(body.lean_boer),
        fat_free_mass_kg=figure_of(body.fat_free_mass),
        fat_free_mass_method=body.lean_method,
    )


def from_pressure(report: PressureReport) -> BloodPressureOnDaysBody:
    """Answer a mean blood pressure and the ranges it lies in."""
    ranges, reason = _ranges(report)
    return BloodPressureOnDaysBody(
        start=report.start,
        end=report.end,
        systolic_mmhg=figure_of(report.systolic),
        diastolic_mmhg=figure_of(report.diastolic),
        in_the_range_of=ranges,
        reason=reason,
        home_thresholds=_HOME,
        severe_readings=tuple(
            SevereReadingBody(one.at, one.systolic_mmhg, one.diastolic_mmhg)
            for one in report.severe
        ),
        advice=SEEK_CARE if report.severe else None,
    )


def from_glucose(report: GlucoseReport) -> GlucoseOnDaysBody:
    """Answer what the glucose of some days says."""
    return GlucoseOnDaysBody(
        start=report.start,
        end=report.end,
        source=report.source,
        data_percent=figure_of(report.data_share),
        mean_mmol_l=figure_of(report.mean),
        standard_deviation_mmol_l=figure_of(report.sd),
        variation_percent=figure_of(report.cv),
        tight_range_70_to_140_percent=figure_of(report.tight),
        mage_mmol_l=figure_of(report.mage),
        for_diabetes=ForDiabetesBody(
            gmi_percent=figure_of(report.gmi_percent),
            gmi_mmol_mol=figure_of(report.gmi_mmol_mol),
            below_54_percent=figure_of(report.below_54),
            from_54_to_69_percent=figure_of(report.from_54_to_69),
            in_range_70_to_180_percent=figure_of(report.in_range),
            from_181_to_250_percent=figure_of(report.from_181_to_250),
            above_250_percent=figure_of(report.above_250),
        ),
        severe_readings=tuple(
            SevereGlucoseBody(one.at, one.glucose.mmol_l, one.glucose.mg_dl)
            for one in report.severe
        ),
        advice=GLUCOSE_CARE if report.severe else None,
    )


_HOME: Final = tuple(
    HomeThresholdBody(scheme, threshold.systolic_mmhg, threshold.diastolic_mmhg)
    for scheme, threshold in (("acc_aha_2017", HOME_ACC_AHA_2017), ("esc_2024", HOME_ESC_2024))
)


def _ranges(report: PressureReport) -> tuple[PressureRangesBody | None, NoNumber | None]:
    match report.ranges:
        case Failure(reason):
            return None, reason
        case Success(found):
            return (
                PressureRangesBody(
                    found.acc_aha_2017,
                    found.esc_2024,
                    found.reaches_home_acc_aha_2017,
                    found.reaches_home_esc_2024,
                ),
                None,
            )
