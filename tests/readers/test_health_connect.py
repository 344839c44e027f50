"""Health Connect: the many ways apps write its records to JSON tell the same."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.biometrics import BloodPressure, Temperature, Weight
from vegaloop.imports.domain.found import FoundMeal, FoundReading, FoundSample, NotTaken
from vegaloop.nutrition import MealKind, StatedEntry

META = {"id": "a1", "dataOrigin": {"packageName": "org.example.app"}}
moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=dt.UTC)
)


def weight(time: object, **others: object) -> dict[str, object]:
    return {"recordType": "WeightRecord", "time": time, "metadata": META} | (
        others or {"weight": {"inKilograms": 70.5}}
    )


@given(moments, st.integers(-36, 36))
def test_a_time_in_any_count_is_the_same_moment(at: dt.datetime, half_hours: int) -> None:
    offset = dt.timezone(dt.timedelta(minutes=30 * half_hours))
    epoch = int(at.timestamp())
    times: tuple[object, ...] = (
        at.isoformat(),
        at.isoformat().replace("+00:00", "Z"),
        *(epoch * parts for parts in (1, 1_000, 10**6, 10**9)),
        str(epoch * 1_000),
        {"epochSecond": epoch, "nano": 0},
    )
    offsets = (half_hours * 1_800, at.astimezone(offset).isoformat()[-6:])
    for n, time in enumerate(times):
        record = weight(time) | {"zoneOffset": offsets[n % 2]}
        (found,) = of_kind(documents_in([record]), FoundReading)
        assert found.reading.moment.at == at
        assert found.reading.moment.utc_offset_s == half_hours * 1_800
        assert not found.zone_assumed


@pytest.mark.parametrize(
    "held",
    [
        {"weight": {"inKilograms": 70.5}},
        {"weight": {"inGrams": 70_500}},
        {"weight": {"value": 70.5, "unit": "KILOGRAMS"}},
        {"weight": 70.5},
        {"weight": 70_500, "unit": "g"},
        {"weightKg": 70.5},
        {"weight_in_kilograms": 70.5},
        {"value": 70_500, "unit": "grams"},
    ],
)
def test_a_unit_wherever_it_stands(held: dict[str, object]) -> None:
    (found,) = of_kind(documents_in([weight("2024-06-01T06:00:00Z", **held)]), FoundReading)
    assert isinstance(found.reading.value, Weight)
    assert found.reading.value.mass.grams == pytest.approx(70_500)


@pytest.mark.parametrize(
    "document",
    [
        {"weight": [{"weight": {"inKilograms": 70.5}, "time": "2024-06-01T06:00:00Z"}]},
        [{"type": "Weight", "data": {"weight": 70.5, "time": 1717221600, "metadata": META}}],
        {"records": [{"recordType": "Weight", "record": weight(1717221600)}]},
    ],
)
def test_a_record_wherever_it_is_packed(document: object) -> None:
    (found,) = documents_in(document)
    assert isinstance(found, FoundReading)


@pytest.mark.parametrize("held", [{"inFahrenheit": 98.6}, {"value": 98.6, "unit": "fahrenheit"}])
def test_a_temperature_says_its_degrees(held: dict[str, object]) -> None:
    record = weight("2024-06-01T06:00:00Z", temperature=held) | {"recordType": "BodyTemperature"}
    (found,) = of_kind(documents_in([record]), FoundReading)
    assert isinstance(found.reading.value, Temperature)
    assert found.reading.value.milli_c == 37_000


def test_pressures_are_of_one_reader() -> None:
    sides = {"systolic": {"inMillimetersOfMercury": 121}, "diastolic": {"value": 79}}
    record = weight("2024-06-01T06:00:00Z", **sides) | {"recordType": "BloodPressureRecord"}
    (found,) = of_kind(documents_in([record]), FoundReading)
    assert found.reading.value == BloodPressure(121, 79)


@pytest.mark.parametrize("kind", ["HeartRateRecord", "HeartRateSeriesRecord"])
def test_zero_beats_are_no_measurement(kind: str) -> None:
    beats = [{"epochMillis": 1717221600_000, "beatsPerMinute": bpm} for bpm in (60, 0)]
    span = {"startTime": 1717221600, "endTime": 1717221660, "samples": beats, "metadata": META}
    found = documents_in([{"recordType": kind} | span])
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [60]
    assert len(of_kind(found, NotTaken)) == 1


def test_a_food_is_a_meal_with_its_nutrients() -> None:
    food = {
        "recordType": "NutritionRecord",
        "startTime": "2024-06-01T06:00:00Z",
        "endTime": "2024-06-01T06:10:00Z",
        "name": "Egg",
        "mealType": 3,
        "energy": {"inKilojoules": 418.4},
        "protein": {"inGrams": 12.5},
        "sodium": {"inMilligrams": 300},
        "vitaminD": {"inMicrograms": 2},
        "metadata": META,
    }
    (found,) = of_kind(documents_in([food]), FoundMeal)
    (portion,) = found.entry.portions
    assert isinstance(portion, StatedEntry)
    assert (portion.name, found.entry.kind) == ("Egg", MealKind.DINNER)
    stated = {"energy_kcal": 100, "protein_g": 12.5, "sodium_mg": 300, "vitamin_d_ug": 2}
    assert dict(portion.stated) == pytest.approx(stated)
