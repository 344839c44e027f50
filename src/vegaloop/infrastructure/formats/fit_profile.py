"""The numbers FIT gives to messages, and to the fields every kind of file may have."""

from __future__ import annotations

from enum import IntEnum

__all__ = (
    "Activity",
    "Description",
    "DeviceInfo",
    "Event",
    "FileId",
    "HeartRates",
    "Lap",
    "Length",
    "Message",
    "Record",
    "Session",
    "Set",
    "SportMessage",
)


class Message(IntEnum):
    """Kinds of message."""

    FILE_ID = 0
    USER_PROFILE = 3
    SPORT = 12
    SESSION = 18
    LAP = 19
    RECORD = 20
    EVENT = 21
    DEVICE_INFO = 23
    WORKOUT_STEP = 27
    WEIGHT_SCALE = 30
    COURSE = 31
    COURSE_POINT = 32
    ACTIVITY = 34
    BLOOD_PRESSURE = 51
    MONITORING = 55
    HRV = 78
    LENGTH = 101
    MONITORING_INFO = 103
    HR = 132
    TIMESTAMP_CORRELATION = 162
    FIELD_DESCRIPTION = 206
    RESTING_RATE = 211
    SET = 225
    STRESS_LEVEL = 227
    MAX_MET = 229
    METRICS_CLOCK = 241
    SPO2 = 269
    SLEEP_BEGUN = 273
    SLEEP_LEVEL = 275
    SLEEP_ENDED = 276
    RESPIRATION = 297
    SLEEP_ASSESSMENT = 346
    HRV_SUMMARY = 370
    HRV_VALUE = 371
    SKIN_TEMPERATURE = 398


class FileId(IntEnum):
    """What made the file, and of which kind it is."""

    TYPE = 0
    MANUFACTURER = 1
    PRODUCT = 2
    SERIAL = 3
    CREATED = 4
    PRODUCT_NAME = 8


class Record(IntEnum):
    """A sample."""

    LATITUDE = 0
    LONGITUDE = 1
    ALTITUDE = 2
    HEART_RATE = 3
    CADENCE = 4
    DISTANCE = 5
    SPEED = 6
    POWER = 7
    COMPRESSED_SPEED_DISTANCE = 8
    GRADE = 9
    TEMPERATURE = 13
    CADENCE_256 = 52
    FRACTIONAL_CADENCE = 53
    ENHANCED_SPEED = 73
    ENHANCED_ALTITUDE = 78
    TIMESTAMP = 253


class Session(IntEnum):
    """A session's totals."""

    START = 2
    SPORT = 5
    SUB_SPORT = 6
    ELAPSED = 7
    TIMER = 8
    DISTANCE = 9
    CALORIES = 11
    AVERAGE_HEART_RATE = 16
    MAXIMUM_HEART_RATE = 17
    AVERAGE_CADENCE = 18
    AVERAGE_POWER = 20
    MAXIMUM_POWER = 21
    ASCENT = 22
    DESCENT = 23
    AVERAGE_FRACTIONAL_CADENCE = 92
    SPORT_NAME = 110
    TIMESTAMP = 253


class Lap(IntEnum):
    """A lap's totals, and what ended it."""

    START = 2
    ELAPSED = 7
    TIMER = 8
    DISTANCE = 9
    CALORIES = 11
    AVERAGE_HEART_RATE = 15
    MAXIMUM_HEART_RATE = 16
    AVERAGE_CADENCE = 17
    AVERAGE_POWER = 19
    MAXIMUM_POWER = 20
    ASCENT = 21
    DESCENT = 22
    INTENSITY = 23
    TRIGGER = 24
    SPORT = 25
    SUB_SPORT = 39
    AVERAGE_FRACTIONAL_CADENCE = 80
    TIMESTAMP = 253


class Length(IntEnum):
    """A length of a pool."""

    START = 2
    ELAPSED = 3
    STROKES = 5
    STROKE = 7
    TYPE = 12
    TIMESTAMP = 253


class Set(IntEnum):
    """A set of repetitions."""

    DURATION = 0
    REPETITIONS = 3
    WEIGHT = 4
    TYPE = 5
    START = 6
    CATEGORY = 7
    TIMESTAMP = 254


class DeviceInfo(IntEnum):
    """A part of the device, or something it listened to."""

    INDEX = 0
    KIND = 1
    MANUFACTURER = 2
    SERIAL = 3
    PRODUCT = 4
    BATTERY_STATUS = 11
    SOURCE = 25
    PRODUCT_NAME = 27
    BATTERY_LEVEL = 32


class Event(IntEnum):
    """Something that happened."""

    EVENT = 0
    TYPE = 1
    TIMESTAMP = 253


class Activity(IntEnum):
    """The summary of the whole file."""

    TIMER = 0
    LOCAL_TIMESTAMP = 5
    TIMESTAMP = 253


class HeartRates(IntEnum):
    """Beats a strap remembered, sent after the activity."""

    FRACTIONAL_TIMESTAMP = 0
    TIME_256 = 1
    FILTERED_BPM = 6
    EVENT_TIMESTAMP = 9
    EVENT_TIMESTAMP_12 = 10
    TIMESTAMP = 253


class SportMessage(IntEnum):
    """The sport that was set, in files without sessions."""

    SPORT = 0
    SUB_SPORT = 1
    NAME = 3


class Description(IntEnum):
    """What a developer's field means."""

    OWNER = 0
    NUMBER = 1
    BASE = 2
    NAME = 3
    SCALE = 6
    OFFSET = 7
    UNIT = 8
    NATIVE_MESSAGE = 14
    NATIVE_FIELD = 15
