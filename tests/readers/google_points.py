"""Points and sums as Google Health writes them: what tests of its reader and its driver stand on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

DAY: Final = dt.date(2026, 3, 7)
Write = Callable[[dt.date], dict[str, Any]]
AHEAD_S: Final = 3_600


def _civil(at: dt.datetime) -> dict[str, Any]:
    date = {"year": at.year, "month": at.month, "day": at.day}
    return {"date": date, "time": {"hours": at.hour, "minutes": at.minute}}


def _moment(day: dt.date, hour: int = 8) -> tuple[str, str, dict[str, Any]]:
    wall = dt.datetime.combine(day, dt.time(hour, 15))
    physical = (wall - dt.timedelta(seconds=AHEAD_S)).isoformat() + "Z"
    return physical, f"{AHEAD_S}s", _civil(wall)


def at(day: dt.date, hour: int = 8) -> dict[str, Any]:
    physical, ahead, civil = _moment(day, hour)
    return {"physicalTime": physical, "utcOffset": ahead, "civilTime": civil}


def span(day: dt.date, first: int = 8, last: int = 9) -> dict[str, Any]:
    told = {}
    for side, hour in (("start", first), ("end", last)):
        physical, ahead, civil = _moment(day, hour)
        told |= {f"{side}Time": physical, f"{side}UtcOffset": ahead}
        told[f"civil{side.capitalize()}Time"] = civil
    return told


def date(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _stage(day: dt.date, first: int, last: int, kind: str) -> dict[str, Any]:
    of = span(day, first, last)
    return {name: of[name] for name in of if not name.startswith("civil")} | {"type": kind}


def exercise(day: dt.date) -> dict[str, Any]:
    lap = _stage(day, 8, 9, "x") | {
        "metricsSummary": {"distanceMillimeters": 5_000_000, "caloriesKcal": 200.5},
        "splitType": "MANUAL",
    }
    return {
        "interval": span(day, 8, 9),
        "exerciseType": "RUNNING",
        "displayName": "Morning run",
        "activeDuration": "3000s",
        "metricsSummary": {
            "caloriesKcal": 310.5,
            "distanceMillimeters": 10_000_000,
            "steps": "9000",
            "averageHeartRateBeatsPerMinute": "150",
            "averagePaceSecondsPerMeter": 0.3,
            "averageSpeedMillimetersPerSecond": 3_300.5,
            "elevationGainMillimeters": 55_000,
            "activeZoneMinutes": "40",
            "heartRateZoneDurations": {"lightTime": "60s"},
            "runVo2Max": 50.5,
            "totalSwimLengths": 4,
            "mobilityMetrics": {
                "avgCadenceStepsPerMinute": 170,
                "avgStrideLengthMillimeters": "1100",
                "avgVerticalRatio": 7.5,
            },
        },
        "splitSummaries": [lap],
        "exerciseEvents": [
            {"exerciseEventType": kind, "eventTime": f"{day}T07:{minute}:00Z"}
            for kind, minute in (("START", 15), ("PAUSE", 30), ("RESUME", 35), ("STOP", 59))
        ],
        "updateTime": f"{day}T10:00:00Z",
        "createTime": f"{day}T09:00:00Z",
        "notes": "Windy",
    }


def sleep(day: dt.date) -> dict[str, Any]:
    return {
        "interval": span(day, 0, 7),
        "type": "STAGES",
        "stages": [
            _stage(day, 0, 2, "LIGHT"),
            _stage(day, 2, 4, "DEEP"),
            _stage(day, 4, 6, "REM"),
            _stage(day, 6, 7, "AWAKE"),
        ],
        "metadata": {"mainSleep": True, "nap": False, "processed": True},
        "summary": {"minutesAsleep": "360", "minutesToFallAsleep": "5", "minutesAfterWakeUp": "2"},
        "outOfBedSegments": [_stage(day, 6, 7, "x")],
        "updateTime": f"{day}T10:00:00Z",
    }


# Every kind of point there is room for, as Google writes it: whole numbers are texts.
KINDS: Final[dict[str, Write]] = {
    "exercise": exercise,
    "sleep": sleep,
    "steps": lambda day: {"interval": span(day), "count": "1061"},
    "distance": lambda day: {"interval": span(day), "millimeters": "861000"},
    "floors": lambda day: {"interval": span(day), "count": "3"},
    "activeEnergyBurned": lambda day: {"interval": span(day), "kcal": 61.5},
    "basalEnergyBurned": lambda day: {"interval": span(day), "kcal": 71.5},
    "activeZoneMinutes": lambda day: {
        "interval": span(day),
        "activeZoneMinutes": "2",
        "heartRateZone": "CARDIO",
    },
    "heartRate": lambda day: {"sampleTime": at(day), "beatsPerMinute": "61"},
    "heartRateVariability": lambda day: {
        "sampleTime": at(day),
        "rootMeanSquareOfSuccessiveDifferencesMilliseconds": 41.5,
        "standardDeviationMilliseconds": 51.5,
    },
    "oxygenSaturation": lambda day: {"sampleTime": at(day), "percentage": 96.5},
    "runVo2Max": lambda day: {"sampleTime": at(day), "runVo2Max": 48.5},
    "vo2Max": lambda day: {"sampleTime": at(day), "vo2Max": 47.5},
    "weight": lambda day: {"sampleTime": at(day), "weightGrams": 72_500.5},
    "bodyFat": lambda day: {"sampleTime": at(day), "percentage": 14.5},
    "height": lambda day: {"sampleTime": at(day), "heightMillimeters": "1805"},
    "bloodGlucose": lambda day: {
        "sampleTime": at(day),
        "bloodGlucoseMilligramsPerDeciliter": 95.5,
        "mealType": "LUNCH",
        "measurementTiming": "FASTING",
        "specimen": "CAPILLARY_BLOOD",
    },
    "coreBodyTemperature": lambda day: {"sampleTime": at(day), "temperatureCelsius": 36.6},
    "respiratoryRateSleepSummary": lambda day: {
        "sampleTime": at(day),
        "fullSleepStats": {"breathsPerMinute": 14.5},
        "deepSleepStats": {"breathsPerMinute": 13.5},
    },
    "dailyRestingHeartRate": lambda day: {
        "date": date(day),
        "beatsPerMinute": "55",
        "dailyRestingHeartRateMetadata": {"calculationMethod": "WITH_SLEEP"},
    },
    "dailyHeartRateVariability": lambda day: {
        "date": date(day),
        "averageHeartRateVariabilityMilliseconds": 45.5,
        "entropy": 2.5,
        "nonRemHeartRateBeatsPerMinute": "52",
        "deepSleepRootMeanSquareOfSuccessiveDifferencesMilliseconds": 47.5,
    },
    "dailyOxygenSaturation": lambda day: {
        "date": date(day),
        "averagePercentage": 96.5,
        "lowerBoundPercentage": 94.5,
        "upperBoundPercentage": 98.5,
        "standardDeviationPercentage": 1.5,
    },
    "dailyRespiratoryRate": lambda day: {"date": date(day), "breathsPerMinute": 14.5},
    "dailySleepTemperatureDerivations": lambda day: {
        "date": date(day),
        "nightlyTemperatureCelsius": 34.5,
        "baselineTemperatureCelsius": 34.0,
        "relativeNightlyStddev30dCelsius": 0.25,
    },
    "dailyVo2Max": lambda day: {
        "date": date(day),
        "vo2Max": 46.5,
        "cardioFitnessLevel": "GOOD",
        "vo2MaxCovariance": 1.5,
    },
    "hydrationLog": lambda day: {
        "interval": span(day),
        "amountConsumed": {"milliliters": 250.5, "userProvidedUnit": "MILLILITER"},
    },
}
SUMS: Final[dict[str, dict[str, Any]]] = {
    "steps": {"countSum": "10613"},
    "distance": {"millimetersSum": "7813000"},
    "floors": {"countSum": "13"},
    "activeEnergyBurned": {"kcalSum": 613.5},
    "activeZoneMinutes": {
        "sumInFatBurnHeartZone": "10",
        "sumInCardioHeartZone": "20",
        "sumInPeakHeartZone": "3",
    },
}
UNPLACED: Final[dict[str, Write]] = {
    "activityLevel": lambda day: {"interval": span(day), "activityLevelType": "SEDENTARY"},
    "altitude": lambda day: {"interval": span(day), "gainMillimeters": "3000"},
    "dailyHeartRateZones": lambda day: {"date": date(day), "heartRateZones": []},
    "moods": lambda day: {"sampleTime": at(day), "moods": ["CALM"]},
    "electrocardiogram": lambda day: {"interval": span(day), "waveformSamples": [1, 2]},
    "nutritionLog": lambda day: {"interval": span(day), "foodDisplayName": "Bread"},
}


def point(kind: str, day: dt.date = DAY, **more: Any) -> dict[str, Any]:
    """A point as `list` has it."""
    name = f"users/abcd1234/dataTypes/x/dataPoints/{kind}-{day}"
    written = KINDS.get(kind) or UNPLACED[kind]
    return {"name": name, kind: written(day), **more}


def summed(kind: str, day: dt.date = DAY, days: int = 1) -> dict[str, Any]:
    """A day as `dailyRollUp` has it."""
    start = dt.datetime.combine(day, dt.time())
    civil = {
        "civilStartTime": {"date": _civil(start)["date"]},
        "civilEndTime": {"date": _civil(start + dt.timedelta(days=days))["date"]},
    }
    return {**civil, kind: SUMS[kind]}


def page(*points: object) -> dict[str, object]:
    return {"dataPoints": list(points), "nextPageToken": "abc"}
