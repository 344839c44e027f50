"""The rules of fitness, fatigue and form as formulas, for all series."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import close, daily, factors, loads
from tests.support import good, refused
from vegaloop.activity.domain.formulas.fitness import exp_alpha, smoothed
from vegaloop.activity.formulas import (
    Alpha,
    Fitness,
    FormBand,
    alpha_of,
    fitness_fatigue,
    form_band,
    form_percent,
    load_balance,
    performance,
    pmc,
    ramp_rate,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined
from vegaloop.kernel.result import Success

alphas = st.sampled_from([good(alpha_of(tau, by)) for tau in (7, 42) for by in Alpha])
weeks = st.lists(loads, min_size=7, max_size=7)


class TestAct12:
    """ACT-12. CTL and ATL are linear in the loads, stay within them, and go on from where they stopped."""

    @given(st.lists(st.tuples(loads, loads), min_size=1), alphas)
    def test_linear(self, pairs: list[tuple[float, float]], alpha: float) -> None:
        a, b = smoothed([x for x, _ in pairs], alpha), smoothed([y for _, y in pairs], alpha)
        both = smoothed([x + y for x, y in pairs], alpha)
        assert all(close(x + y, z) for x, y, z in zip(a, b, both, strict=True))

    @given(daily, alphas, loads)
    def test_within_seed_and_loads(self, of: list[float], alpha: float, seed: float) -> None:
        low, high = min(seed, *of), max(seed, *of)
        assert all(low - 1e-9 <= x <= high + 1e-9 for x in smoothed(of, alpha, seed))

    @given(daily, daily, alphas, loads)
    def test_it_goes_on(self, a: list[float], b: list[float], alpha: float, seed: float) -> None:
        first = smoothed(a, alpha, seed)
        assert smoothed([*a, *b], alpha, seed) == first + smoothed(b, alpha, first[-1])

    @given(loads, st.integers(1, 300), alphas)
    def test_constant_load_from_its_own_seed_stays(self, c: float, n: int, alpha: float) -> None:
        assert all(close(x, c) for x in smoothed([c] * n, alpha, c))

    @given(loads, st.integers(1, 300), alphas)
    def test_rest_decays(self, seed: float, n: int, alpha: float) -> None:
        assert close(smoothed([0.0] * n, alpha, seed)[-1], seed * (1 - alpha) ** n)

    @given(daily, loads, loads, st.sampled_from(Alpha))
    def test_both_at_once(self, of: list[float], ctl: float, atl: float, by: Alpha) -> None:
        found = good(pmc(of, 42, 7, by, (ctl, atl)))
        assert found.ctl == smoothed(of, good(alpha_of(42, by)), ctl)
        assert found.atl == smoothed(of, good(alpha_of(7, by)), atl)

    @given(daily)
    def test_the_defaults_are_six_weeks_and_one_from_zero(self, of: list[float]) -> None:
        assert good(pmc(of)) == good(pmc(of, 42, 7, Alpha.EXP, (0, 0)))

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(pmc([1, -1])) == Outside("load", -1, 0, 1e6)
        assert refused(pmc([1], seeds=(0, -1))) == Outside("load", -1, 0, 1e6)
        assert refused(pmc([1], ctl_days=0)) == Outside("tau_days", 0, 1, 1_000)
        assert refused(pmc([1], atl_days=1_001)) == Outside("tau_days", 1_001, 1, 1_000)
        assert good(pmc([])) == (smoothed([], 1), smoothed([], 1))


class TestAct31:
    """ACT-31. The share of a day's load in CTL and ATL is 1 - exp(-1/tau) unless another convention is named."""

    def test_the_shares_by_convention(self) -> None:
        shares = {
            by: (round(good(alpha_of(42, by)), 5), round(good(alpha_of(7, by)), 5)) for by in Alpha
        }
        assert shares == {
            Alpha.EXP: (0.02353, 0.13312),
            Alpha.ONE_OVER_TAU: (0.02381, 0.14286),
            Alpha.SPAN: (0.04651, 0.25),
        }
        assert alpha_of(42) == alpha_of(42, Alpha.EXP) == Success(exp_alpha(42))

    def test_half_of_it_is_gone_after_tau_ln_2(self) -> None:
        assert close((1 - exp_alpha(42)) ** (42 * math.log(2)), 0.5)

    @given(st.floats(1, 1_000), st.sampled_from(Alpha))
    def test_a_share_is_one(self, tau: float, by: Alpha) -> None:
        assert 0 < good(alpha_of(tau, by)) <= 1

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(alpha_of(0.99)) == Outside("tau_days", 0.99, 1, 1_000)
        assert isinstance(refused(alpha_of(math.inf)), Outside)


class TestAct32:
    """ACT-32. Form is called by the range it lies in, the lower bound included, and is a share of fitness only where there is fitness."""

    @pytest.mark.parametrize(
        ("tsb", "band"),
        [
            (20.01, FormBand.TRANSITION),
            (20, FormBand.FRESH),
            (5, FormBand.FRESH),
            (4.99, FormBand.NEUTRAL),
            (-10, FormBand.NEUTRAL),
            (-10.01, FormBand.PRODUCTIVE),
            (-30, FormBand.PRODUCTIVE),
            (-30.01, FormBand.HEAVY),
        ],
    )
    def test_the_ranges(self, tsb: float, band: FormBand) -> None:
        assert form_band(tsb) is band

    @given(st.floats(0.01, 200), st.floats(0, 200), factors)
    def test_a_share_does_not_change_with_scale(self, ctl: float, atl: float, k: float) -> None:
        assert close(good(form_percent(ctl, atl)), good(form_percent(ctl * k, atl * k)))
        assert close(good(form_percent(ctl, atl)) * ctl / 100, ctl - atl)

    def test_without_fitness_there_is_no_share(self) -> None:
        assert refused(form_percent(0, 1)) == Undefined(
            "form percent", "no fitness to be a share of"
        )
        assert refused(form_percent(-1, 1)) == Outside("ctl", -1, 0, 1e6)
        assert refused(form_percent(1, -1)) == Outside("atl", -1, 0, 1e6)

    @given(st.floats(0, 200), st.floats(0, 200))
    def test_load_balance_never_divides_by_little(self, ctl: float, atl: float) -> None:
        assert close(good(load_balance(ctl, atl)) * max(ctl, 10) / 100, ctl - atl)

    @given(st.lists(loads, min_size=8, max_size=40))
    def test_the_ramp_is_a_week_of_fitness(self, ctl: list[float]) -> None:
        assert good(ramp_rate(ctl)) == ctl[-1] - ctl[-8]

    def test_a_week_of_fitness_has_no_ramp_yet(self) -> None:
        assert refused(ramp_rate([1.0] * 7)) == TooFew("days of CTL", 7, 8)


class TestAct33:
    """ACT-33. Fitness and fatigue of Banister's model decay between loads and add up over them, and no performance is predicted from them."""

    @given(st.lists(st.tuples(loads, loads), min_size=1))
    def test_linear(self, pairs: list[tuple[float, float]]) -> None:
        one, other, both = (
            good(fitness_fatigue(of))
            for of in (
                [x for x, _ in pairs],
                [y for _, y in pairs],
                [x + y for x, y in pairs],
            )
        )
        for a, b, c in zip(one, other, both, strict=True):
            assert all(close(x + y, z) for x, y, z in zip(a, b, c, strict=True))

    @given(loads, st.integers(0, 200), st.floats(1, 100), st.floats(1, 100))
    def test_one_load_decays(self, load: float, n: int, tau1: float, tau2: float) -> None:
        found = good(fitness_fatigue([load, *[0.0] * n], tau1, tau2))
        assert close(found.ctl[-1], load * math.exp(-n / tau1), rel=1e-6)
        assert close(found.atl[-1], load * math.exp(-n / tau2), rel=1e-6)

    def test_the_defaults(self) -> None:
        assert fitness_fatigue([1, 2]) == fitness_fatigue([1, 2], 42, 7)
        assert good(performance(100, 30, 20)) == 90
        assert good(performance(100, 30, 20, 2, 3)) == 100

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(fitness_fatigue([-1])) == Outside("load", -1, 0, 1e6)
        assert refused(fitness_fatigue([1], 0.5)) == Outside("tau_fitness_days", 0.5, 1, 1_000)
        assert refused(fitness_fatigue([1], 42, 0)) == Outside("tau_fatigue_days", 0, 1, 1_000)
        assert isinstance(good(fitness_fatigue([])), Fitness)
