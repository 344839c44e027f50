"""The rules of what stands for one product: its editions, and the ways its code is written."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.foods import editions, record
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.domain.barcode import barcode_of, barcodes_of
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodRecord, StatedFood


def a_shelf(*held: FoodRecord) -> MemoryCatalogue:
    shelf = MemoryCatalogue(StarterCatalogue(lambda: ()))
    shelf.put(held)
    return shelf


class TestNut195:
    """NUT-195. Of the editions of a product that FoodData Central numbers anew, the newest is found, and every one is read by its id."""

    @given(held=st.lists(editions(), min_size=1, max_size=12), data=st.data())
    def test_it_is(self, held: list[FoodRecord], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(held))
        cut = data.draw(st.integers(0, len(held)))
        shelf, parts = a_shelf(*held), a_shelf(*shuffled[:cut])
        parts.put(shuffled[cut:])
        found = shelf.search("", 99)
        assert found == parts.search("", 99)
        codes = [food.barcode for food in found if food.barcode is not None]
        assert len(codes) == len(set(codes))
        ids = {one.id for one in held}
        assert {food.id for food in shelf.foods(ids)} == ids

    def test_the_newest(self) -> None:
        old, new = (
            record(
                StatedFood(
                    id=FoodId(f"fdc:{n}"), name=f"Cola {n}", code="49000042566", published_s=s
                )
            )
            for n, s in ((9, 5), (10, 5))
        )
        shelf = a_shelf(new, old)
        assert shelf.search("cola", 9) == shelf.search("049000042566", 9) == (new.food,)
        assert shelf.foods((old.id,)) == (old.food,)
        assert shelf.search("cola 9", 9) in {(), (new.food,)}


# Each pair is one product: zeros left out in each of the ways there are.
PAIRS: Final = (
    ("01234505", "012000003455"), ("01234514", "012100003454"), ("01234523", "012200003453"),
    ("01234531", "012300000451"), ("01234543", "012340000053"), ("01234558", "012345000058"),
    ("01234596", "012345000096"),
)  # fmt: skip


class TestNut196:
    """NUT-196. Eight digits that are a UPC-E are looked for as the UPC-A they are short for as well."""

    @pytest.mark.parametrize(("short", "long"), PAIRS)
    def test_it_is(self, short: str, long: str) -> None:
        assert barcodes_of(short) == (barcode_of(short), barcode_of(long))
        food = record(StatedFood(id=FoodId("off:1"), name="Cola", code=long))
        assert a_shelf(food).search(short, 9) == (food.food,)

    @given(written=st.text("0123456789 -x", max_size=16))
    def test_no_other_code_is(self, written: str) -> None:
        read = barcodes_of(written)
        assert read[:1] == (() if (one := barcode_of(written)) is None else (one,))
        if len(read) > 1:
            assert len(written.translate({ord(" "): None, ord("-"): None})) == 8
