"""Records of one source that say the same, or say it at the same time. Each class quotes its rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.overlaps import (
    Pushing,
    Record,
    a_push,
    histories,
    modelled,
    when_modified,
)
from tests.support import CountedIds, PinnedClock, at_most
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.biometrics import SampleBatch
from vegaloop.biometrics.adapters.memory_series import MemoryTape
from vegaloop.device_sync.application import landing
from vegaloop.device_sync.application.ports import DeliveryQuery, Known
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import Taken, Telling, Told
from vegaloop.imports.adapters.readers.phone import reader
from vegaloop.imports.adapters.readers.phone.entry import Entry, Read
from vegaloop.imports.adapters.readers.phone.measured import measured
from vegaloop.imports.domain.found import FoundSamples, Misshapen, NotTaken
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.samples import without


def pushing() -> Pushing:
    """Somebody with a phone."""
    return Pushing(vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds()))


class TestDsy85:
    """DSY-85. However many samples of a series one push changes or takes out, the days they are of are read and written once."""

    @pytest.mark.parametrize("is_gone", [False, True])
    def test_as_often_for_many_as_for_a_few(
        self, monkeypatch: pytest.MonkeyPatch, is_gone: bool
    ) -> None:
        written: list[int] = []
        put = MemoryTape.put_blocks

        def counted(tape: MemoryTape, blocks: object) -> None:
            written[-1] += 1
            put(tape, blocks)  # type: ignore[arg-type]  # As it was given.

        monkeypatch.setattr(MemoryTape, "put_blocks", counted)
        for count in (2, 40):
            phone = pushing()
            written.append(0)
            phone.push([_steps(n, 0) for n in range(count)])
            phone.push([_gone(n) if is_gone else _steps(n, 1) for n in range(count)])
            assert len(phone.has()) == (0 if is_gone else count)
        assert written[0] == written[1] <= 3


class TestDsy86:
    """DSY-86. What several records of a source say is taken out with the last of them, and is what the one of them modified last says, in whatever order, pieces and repetitions they come."""

    @given(histories, st.lists(st.integers(0, 12), max_size=4), st.randoms(use_true_random=False))
    @settings(max_examples=at_most(60))
    def test_it_is_what_a_simple_model_has(
        self, records: list[Record], cuts: list[int], chance: Random
    ) -> None:
        phone = pushing()
        for some in a_push(records, cuts, chance):
            phone.push(some)
        assert phone.has() == modelled(records)

    @pytest.mark.parametrize("kind", ["steps", "heart_rate", "weight", "sleep"])
    @pytest.mark.parametrize("gone", [0, 1])
    def test_of_two_that_say_the_same_either_may_go(self, kind: str, gone: int) -> None:
        both = [_says(kind, n) for n in range(2)]
        for order in (both, both[::-1]):
            phone = pushing()
            for one in (*order, _gone(gone, kind, minutes=9)):
                phone.push([one])
            assert phone.has() == modelled([both[1 - gone]])

    @pytest.mark.parametrize("kind", ["workout", "nutrition"])
    def test_what_is_told_anew_under_another_name_outlives_the_old(self, kind: str) -> None:
        old, new = (_told(kind, n) for n in range(2))
        phone, only = pushing(), pushing()
        for one in (old, new, _gone(0, kind, minutes=9)):
            phone.push([one])
        only.push([new])
        assert phone.counts() == only.counts() == 1
        phone.push([_gone(1, kind, minutes=9)])
        assert phone.counts() == 0

    @pytest.mark.parametrize(
        ("where", "name", "by"),
        [
            (Telling, "retell", lambda *_: None),
            (landing, "_others", lambda *_: {}),
            (landing, "_has_met", lambda *_: False),
            (landing, "_place", lambda said: said[1] < ("heart_rate", "heart_rate-1")),
        ],
    )
    def test_each_part_of_it_is_needed(
        self,
        monkeypatch: pytest.MonkeyPatch,
        where: object,
        name: str,
        by: Callable[..., object],
    ) -> None:
        told = [_says("heart_rate", 1), _says("heart_rate", 0), _gone(1, "heart_rate", minutes=9)]
        monkeypatch.setattr(where, name, by)
        wrong = []
        for upto in (2, 3):
            phone = pushing()
            for one in told[:upto]:
                phone.push([one])
            wrong.append(phone.has() != modelled(told[:upto]))
        assert any(wrong)


class TestDsy87:
    """DSY-87. What could not be read, or not all of it, is tried again whenever it comes and when its delivery is replayed; what was kept has no second effect."""

    @given(
        histories,
        st.sets(st.sampled_from(("steps", "heart_rate", "weight", "sleep"))),
        st.lists(st.integers(0, 12), max_size=4),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=at_most(60))
    def test_what_a_reader_learns_to_read_takes_effect(
        self, records: list[Record], unread: set[str], cuts: list[int], chance: Random
    ) -> None:
        phone = pushing()
        with pytest.MonkeyPatch.context() as patch:
            for kind in unread:
                patch.setitem(reader._KINDS, kind, _refuses)
            for some in a_push(records, cuts, chance):
                phone.push(some)
            assert phone.has() == modelled(one for one in records if one["type"] not in unread)
            assert {one["type"] for one in replayed(phone)} <= unread
        refused = {one["id"] for one in standing(records) if one["type"] in unread}
        assert {one["id"] for one in replayed(phone)} == refused
        assert phone.has() == modelled(records)
        assert replayed(phone) == []
        assert phone.has() == modelled(records)

    def test_a_ledger_that_does_not_know_what_was_refused_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        learnt = landing._learnt

        def all_is_known(said: landing._Said, taken: Taken) -> Known:
            known = learnt(said, taken)
            return Known(known.edition, known.held, is_open=False, kind=known.kind, day=known.day)

        monkeypatch.setattr(landing, "_learnt", all_is_known)
        phone = pushing()
        with monkeypatch.context() as patch:
            patch.setitem(reader._KINDS, "steps", _refuses)
            phone.push([_says("steps", 0)])
        assert replayed(phone) == []
        assert phone.has() != modelled([_says("steps", 0)])

    def test_one_that_comes_again_is_refused_again(self) -> None:
        phone, good_one = pushing(), _says("steps", 0)
        bad = good_one | {"id": "bad", "value": "many"}
        assert phone.push([good_one, bad]) == [Fate.KEPT, Fate.REFUSED]
        assert phone.push([bad, good_one]) == [Fate.REFUSED, Fate.KNOWN]

    def test_what_was_read_in_part_is_read_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        phone = pushing()
        with monkeypatch.context() as patch:
            patch.setitem(reader._KINDS, "heart_rate", _half)
            phone.push([_says("heart_rate", 0)])
        assert len(phone.has()) == 1
        assert len(replayed(phone)) == 1
        assert phone.has() == modelled([_says("heart_rate", 0)])
        assert replayed(phone) == []


def replayed(phone: Pushing) -> list[Record]:
    """Replay all that was ever pushed, and tell which records were taken for it."""
    told: list[Record] = []
    take = Telling.take

    def watched(telling: Telling, person: PersonId, given_: Sequence[Told]) -> tuple[Taken, ...]:
        told.extend(json.loads(one.data)["phone_record"] for one in given_)
        return take(telling, person, given_)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Telling, "take", watched)
        phone.vega.sync.overseeing.replay_all(phone.me, DeliveryQuery(Vendor.PHONE))
        phone.work()
    return told


def standing(records: Sequence[Record]) -> list[Record]:
    """The last edition of each record that was not deleted."""
    last = {one["id"]: one for one in sorted(records, key=when_modified)}
    return [one for one in last.values() if "deleted_at" not in one]


def _refuses(entry: Entry) -> Read:
    """Read as a reader does that does not know better yet."""
    return entry.wrong("value", "something else")


def _half(entry: Entry) -> Read:
    """Read the first of what is found, and refuse the rest."""
    match measured(entry):
        case Failure(error):
            return Failure(error)
        case Success((FoundSamples(place=place, batch=batch),)):
            first = SampleBatch(batch.metric, batch.source, *without(batch.columns, [1, 2]))
            rest = NotTaken(place, "heart_rate", Misshapen("samples", "2", "one"))
            return Success((FoundSamples(place, first), rest))
        case Success(found):
            raise AssertionError(found)


def _says(kind: str, number: int) -> Record:
    """One of two records that say otherwise of the same."""
    start = {"id": f"{kind}-{number}", "type": kind, "start": "2026-03-01T22:00:00Z"}
    told = start | {"origin": "watch", "modified_at": f"2026-03-05T00:0{number}:00Z"}
    match kind:
        case "sleep":
            return told | {"end": f"2026-03-02T05:0{number}:00Z"}
        case "weight":
            return told | {"value": 70_000 + number, "unit": "g"}
        case "steps":
            return told | {"end": "2026-03-01T22:01:00Z", "value": 50 + number, "unit": "count"}
        case _:
            samples = [[60 * n, 60 + n + number] for n in range(number, 3 + number)]
            return told | {"samples": samples, "unit": "/min"}


def _told(kind: str, number: int) -> Record:
    """One of two records of one thing the platform has no name of its own for."""
    told = {"id": f"{kind}-{number}", "type": kind, "start": "2026-03-01T22:00:00Z"}
    told |= {"modified_at": f"2026-03-05T00:0{number}:00Z"}
    if kind == "workout":
        return told | {"end": "2026-03-01T22:30:00Z", "sport": "running", "distance_m": 5_000}
    return told | {"name": "Soup", "nutrients": {"energy_kcal": 300}}


def _steps(number: int, edition: int) -> Record:
    at = f"2026-03-01T08:{number:02}"
    return {
        "id": f"steps-{number}",
        "type": "steps",
        "start": f"{at}:00Z",
        "end": f"{at}:30Z",
        "origin": "watch",
        "value": 60 + edition,
        "unit": "count",
        "modified_at": f"2026-03-05T00:0{edition}:00Z",
    }


def _gone(number: int, kind: str = "steps", minutes: int = 1) -> Record:
    deleted_at = f"2026-03-05T00:0{minutes}:00Z"
    return {"id": f"{kind}-{number}", "type": kind, "deleted_at": deleted_at}
