"""The numbers FIT gives to what it writes about a body through the day: those that are read here."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = (
    "CLOCKS",
    "NAMELESS",
    "UNTOLD",
    "ActivityTime",
    "BloodPressureField",
    "Files",
    "HrvSummary",
    "HrvValue",
    "LocalTime",
    "MaxMet",
    "Message",
    "Monitoring",
    "Oxygen",
    "Respiration",
    "RestingRate",
    "SessionSum",
    "SkinTemperature",
    "SleepEnd",
    "SleepLevel",
    "Stress",
    "WeightScale",
)


class Message(IntEnum):
    """Kinds of message."""

    FILE_ID = 0
    SESSION = 18
    LAP = 19
    RECORD = 20
    WEIGHT_SCALE = 30
    ACTIVITY = 34
    BLOOD_PRESSURE = 51
    MONITORING = 55
    HRV = 78
    MONITORING_INFO = 103
    TIMESTAMP_CORRELATION = 162
    RESTING_RATE = 211
    STRESS_LEVEL = 227
    MAX_MET = 229
    METRICS_CLOCK = 241
    OXYGEN = 269
    SLEEP_BEGUN = 273
    SLEEP_LEVEL = 275
    SLEEP_ENDED = 276
    RESPIRATION = 297
    SLEEP_ASSESSMENT = 346
    HRV_SUMMARY = 370
    HRV_VALUE = 371
    SKIN_TEMPERATURE = 398


# Which field of a message has the time on the wall beside its timestamp.
CLOCKS: Final = {
    Message.MONITORING_INFO: 0,
    Message.TIMESTAMP_CORRELATION: 3,
    Message.METRICS_CLOCK: 0,
    Message.SLEEP_BEGUN: 2,
    Message.SKIN_TEMPERATURE: 0,
}
# What says something there is no room for.
UNTOLD: Final = {
    Message.SLEEP_ASSESSMENT: "sleep score",
    274: "raw sleep signals",
    290: "intervals between beats of a day",
    304: "raw steps",
    305: "raw oxygen saturation",
    306: "raw stress",
    307: "raw respiration",
    308: "raw heart rate",
    314: "body battery",
    372: "intervals between beats of a day",
    384: "jumps",
    412: "naps",
}
# What says nothing of a body: identity, settings, events, and what developers describe.
NAMELESS: Final = frozenset(
    {0, 2, 3, 21, 22, 23, 24, 35, 49, 105, 188, 206, 207, *CLOCKS, Message.SLEEP_ENDED}
)


class Files(IntEnum):
    """What made the file, and of which kind it is."""

    TYPE = 0
    MANUFACTURER = 1
    PRODUCT = 2
    CREATED = 4
    PRODUCT_NAME = 8


class SessionSum(IntEnum):
    """How far and how long a session went."""

    START = 2
    ELAPSED = 7
    TIMER = 8
    DISTANCE = 9


class ActivityTime(IntEnum):
    """The time on the wall in the summary of an activity."""

    LOCAL = 5


class LocalTime(IntEnum):
    """A timestamp, and the places a time on the wall may stand in."""

    FIRST = 0
    THIRD = 2
    FOURTH = 3
    SIXTH = 5
    TIMESTAMP = 253


class Monitoring(IntEnum):
    """What a watch counts all day: most of it since midnight, by kind of activity."""

    DISTANCE = 2
    CYCLES = 3
    ACTIVITY_TYPE = 5
    DISTANCE_16 = 8
    CYCLES_16 = 9
    ACTIVE_CALORIES = 19
    TYPE_AND_INTENSITY = 24
    TIMESTAMP_MINUTES_8 = 25
    TIMESTAMP_16 = 26
    HEART_RATE = 27
    ASCENT = 31
    MODERATE_MINUTES = 33
    VIGOROUS_MINUTES = 34
    TIMESTAMP = 253


class RestingRate(IntEnum):
    """The resting heart rate: over seven days, and of the day."""

    OF_WEEK = 0
    OF_DAY = 1
    TIMESTAMP = 253


class Stress(IntEnum):
    """A stress level; what is below zero says why there is none."""

    LEVEL = 0
    TIME = 1
    BODY_BATTERY = 3


class Oxygen(IntEnum):
    """A saturation in percent, and how it came to be measured."""

    PERCENT = 0
    MODE = 2
    TIMESTAMP = 253


class Respiration(IntEnum):
    """Breaths a minute; what is below zero says why there are none."""

    RATE = 0
    TIMESTAMP = 253


class SleepLevel(IntEnum):
    """The level of sleep from its timestamp on."""

    LEVEL = 0
    TIMESTAMP = 253


class SleepEnd(IntEnum):
    """When the last level ended."""

    TIMESTAMP = 253


class HrvSummary(IntEnum):
    """The variability of last night, as RMSSD."""

    LAST_NIGHT = 1
    TIMESTAMP = 253


class HrvValue(IntEnum):
    """The RMSSD of five minutes."""

    VALUE = 0
    TIMESTAMP = 253


class SkinTemperature(IntEnum):
    """The skin through a night: how far from usual, and how warm."""

    DEVIATION = 1
    NIGHTLY = 4
    TIMESTAMP = 253


class MaxMet(IntEnum):
    """An estimate of the most oxygen a body can use."""

    UPDATED = 0
    VO2MAX = 2


class WeightScale(IntEnum):
    """A weigh-in, with what the scale makes of it."""

    WEIGHT = 0
    FAT = 1
    WATER = 2
    BONE = 4
    MUSCLE = 5
    TIMESTAMP = 253


class BloodPressureField(IntEnum):
    """A blood pressure."""

    SYSTOLIC = 0
    DIASTOLIC = 1
    HEART_RATE = 6
    STATUS = 8
    TIMESTAMP = 253
