"""Health Connect in points: what an app told of each value by itself."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.test_health_connect import POINT, rows_in
from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.biometrics import BloodPressure, Glucose, Metric, Sleep, SpO2, Weight
from vegaloop.imports.domain.found import (
    FoundMeal,
    FoundPerson,
    FoundReading,
    FoundRecording,
    NotTaken,
)
from vegaloop.kernel.quantity import Distance
from vegaloop.nutrition import StatedEntry


@pytest.mark.parametrize(
    ("unit", "ml"), [("LITER", 2_000), ("FLUID_OUNCE_US", 59.15), ("CUP_US", 473.18)]
)
def test_the_drink_of_a_point_is_in_its_unit(unit: str, ml: float) -> None:
    point = POINT | {"type": "WATER", "unit": unit, "value": {"numericValue": 2}}
    (meal,) = of_kind(documents_in([point]), FoundMeal)
    (water,) = meal.entry.portions
    assert isinstance(water, StatedEntry)
    assert water.mass_g == pytest.approx(ml, abs=0.01)


def test_points_of_another_writer() -> None:
    def point(kind: str, value: object, **others: object) -> dict[str, object]:
        return POINT | {"type": kind, "value": value} | others

    found = documents_in(
        [
            point("HEART_RATE", {"numericValue": 61}, unit="BEATS_PER_MINUTE"),
            point("WEIGHT", {"numericValue": 70.5}, unit="KILOGRAM"),
            point("BLOOD_OXYGEN", {"numericValue": 97}, unit="PERCENT"),
            point("DISTANCE_DELTA", {"numericValue": 900}, unit="METER"),
            point("ACTIVE_ENERGY_BURNED", {"numericValue": 50}, unit="KILOCALORIE"),
            point("BLOOD_GLUCOSE", {"numericValue": 99}, unit="MILLIGRAM_PER_DECILITER"),
            point("BLOOD_PRESSURE_SYSTOLIC", {"numericValue": 121}),
            point("BLOOD_PRESSURE_DIASTOLIC", {"numericValue": 79}),
            point("WORKOUT", {"workoutActivityType": "RUNNING", "totalDistance": 5_000}),
            point("SLEEP_SESSION", {"numericValue": 15}),
            point("SLEEP_DEEP", {"numericValue": 15}),
            point("HEIGHT", {"numericValue": 1.8}),
        ]
    )
    values = {row[0]: row[4] for row in rows_in(found)}
    assert values == {
        metric.value: number * metric.per_unit
        for metric, number in (
            (Metric.HEART_RATE, 61),
            (Metric.DISTANCE, 900),
            (Metric.ACTIVE_ENERGY, 50),
        )
    }
    kinds = {type(one.reading.value) for one in of_kind(found, FoundReading)}
    assert kinds == {Weight, SpO2, Glucose, BloodPressure, Sleep}
    (run,) = of_kind(found, FoundRecording)
    assert run.recording.totals.distance is not None
    assert not of_kind(found, NotTaken)
    assert [one.trait for one in of_kind(found, FoundPerson)] == [Distance(1_800)]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.randoms())
def test_the_stages_of_points_lie_in_their_night(minutes: list[int], order: Random) -> None:
    at = dt.datetime(2024, 3, 1, 22)
    points: list[dict[str, str]] = []
    for n, length in enumerate(minutes):
        began, at = at, at + dt.timedelta(minutes=length)
        kind = "SLEEP_DEEP" if n % 2 else "SLEEP_REM"
        points.append({"type": kind, "dateFrom": began.isoformat(), "dateTo": at.isoformat()})
    span = {"dateFrom": points[0]["dateFrom"], "dateTo": points[-1]["dateTo"]}
    points.append({"type": "SLEEP_SESSION"} | span)
    order.shuffle(points)
    found = documents_in([{**POINT, "value": 1, **point} for point in points])
    (night,) = of_kind(found, FoundReading)
    assert isinstance(night.reading.value, Sleep)
    spans = night.reading.value.stages
    assert [(one.end - one.start).total_seconds() / 60 for one in spans] == minutes
    assert not of_kind(found, NotTaken)
