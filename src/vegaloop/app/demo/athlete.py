"""Bringing the demo athlete in: through the services everybody uses, never through the tables."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.activity import ImportFile, Thresholds
from vegaloop.app.demo import body, kitchen, training
from vegaloop.app.demo.season import DAYS, Day, home_at, season
from vegaloop.app.demo.training import File, Trained
from vegaloop.app.services import VegaLoop
from vegaloop.biometrics import NewReading
from vegaloop.goals import Maintain, Reach, SetGoal, Streak, Terms
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, TimeZone, day_of, days_after, local_date_of

A = TypeVar("A")
E = TypeVar("E")

SEED: Final = 20_260_320
_FATIGUE_KEPT: Final = 0.75  # What a night leaves of the day before.
_SESSION_KCAL: Final = 11  # A minute of usual training.

Progress = Callable[[int, int], None]


@final
class Brought(Struct, frozen=True):
    """What the demo athlete came with."""

    days: int
    activities: int
    meals: int
    readings: int
    goals: int


def bring_in(vega: VegaLoop, person: PersonId, progress: Progress) -> Brought:
    """Live 120 days up to now for a person who has none, always the same from one seed."""
    now, chance = vega.clock.now(), random.Random(SEED)  # noqa: S311  # A story, not a secret.
    home = home_at(now)
    _agreed(vega.accounts.update_profile(person, _profile(home_zone=home)))
    days = season(now, home)
    _set_thresholds(vega, person, days[0].date)
    life = _Life(vega, person, now, chance)
    for number, day in enumerate(days, 1):
        life.live(day)
        progress(number, DAYS)
    _agreed(vega.biometrics.record_all(person, life.readings))
    goals = _set_goals(vega, person, local_date_of(now, home))
    return Brought(len(days), life.activities, life.meals, len(life.readings), goals)


@final
class _Life:
    """The days one after the other, each a little more tired or rested than the one before."""

    def __init__(
        self, vega: VegaLoop, person: PersonId, now: Instant, chance: random.Random
    ) -> None:
        self._vega, self._person, self._now, self._chance = vega, person, now, chance
        self._fatigue = 0.3
        self.activities = self.meals = 0
        self.readings: list[NewReading] = []

    def live(self, day: Day) -> None:
        """Wake up and be measured, train, eat; what lies ahead of the clock does not happen."""
        found = body.readings(day, self._fatigue, self._chance)
        self.readings += [reading for reading in found if reading.moment.at <= self._now]
        minutes = sum(self._train(one) for one in training.trained(day, self._chance))
        self._fatigue = min(1.5, _FATIGUE_KEPT * self._fatigue + minutes / 400)
        for meal in kitchen.meals(day, _SESSION_KCAL * minutes * 0.85, self._chance):
            if meal.eaten_at <= self._now:
                _agreed(self._vega.nutrition.log_meal(self._person, meal))
                self.meals += 1
        if day.ago and not day.unlogged and self._chance.random() < 0.9:
            _agreed(self._vega.nutrition.close_day(self._person, day.date))

    def _train(self, session: Trained) -> float:
        match session:
            case File(name, data, ends):
                if ends > self._now:
                    return 0
                command = ImportFile(data=data, source=kitchen.DEMO, file_name=name)
                imported = _agreed(self._vega.activity.import_file(self._person, command))
                self.activities += 1
                return imported.sessions[0].session.elapsed.minutes
            case noted:
                if noted.start_at + dt.timedelta(seconds=noted.elapsed.seconds) > self._now:
                    return 0
                _agreed(self._vega.activity.log_activity(self._person, noted))
                self.activities += 1
                return noted.elapsed.minutes


def _profile(home_zone: TimeZone) -> Profile:
    return Profile(Sex.FEMALE, dt.date(1992, 5, 17), Distance(1_690), home_zone)


def _set_thresholds(vega: VegaLoop, person: PersonId, first: LocalDate) -> None:
    whole = Thresholds(
        ftp=Power(training.FTP_W * 1_000),
        threshold_pace=Duration(training.THRESHOLD_PACE_S_PER_KM * 1_000_000),
        hr_max=HeartRate(training.HR_MAX_BPM * 1_000),
        hr_rest=HeartRate(training.HR_REST_BPM * 1_000),
        lthr=HeartRate(training.LTHR_BPM * 1_000),
    )
    _agreed(vega.activity.set_thresholds(person, first, whole))
    tested = Thresholds(ftp=Power((training.FTP_W + 9) * 1_000))
    _agreed(vega.activity.set_thresholds(person, days_after(first, 66), tested))


def _set_goals(vega: VegaLoop, person: PersonId, today: LocalDate) -> int:
    start = days_after(today, -35)
    aims = (
        ("biometrics.trend_weight_kg", Terms("Lighter for the hills", _lighter(today))),
        ("biometrics.asleep_minutes", Terms("Eight hours", Maintain(470, 45))),
        ("nutrition.protein_g", Terms("Protein every day", Streak(95, freezes_per_30_days=3))),
    )
    for measure, terms in aims:
        _agreed(vega.goals.set_goal(SetGoal(person, measure, terms, start)))
    return len(aims)


def _lighter(today: LocalDate) -> Reach:
    return Reach(61.6, 60.5, day_of(days_after(today, 60)))


def _agreed(result: Result[A, E]) -> A:
    match result:
        case Success(value):
            return value
        case Failure(error):
            raise AssertionError(f"the story of the demo athlete does not hold: {error}")
