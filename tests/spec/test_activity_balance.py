"""The rules of W′ balance and of decoupling, for all numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.power import blocks, critical_w, powers, reserves_j, rows, scales, stretches
from tests.support import good, refused
from vegaloop.activity.domain.formulas.durability import (
    DriftSign,
    Stretch,
    aerobic_decoupling_pct,
    efficiency_factor,
    steady_decoupling_pct,
    stretches_of,
)
from vegaloop.activity.domain.formulas.one_hz import runs_of
from vegaloop.activity.domain.formulas.w_balance import (
    Recovery,
    recovery_tau_s,
    wbal_differential_j,
    wbal_integral_j,
)
from vegaloop.activity.domain.formulas.weighted_power import weighted_power_w
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

near = pytest.approx


def differential(of: Sequence[float], cp: float, reserve: float) -> list[float]:
    return [reserve, *good(wbal_differential_j(of, cp, reserve))]


def integral(of: Sequence[float], cp: float, reserve: float, tau: float = 400) -> list[float]:
    return [reserve, *good(wbal_integral_j(of, cp, reserve, tau))]


class TestAct65:
    """ACT-65. W′ balance starts full and never exceeds W′, falls by what is pushed above critical power and comes back below it, goes on from where it stopped, and is told below zero as well."""

    @given(blocks, critical_w, reserves_j)
    def test_differential(self, of: list[float], cp: float, reserve: float) -> None:
        balance = differential(of, cp, reserve)
        assert len(balance) == len(of) + 1
        assert all(left <= reserve for left in balance)
        for power, (before, after) in zip(of, pairwise(balance), strict=True):
            if power >= cp:
                assert after == before - (power - cp)
            else:
                assert before <= after
                lacking = reserve - before
                assert after == near(before + lacking * min(1, (cp - power) / reserve), abs=1e-6)

    @given(blocks, blocks, critical_w, reserves_j)
    def test_the_last_value_is_the_state(
        self, a: list[float], b: list[float], cp: float, reserve: float
    ) -> None:
        whole = differential([*a, *b], cp, reserve)
        last = whole[len(a)]
        for power, (before, after) in zip(b, pairwise(whole[len(a) :]), strict=True):
            lost = before - (power - cp) if power >= cp else None
            assert lost is None or after == lost
        assert differential(a, cp, reserve)[-1] == last

    @given(blocks, critical_w, reserves_j, st.floats(100, 2_000))
    def test_integral_is_the_sum_it_stands_for(
        self, of: list[float], cp: float, reserve: float, tau: float
    ) -> None:
        balance = integral(of, cp, reserve, tau)
        for n in range(len(of) + 1):
            spent = (max(0, p - cp) * math.exp(-(n - 1 - u) / tau) for u, p in enumerate(of[:n]))
            assert balance[n] == near(reserve - math.fsum(spent), abs=1e-6)
        assert all(left <= reserve for left in balance)

    @given(critical_w, reserves_j, st.integers(0, 600))
    def test_at_critical_power_nothing_changes(self, cp: float, reserve: float, n: int) -> None:
        assert set(differential([cp] * n, cp, reserve)) == {reserve}
        assert set(integral([cp] * n, cp, reserve)) == {reserve}

    @given(critical_w, reserves_j, st.integers(1, 300), st.integers(1, 500))
    def test_below_zero_is_told(self, cp: float, reserve: float, n: int, more: int) -> None:
        spent = differential([cp + more] * n, cp, reserve)[-1]
        assert spent == near(reserve - n * more)

    def test_no_more_comes_back_than_is_lacking(self) -> None:
        assert differential([1_200, 0, 0], 800, 500) == [500, 100, 500, 500]
        assert differential([700, 0], 500, 500) == [500, 300, 500]
        assert differential([700, 1], 500, 500) == near([500, 300, 499.6])

    def test_time_constants(self) -> None:
        assert good(recovery_tau_s([100, 200, 300], 250)) == near(546 * math.exp(-1) + 316)
        assert good(recovery_tau_s([250, 300], 250)) == near(546 * math.exp(-2.5) + 316)
        assert good(recovery_tau_s([], 250)) == good(recovery_tau_s([400], 250))
        elite = good(recovery_tau_s([100, 200, 300], 250, Recovery.BARTRAM))
        assert elite == near(2_287.2 / 100**0.688)

    @given(blocks, critical_w)
    def test_deeper_rest_recovers_faster(self, of: list[float], cp: float) -> None:
        for by in Recovery:
            here = good(recovery_tau_s(of, cp, by))
            deeper = [0.0 if power < cp else power for power in of]
            assert good(recovery_tau_s(deeper, cp, by)) <= here + 1e-9
            assert here > 0

    @pytest.mark.parametrize(
        ("watts", "cp", "reserve", "fault"),
        [
            ([-1.0], 250, 20_000, Outside("power_w", -1, 0, 1e4)),
            ([1.0, 10_001.0], 250, 20_000, Outside("power_w", 10_001, 0, 1e4)),
            ([1.0], 0.5, 20_000, Outside("cp_w", 0.5, 1, 800)),
            ([1.0], 801, 20_000, Outside("cp_w", 801, 1, 800)),
            ([1.0], 250, 499, Outside("w_prime_j", 499, 500, 60_000)),
            ([1.0], 250, 60_001, Outside("w_prime_j", 60_001, 500, 60_000)),
        ],
    )
    def test_where_it_is_declared(
        self, watts: list[float], cp: float, reserve: float, fault: Outside
    ) -> None:
        assert refused(wbal_differential_j(watts, cp, reserve)) == fault
        assert refused(wbal_integral_j(watts, cp, reserve, 400)) == fault
        assert reserve != 20_000 or refused(recovery_tau_s(watts, cp)) == fault

    def test_where_its_time_constant_is_declared(self) -> None:
        for tau in (0.5, 1_000_001):
            assert refused(wbal_integral_j([1.0], 250, 20_000, tau)) == Outside(
                "tau_s", tau, 1, 1e6
            )
        assert good(wbal_integral_j([1e4], 800, 60_000, 1)) == near([50_800])
        assert good(wbal_integral_j([1.0], 1, 500, 1e6)) == near([500])


def halves(of: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """The first and the last half of the seconds, plainly."""
    seconds = [
        (n, watts, beats)
        for n, one in enumerate(of)
        for watts, beats in zip(one.watts, one.beats_bpm, strict=True)
    ]
    half = len(seconds) // 2

    def again(part: list[tuple[int, float, float]]) -> list[Stretch]:
        return [
            Stretch([w for k, w, _ in part if k == n], [b for k, _, b in part if k == n])
            for n in range(len(of))
        ]

    return again(seconds[:half]), again(seconds[len(seconds) - half :])


def efficiency(of: list[Stretch]) -> float:
    beats = [bpm for one in of for bpm in one.beats_bpm]
    return good(weighted_power_w([one.watts for one in of])) / (sum(beats) / len(beats))


class TestAct66:
    """ACT-66. Decoupling compares the halves of the time that both power and heart rate were recorded, is positive where the heart drifts, and does not change when all power or all rates are scaled."""

    @given(stretches())
    def test_the_plain_way(self, of: list[Stretch]) -> None:
        first, second = halves(of)
        drift = 100 * (1 - efficiency(second) / efficiency(first))
        found = good(aerobic_decoupling_pct(of))
        assert found == near(drift, abs=1e-6)
        assert good(aerobic_decoupling_pct(of, DriftSign.NEGATIVE_IS_DRIFT)) == -found

    @given(stretches(), scales)
    def test_scale(self, of: list[Stretch], k: float) -> None:
        found = good(aerobic_decoupling_pct(of))
        stronger = [Stretch([k * w for w in one.watts], one.beats_bpm) for one in of]
        assert good(aerobic_decoupling_pct(stronger)) == near(found, abs=1e-6)
        slower = [Stretch(one.watts, [b / 2 for b in one.beats_bpm]) for one in of]
        assert good(aerobic_decoupling_pct(slower)) == near(found, abs=1e-6)

    @given(stretches())
    def test_what_repeats_itself_does_not_drift(self, of: list[Stretch]) -> None:
        assert good(aerobic_decoupling_pct([*of, *of])) == near(0, abs=1e-6)

    @given(rows, rows, st.integers(0, 30))
    def test_seconds_that_both_have(
        self, watts: list[int | None], beats: list[int | None], since: int
    ) -> None:
        found = stretches_of(runs_of(watts), runs_of(beats), since)
        told = [pair for one in found for pair in zip(one.watts, one.beats_bpm, strict=True)]
        assert told == [
            (a, b)
            for n, (a, b) in enumerate(zip(watts, beats, strict=False))
            if a is not None and b is not None and n >= since
        ]
        assert all(one.watts for one in found)

    def test_where_it_is_declared(self) -> None:
        steady = Stretch([200.0] * 60, [140.0] * 60)
        assert good(aerobic_decoupling_pct([steady])) == 0
        short = Stretch([200.0] * 59, [140.0] * 59)
        few = TooFew("seconds of power in a row", 29, 30)
        assert refused(aerobic_decoupling_pct([short])) == few
        assert refused(aerobic_decoupling_pct([Stretch([], [])])) == TooFew(few.what, 0, 30)
        assert refused(aerobic_decoupling_pct([])) == TooFew(few.what, 0, 30)
        none = Stretch([*[0.0] * 30, *[200.0] * 30], [140.0] * 60)
        assert refused(aerobic_decoupling_pct([none])) == Undefined(
            "aerobic_decoupling_pct", "no power in the first half"
        )
        dead = Stretch([200.0] * 60, [0.5] * 60)
        assert refused(aerobic_decoupling_pct([dead])) == Outside("heart_rate_bpm", 0.5, 1, 300)
        uneven = [Stretch([200.0] * 40, [140.0] * 40), Stretch([200.0] * 29, [140.0] * 29)]
        assert refused(aerobic_decoupling_pct([*uneven, uneven[1]])).what == few.what

    @given(powers, st.integers(1, 300))
    def test_efficiency(self, power: int, bpm: int) -> None:
        assert good(efficiency_factor(power, bpm)) == power / bpm

    def test_where_efficiency_is_declared(self) -> None:
        assert refused(efficiency_factor(-1, 140)) == Outside("weighted_w", -1, 0, 1e6)
        assert refused(efficiency_factor(200, 0)) == Outside("heart_rate_bpm", 0, 1, 300)
        assert refused(efficiency_factor(200, 301)) == Outside("heart_rate_bpm", 301, 1, 300)


class TestAct67:
    """ACT-67. Decoupling is told of a ride whose warm-up of ten minutes left forty minutes and more, at a variability index below 1.1."""

    def test_forty_minutes(self) -> None:
        ride = Stretch([200.0] * 2_400, [*[140.0] * 1_200, *[147.0] * 1_200])
        assert good(steady_decoupling_pct([ride])) == near(100 / 21)
        short = Stretch(ride.watts[1:], ride.beats_bpm[1:])
        what = "seconds of power and heart rate after the warm-up"
        assert refused(steady_decoupling_pct([short])) == TooFew(what, 2_399, 2_400)
        assert refused(steady_decoupling_pct([])) == TooFew(what, 0, 2_400)

    @pytest.mark.parametrize(("easy", "steady"), [(150.0, True), (112.0, True), (111.0, False)])
    def test_evenness(self, easy: float, steady: bool) -> None:
        ride = Stretch(([easy] * 300 + [200.0] * 300) * 5, [140.0] * 3_000)
        found = steady_decoupling_pct([ride])
        weighted = good(weighted_power_w([ride.watts]))
        assert (weighted / (sum(ride.watts) / 3_000) < 1.1) is steady
        if steady:
            assert found == aerobic_decoupling_pct([ride])
        else:
            assert refused(found) == Undefined(
                "aerobic_decoupling_pct",
                "the ride is uneven: its variability index is 1.1 or more",
            )

    def test_where_it_is_declared(self) -> None:
        bits = [Stretch([200.0] * 29, [140.0] * 29)] * 100
        assert refused(steady_decoupling_pct(bits)) == TooFew("seconds of power in a row", 29, 30)
        still = [Stretch([0.0] * 3_000, [140.0] * 3_000)]
        assert refused(steady_decoupling_pct(still)) == Outside("mean_w", 0, 1, 1e6)
