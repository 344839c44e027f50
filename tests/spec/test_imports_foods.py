"""What a receipt says of foods (docs/rules.md, IMP)."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.imports import Fate

HEADER = "code\tproduct_name\tlast_modified_t\tenergy-kcal_100g"
# The code of a food, and when it was changed last.
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=8)


def table(rows: list[tuple[int, int]]) -> bytes:
    """A table of foods as Open Food Facts exports one."""
    lines = [
        f"401234567890{code}\tOats {changed}\t{1_700_000_000 + changed}\t{100 + changed}"
        for code, changed in rows
    ]
    return "\n".join((HEADER, *lines)).encode()


class TestImp82:
    """IMP-82. Of the records of one food in a file one is kept or replaces what was held, where it is later, and the others are told as merged with it."""

    @given(ROWS, ROWS)
    def test_of_two_files(self, first: list[tuple[int, int]], then: list[tuple[int, int]]) -> None:
        vega, owner = world()
        held: dict[int, int] = {}
        for rows in (first, then):
            done = vega.imports.bring(owner, "foods.csv", [piece(table(rows), "foods.csv")])
            fates = Counter[Fate]()
            for one in good(vega.imports.items(owner, done.id)):
                fates[one.item.fate] += one.item.count
            latest = {code: max(at for one, at in rows if one == code) for code, _ in rows}
            later = {code for code, at in latest.items() if code in held and at > held[code]}
            stale = latest.keys() & held.keys() - later
            known = sum(code in stale for code, _ in rows)
            assert fates[Fate.KEPT] == len(latest.keys() - held.keys())
            assert fates[Fate.REPLACED] == len(later)
            assert fates[Fate.KNOWN] == known
            assert fates[Fate.MERGED] == len(rows) - known - len(latest.keys() - stale)
            assert sum(fates.values()) == len(rows)
            held |= {code: max(at, held.get(code, at)) for code, at in latest.items()}
