"""The people the figures are taken of: the demo athlete, and somebody with ten years of records."""

from __future__ import annotations

import datetime as dt
import math
import random
from pathlib import Path
from typing import Final

from tests.support import PinnedClock, at, good
from vegaloop.activity import LogActivity, Rpe, Sport, Thresholds
from vegaloop.app.demo.athlete import bring_in
from vegaloop.app.demo.fit_writer import (
    CYCLING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.biometrics import Hrv, NewReading, RestingHeartRate, Weight, sleep_of
from vegaloop.goals import Reach, SetGoal, Terms
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Mass
from vegaloop.kernel.time import UTC_ZONE, day_of, later, moment_in
from vegaloop.nutrition import FoodId, MealEntry, MealKind, WeighedEntry

YEARS: Final = 10
_EPOCH_DAYS: Final = 365 * YEARS
_CHUNK: Final = 9_000


def prepare_demo(database: Path) -> str:
    """Bring the demo athlete into a new database; give a token."""
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        owner = vega.accounts.owner()
        bring_in(vega, owner, lambda *_: None)
        return vega.accounts.issue_token(owner, "bench").secret


def prepare_ten_years(database: Path, now: dt.datetime) -> str:
    """Live ten years in a new database: a session, three meals and four readings a day."""
    with open_vegaloop(
        Settings(database_url=f"sqlite:///{database}"), clock=PinnedClock(now)
    ) as vega:
        owner = vega.accounts.owner()
        born = dt.date(1985, 3, 1)
        good(vega.accounts.update_profile(owner, Profile(Sex.MALE, born, Distance(1_800))))
        _live(vega, owner, now, random.Random(10))
        return vega.accounts.issue_token(owner, "bench").secret


def _live(vega: VegaLoop, owner: PersonId, now: dt.datetime, chance: random.Random) -> None:
    first = now - dt.timedelta(days=_EPOCH_DAYS)
    whole = Thresholds(
        hr_max=HeartRate(188_000), hr_rest=HeartRate(50_000), lthr=HeartRate(168_000)
    )
    good(vega.activity.set_thresholds(owner, day_of(first.date()), whole))
    readings: list[NewReading] = []
    for n in range(_EPOCH_DAYS):
        day = first + dt.timedelta(days=n)
        readings += _readings(day.replace(hour=6, minute=30), chance)
        if n % 7 not in {0, 4}:
            session = LogActivity(
                sport=Sport.RUNNING,
                start_at=day.replace(hour=17),
                time_zone=UTC_ZONE,
                elapsed=Duration(chance.randrange(30, 120) * 60_000_000),
                average_heart_rate=HeartRate(chance.randrange(125, 165) * 1_000),
                rpe=Rpe(50),
            )
            good(vega.activity.log_activity(owner, session))
        for hour, kind in ((7, MealKind.BREAKFAST), (13, MealKind.LUNCH), (19, MealKind.DINNER)):
            good(vega.nutrition.log_meal(owner, meal(day.replace(hour=hour), kind)))
        good(vega.nutrition.close_day(owner, day_of(day.date())))
    for start in range(0, len(readings), _CHUNK):
        good(vega.biometrics.record_all(owner, readings[start : start + _CHUNK]))
    terms = Terms("Lighter", Reach(75, 70))
    good(vega.goals.set_goal(SetGoal(owner, "biometrics.trend_weight_kg", terms)))


def _readings(woke: dt.datetime, chance: random.Random) -> list[NewReading]:
    end = at(woke)
    night = good(sleep_of(later(end, -dt.timedelta(hours=8)), end, slept=Duration(27_000_000_000)))
    values = (
        night,
        Hrv(round(1_000 * chance.uniform(40, 70))),
        RestingHeartRate(HeartRate(chance.randrange(46, 54) * 1_000)),
        Weight(Mass(round(1e12 * chance.uniform(74, 76)))),
    )
    return [NewReading(moment_in(end, UTC_ZONE), value) for value in values]


def meal(eaten_at: dt.datetime, kind: MealKind) -> MealEntry:
    """Three foods on a plate."""
    foods = (("rolled-oats", 90), ("whole-milk", 300), ("banana", 120))
    portions = tuple(WeighedEntry(FoodId(food), grams) for food, grams in foods)
    return MealEntry(kind=kind, eaten_at=eaten_at, portions=portions, time_zone=UTC_ZONE)


def a_long_ride(now: dt.datetime, hours: int) -> bytes:
    """A ride of some hours at 1 Hz, with every channel, as a device writes it."""
    start, seconds = at(now - dt.timedelta(days=1)), 3_600 * hours
    chance = random.Random(4)
    samples = tuple(
        WrittenSample(
            at=later(start, dt.timedelta(seconds=n)),
            latitude_semicircles=572_662_306 + 700 * n,
            longitude_semicircles=131_235_000 + 500 * n,
            altitude_fifths_m=1_500 + round(250 * math.sin(n / 900)) + chance.randrange(2),
            heart_rate_bpm=135 + round(20 * math.sin(n / 97)),
            cadence_rpm=88,
            distance_cm=850 * n,
            speed_mm_s=8_500,
            power_w=max(0, round(chance.gauss(200 + 80 * math.sin(n / 97), 60))),
            temperature_c=21,
        )
        for n in range(seconds)
    )
    whole = WrittenLap(start=start, elapsed_ms=1_000 * seconds, timer_ms=1_000 * seconds)
    return write_fit(WrittenSession(sport=CYCLING, totals=whole, laps=(whole,), samples=samples))
