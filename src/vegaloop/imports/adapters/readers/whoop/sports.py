"""The sports WHOOP numbers."""

from __future__ import annotations

from typing import Final

__all__ = ("SPORTS",)

# The numbers of the first version of the API, of sports we have a word for.
SPORTS: Final = {
    "0": "running",
    "1": "cycling",
    "16": "baseball",
    "17": "basketball",
    "18": "rowing",
    "21": "american_football",
    "22": "golf",
    "24": "hockey",
    "27": "rugby",
    "28": "sailing",
    "29": "alpine_skiing",
    "30": "soccer",
    "33": "swimming",
    "34": "tennis",
    "36": "volleyball",
    "39": "boxing",
    "42": "dance",
    "43": "pilates",
    "44": "yoga",
    "45": "weight_training",
    "47": "cross_country_skiing",
    "52": "hiking",
    "53": "horseback_riding",
    "55": "kayaking",
    "57": "mountain_biking",
    "60": "rock_climbing",
    "61": "stand_up_paddleboarding",
    "63": "walking",
    "64": "surfing",
    "65": "elliptical",
    "66": "stair_stepper",
    "70": "meditation",
    "84": "jump_rope",
    "91": "snowboarding",
    "96": "hiit",
    "97": "spinning",
}
