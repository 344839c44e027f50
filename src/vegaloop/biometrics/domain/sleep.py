"""How much was slept, how much was needed, and what is owed (formula book B7, B8).

Rule 1: a night owes what it fell short of its own need, by the strain of its morning and its naps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.sleep import sleep_efficiency
from vegaloop.biometrics.domain.formulas.sleep_debt import sleep_debt_hours, sleep_need_hours
from vegaloop.biometrics.domain.need import Bases, Origin, SleepNeed, usual_base
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.samples import clamp
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from

NEED_METHOD: Final = "strain/naps-of-the-day-before"
DEBT_METHOD: Final = "0.9-a-day/own-need-of-each-night"
# After 67 nights less than a thousandth of a debt is left.
DEBT_DAYS: Final = 67
DEBT_QUALITY_NIGHTS: Final = 14
MEASURED_QUALITY: Final = 1.0
MANUAL_QUALITY: Final = 0.7


@final
class SleepDay(Struct, frozen=True):
    """What one source recorded of the night that ended on a day, and of the naps of that day.

    A free night is one no alarm ended.
    """

    source: SourceId
    asleep_minutes: float
    in_bed_minutes: float
    nap_minutes: float
    measured: bool
    woke_at: Instant
    free: bool = False

    @property
    def quality(self) -> float:
        """How far it is worth (book R3)."""
        return MEASURED_QUALITY if self.measured else MANUAL_QUALITY


@final
class LastNight(Struct, frozen=True):
    """The night that ended this morning against what was needed; `ratio` is asleep over need.

    `sufficiency` is the ratio, lowered where much of the time in bed was spent awake.
    """

    source: SourceId
    asleep_minutes: float
    in_bed_minutes: float
    efficiency: float
    need_minutes: float
    ratio: float
    sufficiency: float
    quality: float
    observed_at: Instant
    method: str
    formula_version: str = FORMULA_VERSION


@final
class SleepDebt(Struct, frozen=True):
    """The hours of sleep that are owed; `n_valid` is how many of the last 14 nights are known."""

    debt_hours: float
    quality: float
    observed_at: Instant
    window_days: int
    n_valid: int
    method: str = DEBT_METHOD
    formula_version: str = FORMULA_VERSION


def bases_of(
    age_years: int | None, days: Mapping[LocalDate, SleepDay], needs: Sequence[SleepNeed]
) -> Bases:
    """Find what each night needs before strain and naps: set, or from free nights, or by age."""
    free = [day.asleep_minutes / 60 for day in days.values() if day.free]
    return Bases(usual_base(age_years, free), tuple(needs))


def sufficiency(ratio: float, efficiency: float) -> float:
    """Lower asleep over need by up to 15 % where the night was broken (book R2)."""
    return ratio * clamp(0.85 + 0.15 * (efficiency - 0.65) / 0.20, 0.85, 1.0)


def last_night(
    days: Mapping[LocalDate, SleepDay],
    day: LocalDate,
    bases: Bases,
    strains: Mapping[LocalDate, float],
) -> Result[LastNight, NoNumber]:
    """Compare the night that ended on a day with what it needed to be."""
    night = days.get(day)
    if night is None:
        return Failure(Missing("sleep"))
    match sleep_efficiency(night.asleep_minutes, night.in_bed_minutes):
        case Failure():
            return Failure(Missing("sleep"))
        case Success(efficiency):
            needed = _needed(bases, day, strains, days.get(days_after(day, -1)))
            match needed:
                case Failure(reason):
                    return Failure(reason)
                case Success((hours, origin)):
                    return Success(_against(night, efficiency, hours, origin))


def sleep_debt(
    days: Mapping[LocalDate, SleepDay],
    day: LocalDate,
    bases: Bases,
    strains: Mapping[LocalDate, float],
) -> Result[SleepDebt, NoNumber]:
    """Add up what each of the last nights fell short of its own need (book B8)."""
    # The day before the first night lends it only its naps.
    dates = days_from(days_after(day, -DEBT_DAYS), days_after(day, 1))
    window = [days.get(one) for one in dates]
    last = window[-DEBT_QUALITY_NIGHTS:]
    known = [night for night in last if night is not None and night.in_bed_minutes > 0]
    if not known:
        return Failure(Missing("sleep"))
    needs = [
        _needed(bases, one, strains, before)
        for one, before in zip(dates[1:], window[:-1], strict=True)
    ]
    nights = [_night(need, night) for need, night in zip(needs, window[1:], strict=True)]
    n_valid = sum(asleep is not None for _, asleep in nights[-DEBT_QUALITY_NIGHTS:])
    match needs[-1], sleep_debt_hours(nights):
        case Failure(reason), _ if not n_valid:
            return Failure(reason)
        case _, Failure(reason):
            return Failure(reason)
        case _, Success(debt_hours):
            return Success(
                SleepDebt(
                    debt_hours=debt_hours,
                    quality=n_valid / DEBT_QUALITY_NIGHTS,
                    observed_at=known[-1].woke_at,
                    window_days=DEBT_DAYS,
                    n_valid=n_valid,
                )
            )


def _against(night: SleepDay, efficiency: float, need_hours: float, origin: Origin) -> LastNight:
    ratio = night.asleep_minutes / 60 / need_hours
    return LastNight(
        source=night.source,
        asleep_minutes=night.asleep_minutes,
        in_bed_minutes=night.in_bed_minutes,
        efficiency=efficiency,
        need_minutes=need_hours * 60,
        ratio=ratio,
        sufficiency=sufficiency(ratio, efficiency),
        quality=night.quality,
        observed_at=night.woke_at,
        method=f"{origin.value}/{NEED_METHOD}",
    )


def _needed(
    bases: Bases, day: LocalDate, strains: Mapping[LocalDate, float], before: SleepDay | None
) -> Result[tuple[float, Origin], NoNumber]:
    match bases.on(day):
        case Failure(reason):
            return Failure(reason)
        case Success(base):
            match sleep_need_hours(base.hours, strains.get(day), _nap_hours(before)):
                case Failure(reason):
                    return Failure(reason)
                case Success(hours):
                    return Success((hours, base.origin))


def _night(
    need: Result[tuple[float, Origin], NoNumber], night: SleepDay | None
) -> tuple[float, float | None]:
    """Give what a night needed and had; one whose need is not known adds nothing, as if unrecorded."""
    match need:
        case Success((hours, _)):
            return hours, _slept_hours(night)
        case Failure():
            return 0.0, None


def _nap_hours(day: SleepDay | None) -> float:
    return 0.0 if day is None else day.nap_minutes / 60


def _slept_hours(night: SleepDay | None) -> float | None:
    if night is None or night.in_bed_minutes <= 0:
        return None
    return night.asleep_minutes / 60
