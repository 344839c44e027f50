"""Vectors of sleep, weight, body, blood pressure and glucose: formula book B7–B12."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from tests.support import good
from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.biometrics.formulas import (
    bmi,
    body_fat_navy,
    body_fat_navy_inch,
    bp_category_acc_aha_2017,
    glucose_cv_percent,
    gmi_mmol_mol,
    gmi_percent,
    lbm_boer,
    mage_mg_dl,
    sleep_efficiency,
    sleep_regularity_index,
    time_in_ranges,
    trend_weight_ewma,
    trend_weight_hackers_pencil,
    trend_weight_local_level,
)
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Success


class TapeForm(StrEnum):
    """The two forms of the Navy equation, as vectors say them."""

    INCH = "inch"
    METRIC = "metric"


_MINUTES_A_DAY: Final = 1_440


def _regularity(x: Given) -> object:
    """Lay out the nights: from a day's onset to the next day's offset; null is a night not known."""
    epoch_min = x.get("epoch_s", 60) / 60
    a_day = round(_MINUTES_A_DAY / epoch_min)
    epochs: list[bool | None] = [bool(x.get("constant_state"))] * (a_day * x["days"])
    nights = zip(x.get("sleep_onset_min", ()), x.get("sleep_offset_min", ()), strict=True)
    for day, (onset, offset) in enumerate(nights):
        known = onset is not None and offset is not None
        starts, ends = (onset, offset + _MINUTES_A_DAY) if known else (720, 720 + _MINUTES_A_DAY)
        for n in range(len(epochs)):
            if starts <= n * epoch_min - day * _MINUTES_A_DAY < ends:
                epochs[n] = True if known else None
    return sleep_regularity_index(
        [epochs[start : start + a_day] for start in range(0, len(epochs), a_day)]
    )


def _ewma(x: Given) -> object:
    """Smooth daily weights; on a day without one the trend stands where it stood."""
    seed = x.get("seed", "first")
    seed = None if seed == "first" else seed
    known = [(float(day), kg) for day, kg in enumerate(x["weights"]) if kg is not None]
    trend = iter(good(trend_weight_ewma(known, seed, 1 - x["alpha"])))
    level = seed
    levels = []
    for kg in x["weights"]:
        level = level if kg is None else next(trend)
        levels.append(level)
    return levels


def _local_level(x: Given) -> object:
    filtered = good(
        trend_weight_local_level(
            [(float(day), kg) for day, kg in enumerate(x["weights"])],
            prior_kg=x.get("prior_mean"),
            prior_variance_kg2=x["prior_var"],
            observation_variance_kg2=x["obs_var"],
            level_variance_kg2_a_day=x["level_var"],
        )
    )
    return {"filtered": [kg for kg, _ in filtered], "filtered_var": [v for _, v in filtered]}


def _navy(x: Given) -> object:
    form, unit, per_unit = (
        (body_fat_navy_inch, "in", 1)
        if word(TapeForm, x["form"]) is TapeForm.INCH
        else (body_fat_navy, "cm", 100)
    )
    height, waist, neck = (x[f"{what}_{unit}"] / per_unit for what in ("height", "waist", "neck"))
    hip = x.get(f"hip_{unit}")
    return form(word(Sex, x["sex"]), height, waist, neck, None if hip is None else hip / per_unit)


def _gmi(x: Given) -> object:
    ((name, mean_glucose),) = x.items()
    return gmi_mmol_mol(mean_glucose) if "mmol" in name else gmi_percent(mean_glucose)


def _ranges(x: Given) -> object:
    match time_in_ranges(x["glucose_mgdl"]):
        case Success(shares):
            return {
                "tir_70_180": shares.in_range_percent,
                "tar_gt_180": shares.above_180_percent,
                "tar_gt_250": shares.above_250_percent,
                "tar_181_250": shares.from_181_to_250_percent,
                "tbr_lt_70": shares.below_70_percent,
                "tbr_54_69": shares.from_54_to_69_percent,
                "tbr_lt_54": shares.below_54_percent,
                "titr_70_140": shares.tight_percent,
            }
        case failure:
            return failure


def _mage(x: Given) -> object:
    """Take the series, or draw it from its words: "triangle 80->180->80, 24 samples …, repeated 4 times"."""
    if "glucose_mgdl" in x:
        return mage_mg_dl(x["glucose_mgdl"])
    low, high, back, samples, _, times = map(float, re.findall(r"\d+", x["glucose_mgdl_period"]))
    half = samples / 2
    up = [low + (high - low) * n / half for n in range(round(half))]
    down = [high + (back - high) * n / half for n in range(round(half))]
    return mage_mg_dl((up + down) * round(times))


def _sized(x: Given) -> tuple[float, float]:
    return x["weight_kg"], x["height_cm"] / 100


FORMULAS: Final[dict[str, Formula]] = {
    "sleep_efficiency": lambda x: sleep_efficiency(x["tst_min"], x["tib_min"]),
    "sleep_regularity_index": _regularity,
    "trend_weight_ewma": _ewma,
    "trend_weight_hackers_pencil": lambda x: trend_weight_hackers_pencil(
        x["previous_trend"], x["weight"]
    ),
    "trend_weight_local_level": _local_level,
    "bmi": lambda x: bmi(*_sized(x)),
    "body_fat_navy": _navy,
    "lbm_boer": lambda x: lbm_boer(word(Sex, x["sex"]), *_sized(x)),
    "bp_category_acc_aha_2017": lambda x: bp_category_acc_aha_2017(x["sbp"], x["dbp"]),
    "gmi": _gmi,
    "glucose_cv_pct": lambda x: glucose_cv_percent(x["glucose_mgdl"]),
    "time_in_range_pct": _ranges,
    "mage": _mage,
}
