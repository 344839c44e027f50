"""Nutrition, its door: everything other packages may import."""

from vegaloop.nutrition.application.answers import CopiedDay, MealOnDay
from vegaloop.nutrition.application.food_ports import (
    FoodFiles,
    FoodReader,
    FoodStock,
    FoodStore,
    Stocked,
)
from vegaloop.nutrition.application.food_shelf import FoodShelf, Shelved
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
from vegaloop.nutrition.domain.dish import Dish, Ingredient
from vegaloop.nutrition.domain.eaten import EatenInFuture, EatenTooLongAgo
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Quality, Serving
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.food_quality import FoodQuality
from vegaloop.nutrition.domain.food_record import (
    CannotShelveFood,
    FoodFound,
    FoodItem,
    FoodPlace,
    FoodRecord,
    FoodRefused,
    NotAFood,
    NothingKnown,
)
from vegaloop.nutrition.domain.forecast import ForecastDay, NoForecast, WeightForecast
from vegaloop.nutrition.domain.formulas.macros import ProteinMethod
from vegaloop.nutrition.domain.glycaemia import DayGlycaemia, MealGlycaemia
from vegaloop.nutrition.domain.guide import FuelGuide
from vegaloop.nutrition.domain.habit import CannotFavour, EatenFood, Favourite, Habit, Order
from vegaloop.nutrition.domain.homemade import (
    CannotKeepFood,
    FoodEntry,
    LarderFull,
    NoSuchOwnFood,
    NotABarcode,
    OwnFood,
    RepeatedServing,
    ServingEntry,
)
from vegaloop.nutrition.domain.importing import (
    DayToldInItems,
    ImportedItem,
    ImportedMeal,
    Landed,
    MealLanded,
    MealRefused,
    MealsReceipt,
    MealsWithdrawn,
    imported_meal_id,
    water_drunk,
)
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
from vegaloop.nutrition.domain.recipe import (
    CannotCook,
    Circular,
    IngredientEntry,
    NoSuchRecipe,
    Recipe,
    RecipeEntry,
    TooDeep,
)
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
    "CannotCook",
    "CannotCopyDay",
    "CannotFavour",
    "CannotKeepFood",
    "CannotLogMeal",
    "CannotShelveFood",
    "Catalogue",
    "Change",
    "Circular",
    "CopiedDay",
    "DayAhead",
    "DayExertion",
    "DayFull",
    "DayGlycaemia",
    "DayLog",
    "DayReport",
    "DayTally",
    "DayToldInItems",
    "Density",
    "Diaries",
    "Dish",
    "EatenFood",
    "EatenInFuture",
    "EatenTooLongAgo",
    "EnergyAvailability",
    "EnergyShare",
    "Exertions",
    "Favourite",
    "Food",
    "FoodCategory",
    "FoodEntry",
    "FoodFiles",
    "FoodFlag",
    "FoodFound",
    "FoodId",
    "FoodItem",
    "FoodPlace",
    "FoodQuality",
    "FoodReader",
    "FoodRecord",
    "FoodRefused",
    "FoodShelf",
    "FoodStock",
    "FoodStore",
    "ForecastDay",
    "FuelDay",
    "FuelGuide",
    "Habit",
    "Hydration",
    "ImportedItem",
    "ImportedMeal",
    "Ingredient",
    "IngredientEntry",
    "Landed",
    "LarderFull",
    "Left",
    "Macros",
    "Meal",
    "MealEntry",
    "MealGlycaemia",
    "MealId",
    "MealKind",
    "MealLanded",
    "MealLine",
    "MealOnDay",
    "MealRefused",
    "MealVersion",
    "MealsReceipt",
    "MealsWithdrawn",
    "NoForecast",
    "NoSuchMeal",
    "NoSuchOwnFood",
    "NoSuchRecipe",
    "NotABarcode",
    "NotAFood",
    "NothingCopied",
    "NothingEaten",
    "NothingKnown",
    "NothingToCopy",
    "Nutrient",
    "NutrientIntake",
    "Nutrients",
    "Nutrition",
    "Order",
    "OwnFood",
    "Place",
    "Portion",
    "PortionEntry",
    "PortionLine",
    "Preference",
    "ProteinMethod",
    "Quality",
    "Recipe",
    "RecipeEntry",
    "ReferenceIntakes",
    "RepeatedServing",
    "SameDay",
    "Served",
    "ServedEntry",
    "Serving",
    "ServingEntry",
    "Shelved",
    "SkippedTime",
    "Spending",
    "StatedEntry",
    "Stocked",
    "Sweat",
    "Targets",
    "TooDeep",
    "TooManyPortions",
    "Totals",
    "TrendWeight",
    "Uncopied",
    "UnknownFood",
    "UnknownServing",
    "WeighedEntry",
    "Weighings",
    "WeightForecast",
    "imported_meal_id",
    "water_drunk",
)
