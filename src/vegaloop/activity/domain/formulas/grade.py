"""What a slope costs on foot, and how fast it would have been on the flat (formula book A18).

Rule 1: speeds are compared by the curve fitted to what runners do at equal heart rate, energy by
Minetti's, which overstates how much a steep road down helps; the name of the curve is told.
Rule 2: a grade is of ten metres of way, out of altitudes smoothed over the way and not over time,
so that standing still has none.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    METERS_MOST,
    SECONDS_MOST,
    one_to_one,
    outside_of_all,
)
from vegaloop.kernel.evidence import NoNumber, TooFew, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import kcal_from_kj

__all__ = (
    "CELL_M",
    "Gait",
    "GradeCurve",
    "gap_factor_strava_fit",
    "grade_adjusted_pace_s_per_km",
    "grade_adjusted_speed_m_s",
    "grades",
    "kcal_grade",
    "kcal_of_grades",
    "minetti_cost",
    "minetti_factor",
    "normalized_graded_speed_m_s",
    "way_factors",
)

CELL_M: Final = 10.0  # A18: the look-ahead a grade is taken over.
# On either side. A satellite fix trembles by metres: over 30 m it would make of level ground a tenth
# more than it is, over 100 m the rolling hills would be gone.
SMOOTHED_CELLS: Final = 5
MINETTI_GRADE_MOST: Final = 0.45  # The steepest treadmill Minetti had.
FIT_GRADE_MOST_PCT: Final = 34.0
GRADE_MOST: Final = 1e6
ALTITUDE_MOST_M: Final = 1e6
WAY_MOST_M: Final = 2e6  # Further in one go nobody has been; each ten metres of it are a number.
SPEED_MOST_M_S: Final = 1e3
WEIGHT_MOST_KG: Final = 1e3
WINDOW_S: Final = 30


class GradeCurve(StrEnum):
    """By which curve a slope was turned into flat ground."""

    STRAVA_FIT = "strava_fit"
    MINETTI = "minetti"


class Gait(StrEnum):
    """Whether somebody walks or runs: up to a slope of a half, walking costs less."""

    RUN = "run"
    WALK = "walk"


# J/kg/m by powers of the grade, the highest first. Running is A18; walking is of the same paper,
# which the formula book does not quote.
_MINETTI: Final = {
    Gait.RUN: (155.4, -30.4, -43.3, 46.3, 19.5, 3.6),
    Gait.WALK: (280.5, -58.7, -76.8, 51.9, 19.6, 2.5),
}
# By powers of the grade in percent, the highest first.
_STRAVA_FIT: Final = (-2.66281e-9, -3.68619e-7, 4.06624e-7, 0.00180840, 0.0292909, 1.0)


def minetti_cost(grade: float, gait: Gait = Gait.RUN) -> Result[float, NoNumber]:
    """Tell what a metre costs above rest on a slope, in J per kg and m (A18).

    `grade` is rise over run; beyond ±0.45, where nobody was measured, that of 0.45 is told. Outside
    for what is no number. Source: Minetti et al. 2002. Rule ACT-97.
    """
    fault = outside(("grade", grade, -GRADE_MOST, GRADE_MOST))
    return Success(_cost(grade, gait)) if fault is None else Failure(fault)


def minetti_factor(grade: float) -> Result[float, NoNumber]:
    """Tell how many metres of flat ground one on a slope costs a runner (A18).

    Declared on the domain of `minetti_cost`. Source: Minetti et al. 2002. Rule ACT-97.
    """
    fault = outside(("grade", grade, -GRADE_MOST, GRADE_MOST))
    return Success(_FACTORS[GradeCurve.MINETTI](grade)) if fault is None else Failure(fault)


def gap_factor_strava_fit(grade_pct: float) -> Result[float, NoNumber]:
    """Tell how many metres of flat ground one on a slope is worth at equal heart rate (A18).

    `grade_pct` is in percent, from -34 to 34; least (0.88) at about -9. Source: the fifth-order fit
    of sports-lib to Strava's curve of 2017, as in A18. Rule ACT-97.
    """
    fault = outside(("grade_pct", grade_pct, -FIT_GRADE_MOST_PCT, FIT_GRADE_MOST_PCT))
    return Success(_polynomial(_STRAVA_FIT, grade_pct)) if fault is None else Failure(fault)


def grade_adjusted_speed_m_s(
    speed_m_s: float, grade: float, curve: GradeCurve = GradeCurve.STRAVA_FIT
) -> Result[float, NoNumber]:
    """Tell the speed on the flat that a speed in m/s on a slope is worth (A18).

    `speed_m_s` is from 0 to 1,000, `grade` rise over run; beyond the steepest slope of its curve
    (0.34, Minetti's 0.45) the factor is that of the steepest. Source: sports-lib's fit to Strava's
    curve of 2017; Minetti et al. 2002. Rule ACT-98.
    """
    fault = outside(
        ("speed_m_s", speed_m_s, 0, SPEED_MOST_M_S), ("grade", grade, -GRADE_MOST, GRADE_MOST)
    )
    return Success(speed_m_s * _FACTORS[curve](grade)) if fault is None else Failure(fault)


def grade_adjusted_pace_s_per_km(
    pace_s_per_km: float, grade: float, curve: GradeCurve = GradeCurve.STRAVA_FIT
) -> Result[float, NoNumber]:
    """Tell the pace on the flat that a pace in s/km on a slope is worth (A18).

    Declared as `grade_adjusted_speed_m_s`, for paces from 0 to 6e7. Source: sports-lib's fit to
    Strava's curve of 2017; Minetti et al. 2002. Rule ACT-98.
    """
    fault = outside(
        ("pace_s_per_km", pace_s_per_km, 0, SECONDS_MOST), ("grade", grade, -GRADE_MOST, GRADE_MOST)
    )
    return Success(pace_s_per_km / _FACTORS[curve](grade)) if fault is None else Failure(fault)


def normalized_graded_speed_m_s(blocks: Sequence[Sequence[float]]) -> Result[float, NoNumber]:
    """Average grade-adjusted speeds in m/s, at 1 Hz, over every full 30 seconds (A8, A18).

    No window bridges two blocks; speeds are from 0 to 1,000. TooFew where no block lasts 30 s.
    Source: definition. Rule ACT-99.
    """
    fault = outside_of_all("speed_m_s", blocks, 0, SPEED_MOST_M_S)
    if fault is not None:
        return Failure(fault)
    windows: list[float] = []
    for block in blocks:
        sums = tuple(accumulate(block, initial=0.0))
        windows += [(b - a) / WINDOW_S for a, b in zip(sums, sums[WINDOW_S:], strict=False)]
    if not windows:
        longest = max(map(len, blocks), default=0)
        return Failure(TooFew("seconds of speed in a row", longest, WINDOW_S))
    return Success(math.fsum(windows) / len(windows))


def grades(
    distances_m: Sequence[float], altitudes_m: Sequence[float]
) -> Result[array[float], NoNumber]:
    """Find the grade of every full ten metres of a way, as rise over run (A18).

    `distances_m` never fall. Altitudes are drawn in lines between samples and smoothed over up to
    50 m on either side, as much on one as on the other, so that a steady slope stays what it is. A
    way of less than ten metres has none. Source: VegaLoop's own, as A18 names nobody. Rule ACT-96.
    """
    fault = _no_way(distances_m, altitudes_m)
    if fault is not None:
        return Failure(fault)
    nodes = _at_every_cell(distances_m, altitudes_m)
    sums = tuple(accumulate(nodes, initial=0.0))
    last = len(nodes) - 1
    smooth = array("d")
    for place in range(len(nodes)):
        reach = min(SMOOTHED_CELLS, place, last - place)
        smooth.append((sums[place + reach + 1] - sums[place - reach]) / (2 * reach + 1))
    return Success(array("d", [(b - a) / CELL_M for a, b in pairwise(smooth)]))


def way_factors(slopes: Sequence[float], curve: GradeCurve = GradeCurve.STRAVA_FIT) -> array[float]:
    """Tell how many metres of flat ground one of each slope is worth.

    Slopes steeper than the curve knows are taken as the steepest it does. Rule ACT-98.
    """
    return array("d", map(_FACTORS[curve], slopes))


def kcal_grade(
    weight_kg: float, distance_m: float, grade: float, gait: Gait = Gait.RUN
) -> Result[float, NoNumber]:
    """Estimate the energy above rest of a way on one slope, in kcal (A18).

    Body mass from 0 to 1,000 kg, way from 0 to 1e8 m, grade as for `minetti_cost`. Source: Minetti
    et al. 2002. Rule ACT-100.
    """
    fault = outside(
        ("weight_kg", weight_kg, 0, WEIGHT_MOST_KG),
        ("distance_m", distance_m, 0, METERS_MOST),
        ("grade", grade, -GRADE_MOST, GRADE_MOST),
    )
    if fault is not None:
        return Failure(fault)
    return Success(kcal_of_grades(weight_kg, distance_m, (grade,), gait))


def kcal_of_grades(
    weight_kg: float, distance_m: float, slopes: Sequence[float], gait: Gait
) -> float:
    """Estimate the energy above rest of a way of slopes as long as each other, in kcal.

    `slopes` are at least one. Rule ACT-100.
    """
    mean_cost = math.fsum(_cost(slope, gait) for slope in slopes) / len(slopes)
    return kcal_from_kj(weight_kg * distance_m * mean_cost / 1_000)


def _no_way(distances_m: Sequence[float], altitudes_m: Sequence[float]) -> NoNumber | None:
    fault = (
        one_to_one(distances_m, altitudes_m)
        or outside_of_all("distance_m", (distances_m,), 0, METERS_MOST)
        or outside_of_all("altitude_m", (altitudes_m,), -ALTITUDE_MOST_M, ALTITUDE_MOST_M)
    )
    if fault is not None or not distances_m:
        return fault
    return outside(("way_m", max(distances_m) - distances_m[0], 0, WAY_MOST_M))


def _polynomial(coefficients: Sequence[float], x: float) -> float:
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def _within(grade: float, most: float) -> float:
    return max(-most, min(most, grade))


def _cost(grade: float, gait: Gait) -> float:
    return _polynomial(_MINETTI[gait], _within(grade, MINETTI_GRADE_MOST))


def _fit(grade: float) -> float:
    return _polynomial(_STRAVA_FIT, _within(100 * grade, FIT_GRADE_MOST_PCT))


def _cost_against_flat(grade: float) -> float:
    return _cost(grade, Gait.RUN) / _cost(0, Gait.RUN)


_FACTORS: Final[dict[GradeCurve, Callable[[float], float]]] = {
    GradeCurve.STRAVA_FIT: _fit,
    GradeCurve.MINETTI: _cost_against_flat,
}


def _at_every_cell(distances_m: Sequence[float], altitudes_m: Sequence[float]) -> array[float]:
    """The altitude every ten metres from the first sample on, in lines between samples."""
    nodes: array[float] = array("d")
    at_m, before_m, low_m = 0.0, 0.0, 0.0
    for distance_m, altitude_m in zip(distances_m, altitudes_m, strict=True):
        if not nodes:
            nodes.append(altitude_m)
            at_m = distance_m + CELL_M
        while at_m <= distance_m:
            share = (at_m - before_m) / (distance_m - before_m)
            nodes.append(low_m + share * (altitude_m - low_m))
            at_m += CELL_M
        before_m, low_m = distance_m, altitude_m
    return nodes
