"""Fitbit's web API: every answer, in pages and alone, field by field, on the wall at home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.answers import filled, names_of, passed_over, read
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import needs_shared_data
from vegaloop.activity import Sport
from vegaloop.biometrics import Hrv, Metric, Respiration, RestingHeartRate, Sleep, Weight
from vegaloop.imports.domain.found import (
    FoundMeal,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
)

DAYS: Final = st.dates(dt.date(2012, 1, 1), dt.date(2025, 1, 1))
_ZONES: Final = [{"caloriesOut": 1, "max": 94, "min": 30, "minutes": 1, "name": "Fat Burn"}]
# Names, links, goals and versions; what may be reckoned from what is beside.
_SILENT: Final = """
    logId activityId activityParentId activityTypeId description name isFavorite hasStartTime source
    logType detailsLink caloriesLink heartRateLink tcxLink hasActiveZoneMinutes speed pace
    manualValuesSpecified originalDuration originalStartTime totalMinutes minutesInHeartRateZones
    duration infoCode isMainSleep minutesAsleep minutesAwake timeInBed type summary bmi
"""


def _run(day: dt.date, log: int = 7) -> dict[str, Any]:
    return {
        "activeDuration": 1_700_000,
        "activeZoneMinutes": {"totalMinutes": 20, "minutesInHeartRateZones": []},
        "activityLevel": [{"minutes": 1, "name": "sedentary"}],
        "activityName": "Run",
        "activityTypeId": 90009,
        "averageHeartRate": 140,
        "calories": 300,
        "distance": 5.1,
        "distanceUnit": "Kilometer",
        "duration": 1_800_000,
        "elevationGain": 12.5,
        "hasActiveZoneMinutes": True,
        "heartRateZones": _ZONES,
        "lastModified": f"{day}T10:00:00.000Z",
        "logId": log,
        "logType": "tracker",
        "originalStartTime": f"{day}T08:00:00.000+02:00",
        "pace": 350.1,
        "source": {"id": "1", "name": "Charge 5", "type": "tracker"},
        "speed": 10.2,
        "startTime": f"{day}T08:00:00.000+02:00",
        "steps": 5_000,
        "poolLength": 25,
        "swimLengths": 10,
    }


def _logged(day: dt.date, log: int = 8) -> dict[str, Any]:
    return {
        "activityId": 90009,
        "calories": 300,
        "distance": 5.1,
        "duration": 1_800_000,
        "hasStartTime": True,
        "logId": log,
        "name": "Run",
        "startDate": f"{day}",
        "startTime": "08:00",
        "steps": 5_000,
    }


def _night(day: dt.date, log: int = 9) -> dict[str, Any]:
    levels = [
        {"dateTime": f"{day}T00:30:00.000", "level": "light", "seconds": 3_600},
        {"dateTime": f"{day}T03:30:00.000", "level": "deep", "seconds": 3_600},
    ]
    return {
        "dateOfSleep": f"{day}",
        "duration": 7_200_000,
        "efficiency": 90,
        "startTime": f"{day}T00:30:00.000",
        "endTime": f"{day}T04:30:00.000",
        "isMainSleep": True,
        "levels": {"data": levels, "summary": {}},
        "logId": log,
        "minutesAfterWakeup": 1,
        "minutesAsleep": 110,
        "minutesToFallAsleep": 4,
        "timeInBed": 120,
        "type": "stages",
    }


def _weight(day: dt.date, log: int = 10) -> dict[str, Any]:
    clock = {"date": f"{day}", "time": "07:59:59", "logId": log, "source": "Aria"}
    return {"bmi": 23.5, "fat": 14.5, "weight": 72.5, **clock}


def _fat(day: dt.date, log: int = 11) -> dict[str, Any]:
    return {"date": f"{day}", "fat": 14.5, "logId": log, "source": "API", "time": "07:59:59"}


def _food(day: dt.date, log: int = 12) -> dict[str, Any]:
    food = {"amount": 1.5, "calories": 300, "mealTypeId": 1, "name": "Bread", "unit": {}}
    return {
        "logDate": f"{day}",
        "logId": log,
        "loggedFood": food,
        "nutritionalValues": {"calories": 300, "carbs": 20.5, "fat": 1},
    }


def _valued(**value: object) -> Callable[[dt.date], dict[str, Any]]:
    return lambda day: {"dateTime": f"{day}", "value": value}


def _hrv_minutes(day: dt.date) -> dict[str, Any]:
    value = {"rmssd": 26.6, "coverage": 0.9, "hf": 100.1, "lf": 200.1}
    return {"dateTime": f"{day}", "minutes": [{"minute": f"{day}T05:00:00.000", "value": value}]}


_BREATHS: Final = {
    f"{which}SleepSummary": {"breathingRate": 15.5} for which in ("deep", "light", "rem", "full")
}
# A record of a day, the list it stands in, and what stands beside that.
_KINDS: Final[dict[str, tuple[Callable[[dt.date], dict[str, Any]], str, dict[str, Any]]]] = {
    "list": (_run, "activities", {"pagination": {"next": ""}}),
    "logged": (_logged, "activities", {"pagination": {}}),
    "sleep": (_night, "sleep", {"summary": {"totalMinutesAsleep": 110}}),
    "weight": (_weight, "weight", {}),
    "fat": (_fat, "fat", {}),
    "food": (_food, "foods", {"goals": {"calories": 1}, "summary": {"calories": 300}}),
    "hrv": (_valued(dailyRmssd=34.9, deepRmssd=31.5), "hrv", {}),
    "hrv minutes": (_hrv_minutes, "hrv", {}),
    "br": (_valued(breathingRate=15.5), "br", {}),
    "br stages": (_valued(**_BREATHS), "br", {}),
    "skin": (_valued(nightlyRelative=-0.5), "tempSkin", {}),
    "cardio": (_valued(vo2Max="44-48"), "cardioScore", {}),
    "heart": (_valued(restingHeartRate=55, heartRateZones=_ZONES), "activities-heart", {}),
    "zones": (_valued(activeZoneMinutes=30), "activities-active-zone-minutes", {}),
}


@pytest.mark.parametrize("kind", _KINDS)
class TestEveryAnswer:
    """Every record is known, alone and in its page, and none of it passed over."""

    @given(DAYS, DAYS)
    def test_pages_order_and_splitting_do_not_matter(
        self, kind: str, one: dt.date, two: dt.date
    ) -> None:
        record, name, beside = _KINDS[kind]

        def page(*days: dt.date) -> object:
            return {name: [record(day) for day in days], **beside}

        assert read(page(one))
        assert read(record(one)) == read(page(one))
        assert read(page(one, two)) == read(page(two, one)) == read(page(one)) + read(page(two))

    def test_nothing_is_passed_over(self, kind: str) -> None:
        record, name, beside = _KINDS[kind]
        day = record(dt.date(2024, 6, 1))
        silent = _SILENT + (" loggedFood" if name == "foods" else " breathingRate heartRateZones")
        assert not passed_over(day, lambda one: {name: [one], **beside}, silent)


@needs_shared_data
def test_the_records_of_the_contract_are_known() -> None:
    def known(name: str, day: dt.date) -> object:
        clocks = {"startTime": f"{day}T01:00:00.000", "endTime": f"{day}T02:00:00.000"}
        dates = dict.fromkeys(("date", "dateTime", "dateOfSleep", "startDate"), f"{day}")
        given = {**clocks, **dates, "time": "07:00:00", "level": "light", "levels": {}}
        return given.get(name)

    found: list[str] = []
    for contract, schemas in {
        "activity": ("ActivityLogList", "AzmTimeSeries"),
        "body": ("WeightLogList", "BodyFatLogList"),
        "heart-rate": ("HeartRateTimeSeries", "HeartRateIntraday"),
        "sleep": ("SleepLog",),
    }.items():
        for schema in schemas:
            document = filled(f"fitbit/{contract}-api.openapi.json", schema, known)
            assert documents_in(document, name="2024-06-01.json"), schema
            found.append(schema)
    assert len(found) == 7


@given(
    st.datetimes(dt.datetime(2012, 1, 1), dt.datetime(2025, 1, 1)),
    st.integers(-11, 13).filter(bool),
    st.integers(60, 40_000),
    st.integers(0, 10**6),
)
def test_an_activity_has_its_name_its_offset_and_when_it_was_changed(
    start: dt.datetime, hours: int, seconds: int, later: int
) -> None:
    began = start.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    changed = (began + dt.timedelta(seconds=later)).astimezone(dt.UTC)
    log = _run(began.date()) | {
        "duration": seconds * 1_000,
        "startTime": began.isoformat(),
        "lastModified": changed.isoformat().replace("+00:00", "Z"),
    }
    (found,) = of_kind(documents_in({"activities": [log], "pagination": {}}), FoundRecording)
    assert (found.source, found.external_id, found.recording.sport) == (
        "fitbit",
        "7",
        Sport.RUNNING,
    )
    assert found.recording.start == began
    assert not found.zone_assumed
    assert found.recording.totals.elapsed.seconds == seconds
    assert found.modified_at == changed
    assert names_of(documents_in(log | {"calories": 301})) == names_of(documents_in(log))


@given(DAYS)
def test_a_log_without_its_start_began_at_noon_and_says_so(day: dt.date) -> None:
    log = _logged(day) | {"hasStartTime": False, "startTime": "00:00"}
    (found,) = of_kind(documents_in(log), FoundRecording)
    assert found.time_assumed
    assert found.zone_assumed
    assert found.recording.wall_start == dt.datetime(day.year, day.month, day.day, 12)
    (known,) = of_kind(documents_in(_logged(day)), FoundRecording)
    assert not known.time_assumed


_SUMMARY: Final = {
    "activeScore": -1,
    "activityCalories": 900,
    "caloriesBMR": 1_700,
    "caloriesOut": 2_500,
    "distances": [{"activity": "total", "distance": 8.1}],
    "fairlyActiveMinutes": 10,
    "floors": 10,
    "lightlyActiveMinutes": 200,
    "restingHeartRate": 55,
    "sedentaryMinutes": 800,
    "steps": 9_000,
    "veryActiveMinutes": 20,
}


@given(DAYS, st.booleans())
def test_the_sums_of_a_day_are_of_its_log_or_of_its_name(day: dt.date, logged: bool) -> None:
    logs = [_logged(day)] if logged else []
    document = {"activities": logs, "goals": {}, "summary": _SUMMARY}
    found = documents_in(document, name=f"fitbit/activities/{'x' if logged else day}.json")
    samples = of_kind(found, FoundSample)
    assert {one.metric: one.sample.value for one in samples} == {
        Metric.STEPS: 9_000,
        Metric.FLOORS: 10,
        Metric.DISTANCE: pytest.approx(8_100),
        Metric.INTENSITY_TIME: 50,
        Metric.RESTING_ENERGY: 1_700,
        Metric.ACTIVE_ENERGY: 800,
    }
    assert {one.sample.moment.local_date for one in samples} == {day}
    (rate,) = of_kind(found, FoundReading)
    assert isinstance(rate.reading.value, RestingHeartRate)
    assert rate.reading.moment.local_date == day
    nameless = documents_in({**document, "activities": []}, name="x.json")
    assert not of_kind(nameless, FoundSample)
    assert of_kind(nameless, NotTaken)


@given(DAYS, st.lists(st.integers(40, 200), min_size=1, max_size=20))
def test_minutes_are_of_the_day_beside_them_or_of_their_name(
    day: dt.date, rates: list[int]
) -> None:
    dataset = [{"time": f"12:{n:02}:00", "value": rate} for n, rate in enumerate(rates)]
    minutes = {"activities-heart-intraday": {"dataset": dataset, "datasetInterval": 1}}
    days = {"activities-heart": [{"dateTime": f"{day}", "value": {"restingHeartRate": 50}}]}
    beside = of_kind(documents_in({**days, **minutes}), FoundSample)
    named = of_kind(documents_in(minutes, name=f"heart {day}.json"), FoundSample)
    assert [one.sample for one in named] == [one.sample for one in beside]
    assert [one.sample.value for one in named] == rates
    assert all(one.zone_assumed and one.sample.moment.local_date == day for one in named)
    assert not of_kind(documents_in(minutes, name="2024-06-01 to 2024-06-02.json"), FoundSample)


@given(DAYS, st.lists(st.integers(1, 2_000), min_size=1, max_size=5))
def test_the_water_of_a_day_is_of_its_name(day: dt.date, glasses: list[int]) -> None:
    water = [{"amount": ml, "logId": n} for n, ml in enumerate(glasses, 1)]
    answer = {"summary": {"water": sum(glasses)}, "water": water}
    meals = of_kind(documents_in(answer, name=f"{day}.json"), FoundMeal)
    assert [meal.entry.portions[0].mass_g for meal in meals] == glasses
    assert {meal.entry.eaten_at.date() for meal in meals} == {day}
    assert len(set(names_of(meals))) == len(glasses)
    assert not of_kind(documents_in(answer, name="x.json"), FoundMeal)


def test_what_nights_and_scales_tell() -> None:
    day = dt.date(2024, 6, 1)
    values = [
        one.reading.value
        for kind in ("hrv", "br", "br stages", "weight", "sleep")
        for one in of_kind(documents_in(_KINDS[kind][0](day)), FoundReading)
    ]
    hrv, breath, summed, weight, _, night = values
    assert isinstance(hrv, Hrv)
    assert hrv.rmssd_ms == 34.9
    assert isinstance(breath, Respiration)
    assert breath == summed
    assert isinstance(weight, Weight)
    assert weight.mass.kg == 72.5
    assert isinstance(night, Sleep)
    assert night.asleep.minutes == 120


def test_signals_are_named() -> None:
    ecg = {"startTime": "2024-06-01T10:00:00", "resultClassification": "x", "waveformSamples": [1]}
    alert = {"alertTime": "2024-06-01T10:00", "detectedTime": "2024-06-01T09:00"}
    for name, record in (("ecgReadings", ecg), ("alerts", alert)):
        page = {name: [record], "pagination": {}}
        assert read(page) == read(record)
        assert len(read(page)) == 1
        assert documents_in({name: [], "pagination": {}}) == []


@pytest.mark.parametrize("name", ["activities", "sleep"])
def test_an_empty_page_tells_nothing(name: str) -> None:
    assert documents_in({name: [], "pagination": {"next": ""}}) == []
