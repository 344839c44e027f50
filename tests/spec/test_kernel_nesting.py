"""Samples of one source that lie within each other, against a plain reference."""

from __future__ import annotations

from array import array

from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.series import BEGIN_MS, MINUTE, WHOLE, Row, columns_of, left_of, rows
from vegaloop.kernel.nesting import left_of_each

# Few beginnings and ends: most lie within others, begin or end with them, or are the same twice.
crowded: st.SearchStrategy[Row] = st.tuples(
    st.integers(0, 6).map(lambda n: BEGIN_MS + n),
    st.integers(0, 7),
    st.integers(0, 99),
    st.sampled_from([0, 0, 0, 86_400]),
)
LONG = 6


class TestLeft:
    """What each sample leaves to be counted."""

    @given(
        st.lists(rows, max_size=40) | st.lists(crowded, max_size=12), st.sampled_from([LONG, WHOLE])
    )
    def test_the_plain_way(self, of: list[Row], split_ms: int) -> None:
        found = array("i", left_of_each(columns_of(of), split_ms)).tolist()
        assert found == left_of(of, split_ms)
        event(f"some lie within others: {found != [row[2] for row in of]}")

    def test_a_day_of_totals_that_grow_each_second(self) -> None:
        of = [(BEGIN_MS, n * 1_000, 2 * n, 0) for n in range(1, 80_000)]
        assert sum(array("i", left_of_each(columns_of(of), WHOLE))) == 2 * 79_999

    def test_minutes_hours_and_the_day_so_far_are_one_day(self) -> None:
        minutes = [(BEGIN_MS + n * MINUTE, MINUTE, 7, 0) for n in range(20 * 60)]
        hours = [(BEGIN_MS + n * 60 * MINUTE, 60 * MINUTE, 420, 0) for n in range(20)]
        so_far = [(BEGIN_MS, n * 60 * MINUTE, n * 420, 0) for n in range(2, 21)]
        for of in (minutes + hours + so_far, so_far + minutes, hours + so_far):
            assert sum(array("i", left_of_each(columns_of(of), WHOLE))) == 20 * 420
