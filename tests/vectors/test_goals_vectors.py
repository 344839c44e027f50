"""Every published vector of goals, and the distributions against SciPy."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest
from scipy import stats

from tests.support import good
from vegaloop.goals.domain.line import (
    Belief,
    bayes_slope,
    days_to_target,
    fit_line,
    predict,
    reach_probability,
    theil_sen,
)
from vegaloop.goals.domain.scores import adherence, reach_share
from vegaloop.goals.domain.student import normal_cdf, normal_quantile, t_cdf, t_quantile

Number = float | int


class _Vector(msgspec.Struct):
    id: str
    formula: str
    inputs: dict[str, object]
    expected: msgspec.Raw
    tolerance: dict[str, float]


def _reach(inputs: dict[str, float]) -> float:
    return good(reach_share(inputs["start"], inputs["target"], inputs["current"]))


class _Trend(msgspec.Struct):
    y: list[float]
    target: float = 0
    predict_at: list[float] = []
    alpha: float = 0.1


def _ols(given: _Trend) -> dict[str, object]:
    line = good(fit_line(range(len(given.y)), given.y))
    around = [predict(line, x, given.alpha) for x in given.predict_at]
    return {
        "intercept": line.intercept,
        "slope": line.slope,
        "slope_se": line.slope_se,
        "days_to_target_from_x0": good(days_to_target(line, given.target)),
        "mean": [one.mean for one in around],
        "obs_ci_lower": [one.lower for one in around],
        "obs_ci_upper": [one.upper for one in around],
    }


def _robust(given: _Trend) -> dict[str, object]:
    robust = good(theil_sen(range(len(given.y)), given.y))
    return {"slope": robust.slope, "intercept": robust.intercept}


class _Slope(msgspec.Struct):
    prior_mean: float
    prior_sd: float
    ols_slope: float
    ols_se: float


def _bayes(given: _Slope) -> dict[str, object]:
    belief = bayes_slope(Belief(given.prior_mean, given.prior_sd), given.ols_slope, given.ols_se)
    return {"mean": belief.mean, "sd": belief.sd}


class _Ahead(msgspec.Struct):
    pred_mean: float
    pred_sd: float
    target: float
    direction: str


def _probability(given: _Ahead) -> float:
    level = Belief(given.pred_mean, given.pred_sd)
    return reach_probability(level, given.target, rising=given.direction == "up")


class _Kept(msgspec.Struct):
    successes: int
    due: int
    confidence: float


def _adherence(given: _Kept) -> dict[str, object]:
    known = good(adherence(given.successes, given.due, given.confidence))
    return {"rate": known.rate, "lower": known.lower, "upper": known.upper}


FORMULAS: Final = {
    "goal_progress_reach": (_reach, dict[str, float]),
    "forecast_ols": (_ols, _Trend),
    "theil_sen": (_robust, _Trend),
    "bayes_slope_normal": (_bayes, _Slope),
    "reach_probability_normal": (_probability, _Ahead),
    "adherence_wilson": (_adherence, _Kept),
}
_FILE: Final = Path(__file__).with_name("vectors.json").read_bytes()
VECTORS: Final = [
    vector
    for raw in msgspec.json.decode(_FILE, type=list[msgspec.Raw])
    for vector in [msgspec.json.decode(raw, type=_Vector)]
    if vector.formula in FORMULAS
]


def _flat(value: object) -> list[float]:
    if isinstance(value, dict):
        return [one for key in sorted(value) for one in _flat(value[key])]
    if isinstance(value, list):
        return [one for each in value for one in _flat(each)]
    assert isinstance(value, (int, float))
    return [float(value)]


class TestVectors:
    """What others computed, this computes."""

    def test_every_formula_has_vectors(self) -> None:
        assert {vector.formula for vector in VECTORS} == set(FORMULAS)

    @pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
    def test_a_vector(self, vector: _Vector) -> None:
        formula, shape = FORMULAS[vector.formula]
        got = formula(msgspec.convert(vector.inputs, shape))
        expected = msgspec.json.decode(vector.expected)
        tolerance = {"abs": 0.0, "rel": 0.0} | vector.tolerance
        assert _flat(got) == pytest.approx(_flat(expected), **tolerance)


class TestDistributions:
    """The quantiles agree with SciPy, and undo the distribution functions."""

    @pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 8, 9, 26, 27, 120, 999])
    @pytest.mark.parametrize("p", [0.001, 0.025, 0.3, 0.5, 0.8, 0.95, 0.975, 0.9995])
    def test_student(self, p: float, degrees: int) -> None:
        t = t_quantile(p, degrees)
        assert t == pytest.approx(stats.t.ppf(p, degrees), rel=1e-9, abs=1e-12)
        assert t_cdf(t, degrees) == pytest.approx(p, rel=1e-12)

    @pytest.mark.parametrize("p", [1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999_999])
    def test_normal(self, p: float) -> None:
        z = normal_quantile(p)
        assert z == pytest.approx(stats.norm.ppf(p), rel=1e-9, abs=1e-12)
        assert normal_cdf(z) == pytest.approx(p, rel=1e-9)
