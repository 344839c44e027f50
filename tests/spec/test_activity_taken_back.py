"""What a vendor edits and deletes, of what it tells and of its files, in whatever order it comes."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.linked import (
    START,
    Shelf,
    a_recording,
    brought,
    everything,
    told,
    told_by_content,
)
from tests.strategies.training_log import FULL, LONG_AGO, ME, an_activity, state
from tests.support import NOW, at, at_most, good, refused
from vegaloop.activity import (
    Activity,
    AmendActivity,
    Channel,
    Fate,
    ImportFile,
    ItemKept,
    KeepRecording,
    Recording,
    RemovedBefore,
    Rpe,
    SessionId,
    SessionsWithdrawn,
    Sport,
)
from vegaloop.kernel.identity import SourceId

VENDOR = SourceId("vendor")
POWER, SPEED = (Channel.POWER,), (Channel.SPEED,)
HOUR = dt.timedelta(hours=1)


def ready(shelf: Shelf) -> Activity:
    activity = an_activity(reader=shelf)
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    return activity


def named(shelf: Shelf, data: bytes, *of: Recording, hour: int = 0, **more: object) -> ImportFile:
    """A file its vendor calls `n`, and modified at an hour."""
    shelf.put(data, *of)
    given_ = {"data": data, "source": VENDOR, "external_id": "n", **more}
    return ImportFile(
        modified_at=at(NOW - 9 * HOUR + hour * HOUR) if hour else None,
        **given_,  # type: ignore[arg-type]  # A test may say anything.
    )


def all_that_hangs_on(activity: Activity) -> object:
    """Everything there is but ids, also of what does not count, and no load that never was."""
    files = {one.key: _original(activity, one.id) for one in everything(activity)}
    return state(activity), told_by_content(activity), files


def _original(activity: Activity, id: SessionId) -> bytes | None:
    return activity.original(ME, id).map(lambda kept: kept.data).value_or(None)


class TestAct159:
    """ACT-159. What a source takes back is gone as if it had never come, and so are its loads, peaks and links, unless the person amended it; taking it back again changes nothing, and the source may tell it anew."""

    @settings(max_examples=at_most(60), deadline=None)
    @given(st.lists(st.sampled_from("abnfm"), unique=True), st.sampled_from("nm"))
    def test_as_if_it_had_never_come(self, letters: list[str], taken_back: str) -> None:
        shelf = Shelf()
        later = a_recording(start=START + dt.timedelta(days=1), channels=POWER)
        items: dict[str, ImportFile | KeepRecording] = {
            "a": shelf.put(b"a", a_recording(channels=POWER)),
            "b": shelf.put(b"b", a_recording(meters=8_990, channels=SPEED)),
            "n": told("n", a_recording(meters=9_010), notes="felt good"),
            "f": named(shelf, b"f", a_recording(channels=(*POWER, *SPEED)), later),
            "m": told("m", later),
        }
        activity, without = ready(shelf), ready(shelf)
        brought(activity, *(items[one] for one in letters))
        before = all_that_hangs_on(activity)
        gone = "nf" if taken_back == "n" else "m"
        answer = activity.withdraw(ME, VENDOR, taken_back)
        brought(without, *(items[one] for one in letters if one not in gone))
        count = sum(2 if one == "f" else 1 for one in letters if one in gone)
        assert (len(answer.gone), answer.locked) == (count, ())
        assert all_that_hangs_on(activity) == all_that_hangs_on(without)
        again = activity._logs.read(ME, lambda log: dict(vars(log)))
        assert activity.withdraw(ME, VENDOR, taken_back) == SessionsWithdrawn()
        assert activity._logs.read(ME, lambda log: dict(vars(log))) == again
        brought(activity, *(items[one] for one in letters if one in gone))
        assert all_that_hangs_on(activity) == before

    @pytest.mark.parametrize("place", [0, 1])
    def test_what_the_person_amended_stays_and_says_so(self, place: int) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        two = (a_recording(channels=POWER), a_recording(start=START + HOUR, channels=POWER))
        answer = good(activity.import_file(ME, named(shelf, b"f", *two)))
        ids = tuple(one.session.id for one in answer.sessions)
        good(activity.amend(ME, ids[place], AmendActivity(rpe=Rpe(50))))
        before = all_that_hangs_on(activity)
        for _ in range(2):
            assert activity.withdraw(ME, VENDOR, "n") == SessionsWithdrawn(locked=ids)
        assert all_that_hangs_on(activity) == before

    def test_another_source_and_another_name_are_left_alone(self) -> None:
        activity = ready(Shelf())
        good(activity.keep_recording(ME, told("n", a_recording())))
        assert activity.withdraw(ME, SourceId("other"), "n") == SessionsWithdrawn()
        assert activity.withdraw(ME, VENDOR, "m") == SessionsWithdrawn()
        assert len(everything(activity)) == 1

    def test_what_the_person_removed_stays_removed(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        file = named(shelf, b"f", a_recording(channels=POWER))
        (kept,) = brought(activity, file)
        good(activity.remove(ME, kept.id))
        assert activity.withdraw(ME, VENDOR, "n") == SessionsWithdrawn()
        for again in (file, ImportFile(data=b"f"), named(shelf, b"f", external_id="other")):
            assert isinstance(refused(activity.import_file(ME, again)), RemovedBefore)
        revived = good(activity.import_file(ME, named(shelf, b"f", revives=True)))
        assert not revived.already_known


class TestAct160:
    """ACT-160. A file its source has a name for is kept once under that name, in the edition modified last, whatever the order they come in: a session that edition no longer has goes, and what the person amended stays."""

    @settings(max_examples=at_most(25), deadline=None)
    @given(st.permutations([1, 2, 3, 4]), st.integers(1, 4))
    def test_any_order_ends_in_the_last_edition(self, order: list[int], repeated: int) -> None:
        shelf = Shelf()
        beside = shelf.put(b"beside", a_recording(meters=8_990, channels=SPEED))
        hour = START + HOUR
        editions = {
            1: (a_recording(channels=POWER), a_recording(start=hour, channels=POWER)),
            2: (a_recording(start=hour, channels=SPEED, sport=Sport.RUNNING),),
            3: (a_recording(channels=SPEED), a_recording(start=hour, channels=POWER, seconds=600)),
            4: (a_recording(start=START + dt.timedelta(days=1), channels=POWER),),
        }
        files = {
            n: named(shelf, str(n).encode(), *of, hour=n, name=f"named {n}")
            for n, of in editions.items()
        }
        activity, last = ready(shelf), ready(shelf)
        brought(last, beside, files[4])
        brought(activity, beside, *(files[n] for n in order), files[repeated])
        assert all_that_hangs_on(activity) == all_that_hangs_on(last)
        for n in order:
            (outcome,) = activity.import_batch(ME, [files[n]])
            assert isinstance(outcome, ItemKept)
            assert outcome.fate is Fate.KNOWN

    @pytest.mark.parametrize("order", tuple(permutations(range(4))))
    def test_edits_and_deletions_by_the_time_of_each(self, order: tuple[int, ...]) -> None:
        """Who follows a vendor lets through what is newer than all it has heard under a name."""
        shelf = Shelf()
        activity, last = ready(shelf), ready(shelf)
        files = {
            n: named(shelf, str(n).encode(), a_recording(channels=POWER, seconds=900 + n), hour=n)
            for n in (1, 2, 4)
        }
        heard = 0
        for n in (one + 1 for one in order):
            if n > heard and n in files:
                good(activity.import_file(ME, files[n]))
            elif n > heard:
                activity.withdraw(ME, VENDOR, "n")
            heard = max(heard, n)
        good(last.import_file(ME, files[4]))
        assert all_that_hangs_on(activity) == all_that_hangs_on(last)

    def test_the_id_and_the_words_of_the_person_stay(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        two = a_recording(channels=POWER), a_recording(start=START + HOUR, channels=POWER)
        first = good(activity.import_file(ME, named(shelf, b"1", *two, hour=1)))
        ids = [one.session.id for one in first.sessions]
        for one in ids:
            good(activity.amend(ME, one, AmendActivity(name="mine")))
        edited = named(shelf, b"2", a_recording(channels=SPEED), hour=2, name="theirs")
        now = good(activity.import_file(ME, edited))
        assert now.replaced
        assert [one.session.id for one in now.sessions] == ids
        assert [one.session.facts.name for one in now.sessions] == ["mine", "mine"]
        assert good(activity.streams(ME, ids[0])).channels == SPEED
        assert good(activity.streams(ME, ids[1])).channels == POWER
        assert good(activity.original(ME, ids[0])).data == b"2"

    def test_what_stands_beside_it_is_part_of_the_edition(self) -> None:
        shelf = Shelf()
        activity = ready(shelf)
        same = a_recording(channels=POWER)
        for hour, notes, fate in ((1, "a", Fate.KEPT), (2, "b", Fate.REPLACED)):
            file = named(shelf, b"f", same, hour=hour, notes=notes)
            (outcome,) = activity.import_batch(ME, [file])
            assert isinstance(outcome, ItemKept)
            assert outcome.fate is fate
        (kept,) = everything(activity)
        assert kept.facts.notes == "b"


class TestAct161:
    """ACT-161. The same bytes under two names are one training, and so is a file with what its source tells under the same name, if they share four fifths of their time."""

    @settings(max_examples=at_most(25), deadline=None)
    @given(st.permutations(["file", "named", "other", "told"]), st.booleans())
    def test_one_counts(self, order: list[str], amended: bool) -> None:
        shelf = Shelf()
        # Nothing to compare them by but their time.
        lifting = a_recording(sport=Sport.TRAINING, meters=None)
        items: dict[str, ImportFile | KeepRecording] = {
            "file": shelf.put(b"f", lifting),
            "named": named(shelf, b"f", lifting),
            "other": named(shelf, b"f", lifting, external_id="other"),
            "told": told("n", a_recording(sport=Sport.TRAINING, meters=None, seconds=1_100)),
        }
        activity, straight = ready(shelf), ready(shelf)
        first, *_ = brought(activity, items[order[0]])
        if amended and order[0] != "told":
            good(activity.amend(ME, first.id, AmendActivity(sport=Sport.CYCLING)))
        brought(activity, *(items[one] for one in order))
        assert [one.counts for one in everything(activity)].count(True) == 1
        if not amended:
            brought(straight, *items.values())
            assert told_by_content(activity) == told_by_content(straight)

    def test_another_name_is_another_training(self) -> None:
        activity = ready(Shelf())
        lifting = a_recording(sport=Sport.TRAINING, meters=None)
        brought(activity, told("n", lifting), told("m", lifting))
        assert all(one.counts for one in everything(activity))
