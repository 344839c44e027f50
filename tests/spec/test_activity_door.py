"""The rule of the door: no number, however odd, breaks a formula."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Final

import pytest

from vegaloop.activity import formulas as door
from vegaloop.kernel.result import Failure, Result, Success

ODD: Final = (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.0, 1e9, 1e308, -1e308, 5e-324)
ROWS: Final = ([], *([one] * many for one in ODD for many in (1, 3, 40, 1_500)))
BY: Final = tuple(door.Coefficients(one, two) for one in (0.64, *ODD) for two in (1.92, *ODD))

OF_ONE: Final[tuple[Callable[[float], object], ...]] = (
    door.alpha_of,
    door.ftp_from_20_minutes_w,
    door.gap_factor_strava_fit,
    door.hr_max_bpm,
    door.kcal_work,
    door.minetti_cost,
    door.minetti_factor,
    door.pace_zones,
)
OF_TWO: Final[tuple[Callable[[float, float], object], ...]] = (
    door.efficiency_factor,
    door.form_percent,
    door.grade_adjusted_pace_s_per_km,
    door.grade_adjusted_speed_m_s,
    door.intensity_factor,
    door.karvonen_zones,
    door.load_balance,
    door.monotony_from_moments,
    door.pace_s_per_km,
    door.relative_intensity,
    door.srpe_load,
    door.variability_index,
    door.vdot,
    door.vdot_race_time_s,
    door.vo2max_uth,
)
OF_THREE: Final[tuple[Callable[[float, float, float], object], ...]] = (
    door.bike_score,
    door.cp2_power_w,
    door.hrtss_avg,
    door.karvonen_target,
    door.kcal_grade,
    door.kcal_met,
    door.kcal_met_net,
    door.met_corrected,
    door.performance,
    door.rtss,
    door.stss,
    door.trimp_lucia,
    door.tss,
)
OF_ROW: Final[tuple[Callable[[list[float]], object], ...]] = (
    door.acwr_coupled,
    door.acwr_ewma,
    door.acwr_uncoupled,
    door.envelope,
    door.fitness_fatigue,
    door.monotony,
    door.monotony_strain,
    door.pmc,
    door.ramp_rate,
    door.stress_per_au,
    door.trimp_edwards,
    lambda row: door.best_effort_distance_1hz(row, 100),
    lambda row: door.elevation_gain_deadband(row, 3),
    lambda row: door.elevation_gain_zigzag(row, 3),
    lambda row: door.elevation_loss_zigzag(row, 3),
    lambda row: door.mean_maximal_power_w([row], [1, 5]),
    lambda row: door.normalized_graded_speed_m_s([row]),
    lambda row: door.recovery_tau_s(row, 250),
    lambda row: door.wbal_differential_j(row, 250, 20_000),
    lambda row: door.wbal_integral_j(row, 250, 20_000, 300),
    lambda row: door.weighted_power_w([row]),
    lambda row: door.xpower_w(door.runs_of(row)),
    lambda row: door.cp2_work_time([door.PowerEffort(t, p) for t in (60, 1) for p in row[:3]]),
    lambda row: door.cp3_morton([door.PowerEffort(p, p) for p in (*row[:3], 1, 2, 3, 4)]),
)


def sound(answer: object) -> bool:
    """Whether there is no NaN in what was answered; a reason may quote the one it was given."""
    match answer:
        case Failure():
            return True
        case Success(value):
            return sound(value)
        case float():
            return not math.isnan(answer)
        case str() | int() | None:
            return True
        case tuple() | list():
            return all(map(sound, answer))
        case _:
            return "nan" not in repr(answer)


class TestAct116:
    """ACT-116. Every formula at the door answers any number with a value or a reason, never with no number, and soon."""

    @pytest.mark.parametrize("formula", OF_ONE)
    def test_of_one(self, formula: Callable[[float], object]) -> None:
        assert all(sound(formula(one)) for one in ODD)

    @pytest.mark.parametrize("formula", OF_TWO)
    def test_of_two(self, formula: Callable[[float, float], object]) -> None:
        assert all(sound(formula(a, b)) for a in (60.0, *ODD) for b in (60.0, *ODD))

    @pytest.mark.parametrize("formula", OF_THREE)
    def test_of_three(self, formula: Callable[[float, float, float], object]) -> None:
        some = (60.0, *ODD)
        assert all(sound(formula(a, b, c)) for a in some for b in some for c in some)

    @pytest.mark.parametrize("formula", OF_ROW)
    def test_of_a_row(self, formula: Callable[[list[float]], object]) -> None:
        for row in ROWS:
            began = time.perf_counter()
            assert sound(formula(row)), row[:3]
            assert time.perf_counter() - began < 1

    def test_of_two_columns(self) -> None:
        def answers(row: list[float], other: list[float]) -> tuple[Result[object, object], ...]:
            return (door.grades(row, other), *door.best_times(row, other, [100.0, *ODD], 12.5))

        for row in ([0, 1e9], [0, math.inf], [1.0], *ROWS[1:8]):
            for other in ([1, 2], [1.0], *ROWS[:8]):
                began = time.perf_counter()
                assert all(map(sound, answers(row, other)))
                assert time.perf_counter() - began < 1

    def test_of_coefficients(self) -> None:
        for by in BY:
            assert sound(door.trimp_banister(60, 150, 50, 190, by))
            assert sound(door.trimp_of_times(((150_000, 60_000),), 50, 190, by))
            assert sound(door.hrss(50, 160, 50, 190, by))
