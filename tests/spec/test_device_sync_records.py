"""What vendors told of things, edition by edition: which stands, what is held of it, what follows."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Final, final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.device_sync import a_delivery, a_record, instants, names
from tests.support import NOW, CountedIds, at, somebody
from vegaloop.biometrics import Metric
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.drivers import Follow
from vegaloop.device_sync.application.following import follow_up
from vegaloop.device_sync.application.landing import land
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.application.surroundings import Keeper
from vegaloop.device_sync.domain.progress import Fate, Outcome
from vegaloop.device_sync.domain.record import Record, latest, name_of
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import Fate as ItemFate
from vegaloop.imports import Held, HeldActivity, HeldSamples, Item, Place, Taken, Told
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import Instant, later

SOURCE: Final = SourceId("strava")


@final
class Shelf(Keeper):
    """Keeps each letter a record says, whoever says it; a capital is a stretch of samples.

    `x` is a letter nobody can keep.
    """

    def __init__(self) -> None:
        self.held: set[Held] = set()
        self.taken: list[str] = []
        self.withdrawn: list[Held] = []

    def take(self, person: PersonId, told: Sequence[Told]) -> tuple[Taken, ...]:
        return tuple(self._take(one) for one in told)

    def _take(self, told: Told) -> Taken:
        says = told.data.decode()
        self.taken.append(says)
        good = [letter for letter in says if letter != "x"]
        held = tuple(_samples(one) if one.isupper() else _thing(one) for one in good)
        fate = ItemFate.KEPT if held else ItemFate.REFUSED
        self.held.update(held)
        return Taken((Item(fate=fate, what="activity", place=Place("record")),), held)

    def withdraw(self, person: PersonId, held: Sequence[Held]) -> None:
        self.withdrawn += held
        self.held.difference_update(held)

    def retell(self, person: PersonId, held: Sequence[Held], of: Sequence[Held]) -> None:
        self.held.update(one for one in held if one in of)


def _thing(letter: str) -> Held:
    return HeldActivity(SOURCE, letter)


def _samples(letter: str) -> Held:
    start = later(at(NOW), dt.timedelta(seconds=ord(letter)))
    return HeldSamples(Metric.HEART_RATE, SOURCE, start, start, letter.encode())


class Ledger:
    """One person's ledger of records, and what is held."""

    def __init__(self) -> None:
        self.books, self.me, self.shelf = MemorySyncBooks(), somebody(), Shelf()

    def land(self, *records: Record) -> Outcome:
        """Take some records at once."""
        return self.books.write(
            self.me, lambda book: land(book, self.shelf, self.me, Vendor.STRAVA, records)
        )

    def known(self, records: Iterable[Record]) -> object:
        """What is known of things."""
        asked = {one.name for one in records}
        return self.books.read(self.me, lambda book: dict(book.known(Vendor.STRAVA, asked)))


def landed(batches: Iterable[Sequence[Record]]) -> tuple[frozenset[Held], object]:
    """What is held in the end, and what is known."""
    ledger, every = Ledger(), list[Record]()
    for batch in batches:
        ledger.land(*batch)
        every += batch
    return frozenset(ledger.shelf.held), ledger.known(every)


says = st.none() | st.sampled_from(("a", "b", "ab", "A", "aB"))
editions = st.lists(st.tuples(st.integers(0, 4), says), min_size=1, max_size=5)


class TestDsy25:
    """DSY-25. Of the editions of a thing that modified last stands, of equal ones the deletion, then the greater mark: whatever order, split and repetition they come in."""

    def test_all_orders_of_five_events_end_the_same(self) -> None:
        events = (
            a_record("1", 1, "a"),
            a_record("1", 2, "ab"),
            a_record("1", 3, None),
            a_record("1", 3, "b"),
            a_record("2", 1, "A"),
        )
        ends = {
            frozenset(landed([[one] for one in order])[0])
            for order in itertools.permutations(events)
        }
        assert ends == {frozenset({_samples("A")})}

    @given(editions)
    def test_all_orders_of_any_five_editions_end_the_same(
        self, drawn: list[tuple[int, str | None]]
    ) -> None:
        records = [a_record("1", when_s, text) for when_s, text in drawn]
        first = landed([records])
        stands = latest(records)[records[0].name]
        wanted = set(stands.data.decode()) if stands.data else set()
        assert first[0] == {_samples(one) if one.isupper() else _thing(one) for one in wanted}
        for order in itertools.permutations(records):
            assert landed([[one] for one in order]) == first

    @given(
        st.lists(st.tuples(st.sampled_from("12"), st.integers(0, 4), says), min_size=1, max_size=9),
        st.lists(st.integers(0, 9), max_size=4),
        st.randoms(use_true_random=False),
    )
    def test_any_split_and_repetition_ends_the_same(
        self,
        drawn: list[tuple[str, int, str | None]],
        cuts: list[int],
        chance: random.Random,
    ) -> None:
        # Each thing says small letters of its own: whose one is, is whose it stays.
        letters = {"1": "aAB", "2": "bAB"}
        records = [
            a_record(name, when_s, text and "".join(set(text) & set(letters[name])))
            for name, when_s, text in drawn
        ]
        once = landed([records])
        again = [*records, *records]
        chance.shuffle(again)
        ends = [0, *sorted(cuts), len(again)]
        batches = [again[one:other] for one, other in itertools.pairwise(ends)]
        assert landed(batches) == once


class TestDsy26:
    """DSY-26. What was deleted leaves a mark that no older edition lifts, and a later one does."""

    @given(st.integers(0, 5), st.integers(0, 5))
    def test_only_a_later_edition_brings_it_back(self, gone_s: int, told_s: int) -> None:
        ledger = Ledger()
        assert ledger.land(a_record("1", gone_s, None)).landed[0].fate is Fate.WITHDRAWN
        ledger.land(a_record("1", told_s, "a"))
        assert ledger.shelf.held == ({_thing("a")} if told_s > gone_s else set())

    @given(st.integers(0, 5), st.integers(0, 5))
    def test_it_is_taken_out_unless_it_was_changed_since(self, told_s: int, gone_s: int) -> None:
        ledger = Ledger()
        ledger.land(a_record("1", told_s, "aA"))
        outcome = ledger.land(a_record("1", gone_s, None))
        is_gone = gone_s >= told_s
        assert outcome.landed[0].fate is (Fate.WITHDRAWN if is_gone else Fate.OUTDATED)
        assert bool(ledger.shelf.held) is not is_gone


class TestDsy27:
    """DSY-27. What says the same as what stands has no effect, however late it was modified."""

    @given(st.lists(st.integers(0, 9), min_size=1, max_size=9), says)
    def test_one_effect(self, times: list[int], text: str | None) -> None:
        ledger = Ledger()
        for when_s in times:
            ledger.land(a_record("1", when_s, text))
        assert len(ledger.shelf.taken) == (text is not None)
        assert not ledger.shelf.withdrawn

    @given(editions)
    def test_nothing_has_the_same_effect_twice_in_a_row(
        self, drawn: list[tuple[int, str | None]]
    ) -> None:
        ledger = Ledger()
        for when_s, text in [*drawn, *drawn]:
            ledger.land(a_record("1", when_s, text))
        assert all(one != other for one, other in itertools.pairwise(ledger.shelf.taken)) or any(
            text is None for _, text in drawn
        )

    def test_each_record_is_told_its_fate_in_order(self) -> None:
        ledger = Ledger()
        ledger.land(a_record("1", 1, "a"), a_record("3", 5, "b"))
        outcome = ledger.land(
            a_record("2", 1, "A"),
            a_record("1", 1, "a"),
            a_record("3", 4, "a"),
            a_record("4", 1, "a"),
            a_record("4", 2, "B"),
            a_record("5", 1, "x"),
        )
        fates = [(one.external_id, one.fate) for one in outcome.landed]
        assert fates == [
            ("2", Fate.KEPT),
            ("1", Fate.KNOWN),
            ("3", Fate.OUTDATED),
            ("4", Fate.OUTDATED),
            ("4", Fate.KEPT),
            ("5", Fate.REFUSED),
        ]


class TestDsy28:
    """DSY-28. What a later edition no longer says is taken out, what it still says stays, and its samples take the place of those before."""

    @given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
    def test_what_is_held_is_what_the_last_edition_says(
        self, before: set[str], after: set[str]
    ) -> None:
        ledger = Ledger()
        ledger.land(a_record("1", 1, "".join(sorted(before))))
        ledger.land(a_record("1", 2, "".join(sorted(after))))
        assert ledger.shelf.held == set(map(_thing, after))
        assert set(ledger.shelf.withdrawn) == set(map(_thing, before - after))

    @given(st.sets(st.sampled_from("ABC")), st.sets(st.sampled_from("ABC")))
    def test_samples_make_room_first(self, before: set[str], after: set[str]) -> None:
        ledger = Ledger()
        ledger.land(a_record("1", 1, "".join(sorted(before))))
        ledger.land(a_record("1", 2, "".join(sorted(after))))
        assert ledger.shelf.held == set(map(_samples, after))

    def test_an_edition_that_cannot_be_read_leaves_nothing_of_the_one_before(self) -> None:
        ledger = Ledger()
        ledger.land(a_record("1", 1, "ab"))
        ledger.land(a_record("1", 2, "x"))
        assert ledger.shelf.held == set()


class TestDsy29:
    """DSY-29. A name is kept as it was given where it is short and can be written, and else by what sums it up: two names are never one."""

    @given(st.lists(names | st.text(max_size=200), min_size=2, max_size=6, unique=True))
    def test_different_names_stay_different(self, given_names: list[str]) -> None:
        kept = {name_of(one) for one in given_names}
        assert len(kept) == len(given_names)
        assert all(len(one) <= 128 and one.isprintable() for one in kept)
        assert {name_of(one) for one in kept} == kept

    @given(names, names)
    def test_a_form_is_one_too(self, form: str, name: str) -> None:
        kept_form, kept_name = a_record(name, 0, "a", form).name
        assert len(kept_form) <= 60
        assert kept_form.isprintable()
        assert kept_name == name_of(name)

    @pytest.mark.parametrize("form", ["a\x00b", "\ud800", "x" * 9_999])
    def test_a_form_nobody_can_write_is_summed_up(self, form: str) -> None:
        kept, _ = a_record("1", 0, "a", form).name
        assert kept.isprintable()
        assert kept != a_record("1", 0, "a", form + "y").name[0]

    @pytest.mark.parametrize("name", ["1", "a-b_c:d", "x" * 128])
    def test_what_vendors_give_stays(self, name: str) -> None:
        assert name_of(name) == name


class TestDsy30:
    """DSY-30. What a page says to follow up is followed up once in each of its editions, and again where an earlier one comes back."""

    @given(
        st.lists(
            st.tuples(st.sampled_from("12"), st.sampled_from("abc"), instants),
            max_size=12,
        )
    )
    def test_once_for_each_change(self, told: list[tuple[str, str, Instant]]) -> None:
        books, me, ids = MemorySyncBooks(), somebody(), CountedIds()
        last: dict[str, tuple[Instant, str]] = {}
        wanted = 0
        for number, (thing, edition, received_at) in enumerate(told, 900):
            page = a_delivery(number, received_at=received_at)
            follow = (Follow("hint:thing", f"{thing}:{edition}", b"{}"),)
            books.write(me, follow_after(page.id.int, received_at, follow, ids))
            before = last.get(thing)
            if before is None or (before[1] != edition and received_at > before[0]):
                wanted += 1
                last[thing] = received_at, edition
            elif before[1] != edition and received_at == before[0]:
                return  # Of one moment: which of the two is later is for nobody to say.
        found = books.read(me, lambda book: book.deliveries(DeliveryQuery(), None, 99))
        assert len(found) == wanted

    def test_a_name_nobody_can_write_is_followed_up_like_others(self) -> None:
        books, me, ids = MemorySyncBooks(), somebody(), CountedIds()
        follow = tuple(Follow("hint:thing", f"{one}:1", b"{}") for one in ("\ud800", "\x00", "a"))
        for _ in range(2):
            books.write(me, follow_after(900, at(NOW), follow, ids))
        assert len(books.read(me, lambda book: book.deliveries(DeliveryQuery(), None, 99))) == 3


def follow_after(
    number: int, received_at: Instant, follow: Sequence[Follow], ids: CountedIds
) -> Callable[[SyncBook], None]:
    """Follow up what a page says."""
    page = a_delivery(number, received_at=received_at)
    return lambda book: follow_up(book, page, follow, ids, at(NOW))
