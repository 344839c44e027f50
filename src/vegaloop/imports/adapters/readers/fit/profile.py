"""The numbers FIT gives to what it writes about a body through the day: those that are read here."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from vegaloop.infrastructure.formats.fit_profile import Message

__all__ = (
    "CLOCKS",
    "NAMELESS",
    "UNHELD",
    "UNTOLD",
    "BloodPressureField",
    "HrvSummary",
    "HrvValue",
    "LocalTime",
    "MaxMet",
    "Monitoring",
    "Oxygen",
    "Respiration",
    "RestingRate",
    "SkinTemperature",
    "SleepEnd",
    "SleepLevel",
    "Stress",
    "UserProfile",
    "WeightScale",
)


# Which field of a message has the time on the wall beside its timestamp.
CLOCKS: Final = {
    Message.MONITORING_INFO: 0,
    Message.TIMESTAMP_CORRELATION: 3,
    Message.METRICS_CLOCK: 0,
    Message.SLEEP_BEGUN: 2,
    Message.SKIN_TEMPERATURE: 0,
}
# What says something there is no room for.
UNTOLD: Final[dict[int, str]] = {
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
# Fields there is no room for, of messages that are read.
UNHELD: Final[dict[int, dict[int, str]]] = {
    Message.WEIGHT_SCALE: {
        2: "body water",
        3: "visceral fat",
        4: "bone mass",
        5: "muscle mass",
        7: "resting metabolic rate",
        8: "physique rating",
        9: "active metabolic rate",
        10: "metabolic age",
        11: "visceral fat",
        13: "body mass index",
    },
    Message.BLOOD_PRESSURE: dict.fromkeys(range(2, 6), "mean arterial pressure"),
    Message.MONITORING: {
        1: "total energy",
        4: "active time",
        10: "active time",
        12: "device temperature",
        14: "device temperature",
        15: "device temperature",
        16: "active time",
        32: "descent",
    },
    Message.MONITORING_INFO: {5: "resting metabolic rate"},
    Message.STRESS_LEVEL: {3: "body battery"},
    Message.USER_PROFILE: {2: "age", 4: "weight of the profile"},
}
# What says nothing of a body: identity, settings, events, and what developers describe.
NAMELESS: Final = frozenset(
    {0, 2, 21, 22, 23, 24, 35, 49, 105, 188, 206, 207, *CLOCKS, Message.SLEEP_ENDED}
)


class UserProfile(IntEnum):
    """Who somebody told their device that they are."""

    SEX = 1
    HEIGHT = 3


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
    TIMESTAMP = 253


class BloodPressureField(IntEnum):
    """A blood pressure."""

    SYSTOLIC = 0
    DIASTOLIC = 1
    HEART_RATE = 6
    STATUS = 8
    TIMESTAMP = 253
