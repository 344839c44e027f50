"""The two ways to draw a weight trend, by name (formula book B9)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

EWMA_METHOD: Final = "ewma/0.9-a-day"
LOCAL_LEVEL_METHOD: Final = "local-level/q-0.01/r-0.25"
RATE_METHOD: Final = "least-squares/weigh-ins-of-28-days/95-percent"
WINDOW_DAYS: Final = 180
RATE_DAYS: Final = 28
# Less than a week says more about water than about weight.
RATE_DAYS_LEAST: Final = 7
# A trend rests on little while it has seen few weigh-ins; its lag is 9 days.
MATURE_WEIGH_INS: Final = 10


class TrendMethod(StrEnum):
    """The two ways to draw the trend."""

    EWMA = "ewma"
    LOCAL_LEVEL = "local_level"
