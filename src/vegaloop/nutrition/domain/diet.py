"""What is known of a person's eating over some days, and which of those days count.

Rule 1: only days whose log is complete enough count, and the quality is their mean completeness.
Rule 2: the body of a window is the body on its last day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, days_after, days_from
from vegaloop.nutrition.domain.circumstances import Circumstances, Why
from vegaloop.nutrition.domain.day import DayLog, Settled, completeness
from vegaloop.nutrition.domain.expenditure import net_exercise_kcal

__all__ = (
    "WHOLE",
    "Against",
    "Diet",
    "Used",
    "fuel_of",
    "known_or_none",
    "newest_of",
    "quality_of",
    "usable",
)

A = TypeVar("A")
WHOLE: Final = 0.8  # Days less complete stay out of energy balances (N4, N13, N14).


@final
class Diet(Struct, frozen=True):
    """What is known of a person's eating up to the morning of a day, and of what it needs."""

    day: LocalDate
    logs: tuple[DayLog, ...] = ()
    settled: tuple[Settled, ...] = ()
    known: Circumstances = Circumstances()

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        return next((log for log in self.logs if log.day == day), DayLog(day))

    def day_before(self, days: int) -> LocalDate:
        """The day so many before this morning."""
        return days_after(self.day, -days)


@final
class Used(Struct, frozen=True):
    """A day that counts: its eaten amount, what stands against it, and how complete it is."""

    eaten: float
    against: float
    quality: float
    observed_at: Instant


Against: TypeAlias = Callable[[Diet, DayLog], tuple[float, float] | None]
"""What was eaten and what stands against it; None where either is unknown."""


def usable(
    diet: Diet, start: LocalDate, end: LocalDate, against: Against, least: float
) -> tuple[Used, ...]:
    """The days of [start, end) that are complete to at least so much, and known on both sides."""
    past = days_from(start, end)
    return tuple(used for day in past for used in _used(diet, diet.log(day), against, least))


def quality_of(used: Sequence[Used]) -> float:
    """Their mean completeness."""
    return min(1.0, fmean(one.quality for one in used))


def newest_of(used: Sequence[Used]) -> Instant:
    """When the newest of what they rest on was observed."""
    return max(one.observed_at for one in used)


def fuel_of(diet: Diet, log: DayLog) -> tuple[float, float] | None:
    """The energy eaten on a day and that of its training, kcal."""
    spent_kcal = known_or_none(net_exercise_kcal(log.day, diet.known))
    if spent_kcal is None or log.macros.without_energy:
        return None
    return log.macros.energy.kcal, spent_kcal


def known_or_none(result: Result[A, Why]) -> A | None:
    """The value of a result, or None where it is not known."""
    match result:
        case Success(value):
            return value
        case Failure():
            return None


def _used(diet: Diet, log: DayLog, against: Against, least: float) -> tuple[Used, ...]:
    observed_at, found = log.observed_at, against(diet, log)
    if observed_at is None or found is None:
        return ()
    eaten, opposed = found
    match completeness(log, diet.settled, diet.known):
        case Success(quality) if quality >= least:
            return (Used(eaten, opposed, quality, observed_at),)
        case Success() | Failure():
            return ()
