"""Lines in other units, on other days and in another order (H13)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import factors, line_through, numbers, points, robust_through
from vegaloop.goals.domain.formulas.line import Line, Series

NEAR = pytest.approx


class TestGoal60:
    """GOAL-60. A line through values in another unit is the line in that unit, through moved days the moved line, and through the same points in another order the same line, by least squares and by medians."""

    @given(points, factors, numbers)
    def test_another_unit(
        self, some: list[tuple[float, float]], factor: float, offset: float
    ) -> None:
        other = [(x, factor * y + offset) for x, y in some]
        line, moved = line_through(some), line_through(other)
        assert moved.slope == NEAR(factor * line.slope, rel=1e-9, abs=1e-8)
        assert moved.intercept == NEAR(factor * line.intercept + offset, rel=1e-9, abs=1e-6)
        assert moved.residual_sd == NEAR(abs(factor) * line.residual_sd, rel=1e-6, abs=1e-6)
        robust, turned = robust_through(some), robust_through(other)
        assert turned.slope == NEAR(factor * robust.slope, rel=1e-9, abs=1e-8)
        assert turned.intercept == NEAR(factor * robust.intercept + offset, rel=1e-9, abs=1e-6)

    @given(points, st.integers(-400, 400))
    def test_other_days(self, some: list[tuple[float, float]], later: int) -> None:
        other = [(x + later, y) for x, y in some]
        for one, moved in (
            (line_through(some), line_through(other)),
            (robust_through(some), robust_through(other)),
        ):
            assert moved.slope == NEAR(one.slope, rel=1e-9, abs=1e-8)
            assert moved.intercept == NEAR(one.intercept - later * one.slope, rel=1e-6, abs=1e-5)

    @given(points, st.data())
    def test_another_order(self, some: list[tuple[float, float]], data: st.DataObject) -> None:
        turned = data.draw(st.permutations(some))
        assert line_through(turned) == line_through(some)
        assert robust_through(turned) == robust_through(some)


class TestOnlyNumbersMakeALine:
    """What is no number makes no series and no line, whoever builds it."""

    @pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
    def test_a_series(self, odd: float) -> None:
        for point in ((odd, 1.0), (1.0, odd)):
            with pytest.raises(ValueError, match="a series is made of finite numbers"):
                Series(((0.0, 0.0), point))

    @pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, 1.01e60])
    @pytest.mark.parametrize("place", range(6))
    def test_a_line(self, odd: float, place: int) -> None:
        parts = [1.0] * 6
        parts[place] = odd
        intercept, slope, slope_se, sd, x_mean, sxx = parts
        with pytest.raises(ValueError, match="such a line cannot be fitted"):
            Line(intercept, slope, slope_se, sd, 3, x_mean, sxx)

    def test_the_largest_line(self) -> None:
        assert Line(1e60, -1e60, 1e60, 1e60, 3, 1e60, 1e60).slope == -1e60
