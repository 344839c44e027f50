"""Computing the loads of a session by every method that applies (formula book A1-A4, A7, A8).

Rule 1: what a session was measured by goes before how it was rated, and only one of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort, PowerSum, Rpe
from vegaloop.activity.domain.formulas.impulse import (
    coefficients,
    trimp_edwards,
    trimp_lucia,
    trimp_of_times,
)
from vegaloop.activity.domain.formulas.rating import srpe_load, stress_per_au
from vegaloop.activity.domain.formulas.stress import INTENSITY_MOST, hrss, hrtss_avg, rtss, stss
from vegaloop.activity.domain.formulas.stress_power import tss
from vegaloop.activity.domain.formulas.zones import EDWARDS_SHARES, ms_between
from vegaloop.activity.domain.load import (
    FORMULA_VERSION,
    OWN_UNITS,
    LoadMethod,
    Loads,
    MethodLoad,
    NoLoad,
)
from vegaloop.activity.domain.physique import Physique
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

__all__ = ("PAIR_WINDOW_DAYS", "PROVISIONAL_STRESS_PER_AU", "RatedPair", "loads_of", "own_ratio")

DURATION_MOST_S: Final = 14 * 86_400  # The longest races last ten days; more is a faulty clock.

# sRPE units are not stress units. Until a person's own ratio is known, an hour at 7 ("very hard"),
# about what an hour at threshold feels like (Foster 2001; Borg), is taken for 100.
PROVISIONAL_STRESS_PER_AU: Final = 100 / (7 * 60)
PAIR_WINDOW_DAYS: Final = 365  # A person's scale drifts; a year holds it still enough.
VT1_SHARE_OF_LTHR: Final = 0.80  # A3: where no laboratory measured the ventilatory thresholds.

_Found: TypeAlias = MethodLoad | NoLoad


@final
class RatedPair(Struct, frozen=True):
    """A day on which a session was both rated and measured, and what a unit of rating was worth."""

    day: LocalDate
    stress_per_au: float


def own_ratio(pairs: Sequence[RatedPair], day: LocalDate) -> float | None:
    """The median stress of one AU over the year before a day; None below 15 sessions (A8)."""
    ratios = [p.stress_per_au for p in pairs if 0 < (day - p.day).days <= PAIR_WINDOW_DAYS]
    match stress_per_au(ratios):
        case Success(ratio):
            return ratio
        case Failure():
            return None


def loads_of(
    sport: Sport, effort: Effort, rpe: Rpe | None, physique: Physique, ratio: float | None
) -> Loads:
    """Compute every load a session has, in order of preference. Rule ACT-4.

    A rating is turned into stress only where nothing was measured: elsewhere it teaches the ratio.
    Where nothing measured could be used, and nothing else is said to lack, a rating is missing.
    """
    if effort.duration.seconds > DURATION_MOST_S:
        why = f"longer than {DURATION_MOST_S} s"
        too_long = NoLoad(LoadMethod.SRPE, Undefined("load", why))
        return Loads((), (too_long,), FORMULA_VERSION)
    measured = (
        *_by_power(sport, effort.power, physique),
        *_by_pace(sport, effort, physique),
        *_by_heart(effort, physique),
    )
    stands_in = all(isinstance(one, NoLoad) or one.method in OWN_UNITS for one in measured)
    found = (*measured, *_by_rating(effort, rpe, ratio, stands_in=stands_in))
    loads = Loads(
        tuple(sorted((one for one in found if isinstance(one, MethodLoad)), key=_preference)),
        tuple(one for one in found if isinstance(one, NoLoad)),
        FORMULA_VERSION,
    )
    if loads.counted is not None or loads.lacking:
        return loads
    # Power in a boat, or nothing but a duration: a rating is what can still be given.
    return Loads(loads.values, (NoLoad(LoadMethod.RPE, Missing("rpe")),), FORMULA_VERSION)


def _preference(load: MethodLoad) -> int:
    return list(LoadMethod).index(load.method)


def _found(
    method: LoadMethod, result: Result[float, NoNumber], *, estimated: bool = False
) -> _Found:
    match result:
        case Success(value):
            return MethodLoad(method, value, estimated)
        case Failure(reason):
            return NoLoad(method, reason)


def _by_power(sport: Sport, power: PowerSum | None, physique: Physique) -> tuple[_Found, ...]:
    # FTP is a cyclist's number: a runner's power is on another scale.
    if power is None or sport not in (Sport.CYCLING, Sport.E_BIKING):
        return ()
    ftp = physique.thresholds.ftp
    if ftp is None:
        return (NoLoad(LoadMethod.POWER, Missing("ftp_w")),)
    # More than a human can is a threshold that is wrong: it must not make a load of thousands.
    weighted_w = min(power.weighted_w, INTENSITY_MOST * ftp.watts)
    value = tss(power.measured.seconds, weighted_w, ftp.watts)
    return (_found(LoadMethod.POWER, value, estimated=power.averaged),)


def _by_pace(sport: Sport, effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    if sport is Sport.RUNNING:
        return _by_running_pace(effort, physique)
    if effort.distance is None:
        return ()
    seconds, meters = effort.duration.seconds, effort.distance.meters
    if sport is Sport.SWIMMING:
        pace = physique.thresholds.css_pace
        if pace is None:
            return (NoLoad(LoadMethod.SWIM, Missing("css_s_per_100m")),)
        return (_found(LoadMethod.SWIM, stss(seconds, meters, 100 / pace.seconds)),)
    return ()


def _by_running_pace(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    seconds = effort.duration.seconds
    known = (
        (LoadMethod.PACE_GRADED, effort.graded and effort.graded.speed_m_s * seconds),
        (LoadMethod.PACE, effort.distance and effort.distance.meters),
    )
    ways = tuple((method, meters) for method, meters in known if meters is not None)
    pace = physique.thresholds.threshold_pace
    if pace is None:
        return tuple(NoLoad(by, Missing("threshold_pace_s_per_km")) for by, _ in ways[:1])
    return tuple(_found(by, rtss(seconds, meters, 1_000 / pace.seconds)) for by, meters in ways)


def _by_heart(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    mean_bpm = effort.mean_heart_rate_bpm
    if mean_bpm is None:
        return ()
    lthr = physique.thresholds.lthr
    found = (*_stress_by_heart(effort, physique), *_by_edwards(effort, physique))
    if lthr is None:
        return found
    quick = hrtss_avg(effort.heart_minutes * 60, mean_bpm, lthr.bpm)
    by_mean = _found(LoadMethod.HEART_RATE_MEAN, quick, estimated=True)
    return (*found, by_mean, _by_lucia(effort, lthr))


def _stress_by_heart(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    lthr, rest, highest = physique.thresholds.lthr, physique.thresholds.hr_rest, physique.hr_max
    if rest is None or highest is None or physique.sex is None:
        lacking = "hr_rest_bpm" if rest is None else "hr_max_bpm" if highest is None else "sex"
        return (NoLoad(LoadMethod.HEART_RATE, Missing(lacking)),)
    by = coefficients(physique.sex)
    estimated = effort.heart_averaged or physique.hr_max_estimated
    trimp = trimp_of_times(effort.heart, rest.bpm, highest.bpm, by)
    match trimp:
        case Failure(reason):
            return (NoLoad(LoadMethod.HEART_RATE, reason), NoLoad(LoadMethod.TRIMP, reason))
        case Success(impulse):
            own = MethodLoad(LoadMethod.TRIMP, impulse, estimated)
            if lthr is None:
                return (NoLoad(LoadMethod.HEART_RATE, Missing("lthr_bpm")), own)
            value = hrss(impulse, lthr.bpm, rest.bpm, highest.bpm, by)
            return (_found(LoadMethod.HEART_RATE, value, estimated=estimated), own)


def _by_edwards(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    highest = physique.hr_max
    if highest is None:
        return ()
    minutes = _minutes_from(effort, [share * highest.bpm for share in EDWARDS_SHARES])
    estimated = effort.heart_averaged or physique.hr_max_estimated
    return (_found(LoadMethod.EDWARDS, trimp_edwards(minutes), estimated=estimated),)


def _by_lucia(effort: Effort, lthr: HeartRate) -> _Found:
    # No laboratory has seen these thresholds: whatever is made of them is estimated.
    below, between, above = _minutes_from(effort, [0, VT1_SHARE_OF_LTHR * lthr.bpm, lthr.bpm])
    return _found(LoadMethod.LUCIA, trimp_lucia(below, between, above), estimated=True)


def _minutes_from(effort: Effort, lows_bpm: Sequence[float]) -> tuple[float, ...]:
    return tuple(ms / 60_000 for ms in ms_between(effort.heart, lows_bpm))


def _by_rating(
    effort: Effort, rpe: Rpe | None, ratio: float | None, *, stands_in: bool
) -> tuple[_Found, ...]:
    if rpe is None:
        return ()
    by = LoadMethod.RPE_PROVISIONAL if ratio is None else LoadMethod.RPE
    worth = PROVISIONAL_STRESS_PER_AU if ratio is None else ratio
    own = _found(LoadMethod.SRPE, srpe_load(rpe.cr10, effort.duration.minutes))
    if stands_in and isinstance(own, MethodLoad):
        return (MethodLoad(by, own.value * worth, estimated=True), own)
    return (own,)
