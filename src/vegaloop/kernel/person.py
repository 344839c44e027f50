"""What every context may ask about a person: sex, age, height, home zone."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Protocol, final

from msgspec import Struct

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import UTC_ZONE, LocalDate, TimeZone

__all__ = ("Profile", "Profiles", "Sex")


class Sex(StrEnum):
    """The sex the published formulas distinguish."""

    FEMALE = "female"
    MALE = "male"


@final
class Profile(Struct, frozen=True):
    """What a person said about themself; what was not said is None, never a default."""

    sex: Sex | None = None
    birth_date: dt.date | None = None
    height: Distance | None = None
    home_zone: TimeZone = UTC_ZONE

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
