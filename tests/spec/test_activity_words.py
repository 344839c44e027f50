"""What people wrote beside a recording: it arrives, stays, and goes where the training goes."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, structs

from tests.readers.samples import gpx, track
from tests.spec.test_activity_linked import HEAD_UNIT, WATCH, ready, seconds
from tests.strategies.imports import piece, world
from tests.strategies.linked import (
    START,
    Shelf,
    a_recording,
    brought,
    everything,
    told,
    told_by_content,
)
from tests.strategies.training_log import ME
from tests.support import at_most, good
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    AmendActivity,
    Fate,
    ImportFile,
    ItemKept,
    Rpe,
    Session,
    Sport,
)
from vegaloop.kernel.identity import SourceId

words = st.none() | st.sampled_from(["a", "b", "Ünï"])
ratings = st.none() | st.sampled_from([Rpe(0), Rpe(35), Rpe(80)])


def fate_of(activity: Activity, item: ImportFile) -> Fate:
    (outcome,) = activity.import_batch(ME, [item])
    assert isinstance(outcome, ItemKept)
    return outcome.fate


def only(activity: Activity) -> Session:
    (counted,) = activity.activities(ME, ActivityQuery())
    return counted


def beside(item: ImportFile, **said: object) -> ImportFile:
    return structs.replace(item, source=SourceId("strava"), **said)


class TestAct155:
    """ACT-155. What a source says beside a file that is kept already, a name, notes, a rating, and a sport where the file names none, arrives once at what the file is kept as, unless the person amended it."""

    @settings(max_examples=at_most(60))
    @given(
        words, words, ratings, st.sets(st.sampled_from(["name", "notes", "rpe", "sport"])), words
    )
    def test_it_arrives_once(
        self,
        name: str | None,
        notes: str | None,
        rpe: Rpe | None,
        locked: set[str],
        in_file: str | None,
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        file = shelf.put(b"f", a_recording(channels=WATCH, sport=Sport.GENERIC, name=in_file))
        (kept,) = brought(activity, file)
        mine = AmendActivity(
            name="mine" if "name" in locked else UNSET,
            notes="mine" if "notes" in locked else UNSET,
            rpe=Rpe(50) if "rpe" in locked else UNSET,
            sport=Sport.ROWING if "sport" in locked else UNSET,
        )
        before = good(activity.amend(ME, kept.id, mine)).session
        again = beside(file, name=name, notes=notes, rpe=rpe, sport=Sport.CYCLING)
        fate = fate_of(activity, again)
        now = only(activity)
        facts = now.facts
        assert facts.name == ("mine" if "name" in locked else name or in_file)
        assert facts.notes == ("mine" if "notes" in locked else notes)
        assert facts.rpe == (Rpe(50) if "rpe" in locked else rpe)
        assert now.sport is (Sport.ROWING if "sport" in locked else Sport.CYCLING)
        same = now.spoken == before.spoken
        assert fate is (Fate.KNOWN if same else Fate.REWORDED)
        assert (now == before) == same
        alone = ready(shelf)
        brought(alone, again)
        if not locked:
            assert (now.loads, facts.effort) == (only(alone).loads, only(alone).facts.effort)
        assert [fate_of(activity, one) for one in (again, file, again)] == [Fate.KNOWN] * 3
        assert only(activity) == now

    def test_two_who_differ_do_not_take_turns(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        file = shelf.put(b"f", a_recording(channels=WATCH))
        one, other = beside(file, name="one"), structs.replace(file, name="other")
        fates = [fate_of(activity, item) for item in (file, one, other, one, other, file)]
        assert fates == ["kept", "reworded", "reworded", "known", "known", "known"]
        assert only(activity).facts.name == "other"
        assert fate_of(activity, beside(file, name="anew")) is Fate.REWORDED

    def test_every_session_of_a_file_and_in_one_batch(self) -> None:
        shelf = Shelf()
        parts = [
            a_recording(start=START + seconds(n * 1_300), sport=sport, channels=WATCH)
            for n, sport in enumerate((Sport.CYCLING, Sport.RUNNING))
        ]
        file = shelf.put(b"f", *parts)
        activity = ready(shelf)
        outcomes = activity.import_batch(ME, [file, beside(file, name="brick"), file])
        assert [one.fate for one in outcomes if isinstance(one, ItemKept)] == [
            "kept",
            "reworded",
            "known",
        ]
        assert [(one.facts.name, one.sport) for one in everything(activity)] == [
            ("brick", Sport.RUNNING),
            ("brick", Sport.CYCLING),
        ]


class TestAct156:
    """ACT-156. Of one training the one that counts has the words of all, what the person amended before what a source says and that before what a file says, and each has its own again when it stands alone."""

    @settings(max_examples=at_most(60))
    @given(st.permutations(range(3)), words, words, words, st.booleans(), st.booleans())
    def test_whatever_the_order(
        self,
        order: list[int],
        in_file: str | None,
        said: str | None,
        notes: str | None,
        amended: bool,
        generic: bool,
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        sport = Sport.GENERIC if generic else Sport.CYCLING
        items = [
            shelf.put(b"unit", a_recording(channels=HEAD_UNIT, sport=sport, name=in_file)),
            shelf.put(b"watch", a_recording(channels=WATCH, name="watch")),
            told("n", a_recording(name=said, sport=Sport.E_BIKING), notes=notes, rpe=Rpe(70)),
        ]
        for n in order:
            (one,) = brought(activity, items[n])
            if amended and n == 1:
                good(activity.amend(ME, one.id, AmendActivity(name="mine", sport=Sport.CYCLING)))
        counted, facts = only(activity), only(activity).facts
        assert facts.origin.file_name == "unit"
        assert facts.name == ("mine" if amended else said or in_file or "watch")
        assert (facts.notes, facts.rpe) == (notes, Rpe(70))
        assert counted.sport is Sport.CYCLING
        alone = ready(shelf)
        brought(alone, items[0])
        for one in everything(activity):
            if one.id != counted.id:
                good(activity.separate(ME, counted.id, one.id))
        by_id = {one.id: one for one in everything(activity)}
        lone = only(alone)
        assert (by_id[counted.id].facts, by_id[counted.id].sport) == (lone.facts, lone.sport)
        assert by_id[counted.id].loads == lone.loads
        names = {one.facts.name for one in by_id.values()}
        assert names == {in_file, "mine" if amended else "watch", said}

    @settings(max_examples=at_most(30))
    @given(st.booleans(), st.booleans(), st.sampled_from([Sport.E_BIKING, Sport.CYCLING]))
    def test_what_was_amended_stays_when_another_is_linked_and_separated(
        self, better: bool, cleared: bool, sport: Sport
    ) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        channels = (*HEAD_UNIT, *WATCH[:1])
        one = shelf.put(b"one", a_recording(channels=WATCH if better else channels, name="file"))
        other = shelf.put(b"other", a_recording(channels=channels if better else WATCH, name="x"))
        (mine,) = brought(activity, one)
        name = None if cleared else "mine"
        good(activity.amend(ME, mine.id, AmendActivity(name=name, sport=sport, rpe=Rpe(90))))
        brought(activity, other)
        counted = only(activity)
        assert (counted.id == mine.id) == (not better)
        assert (counted.facts.name, counted.facts.rpe, counted.sport) == (name, Rpe(90), sport)
        linked = told_by_content(activity)
        theirs = next(s for s in everything(activity) if s.id != mine.id)
        good(activity.separate(ME, mine.id, theirs.id))
        by_id = {s.id: s for s in everything(activity)}
        now = by_id[mine.id]
        assert (now.facts.name, now.facts.rpe, now.sport) == (name, Rpe(90), sport)
        apart = by_id[theirs.id]
        assert (apart.facts.name, apart.facts.rpe, apart.sport) == ("x", None, Sport.CYCLING)
        good(activity.link(ME, mine.id, theirs.id))
        assert told_by_content(activity) == linked

    def test_what_is_amended_of_the_one_that_counts_is_its_own(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        ride, summary = brought(
            activity,
            shelf.put(b"one", a_recording(channels=WATCH)),
            told("n", a_recording(name="theirs"), notes="of them"),
        )
        assert only(activity).facts.name == "theirs"
        good(activity.amend(ME, ride.id, AmendActivity(name=None)))
        assert only(activity).facts.name is None
        good(activity.amend(ME, ride.id, AmendActivity(name="mine")))
        assert (only(activity).facts.name, only(activity).facts.notes) == ("mine", "of them")
        good(activity.remove(ME, summary.id))
        facts = only(activity).facts
        assert (facts.name, facts.notes, facts.own) == ("mine", None, None)


def test_an_archive_with_a_file_that_is_known_is_merged_once() -> None:
    vega, me = world()
    ride = gpx(track("cycling", [(f"2024-05-01T10:0{n}:00Z", 46 + n / 999, 7) for n in range(9)]))
    table = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time"
    )
    table += (
        ',Filename\n1,"May 1, 2024, 10:00:00 AM",Passes,Ride,all of them,480,activities/1.gpx\n'
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("activities.csv", table)
        packed.writestr("activities/1.gpx", ride)
    fates: list[list[str]] = []
    for data, name in ((ride, "mine.gpx"), *[(archive.getvalue(), "export.zip")] * 2):
        done = vega.imports.bring(me, name, [piece(data, name)])
        items = [one.item for one in good(vega.imports.items(me, done.id, most=9))]
        fates.append([item.fate for item in items if item.what == "activity"])
    assert fates == [["kept"], ["merged"], ["known"]]
    (one,) = vega.activity.activities(me, ActivityQuery())
    assert (one.facts.name, one.facts.notes) == ("Passes", "all of them")
