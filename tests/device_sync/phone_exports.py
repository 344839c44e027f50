"""What the exports of both platforms say of the examples of docs/phones.md."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from tests.device_sync.phones import PHONE
from tests.readers.apple_export import apple_time, element, export, metadata, record, stage

# What Apple has no type for, and what the examples have that an export keeps in other files.
NOT_OF_APPLE: Final = frozenset(("hrv_rmssd", "rr_intervals_ms"))
NOT_OF_OTHERS: Final = frozenset(
    (
        *("standing_time", "exercise_time", "basal_energy", "swimming_strokes", "hrv_sdnn"),
        *("skin_temperature", "rr_intervals_ms", "waist", "height"),
    )
)
_ZONE: Final = metadata("HKTimeZone", "Europe/Paris")


def _at(hour: int, minute: int = 0, second: int = 0) -> str:
    return apple_time(dt.datetime(2026, 3, 1, hour, minute, second), 60)


def _eve(hour: int, minute: int = 0) -> str:
    return apple_time(dt.datetime(2026, 2, 28, hour, minute), 60)


_RECORDS: Final = (
    ("StepCount", 912, "count", _at(8), _at(8, 10)),
    ("FlightsClimbed", 3, "count", _at(8), _at(8, 10)),
    ("PushCount", 80, "count", _at(8), _at(8, 10)),
    ("SwimmingStrokeCount", 210, "count", _at(9), _at(9, 10)),
    ("DistanceWalkingRunning", 0.71, "km", _at(8), _at(8, 10)),
    ("ActiveEnergyBurned", 41.5, "kcal", _at(8), _at(8, 10)),
    ("BasalEnergyBurned", 290, "kJ", _at(8), _at(9)),
    ("AppleExerciseTime", 10, "min", _at(8), _at(8, 10)),
    ("AppleStandTime", 9, "min", _at(8), _at(9)),
    ("HeartRate", 96, "count/min", _at(8), None),
    ("HeartRate", 104, "count/min", _at(8, 1), None),
    ("HeartRate", 110, "count/min", _at(8, 1, 59), None),
    ("HeartRateVariabilitySDNN", 52.3, "ms", _at(3), _at(3, 1)),
    ("VO2Max", 44.1, "mL/min·kg", _at(9), None),
    ("OxygenSaturation", 0.97, "%", _at(3), None),
    ("RespiratoryRate", 14.5, "count/min", _at(3), None),
    ("AppleSleepingWristTemperature", 35.4, "degC", _eve(23), _at(6, 30)),
    ("RestingHeartRate", 52, "count/min", _at(6, 30), None),
    ("BodyTemperature", 36.6, "degC", _at(7), None),
    ("BloodGlucose", 5.2, "mmol<180.1558800000541>/L", _at(7, 5), None),
    ("BloodPressureSystolic", 118, "mmHg", _at(7, 10), None),
    ("BloodPressureDiastolic", 76, "mmHg", _at(7, 10), None),
    ("BodyMass", 71.4, "kg", _at(7), None),
    ("BodyFatPercentage", 0.182, "%", _at(7), None),
    ("WaistCircumference", 81, "cm", _at(7), None),
    ("Height", 178, "cm", _at(7), None),
    ("DietaryWater", 330, "mL", _at(10), _at(10, 5)),
)
_SLEPT: Final = (
    ("AsleepCore", _eve(23, 10), _at(1)),
    ("AsleepDeep", _at(1), _at(2, 20)),
    ("AsleepREM", _at(2, 20), _at(6, 40)),
)
_FOOD: Final = (
    ("DietaryEnergyConsumed", 310, "kcal"),
    ("DietaryProtein", 18, "g"),
    ("DietaryCarbohydrates", 42, "g"),
    ("DietaryFatTotal", 6, "g"),
    ("DietarySodium", 640, "mg"),
)


def apple_export() -> bytes:
    """Write the examples as Apple's export has them, but for the streams of the workout."""
    phone = {"sourceName": PHONE}
    singles = [
        record(kind, value, start, end, unit=unit, **phone)
        for kind, value, unit, start, end in _RECORDS
    ]
    night = [stage(name, start, end, inner=_ZONE, **phone) for name, start, end in _SLEPT]
    noon = _at(12, 30)
    foods = (record(kind, value, noon, unit=unit, **phone) for kind, value, unit in _FOOD)
    named = metadata("HKFoodType", "Lentil soup") + metadata("HKFoodMeal", "lunch")
    food = element(
        "Correlation",
        "".join(foods) + named,
        type="HKCorrelationTypeIdentifierFood",
        startDate=noon,
        endDate=noon,
        **phone,
    )
    workout = element(
        "Workout",
        _ZONE,
        workoutActivityType="HKWorkoutActivityTypeRunning",
        duration=30,
        durationUnit="min",
        totalDistance=5.02,
        totalDistanceUnit="km",
        totalEnergyBurned=361,
        totalEnergyBurnedUnit="kcal",
        startDate=_at(17),
        endDate=_at(17, 30),
        **phone,
    )
    return export([*singles, *night, food, workout])


def _wall(time: str) -> str:
    return f"2026-03-01T{time}+01:00"


_MORNING: Final = {"startTime": _wall("08:00:00"), "endTime": _wall("08:10:00")}
_AT_SEVEN: Final = {"time": _wall("07:00:00")}
_HEALTH_CONNECT: Final[tuple[tuple[str, str, dict[str, object]], ...]] = (
    ("s1", "StepsRecord", {**_MORNING, "count": 912}),
    ("s2", "FloorsClimbedRecord", {**_MORNING, "floors": 3}),
    ("s3", "WheelchairPushesRecord", {**_MORNING, "count": 80}),
    ("s5", "DistanceRecord", {**_MORNING, "distance": {"inKilometers": 0.71}}),
    ("s6", "ActiveCaloriesBurnedRecord", {**_MORNING, "energy": {"inKilocalories": 41.5}}),
    (
        "s10",
        "HeartRateRecord",
        {
            "startTime": _wall("08:00:00"),
            "endTime": _wall("08:02:00"),
            "samples": [
                {"time": _wall(time), "beatsPerMinute": bpm}
                for time, bpm in (("08:00:00", 96), ("08:01:00", 104), ("08:01:59", 110))
            ],
        },
    ),
    ("s12", "Vo2MaxRecord", {"time": _wall("09:00:00"), "vo2MillilitersPerMinuteKilogram": 44.1}),
    ("s13", "OxygenSaturationRecord", {"time": _wall("03:00:00"), "percentage": 97}),
    ("s14", "RespiratoryRateRecord", {"time": _wall("03:00:00"), "rate": 14.5}),
    ("r1", "RestingHeartRateRecord", {"time": _wall("06:30:00"), "beatsPerMinute": 52}),
    (
        "r2",
        "HeartRateVariabilityRmssdRecord",
        {"time": _wall("03:00:00"), "heartRateVariabilityMillis": 48.2},
    ),
    ("r4", "BodyTemperatureRecord", {**_AT_SEVEN, "temperature": {"inCelsius": 36.6}}),
    (
        "r5",
        "BloodGlucoseRecord",
        {"time": _wall("07:05:00"), "level": {"inMillimolesPerLiter": 5.2}},
    ),
    (
        "r6",
        "BloodPressureRecord",
        {
            "time": _wall("07:10:00"),
            "systolic": {"inMillimetersOfMercury": 118},
            "diastolic": {"inMillimetersOfMercury": 76},
        },
    ),
    ("r7", "WeightRecord", {**_AT_SEVEN, "weight": {"inKilograms": 71.4}}),
    ("r8", "BodyFatRecord", {**_AT_SEVEN, "percentage": 18.2}),
    (
        "n1",
        "SleepSessionRecord",
        {
            "startTime": "2026-02-28T23:10:00+01:00",
            "endTime": _wall("06:40:00"),
            "stages": [
                {"startTime": start, "endTime": end, "stage": number}
                for start, end, number in (
                    ("2026-02-28T23:10:00+01:00", _wall("01:00:00"), 4),
                    (_wall("01:00:00"), _wall("02:20:00"), 5),
                    (_wall("02:20:00"), _wall("06:40:00"), 6),
                )
            ],
        },
    ),
    (
        "w1",
        "ExerciseSessionRecord",
        {
            "startTime": _wall("17:00:00"),
            "endTime": _wall("17:30:00"),
            "exerciseType": 56,
            "distance": {"inMeters": 5020},
            "energy": {"inKilocalories": 361},
        },
    ),
    (
        "f1",
        "NutritionRecord",
        {
            "startTime": _wall("12:30:00"),
            "name": "Lentil soup",
            "mealType": 2,
            "energy": {"inKilocalories": 310},
            "protein": {"inGrams": 18},
            "totalCarbohydrate": {"inGrams": 42},
            "totalFat": {"inGrams": 6},
            "sodium": {"inGrams": 0.64},
        },
    ),
    ("f2", "HydrationRecord", {"startTime": _wall("10:00:00"), "volume": {"inMilliliters": 330}}),
)


def health_connect_export() -> bytes:
    """Write the examples as apps write what Health Connect has, but for the streams."""
    records = [
        {"recordType": kind, "metadata": {"id": id_, "dataOrigin": {"packageName": PHONE}}, **says}
        for id_, kind, says in _HEALTH_CONNECT
    ]
    return json.dumps(records).encode()
