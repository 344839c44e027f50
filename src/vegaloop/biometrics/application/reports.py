"""What readings of some days add up to; nothing here writes."""

from __future__ import annotations

from typing import Final, final

from vegaloop.biometrics.application.ports import Chart, Charts, Observations, Strain
from vegaloop.biometrics.application.queries import ReadingQuery
from vegaloop.biometrics.domain.glucose_report import GlucoseReport, glucose_report
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import SleepNeed
from vegaloop.biometrics.domain.pressure_report import PressureReport, pressure_report
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.sleep import DEBT_DAYS
from vegaloop.biometrics.domain.sleep_report import REGULARITY_DAYS, SleepReport, sleep_report
from vegaloop.biometrics.domain.trend import WeightReport, weight_report
from vegaloop.biometrics.domain.weight import WINDOW_DAYS as TREND_DAYS
from vegaloop.biometrics.domain.weight import TrendMethod
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.time import LocalDate, days_after

# More sleeps than four weeks of every source hold, and an end to what is read.
SLEEPS_MOST: Final = 1_000


@final
class Reports:
    """Works out sleep, weight, blood pressure and glucose over days."""

    __slots__ = ("_charts", "_observations", "_profiles", "_strain")

    def __init__(
        self, charts: Charts, observations: Observations, profiles: Profiles, strain: Strain
    ) -> None:
        self._charts = charts
        self._observations = observations
        self._profiles = profiles
        self._strain = strain

    def sleep(self, person: PersonId, day: LocalDate) -> SleepReport:
        """Tell how the night before a morning was, what is owed, and how regular sleep has been."""
        start, end = days_after(day, -DEBT_DAYS), days_after(day, 1)
        strains = self._strain.strains(person, days_after(start, 1), end)
        readings = self._observations.counting(person, {Kind.SLEEP: start}, end)
        staged, needs = self._charts.read(person, lambda chart: _nights(chart, day))
        profile = self._profiles.profile(person)
        return sleep_report(day, readings, staged, profile, strains, needs)

    def weight(
        self, person: PersonId, start: LocalDate, end: LocalDate, method: TrendMethod
    ) -> WeightReport:
        """Draw the weight trend over [start, end), and tell where it ends and how fast it goes."""
        since = {Kind.WEIGHT: days_after(start, -TREND_DAYS)}
        readings = self._observations.counting(person, since, end)
        return weight_report(readings, start, end, method)

    def blood_pressure(self, person: PersonId, start: LocalDate, end: LocalDate) -> PressureReport:
        """Tell the mean blood pressure of [start, end), and the published ranges it lies in."""
        readings = self._observations.counting(person, {Kind.BLOOD_PRESSURE: start}, end)
        return pressure_report(readings, start, end)

    def glucose(self, person: PersonId, start: LocalDate, end: LocalDate) -> GlucoseReport:
        """Tell what the glucose readings of [start, end) say."""
        readings = self._observations.counting(person, {Kind.GLUCOSE: start}, end)
        return glucose_report(readings, start, end)


def _nights(chart: Chart, day: LocalDate) -> tuple[tuple[Observed, ...], tuple[SleepNeed, ...]]:
    """Read the sleeps of the last weeks with their stages, and the needs."""
    start, end = days_after(day, 1 - REGULARITY_DAYS), days_after(day, 1)
    page = chart.page(ReadingQuery(SLEEPS_MOST, Kind.SLEEP, start, end))
    staged = tuple(Observed(r.source, r.moment.at, r.local_date, r.value) for r in page)
    return staged, chart.sleep_needs()
