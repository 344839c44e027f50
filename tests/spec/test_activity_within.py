"""A recording that lies within another: started late, stopped early, one training all the same."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.test_activity_linked import HEAD_UNIT, WATCH, are_one, ready, seconds
from tests.strategies.linked import (
    START,
    Shelf,
    a_recording,
    brought,
    everything,
    told,
    told_by_content,
)
from tests.strategies.training_log import HOUR, ME, an_activity
from tests.support import at_most, good
from vegaloop.activity import Activity, ActivityQuery, Channel, ImportFile, LogActivity, Sport
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.kernel.quantity import Duration

PLACE: Final = (Channel.LATITUDE, Channel.LONGITUDE)
PHONE: Final = (*PLACE, Channel.SPEED, Channel.DISTANCE)
LONG_S: Final = 3_600
figures = st.sets(
    st.sampled_from([PLACE, (Channel.DISTANCE,), (Channel.HEART_RATE,), (Channel.POWER,)])
)
seldom = st.sampled_from([-1_200, -300, -150, 0, 60, 600, 1_500, 2_400])
minutes = st.sampled_from([5, 20, 35, 58])


def watch(shelf: Shelf, name: bytes = b"watch", **more: object) -> ImportFile:
    given_ = {"seconds": LONG_S, "meters": None, "channels": WATCH, **more}
    return shelf.put(name, a_recording(**given_))  # type: ignore[arg-type]  # A test may say anything.


def doubts(activity: Activity) -> set[bool]:
    """Whether each session names another that it may be."""
    kept = [good(activity.activity(ME, one.id)) for one in everything(activity)]
    return {one.possible_duplicate_of is not None for one in kept}


class TestAct153:
    """ACT-153. A session that shares four fifths of its time with another, of a sport that goes with it, is one training with it where what both recorded of that time agrees, the ground or else the distance, the heart rate or the power; where nothing does, each names the other as a possible duplicate."""

    @settings(max_examples=at_most(120))
    @given(figures, figures, seldom, minutes, st.sampled_from([1.0, 1.0, 1.3]), st.booleans())
    def test_what_both_recorded_decides(
        self,
        of_long: set[tuple[Channel, ...]],
        of_short: set[tuple[Channel, ...]],
        apart_s: int,
        lasting_min: int,
        times: float,
        first: bool,
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        long_channels, short_channels = (
            tuple(channel for whole in sorted(of) for channel in whole)
            for of in (of_long, of_short)
        )
        short_s = 60 * lasting_min
        items = [
            watch(shelf, channels=long_channels),
            watch(
                shelf,
                b"short",
                start=START + seconds(apart_s),
                seconds=short_s,
                channels=short_channels,
                late_s=-apart_s,
                times=times,
            ),
        ]
        brought(activity, *(items if first else reversed(items)))
        shared_s = min(LONG_S, apart_s + short_s) - max(0, apart_s)
        together = shared_s >= 0.8 * short_s
        same = together and bool(of_long & of_short) and times == 1
        assert are_one(list(everything(activity))) == same
        assert doubts(activity) == {together and not same}

    @settings(max_examples=at_most(30))
    @given(seldom, minutes, st.integers(-2, 2))
    def test_likeness_has_no_direction(self, apart_s: int, lasting_min: int, late_s: int) -> None:
        shelf = Shelf()
        later = {"start": START + seconds(apart_s), "late_s": late_s - apart_s}
        items = (
            watch(shelf, channels=PHONE),
            watch(shelf, b"short", seconds=60 * lasting_min, channels=PHONE, **later),
            watch(shelf, b"beside", seconds=60 * lasting_min, channels=HEAD_UNIT, **later),
        )
        ends: list[object] = []
        for order in (items, items[::-1], (items[1], items[0], items[2])):
            activity = ready(shelf)
            for item in order:
                brought(activity, item)
            ends.append(told_by_content(activity))
        assert ends[0] == ends[1] == ends[2]

    def test_why_is_what_was_compared(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        early = {"start": START + seconds(600), "late_s": -600}
        _, short = brought(
            activity,
            watch(shelf, channels=(*PHONE, Channel.POWER)),
            watch(shelf, b"s", seconds=1_800, channels=(*PHONE, Channel.POWER), **early),
        )
        assert short.link is not None
        twin = short.link.twin
        assert twin is not None
        assert (twin.apart_s, twin.overlap_share, twin.elapsed_ratio) == (600, 1, 0.5)
        assert (twin.distance_ratio, twin.power_ratio, twin.ground_share) == (1, 1, 1)

    def test_a_summary_within_a_recording(self) -> None:
        for meters, same in ((7.5 * 1_800, True), (4_000, False), (None, False)):
            shelf = Shelf()
            activity = ready(shelf)
            summary = a_recording(start=START + seconds(900), seconds=1_800, meters=meters)
            brought(activity, watch(shelf), told("n", summary))
            assert are_one(list(everything(activity))) == same
            assert doubts(activity) == {not same}

    def test_nothing_but_summaries_is_a_doubt(self) -> None:
        activity = an_activity()
        brought(
            activity,
            told("long", a_recording(seconds=LONG_S, meters=27_000)),
            told("short", a_recording(start=START + seconds(900), seconds=600, meters=4_500)),
        )
        assert doubts(activity) == {True}
        assert all(one.counts for one in everything(activity))

    def test_another_sport_beside_it_is_another_session(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        strength = watch(shelf, b"s", start=START + seconds(900), sport=Sport.TRAINING, seconds=600)
        brought(activity, watch(shelf), strength)
        assert all(one.counts for one in everything(activity))
        assert doubts(activity) == {False}

    def test_commutes_hours_apart_stay_two(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        brought(
            activity,
            watch(shelf, channels=PHONE),
            watch(shelf, b"home", channels=PHONE, start=START + seconds(9 * 3_600), seconds=3_500),
            watch(shelf, b"out", channels=PHONE, start=START + seconds(LONG_S), seconds=1_000),
        )
        assert all(one.counts for one in everything(activity))
        assert doubts(activity) == {False}

    def test_who_went_on_through_a_whole_event_is_no_part_of_it(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        sports = (Sport.CYCLING, Sport.TRANSITION, Sport.RUNNING)
        parts = [
            a_recording(
                start=START + seconds(n * 1_200),
                seconds=1_200,
                late_s=-n * 1_200,
                sport=sport,
                meters=None,
                channels=PHONE,
            )
            for n, sport in enumerate(sports)
        ]
        phone = watch(shelf, b"phone", channels=PHONE, sport=Sport.GENERIC)
        brought(activity, shelf.put(b"event", *parts), phone)
        assert len(activity.activities(ME, ActivityQuery())) == 4
        assert True in doubts(activity)

    def test_what_somebody_remembers_within_a_recording(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        brought(activity, watch(shelf))
        command = LogActivity(
            sport=Sport.CYCLING, start_at=START + seconds(900), elapsed=Duration(HOUR.amount // 3)
        )
        good(activity.log_activity(ME, command))
        assert doubts(activity) == {True}


class TestAct154:
    """ACT-154. Of two recordings of one training one is part of the other where it was recorded for less than nineteen twentieths of its time and led less far, if that is known, and a part does not count before the whole unless the person chose it."""

    @settings(max_examples=at_most(40))
    @given(minutes, seldom.filter(lambda s: 0 <= s <= 1_500), st.booleans())
    def test_the_more_complete_one_counts(
        self, lasting_min: int, apart_s: int, first: bool
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        short_s = min(60 * lasting_min, LONG_S - apart_s)
        phone = shelf.put(
            b"phone",
            a_recording(seconds=LONG_S, meters=7.5 * LONG_S, channels=PHONE),
            form=FileFormat.GPX,
        )
        stopped = watch(
            shelf,
            start=START + seconds(apart_s),
            seconds=short_s,
            meters=7.5 * short_s,
            channels=(*PHONE, Channel.HEART_RATE),
            late_s=-apart_s,
        )
        brought(activity, *((phone, stopped) if first else (stopped, phone)))
        (counted,) = activity.activities(ME, ActivityQuery())
        part = short_s < 0.95 * LONG_S
        assert counted.facts.origin.file_name == ("phone" if part else "watch")
        streams = good(activity.streams(ME, counted.id))
        assert Channel.HEART_RATE in streams.channels
        other = next(one for one in everything(activity) if one.id != counted.id)
        assert good(activity.let_count(ME, other.id)).session.counts

    def test_who_forgot_to_stop_has_no_more_of_it(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        forgot = shelf.put(
            b"phone",
            a_recording(seconds=2 * LONG_S, meters=7.5 * LONG_S * 1.02, channels=PHONE),
            form=FileFormat.GPX,
        )
        brought(activity, forgot, watch(shelf, meters=7.5 * LONG_S, channels=PHONE))
        (counted,) = activity.activities(ME, ActivityQuery())
        assert counted.facts.origin.file_name == "watch"
