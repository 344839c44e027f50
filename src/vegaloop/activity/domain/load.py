"""The load of a session: every method that applies, and the one that counts (formula book A8).

Rule 1: a load is never without its method; values of two methods are never added without a mark.
Rule 2: thresholds are those of the session's day, never today's.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort, PowerSum, Rpe
from vegaloop.activity.domain.heart import (
    BANISTER,
    estimated_hr_max,
    hrss,
    hrtss_avg,
    trimp_of_times,
)
from vegaloop.activity.domain.power import rtss, stss, tss
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.thresholds import Thresholds
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import LocalDate

__all__ = (
    "FORMULA_VERSION",
    "PAIRS_NEEDED",
    "PAIR_WINDOW_DAYS",
    "PROVISIONAL_STRESS_PER_AU",
    "LoadMethod",
    "Loads",
    "MethodLoad",
    "NoLoad",
    "Physique",
    "RatedPair",
    "loads_of",
    "own_ratio",
    "physique_on",
    "srpe_load",
)

FORMULA_VERSION: Final = "activity-1"
DURATION_MOST_S: Final = 14 * 86_400  # The longest races last ten days; more is a faulty clock.

# sRPE units are not stress units. Until a person's own ratio is known, an hour at 7 ("very hard"),
# about what an hour at threshold feels like (Foster 2001; Borg), is taken for 100.
PROVISIONAL_STRESS_PER_AU: Final = 100 / (7 * 60)
PAIRS_NEEDED: Final = 15  # A8.
PAIR_WINDOW_DAYS: Final = 365  # A person's scale drifts; a year holds it still enough.


class LoadMethod(StrEnum):
    """How a load was found, by preference; `trimp` and `srpe` are in units of their own."""

    POWER = "power_tss"
    PACE = "pace_rtss"
    SWIM = "swim_stss"
    HEART_RATE = "heart_rate_hrss"
    HEART_RATE_MEAN = "heart_rate_mean"
    RPE = "rpe"
    RPE_PROVISIONAL = "rpe_provisional"
    TRIMP = "trimp"
    SRPE = "srpe"


_OWN_UNITS: Final = frozenset({LoadMethod.TRIMP, LoadMethod.SRPE})
RATED: Final = (LoadMethod.RPE, LoadMethod.RPE_PROVISIONAL)


@final
class MethodLoad(Struct, frozen=True):
    """A load by one method; `estimated` where a mean or a formula stood in for a measurement."""

    method: LoadMethod
    value: float
    estimated: bool = False


@final
class NoLoad(Struct, frozen=True):
    """A method that had something to work on, and what it lacked."""

    method: LoadMethod
    reason: NoNumber


@final
class Loads(Struct, frozen=True):
    """Every load of a session, by preference, and why others are not there.

    Where none of them counts, at least one reason is told.
    """

    values: tuple[MethodLoad, ...] = ()
    lacking: tuple[NoLoad, ...] = ()

    @property
    def counted(self) -> MethodLoad | None:
        """The load that counts: the first one that is on the common scale."""
        return next((load for load in self.values if load.method not in _OWN_UNITS), None)

    @property
    def stress_per_au(self) -> float | None:
        """What one unit of session-RPE was worth, where something better was measured with it."""
        counted, au = self.counted, self.by(LoadMethod.SRPE)
        if counted is None or counted.method in RATED or not au or not counted.value:
            return None
        return counted.value / au

    def by(self, method: LoadMethod) -> float | None:
        """The load by one method, if it applies."""
        return next((load.value for load in self.values if load.method is method), None)


@final
class Physique(Struct, frozen=True):
    """The person as the formulas see them on one day: thresholds, sex, and what was estimated."""

    thresholds: Thresholds
    sex: Sex | None
    hr_max: HeartRate | None
    hr_max_estimated: bool


@final
class RatedPair(Struct, frozen=True):
    """A day on which a session was both rated and measured, and what a unit of rating was worth."""

    day: LocalDate
    stress_per_au: float


_Found: TypeAlias = MethodLoad | NoLoad


def physique_on(day: LocalDate, thresholds: Thresholds, profile: Profile) -> Physique:
    """Describe a person on a day; an unknown maximal heart rate is Tanaka's, and says so."""
    age_years = profile.age_years(day)
    if thresholds.hr_max is not None or age_years is None:
        return Physique(thresholds, profile.sex, thresholds.hr_max, hr_max_estimated=False)
    return Physique(thresholds, profile.sex, estimated_hr_max(age_years), hr_max_estimated=True)


def srpe_load(rating_cr10: float, duration_minutes: float) -> float | None:
    """Weigh minutes by how hard they felt: rating · minutes, in AU (A4).

    None outside CR10 or for a negative duration. Source: Foster 1998, 2001. Rule ACT-5.
    """
    if not 0 <= rating_cr10 <= 10 or duration_minutes < 0:
        return None
    return rating_cr10 * duration_minutes


def own_ratio(pairs: Sequence[RatedPair], day: LocalDate) -> float | None:
    """The median stress of one AU over the year before a day; None below 15 sessions (A8)."""
    ratios = [p.stress_per_au for p in pairs if 0 < (day - p.day).days <= PAIR_WINDOW_DAYS]
    return statistics.median(ratios) if len(ratios) >= PAIRS_NEEDED else None


def loads_of(
    sport: Sport, effort: Effort, rpe: Rpe | None, physique: Physique, ratio: float | None
) -> Loads:
    """Compute every load a session has, in order of preference. Rule ACT-4.

    A rating is turned into stress only where nothing was measured: elsewhere it teaches the ratio.
    Where nothing measured could be used, and nothing else is said to lack, a rating is missing.
    """
    if effort.duration.seconds > DURATION_MOST_S:
        why = f"longer than {DURATION_MOST_S} s"
        return Loads((), (NoLoad(LoadMethod.SRPE, Undefined("load", why)),))
    measured = (
        *_by_power(sport, effort.power, physique),
        *_by_pace(sport, effort, physique),
        *_by_heart(effort, physique),
    )
    values = [found for found in measured if isinstance(found, MethodLoad)]
    stands_in = all(load.method in _OWN_UNITS for load in values)
    rated = _by_rating(effort, rpe, ratio, stands_in=stands_in)
    loads = Loads(
        tuple(sorted((*values, *rated), key=_preference)),
        tuple(found for found in measured if isinstance(found, NoLoad)),
    )
    if loads.counted is not None or loads.lacking:
        return loads
    # Power in a boat, or nothing but a duration: a rating is what can still be given.
    return Loads(loads.values, (NoLoad(LoadMethod.RPE, Missing("rpe")),))


def _preference(load: MethodLoad) -> int:
    return list(LoadMethod).index(load.method)


def _found(method: LoadMethod, value: float | None, what: str, *, estimated: bool) -> _Found:
    if value is None:
        return NoLoad(method, Undefined(method, what))
    return MethodLoad(method, value, estimated)


def _by_power(sport: Sport, power: PowerSum | None, physique: Physique) -> tuple[_Found, ...]:
    # FTP is a cyclist's number: a runner's power is on another scale.
    if power is None or sport not in (Sport.CYCLING, Sport.E_BIKING):
        return ()
    ftp = physique.thresholds.ftp
    if ftp is None:
        return (NoLoad(LoadMethod.POWER, Missing("ftp_w")),)
    value = tss(power.measured.seconds, power.weighted_w, ftp.watts)
    return (_found(LoadMethod.POWER, value, "ftp_w is zero", estimated=power.averaged),)


def _by_pace(sport: Sport, effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    if effort.distance is None:
        return ()
    seconds, meters = effort.duration.seconds, effort.distance.meters
    if sport is Sport.RUNNING:
        pace = physique.thresholds.threshold_pace
        if pace is None:
            return (NoLoad(LoadMethod.PACE, Missing("threshold_pace_s_per_km")),)
        value = rtss(seconds, meters, 1_000 / pace.seconds)
        return (_found(LoadMethod.PACE, value, "no duration", estimated=False),)
    if sport is Sport.SWIMMING:
        pace = physique.thresholds.css_pace
        if pace is None:
            return (NoLoad(LoadMethod.SWIM, Missing("css_s_per_100m")),)
        value = stss(seconds, meters, 100 / pace.seconds)
        return (_found(LoadMethod.SWIM, value, "no duration", estimated=False),)
    return ()


def _by_heart(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    mean_bpm = effort.mean_heart_rate_bpm
    if mean_bpm is None:
        return ()
    lthr = physique.thresholds.lthr
    stress = _stress_by_heart(effort, physique)
    if lthr is None:
        return stress
    quick = hrtss_avg(effort.heart_minutes * 60, mean_bpm, lthr.bpm)
    return (*stress, _found(LoadMethod.HEART_RATE_MEAN, quick, "lthr_bpm is zero", estimated=True))


def _stress_by_heart(effort: Effort, physique: Physique) -> tuple[_Found, ...]:
    lthr, rest, highest = physique.thresholds.lthr, physique.thresholds.hr_rest, physique.hr_max
    if rest is None or highest is None or physique.sex is None:
        lacking = "hr_rest_bpm" if rest is None else "hr_max_bpm" if highest is None else "sex"
        return (NoLoad(LoadMethod.HEART_RATE, Missing(lacking)),)
    by = BANISTER[physique.sex]
    estimated = effort.heart_averaged or physique.hr_max_estimated
    trimp = trimp_of_times(effort.heart, rest.bpm, highest.bpm, by)
    why = "hr_max_bpm is not above hr_rest_bpm"
    impulse = _found(LoadMethod.TRIMP, trimp, why, estimated=estimated)
    if lthr is None or trimp is None:
        lack = Missing("lthr_bpm") if lthr is None else Undefined("heart_rate_hrss", why)
        return (NoLoad(LoadMethod.HEART_RATE, lack), impulse)
    value = hrss(trimp, lthr.bpm, rest.bpm, highest.bpm, by)
    why = "lthr_bpm is not above hr_rest_bpm"
    return (_found(LoadMethod.HEART_RATE, value, why, estimated=estimated), impulse)


def _by_rating(
    effort: Effort, rpe: Rpe | None, ratio: float | None, *, stands_in: bool
) -> tuple[MethodLoad, ...]:
    au = None if rpe is None else srpe_load(rpe.cr10, effort.duration.minutes)
    if au is None:
        return ()
    own = MethodLoad(LoadMethod.SRPE, au)
    if not stands_in:
        return (own,)
    if ratio is None:
        provisional = au * PROVISIONAL_STRESS_PER_AU
        return (MethodLoad(LoadMethod.RPE_PROVISIONAL, provisional, estimated=True), own)
    return (MethodLoad(LoadMethod.RPE, au * ratio, estimated=True), own)
