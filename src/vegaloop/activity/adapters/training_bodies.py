"""What training adds up to and the zones of a day, as they are answered; the same for eyes."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.fitness import FormBand
from vegaloop.activity.domain.formulas.zones import Scheme, Zone
from vegaloop.activity.domain.training import Sameish, Training, Unbounded
from vegaloop.activity.domain.zone_sheet import SchemeZones, ZoneSheet
from vegaloop.infrastructure.figures import FigureBody, figure_of
from vegaloop.kernel.evidence import Confidence, NoNumber
from vegaloop.kernel.result import Failure, Success

__all__ = ("TrainingBody", "ZoneSheetBody", "from_training", "from_zones")

CAVEAT: Final = (
    "Ratios of acute to chronic load are for looking at only: they say nothing about injuries, "
    "and the bands of form are those of a product, not of a study."
)


@final
class SamenessBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A figure that has no bound: "max" where every day was alike, as the divisor is zero."""

    value: float | Literal["max"] | None
    method: str | None = None
    window_days: int | None = None
    n_valid: int | None = None
    quality: float | None = None
    confidence: Confidence | None = None
    formula_version: str | None = None
    notes: tuple[str, ...] = ()
    reason: NoNumber | None = None


@final
class TrainingBody(Struct, frozen=True, kw_only=True):
    """Fitness, fatigue and form on the morning of a day, and how the weeks before were loaded.

    `fitness_ctl`, `fatigue_atl` and `form_tsb` are in stress a day, of the evening before;
    `ramp_per_week` is the change of fitness over seven days; `week_load` and `strain` are in
    stress. Monotony and strain are "max" where every day of the week was alike. `caveat` says what
    these numbers are not.
    """

    day: dt.date
    fitness_ctl: FigureBody
    fatigue_atl: FigureBody
    form_tsb: FigureBody
    form_percent: FigureBody
    form_band: FormBand | None
    ramp_per_week: FigureBody
    week_load: FigureBody
    monotony: SamenessBody
    strain: SamenessBody
    acwr_coupled: FigureBody
    acwr_uncoupled: FigureBody
    acwr_ewma: FigureBody
    caveat: str


@final
class ZoneBody(Struct, frozen=True):
    """From `low` up to, not including, `high`; null is an open end. Of pace, `low` is slower."""

    name: str
    low: float | None
    high: float | None


@final
class SchemeBody(Struct, frozen=True, kw_only=True):
    """The zones of one scheme, in the unit of the field; empty with a reason where one lacks."""

    scheme: Scheme
    zones: tuple[ZoneBody, ...]
    reason: NoNumber | None
    notes: tuple[str, ...]


@final
class ZoneSheetBody(Struct, frozen=True, kw_only=True):
    """Your zones on a day by every scheme, and the maximal heart rate behind some of them."""

    day: dt.date
    hr_max_bpm: FigureBody
    power_w: SchemeBody
    heart_rate_bpm: tuple[SchemeBody, ...]
    pace_s_per_km: SchemeBody


def from_training(training: Training) -> TrainingBody:
    """Tell what training adds up to."""
    return TrainingBody(
        day=training.day,
        fitness_ctl=figure_of(training.ctl),
        fatigue_atl=figure_of(training.atl),
        form_tsb=figure_of(training.tsb),
        form_percent=figure_of(training.form_percent),
        form_band=training.form_band,
        ramp_per_week=figure_of(training.ramp),
        week_load=figure_of(training.week_load),
        monotony=_from_sameish(training.monotony),
        strain=_from_sameish(training.strain),
        acwr_coupled=figure_of(training.acwr_coupled),
        acwr_uncoupled=figure_of(training.acwr_uncoupled),
        acwr_ewma=figure_of(training.acwr_ewma),
        caveat=CAVEAT,
    )


def from_zones(sheet: ZoneSheet) -> ZoneSheetBody:
    """Tell the zones of a day."""
    return ZoneSheetBody(
        day=sheet.day,
        hr_max_bpm=figure_of(sheet.hr_max_bpm),
        power_w=_from_scheme(sheet.power),
        heart_rate_bpm=tuple(map(_from_scheme, sheet.heart_rate)),
        pace_s_per_km=_from_scheme(sheet.pace),
    )


def _from_scheme(told: SchemeZones) -> SchemeBody:
    zones: tuple[Zone, ...] = ()
    lacking: NoNumber | None = None
    match told.zones:
        case Success(found):
            zones = found
        case Failure(reason):
            lacking = reason
    bodies = tuple(ZoneBody(zone.name, zone.low, zone.high) for zone in zones)
    return SchemeBody(scheme=told.scheme, zones=bodies, reason=lacking, notes=told.notes)


def _from_sameish(found: Sameish) -> SamenessBody:
    match found:
        case Failure(reason):
            return SamenessBody(value=None, reason=reason)
        case Success(told):
            return SamenessBody(
                value="max" if isinstance(told, Unbounded) else told.value,
                method=told.method,
                window_days=told.window_days,
                n_valid=told.n_valid,
                quality=told.quality,
                confidence=told.confidence,
                formula_version=told.formula_version,
                notes=told.notes,
            )
