"""Google Fit's numbers of activities, and its names of sources."""

from __future__ import annotations

from typing import Final

from vegaloop.biometrics import Stage
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.kernel.identity import SourceId

__all__ = ("AUTOMATIC", "SLEEPING", "SPORTS", "STAGES", "package_of", "source_in")

AUTOMATIC: Final = "com.google.android.gms"  # What it finds out by itself, by moments.

SLEEPING: Final = {
    72: Stage.ASLEEP,
    109: Stage.LIGHT,
    110: Stage.DEEP,
    111: Stage.REM,
    112: Stage.AWAKE,
}
STAGES: Final = {
    1: Stage.AWAKE,
    2: Stage.ASLEEP,
    3: Stage.AWAKE,
    4: Stage.LIGHT,
    5: Stage.DEEP,
    6: Stage.REM,
}
SPORTS: Final = {
    1: "cycling",
    2: "walking",
    7: "walking",
    8: "running",
    9: "aerobics",
    10: "badminton",
    11: "baseball",
    12: "basketball",
    13: "biathlon",
    14: "handbiking",
    15: "mountain_biking",
    16: "road_biking",
    17: "indoor_cycling",
    18: "indoor_cycling",
    19: "cycling",
    20: "boxing",
    21: "calisthenics",
    22: "circuit_training",
    23: "cricket",
    24: "dance",
    25: "elliptical",
    26: "fencing",
    27: "american_football",
    28: "australian_football",
    29: "soccer",
    30: "frisbee",
    32: "golf",
    33: "gymnastics",
    34: "handball",
    35: "hiking",
    36: "hockey",
    37: "horseback_riding",
    39: "jump_rope",
    40: "kayaking",
    41: "kettlebell_training",
    42: "kickboxing",
    43: "kitesurfing",
    44: "martial_arts",
    45: "meditation",
    46: "mixed_martial_arts",
    47: "p90x",
    48: "paragliding",
    49: "pilates",
    50: "polo",
    51: "racquetball",
    52: "rock_climbing",
    53: "rowing",
    54: "indoor_rowing",
    55: "rugby",
    56: "jogging",
    57: "running",
    58: "treadmill_running",
    59: "sailing",
    60: "diving",
    61: "skateboarding",
    62: "ice_skating",
    64: "inline_skating",
    65: "skiing",
    66: "backcountry_skiing",
    67: "cross_country_skiing",
    68: "downhill_skiing",
    71: "sledding",
    73: "snowboarding",
    75: "snowshoeing",
    76: "squash",
    77: "stair_climbing",
    78: "stair_stepper",
    79: "stand_up_paddling",
    80: "strength_training",
    81: "surfing",
    82: "swimming",
    83: "pool_swimming",
    84: "open_water_swimming",
    85: "table_tennis",
    86: "team_sport",
    87: "tennis",
    88: "treadmill",
    89: "volleyball",
    90: "volleyball",
    91: "volleyball",
    92: "wakeboarding",
    93: "walking",
    94: "nordic_walking",
    95: "walking",
    96: "water_polo",
    97: "weight_training",
    98: "wheelchair",
    99: "windsurfing",
    100: "yoga",
    101: "zumba",
    102: "diving",
    103: "ergometer",
    104: "ice_skating",
    105: "ice_skating",
    106: "curling",
    108: "other",
    113: "crossfit",
    114: "hiit",
    115: "interval_training",
    116: "walking",
    119: "archery",
    120: "softball",
    122: "guided_breathing",
}


def package_of(data_source: str) -> str:
    """Find the app in `raw:com.google.weight:com.fatsecret.android:…`."""
    parts = data_source.split(":")
    return parts[2] if len(parts) > 2 else ""


def source_in(data_source: str) -> SourceId:
    """Name the app, and the device where one stands behind it.

    What Google estimated anew of a device's counts is not what the device counted.
    """
    parts = data_source.split(":")
    device = " ".join(parts[3:5]) if len(parts) > 5 else ""
    estimated = "estimated" if parts[-1].startswith("estimated") else ""
    return source_of("google_fit", f"{package_of(data_source)} {device} {estimated}")
