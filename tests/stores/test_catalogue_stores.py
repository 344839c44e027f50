"""The shelf of foods on each engine: it finds what memory finds, and keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import text

from tests.strategies.foods import editions, mistyped, names, record, records, stated_foods, words
from tests.support import at_most
from vegaloop.infrastructure.database import Database
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.catalogue_sql import SqlCatalogue
from vegaloop.nutrition.adapters.catalogue_stock import ready_of
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.application.food_ports import Stocked
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, StatedFood

STARTERS = StarterCatalogue()


@contextmanager
def an_empty_shelf(
    engine: Database, starters: StarterCatalogue = STARTERS
) -> Iterator[SqlCatalogue]:
    def clear() -> None:
        with engine.transaction(writing=True) as connection:
            for table in ("food", "food_former", "food_word", "food_index", "food_index_typo"):
                connection.execute(text(f"DELETE FROM {table}"))  # Our own names.

    clear()
    yield SqlCatalogue(engine, starters)
    clear()


SYNTAX = (
    '"', "'", "*", "milk*", "milk AND", "AND", "OR oat", "NOT", "NEAR(a b)", "words : milk", "^milk",
    "milk:*", "!milk", "a & b", "a | b", "<->", "\\", "\x00", "(", "milk')--", ";", "{a}", "%", "_",
    "ﷺ", "🍌", "milk \x00 oat", "\U0010ffff", "oat " * 20,
)  # fmt: skip


class TestNut138:
    """NUT-138. What is typed into a search is words, never the syntax of a query."""

    @pytest.mark.parametrize("typed", SYNTAX)
    def test_it_is(self, engine: Database, typed: str) -> None:
        milk = record(StatedFood(id=FoodId("off:00000001"), name="Oat milk and or near"))
        memory = MemoryCatalogue(STARTERS)
        memory.put((milk,))
        with an_empty_shelf(engine) as shelf:
            shelf.put((milk,))
            assert shelf.search(typed, 50) == memory.search(typed, 50)

    @given(typed=st.text(max_size=30))
    @settings(max_examples=at_most(60))
    def test_whatever_it_is(self, engine: Database, typed: str) -> None:
        SqlCatalogue(engine, STARTERS).search(typed, 5)


class TestNut139:
    """NUT-139. Every store of foods finds the same foods in the same order."""

    @given(
        held=st.lists(records | editions(), max_size=25),
        more=st.lists(records | editions(), max_size=10),
        asked=st.lists(names | words.flatmap(lambda one: mistyped(one, 1)), max_size=5),
        most=st.integers(1, 40),
    )
    @settings(max_examples=at_most(25))
    def test_they_do(
        self,
        engine: Database,
        held: list[FoodRecord],
        more: list[FoodRecord],
        asked: list[str],
        most: int,
    ) -> None:
        memory = MemoryCatalogue(STARTERS)
        with an_empty_shelf(engine) as shelf:
            for batch in (held, more, held):
                assert shelf.put(batch) == memory.put(batch)
            codes = [one.food.barcode or "" for one in held[:2]]
            for query in (*asked, *codes, "", "m", *(one.food.name for one in more[:2])):
                assert shelf.search(query, most) == memory.search(query, most), query
            ids = [FoodId("nope"), FoodId("banana"), *(one.food.id for one in held)]
            found, expected = shelf.foods(ids), memory.foods(ids)
            assert {one.id: one for one in found} == {one.id: one for one in expected}

    @given(food=stated_foods())
    @settings(max_examples=at_most(30))
    def test_a_food_comes_back_whole(self, engine: Database, food: StatedFood) -> None:
        one = record(structs.replace(food, name=food.name + " 🥖 ﷺ"))
        with an_empty_shelf(engine) as shelf:
            shelf.put((one,))
            assert shelf.foods((one.food.id,)) == (one.food,)


def test_ten_thousand_at_once_and_again(engine: Database) -> None:
    many = [
        record(StatedFood(id=FoodId(f"off:{n:08}"), name=f"Soup {n}", code=f"{n + 1}"))
        for n in range(10_000)
    ]
    with an_empty_shelf(engine) as shelf:
        assert shelf.put(many) == Stocked(kept=10_000)
        assert shelf.put(many) == Stocked(known=10_000)
        assert SqlCatalogue(engine, STARTERS).search("soup 4711", 5)[0].name == "Soup 4711"


def test_what_is_ready_is_kept_like_its_record(engine: Database) -> None:
    one = record(StatedFood(id=FoodId("off:00000001"), name="Chocolate"))
    memory = MemoryCatalogue(STARTERS)
    with an_empty_shelf(engine) as shelf:
        for stock in (memory, shelf):
            assert stock.put((ready_of(one), one)) == Stocked(kept=1, merged=1)
            assert stock.put((one, ready_of(one))) == Stocked(known=2)
            assert stock.foods((one.food.id,)) == (one.food,)
            assert one.food in stock.search("choclate", 50)


def test_of_two_foods_at_one_place_the_first_is_kept(engine: Database) -> None:
    first, same, other = (
        ready_of(record(StatedFood(id=FoodId(f"off:0000000{n}"), name=name)))
        for n, name in ((1, "Chocolate"), (2, "Cocoa"), (3, "Oats"))
    )
    with an_empty_shelf(engine) as shelf:
        shelf.put((first,))
        shelf.put((structs.replace(same, place=first.place), other))
        assert [one.name for one in shelf.foods((first.id, same.id))] == ["Chocolate"]
        assert [one.name for one in shelf.search("oats", 50) if one.id == other.id] == ["Oats"]
        assert first.id in {one.id for one in shelf.search("chocolate", 50)}
        assert same.id not in {one.id for one in shelf.search("cocoa", 50)}


def test_two_may_fill_it_at_once(engine: Database) -> None:
    many = [
        record(StatedFood(id=FoodId(f"off:{n:08}"), name=f"Soup {n} of {n:05}"))
        for n in range(3_000)
    ]
    with an_empty_shelf(engine) as shelf, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(SqlCatalogue(engine, STARTERS).put, (many, many)))
        assert all(sum(structs.astuple(one)) == 3_000 for one in told)
        assert shelf.put(many) == Stocked(known=3_000)
        assert shelf.search("soup 2711", 5)[0].name == "Soup 2711 of 02711"


def test_half_of_a_batch_is_never_kept(engine: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(Exception):
        pass

    def dark(*_: object) -> None:
        raise PowerCut

    one = record(StatedFood(id=FoodId("off:00000001"), name="Chocolate"))
    with an_empty_shelf(engine) as shelf:
        with monkeypatch.context() as patched:
            patched.setattr(type(shelf._index), "add", dark)
            with pytest.raises(PowerCut):
                shelf.put((one,))
        assert shelf.foods((one.food.id,)) == ()
        assert shelf.put((one,)) == Stocked(kept=1)
        assert one.food in shelf.search("choclate", 50)
