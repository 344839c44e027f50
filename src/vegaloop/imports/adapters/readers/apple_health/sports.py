"""Apple's words for workouts that are not the words of others."""

from __future__ import annotations

from typing import Final

from vegaloop.activity import Sport, sport_of

__all__ = ("sport_of_workout",)

_PREFIX: Final = "HKWorkoutActivityType"
# Our word, and the variety where Apple's says more.
_WORDS: Final = {
    "TraditionalStrengthTraining": "strength_training",
    "FunctionalStrengthTraining": "strength_training",
    "HighIntensityIntervalTraining": "hiit",
    "MixedCardio": "cardio",
    "MixedMetabolicCardioTraining": "cardio",
    "Stairs": "stair_stepper",
    "StairClimbing": "stair_stepper",
    "PaddleSports": "paddling",
    "SkatingSports": "inline_skating",
    "SurfingSports": "surfing",
    "WaterSports": "water_sport",
    "SnowSports": "winter_sport",
    "SwimBikeRun": "multisport",
    "EquestrianSports": "horseback_riding",
    "Climbing": "rock_climbing",
    "DiscSports": "disc_golf",
    "MindAndBody": "meditation",
    "MartialArts": "mixed_martial_arts",
    "UnderwaterDiving": "diving",
    "WheelchairWalkPace": "wheelchair_push_walk",
    "WheelchairRunPace": "wheelchair_push_run",
    "JumpRope": "jump_rope",
    "TableTennis": "racket",
    "Badminton": "racket",
    "Squash": "racket",
    "Racquetball": "racket",
    "Pickleball": "racket",
}
# What says so little that the sport alone is said, and what is training without a word of its own.
_TRAINING: Final = frozenset(
    (
        "CoreTraining",
        "CrossTraining",
        "PreparationAndRecovery",
        "Cooldown",
        "Flexibility",
        "Gymnastics",
        "Barre",
        "TaiChi",
        "FitnessGaming",
        "HandCycling",
    )
)
_DANCE: Final = frozenset(("SocialDance", "CardioDance", "DanceInspiredTraining"))
_INDOORS: Final = {
    Sport.RUNNING: "treadmill_running",
    Sport.CYCLING: "indoor_cycling",
    Sport.ROWING: "indoor_rowing",
    Sport.WALKING: "indoor_walking",
}
# The numbers of HKSwimmingLocationType.
_WATERS: Final = {"1": "lap_swimming", "2": "open_water_swimming"}


def sport_of_workout(
    kind: str, *, indoors: bool = False, water: str | None = None
) -> tuple[Sport, str | None]:
    """The sport of a type of workout, and the variety where Apple says which."""
    name = kind.removeprefix(_PREFIX)
    _, variety = sport_of(name)
    if name in _TRAINING:
        return Sport.TRAINING, variety
    if name in _DANCE:
        return Sport.DANCE, variety
    sport, own = sport_of(_WORDS.get(name, name))
    if sport is Sport.SWIMMING and water in _WATERS:
        return sport, _WATERS[water]
    if indoors and sport in _INDOORS:
        return sport, _INDOORS[sport]
    return sport, variety if name in _WORDS and sport.value != variety else own
