"""What heart, breath, blood and skin say on a day and over days, each against the usual."""

from __future__ import annotations

from typing import Final, final

from vegaloop.biometrics.application.baselines import Baselines
from vegaloop.biometrics.application.ports import Chart, Charts, Observations
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.application.reckoning import WINDOWS
from vegaloop.biometrics.domain.days import hrv_days, resting_days
from vegaloop.biometrics.domain.hrv import WINDOW_DAYS as HRV_DAYS
from vegaloop.biometrics.domain.hrv_report import HrvReport, hrv_report
from vegaloop.biometrics.domain.illness import IllnessPattern, illness_pattern
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night_report import NightReport, night_report
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.restarts import Restart, begun, starts_of
from vegaloop.biometrics.domain.resting import WINDOW_DAYS as RESTING_DAYS
from vegaloop.biometrics.domain.resting_report import RestingReport, resting_report
from vegaloop.biometrics.domain.rr import CleanRr, clean_rr
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate, days_after, days_from

RECORDINGS_MOST: Final = 50  # More than anybody makes in a morning.


@final
class Vitals:
    """Works out heart rate variability, resting heart rate, and the other vitals of a night."""

    __slots__ = ("_baselines", "_charts", "_observations")

    def __init__(self, charts: Charts, observations: Observations, baselines: Baselines) -> None:
        self._charts = charts
        self._observations = observations
        self._baselines = baselines

    def hrv(self, person: PersonId, day: LocalDate, start: LocalDate, end: LocalDate) -> HrvReport:
        """Tell where variability stands on a morning, and draw the days of [start, end)."""
        self._baselines.catch_up(person)
        since = {Kind.HRV: days_after(min(start, day), 1 - HRV_DAYS)}
        until = max(end, days_after(day, 1))
        readings = self._observations.counting(person, since, until)
        restarts, beats = self._charts.read(
            person, lambda chart: (chart.restarts(), _beats(chart, day))
        )
        starts = starts_of(restarts, Kind.HRV)
        return hrv_report(hrv_days(readings), day, beats, days_from(start, end), starts)

    def resting(
        self, person: PersonId, day: LocalDate, start: LocalDate, end: LocalDate
    ) -> RestingReport:
        """Tell where the resting heart rate stands on a morning, and draw [start, end)."""
        self._baselines.catch_up(person)
        since = {Kind.RESTING_HEART_RATE: days_after(min(start, day), -RESTING_DAYS)}
        until = max(end, days_after(day, 1))
        readings = self._observations.counting(person, since, until)
        restarts = self._charts.read(person, lambda chart: chart.restarts())
        starts = starts_of(restarts, Kind.RESTING_HEART_RATE)
        return resting_report(resting_days(readings), day, days_from(start, end), starts)

    def night(self, person: PersonId, day: LocalDate) -> NightReport:
        """Tell oxygen, breath and skin temperature of the night before a morning."""
        self._baselines.catch_up(person)
        return night_report(day, self._of_night(person, day))

    def illness_pattern(self, person: PersonId, day: LocalDate) -> IllnessPattern:
        """Tell what of a night is outside the person's usual; it is no diagnosis."""
        self._baselines.catch_up(person)
        return illness_pattern(day, self._of_night(person, day))

    def _of_night(self, person: PersonId, day: LocalDate) -> tuple[Observed, ...]:
        restarts = self._charts.read(person, lambda chart: chart.restarts())
        since = _since(day, restarts)
        return self._observations.counting(person, since, days_after(day, 1))


def _since(day: LocalDate, restarts: tuple[Restart, ...]) -> dict[Kind, LocalDate]:
    windows = {kind: days_after(day, 1 - days) for kind, days in WINDOWS.items()}
    return begun({**windows, Kind.SPO2: day}, restarts, day)


def _beats(chart: Chart, day: LocalDate) -> dict[SourceId, CleanRr]:
    """Find the newest recording of beats each source made on a day."""
    query = ReadingQuery(RECORDINGS_MOST, Kind.HRV, day, days_after(day, 1))
    found: dict[SourceId, CleanRr] = {}
    for reading in chart.page(query):
        rr = None if reading.source in found else chart.intervals(reading.id)
        if rr is not None:
            found[reading.source] = clean_rr(rr)
    return found
