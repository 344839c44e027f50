"""Every published vector of the formulas activity implements."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

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
from vegaloop.activity.domain.power import at_one_hz, rtss, stss, tss, weighted_power_w
from vegaloop.kernel.person import Sex

_VECTORS: Final = json.loads((Path(__file__).parent / "vectors.json").read_text())
_OTHER_WOMEN: Final = Coefficients(0.64, 1.67)  # Not ours: A1 names who uses it.
Given = dict[str, Any]


def _trimp(x: Given) -> float | None:
    by = _OTHER_WOMEN if x.get("variant") == "gc_0.64" else BANISTER[Sex(x["sex"])]
    return trimp_banister(x["duration_min"], x["hr_avg"], x["hr_rest"], x["hr_max"], by)


def _weighted(x: Given) -> float | None:
    watts = [-1 if w is None else w for w, seconds in x["segments_w_s"] for _ in range(seconds)]
    return weighted_power_w(at_one_hz([n * 1_000 for n in range(len(watts))], watts, []))


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


_TRIED: Final[dict[str, Callable[[Given], Any]]] = {
    "trimp_banister": _trimp,
    "srpe_load": lambda x: srpe_load(x["rpe_cr10"], x["duration_min"]),
    "np_full_window": _weighted,
    "tss": lambda x: tss(x["duration_s"], x["np_w"], x["ftp_w"]),
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


def _ours(vector: Given) -> bool:
    inputs = vector["inputs"]
    return (
        vector["formula"] in _TRIED
        and inputs.get("ddof", 1) == 1  # The other spread is named, not used (A5).
        and inputs.get("equation", "tanaka") == "tanaka"
    )


def _agree(got: Any, expected: Any, tolerance: dict[str, float]) -> None:
    if isinstance(expected, dict):
        for name, value in expected.items():
            _agree(got[name], value, tolerance)
    elif isinstance(expected, list):
        for one, value in zip(got, expected, strict=True):
            _agree(one, value, tolerance)
    elif expected is None or expected == "inf":
        assert got == (None if expected is None else math.inf)
    else:
        slack = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(expected)
        assert abs(got - expected) <= slack


@pytest.mark.parametrize("vector", list(filter(_ours, _VECTORS)), ids=lambda vector: vector["id"])
def test_a_vector_agrees(vector: Given) -> None:
    got = _TRIED[vector["formula"]](vector["inputs"])
    _agree(got, vector["expected"], vector["tolerance"])


def test_every_formula_is_tried() -> None:
    assert {vector["formula"] for vector in filter(_ours, _VECTORS)} == set(_TRIED)
