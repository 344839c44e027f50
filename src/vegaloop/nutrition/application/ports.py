"""What nutrition needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple, Protocol, TypeVar

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.signal import Measure
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition.domain.balance import TrendWeight
from vegaloop.nutrition.domain.circumstances import (
    Body,
    DayExertion,
)
from vegaloop.nutrition.domain.day import DayLog, Settled
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.formulas.reference import IntakeTable
from vegaloop.nutrition.domain.habit import Favourite
from vegaloop.nutrition.domain.homemade import OwnFood
from vegaloop.nutrition.domain.meal import Meal, MealId, MealLine, MealVersion
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.recipe import Recipe
from vegaloop.nutrition.domain.search import Shelf

A = TypeVar("A")

NONE_OWN: Final = Shelf()


class Place(NamedTuple):
    """Where a meal stands in a diary: by day, then by instant, then by id."""

    day: LocalDate
    at: Instant
    id: MealId


class Larder(Protocol):
    """One person's own foods, recipes and favourites, inside one transaction."""

    def shelf(self) -> tuple[Food, ...]:
        """All own foods and recipes as something to eat, newest first."""
        ...

    def homemade(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the own foods and recipes named that there are, as something to eat."""
        ...

    def own_food(self, id: FoodId) -> OwnFood | None:
        """An own food, if it is there."""
        ...

    def recipe(self, id: FoodId) -> Recipe | None:
        """A recipe, if it is there."""
        ...

    def recipes(self) -> tuple[Recipe, ...]:
        """Every recipe, newest first."""
        ...

    def keep(self, homemade: OwnFood | Recipe) -> None:
        """Keep an own food or a recipe, in the place of one with its id."""
        ...

    def discard(self, id: FoodId) -> None:
        """Take an own food or a recipe out."""
        ...

    def favourites(self) -> tuple[Favourite, ...]:
        """What the person marked, the last first."""
        ...

    def favour(self, favourite: Favourite) -> None:
        """Mark a food; one that is marked stays as it is."""
        ...

    def disfavour(self, food: FoodId) -> None:
        """Take the mark off a food."""
        ...


class Diary(Larder, Protocol):
    """One person's meals and days, and their larder, inside one transaction."""

    def meal(self, id: MealId) -> Meal | None:
        """A meal, if it is there."""
        ...

    def ever(self, ids: Collection[MealId]) -> frozenset[MealId]:
        """Those of the ids that a meal has, or one that was amended or removed had."""
        ...

    def meals_on(self, day: LocalDate) -> tuple[Meal, ...]:
        """The meals of a day, oldest first."""
        ...

    def meals_of(self, days: tuple[LocalDate, ...]) -> tuple[Meal, ...]:
        """The meals of some days, oldest first."""
        ...

    def meals(
        self, start: LocalDate, end: LocalDate, before: Place | None, most: int
    ) -> tuple[MealLine, ...]:
        """Some meals of the days in [start, end) that stand before a place, newest first."""
        ...

    def add(self, meal: Meal) -> None:
        """Keep a meal; a second one with its id is not kept."""
        ...

    def remove(self, id: MealId) -> None:
        """Take a meal out."""
        ...

    def forget(self, id: MealId) -> None:
        """Take a meal out with everything it was."""
        ...

    def keep_version(self, version: MealVersion) -> None:
        """Keep what a meal was; a second one of its version is not kept."""
        ...

    def versions(self, id: MealId) -> tuple[MealVersion, ...]:
        """What a meal was, oldest first."""
        ...

    def versions_on(self, day: LocalDate) -> tuple[MealVersion, ...]:
        """What meals of a day were, by meal, oldest first."""
        ...

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        ...

    def logs(self, start: LocalDate, end: LocalDate) -> tuple[DayLog, ...]:
        """The logs of the days in [start, end) about which something was said, oldest first."""
        ...

    def settled(self, start: LocalDate, end: LocalDate) -> tuple[Settled, ...]:
        """The energy of the days in [start, end) that are settled, oldest first."""
        ...

    def amounts(
        self, measure: Measure, start: LocalDate, end: LocalDate
    ) -> tuple[tuple[LocalDate, int], ...]:
        """What `amount_of` reads off the days in [start, end) that know of any, oldest first."""
        ...

    def put(self, log: DayLog) -> None:
        """Replace the log of a day; an empty one is forgotten."""
        ...

    def preferences(self) -> tuple[Preference, ...]:
        """Every choice the person made, oldest first."""
        ...

    def prefer(self, preference: Preference) -> None:
        """Keep a choice, in the place of the one from the same day if there is one."""
        ...


class Diaries(Protocol):
    """Opens people's diaries."""

    def read(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...


class Catalogue(Protocol):
    """The foods people can choose from."""

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        ...

    def search(self, query: str, most: int, own: Shelf = NONE_OWN) -> tuple[Food, ...]:
        """The foods that fit some words, the closest first, a person's own before others."""
        ...


class Bodies(Protocol):
    """Whoever knows what people weigh."""

    def body(self, person: PersonId, day: LocalDate) -> Body:
        """What is known of a body on a day; nothing where nothing was measured."""
        ...

    def weights(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> tuple[TrendWeight, ...]:
        """The trend on the days of [start, end) with a weigh-in, oldest first; none filled in."""
        ...


class Exertions(Protocol):
    """Whoever knows how people train."""

    def exertion(
        self, person: PersonId, start: LocalDate, end: LocalDate, weight_kg: float | None
    ) -> tuple[DayExertion, ...]:
        """The training of the days in [start, end) that had any."""
        ...


class ReferenceIntakes(Protocol):
    """Whoever knows what people are advised to eat of each nutrient."""

    def table(self) -> IntakeTable:
        """Every reference intake."""
        ...
