"""Zones of heart rate, power and pace, and the time in them (A7, A19).

Rule 1: zones are half-open, the lower bound in, and each begins where the one below ends.
Rule 2: bounds are never rounded; whoever shows them rounds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.declared import (
    BPM_MOST,
)
from vegaloop.activity.domain.heart import TimeAtRate
from vegaloop.kernel.evidence import NoNumber, Outside, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "EDWARDS_SHARES",
    "Scheme",
    "Zone",
    "karvonen_target",
    "karvonen_zones",
    "ms_between",
    "ms_in_zones",
    "pace_zones",
    "zones_of",
)

WATTS_MOST: Final = 5_000.0
PACE_MOST_S: Final = 36_000.0


class Scheme(StrEnum):
    """Whose zones: of what they are shares, and how many there are."""

    COGGAN_POWER = "coggan_power_7"
    HR_MAX = "hr_max_5"
    KARVONEN = "karvonen_hrr_5"
    FRIEL_5 = "friel_lthr_5"
    FRIEL_CYCLING = "friel_lthr_cycling_7"
    FRIEL_RUNNING = "friel_lthr_running_7"
    COGGAN_HR = "coggan_lthr_5"
    FRIEL_PACE = "friel_pace_7"


@final
class Zone(Struct, frozen=True):
    """What lies from `low` up to, not including, `high`; an end that is open is None."""

    name: str
    low: float | None
    high: float | None


_FIVE: Final = ("z1", "z2", "z3", "z4", "z5")
_SEVEN: Final = (*_FIVE, "z6", "z7")
_FRIEL: Final = ("z1", "z2", "z3", "z4", "z5a", "z5b", "z5c")
_WITH_EASY: Final = ("below", *_FIVE)  # Less than half the maximum is in none of the five.
EDWARDS_SHARES: Final = (0.5, 0.6, 0.7, 0.8, 0.9)  # Of the maximal heart rate (A2).
_SHARES: Final[dict[Scheme, tuple[tuple[str, ...], tuple[float, ...]]]] = {
    Scheme.COGGAN_POWER: (_SEVEN, (0.55, 0.75, 0.90, 1.05, 1.20, 1.50)),
    Scheme.HR_MAX: (_WITH_EASY, EDWARDS_SHARES),
    Scheme.KARVONEN: (_WITH_EASY, EDWARDS_SHARES),
    Scheme.FRIEL_5: (_FIVE, (0.81, 0.89, 0.94, 1.00)),
    Scheme.FRIEL_CYCLING: (_FRIEL, (0.81, 0.89, 0.93, 0.99, 1.02, 1.06)),
    Scheme.FRIEL_RUNNING: (_FRIEL, (0.85, 0.89, 0.94, 0.99, 1.02, 1.06)),
    Scheme.COGGAN_HR: (_FIVE, (0.68, 0.83, 0.94, 1.05)),
    # Shares of the time of a kilometre: the faster, the smaller.
    Scheme.FRIEL_PACE: (_FRIEL, (1.29, 1.14, 1.06, 0.99, 0.97, 0.90)),
}


def zones_of(scheme: Scheme, threshold: float) -> Result[tuple[Zone, ...], Outside]:
    """Lay out the zones that are shares of one threshold, from zero up; the last is open (A19, A7).

    `threshold` is FTP in W for Coggan's power zones, the maximal heart rate for `hr_max_5`, LTHR
    for Friel's and Coggan's; declared on 1 to 5000. Source: Allen & Coggan; Friel, The Triathlete's
    Training Bible; both undated. Rule ACT-35.
    """
    wrong = outside(("threshold", threshold, 1, WATTS_MOST))
    if wrong is not None:
        return Failure(wrong)
    names, shares = _SHARES[scheme]
    return Success(_zones(names, (0.0, *(share * threshold for share in shares), None)))


def karvonen_target(rest_bpm: float, max_bpm: float, intensity: float) -> Result[float, NoNumber]:
    """Give the heart rate in bpm of a share of heart rate reserve: rest + f·(max - rest) (A19).

    Rates lie in [0, 300] bpm and `intensity` in [0, 1]; undefined where the maximum is not above
    rest. Source: Karvonen 1957, Ann Med Exp Biol Fenn 35:307. Rule ACT-35.
    """
    wrong = outside(
        ("rest_bpm", rest_bpm, 0, BPM_MOST),
        ("max_bpm", max_bpm, 0, BPM_MOST),
        ("intensity", intensity, 0, 1),
    )
    if wrong is not None:
        return Failure(wrong)
    if max_bpm <= rest_bpm:
        return Failure(Undefined("heart rate reserve", "hr_max_bpm is not above hr_rest_bpm"))
    return Success(rest_bpm + intensity * (max_bpm - rest_bpm))


def karvonen_zones(rest_bpm: float, max_bpm: float) -> Result[tuple[Zone, ...], NoNumber]:
    """Lay out the zones in bpm from 50 to 90 % of heart rate reserve (A19).

    Declared as `karvonen_target`. Source: Karvonen 1957. Rule ACT-35.
    """
    names, shares = _SHARES[Scheme.KARVONEN]
    match karvonen_target(rest_bpm, max_bpm, 0):
        case Failure(reason):
            return Failure(reason)
        case Success(rest):
            bounds = (rest + share * (max_bpm - rest) for share in shares)
            return Success(_zones(names, (0.0, *bounds, None)))


def pace_zones(threshold_pace_s: float) -> Result[tuple[Zone, ...], Outside]:
    """Lay out zones of pace from slow to fast, in s/km; both ends are open (beside A19).

    `low` is the slower end; declared on a threshold from 1 s/km. Source: Friel, The Triathlete's
    Training Bible, undated; the formula book has zones of heart rate and power only. Rule ACT-35.
    """
    wrong = outside(("threshold_pace_s_per_km", threshold_pace_s, 1, PACE_MOST_S))
    if wrong is not None:
        return Failure(wrong)
    names, shares = _SHARES[Scheme.FRIEL_PACE]
    return Success(_zones(names, (None, *(share * threshold_pace_s for share in shares), None)))


def ms_in_zones(times: TimeAtRate, zones: Sequence[Zone]) -> tuple[int, ...]:
    """Count the milliseconds of heart rate in each of the zones laid out from zero up (A19).

    Total: their sum is the time the heart rate was measured. Source: definition. Rule ACT-35.
    """
    return ms_between(times, [zone.low or 0.0 for zone in zones])


def ms_between(times: TimeAtRate, lows_bpm: Sequence[float]) -> tuple[int, ...]:
    """Count the milliseconds from each of rising bounds in bpm up to the next (A19).

    Total: what is below the first bound is left out. Source: definition. Rule ACT-35.
    """
    spent = [0] * (len(lows_bpm) + 1)
    for rate, ms in times:
        spent[bisect_right(lows_bpm, rate / 1_000)] += ms
    return tuple(spent[1:])


def _zones(names: Sequence[str], bounds: Sequence[float | None]) -> tuple[Zone, ...]:
    return tuple(
        Zone(name, low, high) for name, low, high in zip(names, bounds, bounds[1:], strict=False)
    )
