"""The rules of thresholds and of what follows when they change."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.activity import (
    remembered,
    thresholds,
)
from tests.strategies.training_log import (
    FULL,
    LONG_AGO,
    ME,
    TODAY,
    a_ride,
    all_of,
    an_activity,
    kept,
    state,
)
from tests.support import NOW, at_most, good, refused
from vegaloop.activity import (
    LoadMethod,
    LogActivity,
    NoSuchThresholds,
    Rpe,
    Thresholds,
)
from vegaloop.activity.domain.thresholds import (
    HeartRatesOutOfOrder,
    NoThresholdGiven,
    ThresholdsImplausible,
)
from vegaloop.kernel.quantity import Duration, HeartRate, Power
from vegaloop.kernel.time import days_after


class TestAct11:
    """ACT-11. The load of a session uses the thresholds valid on its day, never later ones."""

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(100, 400)), max_size=6),
        st.integers(1, 49),
    )
    def test_the_latest_up_to_its_day(self, entries: list[tuple[int, int]], day: int) -> None:
        activity = an_activity()
        for days, ftp in entries:
            entry = Thresholds(ftp=Power(ftp * 1_000))
            good(activity.set_thresholds(ME, days_after(TODAY, -days), entry))
        session = kept(activity, a_ride(day, average_power=Power(200_000))).session
        valid = {
            days: ftp for days, ftp in entries if days_after(TODAY, -days) <= session.local_date
        }
        expected = 100 * min(200 / valid[min(valid)], 1.5) ** 2 if valid else None
        found = session.loads.by(LoadMethod.POWER)
        assert found == expected or abs((found or 0) - (expected or 0)) < 1e-9

    @given(st.lists(thresholds(), min_size=1, max_size=5))
    def test_a_value_stays_valid_until_it_is_given_anew(self, of: list[Thresholds]) -> None:
        activity = an_activity()
        for n, values in enumerate(of):
            good(activity.set_thresholds(ME, days_after(TODAY, n - 10), values))
        power = [values.ftp for values in of if values.ftp is not None]
        session = kept(activity, a_ride(0, average_power=Power(200_000))).session
        assert (session.loads.by(LoadMethod.POWER) is None) == (not power)

    def test_impossible_ones_are_refused(self) -> None:
        activity = an_activity()
        cases = {
            Thresholds(): NoThresholdGiven,
            Thresholds(ftp=Power(2_000_000), css_pace=Duration(1)): ThresholdsImplausible,
            Thresholds(hr_rest=HeartRate(100_000), lthr=HeartRate(90_000)): HeartRatesOutOfOrder,
        }
        for values, error in cases.items():
            assert isinstance(refused(activity.set_thresholds(ME, TODAY, values)), error)
        assert isinstance(refused(activity.remove_thresholds(ME, TODAY)), NoSuchThresholds)
        assert activity.thresholds(ME) == ()


class TestAct16:
    """ACT-16. The signals of a morning depend on nothing that happens on that day or later, and not on the scale of loads."""

    @settings(max_examples=at_most(25))
    @given(st.lists(remembered(), min_size=1, max_size=8), st.lists(remembered(), max_size=4))
    def test_what_comes_later_changes_nothing(
        self, before: list[LogActivity], after: list[LogActivity]
    ) -> None:
        activity = an_activity(now=NOW + dt.timedelta(days=90))
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in before:
            kept(activity, command)
        morning = days_after(TODAY, 1)
        said = activity.signals(ME, morning)
        for command in after:
            later = command.start_at + dt.timedelta(days=62)
            kept(activity, a_ride(start_at=later, average_power=Power(300_000), rpe=command.rpe))
        assert activity.signals(ME, morning) == said


class TestAct17:
    """ACT-17. Changed thresholds change the loads from their day on at once, and each change is kept with what the load was before."""

    @settings(max_examples=at_most(40))
    @given(
        st.lists(remembered(), max_size=8),
        st.lists(st.tuples(st.integers(0, 60), thresholds()), min_size=1, max_size=4),
    )
    def test_each_change_is_told(
        self, commands: list[LogActivity], entries: list[tuple[int, Thresholds]]
    ) -> None:
        activity = an_activity()
        for command in commands:
            kept(activity, command)
        for days, values in entries:
            day = days_after(TODAY, -days)
            before = {k.session.id: k.session for k in all_of(activity)}
            done = good(activity.set_thresholds(ME, day, values))
            after = {k.session.id: k.session for k in all_of(activity)}
            changed = {
                key for key, one in after.items() if one.loads.counted != before[key].loads.counted
            }
            assert {change.session for change in done.changes} == changed
            for change in done.changes:
                assert change.before == before[change.session].loads.counted
                assert change.after == after[change.session].loads.counted
                assert change.cause in ("thresholds", "rating_scale")
                assert change.local_date >= day
                assert change in activity.load_changes(ME, session=change.session, most=100)

    @given(st.lists(remembered(), max_size=6), thresholds(), st.integers(0, 60))
    def test_taking_them_back_restores_every_load(
        self, commands: list[LogActivity], values: Thresholds, days: int
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in commands:
            kept(activity, command)
        before, day = state(activity), days_after(TODAY, -days)
        good(activity.set_thresholds(ME, day, values))
        good(activity.remove_thresholds(ME, day))
        assert state(activity) == before
        assert activity.recompute(ME, LONG_AGO) == ()


class TestAct18:
    """ACT-18. Loads, days and form do not depend on the order in which sessions and thresholds came."""

    @settings(max_examples=at_most(40))
    @given(
        st.lists(remembered(), max_size=6, unique_by=lambda c: c.start_at),
        st.dictionaries(st.integers(0, 60), thresholds(), max_size=3),
        st.integers(0, 17),
        st.randoms(use_true_random=False),
    )
    def test_any_order(
        self,
        commands: list[LogActivity],
        entries: dict[int, Thresholds],
        pairs: int,
        chance: object,
    ) -> None:
        rides = [
            a_ride(70 + n, average_power=Power((150 + 10 * n) * 1_000), rpe=Rpe(40 + n))
            for n in range(pairs)
        ]
        base: list[object] = [*commands, *rides, (400, FULL), *entries.items()]
        moved = list(base)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        states = []
        for order in (base, moved):
            activity = an_activity()
            for step in order:
                if isinstance(step, LogActivity):
                    kept(activity, step)
                else:
                    days, values = step  # type: ignore[misc]  # The other kind of step.
                    good(activity.set_thresholds(ME, days_after(TODAY, -days), values))
            states.append(state(activity))
        assert states[0] == states[1]
