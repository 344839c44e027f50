"""What sources tell without a file, what a person says above them, and what was removed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from tests.strategies.linked import START, Shelf, a_recording, brought, everything, told
from tests.strategies.training_log import FULL, LONG_AGO, ME, PARIS, TODAY, an_activity, state
from tests.support import NOW, at, at_most, good, refused
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    AmendActivity,
    Channel,
    Fate,
    ImportFile,
    ItemKept,
    ItemRefused,
    KeepRecording,
    RemovedBefore,
    Rpe,
    Sport,
)
from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import LocalDate, TimeZone, days_after

POWER = (Channel.POWER,)


def ready(shelf: Shelf | None = None, profile: Profile = PARIS) -> Activity:
    activity = an_activity(profile, reader=shelf or Shelf())
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    return activity


class TestAct146:
    """ACT-146. What a source tells of a session without a file is kept once under its own name for it, and what it tells later takes its place unless it is older."""

    @settings(max_examples=at_most(40))
    @given(
        st.lists(
            st.tuples(st.sampled_from("ab"), st.sampled_from(["one", "two"]), st.integers(1, 3)),
            min_size=1,
            max_size=8,
        ),
        st.booleans(),
    )
    def test_the_last_word_stands(self, words: list[tuple[str, str, int]], dated: bool) -> None:
        activity = ready()
        last: dict[tuple[str, str], int] = {}
        for source, name, hours in words:
            start = START + dt.timedelta(hours=hours)
            modified = at(NOW - dt.timedelta(hours=5 - hours)) if dated else None
            command = told(
                name, a_recording(start=start, meters=None), source, modified_at=modified
            )
            before = last.get((source, name))
            expected = max(hours, before or 0) if dated else hours
            answer = good(activity.keep_recording(ME, command))
            assert answer.already_known == (before == expected)
            assert answer.replaced == (before is not None and before != expected)
            last[source, name] = expected
            (kept,) = answer.sessions
            assert kept.session.start.at == at(START + dt.timedelta(hours=expected))
        assert len(everything(activity)) == len(last)

    def test_an_edition_takes_the_days_along(self) -> None:
        activity, alone = ready(), ready()
        first = a_recording(channels=POWER)
        second = a_recording(start=START + dt.timedelta(days=1), channels=POWER, seconds=900)
        one = good(activity.keep_recording(ME, told("n", first))).sessions[0].session
        other = good(activity.keep_recording(ME, told("n", second))).sessions[0].session
        assert one.id == other.id
        good(alone.keep_recording(ME, told("n", second)))
        assert state(activity) == state(alone)
        (change,) = activity.load_changes(ME)
        assert (change.cause, change.before) == ("replaced", one.loads.counted)
        assert change.after == other.loads.counted

    def test_the_same_again_is_no_change_of_records(self) -> None:
        activity = ready()
        command = told("n", a_recording(channels=POWER))
        good(activity.keep_recording(ME, command))
        before = activity._logs.read(ME, lambda log: log)
        again = good(activity.keep_recording(ME, command))
        assert again.already_known
        assert activity._logs.read(ME, lambda log: log).__dict__ == before.__dict__

    def test_a_time_on_a_wall_is_read_at_the_home_of_its_day(self) -> None:
        tokyo, lima = TimeZone("Asia/Tokyo"), TimeZone("America/Lima")
        moved = LocalDate(dt.date(2026, 3, 10))
        homes = (Home(LONG_AGO, tokyo), Home(moved, lima))
        activity = ready(profile=Profile(home_zone=lima, homes=homes))
        for day, offset_h in ((9, 9), (10, -5)):
            wall = dt.datetime(2026, 3, day, 23, 30)
            command = told(str(day), a_recording(wall_start=wall))
            (kept,) = good(activity.keep_recording(ME, command)).sessions
            assert kept.session.local_date == wall.date()
            assert kept.session.start.utc_offset_s == offset_h * 3_600
            assert kept.session.facts.zone_assumed

    def test_what_cannot_be_placed_is_refused(self) -> None:
        activity = ready()
        for year in (1, 1979, 2028, 9999):
            wall = dt.datetime(year, 1, 1)
            refused(activity.keep_recording(ME, told("n", a_recording(wall_start=wall))))
        assert everything(activity) == ()


class TestAct147:
    """ACT-147. What a person amended of a session no later word of its source changes."""

    @settings(max_examples=at_most(40))
    @given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
    def test_locked_word_by_word(self, sport: bool, name: bool, notes: bool, rpe: bool) -> None:
        activity = ready()
        first = told("n", a_recording(name="a", channels=POWER), notes="b", rpe=Rpe(10))
        (kept,) = good(activity.keep_recording(ME, first)).sessions
        said = AmendActivity(
            sport=Sport.RUNNING if sport else UNSET,
            name="mine" if name else UNSET,
            notes=None if notes else UNSET,
            rpe=Rpe(70) if rpe else UNSET,
        )
        good(activity.amend(ME, kept.session.id, said))
        later = a_recording(name="A", channels=POWER, meters=8_000, sport=Sport.E_BIKING)
        (now,) = good(
            activity.keep_recording(ME, told("n", later, notes="B", rpe=Rpe(20)))
        ).sessions
        session, facts = now.session, now.session.facts
        assert session.sport is (Sport.RUNNING if sport else Sport.E_BIKING)
        assert facts.name == ("mine" if name else "A")
        assert facts.notes == (None if notes else "B")
        assert facts.rpe == Rpe(70 if rpe else 20)
        assert facts.totals.distance == later.totals.distance


class TestAct149:
    """ACT-149. Each item of a batch has one outcome, in the order given, and the batch ends where its items end one by one."""

    @settings(max_examples=at_most(40), deadline=None)
    @given(st.lists(st.sampled_from("abcxnrN"), max_size=20))
    def test_in_order(self, letters: list[str]) -> None:
        shelf = Shelf()
        start = START + dt.timedelta(hours=5)
        items: dict[str, ImportFile | KeepRecording] = {
            "a": shelf.put(b"a", a_recording(channels=POWER)),
            "b": shelf.put(b"b", a_recording(channels=(Channel.SPEED,))),
            "c": shelf.put(b"c", a_recording(start=start), a_recording(sport=Sport.RUNNING)),
            "x": ImportFile(data=b"nothing", file_name="x"),
            "n": told("n", a_recording(start=start, meters=8_990)),
            "r": told("r", a_recording(start=NOW + dt.timedelta(days=9))),
            "N": told("n", a_recording(start=start, meters=8_980)),
        }
        given_ = [items[letter] for letter in letters]
        batch, one_by_one = ready(shelf), ready(shelf)
        outcomes = batch.import_batch(ME, given_)
        single = [one_by_one.import_batch(ME, [item])[0] for item in given_]
        fates = [one.fate if isinstance(one, ItemKept) else one.reason for one in outcomes]
        assert len(fates) == len(letters)
        assert [isinstance(one, ItemRefused) for one in outcomes] == [x in "xr" for x in letters]
        assert [isinstance(one, ItemRefused) for one in single] == [x in "xr" for x in letters]
        known = [one.fate is Fate.KNOWN for one in outcomes if isinstance(one, ItemKept)]
        assert known == [one.fate is Fate.KNOWN for one in single if isinstance(one, ItemKept)]
        assert state(batch) == state(one_by_one)
        assert len(everything(batch)) == len(everything(one_by_one))

    def test_what_an_item_is_linked_with_is_named(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        one, other = activity.import_batch(
            ME,
            [
                shelf.put(b"a", a_recording(channels=POWER)),
                shelf.put(b"b", a_recording(channels=(Channel.SPEED,))),
            ],
        )
        assert isinstance(one, ItemKept)
        assert isinstance(other, ItemKept)
        assert (one.fate, other.fate) == (Fate.KEPT, Fate.LINKED)
        assert (one.linked, other.linked) == ((), one.sessions)


class TestAct150:
    """ACT-150. What a person removed no import brings back, until they hand the file over again themselves."""

    def test_files_and_what_sources_tell(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        file = shelf.put(b"f", a_recording(channels=POWER))
        word = told("n", a_recording(start=START + dt.timedelta(hours=3)))
        for session in brought(activity, file, word):
            good(activity.remove(ME, session.id))
        before = state(activity)
        for outcome in activity.import_batch(ME, [file, word]):
            assert isinstance(outcome, ItemRefused)
            assert outcome.reason == RemovedBefore(at(NOW))
        assert isinstance(refused(activity.keep_recording(ME, word)), RemovedBefore)
        assert state(activity) == before
        again = ImportFile(data=b"f", revives=True)
        assert not good(activity.import_file(ME, again)).already_known
        assert good(activity.import_file(ME, file)).already_known
        (back,) = activity.activities(ME, ActivityQuery())
        good(activity.remove(ME, back.id))
        match activity.import_file(ME, file):
            case Success(imported):
                raise AssertionError(imported)
            case Failure(error):
                assert isinstance(error, RemovedBefore)
        assert activity.load_series(ME, days_after(TODAY, -9), TODAY) == ()
