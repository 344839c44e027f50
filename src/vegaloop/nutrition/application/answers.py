"""What the calls of nutrition answer, where one value of the domain is not enough."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Result
from vegaloop.nutrition.domain.copying import Uncopied
from vegaloop.nutrition.domain.day import DayReport
from vegaloop.nutrition.domain.meal import Meal


@final
class MealOnDay(Struct, frozen=True):
    """A meal, how complete it is, and what it made of its day."""

    meal: Meal
    day: DayReport
    completeness: Result[Derived, NoNumber]


@final
class CopiedDay(Struct, frozen=True):
    """What was copied to a day, what could not be, and what that made of the day."""

    copied: tuple[Meal, ...]
    refused: tuple[Uncopied, ...]
    day: DayReport
