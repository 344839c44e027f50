"""Vectors of sleep, weight, body, blood pressure and glucose: formula book B7–B13, A-C conventions."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula, Given
from vegaloop.biometrics.domain.body import bmi, lbm_boer
from vegaloop.biometrics.domain.sleep import sleep_efficiency
from vegaloop.biometrics.domain.weight import trend_ewma, trend_local_level
from vegaloop.kernel.person import Sex


def _ewma(x: Given) -> object:
    seed = None if x["seed"] == "first" else x["seed"]
    series = [(float(day), kg) for day, kg in enumerate(x["weights"]) if kg is not None]
    return trend_ewma(series, seed, 1 - x["alpha"])


def _local_level(x: Given) -> object:
    filtered = trend_local_level(
        [(float(day), kg) for day, kg in enumerate(x["weights"])],
        prior_kg=x["prior_mean"],
        prior_variance_kg2=x["prior_var"],
        observation_variance_kg2=x["obs_var"],
        level_variance_kg2_a_day=x["level_var"],
    )
    return {"filtered": [kg for kg, _ in filtered], "filtered_var": [v for _, v in filtered]}


FORMULAS: Final[dict[str, Formula]] = {
    "sleep_efficiency": lambda x: sleep_efficiency(x["tst_min"], x["tib_min"]),
    "trend_weight_ewma": _ewma,
    "trend_weight_local_level": _local_level,
    "bmi": lambda x: bmi(x["weight_kg"], x["height_cm"] / 100),
    "lbm_boer": lambda x: lbm_boer(Sex(x["sex"]), x["weight_kg"], x["height_cm"] / 100),
}
