"""The rules of how fast a goal may go, as formulas."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import numbers, positive
from tests.support import good, refused
from vegaloop.goals.formulas import (
    CTL_LIMIT,
    RateLimit,
    Verdict,
    fat_floor_percent,
    fuelled_loss,
    is_long_run,
    mass_limit,
    required_rate,
    safe_days,
    verdict_on,
    volume_limit,
)
from vegaloop.kernel.evidence import Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success

NEAR = pytest.approx
rates = st.integers(1, 400).map(lambda n: n / 16)


class TestGoal35:
    """GOAL-35. The required rate is what is left over the weeks that are left, and undefined where no day is."""

    @given(numbers, numbers, st.integers(1, 400))
    def test_it_leads_there_in_time(self, now: float, target: float, days: int) -> None:
        rate = good(required_rate(now, target, days))
        assert now + rate * days / 7 == NEAR(target, abs=1e-9)
        assert good(required_rate(-now, -target, days)) == -rate

    def test_some_rates(self) -> None:
        assert good(required_rate(80, 76, 28)) == -1
        assert good(required_rate(80, 81, 1)) == 7
        for days in (0, -3):
            why = refused(required_rate(80, 76, days))
            assert why == Undefined("required rate", "no day is left")


class TestGoal36:
    """GOAL-36. Body mass should fall by at most 1 % a week, an athlete's by 0.7 %, never by 1.5 %, and rise by at most 0.5 %."""

    def test_the_limits(self) -> None:
        for losing, athlete, advised, hard in (
            (True, False, 0.8, 1.2),
            (True, True, 0.56, 1.2),
            (False, False, 0.4, 0.4),
            (False, True, 0.4, 0.4),
        ):
            limit = good(mass_limit(80, losing=losing, athlete=athlete))
            assert (limit.advised, limit.hard) == (NEAR(advised), NEAR(hard))

    @given(positive.map(lambda n: n + 1), st.booleans(), st.booleans())
    def test_they_grow_with_the_body(self, mass: float, losing: bool, athlete: bool) -> None:
        one = good(mass_limit(mass, losing=losing, athlete=athlete))
        two = good(mass_limit(mass / 2 + 1, losing=losing, athlete=athlete))
        assert one.advised / mass == NEAR(two.advised / (mass / 2 + 1))

    @pytest.mark.parametrize("mass", [0.99, 1_000.01, math.nan])
    def test_a_body_has_a_mass(self, mass: float) -> None:
        why = refused(mass_limit(mass, losing=True))
        assert isinstance(why, Outside)
        assert (why.what, why.least, why.most) == ("body mass", 1, 1_000)
        assert good(mass_limit(1, losing=True)).advised == 0.01
        assert good(mass_limit(1_000, losing=True)).advised == 10


class TestGoal37:
    """GOAL-37. A loss is unsafe that would take energy availability under 30 kcal per kg of fat-free mass a day."""

    def test_some_losses(self) -> None:
        assert good(fuelled_loss(30, 60, 0)) == 0
        assert good(fuelled_loss(30, 60, -0.25)) == 0.25
        assert good(fuelled_loss(40, 60, -0.3)) == NEAR(0.3 + 7 * 10 * 60 / 7_700)
        assert good(fuelled_loss(40, 60, 0.3)) == NEAR(-0.3 + 7 * 10 * 60 / 7_700)
        assert good(fuelled_loss(20, 60, -0.3)) == 0

    @given(st.floats(0, 80), st.floats(20, 120), st.floats(-2, 2), st.floats(0, 20))
    def test_the_better_fuelled_the_faster(
        self, availability: float, lean: float, trend: float, more: float
    ) -> None:
        slow, fast = (
            good(fuelled_loss(found, lean, trend)) for found in (availability, availability + more)
        )
        assert 0 <= slow <= fast

    def test_it_lowers_a_limit(self) -> None:
        limit = RateLimit(0.8, 1.2)
        assert limit.capped(1) == RateLimit(0.8, 1)
        assert limit.capped(0.5) == RateLimit(0.5, 0.5)
        assert limit.capped(2) == limit
        assert RateLimit(0.8, None).capped(1) == RateLimit(0.8, 1)

    @pytest.mark.parametrize(
        ("given_", "what", "least", "most"),
        [
            ((-201, 60, 0), "energy availability", -200, 200),
            ((201, 60, 0), "energy availability", -200, 200),
            ((30, 0.9, 0), "fat-free mass", 1, 500),
            ((30, 501, 0), "fat-free mass", 1, 500),
            ((30, 60, -51), "trend", -50, 50),
            ((30, 60, 51), "trend", -50, 50),
        ],
    )
    def test_what_cannot_be(
        self, given_: tuple[float, float, float], what: str, least: float, most: float
    ) -> None:
        why = refused(fuelled_loss(*given_))
        assert isinstance(why, Outside)
        assert (why.what, why.least, why.most) == (what, least, most)
        for edge in ((-200, 1, -50), (200, 500, 50)):
            good(fuelled_loss(*edge))


class TestGoal38:
    """GOAL-38. A weekly distance more than 30 % over that of the last 14 days, and a run more than 10 % over the longest of 30 days, are noted and never called unsafe."""

    @given(positive, positive)
    def test_volume(self, fortnight: float, week: float) -> None:
        limit = good(volume_limit(fortnight))
        assert (limit.advised, limit.hard) == (NEAR(0.65 * fortnight), None)
        assert verdict_on(week, limit) is not Verdict.UNSAFE

    def test_without_volume_there_is_no_limit(self) -> None:
        why = refused(volume_limit(0))
        assert why == Undefined("volume limit", "there was no volume in the last 14 days")
        assert isinstance(refused(volume_limit(-1)), Outside)

    def test_a_long_run(self) -> None:
        assert is_long_run(11_001, 10_000)
        assert not is_long_run(11_000, 10_000)
        assert is_long_run(1, 0)
        assert not is_long_run(0, 0)


class TestGoal39:
    """GOAL-39. A body fat under 5 % for a man or 12 % for a woman is unsafe to aim at, whatever the pace."""

    def test_the_floors(self) -> None:
        assert fat_floor_percent(Sex.MALE) == 5
        assert fat_floor_percent(Sex.FEMALE) == 12


class TestGoal40:
    """GOAL-40. A pace at its limit is within it, above what is advised it is fast, and above the hard limit unsafe; fitness (CTL) is advised to rise by at most 7 a week, and never by 10."""

    @pytest.mark.parametrize(
        ("rate", "verdict"),
        [
            (0, Verdict.WITHIN),
            (7, Verdict.WITHIN),
            (7 * (1 + 0.9e-9), Verdict.WITHIN),
            (7 * (1 + 1.1e-9), Verdict.FAST),
            (7.01, Verdict.FAST),
            (10, Verdict.FAST),
            (10.01, Verdict.UNSAFE),
        ],
    )
    def test_fitness(self, rate: float, verdict: Verdict) -> None:
        assert verdict_on(rate, CTL_LIMIT) is verdict
        assert verdict_on(-rate, CTL_LIMIT) is verdict

    @given(rates, rates, rates)
    def test_slower_is_never_worse(self, rate: float, less: float, advised: float) -> None:
        order = list(Verdict)
        limit = RateLimit(advised, 2 * advised)
        slower = order.index(verdict_on(min(rate, less), limit))
        assert slower <= order.index(verdict_on(max(rate, less), limit))

    def test_a_limit_is_one(self) -> None:
        for advised, hard in ((-1.0, None), (2.0, 1.0), (math.inf, None)):
            with pytest.raises(ValueError, match=r"^such a limit cannot be$"):
                RateLimit(advised, hard)
        assert RateLimit(0, 0).advised == RateLimit(0, None).advised


class TestGoal41:
    """GOAL-41. The earliest safe day is the first by which the way is within what is advised, at most ten years ahead."""

    @given(numbers, numbers, rates)
    def test_it_is_the_first(self, now: float, target: float, advised: float) -> None:
        limit = RateLimit(advised, None)
        match safe_days(now, target, limit):
            case Success(days):
                rate = good(required_rate(now, target, days))
                assert verdict_on(rate, limit) is Verdict.WITHIN
                if days > 1:
                    sooner = good(required_rate(now, target, days - 1))
                    assert verdict_on(sooner, limit) is Verdict.FAST
            case Failure(reason):
                assert reason == Undefined("safe day", "none lies within ten years")
                assert abs(target - now) / advised * 7 > 3_653

    def test_some_days(self) -> None:
        limit = RateLimit(0.7, None)
        assert good(safe_days(80, 73, limit)) == 70
        assert good(safe_days(73, 80, limit)) == 70
        assert good(safe_days(80, 79.95, limit)) == 1
        assert good(safe_days(80, 80, RateLimit(0, 0))) == 1
        never = Undefined("safe day", "none lies within ten years")
        assert refused(safe_days(80, 79, RateLimit(0, 0))) == never
        assert good(safe_days(0, 3_653, RateLimit(7, None))) == 3_653
        assert refused(safe_days(0, 3_653.01, RateLimit(7, None))) == never
        # 0.1 * 3 is not 0.3 for a computer; it costs no day.
        assert good(safe_days(0, 0.1 * 3, RateLimit(0.3, None))) == 7
