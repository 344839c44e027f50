"""How a formula tells that it is asked for outside its domain."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.activity.domain.formulas.declared import (
    LONG,
    outside_of_all,
)
from vegaloop.kernel.evidence import Outside, outside


class TestOutside:
    """The first number outside its closed interval is told, NaN and infinity among them."""

    @pytest.mark.parametrize("given_", [0.0, 0.5, 1.0])
    def test_within(self, given_: float) -> None:
        assert outside(("x", given_, 0, 1), ("y", given_, 0, 1)) is None

    @pytest.mark.parametrize("given_", [-0.001, 1.001, math.inf, -math.inf])
    def test_without(self, given_: float) -> None:
        assert outside(("x", 0.5, 0, 1), ("y", given_, 0, 1)) == Outside("y", given_, 0, 1)

    def test_nan(self) -> None:
        fault = outside(("x", math.nan, 0, 1))
        assert fault is not None
        assert math.isnan(fault.given)


class TestOutsideOfAll:
    """The same of long rows, whichever way it is looked for."""

    @given(
        st.sampled_from([3, LONG - 1, LONG, 2 * LONG]),
        st.sampled_from([-0.5, 1.5, math.inf, -math.inf]),
        st.floats(0, 1),
    )
    def test_one_wrong_number(self, count: int, wrong: float, share: float) -> None:
        row = [0.0, *([0.5] * count), 1.0]
        assert outside_of_all("x", ((), row, row), 0, 1) is None
        row[int(share * count)] = wrong
        assert outside_of_all("x", ([1.0], row), 0, 1) == Outside("x", wrong, 0, 1)

    @pytest.mark.parametrize("count", [1, LONG])
    def test_nan(self, count: int) -> None:
        fault = outside_of_all("x", ([0.5] * count + [math.nan],), 0, 1)
        assert fault is not None
        assert math.isnan(fault.given)
