"""Vectors of loads, heart rate, fitness and energy: formula book A1–A5, A8, A10–A12, A19–A23."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.activity.formulas import (
    Alpha,
    Coefficients,
    Deviation,
    HrMaxEquation,
    Scheme,
    TrimpVariant,
    Windows,
    Zone,
    acwr_coupled,
    acwr_ewma,
    acwr_uncoupled,
    coefficients,
    fitness_fatigue,
    hr_max_bpm,
    hrss,
    hrtss_avg,
    karvonen_target,
    kcal_hr_keytel,
    kcal_met,
    monotony_from_moments,
    monotony_strain,
    pmc,
    rtss,
    srpe_load,
    stss,
    trimp_banister,
    trimp_edwards,
    trimp_lucia,
    vdot,
    vdot_race_time_s,
    vo2max_uth,
    zones_of,
)
from vegaloop.kernel.evidence import NoNumber, Outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success

Ratio = Callable[[list[float], Windows], Result[float, NoNumber]]


def _by(x: Given) -> Coefficients:
    variant = word(TrimpVariant, x.get("variant", TrimpVariant.BANISTER))
    return coefficients(word(Sex, x["sex"]), variant)


def _trimp(x: Given) -> object:
    return trimp_banister(x["duration_min"], x["hr_avg"], x["hr_rest"], x["hr_max"], _by(x))


def _pmc(x: Given) -> object:
    seeds = (x.get("seed_ctl", 0), x.get("seed_atl", 0))
    days = (x.get("ctl_days", 42), x.get("atl_days", 7))
    match pmc(x["daily_load"], *days, word(Alpha, x.get("alpha", Alpha.EXP)), seeds):
        case Success(found):
            return {
                "ctl": [found.ctl[n] for n in x["at"]],
                "atl": [found.atl[n] for n in x["at"]],
            }
        case Failure():
            return None


def _fitness_fatigue(x: Given) -> object:
    match fitness_fatigue(x["daily_load"], x["tau1"], x["tau2"]):
        case Success(found):
            return {
                "fitness": [found.ctl[n] for n in x["at"]],
                "fatigue": [found.atl[n] for n in x["at"]],
            }
        case Failure():
            return None


def _sameness(x: Given) -> object:
    match monotony_strain(x["daily_loads"], word(Deviation, f"ddof_{x.get('ddof', 1)}")):
        case Success(found):
            return {"monotony": found.monotony, "strain": found.strain}
        case Failure():
            return None


def _acwr(form: Ratio) -> Formula:
    def at_days(x: Given) -> object:
        over = Windows(x.get("acute", 7), x.get("chronic", 28))
        return [form(x["daily_loads"][: n + 1], over) for n in x["at_day_index"]]

    return at_days


def _bounds(found: Result[tuple[Zone, ...], Outside]) -> object:
    match found:
        case Success(zones):
            return {zone.name: [zone.low, zone.high] for zone in zones}
        case Failure():
            return None


def _keytel(x: Given) -> object:
    sex = word(Sex, x["sex"])
    return kcal_hr_keytel(sex, x["age_y"], x["weight_kg"], x["hr_avg"], x["duration_min"])


def _rtss(x: Given) -> object:
    pace = x["threshold_pace_s_per_km"]
    return rtss(x["duration_s"], x["distance_m"], 1_000 / pace if pace else 0)


def _stss(x: Given) -> object:
    pace = x["css_s_per_100m"]
    return stss(x["duration_s"], x["distance_m"], 100 / pace if pace else 0)


FORMULAS: Final[dict[str, Formula]] = {
    "trimp_banister": _trimp,
    "trimp_edwards": lambda x: trimp_edwards(x["minutes_in_zone"]),
    "trimp_lucia": lambda x: trimp_lucia(
        x["minutes_below_vt1"], x["minutes_vt1_vt2"], x["minutes_above_vt2"]
    ),
    "srpe_load": lambda x: srpe_load(x["rpe_cr10"], x["duration_min"]),
    "foster_monotony_strain": _sameness,
    "monotony_from_moments": lambda x: monotony_from_moments(x["mean"], x["sd"]),
    "hrss": lambda x: hrss(x["trimp"], x["lthr"], x["hr_rest"], x["hr_max"], _by(x)),
    "hrtss_avg": lambda x: hrtss_avg(x["duration_s"], x["avg_hr"], x["lthr"]),
    "rtss": _rtss,
    "stss": _stss,
    "pmc": _pmc,
    "banister_fitness_fatigue": _fitness_fatigue,
    "acwr_rolling_coupled": _acwr(acwr_coupled),
    "acwr_rolling_uncoupled": _acwr(acwr_uncoupled),
    "acwr_ewma": _acwr(acwr_ewma),
    "hrmax": lambda x: hr_max_bpm(
        x["age_y"], word(HrMaxEquation, x.get("equation", HrMaxEquation.TANAKA))
    ),
    "karvonen_target": lambda x: karvonen_target(x["hr_rest"], x["hr_max"], x["intensity"]),
    "zones_friel_5": lambda x: _bounds(zones_of(Scheme.FRIEL_5, x["lthr"])),
    "zones_coggan_power": lambda x: _bounds(zones_of(Scheme.COGGAN_POWER, x["ftp_w"])),
    "vo2max_uth": lambda x: vo2max_uth(x["hr_max"], x["hr_rest"]),
    "vdot": lambda x: vdot(x["distance_m"], x["time_s"]),
    "vdot_race_time": lambda x: vdot_race_time_s(x["vdot"], x["distance_m"]),
    "kcal_hr_keytel": _keytel,
    "kcal_met": lambda x: kcal_met(x["met"], x["weight_kg"], x["duration_min"]),
}
