"""Biometrics: the calls other code may make, one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from vegaloop.biometrics.application.baselines import Baselines
from vegaloop.biometrics.application.measures import SOURCES, days_of
from vegaloop.biometrics.application.needs import SleepNeeds
from vegaloop.biometrics.application.observing import ChartObservations
from vegaloop.biometrics.application.ports import Chart, Charts, Observations, Strain
from vegaloop.biometrics.application.queries import (
    NoSuchReading,
    ReadingQuery,
    RrRecording,
)
from vegaloop.biometrics.application.recording import Recording
from vegaloop.biometrics.application.reports import Reports
from vegaloop.biometrics.application.series import SERIES_MEASURES, Series
from vegaloop.biometrics.application.settling import reweigh
from vegaloop.biometrics.application.vitals import Vitals
from vegaloop.biometrics.domain.body import BODY_KINDS, BodyOnDay, body_of
from vegaloop.biometrics.domain.check_in import Flag
from vegaloop.biometrics.domain.hrv import WINDOW_DAYS as HRV_DAYS
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.morning import (
    Morning,
    flags_on,
    looks_back_to,
    morning_of,
)
from vegaloop.biometrics.domain.reading import (
    Reading,
    ReadingId,
    Removed,
)
from vegaloop.biometrics.domain.restarts import begun
from vegaloop.biometrics.domain.series.batch import SampleBatch
from vegaloop.biometrics.domain.series.written import CannotRecordSamples, SamplesReceipt
from vegaloop.biometrics.domain.sleep import DEBT_DAYS
from vegaloop.biometrics.domain.statuses import hrv_on
from vegaloop.biometrics.domain.trend import WeightTrend, weight_trend
from vegaloop.biometrics.domain.weight import WINDOW_DAYS as TREND_DAYS
from vegaloop.biometrics.domain.weight import TrendMethod
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Measure, Measures, Published, Signals, UnknownMeasure
from vegaloop.kernel.time import Clock, LocalDate, TimeZone, days_after, local_date_of


@final
class Biometrics(Recording, Signals, Measures):
    """What bodies say: readings, what is usual for a person, and how a morning compares."""

    __slots__ = (
        "_observations",
        "_profiles",
        "_strain",
        "baselines",
        "reports",
        "series",
        "sleep_needs",
        "vitals",
    )

    def __init__(
        self,
        charts: Charts,
        clock: Clock,
        ids: Ids,
        profiles: Profiles,
        strain: Strain,
        observations: Observations | None = None,
    ) -> None:
        super().__init__(charts, clock, ids)
        self._profiles = profiles
        self._strain = strain
        self._observations = observations or ChartObservations(charts)
        self.sleep_needs = SleepNeeds(charts, clock, profiles, strain)
        self.series = Series(charts, clock)
        self.baselines = Baselines(charts, clock, profiles)
        self.vitals = Vitals(charts, self._observations, self.baselines)
        self.reports = Reports(charts, self._observations, profiles, strain)

    def home_zone(self, person: PersonId) -> TimeZone:
        """Tell where a person is at home."""
        return self._profiles.profile(person).home_zone

    def today(self, person: PersonId) -> LocalDate:
        """Tell which day it is where a person is at home."""
        return local_date_of(self._clock.now(), self.home_zone(person))

    def record_samples(
        self, person: PersonId, batches: Sequence[SampleBatch]
    ) -> Result[SamplesReceipt, CannotRecordSamples]:
        """Record series; what cannot be taken is told in the receipt, and stops nothing else."""
        return self.series.record(person, batches)

    def release(self, person: PersonId, id: ReadingId) -> Result[Reading, NoSuchReading]:
        """Say that what waits is true, a reading or a correction of it; else change nothing."""
        now = self._clock.now()

        def release(chart: Chart) -> Result[Reading, NoSuchReading]:
            found = chart.find(id)
            if found is None:
                return Failure(NoSuchReading(id))
            released = found.released(now)
            chart.replace((released,))
            reweigh(chart, (released,))
            corrected = found.correction
            if corrected is not None and corrected.value.kind is Kind.HRV:
                chart.put_intervals(((id, corrected.rr),))
            return Success(released)

        return self._charts.write(person, release)

    def turn_down(self, person: PersonId, id: ReadingId) -> Result[Reading, NoSuchReading]:
        """Say that a correction is not true: the value that counts stays, and no import asks again."""

        def turn_down(chart: Chart) -> Result[Reading, NoSuchReading]:
            found = chart.find(id)
            if found is None:
                return Failure(NoSuchReading(id))
            kept = found.turned_down()
            chart.replace((kept,))
            return Success(kept)

        return self._charts.write(person, turn_down)

    def remove(self, person: PersonId, id: ReadingId) -> Result[ReadingId, NoSuchReading]:
        """Take out a reading, quarantined or not; no import brings it back."""
        now = self._clock.now()

        def remove(chart: Chart) -> Result[ReadingId, NoSuchReading]:
            found = chart.find(id)
            if found is None:
                return Failure(NoSuchReading(id))
            chart.replace((found.standing_as(Removed(now)),))
            reweigh(chart, (found,))
            return Success(id)

        return self._charts.write(person, remove)

    def reading(self, person: PersonId, id: ReadingId) -> Result[Reading, NoSuchReading]:
        """Show one reading."""
        found = self._charts.read(person, lambda chart: chart.find(id))
        return Failure(NoSuchReading(id)) if found is None else Success(found)

    def readings(self, person: PersonId, query: ReadingQuery) -> tuple[Reading, ...]:
        """Show a page of readings, newest first."""
        return self._charts.read(person, lambda chart: chart.page(query))

    def recording(self, person: PersonId, id: ReadingId) -> Result[RrRecording, NoSuchReading]:
        """Show the beats a variability was computed from."""
        found = self._charts.read(
            person, lambda chart: None if chart.find(id) is None else chart.intervals(id)
        )
        return Failure(NoSuchReading(id)) if found is None else Success(RrRecording(id, found))

    def morning(self, person: PersonId, day: LocalDate) -> Morning:
        """Work out everything a person's readings say about a morning."""
        profile = self._profiles.profile(person)
        needs, restarts = self._charts.read(
            person, lambda chart: (chart.sleep_needs(), chart.restarts())
        )
        since, end = begun(looks_back_to(day), restarts, day), days_after(day, 1)
        strains = self._strain.strains(person, days_after(end, -DEBT_DAYS), end)
        readings = self._observations.counting(person, since, end)
        return morning_of(day, readings, profile, strains, needs)

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Publish the signals of a morning, each once, given or not."""
        return self.morning(person, day).signals

    def flags(self, person: PersonId, day: LocalDate) -> tuple[Flag, ...]:
        """Tell what the person reports in the check-in of a day."""
        since, end = {Kind.CHECK_IN: day}, days_after(day, 1)
        readings = self._observations.counting(person, since, end)
        return flags_on(day, readings)

    def hrv_status(self, person: PersonId, day: LocalDate) -> Result[HrvStatus, NoNumber]:
        """Tell where variability stands on a morning against the person's usual."""
        restarts = self.baselines.restarts(person)
        since = begun({Kind.HRV: days_after(day, 1 - HRV_DAYS)}, restarts, day)
        readings = self._observations.counting(person, since, days_after(day, 1))
        return hrv_on(day, readings)

    def body(self, person: PersonId, day: LocalDate) -> BodyOnDay:
        """Tell what is known of a body on a day: trend weight, fat, and what is not fat."""
        start, end = days_after(day, 1 - TREND_DAYS), days_after(day, 1)
        since = dict.fromkeys(BODY_KINDS, start)
        readings = self._observations.counting(person, since, end)
        return body_of(self._profiles.profile(person), readings)

    def weight_trend(
        self,
        person: PersonId,
        start: LocalDate,
        end: LocalDate,
        method: TrendMethod = TrendMethod.EWMA,
    ) -> WeightTrend:
        """Draw the trend through the weigh-ins on the days of [start, end)."""
        since = {Kind.WEIGHT: days_after(start, -TREND_DAYS)}
        readings = self._observations.counting(person, since, end)
        return weight_trend(readings, start, method)

    def measures(self) -> tuple[Measure, ...]:
        """List what can be asked for, one number a day each."""
        of_series = (measure for _, measure in SERIES_MEASURES.values())
        return (*(source.measure for source in SOURCES), *of_series)

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """Give the days of [start, end) that have a value of a measure, oldest first."""
        of_series = self.series.measured(person, name, start, end)
        if of_series is not None:
            return Success(of_series)
        source = next((one for one in SOURCES if one.measure.name == name), None)
        if source is None:
            return Failure(UnknownMeasure(name, tuple(m.name for m in self.measures())))
        since = {source.kind: days_after(start, -source.lead_days)}
        readings = self._observations.counting(person, since, end)
        return Success(days_of(source, readings, start))
