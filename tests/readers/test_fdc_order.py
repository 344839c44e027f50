"""Tables of FoodData Central in and out of order: the same foods, and no wrong guess."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.nutrition.adapters.readers import fdc_csv
from vegaloop.nutrition.adapters.readers.fdc_order import InStep, ids_ascend
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.domain.food_record import FoodFound, FoodRecord

HEADER: Final = ["note", "fdc_id", "amount"]
notes: Final = st.sampled_from(("", "a", "a, b"))


def written(rows: list[list[str]], *, quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


class TestTheOrderOfATable:
    """A table is said to be in order only where it is."""

    @given(
        rows=st.lists(st.tuples(notes, st.integers(0, 9)), max_size=8),
        strictly=st.booleans(),
        quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        end=st.sampled_from(("\n", "\r\n")),
        cut=st.booleans(),
    )
    def test_it_is(
        self, rows: list[tuple[str, int]], strictly: bool, quoting: int, end: str, cut: bool
    ) -> None:
        cells = [HEADER, *([note, str(id_), "1"] for note, id_ in rows)]
        data = written(cells, quoting=quoting, end=end)
        ids = [id_ for _, id_ in rows]
        expected = ids == sorted(set(ids) if strictly else ids)
        stream = io.BytesIO(data.rstrip(b"\r\n") if cut else data)
        assert ids_ascend(stream, 1, strictly=strictly) == expected

    @pytest.mark.parametrize("cell", ["", "x", "-1", "1.5", "one\ntwo"])
    def test_what_is_no_number_is_in_no_order(self, cell: str) -> None:
        data = written([HEADER, ["", "1", ""], ["", cell, ""], ["", "3", ""]])
        assert not ids_ascend(io.BytesIO(data), 1, strictly=False)

    @given(
        ids=st.lists(st.integers(0, 9)).map(sorted), steps=st.lists(st.integers(0, 9)).map(sorted)
    )
    def test_each_row_is_taken_once(self, ids: list[int], steps: list[int]) -> None:
        rows = InStep((n, (str(id_),)) for n, id_ in enumerate(ids))
        taken = [int(cells[0]) for last in [*steps, 9] for _, cells in rows.up_to(last)]
        assert taken == ids


class TestAnyOrder:
    """Whatever the order of the rows, the same foods are read."""

    @given(
        held=st.dictionaries(st.integers(1, 99), st.integers(0, 3), min_size=1, max_size=9),
        data=st.data(),
        a_pass=st.integers(1, 4),
    )
    def test_it_does(self, held: dict[int, int], data: st.DataObject, a_pass: int) -> None:
        foods = [[str(id_), "branded_food", f"Food {id_}"] for id_ in sorted(held)]
        figures = [
            [str(id_), number, f"{id_ / 10}"]
            for id_, count in sorted(held.items())
            for number in ("1003", "1004", "1005")[:count]
        ]
        brands = [[str(id_), f"Brand {id_}", "12345670"] for id_ in sorted(held)]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(fdc_csv, "FOODS_IN_STEP", a_pass)
            patched.setattr(fdc_csv, "FOODS_A_PASS", a_pass)
            in_order = _read(foods, figures, brands)
            shuffled = _read(*(data.draw(st.permutations(one)) for one in (foods, figures, brands)))
        assert len(in_order) == len(held)
        assert {one.id: one for one in in_order} == {one.id: one for one in shuffled}
        assert all(len(one.nutrients) == held[int(one.id[4:])] for one in in_order)
        assert all(one.brand == f"Brand {one.id[4:]}" for one in in_order)


def _read(
    foods: list[list[str]], figures: list[list[str]], brands: list[list[str]]
) -> list[FoodRecord]:
    tables = {
        "food.csv": [["fdc_id", "data_type", "description"], *foods],
        "food_nutrient.csv": [["fdc_id", "nutrient_id", "amount"], *figures],
        "branded_food.csv": [["fdc_id", "brand_owner", "gtin_upc"], *brands],
    }
    files = {name: partial(io.BytesIO, written(rows)) for name, rows in tables.items()}
    items = list(FoodFileReader().read(files))
    assert all(isinstance(item, FoodFound) for item in items)
    return [item.record for item in items if isinstance(item, FoodFound)]
