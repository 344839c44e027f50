"""Nutrition, its door: everything other packages may import."""

from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.application.ports import Bodies, Catalogue, Diaries, Exertions, Place
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.copying import (
    CannotCopyDay,
    NothingCopied,
    NothingToCopy,
    SameDay,
    SkippedTime,
    Uncopied,
)
from vegaloop.nutrition.domain.day import (
    CannotCloseDay,
    DayAhead,
    DayLog,
    DayReport,
    DayTally,
    Left,
)
from vegaloop.nutrition.domain.eaten import EatenInFuture, EatenTooLongAgo
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Serving
from vegaloop.nutrition.domain.fuelling import EnergyAvailability
from vegaloop.nutrition.domain.meal import (
    CannotAmendMeal,
    CannotLogMeal,
    Change,
    DayFull,
    Meal,
    MealEntry,
    MealId,
    MealKind,
    MealLine,
    MealVersion,
    NoSuchMeal,
    NothingEaten,
    TooManyPortions,
)
from vegaloop.nutrition.domain.nutrients import Macros, Nutrient, Nutrients
from vegaloop.nutrition.domain.portion import (
    Portion,
    PortionEntry,
    PortionLine,
    Served,
    ServedEntry,
    StatedEntry,
    UnknownFood,
    UnknownServing,
    WeighedEntry,
)
from vegaloop.nutrition.domain.targets import Body, DayExertion, Targets
from vegaloop.nutrition.domain.totals import Totals

__all__ = (
    "FORMULA_VERSION",
    "Bodies",
    "Body",
    "CannotAmendMeal",
    "CannotCloseDay",
    "CannotCopyDay",
    "CannotLogMeal",
    "Catalogue",
    "Change",
    "CopiedDay",
    "DayAhead",
    "DayExertion",
    "DayFull",
    "DayLog",
    "DayReport",
    "DayTally",
    "Diaries",
    "EatenInFuture",
    "EatenTooLongAgo",
    "EnergyAvailability",
    "Exertions",
    "Food",
    "FoodCategory",
    "FoodId",
    "Left",
    "Macros",
    "Meal",
    "MealEntry",
    "MealId",
    "MealKind",
    "MealLine",
    "MealOnDay",
    "MealVersion",
    "NoSuchMeal",
    "NothingCopied",
    "NothingEaten",
    "NothingToCopy",
    "Nutrient",
    "Nutrients",
    "Nutrition",
    "Place",
    "Portion",
    "PortionEntry",
    "PortionLine",
    "SameDay",
    "Served",
    "ServedEntry",
    "Serving",
    "SkippedTime",
    "StatedEntry",
    "Targets",
    "TooManyPortions",
    "Totals",
    "Uncopied",
    "UnknownFood",
    "UnknownServing",
    "WeighedEntry",
)
