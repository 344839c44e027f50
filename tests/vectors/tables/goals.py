"""Vectors of progress, forecasts and adherence: formula book G1–G5."""

from __future__ import annotations

from typing import Final

from tests.support import good
from tests.vectors.book import Formula, Given
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


def _ols(x: Given) -> object:
    line = good(fit_line(range(len(x["y"])), x["y"]))
    around = [predict(line, at, x["alpha"]) for at in x["predict_at"]]
    return {
        "intercept": line.intercept,
        "slope": line.slope,
        "slope_se": line.slope_se,
        "days_to_target_from_x0": days_to_target(line, x["target"]),
        "mean": [one.mean for one in around],
        "obs_ci_lower": [one.lower for one in around],
        "obs_ci_upper": [one.upper for one in around],
    }


def _robust(x: Given) -> object:
    robust = good(theil_sen(range(len(x["y"])), x["y"]))
    return {"slope": robust.slope, "intercept": robust.intercept}


def _bayes(x: Given) -> object:
    belief = bayes_slope(Belief(x["prior_mean"], x["prior_sd"]), x["ols_slope"], x["ols_se"])
    return {"mean": belief.mean, "sd": belief.sd}


def _probability(x: Given) -> object:
    level = Belief(x["pred_mean"], x["pred_sd"])
    return reach_probability(level, x["target"], rising=x["direction"] == "up")


def _adherence(x: Given) -> object:
    known = good(adherence(x["successes"], x["due"], x["confidence"]))
    return {"rate": known.rate, "lower": known.lower, "upper": known.upper}


FORMULAS: Final[dict[str, Formula]] = {
    "goal_progress_reach": lambda x: reach_share(x["start"], x["target"], x["current"]),
    "forecast_ols": _ols,
    "theil_sen": _robust,
    "bayes_slope_normal": _bayes,
    "reach_probability_normal": _probability,
    "adherence_wilson": _adherence,
}
