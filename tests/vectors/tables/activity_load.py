"""Vectors of loads, heart rate, fitness and energy: formula book A1–A5, A8, A10–A12, A19–A23."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from tests.vectors.book import Formula, Given
from vegaloop.activity.domain.form import acwr_uncoupled, monotony
from vegaloop.activity.domain.heart import (
    BANISTER,
    Coefficients,
    hr_max_tanaka_bpm,
    hrss,
    hrtss_avg,
    kcal_hr_keytel,
    trimp_banister,
)
from vegaloop.activity.domain.load import srpe_load
from vegaloop.activity.domain.load_history import exp_alpha, smoothed
from vegaloop.activity.domain.met import kcal_met
from vegaloop.activity.domain.power import rtss, stss
from vegaloop.kernel.person import Sex

_OTHER_WOMEN: Final = Coefficients(0.64, 1.67)  # Not ours: A1 names who uses it.


def _trimp(x: Given) -> float | None:
    by = _OTHER_WOMEN if x.get("variant") == "gc_0.64" else BANISTER[Sex(x["sex"])]
    return trimp_banister(x["duration_min"], x["hr_avg"], x["hr_rest"], x["hr_max"], by)


def _pmc(x: Given) -> dict[str, list[float]]:
    alpha: dict[str, Callable[[float], float]] = {
        "exp": exp_alpha,
        "one_over_tau": lambda tau: 1 / tau,
        "span": lambda tau: 2 / (tau + 1),
    }
    of = alpha[x["alpha"]]
    ctl = smoothed(x["daily_load"], of(x["ctl_days"]), x["seed_ctl"])
    atl = smoothed(x["daily_load"], of(x["atl_days"]), x["seed_atl"])
    return {"ctl": [ctl[n] for n in x["at"]], "atl": [atl[n] for n in x["at"]]}


def _monotony(x: Given) -> dict[str, float]:
    found = monotony(x["daily_loads"])
    assert found is not None
    return {"monotony": found, "strain": found * math.fsum(x["daily_loads"])}


FORMULAS: Final[dict[str, Formula]] = {
    "trimp_banister": _trimp,
    "srpe_load": lambda x: srpe_load(x["rpe_cr10"], x["duration_min"]),
    "rtss": lambda x: rtss(x["duration_s"], x["distance_m"], 1_000 / x["threshold_pace_s_per_km"]),
    "stss": lambda x: stss(x["duration_s"], x["distance_m"], 100 / x["css_s_per_100m"]),
    "hrss": lambda x: hrss(
        x["trimp"], x["lthr"], x["hr_rest"], x["hr_max"], BANISTER[Sex(x["sex"])]
    ),
    "hrtss_avg": lambda x: hrtss_avg(x["duration_s"], x["avg_hr"], x["lthr"]),
    "pmc": _pmc,
    "foster_monotony_strain": _monotony,
    "monotony_from_moments": lambda x: x["mean"] / x["sd"],
    "acwr_rolling_uncoupled": lambda x: [
        acwr_uncoupled(x["daily_loads"][: n + 1]) for n in x["at_day_index"]
    ],
    "hrmax": lambda x: hr_max_tanaka_bpm(x["age_y"]),
    "kcal_met": lambda x: kcal_met(x["met"], x["weight_kg"], x["duration_min"]),
    "kcal_hr_keytel": lambda x: kcal_hr_keytel(
        Sex(x["sex"]), x["age_y"], x["weight_kg"], x["hr_avg"], x["duration_min"]
    ),
}
