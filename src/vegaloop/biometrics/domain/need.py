"""How much sleep a person needs before strain and naps (formula book B8).

Rule 1: what the person set for a day goes before what their free nights tell, and that before age.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.sleep_debt import (
    NEED_HOURS_RANGE,
    base_need_hours,
    free_nights_need_hours,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

NEED_MINUTES_LEAST: Final = NEED_HOURS_RANGE[0] * 60
NEED_MINUTES_MOST: Final = NEED_HOURS_RANGE[1] * 60


class Origin(StrEnum):
    """Where the need of a night comes from, the better one first."""

    SET = "base-set-by-person"
    FREE_NIGHTS = "base-of-free-nights"
    AGE = "base-by-age"


@final
class Base(Struct, frozen=True):
    """The hours a night needs before strain and naps, and where they come from."""

    hours: float
    origin: Origin


@final
class SleepNeed(Struct, frozen=True):
    """What a person says they need a night, from the night that ends on a day on."""

    effective_from: LocalDate
    need: Duration
    set_at: Instant

    def __post_init__(self) -> None:
        if not NEED_MINUTES_LEAST <= self.need.minutes <= NEED_MINUTES_MOST:
            raise ValueError("nobody is known to need so much or so little sleep")


@final
class NeedChange(Struct, frozen=True):
    """What setting a need changed: the need of its first night, and the debt of the day it was set.

    A need is None where nothing told it; the debts are in hours, None where no night was known.
    """

    changed_at: Instant
    effective_from: LocalDate
    was: Base | None
    became: Base | None
    debt_was_hours: float | None
    debt_became_hours: float | None


@final
class NeedAhead(Struct, frozen=True, tag="biometrics/need-ahead"):
    """A need from a day on that has not begun."""

    effective_from: LocalDate
    today: LocalDate


@final
class NoSuchNeed(Struct, frozen=True, tag="biometrics/no-such-need"):
    """A day from which no need was set."""

    effective_from: LocalDate


CannotSetNeed: TypeAlias = NeedAhead | OutOfRange


@final
class Bases(Struct, frozen=True):
    """The need of every night: what was set from a day on, else the usual one."""

    usual: Result[Base, NoNumber]
    set_needs: tuple[SleepNeed, ...] = ()

    def on(self, day: LocalDate) -> Result[Base, NoNumber]:
        """Give the need of the night that ended on a day, or why it is not known."""
        begun = [one for one in self.set_needs if one.effective_from <= day]
        if not begun:
            return self.usual
        newest = max(begun, key=_effective_from)
        return Success(Base(newest.need.minutes / 60, Origin.SET))

    def with_need(self, need: SleepNeed) -> Bases:
        """Add a need in the place of one from the same day on."""
        return Bases(self.usual, (*self.without_need(need.effective_from).set_needs, need))

    def without_need(self, effective_from: LocalDate) -> Bases:
        """Leave out a need, for what told it before to tell it again."""
        others = (one for one in self.set_needs if one.effective_from != effective_from)
        return Bases(self.usual, tuple(others))


def usual_base(age_years: int | None, free_nights_hours: Sequence[float]) -> Result[Base, NoNumber]:
    """Find what a night usually needs: the mean of free nights where there are enough, else by age."""
    match free_nights_need_hours(free_nights_hours):
        case Success(hours):
            return Success(Base(hours, Origin.FREE_NIGHTS))
        case Failure():
            pass
    match base_need_hours(age_years):
        case Success(hours):
            return Success(Base(hours, Origin.AGE))
        case Failure(reason):
            return Failure(reason)


def decide_need(
    effective_from: LocalDate, need_minutes: float, today: LocalDate, now: Instant
) -> Result[SleepNeed, CannotSetNeed]:
    """Make a need of what a person says, for nights that have been or the next one."""
    if effective_from > today:
        return Failure(NeedAhead(effective_from, today))
    if not NEED_MINUTES_LEAST <= need_minutes <= NEED_MINUTES_MOST:
        return Failure(
            OutOfRange("need_minutes", need_minutes, NEED_MINUTES_LEAST, NEED_MINUTES_MOST)
        )
    return Success(SleepNeed(effective_from, Duration(round(need_minutes * 60_000_000)), now))


def _effective_from(need: SleepNeed) -> LocalDate:
    return need.effective_from
