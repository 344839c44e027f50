"""What Apple calls things, and what they are here."""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.activity import Channel
from vegaloop.biometrics import Metric, Stage
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.nutrition import Nutrient

__all__ = ("DIETARY", "ENERGY", "SERIES", "STAGES", "Series", "short")

_PREFIXES: Final = (
    "HKQuantityTypeIdentifier",
    "HKCategoryTypeIdentifier",
    "HKCorrelationTypeIdentifier",
    "HKDataType",
)


def short(kind: str) -> str:
    """Give the name of a type without what all of them begin with."""
    return next((kind.removeprefix(one) for one in _PREFIXES if kind.startswith(one)), kind)


@final
class Series(Struct, frozen=True):
    """What becomes of the records of a type: samples of a metric, a channel of workouts, or both.

    An amount in the unit of its dimension, so many `times`, is one in theirs; `unsaid` is the unit
    where a record names none.
    """

    dimension: Dimension
    metric: Metric | None = None
    channel: Channel | None = None
    times: float = 1.0
    unsaid: str = ""


_MINUTES: Final = 1 / 60
SERIES: Final[dict[str, Series]] = {
    "StepCount": Series(Dimension.COUNT, Metric.STEPS),
    "PushCount": Series(Dimension.COUNT, Metric.PUSHES),
    "SwimmingStrokeCount": Series(Dimension.COUNT, Metric.STROKES),
    "FlightsClimbed": Series(Dimension.COUNT, Metric.FLOORS),
    "DistanceWalkingRunning": Series(Dimension.LENGTH, Metric.DISTANCE),
    "DistanceWheelchair": Series(Dimension.LENGTH, Metric.DISTANCE),
    "ActiveEnergyBurned": Series(Dimension.ENERGY, Metric.ACTIVE_ENERGY, unsaid="kcal"),
    "BasalEnergyBurned": Series(Dimension.ENERGY, Metric.RESTING_ENERGY, unsaid="kcal"),
    "AppleExerciseTime": Series(Dimension.TIME, Metric.EXERCISE_TIME, times=_MINUTES, unsaid="min"),
    "AppleStandTime": Series(Dimension.TIME, Metric.STANDING_TIME, times=_MINUTES, unsaid="min"),
    "HeartRate": Series(Dimension.RATE, Metric.HEART_RATE, Channel.HEART_RATE),
    "RespiratoryRate": Series(Dimension.RATE, Metric.RESPIRATION),
    "OxygenSaturation": Series(Dimension.SHARE, Metric.OXYGEN),
    "HeartRateVariabilitySDNN": Series(Dimension.TIME, Metric.HRV_SDNN, times=1_000, unsaid="ms"),
    "VO2Max": Series(Dimension.UPTAKE, Metric.VO2MAX),
    "RunningPower": Series(Dimension.POWER, channel=Channel.POWER),
    "CyclingPower": Series(Dimension.POWER, channel=Channel.POWER),
    "CyclingCadence": Series(Dimension.RATE, channel=Channel.CADENCE),
    "RunningSpeed": Series(Dimension.SPEED, channel=Channel.SPEED),
    "CyclingSpeed": Series(Dimension.SPEED, channel=Channel.SPEED),
}

# `None` is time in bed, of which nobody knows whether it was slept; the numbers are of old exports.
STAGES: Final[dict[str, Stage | None]] = {
    "InBed": None,
    "Asleep": Stage.ASLEEP,
    "AsleepUnspecified": Stage.ASLEEP,
    "AsleepCore": Stage.LIGHT,
    "AsleepDeep": Stage.DEEP,
    "AsleepREM": Stage.REM,
    "Awake": Stage.AWAKE,
    "0": None,
    "1": Stage.ASLEEP,
    "2": Stage.AWAKE,
    "3": Stage.LIGHT,
    "4": Stage.DEEP,
    "5": Stage.REM,
}

ENERGY: Final = "energy_kcal"
# `None` is the energy.
DIETARY: Final[dict[str, Nutrient | None]] = {
    "DietaryEnergyConsumed": None,
    "DietaryProtein": Nutrient.PROTEIN,
    "DietaryCarbohydrates": Nutrient.CARBOHYDRATE,
    "DietaryFiber": Nutrient.FIBRE,
    "DietarySugar": Nutrient.SUGARS,
    "DietaryFatTotal": Nutrient.FAT,
    "DietaryFatSaturated": Nutrient.SATURATES,
    "DietaryWater": Nutrient.WATER,
    "DietarySodium": Nutrient.SODIUM,
    "DietaryPotassium": Nutrient.POTASSIUM,
    "DietaryCalcium": Nutrient.CALCIUM,
    "DietaryIron": Nutrient.IRON,
    "DietaryMagnesium": Nutrient.MAGNESIUM,
    "DietaryPhosphorus": Nutrient.PHOSPHORUS,
    "DietaryZinc": Nutrient.ZINC,
    "DietaryCopper": Nutrient.COPPER,
    "DietaryManganese": Nutrient.MANGANESE,
    "DietaryChloride": Nutrient.CHLORIDE,
    "DietaryChromium": Nutrient.CHROMIUM,
    "DietaryIodine": Nutrient.IODINE,
    "DietaryMolybdenum": Nutrient.MOLYBDENUM,
    "DietarySelenium": Nutrient.SELENIUM,
    "DietaryThiamin": Nutrient.THIAMIN,
    "DietaryRiboflavin": Nutrient.RIBOFLAVIN,
    "DietaryNiacin": Nutrient.NIACIN,
    "DietaryPantothenicAcid": Nutrient.PANTOTHENIC_ACID,
    "DietaryBiotin": Nutrient.BIOTIN,
    "DietaryFolate": Nutrient.FOLATE_DFE,
    "DietaryVitaminA": Nutrient.VITAMIN_A_RAE,
    "DietaryVitaminB6": Nutrient.VITAMIN_B6,
    "DietaryVitaminB12": Nutrient.VITAMIN_B12,
    "DietaryVitaminC": Nutrient.VITAMIN_C,
    "DietaryVitaminD": Nutrient.VITAMIN_D,
    "DietaryVitaminE": Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL,
    "DietaryVitaminK": Nutrient.VITAMIN_K,
}
