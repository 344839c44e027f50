"""Which sessions end in one group, whatever came first and whatever a person said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.spec.test_activity_linked import HEAD_UNIT, WATCH, are_one, ready, seconds, two
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
from tests.strategies.training_log import LONG_AGO, ME
from tests.support import at_most, good, refused
from vegaloop.activity import (
    ActivityQuery,
    AmendActivity,
    ImportFile,
    NotLinked,
    SessionId,
    Sport,
)
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.activity_file import FileFormat


class TestAct144:
    """ACT-144. What a person separated is never linked again, also after it was removed and imported anew, and what a person linked stays linked."""

    def test_apart_for_good(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        one, other = two(activity, shelf)
        good(activity.separate(ME, one.id, other.id))
        assert good(activity.activity(ME, one.id)).possible_duplicate_of is None
        good(activity.remove(ME, other.id))
        brought(activity, ImportFile(data=b"other", revives=True))
        third = shelf.put(b"third", a_recording(channels=HEAD_UNIT[:2]), form=FileFormat.TCX)
        brought(activity, third)
        sessions = everything(activity)
        assert len(sessions) == 3
        assert len({one.link.lead if one.link else one.id for one in sessions}) == 2

    def test_together_whatever_they_look_like(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        ride, run = brought(
            activity,
            shelf.put(b"ride", a_recording(channels=HEAD_UNIT)),
            shelf.put(
                b"run",
                a_recording(start=START + seconds(86_400), sport=Sport.RUNNING, channels=WATCH),
            ),
        )
        before = told_by_content(activity)
        linked = good(activity.link(ME, ride.id, run.id))
        assert {one.id for one in linked.linked} == {ride.id, run.id}
        brought(activity, shelf.put(b"copy", a_recording(), form=FileFormat.GPX))
        assert len(activity.activities(ME, ActivityQuery())) == 1
        copy = next(one for one in everything(activity) if one.id not in (ride.id, run.id))
        good(activity.remove(ME, copy.id))
        good(activity.separate(ME, run.id, ride.id))
        assert told_by_content(activity) == before
        good(activity.link(ME, run.id, ride.id))
        assert len(activity.activities(ME, ActivityQuery())) == 1

    def test_what_cannot_be(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        brought(activity, shelf.put(b"f", a_recording(), a_recording()))
        one, other = everything(activity)
        nobody = SessionId(ME)
        assert isinstance(refused(activity.link(ME, one.id, one.id)), NotLinked)
        assert isinstance(refused(activity.link(ME, one.id, other.id)), NotLinked)
        assert not isinstance(refused(activity.separate(ME, one.id, nobody)), NotLinked)
        refused(activity.let_count(ME, nobody))


class TestAct145:
    """ACT-145. Whatever the order of imports, the same files end in the same groups, with the same one that counts and the same loads."""

    @settings(max_examples=at_most(60), deadline=None)
    @given(st.data())
    def test_any_order_and_any_batches(self, data: st.DataObject) -> None:
        shelf = Shelf()
        ways = [
            shelf.put(b"unit", a_recording(channels=HEAD_UNIT)),
            shelf.put(b"watch", a_recording(start=START + seconds(70), channels=WATCH)),
            # Near enough to the watch, too far from the head unit.
            shelf.put(b"phone", a_recording(start=START + seconds(150)), form=FileFormat.GPX),
            told("s", a_recording(bpm=150)),
            shelf.put(b"other", a_recording(start=START + seconds(3_000), channels=WATCH)),
            shelf.put(b"run", a_recording(sport=Sport.RUNNING, channels=WATCH)),
        ]
        some = data.draw(st.lists(st.sampled_from(range(6)), min_size=2, max_size=6, unique=True))
        ends: list[object] = []
        for order in (sorted(some), data.draw(st.permutations(some))):
            activity = ready(shelf)
            cut = data.draw(st.integers(0, len(order)))
            for batch in (order[:cut], order[cut:]):
                brought(activity, *(ways[n] for n in batch))
            again = activity.import_batch(ME, [ways[n] for n in order])
            assert {one.fate for one in again} == {"known"}  # type: ignore[union-attr]  # None is refused.
            ends.append(told_by_content(activity))
        assert ends[0] == ends[1]

    def test_removing_is_as_if_it_had_never_come(self) -> None:
        shelf = Shelf()
        names = (b"unit", b"watch", b"phone")
        made = (
            a_recording(channels=HEAD_UNIT),
            a_recording(start=START + seconds(70), channels=WATCH),
            a_recording(start=START + seconds(150), channels=WATCH[1:]),
        )
        items = [shelf.put(name, of) for name, of in zip(names, made, strict=True)]
        for gone in range(3):
            activity, without = ready(shelf), ready(shelf)
            sessions = brought(activity, *items)
            good(activity.remove(ME, sessions[gone].id))
            brought(without, *(item for n, item in enumerate(items) if n != gone))
            assert told_by_content(activity) == told_by_content(without)

    def test_what_was_kept_before_there_were_links(self) -> None:
        shelf = Shelf()
        activity, whole = ready(shelf), ready(shelf)
        one, other = two(activity, shelf)
        brought(
            whole, *(ImportFile(data=name, file_name=name.decode()) for name in (b"one", b"other"))
        )
        good(activity.separate(ME, one.id, other.id))

        def forget(log: TrainingLog) -> None:
            log.__dict__["_verdicts"] = {}  # The store in memory, from before it had any.

        activity._logs.write(ME, forget)
        assert len(activity.activities(ME, ActivityQuery())) == 2
        changes = activity.recompute(ME, LONG_AGO)
        assert {change.cause for change in changes} == {"linked"}
        assert told_by_content(activity) == told_by_content(whole)
        assert activity.recompute(ME, LONG_AGO) == ()


class TestAct164:
    """ACT-164. What a person amends of a recording, before another comes or after, takes it out of no training: likeness goes by the sport it was recorded as, and by the one they made of it."""

    @settings(max_examples=at_most(40))
    @given(
        st.permutations(range(3)),
        st.sampled_from([Sport.RUNNING, Sport.SWIMMING, Sport.CYCLING]),
        st.integers(0, 2),
        st.integers(0, 2),
    )
    def test_whenever_it_is_amended(
        self, order: list[int], sport: Sport, which: int, after: int
    ) -> None:
        shelf = Shelf()
        items = [
            shelf.put(b"unit", a_recording(channels=HEAD_UNIT, bpm=140)),
            shelf.put(b"watch", a_recording(channels=WATCH, bpm=140)),
            told("summary", a_recording(bpm=140, name="theirs")),
        ]
        once, late = ready(shelf), ready(shelf)
        for activity, when in ((once, after), (late, 2)):
            first = order[: max(when, order.index(which)) + 1]
            ids = {n: brought(activity, items[n])[0].id for n in first}
            good(activity.amend(ME, ids[which], AmendActivity(sport=sport, name="mine")))
            brought(activity, *(items[n] for n in order))
            (counted,) = activity.activities(ME, ActivityQuery())
            assert len(everything(activity)) == 3
            assert (counted.sport, counted.facts.name) == (sport, "mine")
        assert told_by_content(once) == told_by_content(late)

    @settings(max_examples=at_most(20))
    @given(st.booleans())
    def test_what_its_source_tells_anew(self, first: bool) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        ride = shelf.put(b"ride", a_recording(channels=HEAD_UNIT, bpm=140))
        if first:
            brought(activity, ride)
        (mine,) = brought(activity, told("n", a_recording(bpm=140)))
        good(activity.amend(ME, mine.id, AmendActivity(sport=Sport.RUNNING)))
        anew = a_recording(bpm=140, name="anew", sport=Sport.E_BIKING)
        brought(activity, told("n", anew), ride)
        (counted,) = activity.activities(ME, ActivityQuery())
        assert counted.sport is Sport.RUNNING
        assert len(everything(activity)) == 2
        good(activity.amend(ME, mine.id, AmendActivity(sport=Sport.E_BIKING)))
        assert good(activity.activity(ME, mine.id)).session.facts.recorded_as is None


class TestAct148:
    """ACT-148. The sessions of one file that follow each other in several sports are the parts of one event, transitions among them, and all of them count."""

    def test_a_triathlon(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        sports = (Sport.SWIMMING, Sport.TRANSITION, Sport.CYCLING, Sport.TRANSITION, Sport.RUNNING)
        parts = [
            a_recording(start=START + seconds(n * (SECONDS + 5)), sport=sport, channels=WATCH)
            for n, sport in enumerate(sports)
        ]
        brought(activity, shelf.put(b"tri", *parts), shelf.put(b"rewritten", *parts, by="strava"))
        counted = activity.activities(ME, ActivityQuery())
        assert sorted(one.sport for one in counted) == sorted(sports)
        for one in everything(activity):
            event = good(activity.activity(ME, one.id)).parts
            assert [part.sport for part in event] == [*sports]
            assert one in event

    def test_tracks_of_several_days_are_none(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        days = [a_recording(start=START - seconds(n * 86_400)) for n in range(2)]
        brought(activity, shelf.put(b"tour", *days))
        assert all(good(activity.activity(ME, s.id)).parts == () for s in everything(activity))
        alike = [a_recording(start=START + seconds(n * 1_200)) for n in range(2)]
        other = ready(shelf)
        brought(other, shelf.put(b"laps", *alike))
        assert all(good(other.activity(ME, one.id)).parts == () for one in everything(other))


class TestAct151:
    """ACT-151. Where a start was read on an assumed wall and is off by whole quarters of an hour, two sessions are one training only if they begin at the same second otherwise, and last as long and lead as far to one percent."""

    @settings(max_examples=at_most(60))
    @given(
        st.integers(-56, 56).filter(bool),
        st.sampled_from([0, 2, 3, 30]),
        st.sampled_from([1_200, 1_190, 1_150]),
        st.sampled_from([9_000, 8_920, 8_800, None]),
        st.sampled_from(["on a wall", "in UTC", "with its offset"]),
    )
    def test_a_clock_without_a_zone(
        self, quarters: int, apart_s: int, elapsed_s: int, meters: float | None, told: str
    ) -> None:
        shelf = Shelf()
        start = START - seconds(quarters * 900) + seconds(apart_s)
        one = a_recording(channels=HEAD_UNIT, utc_offset_s=0)
        offset_s = 0 if told == "with its offset" else None
        other = a_recording(start=start, seconds=elapsed_s, meters=meters, utc_offset_s=offset_s)
        sure = told != "on a wall"
        if not sure:
            other = structs.replace(other, start=None, wall_start=start.replace(tzinfo=None))
        activity = ready(shelf)
        items = shelf.put(b"1", one), shelf.put(b"2", other, form=FileFormat.GPX)
        alike = elapsed_s >= 1_188 and meters is not None and meters >= 8_910
        assert are_one(brought(activity, *items)) == (alike and apart_s <= 2 and not sure)
