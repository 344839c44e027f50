"""How much sleep a night needs, and what is owed (formula book B8).

Rule 1: more sleep never owes more.
Rule 2: a night nobody recorded adds nothing to what is owed; it only lets the rest fade.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import clamp, mean
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

NEED_HOURS: Final = 8.0
NEED_HOURS_OLDER: Final = 7.5
OLDER_YEARS: Final = 65  # Hirshkowitz 2015.
AGE_YEARS_RANGE: Final = (0.0, 130.0)
NEED_HOURS_RANGE: Final = (4.0, 12.0)  # Nobody known to be well lives outside.
FREE_NIGHTS_LEAST: Final = 14
STRAIN_HOURS_MOST: Final = 0.5
STRAIN_RANGE: Final = (-1e6, 1e6)
HOURS_RANGE: Final = (0.0, 48.0)  # Two days.
DEBT_KEPT_A_DAY: Final = 0.9
DEBT_HOURS_MOST: Final = 20.0
# Naps shorten a night, they do not replace it.
NEED_LEAST_SHARE: Final = 0.5


def base_need_hours(age_years: int | None) -> Result[float, NoNumber]:
    """Give the sleep a night needs before strain and naps, h (Hirshkowitz 2015; B8, BIO-100).

    8 below 65 years, 7.5 from there on, of ages from 0 to 130; missing where the age is not known.
    """
    if age_years is None:
        return Failure(Missing("birth_date"))
    for fault in outside("age_years", age_years, *AGE_YEARS_RANGE):
        return Failure(fault)
    return Success(NEED_HOURS_OLDER if age_years >= OLDER_YEARS else NEED_HOURS)


def free_nights_need_hours(asleep_hours: Sequence[float]) -> Result[float, TooFew | Outside]:
    """Give the mean of nights no alarm ended, h, from 14 of them on.

    Of nights from 0 to 48 h whose mean lies within 4 to 12 h (VegaLoop's own; book B8, BIO-75).
    """
    if len(asleep_hours) < FREE_NIGHTS_LEAST:
        return Failure(TooFew("free_nights", len(asleep_hours), FREE_NIGHTS_LEAST))
    for hours in asleep_hours:
        for fault in outside("asleep_hours", hours, *HOURS_RANGE):
            return Failure(fault)
    need_hours = mean(asleep_hours)
    for fault in outside("need_hours", need_hours, *NEED_HOURS_RANGE):
        return Failure(fault)
    return Success(need_hours)


def training_strain(ctl: float, atl: float) -> Result[float, NoNumber]:
    """Give how far fatigue exceeds fitness, (ATL-CTL)/CTL within [0, 1], without a unit.

    Of CTL and ATL from 0 to 1e6; undefined without fitness (VegaLoop's own; book B8, BIO-21).
    """
    for fault in (*outside("ctl", ctl, 0, 1e6), *outside("atl", atl, 0, 1e6)):
        return Failure(fault)
    if ctl == 0:
        return Failure(Undefined("training_strain", "no fitness to compare with"))
    return Success(clamp((atl - ctl) / ctl, 0.0, 1.0))


def sleep_need_hours(
    base_hours: float, strain: float | None, nap_hours: float
) -> Result[float, NoNumber]:
    """Give the sleep a night needs, h: more after strain (0 to 1), less after naps.

    At most half an hour more and half the base less, of a base and naps from 0 to 48 h (VegaLoop's
    own; book B8, BIO-21).
    """
    strained = strain or 0.0
    for fault in (
        *outside("base_hours", base_hours, *HOURS_RANGE),
        *outside("strain", strained, *STRAIN_RANGE),
        *outside("nap_hours", nap_hours, *HOURS_RANGE),
    ):
        return Failure(fault)
    more_hours = STRAIN_HOURS_MOST * clamp(strained, 0.0, 1.0)
    return Success(max(NEED_LEAST_SHARE * base_hours, base_hours + more_hours - nap_hours))


def next_debt_hours(
    debt_hours: float, need_hours: float, asleep_hours: float
) -> Result[float, NoNumber]:
    """Carry a sleep debt over one night, 0 to 20 h, nine tenths of it kept.

    Of a debt from 0 to 20 h, and need and sleep from 0 to 48 h (VegaLoop's own; book B8, BIO-20).
    """
    for fault in (
        *outside("debt_hours", debt_hours, 0, DEBT_HOURS_MOST),
        *outside("need_hours", need_hours, *HOURS_RANGE),
        *outside("asleep_hours", asleep_hours, *HOURS_RANGE),
    ):
        return Failure(fault)
    carried = DEBT_KEPT_A_DAY * debt_hours + need_hours - asleep_hours
    return Success(clamp(carried, 0.0, DEBT_HOURS_MOST))


def sleep_debt_hours(
    needs_and_asleep_hours: Sequence[tuple[float, float | None]],
) -> Result[float, NoNumber]:
    """Carry a sleep debt over nights, oldest first, h; None is a night nobody recorded.

    From no debt on, of needs and sleep from 0 to 48 h (VegaLoop's own; book B8, BIO-20, BIO-24).
    """
    debt = 0.0
    for need, asleep in needs_and_asleep_hours:
        match next_debt_hours(debt, need, need if asleep is None else asleep):
            case Failure(reason):
                return Failure(reason)
            case Success(hours):
                debt = hours
    return Success(debt)
