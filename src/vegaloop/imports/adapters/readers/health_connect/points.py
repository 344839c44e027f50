"""Points of health as apps made with Flutter write them, put as the platform's records.

Rule 1: a pressure is two points and a night a point a stage; they stand at the first of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, TypeAlias

from vegaloop.imports.adapters.readers.common.records import Fields

__all__ = ("is_point", "of_points")

Plain: TypeAlias = dict[str, object]

# What a point is called, the kind of record it is, and the field of its number there.
_POINTS: Final = {
    "STEPS": ("steps", "count"),
    "HEART_RATE": ("heartrate", "beatsPerMinute"),
    "RESTING_HEART_RATE": ("restingheartrate", "beatsPerMinute"),
    "HEART_RATE_VARIABILITY_RMSSD": ("heartratevariabilityrmssd", "heartRateVariabilityMillis"),
    "WEIGHT": ("weight", "weight"),
    "HEIGHT": ("height", "height"),
    "BODY_FAT_PERCENTAGE": ("bodyfat", "percentage"),
    "BLOOD_OXYGEN": ("oxygensaturation", "percentage"),
    "BODY_TEMPERATURE": ("bodytemperature", "temperature"),
    "BLOOD_GLUCOSE": ("bloodglucose", "level"),
    "RESPIRATORY_RATE": ("respiratoryrate", "rate"),
    "ACTIVE_ENERGY_BURNED": ("activecaloriesburned", "energy"),
    "DISTANCE_DELTA": ("distance", "distance"),
    "FLIGHTS_CLIMBED": ("floorsclimbed", "floors"),
    "WATER": ("hydration", "volume"),
}
_UNITS: Final = {
    "KILOGRAM": "kg",
    "GRAM": "g",
    "POUND": "lb",
    "OUNCE": "oz",
    "STONE": "st",
    "METER": "m",
    "CENTIMETER": "cm",
    "INCH": "in",
    "FOOT": "ft",
    "MILE": "mi",
    "KILOCALORIE": "kcal",
    "LARGE_CALORIE": "kcal",
    "SMALL_CALORIE": "cal",
    "JOULE": "J",
    "LITER": "L",
    "MILLILITER": "mL",
    "FLUID_OUNCE_US": "fl_oz_us",
    "FLUID_OUNCE_IMPERIAL": "fl_oz_imp",
    "CUP_US": "cup_us",
    "CUP_IMPERIAL": "cup_imp",
    "PINT_US": "pt_us",
    "PINT_IMPERIAL": "pt_imp",
    "MILLIGRAM_PER_DECILITER": "mg/dL",
    "MILLIMOLES_PER_LITER": "mmol/L",
    "DEGREE_CELSIUS": "Cel",
    "DEGREE_FAHRENHEIT": "[degF]",
}
_HIGH, _LOW = "BLOOD_PRESSURE_SYSTOLIC", "BLOOD_PRESSURE_DIASTOLIC"
_NIGHT, _STAGE, _WORKOUT = "SLEEP_SESSION", "SLEEP_", "WORKOUT"


def is_point(value: object) -> bool:
    """Tell by what a point says of its time."""
    return isinstance(value, dict) and {"dateFrom", "dateTo", "type", "value"} <= value.keys()


def of_points(values: Sequence[object]) -> Iterator[tuple[int, str, Fields]]:
    """Every record the points are, with the item its first point is."""
    points = [(item, Fields(one)) for item, one in enumerate(values, 1)]
    lows = {_key(point): _value(point) for _, point in points if point.text("type") == _LOW}
    stages = _by_night(points)
    staged = {item for night in stages.values() for item, _ in night}
    for item, point in points:
        kind, record = point.text("type"), _record(point)
        if kind == _HIGH:
            both = {"systolic": _value(point), "diastolic": lows.pop(_key(point), None)}
            yield item, "bloodpressure", Fields(record | both)
        elif kind == _NIGHT:
            night = {"stages": [stage for _, stage in stages.get(item, ())]}
            yield item, "sleepsession", Fields(record | night)
        elif kind == _WORKOUT:
            yield item, "exercisesession", Fields(record | _workout(point))
        elif kind in _POINTS:
            name, field = _POINTS[kind]
            yield item, name, Fields(record | {field: _value(point)})
        elif kind != _LOW and item not in staged:
            yield item, kind or "point", Fields(record)


def _key(point: Fields) -> tuple[str, str]:
    return point.text("sourceName"), point.text("dateFrom")


def _record(point: Fields) -> Plain:
    start, end = point.get("dateFrom"), point.get("dateTo")
    told = {"id": point.get("uuid"), "dataOrigin": point.get("sourceName")}
    return {"startTime": start, "endTime": end, "time": start, "metadata": told}


def _value(point: Fields) -> object:
    """A number, with its unit where that matters."""
    held = point.get("value")
    inner = Fields(held)
    number = inner.number("numericValue", "value") if isinstance(held, dict) else held
    unit = _UNITS.get(point.text("unit"))
    return number if unit is None else {"value": number, "unit": unit}


def _by_night(points: Sequence[tuple[int, Fields]]) -> dict[int, list[tuple[int, Plain]]]:
    """The stages of each night and the items they are: an app writes all times in one style."""
    nights: dict[str, list[tuple[str, str, int]]] = {}
    for item, point in points:
        if point.text("type") == _NIGHT:
            app, start = _key(point)
            nights.setdefault(app, []).append((start, point.text("dateTo"), item))
    for of_app in nights.values():
        of_app.sort()
    found: dict[int, list[tuple[int, Plain]]] = {}
    for item, point in points:
        kind, (app, start), end = point.text("type"), _key(point), point.text("dateTo")
        if not kind.startswith(_STAGE) or kind == _NIGHT or app not in nights:
            continue
        at = bisect_right(nights[app], start, key=itemgetter(0)) - 1
        if at >= 0 and end <= nights[app][at][1]:
            stage: Plain = {"startTime": start, "endTime": end, "stage": kind[len(_STAGE) :]}
            found.setdefault(nights[app][at][2], []).append((item, stage))
    return found


def _workout(point: Fields) -> Plain:
    value = point.within("value")
    told: Plain = {"exerciseType": value.get("workoutActivityType")}
    for field in ("totalDistance", "totalEnergyBurned"):
        unit = _UNITS.get(value.text(f"{field}Unit"))
        number = value.get(field)
        told[field] = number if unit is None else {"value": number, "unit": unit}
    return told
