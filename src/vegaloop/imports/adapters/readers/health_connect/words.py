"""The numbers and words of Health Connect: exercises, stages of sleep, records without room."""

from __future__ import annotations

from typing import Final

from vegaloop.biometrics import Stage

__all__ = ("NOT_TAKEN", "SHORT", "SPORTS", "STAGES")

# From memory of the platform's constants.
_NUMBERED: Final = """
0 other|2 badminton|4 baseball|5 basketball|8 biking|9 biking_stationary|10 boot_camp|11 boxing
13 calisthenics|14 cricket|16 dancing|25 elliptical|26 exercise_class|27 fencing
28 football_american|29 football_australian|31 frisbee_disc|32 golf|33 guided_breathing
34 gymnastics|35 handball|36 high_intensity_interval_training|37 hiking|38 ice_hockey
39 ice_skating|44 martial_arts|46 paddling|47 paragliding|48 pilates|50 racquetball
51 rock_climbing|52 roller_hockey|53 rowing|54 rowing_machine|55 rugby|56 running
57 running_treadmill|58 sailing|59 scuba_diving|60 skating|61 skiing|62 snowboarding
63 snowshoeing|64 soccer|65 softball|66 squash|68 stair_climbing|69 stair_climbing_machine
70 strength_training|71 stretching|72 surfing|73 swimming_open_water|74 swimming_pool
75 table_tennis|76 tennis|78 volleyball|79 walking|80 water_polo|81 weightlifting|82 wheelchair
83 yoga
"""
_OURS: Final = {
    "badminton": "racket",
    "biking_stationary": "indoor_cycling",
    "boot_camp": "training",
    "calisthenics": "training",
    "dancing": "dance",
    "exercise_class": "training",
    "football_american": "american_football",
    "frisbee_disc": "disc_golf",
    "guided_breathing": "meditation",
    "gymnastics": "training",
    "high_intensity_interval_training": "hiit",
    "ice_hockey": "hockey",
    "martial_arts": "mixed_martial_arts",
    "other_workout": "other",
    "paragliding": "hang_gliding",
    "racquetball": "racket",
    "roller_hockey": "hockey",
    "rowing_machine": "indoor_rowing",
    "running_treadmill": "treadmill_running",
    "scuba_diving": "diving",
    "skating": "inline_skating",
    "softball": "baseball",
    "squash": "racket",
    "stair_climbing": "floor_climbing",
    "stair_climbing_machine": "stair_stepper",
    "stretching": "mobility",
    "swimming_open_water": "open_water_swimming",
    "swimming_pool": "pool_swimming",
    "table_tennis": "racket",
    "water_polo": "water_sport",
    "weightlifting": "strength_training",
    "wheelchair": "wheelchair_push_walk",
}
SPORTS: Final = _OURS | {
    number: _OURS.get(word, word)
    for number, _, word in (
        one.partition(" ") for line in _NUMBERED.split("\n") for one in line.split("|")
    )
    if word
}

STAGES: Final = {
    "1": Stage.AWAKE,
    "2": Stage.ASLEEP,
    "3": Stage.AWAKE,
    "4": Stage.LIGHT,
    "5": Stage.DEEP,
    "6": Stage.REM,
    "7": Stage.AWAKE,
    "awake": Stage.AWAKE,
    "awakeinbed": Stage.AWAKE,
    "outofbed": Stage.AWAKE,
    "sleeping": Stage.ASLEEP,
    "asleep": Stage.ASLEEP,
    "unknown": Stage.ASLEEP,
    "light": Stage.LIGHT,
    "deep": Stage.DEEP,
    "rem": Stage.REM,
}
# What lists of records are called beside their type.
SHORT: Final = {
    "activecalories": "activecaloriesburned",
    "exercise": "exercisesession",
    "floors": "floorsclimbed",
    "heartratevariability": "heartratevariabilityrmssd",
    "hrv": "heartratevariabilityrmssd",
    "sleep": "sleepsession",
    "totalcalories": "totalcaloriesburned",
}
NOT_TAKEN: Final = frozenset(
    {
        "activityintensity",
        "basalmetabolicrate",
        "bodywatermass",
        "bonemass",
        "cervicalmucus",
        "cyclingpedalingcadence",
        "elevationgained",
        "intermenstrualbleeding",
        "leanbodymass",
        "menstruationflow",
        "menstruationperiod",
        "mindfulnesssession",
        "ovulationtest",
        "plannedexercisesession",
        "power",
        "sexualactivity",
        "speed",
        "stepscadence",
        "totalcaloriesburned",
    }
)
