"""What follows by itself: loads of an earlier version, and of a maximal heart rate that was seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.activity import ShelfReader, recording_of, remembered
from tests.strategies.training_log import (
    FULL,
    LONG_AGO,
    ME,
    PARIS,
    TODAY,
    SaidOf,
    a_ride,
    ago,
    all_of,
    kept,
    state,
)
from tests.support import NOW, CountedIds, PinnedClock, at, at_most, good, somebody
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    AmendActivity,
    ImportFile,
    LoadMethod,
    Loads,
    LogActivity,
    MethodLoad,
    Session,
    SessionId,
    Thresholds,
)
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.reckoning import Change, renew
from vegaloop.activity.domain.load_year import LoadYear
from vegaloop.activity.domain.physique import (
    HrMaxBy,
    SeenRate,
    estimated_hr_max,
    physique_on,
    seen_hr_max,
)
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import days_after

OLD: Final = "activity-1"
# Each way of asking for what a person trained.
DOORS: Final[dict[str, Callable[[Activity], object]]] = {
    "form": lambda a: a.form(ME, TODAY),
    "training": lambda a: a.training(ME, TODAY),
    "series": lambda a: a.load_series(ME, LONG_AGO, days_after(TODAY, 1)),
    "signals": lambda a: a.signals(ME, TODAY),
    "load": lambda a: a.measured(ME, "activity.load", days_after(TODAY, -90), TODAY),
    "ctl": lambda a: a.measured(ME, "activity.ctl", days_after(TODAY, -90), TODAY),
    "exertion": lambda a: a.exertion(ME, days_after(TODAY, -90), days_after(TODAY, 1), 70),
    "list": lambda a: a.activities(ME, ActivityQuery()),
    "changes": lambda a: a.load_changes(ME),
}


class Kept:
    """A service with its logs and revisions in reach."""

    def __init__(self, profile: Profile = PARIS) -> None:
        self.revisions = Revisions()
        self.logs = MemoryTrainingLogs(self.revisions)
        self.reader = ShelfReader()
        self.activity = Activity(
            self.logs, SaidOf(profile), self.reader, PinnedClock(), CountedIds()
        )

    def outdate(self) -> None:
        """Put what an earlier version may have left: other loads, and its name."""

        def work(log: TrainingLog) -> None:
            log.put_loads([_outdated(one) for one in log.between(LONG_AGO, None)])
            log.put_years([LoadYear(y.year, y.loads, y.marks, OLD) for y in log.years(1900, 2100)])

        self.logs.write(ME, work)


def _outdated(session: Session) -> Session:
    values = tuple(
        MethodLoad(one.method, one.value + 7, one.estimated) for one in session.loads.values
    )
    return session.loaded(Loads(values, session.loads.lacking, OLD))


class TestAct39:
    """ACT-39. Loads that an earlier version of the formulas computed are computed anew when somebody asks for them, each change is kept with what the load was before, and what is up to date is left as it is."""

    @pytest.mark.parametrize("door", DOORS)
    def test_whatever_is_asked(self, door: str) -> None:
        one = Kept()
        good(one.activity.set_thresholds(ME, LONG_AGO, FULL))
        for days in (1, 3, 40):
            kept(one.activity, a_ride(days, average_heart_rate=HeartRate(150_000)))
        before = state(one.activity)
        one.outdate()
        stale = {s.id: s.loads for s in one.logs.read(ME, lambda log: log.between(LONG_AGO, None))}
        DOORS[door](one.activity)
        told = one.activity.load_changes(ME)
        assert {change.session for change in told} == set(stale)
        for change in told:
            now = good(one.activity.activity(ME, change.session)).session.loads
            assert change.cause == "version"
            assert change.before == stale[change.session].counted
            assert change.after == now.counted
            assert now.formula_version == "activity-2"
        assert state(one.activity) == before

    @settings(max_examples=at_most(25))
    @given(st.lists(remembered(), max_size=6), st.lists(remembered(), max_size=2))
    def test_all_is_as_if_it_had_been_written_today(
        self, old: list[LogActivity], new: list[LogActivity]
    ) -> None:
        one, other = Kept(), Kept()
        for each in (one, other):
            good(each.activity.set_thresholds(ME, LONG_AGO, FULL))
            for command in old:
                kept(each.activity, command)
        one.outdate()
        for each in (one, other):
            for command in new:
                kept(each.activity, command)
        assert state(one.activity) == state(other.activity)

    def test_what_is_up_to_date_is_only_read(self) -> None:
        one = Kept()
        kept(one.activity, a_ride(3, average_heart_rate=HeartRate(150_000)))
        before = one.revisions.revision(ME)
        for door in DOORS.values():
            door(one.activity)
        assert one.revisions.revision(ME) == before
        one.outdate()
        DOORS["form"](one.activity)
        renewed = one.revisions.revision(ME)
        assert renewed == before + 2  # Outdating it was a change too.
        for door in DOORS.values():
            door(one.activity)
        assert one.revisions.revision(ME) == renewed

    def test_one_session_is_enough_to_ask_for(self) -> None:
        one = Kept()
        found = kept(one.activity, a_ride(3)).session
        one.outdate()
        again = good(one.activity.activity(ME, found.id)).session
        assert again.loads.formula_version == "activity-2"

    def test_who_was_renewed_in_the_meantime_is_left_as_they_are(self) -> None:
        one = Kept()
        kept(one.activity, a_ride(3, average_heart_rate=HeartRate(150_000)))
        before = state(one.activity)
        change = Change(UUID(int=9), "version", at(NOW))
        one.logs.write(ME, lambda log: renew(log, PARIS, change))
        assert state(one.activity) == before
        assert one.activity.load_changes(ME) == ()

    def test_nobody_else_is_looked_at(self) -> None:
        one, stranger = Kept(), somebody()
        kept(one.activity, a_ride(3))
        one.outdate()
        assert one.activity.load_changes(stranger) == ()
        assert one.revisions.revision(stranger) == 0
        (session,) = one.logs.read(ME, lambda log: log.between(LONG_AGO, None))
        assert session.loads.is_stale

    def test_a_later_version_is_not_an_earlier_one(self) -> None:
        assert not Loads(formula_version="activity-3").is_stale
        assert Loads().is_stale
        assert not LoadYear(2026).is_stale
        assert LoadYear(2026, formula_version=OLD).is_stale
        assert LoadYear(2026, formula_version=OLD).with_days({}).is_stale
        assert LoadYear(2026, formula_version=OLD).renewed == LoadYear(2026)


YOUNG: Final = Profile(Sex.MALE, dt.date(1986, 1, 1))  # 40 years old: Tanaka gives 180.
NO_MAX: Final = Thresholds(hr_rest=HeartRate(50_000), lthr=HeartRate(165_000))


def hard(one: Kept, days: int, bpm: int, seconds: int = 700) -> SessionId:
    name = f"{days}-{bpm}-{seconds}".encode()
    data = one.reader.lay(
        name, recording_of(beats_each_second=[bpm] * seconds, start=at(ago(days)))
    )
    (imported,) = good(one.activity.import_file(ME, ImportFile(data=data))).sessions
    return imported.session.id


class TestAct36:
    """ACT-36. A maximal heart rate seen on a day or in the year before it stands in place of the estimate where it is higher, and the loads of those days follow as soon as it is seen and as soon as it is gone."""

    @given(st.integers(-2, 367), st.integers(178, 183))
    def test_the_highest_of_a_year(self, days: int, bpm: int) -> None:
        seen = seen_hr_max([SeenRate(days_after(TODAY, -days), HeartRate(bpm * 1_000))], TODAY)
        within = 0 <= days <= 365
        assert seen == (HeartRate(bpm * 1_000) if within else None)
        physique = physique_on(TODAY, NO_MAX, YOUNG, seen)
        higher = within and bpm > 180
        assert physique.hr_max == HeartRate(bpm * 1_000 if higher else 180_000)
        assert physique.hr_max_by is (HrMaxBy.OBSERVED if higher else HrMaxBy.TANAKA)
        assert physique.hr_max_estimated is not higher

    def test_what_was_given_goes_before_what_was_seen(self) -> None:
        given_ = physique_on(TODAY, FULL, YOUNG, HeartRate(210_000))
        assert (given_.hr_max, given_.hr_max_by) == (FULL.hr_max, HrMaxBy.GIVEN)
        ageless = physique_on(TODAY, NO_MAX, Profile(Sex.MALE), HeartRate(210_000))
        assert (ageless.hr_max, ageless.hr_max_by) == (None, None)
        impossible = Profile(Sex.MALE, dt.date(1900, 1, 1))
        assert physique_on(TODAY, NO_MAX, impossible, HeartRate(210_000)).hr_max is None

    @settings(max_examples=at_most(30))
    @given(
        st.lists(
            st.tuples(st.integers(1, 800), st.sampled_from([150, 179, 181, 190, 200])),
            min_size=1,
            max_size=6,
            unique_by=lambda pair: pair[0],
        ),
        st.randoms(use_true_random=False),
    )
    def test_the_order_they_come_in_does_not_matter(
        self, of: list[tuple[int, int]], chance: st.DataObject
    ) -> None:
        moved = list(of)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        one, other = Kept(YOUNG), Kept(YOUNG)
        for each, days in ((one, of), (other, moved)):
            good(each.activity.set_thresholds(ME, LONG_AGO, NO_MAX))
            for ago_, bpm in days:
                hard(each, ago_, bpm)
        assert state(one.activity) == state(other.activity)
        for session in (found.session for found in all_of(one.activity)):
            highest = max(
                bpm
                for days, bpm in of
                if 0 <= (session.local_date - at(ago(days)).date()).days <= 365
            )
            counted = session.loads.counted
            assert counted is not None
            age_gives = estimated_hr_max(YOUNG, session.local_date)
            assert age_gives is not None
            assert counted.estimated is (highest <= age_gives.bpm)

    def test_loads_follow_and_tell_when_it_is_seen_and_when_it_is_gone(self) -> None:
        one = Kept(YOUNG)
        good(one.activity.set_thresholds(ME, LONG_AGO, NO_MAX))
        easy = hard(one, 10, 150)
        before = good(one.activity.activity(ME, easy)).session.loads.counted
        race = hard(one, 20, 200)
        after = good(one.activity.activity(ME, easy)).session.loads.counted
        assert before is not None
        assert after is not None
        assert before.estimated
        assert not after.estimated
        assert after.method is LoadMethod.HEART_RATE
        (seen,) = one.activity.load_changes(ME, session=easy)
        assert (seen.cause, seen.before, seen.after) == ("heart_rate_seen", before, after)
        good(one.activity.remove(ME, race))
        assert good(one.activity.activity(ME, easy)).session.loads.counted == before
        assert len(one.activity.load_changes(ME, session=easy)) == 2

    def test_neither_a_mean_nor_a_short_one_is_a_maximum(self) -> None:
        one = Kept(YOUNG)
        good(one.activity.set_thresholds(ME, LONG_AGO, NO_MAX))
        kept(one.activity, a_ride(5, average_heart_rate=HeartRate(200_000)))
        hard(one, 6, 200, seconds=600)  # The last sample stands for nothing: 599 s.
        assert good(one.activity.zones(ME, TODAY).hr_max_bpm).method == "tanaka"
        hard(one, 7, 200, seconds=601)
        told = good(one.activity.zones(ME, TODAY).hr_max_bpm)
        assert (told.value, told.method) == (200, "observed_p99_5")

    def test_what_one_says_of_a_session_leaves_it_alone(self) -> None:
        one = Kept(YOUNG)
        good(one.activity.set_thresholds(ME, LONG_AGO, NO_MAX))
        race = hard(one, 20, 200)
        before = state(one.activity)
        good(one.activity.amend(ME, race, AmendActivity(name=None)))
        assert state(one.activity) == before
