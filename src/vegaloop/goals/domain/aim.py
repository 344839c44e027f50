"""What a goal aims at: four kinds, over any measure a context publishes."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.formulas.bounds import VALUE_MOST
from vegaloop.goals.domain.period import Period
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

FREEZES_MOST: Final = 10  # More days off in thirty than this is no streak any more.


class Sense(StrEnum):
    """On which side of a threshold a period is met."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Counting(StrEnum):
    """What is held against a limit: the days it happened, or how much it came to."""

    DAYS = "days"
    SUM = "sum"


@final
class Reach(Struct, frozen=True, tag="reach", tag_field="kind"):
    """Go from one value to another, by a day if one is named."""

    start_value: float
    target_value: float
    due: LocalDate | None = None

    def __post_init__(self) -> None:
        if not _plausible(self.start_value, self.target_value):
            raise ValueError("such values cannot be")

    @property
    def rising(self) -> bool:
        """Whether the target lies above the start."""
        return self.target_value > self.start_value

    def reached_by(self, value: float) -> bool:
        """Whether a value is at the target or past it."""
        return value >= self.target_value if self.rising else value <= self.target_value


@final
class Maintain(Struct, frozen=True, tag="maintain", tag_field="kind"):
    """Stay within a tolerance of a centre, each period."""

    centre: float
    tolerance: float
    period: Period = Period.DAY

    def __post_init__(self) -> None:
        if not _plausible(self.centre, self.tolerance):
            raise ValueError("such values cannot be")


@final
class Avoid(Struct, frozen=True, tag="avoid", tag_field="kind"):
    """Stay at or under a limit, each period."""

    limit: float
    counting: Counting = Counting.SUM
    period: Period = Period.WEEK

    def __post_init__(self) -> None:
        if self.limit < 0 or not _plausible(self.limit):
            raise ValueError("a limit cannot be negative or endless")


@final
class Streak(Struct, frozen=True, tag="streak", tag_field="kind"):
    """Meet a threshold period after period; a few misses in 30 days may be frozen."""

    threshold: float
    sense: Sense = Sense.AT_LEAST
    period: Period = Period.DAY
    freezes_per_30_days: int = 0

    def __post_init__(self) -> None:
        if not _plausible(self.threshold):
            raise ValueError("such a threshold cannot be")
        if not 0 <= self.freezes_per_30_days <= FREEZES_MOST:
            raise ValueError("that many freezes cannot be")


Aim: TypeAlias = Reach | Maintain | Avoid | Streak


@final
class Terms(Struct, frozen=True):
    """What a person set out to do, and what they call it."""

    title: str
    aim: Aim


def shape_of(aim: Aim) -> str:
    """Name what may not change in a goal: its kind, and how often it is judged."""
    match aim:
        case Reach():
            return "reach"
        case Maintain(period=period):
            return f"maintain/{period}"
        case Avoid(period=period):
            return f"avoid/{period}"
        case Streak(period=period):
            return f"streak/{period}"


def value_of(
    value: float, field: str, least: float = -VALUE_MOST, most: float = VALUE_MOST
) -> Result[float, OutOfRange]:
    """Read a value of a measure; `least` and `most` narrow what its role allows."""
    if least <= value <= most:  # NaN fails this.
        return Success(value)
    return Failure(OutOfRange(field, value, least, most))


def freezes_of(given: int, field: str) -> Result[int, OutOfRange]:
    """Read how many misses in 30 days a streak survives."""
    if 0 <= given <= FREEZES_MOST:
        return Success(given)
    return Failure(OutOfRange(field, given, 0, FREEZES_MOST))


def _plausible(*values: float) -> bool:
    return all(-VALUE_MOST <= value <= VALUE_MOST for value in values)  # NaN fails this too.
