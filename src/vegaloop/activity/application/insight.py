"""What the sessions of a person add up to: form, load series, signals, measures, exertion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.application.loading import seen_before
from vegaloop.activity.application.ports import Histories, TrainingLog, TrainingLogs
from vegaloop.activity.application.reckoning import history_before
from vegaloop.activity.application.upkeep import Upkeep
from vegaloop.activity.domain.capacity import Capacity, capacity_on
from vegaloop.activity.domain.capacity_fits import WINDOW_DAYS
from vegaloop.activity.domain.exertion import DayExertion, Wearer, exertion_of_day
from vegaloop.activity.domain.form import Form, form_on
from vegaloop.activity.domain.load import LoadMethod
from vegaloop.activity.domain.load_history import SEED_DAYS, LoadHistory, history_of, week_load
from vegaloop.activity.domain.load_year import Mark, Tally, bounds_of
from vegaloop.activity.domain.peaks import SessionPeaks
from vegaloop.activity.domain.physique import Physique, SeenRate, physique_on, seen_hr_max
from vegaloop.activity.domain.readiness_signals import signals_of
from vegaloop.activity.domain.session import Bout
from vegaloop.activity.domain.thresholds import DatedThresholds, in_force
from vegaloop.activity.domain.training import Training, training_on
from vegaloop.activity.domain.zone_sheet import ZoneSheet, zones_on
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import (
    DayValue,
    Measure,
    Measures,
    Published,
    Signals,
    Summing,
    UnknownMeasure,
)
from vegaloop.kernel.time import LocalDate, day_span, days_after, days_from

__all__ = ("Insight", "LoggedHistories", "SeriesDay", "physique_in")

_LOAD: Final = Measure("activity.load", "Training load", "stress", Summing.SUM)
_DISTANCE: Final = Measure("activity.distance_m", "Distance", "m", Summing.SUM)
_DURATION: Final = Measure("activity.duration_minutes", "Time trained", "min", Summing.SUM)
_SESSIONS: Final = Measure("activity.sessions", "Sessions", "count", Summing.SUM)
_CTL: Final = Measure("activity.ctl", "Fitness (CTL)", "stress a day", Summing.MEAN)
MEASURES: Final = (_LOAD, _DISTANCE, _DURATION, _SESSIONS, _CTL)


@final
class SeriesDay(Struct, frozen=True):
    """The load of a day, with CTL and ATL at its end and form on its morning.

    `complete` is False where a session of the day has no load; `methods` are those its load was
    found by. There is no load of a day where none of its sessions has one, nothing else where none
    of all has, and no form on the morning of the first day of all.
    """

    day: LocalDate
    load: float | None
    ctl: float | None
    atl: float | None
    tsb: float | None
    methods: tuple[LoadMethod, ...]
    complete: bool


@final
class LoggedHistories(Histories):
    """Lays out what the training logs keep, anew each time."""

    __slots__ = ("_upkeep",)

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    def before(self, person: PersonId, day: LocalDate) -> LoadHistory | None:
        """The daily loads up to the evening before a day, as far back as they weigh on it."""
        return self._upkeep.read(person, lambda log: history_before(log, day), _is_stale)


class Insight(Signals, Measures):
    """What the sessions of a person add up to; nothing here writes but what upkeep renews."""

    __slots__ = ("_histories", "_logs", "_profiles", "_upkeep")

    def __init__(
        self, logs: TrainingLogs, profiles: Profiles, upkeep: Upkeep, histories: Histories
    ) -> None:
        self._logs = logs
        self._profiles = profiles
        self._upkeep = upkeep
        self._histories = histories

    def form(self, person: PersonId, day: LocalDate) -> Result[Form, NoNumber]:
        """Tell how fit and how tired a person is on the morning of a day."""
        history = self._histories.before(person, day)
        return Failure(Missing("sessions")) if history is None else form_on(history, day)

    def week_loads(
        self, person: PersonId, day: LocalDate
    ) -> tuple[Result[float, NoNumber], Result[float, NoNumber]]:
        """Tell the load of the seven days before a morning, and of the seven before them."""
        history = self._histories.before(person, day)
        return week_load(history), week_load(history, weeks_ago=1)

    def training(self, person: PersonId, day: LocalDate) -> Training:
        """Tell what the days before a morning add up to, each number with its method and window."""
        return training_on(self._histories.before(person, day), day)

    def zones(self, person: PersonId, day: LocalDate) -> ZoneSheet:
        """Lay out the zones of power, heart rate and pace by what a person is capable of on a day."""
        profile = self._profiles.profile(person)
        physique = self._logs.read(person, lambda log: physique_in(log, profile, day))
        return zones_on(day, physique)

    def capacity(self, person: PersonId, day: LocalDate) -> Capacity:
        """Tell what the best efforts of the 90 days up to a day say a person is capable of."""
        profile = self._profiles.profile(person)

        def work(log: TrainingLog) -> tuple[Physique, tuple[SessionPeaks, ...]]:
            start, end = days_after(day, 1 - WINDOW_DAYS), days_after(day, 1)
            return physique_in(log, profile, day), log.peaks(start, end)

        physique, peaks = self._logs.read(person, work)
        return capacity_on(day, peaks, physique, profile.age_years(day))

    def load_series(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> tuple[SeriesDay, ...]:
        """Tell load, CTL, ATL and form day by day over [start, end), from the first session on.

        A series looks back, so all of the first 28 days seed it, also where it ends within them;
        `form` knows the days before its morning alone.
        """
        history = self._upkeep.read(person, lambda log: _seeded(log, start, end), _is_stale)
        return () if history is None else _series(history, start, end)

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Publish what the days before a morning say about it."""
        history = self._histories.before(person, day)
        morning = day_span(day, self._profiles.profile(person).home_zone).start
        return signals_of(history, morning)

    def measures(self) -> tuple[Measure, ...]:
        """Tell what can be asked for."""
        return MEASURES

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """Tell a measure day by day; a day without a session is zero up to the last session."""
        measure = next((known for known in MEASURES if known.name == name), None)
        if measure is None:
            return Failure(UnknownMeasure(name, tuple(known.name for known in MEASURES)))
        lived = self._upkeep.read(person, lambda log: _lived(log, start, end), _is_stale)
        if lived is None:
            return Success(())
        if measure is _LOAD:
            return Success(_whole_loads(lived))
        if measure is _CTL:
            series = self.load_series(person, lived.start, lived.end)
            return Success(tuple(DayValue(s.day, s.ctl) for s in series if s.ctl is not None))
        tallies = self._logs.read(person, lambda log: log.tallies(lived.start, lived.end))
        return Success(_by_day(measure, lived, tallies))

    def exertion(
        self, person: PersonId, start: LocalDate, end: LocalDate, weight_kg: float | None
    ) -> tuple[DayExertion, ...]:
        """Tell what the sessions of each day in [start, end) cost, rest days included."""
        profile = self._profiles.profile(person)

        def work(log: TrainingLog) -> _Cost:
            bouts = log.bouts(start, end)
            thresholds = log.thresholds() if bouts else ()
            days = [bout.day for bout in bouts if bout.effort.heart]
            return _Cost(bouts, thresholds, seen_before(log, profile, thresholds, days))

        cost = self._upkeep.read(person, work, _is_stale_cost)
        return _exertion(cost, profile, start, end, weight_kg)


@final
class _Cost(Struct, frozen=True):
    bouts: tuple[Bout, ...]
    thresholds: tuple[DatedThresholds, ...]
    seen: tuple[SeenRate, ...]


def physique_in(log: TrainingLog, profile: Profile, day: LocalDate) -> Physique:
    """Describe a person on a day, by what a log knows."""
    history = log.thresholds()
    seen = seen_hr_max(seen_before(log, profile, history, [day]), day)
    return physique_on(day, in_force(history, day), profile, seen)


def _is_stale(history: LoadHistory | None) -> bool:
    return history is not None and history.is_stale


def _is_stale_cost(cost: _Cost) -> bool:
    return any(bout.loads.is_stale for bout in cost.bouts)


def _series(history: LoadHistory, start: LocalDate, end: LocalDate) -> tuple[SeriesDay, ...]:
    ctl, atl = history.fitness
    first, stop = max(0, (start - history.start).days), (end - history.start).days
    known = {n for some in history.stretches if history.knows(some) for n in some}
    days: list[SeriesDay] = []
    for n in range(first, stop):
        mark, day = history.mark(n), days_after(history.start, n)
        load = history.loads[n] if history.knows(range(n, n + 1)) else None
        if n in known:
            tsb = ctl[n - 1] - atl[n - 1] if n else None
            days.append(SeriesDay(day, load, ctl[n], atl[n], tsb, mark.methods, mark.complete))
        else:
            days.append(SeriesDay(day, load, None, None, None, mark.methods, mark.complete))
    return tuple(days)


def _seeded(log: TrainingLog, start: LocalDate, end: LocalDate) -> LoadHistory | None:
    """The history of a series, through 28 days of each stretch at least: no range changes a seed."""
    history = history_before(log, end, start)
    if history is None or history.latest.days_lived >= SEED_DAYS:
        return history
    return history_before(log, days_after(history.latest.start, SEED_DAYS), start)


def _lived(log: TrainingLog, start: LocalDate, end: LocalDate) -> LoadHistory | None:
    """The daily loads of those days of [start, end) that lie between the first and last session."""
    years = log.years(start.year, end.year)
    bounds = bounds_of(years)
    if bounds is None:
        return None
    first, stop = max(start, bounds.first), min(end, days_after(bounds.last, 1))
    return history_of(years, bounds.first, first, stop) if first < stop else None


def _whole_loads(history: LoadHistory) -> tuple[DayValue, ...]:
    """The loads of days; none where a session of the day has no load, because zero is a lie."""
    days = zip(days_from(history.start, history.end), history.loads, history.bits, strict=True)
    return tuple(DayValue(day, load) for day, load, bits in days if Mark.of_bits(bits).complete)


def _by_day(measure: Measure, lived: LoadHistory, tallies: Sequence[Tally]) -> tuple[DayValue, ...]:
    by_day: dict[LocalDate, list[Tally]] = {day: [] for day in days_from(lived.start, lived.end)}
    for tally in tallies:
        by_day[tally.day].append(tally)
    return tuple(DayValue(day, _summed(measure, of_day)) for day, of_day in by_day.items())


def _summed(measure: Measure, tallies: Sequence[Tally]) -> float:
    if measure is _SESSIONS:
        return float(len(tallies))
    if measure is _DURATION:
        return sum(tally.elapsed.amount for tally in tallies) / 60_000_000
    return sum(t.distance.amount for t in tallies if t.distance is not None) / 1_000


def _exertion(
    cost: _Cost, profile: Profile, start: LocalDate, end: LocalDate, weight_kg: float | None
) -> tuple[DayExertion, ...]:
    by_day: dict[LocalDate, list[tuple[Bout, Wearer]]] = {day: [] for day in days_from(start, end)}
    for bout in cost.bouts:
        day, seen = bout.day, seen_hr_max(cost.seen, bout.day)
        physique = physique_on(day, in_force(cost.thresholds, day), profile, seen)
        by_day[day].append((bout, Wearer(physique, profile.age_years(day), weight_kg)))
    return tuple(exertion_of_day(day, of_day) for day, of_day in by_day.items())
