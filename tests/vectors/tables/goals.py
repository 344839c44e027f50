"""Vectors of progress, forecasts and adherence: formula book G1–G5."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from tests.support import good
from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.goals.formulas import (
    Line,
    Series,
    adherence,
    bayes_slope,
    belief_of,
    days_to_target,
    fit_line,
    predict,
    reach_probability,
    reach_share,
    series_of,
    theil_sen,
)
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success, both


class Direction(StrEnum):
    """Which way a target is reached, as vectors say it."""

    UP = "up"
    DOWN = "down"


ALPHA: Final = 0.1  # Where a vector leaves it out.


def _series(x: Given) -> Result[Series, NoNumber]:
    """The points of a vector; `x` may be days, or say that they are 0 to n-1."""
    ys = x["y"]
    days = x.get("x")
    return series_of(_known(days if isinstance(days, list) else range(len(ys)), ys))


def _known(days: object, ys: object) -> Iterator[tuple[float, float]]:
    assert isinstance(days, list | range)
    assert isinstance(ys, list)
    yield from ((float(d), float(y)) for d, y in zip(days, ys, strict=True) if None not in (d, y))


def _ols(x: Given) -> object:
    match _series(x):
        case Failure(error):
            return Failure(error)
        case Success(series):
            fitted = fit_line(series)
    match fitted:
        case Failure(error):
            return Failure(error)
        case Success(line):
            return _told(x, line, series.points[-1][0])


def _told(x: Given, line: Line, now: float) -> object:
    around = [good(predict(line, at, x.get("alpha", ALPHA))) for at in x.get("predict_at", ())]
    target = x.get("target")
    return {
        "intercept": line.intercept,
        "slope": line.slope,
        "slope_se": line.slope_se,
        "days_to_target_from_x0": None if target is None else days_to_target(line, target, now),
        "mean": [one.mean for one in around],
        "obs_ci_lower": [one.lower for one in around],
        "obs_ci_upper": [one.upper for one in around],
    }


def _robust(x: Given) -> object:
    match _series(x):
        case Failure(error):
            return Failure(error)
        case Success(series):
            fitted = theil_sen(series)
    match fitted:
        case Failure(error):
            return Failure(error)
        case Success(robust):
            return {"slope": robust.slope, "intercept": robust.intercept}


def _bayes(x: Given) -> object:
    prior, measured = (
        belief_of(x["prior_mean"], x["prior_sd"]),
        belief_of(x["ols_slope"], x["ols_se"]),
    )
    match both(prior, measured):
        case Failure(reasons):
            return Failure(reasons)
        case Success((plan, slope)):
            belief = bayes_slope(plan, slope)
            return {"mean": belief.mean, "sd": belief.sd}


def _probability(x: Given) -> object:
    match belief_of(x["pred_mean"], x["pred_sd"]):
        case Failure(reason):
            return Failure(reason)
        case Success(level):
            return reach_probability(
                level, x["target"], rising=word(Direction, x["direction"]) is Direction.UP
            )


def _adherence(x: Given) -> object:
    match adherence(x["successes"], x["due"], x.get("confidence", 0.95)):
        case Failure(reason):
            return Failure(reason)
        case Success(known):
            return {"rate": known.rate, "lower": known.lower, "upper": known.upper}


FORMULAS: Final[dict[str, Formula]] = {
    "goal_progress_reach": lambda x: reach_share(x["start"], x["target"], x["current"]),
    "forecast_ols": _ols,
    "theil_sen": _robust,
    "bayes_slope_normal": _bayes,
    "reach_probability_normal": _probability,
    "adherence_wilson": _adherence,
}
