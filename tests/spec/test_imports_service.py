"""Imports: once, whole, and told item by item (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.imports import (
    NOW,
    Killed,
    Told,
    finds,
    imports_over,
    killed_after,
    piece,
    places,
    said_of_the_person,
    world,
)
from tests.support import PinnedClock, good, refused
from vegaloop.app.services import VegaLoop
from vegaloop.biometrics import Metric, ReadingQuery
from vegaloop.imports import (
    ArchiveReader,
    Fate,
    Imports,
    Item,
    NoSuchImport,
    NothingBrought,
    Piece,
    Place,
    State,
    TooMuchBrought,
)
from vegaloop.imports.application import service, working
from vegaloop.imports.application.pace import Pace
from vegaloop.imports.domain import bringing
from vegaloop.imports.domain.bringing import LEASE, TRIES_MOST, ImportId
from vegaloop.imports.domain.found import Found
from vegaloop.imports.domain.receipt import Counts, counts_of, folded
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import LocalDate, Moment

DAYS = (LocalDate(dt.date(2024, 12, 1)), LocalDate(dt.date(2026, 3, 1)))


@contextmanager
def small_batches(weight: int = 3) -> Iterator[None]:
    """Make a batch of a few finds, so that there are several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "BATCH_WEIGHT", weight)
        yield


def records(vega: VegaLoop, person: PersonId) -> tuple[object, ...]:
    """Everything that was kept, without the names and times it was kept under."""
    found = vega.biometrics.readings(person, ReadingQuery(limit=200))
    readings = sorted((r.source, r.moment.at, str(r.value), len(r.earlier)) for r in found)
    heart = vega.biometrics.series.days(person, Metric.HEART_RATE, *DAYS)
    return (*readings, *heart, vega.accounts.profile(person))


def receipt(imports: Imports, person: PersonId, id: ImportId) -> tuple[Item, ...]:
    return tuple(one.item for one in good(imports.items(person, id, most=10_000)))


FOUND = st.lists(finds() | said_of_the_person(), max_size=14)


class TestImp1:
    """IMP-1. Everything found in what was brought is counted in exactly one item of the receipt, with its file and its place in it."""

    @given(FOUND)
    def test_counts(self, found: list[Found]) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(found))
        with small_batches():
            done = imports.bring(person, "x", [piece()])
        items = receipt(imports, person, done.id)
        assert done.counts.total == sum(getattr(one, "count", 1) for one in found)
        assert counts_of(items) == done.counts
        assert len(items) == done.progress.items
        known = {(one.place.file, one.place.line) for one in found}
        assert {(item.place.file, item.place.line) for item in items} <= known

    @given(FOUND, st.sampled_from(Fate))
    def test_items_of_one_fate_by_pages(self, found: list[Found], fate: Fate) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(found))
        done = imports.bring(person, "x", [piece()])
        start, paged = 0, list[Item]()
        while page := good(imports.items(person, done.id, fate, start, 2)):
            paged += (one.item for one in page)
            start = page[-1].number + 1
        wanted = [item for item in receipt(imports, person, done.id) if item.fate is fate]
        assert paged == wanted


class TestImp2:
    """IMP-2. Bringing the same thing again keeps nothing new: what was kept is known."""

    @given(FOUND)
    def test_twice(self, found: list[Found]) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(found))
        first = imports.bring(person, "x", [piece()])
        before = records(vega, person)
        again = imports.bring(person, "x", [piece()])
        assert again.id != first.id
        assert again.counts.kept == 0
        assert again.counts.refused == first.counts.refused
        if first.counts.replaced == 0:  # One that says two things at once says the last again.
            assert again.counts.replaced == 0
            assert records(vega, person) == before


class TestImp3:
    """IMP-3. An import that was killed anywhere ends, when it is taken up again, with the records and the receipt of one that was not."""

    @given(FOUND, st.integers(0, 6), st.integers(0, 6))
    def test_killed_twice(self, found: list[Found], first: int, second: int) -> None:
        (vega, person), (other, somebody) = world(), world()
        imports, untroubled = imports_over(vega, Told(found)), imports_over(other, Told(found))
        with small_batches():
            whole = untroubled.bring(somebody, "x", [piece()])
            for times in (first, second, 99):
                if not any(one.state is State.DONE for one in imports.imports(person)):
                    with suppress(Killed):
                        imports.bring(person, "x", [piece()], killed_after(times))
            (done,) = imports.imports(person)
        assert receipt(imports, person, done.id) == receipt(untroubled, somebody, whole.id)
        assert done.counts == whole.counts
        assert records(vega, person) == records(other, somebody)

    @given(st.lists(finds(), min_size=8, max_size=12))
    def test_what_other_readers_began_is_read_from_its_start(self, found: list[Found]) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(found))
        with small_batches(), pytest.MonkeyPatch.context() as patch:
            with pytest.raises(Killed):
                imports.bring(person, "x", [piece()], killed_after(1))
            patch.setattr(bringing, "READERS_VERSION", "readers-of-tomorrow")
            done = imports.bring(person, "x", [piece()])
        items = receipt(imports, person, done.id)
        assert counts_of(items) == done.counts
        assert done.counts.total == sum(getattr(one, "count", 1) for one in found)
        assert done.progress.readers == "readers-of-tomorrow"


class TestImp4:
    """IMP-4. One at a time takes an import: who was overtaken writes nothing more."""

    @given(st.lists(finds(), min_size=8, max_size=12))
    def test_overtaken(self, found: list[Found]) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(found))
        ended = list[object]()

        def overtake(_: object) -> bool:
            if not ended:
                ended.append(None)
                ended[0] = imports.bring(person, "x", [piece()])
            return True

        with small_batches():
            slow = imports.bring(person, "x", [piece()], overtake)
        (only,) = imports.imports(person)
        assert only == ended[0]
        assert only.state is State.DONE
        assert only.counts.total == sum(getattr(one, "count", 1) for one in found)
        assert slow == only  # It tells how far the other one is.

    def test_a_lease_holds_others_off_until_it_ends(self) -> None:
        vega, person = world()
        clock = PinnedClock(NOW)
        imports = imports_over(vega, Told(()), clock=clock)
        accepted = good(imports.accept(person, "x", [piece()]))
        assert accepted.is_free(clock.now())
        claimed = accepted.claimed(accepted.id, clock.now())
        assert not claimed.is_free(clock.now())
        clock.set(NOW + LEASE)
        assert claimed.is_free(clock.now())


@final
class Breaking(ArchiveReader):
    """Breaks after what it found, with what no reader may raise."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = found

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        yield from self._found
        raise ArithmeticError


class TestImp5:
    """IMP-5. An import that broke five times without going further is given up; what was taken until then stays."""

    @given(st.lists(finds(), min_size=4, max_size=8))
    def test_given_up(self, found: list[Found]) -> None:
        vega, person = world()
        clock = PinnedClock(NOW)
        imports = imports_over(vega, Breaking(found), clock=clock)
        good(imports.accept(person, "x", [piece()]))
        with small_batches():
            broke = 0
            while imports.imports(person)[0].state in {State.WAITING, State.WORKING}:
                try:
                    assert imports.take_waiting()
                except ArithmeticError:
                    broke += 1
                clock.set(clock.now() + LEASE)
        (ended,) = imports.imports(person)
        assert ended.state is State.FAILED
        assert broke == TRIES_MOST + (ended.progress.batches > 0)  # The first time it went further.
        assert 0 < ended.counts.total <= sum(getattr(one, "count", 1) for one in found)
        assert not imports.take_waiting()


class TestImp6:
    """IMP-6. Neighbours that differ in nothing but place and day are one item, and the counts stay what they were."""

    ITEMS = st.lists(
        st.builds(
            Item,
            fate=st.sampled_from([Fate.KEPT, Fate.KNOWN]),
            what=st.sampled_from(["weight", "hrv"]),
            place=places(),
            count=st.integers(1, 4),
            first_day=st.dates().map(LocalDate),
            ids=st.sampled_from([(), (), ("7",)]),
        ),
        max_size=10,
    )

    @given(ITEMS)
    def test_counts(self, items: list[Item]) -> None:
        told = folded(items)
        assert counts_of(told) == counts_of(items)
        assert folded(told) == told
        assert len(told) <= len(items)
        if told:
            assert told[0].place == items[0].place
            last = told[-1].last or told[-1].place
            assert last == items[-1].place

    def test_a_run_is_told_from_its_first_to_its_last(self) -> None:
        days = [LocalDate(dt.date(2025, 1, n)) for n in (3, 1, 2)]
        (told,) = folded(
            Item(fate=Fate.KEPT, what="weight", place=Place("a", n), first_day=day, last_day=day)
            for n, day in enumerate(days, 2)
        )
        assert (told.count, told.place.line, told.last and told.last.line) == (3, 2, 4)
        assert (told.first_day, told.last_day) == (days[1], days[0])


class TestImp7:
    """IMP-7. The same content brought again while it waits is the same import."""

    @given(st.binary(min_size=1, max_size=50), st.binary(min_size=1, max_size=50))
    def test_waiting(self, one: bytes, other: bytes) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(()))
        first = good(imports.accept(person, "a.zip", [piece(one)]))
        assert good(imports.accept(person, "b.zip", [piece(one, "b.zip")])) == first
        second = good(imports.accept(person, "c.zip", [piece(other)]))
        assert (second.id == first.id) == (one == other)
        while imports.take_waiting():
            pass
        assert {one.state for one in imports.imports(person)} == {State.DONE}
        assert good(imports.accept(person, "a.zip", [piece(one)])).id != first.id


class TestAsking:
    """What is not there, and what cannot be taken, is told."""

    def test_nothing_and_too_much(self) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(()))
        assert refused(imports.accept(person, None, [])) == NothingBrought(0)
        huge = Piece("x", service.UPLOAD_BYTES_MOST + 1, io.BytesIO)
        assert isinstance(refused(imports.accept(person, None, [huge])), TooMuchBrought)

    def test_none_such(self) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(()))
        nobodys = ImportId(person)
        assert refused(imports.import_(person, nobodys)) == NoSuchImport(nobodys)
        assert refused(imports.items(person, nobodys)) == NoSuchImport(nobodys)
        assert refused(imports.forget(person, nobodys)) == NoSuchImport(nobodys)

    def test_a_forgotten_one_waits_no_more(self) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(()))
        accepted = good(imports.accept(person, "x", [piece()]))
        good(imports.forget(person, accepted.id))
        assert imports.imports(person) == ()
        assert not imports.take_waiting()

    def test_the_list_by_pages(self) -> None:
        vega, person = world()
        imports = imports_over(vega, Told(()))
        all_of_them = [imports.bring(person, str(n), [piece(bytes([n]))]) for n in range(5)]
        before, paged = None, list[object]()
        while page := imports.imports(person, before, 2):
            paged += page
            before = page[-1].brought_at, page[-1].id
        assert paged == all_of_them[::-1]
        assert Counts() + Counts(kept=1) == Counts(kept=1)
