"""Lines through measurements (formula book G2).

x in days from any first day, y in the unit of the measure. The order of the points never matters,
and a line in other units is the line converted (H13).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.averages import mean, median
from vegaloop.goals.domain.formulas.bounds import first_outside
from vegaloop.kernel.evidence import NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

Point: TypeAlias = tuple[float, float]

APART_DAYS: Final = 1e-6  # A tenth of a second: nearer points say nothing of a slope.
LINE_POINTS_LEAST: Final = 3
PART_MOST: Final = 1e60  # Beyond what points within 1e9 make, and its square is a number.


@final
class Series(Struct, frozen=True):
    """Points in the order of their x, every number finite; `series_of` makes one."""

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if not all(math.isfinite(number) for point in self.points for number in point):
            raise ValueError("a series is made of finite numbers")

    @property
    def xs(self) -> tuple[float, ...]:
        """When its points were, in days."""
        return tuple(x for x, _ in self.points)

    @property
    def ys(self) -> tuple[float, ...]:
        """What its points came to."""
        return tuple(y for _, y in self.points)

    @property
    def spans_days(self) -> float:
        """How far apart its first and its last point are."""
        return self.points[-1][0] - self.points[0][0] if self.points else 0.0


@final
class Line(Struct, frozen=True):
    """A least-squares line with what is needed to say how sure it is."""

    intercept: float
    slope: float
    slope_se: float
    residual_sd: float
    n: int
    x_mean: float
    sxx: float

    def __post_init__(self) -> None:
        parts = (self.intercept, self.slope, self.slope_se, self.residual_sd, self.x_mean, self.sxx)
        fitted = all(abs(part) <= PART_MOST for part in parts)  # NaN is not.
        if not fitted or self.n < LINE_POINTS_LEAST or self.sxx <= 0:
            raise ValueError("such a line cannot be fitted")

    def at(self, x: float) -> float:
        """The height of the line."""
        return self.intercept + self.slope * x

    def level_se(self, x: float) -> float:
        """The standard error of that height."""
        away = x - self.x_mean
        return self.residual_sd * math.sqrt(1 / self.n + away * away / self.sxx)

    def widened(self, factor: float) -> Line:
        """The same line, less sure by a factor."""
        se, sd = self.slope_se * factor, self.residual_sd * factor
        return Line(self.intercept, self.slope, se, sd, self.n, self.x_mean, self.sxx)

    def residuals(self, series: Series) -> Series:
        """How far above the line each point lies."""
        return Series(tuple((x, y - self.at(x)) for x, y in series.points))


@final
class Robust(Struct, frozen=True):
    """A line that up to 29 % of wild points do not move far."""

    slope: float
    intercept: float


def series_of(points: Iterable[Point]) -> Result[Series, NoNumber]:
    """Put points in the order of their x, in days; a number that is none is refused (G2, GOAL-10).

    Declared on numbers from -1e9 to 1e9, NaN not among them (GOAL-48). Source: definition.
    """
    ranked = tuple(sorted(points))
    wrong = first_outside("point", (number for point in ranked for number in point))
    return Success(Series(ranked)) if wrong is None else Failure(wrong)


def fit_line(series: Series) -> Result[Line, NoNumber]:
    """Fit a line by ordinary least squares, in the unit of the measure a day (G2, GOAL-10).

    Three points on two days at least. Source: definition.
    """
    n = len(series.points)
    if n < LINE_POINTS_LEAST:
        return Failure(TooFew("points of a line", n, LINE_POINTS_LEAST))
    if series.spans_days < APART_DAYS:
        return Failure(Undefined("slope", "every point lies at one time"))
    x_mean, y_mean = mean(series.xs), mean(series.ys)
    sxx = math.fsum((x - x_mean) ** 2 for x, _ in series.points)
    slope = math.fsum((x - x_mean) * (y - y_mean) for x, y in series.points) / sxx
    intercept = y_mean - slope * x_mean
    squares = math.fsum((y - intercept - slope * x) ** 2 for x, y in series.points)
    sd = math.sqrt(squares / (n - 2))
    return Success(Line(intercept, slope, sd / math.sqrt(sxx), sd, n, x_mean, sxx))


def theil_sen(series: Series) -> Result[Robust, NoNumber]:
    """Fit a line by the median of all pairwise slopes (Theil 1950, Sen 1968; G2, GOAL-10).

    In the unit of the measure a day; points on two days at least.
    """
    slopes = [
        (y - before_y) / (x - before_x)
        for later, (x, y) in enumerate(series.points)
        for before_x, before_y in series.points[:later]
        if x - before_x >= APART_DAYS
    ]
    if not slopes:
        return Failure(TooFew("times with a point", min(1, len(series.points)), 2))
    slope = median(slopes)
    return Success(Robust(slope, median(series.ys) - slope * median(series.xs)))


def autocorrelation_factor(residuals: Series) -> float:
    """Tell by how much the standard error of a line through smooth points is too small (G2).

    sqrt((1 + r) / (1 - r)), without a unit, with r the lag-one autocorrelation of the residuals, in
    the order of time and at most 0.99. Total: 1 where they are not positively correlated. Source:
    definition (GOAL-33).
    """
    ys = residuals.ys
    squares = math.fsum(one * one for one in ys)
    if squares <= 0:
        return 1.0
    products = math.fsum(one * two for one, two in itertools.pairwise(ys))
    rho = min(0.99, max(0.0, products / squares))
    return math.sqrt((1 + rho) / (1 - rho))


def step_noise(residuals: Series) -> float:
    """Tell how far a total wanders beyond its line a day, in unit² a day (G3, GOAL-24).

    The mean square of its steps, over the days they took. Total: 0 where there is no step. Source:
    definition.
    """
    days = residuals.spans_days
    squares = math.fsum((two - one) ** 2 for one, two in itertools.pairwise(residuals.ys))
    return squares / days if days >= APART_DAYS else 0.0
