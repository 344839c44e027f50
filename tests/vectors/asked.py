"""What a vector may leave open or call by another name: its nulls, and its words.

Rule 1: an input that is null is a number nobody has, so there is no answer; those that may be null
are named here, and so is what becomes of a null in a list.
Rule 2: a word that none of ours is or begins with is told as a fault, never as an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from tests.vectors.book import Given

W = TypeVar("W", bound=StrEnum)


class UnknownWord(ValueError):
    """A vector names a variant, a sex or a category that there is not."""


def word(kind: type[W], given: object) -> W:
    """Find the word of ours that a vector means, in full or by how one of them begins."""
    told = str(given)
    meant = [one for one in kind if one == told] or [
        one for one in kind if told and one.startswith(told)
    ]
    if len(meant) != 1:
        raise UnknownWord(f"{told!r} is none of {', '.join(kind)}")
    return meant[0]


class Null(StrEnum):
    """What a null of an input is."""

    LEFT_OUT = "left_out"  # As if the vector did not name the input.
    READING = "reading"  # One of a list that was not taken: it is no reading.
    NO_LOAD = "no_load"  # C2: a day without a session has a load of zero.
    GAP = "gap"  # One of a list that the formula itself is declared on.


_RR: Final = {"rr_ms": Null.GAP}
_POWER: Final = {"segments_w_s": Null.GAP}
_GLUCOSE: Final = {"glucose_mgdl": Null.READING}
_POINTS: Final = {"x": Null.GAP, "y": Null.GAP}
_ALTITUDES: Final = {"altitudes_m": Null.READING}

NULLS: Final[Mapping[str, Mapping[str, Null]]] = {
    "rmssd": _RR,
    "ln_rmssd": _RR,
    "sdnn": _RR,
    "pnn50": _RR,
    "rr_range_filter": _RR,
    "malik_filter": _RR,
    "linear_interpolate_rr": _RR,
    "np_full_window": _POWER,
    "np_partial_window": _POWER,
    "np_zero_padded": _POWER,
    "xpower": _POWER,
    "mean_maximal_power": _POWER,
    "wbal_differential": _POWER,
    "wbal_integral": _POWER,
    "aerobic_decoupling_pct": {"power_segments": Null.GAP, "hr_segments": Null.GAP},
    "best_effort_distance_1hz": {"segments_mps_s": Null.GAP},
    "elevation_gain_zigzag": _ALTITUDES,
    "elevation_gain_deadband": _ALTITUDES,
    "pmc": {"daily_load": Null.NO_LOAD, "seed_ctl": Null.LEFT_OUT, "seed_atl": Null.LEFT_OUT},
    "glucose_cv_pct": _GLUCOSE,
    "time_in_range_pct": _GLUCOSE,
    "mage": _GLUCOSE,
    "sleep_regularity_index": {"sleep_onset_min": Null.GAP, "sleep_offset_min": Null.GAP},
    "trend_weight_ewma": {"weights": Null.GAP, "seed": Null.LEFT_OUT},
    "trend_weight_local_level": {"weights": Null.GAP, "prior_mean": Null.LEFT_OUT},
    "body_fat_navy": {"hip_cm": Null.LEFT_OUT, "hip_in": Null.LEFT_OUT},
    "forecast_ols": {
        **_POINTS,
        "target": Null.LEFT_OUT,
        "predict_at": Null.LEFT_OUT,
        "alpha": Null.LEFT_OUT,
    },
    "theil_sen": _POINTS,
    "nar_mar": {"intake": Null.GAP, "target": Null.GAP},
    "net_carbs": {"polyols": Null.LEFT_OUT, "carb_basis": Null.LEFT_OUT},
    "nutriscore_2023": {"fat_g": Null.LEFT_OUT},
    "dri_lookup": {"sex": Null.LEFT_OUT, "life_stage": Null.LEFT_OUT},
    "readiness_score": {"signals": Null.GAP},
}


def answerable(formula: str, given: Given) -> Given | None:
    """Put in place of each null what it is; None where a null leaves no number to be told."""
    nulls = NULLS.get(formula, {})
    named = {
        name: value
        for name, value in given.items()
        if value is not None or nulls.get(name) is not Null.LEFT_OUT
    }
    found = {name: _read(value, nulls.get(name)) for name, value in named.items()}
    for name, value in found.items():
        gaps = nulls.get(name) is Null.GAP
        if value is None or (_lasts_unknown(value) if gaps else _has_null(value)):
            return None
    return found


def _read(value: object, null: Null | None) -> object:
    match value:
        case list() if null is Null.READING:
            return [one for one in value if one is not None]
        case list() if null is Null.NO_LOAD:
            return [0 if one is None else one for one in value]
        case _:
            return value


def _lasts_unknown(value: object) -> bool:
    """Whether a run-length coded stream has a stretch nobody knows the seconds of."""
    return isinstance(value, list) and any(
        isinstance(one, list) and one[1] is None for one in value
    )


def _has_null(value: object) -> bool:
    match value:
        case dict():
            return any(map(_has_null, value.values()))
        case list():
            return any(map(_has_null, value))
        case _:
            return value is None
