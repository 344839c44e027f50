"""Looking at what goals are over: each measure once, and no further back than it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import final

from msgspec import Struct

from vegaloop.goals.application.commands import Appraised, Standing
from vegaloop.goals.domain.aim import Reach
from vegaloop.goals.domain.appraisal import appraise, no_appraisal
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.names import BODY_FAT, BODY_MASSES, DISTANCE, MEASURED, UNWELL
from vegaloop.goals.domain.outlook import forecast_on
from vegaloop.goals.domain.pace import LOOK_BACK_DAYS
from vegaloop.goals.domain.progress import LEVEL_DAYS, last_day, looks_back_to, progress_on
from vegaloop.goals.domain.restraint import Body
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Measure, Measures, Signal, SignalName, Signals
from vegaloop.kernel.time import LocalDate, days_after


@final
class Seen(Struct, frozen=True):
    """The values of a goal's measure, and what was measured behind them where they are smoothed."""

    values: tuple[DayValue, ...]
    measured: tuple[DayValue, ...] | None = None


@final
class Survey:
    """Tells how goals stand on a day, and what is computed of one of them."""

    __slots__ = ("_fuel", "_measures", "_profiles")

    def __init__(self, measures: Measures, profiles: Profiles, fuel: Signals) -> None:
        self._measures = measures
        self._profiles = profiles
        self._fuel = fuel

    def standings(
        self, person: PersonId, goals: Sequence[Goal], day: LocalDate
    ) -> tuple[Standing, ...]:
        """Tell how goals stand, with one look at each measure."""
        known = self._known()
        firsts: dict[str, LocalDate] = {}
        for goal in goals:
            measure = known.get(goal.measure)
            if measure is not None:
                first = looks_back_to(goal, measure.summing, last_day(goal, day))
                for name in _looked_at(goal, known):
                    firsts[name] = min(first, firsts.get(name, first))
        values = {name: self._series(person, name, first, day) for name, first in firsts.items()}
        unwell = self._unwell(person, goals, known, day)
        return tuple(
            _standing(goal, known.get(goal.measure), _seen(goal, values), unwell, day)
            for goal in goals
        )

    def appraised(self, person: PersonId, goal: Goal, day: LocalDate) -> Appraised:
        """Tell how one goal stands, with every figure that can be computed of it."""
        known = self._known()
        measure = known.get(goal.measure)
        if measure is None:
            return _appraised(goal, None, Seen(()), frozenset(), Body(), day)
        until = last_day(goal, day)
        first = looks_back_to(goal, measure.summing, until)
        if goal.measure == DISTANCE:  # Held against what was done before the goal began.
            first = min(first, days_after(until, -LOOK_BACK_DAYS))
        values = {name: self._series(person, name, first, day) for name in _looked_at(goal, known)}
        unwell = self._unwell(person, (goal,), known, day)
        body = self._body(person, goal, day)
        return _appraised(goal, measure, _seen(goal, values), unwell, body, day)

    def _known(self) -> Mapping[str, Measure]:
        return {measure.name: measure for measure in self._measures.measures()}

    def _body(self, person: PersonId, goal: Goal, day: LocalDate) -> Body:
        aim = goal.terms_on(day).aim
        if not isinstance(aim, Reach) or goal.measure not in {BODY_FAT, *BODY_MASSES}:
            return Body()
        profile = self._profiles.profile(person)
        height_m = None if profile.height is None else profile.height.meters
        known = Body(profile.sex, height_m=height_m)
        if aim.rising or goal.measure == BODY_FAT:
            return known
        fat = self._series(person, BODY_FAT, days_after(day, -LEVEL_DAYS), day)
        if not fat:
            return known
        energy = self._energy_availability(person, day)
        return Body(profile.sex, fat[-1].value, energy, height_m)

    def _energy_availability(self, person: PersonId, day: LocalDate) -> float | None:
        for one in self._fuel.signals(person, day):
            if isinstance(one, Signal) and one.name is SignalName.ENERGY_AVAILABILITY:
                return one.value if one.quality > 0 else None
        return None

    def _unwell(
        self,
        person: PersonId,
        goals: Sequence[Goal],
        known: Mapping[str, Measure],
        day: LocalDate,
    ) -> Set[int]:
        firsts = [
            looks_back_to(goal, known[goal.measure].summing, last_day(goal, day))
            for goal in goals
            if goal.measure in known and not isinstance(goal.terms.aim, Reach)
        ]
        if UNWELL not in known or not firsts:
            return frozenset()
        found = self._series(person, UNWELL, min(firsts), day)
        return frozenset(one.day.toordinal() for one in found if one.value > 0)

    def _series(
        self, person: PersonId, name: str, first: LocalDate, day: LocalDate
    ) -> tuple[DayValue, ...]:
        if first > day:
            return ()
        match self._measures.measured(person, name, first, days_after(day, 1)):
            case Success(values):
                return values
            case Failure():
                return ()


def _looked_at(goal: Goal, known: Mapping[str, Measure]) -> tuple[str, ...]:
    raw = MEASURED.get(goal.measure)
    if raw is None or raw not in known or not isinstance(goal.terms.aim, Reach):
        return (goal.measure,)
    return (goal.measure, raw)


def _seen(goal: Goal, values: Mapping[str, tuple[DayValue, ...]]) -> Seen:
    return Seen(values.get(goal.measure, ()), values.get(MEASURED.get(goal.measure, "")))


def _standing(
    goal: Goal,
    measure: Measure | None,
    seen: Seen,
    unwell: Set[int],
    day: LocalDate,
) -> Standing:
    if measure is None:  # A context can stop publishing what was once aimed at.
        gone = Failure(Missing(goal.measure))
        return Standing(goal, None, day, gone, gone)
    progress = progress_on(goal, measure.summing, seen.values, day, unwell)
    forecast = forecast_on(goal, measure.summing, seen.values, day, seen.measured)
    return Standing(goal, measure.unit, day, progress, forecast)


def _appraised(
    goal: Goal,
    measure: Measure | None,
    seen: Seen,
    unwell: Set[int],
    body: Body,
    day: LocalDate,
) -> Appraised:
    standing = _standing(goal, measure, seen, unwell, day)
    appraisal = (
        no_appraisal(Missing(goal.measure))
        if measure is None
        else appraise(goal, measure, seen.values, standing.progress, standing.forecast, body, day)
    )
    return Appraised(goal, standing.unit, day, standing.progress, standing.forecast, appraisal)
