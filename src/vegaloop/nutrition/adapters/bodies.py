"""The bodies of nutrition over HTTP: shape only; meaning is checked by the domain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final
from uuid import UUID

from msgspec import Meta, Struct

from vegaloop.infrastructure.bodies import Name, Time, ZoneName
from vegaloop.infrastructure.figures import FigureBody
from vegaloop.kernel.evidence import NoNumber
from vegaloop.nutrition.domain.copying import Uncopied
from vegaloop.nutrition.domain.food import FoodCategory
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.meal import Change, MealKind
from vegaloop.nutrition.domain.nutrients import Nutrient, Unit

_FoodName: TypeAlias = Annotated[Name, Meta(examples=["rolled-oats"])]
_NutrientName: TypeAlias = Annotated[str, Meta(max_length=40, examples=["protein_g"])]
# Far more than a meal can have: the domain says how many are too many, in its own words.
_PORTIONS_READ_MOST: Final = 1_000
_NUTRIENTS_READ_MOST: Final = 100


@final
class WeighedBody(Struct, frozen=True, forbid_unknown_fields=True, tag="weighed"):
    """So many grams of a catalogue food."""

    food_id: _FoodName
    mass_g: Annotated[float, Meta(examples=[80.0])]


@final
class ServedBody(Struct, frozen=True, forbid_unknown_fields=True, tag="served"):
    """So many servings of a catalogue food, each named as the food names it."""

    food_id: _FoodName
    serving: Annotated[Name, Meta(examples=["cup"])]
    servings: float


@final
class StatedBody(Struct, frozen=True, forbid_unknown_fields=True, tag="stated"):
    """Something with the figures of its label; carbohydrate is total, fibre included."""

    name: Name
    nutrients: Annotated[
        dict[_NutrientName, float],
        Meta(
            max_length=_NUTRIENTS_READ_MOST,
            description="What is known, in units its name says; what is absent stays unknown.",
            examples=[{"energy_kcal": 250.0, "protein_g": 20.0}],
        ),
    ]
    mass_g: float | None = None


@final
class MealEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What was eaten, and when."""

    kind: MealKind
    eaten_at: Time
    portions: Annotated[
        tuple[WeighedBody | ServedBody | StatedBody, ...], Meta(max_length=_PORTIONS_READ_MOST)
    ]
    time_zone: ZoneName | None = None
    name: Name | None = None


@final
class CopyMealBody(Struct, frozen=True, forbid_unknown_fields=True):
    """When it was eaten once more."""

    eaten_at: Time
    time_zone: ZoneName | None = None


@final
class CopyDayBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The day to copy to."""

    date: dt.date


@final
class MacrosBody(Struct, frozen=True):
    """Energy and macronutrients; null is not known."""

    energy_kcal: float | None
    protein_g: float | None
    carbohydrate_g: float | None
    fat_g: float | None
    fibre_g: float | None


@final
class PortionBody(Struct, frozen=True):
    """What was eaten of one thing, with all that is known of it."""

    name: str
    food_id: str | None
    mass_g: float | None
    serving: str | None
    servings: float | None
    source: str
    macros: MacrosBody
    nutrients: dict[str, float]


@final
class MealBody(Struct, frozen=True):
    """A meal as it stands."""

    id: UUID
    kind: MealKind
    name: str | None
    eaten_at: dt.datetime
    time_zone: str | None
    local_date: dt.date
    portions: tuple[PortionBody, ...]
    macros: MacrosBody
    source: str
    version: int
    logged_at: dt.datetime


@final
class PortionLineBody(Struct, frozen=True):
    """What was eaten of one thing; its other nutrients are shown with the meal alone."""

    name: str
    food_id: str | None
    mass_g: float | None
    serving: str | None
    servings: float | None
    source: str
    macros: MacrosBody


@final
class MealLineBody(Struct, frozen=True):
    """A meal in a list."""

    id: UUID
    kind: MealKind
    name: str | None
    eaten_at: dt.datetime
    time_zone: str | None
    local_date: dt.date
    portions: tuple[PortionLineBody, ...]
    macros: MacrosBody
    source: str
    version: int
    logged_at: dt.datetime


@final
class TargetBody(Struct, frozen=True):
    """What a day asks for, by which formulas; null is what cannot be computed."""

    energy_kcal: float | None
    protein_g: float | None
    carbohydrate_g: float | None
    fat_g: float | None
    fibre_g: float | None
    resting_energy_method: str | None
    protein_method: str | None
    formula_version: str


@final
class DayBody(Struct, frozen=True):
    """A day: eaten, asked for, left; `missing` says why a number is null."""

    date: dt.date
    closed_at: dt.datetime | None
    meals: int
    completeness: float | None
    eaten: MacrosBody
    target: TargetBody | None
    left: MacrosBody
    missing: tuple[NoNumber, ...]


@final
class DayTallyBody(Struct, frozen=True):
    """A day among others: what was eaten, and how complete its log is."""

    date: dt.date
    closed_at: dt.datetime | None
    meals: int
    completeness: float | None
    eaten: MacrosBody


@final
class MealOnDayBody(Struct, frozen=True):
    """A meal, what it made of its day, and its share of protein, carbohydrate, greens and drink."""

    meal: MealBody
    day: DayBody
    completeness: FigureBody


@final
class NutrientBody(Struct, frozen=True):
    """What is known of a nutrient, for which share of the day's energy."""

    nutrient: Nutrient
    amount: float
    unit: Unit
    coverage: float | None


@final
class DayDetailBody(Struct, frozen=True):
    """A day with every nutrient and every meal of it, oldest first."""

    day: DayBody
    nutrients: tuple[NutrientBody, ...]
    meals: tuple[MealBody, ...]


@final
class CopiedDayBody(Struct, frozen=True):
    """The meals that were copied, those that were not and why, and the day."""

    copied: tuple[MealBody, ...]
    refused: tuple[Uncopied, ...]
    day: DayBody


@final
class MealVersionBody(Struct, frozen=True):
    """What a meal was, until when, and what ended it; the version in force has no end."""

    meal: MealBody
    ended_at: dt.datetime | None
    ended_by: Change | None


@final
class HistoryBody(Struct, frozen=True):
    """Every version of a meal, oldest first."""

    data: tuple[MealVersionBody, ...]


@final
class ServingBody(Struct, frozen=True):
    """A usual way to measure a food out."""

    name: str
    mass_g: float


@final
class FoodBody(Struct, frozen=True):
    """A food of the catalogue.

    `barcode` is a GTIN of 14 digits; `flags` are the reasons to doubt its record.
    """

    id: str
    name: str
    category: FoodCategory
    source: str
    servings: tuple[ServingBody, ...]
    per_100_g: dict[str, float]
    brand: str | None
    barcode: str | None
    flags: tuple[FoodFlag, ...]
