"""Nutrition, its door: everything other packages may import."""

from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.application.ports import (
    Bodies,
    Catalogue,
    Diaries,
    Exertions,
    Place,
    ReferenceIntakes,
)
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.adequacy import Adequacy, EnergyShare
from vegaloop.nutrition.domain.availability import AvailabilityReport, EnergyAvailability, FuelDay
from vegaloop.nutrition.domain.balance import Adaptive, Balance, Density, TrendWeight
from vegaloop.nutrition.domain.circumstances import (
    Body,
    DayExertion,
)
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
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Quality, Serving
from vegaloop.nutrition.domain.food_quality import FoodQuality
from vegaloop.nutrition.domain.forecast import ForecastDay, NoForecast, WeightForecast
from vegaloop.nutrition.domain.formulas.macros import ProteinMethod
from vegaloop.nutrition.domain.glycaemia import DayGlycaemia, MealGlycaemia
from vegaloop.nutrition.domain.guide import FuelGuide
from vegaloop.nutrition.domain.intake import NutrientIntake
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
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.spending import Spending
from vegaloop.nutrition.domain.targets import (
    Targets,
)
from vegaloop.nutrition.domain.totals import Totals
from vegaloop.nutrition.domain.water import Hydration, Sweat, Weighings

__all__ = (
    "FORMULA_VERSION",
    "Adaptive",
    "Adequacy",
    "AvailabilityReport",
    "Balance",
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
    "DayGlycaemia",
    "DayLog",
    "DayReport",
    "DayTally",
    "Density",
    "Diaries",
    "EatenInFuture",
    "EatenTooLongAgo",
    "EnergyAvailability",
    "EnergyShare",
    "Exertions",
    "Food",
    "FoodCategory",
    "FoodId",
    "FoodQuality",
    "ForecastDay",
    "FuelDay",
    "FuelGuide",
    "Hydration",
    "Left",
    "Macros",
    "Meal",
    "MealEntry",
    "MealGlycaemia",
    "MealId",
    "MealKind",
    "MealLine",
    "MealOnDay",
    "MealVersion",
    "NoForecast",
    "NoSuchMeal",
    "NothingCopied",
    "NothingEaten",
    "NothingToCopy",
    "Nutrient",
    "NutrientIntake",
    "Nutrients",
    "Nutrition",
    "Place",
    "Portion",
    "PortionEntry",
    "PortionLine",
    "Preference",
    "ProteinMethod",
    "Quality",
    "ReferenceIntakes",
    "SameDay",
    "Served",
    "ServedEntry",
    "Serving",
    "SkippedTime",
    "Spending",
    "StatedEntry",
    "Sweat",
    "Targets",
    "TooManyPortions",
    "Totals",
    "TrendWeight",
    "Uncopied",
    "UnknownFood",
    "UnknownServing",
    "WeighedEntry",
    "Weighings",
    "WeightForecast",
)
