"""Baselines as they stand in a chart, and what is done when the formulas behind them change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.biometrics.application.ports import Chart
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.domain.hrv import WINDOW_DAYS as HRV_DAYS
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.plausible import judge
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Reading
from vegaloop.biometrics.domain.respiration import WINDOW_DAYS as RESPIRATION_DAYS
from vegaloop.biometrics.domain.restarts import (
    BaselineChange,
    BaselineKind,
    Cause,
    Reckoned,
    Stood,
    Usual,
    begun,
)
from vegaloop.biometrics.domain.resting import WINDOW_DAYS as RESTING_DAYS
from vegaloop.biometrics.domain.statuses import usual_on
from vegaloop.biometrics.domain.temperature import WINDOW_DAYS as TEMPERATURE_DAYS
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after

FIRST_VERSION: Final = "biometrics-1"  # It kept no baselines: they are reckoned from its readings.
RECORDINGS_MOST: Final = 500
WINDOWS: Final = {
    Kind.HRV: HRV_DAYS,
    Kind.RESTING_HEART_RATE: RESTING_DAYS,
    Kind.TEMPERATURE: TEMPERATURE_DAYS,
    Kind.RESPIRATION: RESPIRATION_DAYS,
}


def stood_on(chart: Chart, day: LocalDate) -> tuple[tuple[BaselineKind, Stood], ...]:
    """Reckon every baseline as it stands on a day."""
    windows = {kind: days_after(day, 1 - days) for kind, days in WINDOWS.items()}
    since = begun(windows, chart.restarts(), day)
    readings = chart.counting(since, days_after(day, 1))
    return tuple((kind, usual_on(kind, day, readings)) for kind in BaselineKind)


def is_behind(chart: Chart, day: LocalDate) -> bool:
    """Tell whether the baselines of a person are still those of other formulas."""
    kept = chart.reckoned()
    if kept is None:
        return bool(_read_otherwise(chart, day))
    return kept.version != FORMULA_VERSION


def reckon(chart: Chart, day: LocalDate, now: Instant) -> None:
    """Keep the baselines of a day, and what became of them where the formulas have changed.

    At most once a day and once a version: else nothing is read but what was kept.
    """
    kept = chart.reckoned()
    if kept is None or kept.version != FORMULA_VERSION:
        _catch_up(chart, kept, day, now)
    elif kept.day >= day:
        return
    chart.put_reckoned(Reckoned(FORMULA_VERSION, day, stood_on(chart, day)))


def _catch_up(chart: Chart, kept: Reckoned | None, day: LocalDate, now: Instant) -> None:
    old = _read_otherwise(chart, day)
    if kept is None and not old:
        return
    before = kept or Reckoned(FIRST_VERSION, day, stood_on(chart, day))
    chart.replace([again for reading in old if (again := _read_again(chart, reading, now))])
    after = dict(stood_on(chart, before.day))
    chart.add_baseline_changes(
        [
            BaselineChange(
                now,
                before.day,
                kind,
                Cause.FORMULA,
                was,
                after[kind],
                before.version,
                FORMULA_VERSION,
            )
            for kind, was in before.baselines
            if isinstance(was, Usual)
        ]
    )


def _read_otherwise(chart: Chart, day: LocalDate) -> Sequence[Reading]:
    """Find the recordings of a baseline whose beats were not corrected when they were read in."""
    start, end = days_after(day, 1 - HRV_DAYS), days_after(day, 1)
    return [
        reading
        for reading in chart.page(ReadingQuery(RECORDINGS_MOST, Kind.HRV, start, end))
        if isinstance(reading.value, Hrv) and reading.value.beats and reading.value.method is None
    ]


def _read_again(chart: Chart, reading: Reading, now: Instant) -> Reading | None:
    rr = chart.intervals(reading.id)
    if rr is None:
        return None
    match Hrv.of_rr(rr):
        case Failure():
            return None
        case Success(hrv):
            # What counts goes on counting as it was where its beats say too little.
            return None if judge(hrv, reading.moment.at, None) else reading.read_as(hrv, now)
