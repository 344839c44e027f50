"""The rules of adherence as formulas, for all numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.strategies.goals import numbers, positive, shares
from tests.support import good, refused
from vegaloop.goals.domain.formulas.adherence import (
    adherence,
    credit_of,
    partial_credit,
    recent_adherence,
    recent_credit,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

NEAR = pytest.approx


class TestGoal4:
    """GOAL-4. Adherence is the share of the due periods that were kept, inside the interval of Wilson."""

    @given(st.integers(0, 400), st.integers(0, 400))
    def test_kept_and_missed_are_complementary(self, kept: int, missed: int) -> None:
        assume(kept + missed)
        known = good(adherence(kept, kept + missed))
        other = good(adherence(missed, kept + missed))
        assert 0 <= known.lower <= known.rate <= known.upper <= 1
        assert known.rate + other.rate == NEAR(1)
        assert known.lower + other.upper == NEAR(1)

    def test_nothing_due_has_none(self) -> None:
        assert refused(adherence(0, 0)) == Undefined("adherence", "no period was due")
        assert refused(adherence(0, -1)) == Undefined("adherence", "no period was due")

    @pytest.mark.parametrize("confidence", [0.0, 0.5, 0.8, 0.95, 0.99, 0.999_999])
    @pytest.mark.parametrize(
        ("kept", "due"), [(0, 10), (10, 10), (1, 1), (0, 1), (5, 7), (18, 28), (200, 365)]
    )
    def test_it_is_the_interval_of_scipy(self, kept: int, due: int, confidence: float) -> None:
        known = good(adherence(kept, due, confidence))
        assert (known.kept, known.due, known.rate) == (kept, due, kept / due)
        if confidence:
            theirs = binomtest(kept, due).proportion_ci(confidence, "wilson")
            assert (known.lower, known.upper) == (
                NEAR(theirs.low, abs=1e-9),
                NEAR(theirs.high, abs=1e-9),
            )
        else:
            assert (known.lower, known.upper) == (NEAR(known.rate), NEAR(known.rate))

    def test_it_is_95_percent_where_nothing_else_is_asked(self) -> None:
        assert adherence(5, 7) == adherence(5, 7, 0.95)

    @pytest.mark.parametrize("kept", [-1, 8])
    def test_more_than_was_due_cannot_be_kept(self, kept: int) -> None:
        assert refused(adherence(kept, 7)) == Outside("periods kept", kept, 0, 7)

    @pytest.mark.parametrize("confidence", [-0.01, 1.0])
    def test_nobody_is_surer_than_sure(self, confidence: float) -> None:
        assert refused(adherence(1, 7, confidence)) == Outside(
            "confidence", confidence, 0, 0.999_999
        )


class TestGoal30:
    """GOAL-30. The adherence of late halves the weight of a credit every 14 due periods, and starts from no seed."""

    @given(st.lists(shares, min_size=1, max_size=60))
    def test_it_is_the_mean_by_those_weights(self, credits: list[float]) -> None:
        weights = [0.5 ** ((len(credits) - 1 - n) / 14) for n in range(len(credits))]
        wanted = math.fsum(w * c for w, c in zip(weights, credits, strict=True)) / math.fsum(
            weights
        )
        found = good(recent_adherence(credits))
        assert found == NEAR(wanted, abs=1e-12)
        assert min(credits) - 1e-12 <= found <= max(credits) + 1e-12
        assert recent_credit(credits) == found

    @given(shares, st.integers(1, 400))
    def test_a_constant_stays(self, credit: float, count: int) -> None:
        assert good(recent_adherence([credit] * count)) == NEAR(credit, abs=1e-12)

    @given(st.lists(shares, min_size=1, max_size=60), shares)
    def test_a_new_credit_moves_it_towards_itself(self, credits: list[float], new: float) -> None:
        before, after = good(recent_adherence(credits)), good(recent_adherence([*credits, new]))
        assert min(before, new) - 1e-12 <= after <= max(before, new) + 1e-12

    def test_in_the_long_run_alpha_is_that_of_the_book(self) -> None:
        before = good(recent_adherence([0.0] * 2_000))
        after = good(recent_adherence([*[0.0] * 2_000, 1.0]))
        assert after - before == NEAR(1 - 2 ** (-1 / 14), rel=1e-9)
        assert good(recent_adherence([1.0, *[0.0] * 14, 1.0])) == NEAR(
            (2 ** (-15 / 14) + 1) * (1 - 2 ** (-1 / 14)) / (1 - 2 ** (-16 / 14))
        )

    def test_without_a_due_period_there_is_none(self) -> None:
        assert refused(recent_adherence([])) == TooFew("due periods", 0, 1)

    @pytest.mark.parametrize("credit", [-0.1, 1.1, math.nan])
    def test_a_credit_is_a_share(self, credit: float) -> None:
        why = refused(recent_adherence([0.5, credit]))
        assert isinstance(why, Outside)
        assert (why.what, why.least, why.most) == ("credit", 0, 1)


class TestGoal31:
    """GOAL-31. A part of what was asked for earns its share of credit; a training load of more than 1.25 times of it earns less the further it goes."""

    @given(numbers, positive, st.booleans())
    def test_it_is_a_share(self, actual: float, target: float, load: bool) -> None:
        assert 0 <= good(partial_credit(actual, target, load=load)) <= 1

    @given(positive, positive)
    def test_a_part_earns_its_part(self, actual: float, target: float) -> None:
        assert good(partial_credit(actual, target, load=False)) == min(actual / target, 1)

    @given(positive, positive)
    def test_an_overdone_load_earns_less(self, target: float, more: float) -> None:
        over = 1.25 * target + more
        assert good(partial_credit(over, target, load=True)) == NEAR(1.25 * target / over)
        assert good(partial_credit(over + 1, target, load=True)) < 1
        assert good(partial_credit(over, target, load=False)) == 1

    @pytest.mark.parametrize(
        ("actual", "load", "credit"),
        [
            (-1.0, True, 0.0),
            (0.0, True, 0.0),
            (2.0, True, 0.5),
            (4.0, True, 1.0),
            (5.0, True, 1.0),
            (10.0, True, 0.5),
            (10.0, False, 1.0),
        ],
    )
    def test_some_credits(self, actual: float, load: bool, credit: float) -> None:
        assert good(partial_credit(actual, 4.0, load=load)) == credit
        assert credit_of(actual, 4.0, load=load) == credit

    def test_nothing_asked_for_earns_nothing(self) -> None:
        for target in (0.0, -1.0):
            why = refused(partial_credit(1.0, target, load=False))
            assert why == Undefined("credit", "nothing was asked for")
