"""The biometrics section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar, final

from vegaloop.biometrics import (
    Biometrics,
    HrvStatus,
    LastNight,
    Morning,
    RestingStatus,
    TemperatureStatus,
    TrendMethod,
    WeightReport,
)
from vegaloop.dashboard.adapters.lacks import lack_of
from vegaloop.dashboard.application.ports import Source
from vegaloop.dashboard.domain.section import Insufficient, Lack, Observed
from vegaloop.dashboard.domain.views import BaselineView, BiometricsView, NightView, WeightView
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, error_in
from vegaloop.kernel.time import Instant, LocalDate, days_after

WEIGHT_DAYS: Final = 28

A = TypeVar("A")
B = TypeVar("B")


@final
class FromBiometrics(Source[BiometricsView]):
    """Shows the last night, what is usual, and the weight."""

    def __init__(self, morning: Callable[[PersonId, LocalDate], Morning], body: Biometrics) -> None:
        self._morning = morning
        self._biometrics = body

    def on(
        self, person: PersonId, day: LocalDate
    ) -> Result[Observed[BiometricsView], Insufficient]:
        """What there is to show on a day, or what is lacking for it."""
        morning = self._morning(person, day)
        start, end = days_after(day, 1 - WEIGHT_DAYS), days_after(day, 1)
        weight = self._biometrics.reports.weight(person, start, end, TrendMethod.EWMA)
        lacks = tuple(_lacks(morning, weight))
        seen = tuple(_seen(morning, weight))
        if not seen:
            return Failure(Insufficient(lacks))
        return Success(Observed(_view(morning, weight, lacks), max(seen)))


def _view(morning: Morning, weight: WeightReport, lacks: tuple[Lack, ...]) -> BiometricsView:
    found = (
        _mapped(morning.hrv, _hrv),
        _mapped(morning.resting, _resting),
        _mapped(morning.temperature, _temperature),
    )
    debt = _mapped(morning.sleep_debt, lambda debt: debt.debt_hours)
    return BiometricsView(
        baselines=tuple(baseline for baseline in found if baseline is not None),
        night=_mapped(morning.last_night, lambda night: _night(night, debt)),
        weight=_weight(weight),
        missing=lacks,
    )


def _hrv(status: HrvStatus) -> BaselineView | None:
    week = status.mean7_ms, status.z7
    value, z = (status.rmssd_ms, status.z1) if status.mean7_ms is None else week
    if value is None:
        return None
    return BaselineView(
        "hrv",
        "ms",
        value,
        status.usual_ms,
        z,
        status.quality,
        status.n_valid,
        status.formula_version,
    )


def _resting(status: RestingStatus) -> BaselineView:
    return BaselineView(
        "resting_heart_rate",
        "bpm",
        status.recent_bpm,
        status.usual_bpm,
        status.z,
        status.quality,
        status.n_valid,
        status.formula_version,
    )


def _temperature(status: TemperatureStatus) -> BaselineView:
    return BaselineView(
        "temperature_deviation",
        "°C",
        status.deviation_c,
        status.usual_c,
        None,
        status.quality,
        status.n_valid,
        status.formula_version,
    )


def _night(night: LastNight, debt_hours: float | None) -> NightView:
    return NightView(
        night.asleep_minutes, night.in_bed_minutes, night.need_minutes, night.efficiency, debt_hours
    )


def _weight(weight: WeightReport) -> WeightView | None:
    trend = weight.trend
    if not trend.points:
        return None
    last = trend.points[-1]
    change = _mapped(weight.rate, lambda rate: rate.value)
    return WeightView(last.weight_kg, last.trend_kg, change, last.day)


def _seen(morning: Morning, weight: WeightReport) -> Iterator[Instant]:
    """When the newest thing behind each part was observed."""
    times = (
        _mapped(morning.hrv, lambda one: one.observed_at),
        _mapped(morning.resting, lambda one: one.observed_at),
        _mapped(morning.last_night, lambda one: one.observed_at),
        _mapped(morning.temperature, lambda one: one.observed_at),
        weight.trend.points[-1].at if weight.trend.points else None,
    )
    yield from (time for time in times if time is not None)


def _lacks(morning: Morning, weight: WeightReport) -> Iterator[Lack]:
    found = (
        error_in(morning.hrv),
        error_in(morning.resting),
        error_in(morning.last_night),
        error_in(morning.sleep_debt),
        error_in(morning.temperature),
    )
    yield from (lack_of(reason) for reason in found if reason is not None)
    if not weight.trend.points:
        yield Lack("weight", "missing")


def _mapped(found: Result[A, NoNumber], view: Callable[[A], B]) -> B | None:
    match found:
        case Failure(_):
            return None
        case Success(value):
            return view(value)
