"""The rules of measures, load series and form, held through the service over memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import (
    recording_of,
    remembered,
)
from tests.strategies.training_log import (
    FULL,
    LONG_AGO,
    ME,
    TODAY,
    all_of,
    an_activity,
    kept,
)
from tests.support import good, refused
from vegaloop.activity import (
    LogActivity,
)
from vegaloop.activity.domain.effort import effort_of
from vegaloop.activity.domain.form import form_on
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.signal import UnknownMeasure
from vegaloop.kernel.time import days_after


class TestMeasures:
    """What goals can be set on."""

    @given(st.lists(remembered(), max_size=6), st.integers(0, 70), st.integers(0, 70))
    def test_days_without_a_session_are_zero_up_to_the_last(
        self, commands: list[LogActivity], first: int, span: int
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in commands:
            kept(activity, command)
        days = [one.session.local_date for one in all_of(activity)]
        start = days_after(TODAY, -first)
        end = days_after(start, span)
        known = (
            [d for d in (days_after(start, n) for n in range(span)) if min(days) <= d <= max(days)]
            if days
            else []
        )
        for measure in activity.measures():
            values = good(activity.measured(ME, measure.name, start, end))
            found = [one.day for one in values]
            # Of days whose sessions have no load neither is known.
            if measure.name not in {"activity.load", "activity.ctl"}:
                assert found == known
            assert set(found) <= set(known)
            assert all(one.value >= 0 for one in values)
        counts = good(activity.measured(ME, "activity.sessions", start, end))
        assert [one.value for one in counts] == [days.count(day) for day in known]

    def test_an_unknown_one_is_refused(self) -> None:
        error = refused(an_activity().measured(ME, "activity.luck", TODAY, TODAY))
        assert isinstance(error, UnknownMeasure)


@given(
    st.lists(remembered(), max_size=6),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 30)), min_size=1, max_size=6),
)
def test_a_series_is_the_same_whatever_part_of_it_is_asked_for(
    commands: list[LogActivity], spans: list[tuple[int, int]]
) -> None:
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    for command in commands:
        kept(activity, command)
    whole = activity.load_series(ME, LONG_AGO, days_after(TODAY, 1))
    for back, days in spans:
        start = days_after(TODAY, -back)
        end = days_after(start, min(days, back + 1))
        part = tuple(one for one in whole if start <= one.day < end)
        assert activity.load_series(ME, start, end) == part
        ctl = good(activity.measured(ME, "activity.ctl", start, end))
        known = {one.day: one.ctl for one in part}
        assert all(known[one.day] == one.value for one in ctl)


def test_form_is_of_a_history_that_ends_the_evening_before() -> None:
    short = LoadHistory(LONG_AGO, [1.0], [0], 1)
    assert isinstance(refused(form_on(short, TODAY)), Missing)
    assert isinstance(refused(an_activity().form(ME, TODAY)), Missing)
    zero = type(effort_of(recording_of([1] * 40)))(duration=Duration(0), distance=Distance(5))
    assert zero.mean_heart_rate_bpm is None
