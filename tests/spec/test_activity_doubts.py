"""Sessions that may be one training, though their clocks or a list say little of when they were."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.test_activity_linked import HEAD_UNIT, are_one, ready
from tests.strategies.linked import START, Shelf, a_recording, brought, told
from tests.strategies.training_log import ME, kept
from tests.support import at_most, good
from vegaloop.activity import Activity, LogActivity, Session, Sport
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.kernel.quantity import Distance, Duration


def doubted(activity: Activity, pair: list[Session]) -> bool:
    """Whether each names the other, and both count."""
    one, other = pair
    names = [good(activity.activity(ME, each.id)).possible_duplicate_of for each in pair]
    assert names in ([None, None], [other.id, one.id])
    assert not are_one(pair)
    return names[0] is not None


class TestAct157:
    """ACT-157. Two sessions, one of them a device's, of sports that go together, that last ten minutes or more, begin whole quarters of an hour apart to two seconds, and last as long and lead as far to one percent, are possible duplicates, whatever their clocks are."""

    @settings(max_examples=at_most(60))
    @given(
        st.sampled_from([-56, -4, -3, 2, 4, 40, 56, 57]),
        st.sampled_from([0, 2, 3, 300]),
        st.sampled_from([1_200, 1_190, 1_150]),
        st.sampled_from([9_000, 8_920, 8_800, None]),
    )
    def test_a_clock_that_is_wrong(
        self, quarters: int, apart_s: int, elapsed_s: int, meters: float | None
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        start = START - dt.timedelta(seconds=quarters * 900 + apart_s)
        later = a_recording(start=start, seconds=elapsed_s, meters=meters, utc_offset_s=0)
        pair = brought(
            activity,
            shelf.put(b"1", a_recording(channels=HEAD_UNIT, utc_offset_s=0)),
            shelf.put(b"2", later, form=FileFormat.GPX),
        )
        alike = elapsed_s >= 1_188 and meters is not None and meters >= 8_910
        near = abs(quarters * 900 + apart_s) <= 56 * 900 + 2 and apart_s <= 2 and abs(quarters) < 57
        assert doubted(activity, pair) == (alike and near)

    def test_nine_minutes_are_too_few(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        hour = dt.timedelta(hours=1)
        pair = brought(
            activity,
            shelf.put(b"1", a_recording(seconds=540, channels=HEAD_UNIT)),
            shelf.put(b"2", a_recording(seconds=540, start=START + hour), form=FileFormat.GPX),
        )
        assert not doubted(activity, pair)


class TestAct158:
    """ACT-158. A session without a file whose start was assumed is a possible duplicate of one of that day whose start is known, whose sport goes with its own, and that lasts as long and, where both tell, leads as far to a tenth; two of them that one source tells are two."""

    @settings(max_examples=at_most(60))
    @given(
        st.sampled_from([0, 1]),
        st.integers(0, 22),
        st.sampled_from([1_080, 1_079, 1_200, 1_333, 1_340]),
        st.sampled_from([None, 9_000, 8_100, 8_000]),
        st.sampled_from([Sport.CYCLING, Sport.GENERIC, Sport.RUNNING]),
    )
    def test_what_a_diary_says_of_a_day(
        self, days: int, hour: int, elapsed_s: int, meters: float | None, sport: Sport
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        noon = dt.datetime.combine(START.date() + dt.timedelta(days=days), dt.time(12))
        ridden = START.replace(hour=hour, minute=7)
        noted = a_recording(wall_start=noon, seconds=elapsed_s, meters=meters, sport=sport)
        ride = a_recording(start=ridden, channels=HEAD_UNIT, utc_offset_s=0)
        pair = brought(activity, shelf.put(b"ride", ride), told("noted", noted, "diary"))
        same_day = pair[0].start.local_date == pair[1].start.local_date
        alike = 1_080 <= elapsed_s <= 1_333 and (meters is None or meters >= 8_100)
        assert doubted(activity, pair) == (same_day and alike and sport is not Sport.RUNNING)

    def test_two_that_a_diary_lists_are_two(self) -> None:
        activity = ready()
        noon = dt.datetime.combine(START.date(), dt.time(12))
        pair = brought(
            activity,
            *(told(name, a_recording(wall_start=noon), "diary") for name in ("first", "second")),
        )
        assert not doubted(activity, pair)


class TestAct163:
    """ACT-163. Two recordings whose sports do not go together, that begin within two seconds, last as long, and lead as far or beat as fast, each that both tell to one percent, are possible duplicates."""

    @settings(max_examples=at_most(60))
    @given(
        st.sampled_from([0, 1, 2, 3]),
        st.sampled_from([1_200, 1_189, 1_180]),
        st.sampled_from([None, 9_000, 8_950, 8_800]),
        st.sampled_from([None, 136, 135, 130]),
        st.booleans(),
    )
    def test_a_vendor_with_another_word(
        self, apart_s: int, elapsed_s: int, meters: float | None, bpm: float | None, ahead: bool
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        start = START + dt.timedelta(seconds=apart_s)
        other = a_recording(
            start=start, seconds=elapsed_s, meters=meters, bpm=bpm, sport=Sport.RUNNING
        )
        items = [
            shelf.put(b"ride", a_recording(bpm=136, channels=HEAD_UNIT)),
            told("run", other),
        ]
        pair = brought(activity, *(items[::-1] if ahead else items))
        alike = meters in (None, 9_000, 8_950) and bpm in (None, 136, 135)
        known = meters is not None or bpm is not None
        assert doubted(activity, pair) == (apart_s <= 2 and elapsed_s >= 1_188 and alike and known)

    def test_what_is_logged_by_hand_in_two_sports_is_two(self) -> None:
        activity = ready()
        pair = [
            kept(
                activity,
                LogActivity(
                    sport=sport,
                    start_at=START,
                    elapsed=Duration(1_200_000_000),
                    distance=Distance(4_000_000),
                ),
            ).session
            for sport in (Sport.CYCLING, Sport.RUNNING)
        ]
        assert not doubted(activity, pair)
