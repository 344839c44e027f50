"""The measures goals knows something of, by the names their contexts publish them under.

A goal can be over any measure; of these a formula knows a limit, or how they are made.
"""

from __future__ import annotations

from typing import Final

WEIGHT: Final = "biometrics.weight_kg"
TREND_WEIGHT: Final = "biometrics.trend_weight_kg"
BODY_FAT: Final = "biometrics.body_fat_percent"
UNWELL: Final = "biometrics.unwell"
CTL: Final = "activity.ctl"
LOAD: Final = "activity.load"
DISTANCE: Final = "activity.distance_m"

BODY_MASSES: Final = frozenset({WEIGHT, TREND_WEIGHT})
# Each day of these is made of the days before it.
SMOOTHED: Final = frozenset({TREND_WEIGHT, CTL})
# What was measured behind a smoothed measure: a line is fitted to that, where it is published.
MEASURED: Final = {TREND_WEIGHT: WEIGHT}
