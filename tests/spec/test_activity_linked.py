"""One training, counted once: what is linked, which counts, and that it can be undone."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.linked import (
    SECONDS,
    START,
    Shelf,
    a_recording,
    brought,
    everything,
    told,
    told_by_content,
)
from tests.strategies.training_log import FULL, LONG_AGO, ME, TODAY, an_activity, kept
from tests.support import at_most, good
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    Channel,
    ImportFile,
    KeepRecording,
    LinkedBy,
    LogActivity,
    Session,
    Sport,
)
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.recording import Note, Remark
from vegaloop.activity.domain.twins import go_together, twin_of
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.time import days_after

WATCH = (Channel.HEART_RATE, Channel.SPEED, Channel.DISTANCE)
HEAD_UNIT = (Channel.POWER, Channel.SPEED, Channel.DISTANCE, Channel.CADENCE)
some_sports = st.sampled_from([*Sport])


def ready(shelf: Shelf | None = None) -> Activity:
    activity = an_activity(reader=shelf or Shelf())
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    return activity


def seconds(count: float) -> dt.timedelta:
    return dt.timedelta(seconds=count)


def two(activity: Activity, shelf: Shelf, **of_other: object) -> list[Session]:
    one = shelf.put(b"one", a_recording(channels=HEAD_UNIT))
    other = shelf.put(b"other", a_recording(**{"channels": WATCH, **of_other}))
    return brought(activity, one, other)


def are_one(sessions: list[Session]) -> bool:
    return len({one.link.lead if one.link else one.id for one in sessions}) == 1


class TestAct140:
    """ACT-140. Two sessions are one training where their sports go together, they begin within two minutes of each other, share four fifths of their time, and agree in their distance or their mean heart rate; likeness has no direction."""

    @settings(max_examples=at_most(60))
    @given(
        st.sampled_from([0, 3, 119, 120, 121, 600]),
        st.sampled_from([1_200, 1_100, 1_000, 900, 600]),
        st.sampled_from([9_000.0, 8_560.0, 8_500.0, 4_000.0, None]),
        st.sampled_from([Sport.CYCLING, Sport.GENERIC, Sport.E_BIKING, Sport.RUNNING]),
        st.booleans(),
    )
    def test_what_is_one(
        self, apart_s: int, elapsed_s: int, meters: float | None, sport: Sport, recorded: bool
    ) -> None:
        shelf = Shelf()
        later_start = START + seconds(apart_s)
        sessions = two(
            ready(shelf),
            shelf,
            start=later_start,
            seconds=elapsed_s,
            meters=meters,
            sport=sport,
            channels=WATCH if recorded else (),
        )
        shared = min(SECONDS, apart_s + elapsed_s) - apart_s
        overlap = sport is not Sport.RUNNING and shared >= 0.8 * min(SECONDS, elapsed_s)
        by_figures = (
            apart_s <= 120
            and elapsed_s >= 0.8 * SECONDS
            and meters is not None
            and meters >= 0.95 * 9_000
        )
        # Else by what both recorded, which is one ride (ACT-153), or by a figure that is even.
        even = meters is not None and abs(meters / elapsed_s / 7.5 - 1) <= 0.05
        assert are_one(sessions) == (overlap and (by_figures or recorded or even))

    def test_a_mean_heart_rate_is_enough(self) -> None:
        shelf = Shelf()
        one = shelf.put(b"1", a_recording(channels=WATCH, meters=None, bpm=140))
        for bpm, same in ((139, True), (150, False), (None, False)):
            other = shelf.put(b"2%d" % (bpm or 0), a_recording(meters=None, bpm=bpm))
            assert are_one(brought(ready(shelf), one, other)) == same

    @given(some_sports, some_sports)
    def test_sports_go_together_both_ways(self, one: Sport, other: Sport) -> None:
        assert go_together(one, other) == go_together(other, one)
        assert go_together(one, one)
        assert go_together(one, Sport.GENERIC)

    @settings(max_examples=at_most(60))
    @given(st.data())
    def test_likeness_has_no_direction(self, data: st.DataObject) -> None:
        shelf, activity = Shelf(), ready()
        activity._reader = shelf
        items = [
            shelf.put(
                b"%d" % n,
                a_recording(
                    start=START + seconds(data.draw(st.sampled_from([0, 1, 90, 900, 3_600]))),
                    seconds=data.draw(st.sampled_from([600, 1_190, 1_200])),
                    meters=data.draw(st.sampled_from([None, 0, 9_000, 8_950])),
                    bpm=data.draw(st.sampled_from([None, 120])),
                    utc_offset_s=data.draw(st.sampled_from([None, 3_600])),
                ),
            )
            for n in range(2)
        ]
        a, b = brought(activity, *items)
        assert twin_of(a, b) == twin_of(b, a)
        assert twin_of(a, a) is None
        twin = twin_of(a, b)
        if twin is not None:
            ratios = (twin.overlap_share, twin.elapsed_ratio, twin.distance_ratio)
            assert all(0 <= one <= 1 for one in ratios if one is not None)

    def test_what_somebody_writes_down_twice_is_two(self) -> None:
        activity = ready()
        command = LogActivity(
            sport=Sport.CYCLING,
            start_at=START,
            elapsed=Duration(3_600_000_000),
            distance=Distance(20_000_000),
        )
        one, other = (kept(activity, command) for _ in range(2))
        assert other.possible_duplicate_of == one.session.id
        assert all(session.counts for session in everything(activity))

    def test_parts_of_one_file_are_not_one(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        brought(activity, shelf.put(b"f", a_recording(), a_recording()))
        assert [one.link for one in everything(activity)] == [None, None]


class TestAct141:
    """ACT-141. Of one training one session counts in loads, days, form, peaks, signals, measures and lists, and the others in nothing."""

    @settings(max_examples=at_most(20))
    @given(st.permutations([0, 1, 2]), st.booleans())
    def test_copies_change_nothing(self, order: list[int], at_once: bool) -> None:
        shelf = Shelf()
        copies = [
            shelf.put(b"a", a_recording(channels=HEAD_UNIT)),
            shelf.put(b"b", a_recording(channels=HEAD_UNIT[:3]), form=FileFormat.TCX),
            shelf.put(b"c", a_recording(channels=HEAD_UNIT[1:3]), form=FileFormat.GPX),
        ]
        alone, all_of_them = ready(shelf), ready(shelf)
        brought(alone, copies[0])
        items = [copies[n] for n in order]
        for batch in [items] if at_once else [[item] for item in items]:
            brought(all_of_them, *batch)
        assert len(everything(all_of_them)) == 3
        ((counted,), (only,)) = (a.activities(ME, ActivityQuery()) for a in (all_of_them, alone))
        assert (counted.key, counted.loads) == (only.key, only.loads)
        first, last = days_after(TODAY, -20), days_after(TODAY, 1)
        a, b = all_of_them, alone
        assert a.load_series(ME, first, last) == b.load_series(ME, first, last)
        assert a.form(ME, TODAY) == b.form(ME, TODAY)
        assert a.signals(ME, TODAY) == b.signals(ME, TODAY)
        assert a.exertion(ME, first, last, 70.0) == b.exertion(ME, first, last, 70.0)
        for one in a.measures():
            days = [of.measured(ME, one.name, first, last) for of in (a, b)]
            assert days[0] == days[1]

    def test_what_ceases_to_count_is_told_as_a_change(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        (gpx,) = brought(
            activity, shelf.put(b"g", a_recording(channels=HEAD_UNIT), form=FileFormat.GPX)
        )
        assert gpx.counts
        brought(activity, shelf.put(b"f", a_recording(channels=(*HEAD_UNIT, Channel.ALTITUDE))))
        (change,) = activity.load_changes(ME)
        assert (change.session, change.cause) == (gpx.id, "linked")
        assert (change.before, change.after) == (gpx.loads.counted, None)


class TestAct142:
    """ACT-142. The recording that counts is the one the person chose, else one they put right at its source, else of those that are no part of another a device's own file before one that was rewritten, a track, a summary and what was remembered, of each the one with most channels."""

    @settings(max_examples=at_most(40))
    @given(st.permutations(range(7)), st.integers(2, 7))
    def test_the_best_counts(self, order: list[int], count: int) -> None:
        shelf, activity = Shelf(), ready()
        activity._reader = shelf
        cut = (Note(Remark.CUT_OFF, 9),)
        best_first: list[ImportFile | KeepRecording] = [
            shelf.put(b"1", a_recording(channels=HEAD_UNIT)),
            shelf.put(b"2", a_recording(channels=HEAD_UNIT[:3]), form=FileFormat.TCX),
            shelf.put(b"3", a_recording(channels=HEAD_UNIT, notes=cut)),
            shelf.put(b"4", a_recording(channels=HEAD_UNIT), by="strava"),
            shelf.put(b"5", a_recording(channels=HEAD_UNIT), form=FileFormat.GPX),
            told("6", a_recording()),
        ]
        remembered = LogActivity(
            sport=Sport.CYCLING,
            start_at=START,
            elapsed=Duration(SECONDS * 1_000_000),
            distance=Distance(9_000_000),
        )
        chosen = sorted(order[:count])
        for n in order[:count]:
            if n == 6:
                kept(activity, remembered)
            else:
                brought(activity, best_first[n])
        (counted,) = activity.activities(ME, ActivityQuery())
        assert len(everything(activity)) == count
        name = counted.facts.origin.file_name
        assert name == (None if chosen[0] >= 5 else str(chosen[0] + 1))

    @given(st.permutations(range(3)))
    def test_what_was_put_right_at_its_source_counts_before_a_file(self, order: list[int]) -> None:
        shelf, activity = Shelf(), ready()
        activity._reader = shelf
        right = (Note(Remark.CORRECTED),)
        items = [
            shelf.put(b"1", a_recording(channels=HEAD_UNIT)),
            told("2", a_recording(meters=9_400), remarks=right),
            told("3", a_recording()),
        ]
        for n in order:
            brought(activity, items[n])
        (counted,) = activity.activities(ME, ActivityQuery())
        assert counted.facts.totals.distance == a_recording(meters=9_400).totals.distance
        assert set(good(activity.streams(ME, counted.id)).channels) == {*HEAD_UNIT}
        if len(everything(activity)) == len(items):
            other = next(one for one in everything(activity) if one.id != counted.id)
            assert good(activity.let_count(ME, other.id)).session.counts

    def test_a_person_may_choose_another_and_go_back(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        one, other = two(activity, shelf)
        before = told_by_content(activity)
        chosen = good(activity.let_count(ME, other.id))
        assert chosen.session.counts
        assert [link.by for s in chosen.linked if (link := s.link) and s.counts] == [
            LinkedBy.PERSON
        ]
        assert not good(activity.activity(ME, one.id)).session.counts
        assert {change.session for change in activity.load_changes(ME)} >= {one.id, other.id}
        good(activity.let_count(ME, one.id))
        after = told_by_content(activity)
        assert after == before

    def test_when_it_is_removed_another_one_counts(self) -> None:
        shelf = Shelf()
        activity, alone = ready(shelf), ready(shelf)
        one, _ = two(activity, shelf)
        good(activity.remove(ME, one.id))
        brought(alone, ImportFile(data=b"other", file_name="other"))
        assert told_by_content(activity) == told_by_content(alone)


class TestAct143:
    """ACT-143. What the recording that counts lacks it has from the others, each channel named with where it came from, and what was recorded stays as it is."""

    @settings(max_examples=at_most(20))
    @given(st.integers(-100, 100))
    def test_the_heart_rate_of_a_watch(self, apart_s: int) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        own, other = two(activity, shelf, start=START + seconds(apart_s))
        streams = good(activity.streams(ME, own.id))
        assert set(streams.channels) == {*HEAD_UNIT, Channel.HEART_RATE}
        assert own.facts.effort.heart
        assert own.link is not None
        assert other.link is not None
        assert other.link.gives == (Channel.HEART_RATE,)
        assert own.link.gives == ()
        assert good(activity.streams(ME, other.id)).channels == WATCH

    @settings(max_examples=at_most(20))
    @given(st.integers(-5, 5))
    def test_a_clock_that_is_off_is_found_out(self, lag_s: int) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        own, _ = two(activity, shelf, late_s=lag_s)
        rates = good(activity.streams(ME, own.id)).values(Channel.HEART_RATE)
        truth = a_recording(channels=WATCH).streams.values(Channel.HEART_RATE)
        assert rates[10:-10] == truth[10:-10]

    def test_what_was_recorded_comes_back(self) -> None:
        shelf = Shelf()
        activity, alone = ready(shelf), ready(shelf)
        own, other = two(activity, shelf)
        assert own.facts.effort.heart
        good(activity.separate(ME, own.id, other.id))
        first, second = (
            ImportFile(data=name, file_name=name.decode()) for name in (b"one", b"other")
        )
        brought(alone, first)
        (lone,) = everything(alone)
        now = good(activity.activity(ME, own.id)).session
        assert (now.facts, now.loads, now.link) == (lone.facts, lone.loads, None)
        assert good(activity.streams(ME, own.id)) == good(alone.streams(ME, lone.id))
        brought(activity, first, second)
        assert all(one.link is None for one in everything(activity))

    def test_a_summary_that_counts_has_all_from_the_recording(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        summary, ride = brought(
            activity, told("s", a_recording()), shelf.put(b"r", a_recording(channels=HEAD_UNIT))
        )
        good(activity.let_count(ME, summary.id))
        assert good(activity.streams(ME, summary.id)) == good(activity.streams(ME, ride.id))
        loads = good(activity.activity(ME, summary.id)).session.loads
        assert loads.counted == ride.loads.counted
