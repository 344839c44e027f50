"""Adequacy as formulas, as rules (formula book N11). Each class quotes the rule it holds."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.formulas import (
    COVERAGE_LEAST,
    exceeds,
    inadequacy_probability,
    is_normal_requirement,
    mean_adequacy_ratio,
    nutrient_adequacy_ratio,
    requirement_cv,
)

amounts = st.integers(0, 5_000).map(lambda n: n / 10)
targets = st.integers(1, 5_000).map(lambda n: n / 10)
intakes = st.lists(st.tuples(amounts, targets), min_size=1, max_size=12)


def wrong_of(result: Result[object, NoNumber]) -> tuple[str, float, float]:
    """What lies outside, and what would have been right."""
    reason = refused(result)
    assert isinstance(reason, Outside)
    return reason.what, reason.least, reason.most


class TestNut88:
    """NUT-88. An adequacy ratio is the share of the target that is eaten, at most 1, and their mean leaves the unknown ones out."""

    @given(intake=amounts, target=targets, unit=st.sampled_from((1e-3, 1.0, 1e3)))
    def test_it_is(self, intake: float, target: float, unit: float) -> None:
        ratio = good(nutrient_adequacy_ratio(intake, target))
        assert ratio == pytest.approx(min(1.0, intake / target))
        assert good(nutrient_adequacy_ratio(unit * intake, unit * target)) == pytest.approx(ratio)

    @given(eaten=intakes, order=st.randoms(use_true_random=False), more=amounts)
    def test_the_mean(self, eaten, order, more: float) -> None:
        ratios = [nutrient_adequacy_ratio(*one) for one in eaten]
        mean = good(mean_adequacy_ratio(ratios))
        assert 0 <= mean <= 1
        assert mean == pytest.approx(sum(map(good, ratios)) / len(ratios))
        unknown = Failure(Missing("intake"))
        shuffled = [*ratios, unknown]
        order.shuffle(shuffled)
        assert good(mean_adequacy_ratio(shuffled)) == pytest.approx(mean)
        (first, target), *others = eaten
        richer = [(first + more, target), *others]
        better = good(mean_adequacy_ratio(nutrient_adequacy_ratio(*one) for one in richer))
        assert better >= mean - 1e-12

    def test_of_nothing_known_there_is_none(self) -> None:
        assert refused(mean_adequacy_ratio([Failure(Missing("iron"))])) == Missing(
            "nutrient adequacy ratios"
        )
        assert good(mean_adequacy_ratio([Success(0.0)])) == 0

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(nutrient_adequacy_ratio(-1, 1)) == ("intake", 0, 1e9)
        assert wrong_of(nutrient_adequacy_ratio(1, math.nan)) == ("target", 0, 1e9)
        assert refused(nutrient_adequacy_ratio(1, 0)) == Undefined(
            "nutrient adequacy ratio", "the target is zero"
        )


class TestNut89:
    """NUT-89. The probability of inadequacy falls with the intake, is one half at the average requirement, and is not told of menstruating women's iron."""

    @given(
        mean=amounts,
        more=amounts,
        ear=targets,
        sd=amounts,
        days=st.integers(1, 60),
        cv=st.sampled_from((0.1, 0.15, 0.4)),
    )
    def test_it_does(
        self, mean: float, more: float, ear: float, sd: float, days: int, cv: float
    ) -> None:
        p = good(inadequacy_probability(mean, ear, cv, sd, days))
        spread = math.sqrt((cv * ear) ** 2 + sd**2 / days)
        assert p == pytest.approx(1 - NormalDist().cdf((mean - ear) / spread))
        assert good(inadequacy_probability(mean + more, ear, cv, sd, days)) <= p
        assert good(inadequacy_probability(ear, ear, cv, sd, days)) == pytest.approx(0.5)

    def test_of_a_usual_case(self) -> None:
        # Half a milligram above the EAR of 6 at cv 10 % over 7 days with SD 2 mg.
        assert good(inadequacy_probability(6.5, 6, 0.1, 2, 7)) == pytest.approx(0.3022, abs=1e-4)

    @pytest.mark.parametrize(
        ("age", "sex", "nutrient", "usable"),
        [
            (13.9, Sex.FEMALE, "iron", True),
            (14, Sex.FEMALE, "iron", False),
            (50.9, Sex.FEMALE, "iron", False),
            (51, Sex.FEMALE, "iron", True),
            (30, Sex.MALE, "iron", True),
            (30, Sex.FEMALE, "calcium", True),
        ],
    )
    def test_whose_requirements_are_skewed(
        self, age: float, sex: Sex, nutrient: str, usable: bool
    ) -> None:
        assert is_normal_requirement(nutrient, sex, age) is usable

    def test_how_far_requirements_differ(self) -> None:
        told = {n: requirement_cv(n) for n in ("calcium", "vitamin_a_rae", "niacin_ne", "iron")}
        assert told == {"calcium": 0.1, "vitamin_a_rae": 0.15, "niacin_ne": 0.15, "iron": 0.4}

    @pytest.mark.parametrize(
        ("values", "what", "least", "most"),
        [
            ((-1, 6, 0.1, 2, 7), "mean", 0, 1e9),
            ((6, -1, 0.1, 2, 7), "ear", 0, 1e9),
            ((6, 6, 1.1, 2, 7), "cv", 0, 1),
            ((6, 6, -0.1, 2, 7), "cv", 0, 1),
            ((6, 6, 0.1, -1, 7), "within_sd", 0, 1e9),
            ((6, 6, 0.1, 2, 0), "n_days", 1, 10_000),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, values: tuple[float, float, float, float, int], what: str, least: float, most: float
    ) -> None:
        assert wrong_of(inadequacy_probability(*values)) == (what, least, most)

    def test_where_nothing_varies_there_is_none(self) -> None:
        assert refused(inadequacy_probability(1, 0, 1, 0, 7)) == Undefined(
            "probability of inadequacy", "nothing varies"
        )


class TestNut90:
    """NUT-90. A mean exceeds an upper level only where it lies above it."""

    @given(mean=amounts, limit=amounts)
    def test_it_does(self, mean: float, limit: float) -> None:
        assert good(exceeds(mean, limit)) is (mean > limit)
        assert good(exceeds(limit, limit)) is False

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(exceeds(-1, 1)) == ("mean", 0, 1e9)
        assert wrong_of(exceeds(1, -1)) == ("limit", 0, 1e9)

    def test_four_fifths_of_the_energy_must_be_known(self) -> None:
        assert COVERAGE_LEAST == 0.8
