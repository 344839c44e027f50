"""A training log under a pinned clock, somebody who trains, and what hangs on their sessions."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final, final

from tests.strategies.activity import ShelfReader
from tests.support import NOW, CountedIds, PinnedClock, good, somebody
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    KeptSession,
    LogActivity,
    Sport,
    Thresholds,
)
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles, Sex
from vegaloop.kernel.quantity import Duration, HeartRate, Power
from vegaloop.kernel.time import LocalDate, TimeZone, days_after

ME: Final = somebody()
HOUR: Final = Duration(3_600_000_000)
TODAY: Final = LocalDate(NOW.date())
LONG_AGO: Final = LocalDate(dt.date(2000, 1, 1))
FULL: Final = Thresholds(
    ftp=Power(250_000),
    threshold_pace=Duration(270_000_000),
    css_pace=Duration(95_000_000),
    hr_max=HeartRate(190_000),
    hr_rest=HeartRate(50_000),
    lthr=HeartRate(165_000),
)
PARIS: Final = Profile(Sex.FEMALE, dt.date(1990, 5, 1), None, TimeZone("Europe/Paris"))


@final
class SaidOf(Profiles):
    """Everybody says the same."""

    def __init__(self, profile: Profile = PARIS) -> None:
        self.said = profile

    def profile(self, person: PersonId) -> Profile:
        """Tell it."""
        return self.said


def an_activity(
    profile: Profile = PARIS, reader: ShelfReader | None = None, now: dt.datetime = NOW
) -> Activity:
    logs = MemoryTrainingLogs(Revisions())
    shelf = ShelfReader() if reader is None else reader
    return Activity(logs, SaidOf(profile), shelf, PinnedClock(now), CountedIds())


def ago(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def a_ride(days: float = 1, **more: object) -> LogActivity:
    given_ = {"sport": Sport.CYCLING, "start_at": ago(max(days, 1 / 24)), "elapsed": HOUR, **more}
    return LogActivity(**given_)  # type: ignore[arg-type]  # A test may say anything.


def kept(activity: Activity, command: LogActivity) -> KeptSession:
    return good(activity.log_activity(ME, command))


def all_of(activity: Activity) -> tuple[KeptSession, ...]:
    found = activity.activities(ME, ActivityQuery(most=1_000))
    return tuple(good(activity.activity(ME, one.id)) for one in found)


def state(activity: Activity) -> object:
    """Everything that hangs on loads, without ids."""
    sessions = sorted(
        (
            (s.start.at, s.sport, s.elapsed, repr(s.facts), repr(s.loads))
            for s in activity.activities(ME, ActivityQuery(most=1_000))
        ),
    )
    days_agree_with_sessions(activity)
    series = activity.load_series(ME, LocalDate(dt.date(2025, 1, 1)), days_after(TODAY, 1))
    return sessions, series, activity.form(ME, TODAY), activity.signals(ME, TODAY)


def days_agree_with_sessions(activity: Activity) -> None:
    """What is packed away by day is what the sessions of the day sum to."""
    by_day: dict[LocalDate, list[float | None]] = {}
    for one in activity.activities(ME, ActivityQuery(most=1_000)):
        counted = one.loads.counted
        by_day.setdefault(one.local_date, []).append(counted and counted.value)
    for day in activity.load_series(ME, LONG_AGO, days_after(TODAY, 100)):
        loads = by_day.get(day.day, [])
        known = [load for load in loads if load is not None]
        assert day.load == (math.fsum(known) if known or not loads else None)
        assert day.complete == (None not in loads)
