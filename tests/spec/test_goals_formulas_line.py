"""The rules of lines as formulas, for all points."""

from __future__ import annotations

import itertools
import math
from statistics import linear_regression, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    factors,
    line_through,
    numbers,
    points,
    points_at,
    robust_through,
)
from tests.support import good, refused
from vegaloop.goals.domain.formulas.arrival import predict
from vegaloop.goals.domain.formulas.line import (
    Line,
    Series,
    autocorrelation_factor,
    fit_line,
    theil_sen,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

NEAR = pytest.approx


def factor_of(*residuals: float) -> float:
    return autocorrelation_factor(points_at(*enumerate(residuals)))


class TestGoal10:
    """GOAL-10. A forecast converts with the unit of its values, moves with its days, and does not depend on their order."""

    @given(points, factors, numbers, st.integers(-30, 30))
    def test_the_least_squares_line(
        self,
        some: list[tuple[float, float]],
        factor: float,
        offset: float,
        later: int,
    ) -> None:
        line = line_through(some)
        turned = line_through(list(reversed(some)))
        assert turned == line
        moved = line_through([(x + later, factor * y + offset) for x, y in some])
        assert moved.slope == NEAR(factor * line.slope, abs=1e-9)
        assert moved.slope_se == NEAR(abs(factor) * line.slope_se, rel=1e-6, abs=1e-6)
        assert moved.at(later + 9) == NEAR(factor * line.at(9) + offset, abs=1e-6)
        around, other = good(predict(line, 9, 0.1)), good(predict(moved, later + 9, 0.1))
        assert other.upper - other.lower == NEAR(
            abs(factor) * (around.upper - around.lower), rel=1e-6, abs=1e-5
        )

    @given(points, factors, numbers, st.integers(-30, 30))
    def test_the_robust_line(
        self, some: list[tuple[float, float]], factor: float, offset: float, later: int
    ) -> None:
        robust = robust_through(some)
        assert robust_through(some[::-1]) == robust
        moved = robust_through([(x + later, factor * y + offset) for x, y in some])
        assert moved.slope == NEAR(factor * robust.slope, abs=1e-9)

    @given(points)
    def test_a_line_fits_itself(self, some: list[tuple[float, float]]) -> None:
        line = line_through(some)
        again = line_through([(x, line.at(x)) for x, _ in some])
        assert again.slope == NEAR(line.slope, abs=1e-9)
        assert again.residual_sd == NEAR(0, abs=1e-6)

    def test_too_little_for_a_line(self) -> None:
        assert refused(fit_line(points_at((0, 0), (1, 1)))) == TooFew("points of a line", 2, 3)
        one_time = Undefined("slope", "every point lies at one time")
        assert refused(fit_line(points_at((1, 1), (1, 2), (1 + 9e-7, 3)))) == one_time
        assert good(fit_line(points_at((0, 1), (0, 2), (1e-6, 3)))).n == 3
        lone = TooFew("times with a point", 1, 2)
        assert refused(theil_sen(points_at((1, 1), (1, 2), (1 + 9e-7, 3)))) == lone
        assert refused(theil_sen(points_at())) == TooFew("times with a point", 0, 2)

    def test_some_lines(self) -> None:
        line = line_through([(0, 1), (1, 3), (2, 2), (3, 6)])
        assert (line.intercept, line.slope, line.n) == (NEAR(0.9), NEAR(1.4), 4)
        assert (line.x_mean, line.sxx) == (1.5, 5)
        assert line.residual_sd == NEAR(math.sqrt(4.2 / 2))
        assert line.slope_se == NEAR(math.sqrt(4.2 / 2 / 5))
        assert line.level_se(3.5) == NEAR(math.sqrt(4.2 / 2 * (1 / 4 + 4 / 5)))
        robust = robust_through([(0, 1), (1, 3), (2, 2), (3, 6)])
        assert (robust.slope, robust.intercept) == (NEAR(19 / 12), NEAR(0.125))
        assert robust_through([(0, 1), (0, 9), (1e-6, 1 + 1e-6)]).slope == NEAR(-3999999.0)

    @given(points)
    def test_it_is_the_line_of_the_books(self, some: list[tuple[float, float]]) -> None:
        xs, ys = zip(*some, strict=True)
        line, robust, theirs = line_through(some), robust_through(some), linear_regression(xs, ys)
        assert line.slope == NEAR(theirs.slope, abs=1e-9)
        assert line.intercept == NEAR(theirs.intercept, abs=1e-6)
        slopes = [
            (b_y - a_y) / (b_x - a_x)
            for (a_x, a_y), (b_x, b_y) in itertools.combinations(some, 2)
            if a_x != b_x
        ]
        assert robust.slope == NEAR(median(slopes), abs=1e-12)
        assert robust.intercept == NEAR(median(ys) - median(slopes) * median(xs), abs=1e-9)

    def test_the_impossible_cannot_be_built(self) -> None:
        for n, sxx in ((2, 1.0), (3, 0.0)):
            with pytest.raises(ValueError, match=r"^such a line cannot be fitted$"):
                Line(0, 1, 0, 0, n, 0, sxx)
        assert points_at((3, 1), (1, 2)) == Series(((1, 2), (3, 1)))
        assert (points_at((3, 1), (1, 2)).spans_days, points_at().spans_days) == (2, 0)


class TestGoal32:
    """GOAL-32. A new measurement is predicted with an interval that is the wider the further it lies from the days that were measured."""

    @given(points, st.integers(0, 60), st.integers(1, 60))
    def test_further_is_wider(self, some: list[tuple[float, float]], away: int, more: int) -> None:
        line = line_through(some)
        near, far = (good(predict(line, line.x_mean + days, 0.1)) for days in (away, away + more))
        before = good(predict(line, line.x_mean - away, 0.1))
        assert far.upper - far.lower >= near.upper - near.lower
        assert before.upper - before.lower == NEAR(near.upper - near.lower, rel=1e-6, abs=1e-6)
        assert near.lower <= near.mean <= near.upper

    def test_a_prediction(self) -> None:
        around = good(predict(Line(100, -1, 0.1, 2, 28, 13.5, 400), 33.5, 0.1))
        half = 1.7056179197592727 * 2 * math.sqrt(1 + 1 / 28 + 1)
        assert (around.mean, around.lower) == (66.5, NEAR(66.5 - half))
        assert around.upper == NEAR(66.5 + half)

    @pytest.mark.parametrize("alpha", [0.0, 9e-7, 1.1, math.nan])
    def test_a_chance_is_a_chance(self, alpha: float) -> None:
        why = refused(predict(Line(100, -1, 0.1, 2, 28, 13.5, 400), 30, alpha))
        assert isinstance(why, Outside)
        assert (why.what, why.least, why.most) == ("alpha", 1e-6, 1)

    def test_the_bounds_of_a_chance(self) -> None:
        line = Line(100, -1, 0.1, 2, 28, 13.5, 400)
        assert good(predict(line, 30, 1)).lower == NEAR(70)
        assert good(predict(line, 30, 1e-6)).lower < 60


class TestGoal33:
    """GOAL-33. A line through values that remember the days before is less sure, by sqrt((1 + r) / (1 - r)) of their lag-one autocorrelation r."""

    def test_smooth_points_are_less_sure(self) -> None:
        assert factor_of(0, 0) == 1
        assert factor_of(1, -1, 1, -1) == 1
        assert factor_of(1, 1, 1, -1, -1, -1) == NEAR(math.sqrt(3))
        assert factor_of(1, 1, 0, 0) == NEAR(math.sqrt(3))
        assert factor_of(*[1] * 200) == NEAR(math.sqrt(1.99 / 0.01))
        line = Line(1, 2, 0.5, 3, 10, 4, 36)
        assert line.widened(2) == Line(1, 2, 1, 6, 10, 4, 36)

    @given(st.lists(numbers, min_size=1, max_size=30), factors)
    def test_it_has_no_unit_and_is_never_surer(self, ys: list[float], factor: float) -> None:
        found = factor_of(*ys)
        assert 1 <= found <= math.sqrt(199) * (1 + 1e-12)
        assert factor_of(*(factor * y for y in ys)) == NEAR(found)

    def test_what_lies_above_the_line(self) -> None:
        line = Line(1, 2, 0.5, 3, 10, 4, 36)
        assert line.residuals(points_at((0, 1), (1, 5))) == Series(((0, 0), (1, 2)))
