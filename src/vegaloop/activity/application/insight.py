"""What the sessions of a person add up to: form, load series, signals, measures, exertion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.application.ports import TrainingLog, TrainingLogs
from vegaloop.activity.application.reckoning import history_before
from vegaloop.activity.domain.exertion import DayExertion, Wearer, exertion_of_day
from vegaloop.activity.domain.form import Form, fitness, form_on
from vegaloop.activity.domain.load import LoadMethod, physique_on
from vegaloop.activity.domain.load_year import LoadHistory, Tally
from vegaloop.activity.domain.readiness_signals import signals_of
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.thresholds import in_force
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

__all__ = ("Insight", "SeriesDay")

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
    found by. There is no form on the morning of the first day of all.
    """

    day: LocalDate
    load: float
    ctl: float
    atl: float
    tsb: float | None
    methods: tuple[LoadMethod, ...]
    complete: bool


class Insight(Signals, Measures):
    """What the sessions of a person add up to; nothing here writes."""

    __slots__ = ("_logs", "_profiles")

    def __init__(self, logs: TrainingLogs, profiles: Profiles) -> None:
        self._logs = logs
        self._profiles = profiles

    def form(self, person: PersonId, day: LocalDate) -> Result[Form, NoNumber]:
        """Tell how fit and how tired a person is on the morning of a day."""
        history = self._logs.read(person, lambda log: history_before(log, day))
        return Failure(Missing("sessions")) if history is None else form_on(history, day)

    def load_series(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> tuple[SeriesDay, ...]:
        """Tell load, CTL, ATL and form day by day over [start, end), from the first session on."""
        history = self._logs.read(person, lambda log: history_before(log, end, start))
        return () if history is None else _series(history, start)

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """Publish what the days before a morning say about it."""
        history = self._logs.read(person, lambda log: history_before(log, day))
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
        return Success(self._logs.read(person, lambda log: _measured(log, measure, start, end)))

    def exertion(
        self, person: PersonId, start: LocalDate, end: LocalDate, weight_kg: float | None
    ) -> tuple[DayExertion, ...]:
        """Tell what the sessions of each day in [start, end) cost, rest days included."""
        profile = self._profiles.profile(person)
        return self._logs.read(person, lambda log: _exertion(log, profile, start, end, weight_kg))


def _series(history: LoadHistory, start: LocalDate) -> tuple[SeriesDay, ...]:
    ctl, atl = fitness(history)
    first = max(0, (start - history.start).days)
    days: list[SeriesDay] = []
    for n in range(first, len(history)):
        mark = history.mark(n)
        tsb = ctl[n - 1] - atl[n - 1] if n else None
        day = days_after(history.start, n)
        days.append(
            SeriesDay(day, history.loads[n], ctl[n], atl[n], tsb, mark.methods, mark.complete)
        )
    return tuple(days)


def _measured(
    log: TrainingLog, measure: Measure, start: LocalDate, end: LocalDate
) -> tuple[DayValue, ...]:
    bounds = log.bounds()
    if bounds is None:
        return ()
    first, stop = max(start, bounds.first), min(end, days_after(bounds.last, 1))
    if first >= stop:
        return ()
    if measure is _CTL:
        history = history_before(log, stop, first)
        series = () if history is None else _series(history, first)
        return tuple(DayValue(one.day, one.ctl) for one in series)
    by_day: dict[LocalDate, list[Tally]] = {day: [] for day in days_from(first, stop)}
    for tally in log.tallies(first, stop):
        by_day[tally.day].append(tally)
    values = ((day, _day_value(measure, tallies)) for day, tallies in by_day.items())
    return tuple(DayValue(day, value) for day, value in values if value is not None)


def _day_value(measure: Measure, tallies: Sequence[Tally]) -> float | None:
    """The value of a day; None where one of its sessions has no load, because zero is a lie."""
    if measure is _SESSIONS:
        return float(len(tallies))
    if measure is _DURATION:
        return sum(tally.elapsed.amount for tally in tallies) / 60_000_000
    if measure is _DISTANCE:
        return sum(t.distance.amount for t in tallies if t.distance is not None) / 1_000
    loads = [tally.load for tally in tallies if tally.load is not None]
    return math.fsum(loads) if len(loads) == len(tallies) else None


def _exertion(
    log: TrainingLog, profile: Profile, start: LocalDate, end: LocalDate, weight_kg: float | None
) -> tuple[DayExertion, ...]:
    history = log.thresholds()
    by_day: dict[LocalDate, list[tuple[Session, Wearer]]] = {
        day: [] for day in days_from(start, end)
    }
    for session in log.between(start, end):
        day = session.local_date
        physique = physique_on(day, in_force(history, day), profile)
        wearer = Wearer(physique, profile.age_years(day), weight_kg)
        by_day[day].append((session, wearer))
    return tuple(exertion_of_day(day, sessions) for day, sessions in by_day.items())
