"""The bodies of food quality over HTTP: adequacy, water, glycaemic load, Nutri-Score, choices."""

from __future__ import annotations

import datetime as dt
from typing import final
from uuid import UUID

from msgspec import Struct

from vegaloop.infrastructure.figures import FigureBody
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.person import Sex
from vegaloop.nutrition.adapters.bodies import ServingBody
from vegaloop.nutrition.domain.food import FoodCategory
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.formulas.carbohydrate_quality import GlycaemicBand
from vegaloop.nutrition.domain.formulas.hydration import WaterMethod
from vegaloop.nutrition.domain.formulas.macros import EnergyPart, ProteinMethod
from vegaloop.nutrition.domain.formulas.nutri_score import Grade, NutriScoreCategory
from vegaloop.nutrition.domain.formulas.reference import LifeStage
from vegaloop.nutrition.domain.nutrients import Nutrient


@final
class FlagBody(Struct, frozen=True):
    """Whether it is so, and by which comparison; null with the reason where nobody can say."""

    value: bool | None
    method: str | None = None
    reason: NoNumber | None = None


@final
class RangeBody(Struct, frozen=True):
    """A recommended range, both ends in it; null with the reason where there is none."""

    least: float | None
    most: float | None
    reason: NoNumber | None = None
    notes: tuple[str, ...] = ()


@final
class GroupBody(Struct, frozen=True):
    """Whose references they are; nobody is taken to be pregnant or nursing."""

    age_years: float
    sex: Sex | None
    life_stage: LifeStage
    life_stage_assumed: bool


@final
class NutrientIntakeBody(Struct, frozen=True):
    """A nutrient: eaten a day beside what is advised, all amounts in `unit`.

    `coverage` is the share of the energy its amount is known for. `above_ul` and `above_cdrr`
    compare the mean of seven days with the upper level and the level to reduce from; `note` says
    what the upper level is about. An orientation, never a diagnosis.
    """

    nutrient: Nutrient
    unit: str
    intake: FigureBody
    coverage: float | None
    ear: float | None
    rda: float | None
    ai: float | None
    ul: float | None
    cdrr: float | None
    adequacy_ratio: FigureBody
    inadequacy_probability: FigureBody
    above_ul: FlagBody
    above_cdrr: FlagBody
    note: str
    source: str


@final
class EnergyShareBody(Struct, frozen=True):
    """What share of the energy a part was, and the range that is advised to adults."""

    part: EnergyPart
    share_percent: FigureBody
    least_percent: float
    most_percent: float


@final
class AdequacyBody(Struct, frozen=True):
    """How well the last days that were logged in full met what is advised.

    `missing` says what is not known of the person; without a group no nutrient is judged.
    `mean_adequacy_ratio` is over the nutrients of `mean_of`, as many as its `n_valid`; the amounts
    of those in `mean_without` are not known. The shares are of the energy of carbohydrate,
    protein, fat and alcohol by 4, 4, 9 and 7 kcal/g, and of these four sum to 100; where one of
    the first three is not known they are of the energy that was stated, and a note says so.
    """

    date: dt.date
    days: tuple[dt.date, ...]
    group: GroupBody | None
    missing: tuple[NoNumber, ...]
    mean_adequacy_ratio: FigureBody
    mean_of: tuple[Nutrient, ...]
    mean_without: tuple[Nutrient, ...]
    nutrients: tuple[NutrientIntakeBody, ...]
    energy_shares: tuple[EnergyShareBody, ...]
    alcohol_percent: FigureBody


@final
class AdequateWaterBody(Struct, frozen=True):
    """What one body calls adequate for an adult's day: food and drinks, and drinks alone."""

    method: WaterMethod
    total_l: FigureBody
    drinks_l: FigureBody


@final
class SweatBody(Struct, frozen=True):
    """What a session sweated, and what to drink around one like it: never more than is lost.

    During it never more than 1.2 L/h; where more is sweated a note says that the range is capped.
    """

    rate_l_per_h: FigureBody
    loss_percent: FigureBody
    loss_most_percent: float
    drink_before_l: RangeBody
    drink_during_l_per_h: RangeBody
    drink_after_l: RangeBody
    sodium_mg_per_h_in_long_heat: RangeBody


@final
class HydrationBody(Struct, frozen=True):
    """The water of a day; `logged_l` is at least what was in `portions` portions."""

    date: dt.date
    adequate: tuple[AdequateWaterBody, ...]
    logged_l: FigureBody
    portions: int
    sweat: SweatBody | None
    sweat_missing: NoNumber | None


@final
class MealGlycaemicBody(Struct, frozen=True):
    """The glycaemic load of a meal; `coverage` is the share of its carbohydrate it is known for."""

    meal_id: UUID
    glycaemic_load: FigureBody
    glycaemic_index: FigureBody
    coverage: float | None


@final
class DayGlycaemicBody(Struct, frozen=True):
    """The glycaemic load of a day, the same in a word, and those of its meals, oldest first.

    `glycaemic_index` is the mean behind it; `coverage` the share of the carbohydrate it is of.
    """

    date: dt.date
    glycaemic_load: FigureBody
    glycaemic_index: FigureBody
    coverage: float | None
    band: GlycaemicBand | None
    band_missing: NoNumber | None
    meals: tuple[MealGlycaemicBody, ...]


@final
class FuelGuideBody(Struct, frozen=True):
    """What to eat around the training of a day, taken as one session of `session_hours`.

    Before is 1 to 4 hours before it, after is each of the first four hours after it, for who
    trains again within eight hours; protein is for each of four meals.
    """

    date: dt.date
    session_hours: float
    carbohydrate_before_g: RangeBody
    carbohydrate_during_g_per_h: RangeBody
    carbohydrate_after_g_per_h: RangeBody
    protein_per_meal_g: RangeBody
    method: str
    formula_version: str


@final
class NutriScoreBody(Struct, frozen=True):
    """The Nutri-Score of 2023, low being better; null with the figure that is not known."""

    score: int | None
    grade: Grade | None
    category: NutriScoreCategory | None
    negative_points: int | None
    positive_points: int | None
    method: str
    formula_version: str
    reason: NoNumber | None


@final
class ServingLoadBody(Struct, frozen=True):
    """The glycaemic load of a serving; of 100 g where it has no name."""

    serving: str | None
    mass_g: float
    glycaemic_load: FigureBody


@final
class FoodDetailBody(Struct, frozen=True):
    """A food of the catalogue, and how it is judged.

    `energy_agrees` says whether its energy is within 20 % of that of its macronutrients.
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
    nutri_score: NutriScoreBody
    fvl_percent: float | None
    glycaemic_index: float | None
    glycaemic_loads: tuple[ServingLoadBody, ...]
    energy_agrees: FlagBody


@final
class PreferenceEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the protein of each day is chosen for, from a day on."""

    effective_from: dt.date
    protein_method: ProteinMethod


@final
class PreferenceBody(Struct, frozen=True):
    """A choice, in force from a day on until the next one."""

    effective_from: dt.date
    protein_method: ProteinMethod


@final
class PreferencesBody(Struct, frozen=True):
    """Every choice, oldest first, and the method where none was made."""

    data: tuple[PreferenceBody, ...]
    usual_protein_method: ProteinMethod
