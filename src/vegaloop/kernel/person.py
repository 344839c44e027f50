"""What every context may ask about a person: sex, age, height, and where they were at home when."""

from __future__ import annotations

import datetime as dt
import itertools
from enum import StrEnum
from typing import Protocol, final

from msgspec import Struct

from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import (
    UTC_ZONE,
    YEAR_LEAST,
    YEAR_MOST,
    LocalDate,
    Moment,
    TimeZone,
    moment_at,
)

__all__ = ("Home", "Profile", "Profiles", "Sex", "moment_on_wall")


class Sex(StrEnum):
    """The sex the published formulas distinguish."""

    FEMALE = "female"
    MALE = "male"


@final
class Home(Struct, frozen=True):
    """Where somebody is at home from a day on, until their next home."""

    effective_from: LocalDate
    time_zone: TimeZone


@final
class Profile(Struct, frozen=True):
    """What a person said about themself; what was not said is None, never a default.

    `home_zone` is that of today. `homes` are the homes whose first day is known, the earliest
    first and today's the last; without any, the person has always been at home in `home_zone`.
    """

    sex: Sex | None = None
    birth_date: dt.date | None = None
    height: Distance | None = None
    home_zone: TimeZone = UTC_ZONE
    homes: tuple[Home, ...] = ()

    def __post_init__(self) -> None:
        if any(a.effective_from >= b.effective_from for a, b in itertools.pairwise(self.homes)):
            raise ValueError("homes follow each other, each from a day of its own")
        if self.homes and self.homes[-1].time_zone != self.home_zone:
            raise ValueError("the last home is that of today")

    def zone_on(self, day: LocalDate) -> TimeZone:
        """Tell where they were at home on a day; before the first home that is known, in it."""
        first = self.homes[0].time_zone if self.homes else self.home_zone
        begun = (one.time_zone for one in reversed(self.homes) if one.effective_from <= day)
        return next(begun, first)

    def age_years(self, on: LocalDate) -> int | None:
        """Full years lived on a day; someone born on 29 February turns older on 1 March."""
        if self.birth_date is None:
            return None
        birthday_to_come = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - birthday_to_come


class Profiles(Protocol):
    """Whoever knows people's profiles."""

    def profile(self, person: PersonId) -> Profile:
        """What a person said about themself; an empty profile where nothing was said."""
        ...


def moment_on_wall(
    wall: dt.datetime, profile: Profile, field: str = "at"
) -> Result[Moment, OutOfRange]:
    """Read a time without a zone on the wall clock of the person's home of that day.

    The moment names the zone, as only one that was assumed or named does. Of a time that was read
    twice it is the first, and one that was skipped is that much later; a year outside of living
    memory is refused.
    """
    if not YEAR_LEAST <= wall.year <= YEAR_MOST:
        return Failure(OutOfRange(f"{field}.year", wall.year, YEAR_LEAST, YEAR_MOST))
    day = LocalDate(wall.date())
    return Success(moment_at(wall, profile.zone_on(day)))
