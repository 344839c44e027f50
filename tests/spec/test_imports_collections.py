"""Documents with several collections, and the stages of a night (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.answers import told
from tests.readers.google_points import point, summed
from tests.readers.vendor_files import known_found, of_kind
from vegaloop.biometrics import Sleep, Stage
from vegaloop.imports.domain.found import Found, FoundReading, NotTaken, Unsupported

_UTC: Final = {"created_at": "2024-06-10T05:00:00Z", "updated_at": "2024-06-10T05:00:00Z"}
_TIME: Final = {"time": "2024-06-10T08:00:00Z", "zoneOffset": "+02:00"}
_TIMES: Final = {"systemTime": "2024-06-10T05:00:00", "displayTime": "2024-06-10T07:00:00"}
_RING: Final = {"day": "2024-06-10", "timestamp": "2024-06-10T00:00:00+02:00"}
_OURA_NIGHT: Final = {
    "bedtime_start": "2024-06-09T23:00:00+02:00",
    "bedtime_end": "2024-06-10T07:00:00+02:00",
    "day": "2024-06-10",
    "time_in_bed": 28_800,
    "type": "long_sleep",
}
_POLAR_NIGHT: Final = {
    "date": "2024-06-10",
    "sleep_start_time": "2024-06-09T23:00:00+02:00",
    "sleep_end_time": "2024-06-10T07:00:00+02:00",
    "hypnogram": {"23:00": 0, "23:10": 2, "01:00": 4, "02:00": 1},
}
_POLAR_RUN: Final = {
    "id": "1",
    "start_time": "2024-06-10T18:00:00",
    "start_time_utc_offset": 120,
    "duration": "PT30M",
    "sport": "RUNNING",
}
_WHOOP: Final = {
    "cycle_id": 1,
    "sleep_id": "a",
    "user_id": 1,
    "score_state": "SCORED",
    "score": {"resting_heart_rate": 52},
    **_UTC,
}
_STRAVA: Final = {
    "id": 1,
    "athlete": {"id": 1},
    "sport_type": "Run",
    "start_date": "2024-06-10T16:00:00Z",
    "elapsed_time": 1_800,
}
_GARMIN: Final = {
    "summaryId": "x",
    "userId": "u",
    "calendarDate": "2024-06-10",
    "startTimeInSeconds": 1_717_970_400,
    "startTimeOffsetInSeconds": 7_200,
    "durationInSeconds": 86_400,
    "steps": 100,
}
_FITBIT_NIGHT: Final = {
    "logId": 1,
    "dateOfSleep": "2024-06-10",
    "startTime": "2024-06-09T23:00:00.000",
    "endTime": "2024-06-10T06:30:00.000",
    "minutesAsleep": 400,
    "levels": {"data": []},
}
_GROUP: Final = {
    "grpid": 1,
    "attrib": 0,
    "date": 1_717_999_200,
    "category": 1,
    "measures": [{"value": 72_500, "type": 1, "unit": -3}],
}
# The collections of a vendor, by a name they have there or somebody gave them.
COLLECTIONS: Final[dict[str, dict[str, object]]] = {
    "dexcom": {
        "egvs": [{**_TIMES, "value": 120}],
        "events": [{**_TIMES, "eventType": "carbs", "value": 25}],
    },
    "fitbit": {
        "sleep": [_FITBIT_NIGHT],
        "weight": [
            {"date": "2024-06-10", "logId": 1, "time": "07:00:00", "weight": 72.5, "bmi": 22}
        ],
        "hrv": [{"dateTime": "2024-06-10", "value": {"dailyRmssd": 34.9}}],
        "activities-steps": [{"dateTime": "2024-06-10", "value": "9000"}],
    },
    "garmin_health": {"dailies": [_GARMIN], "epochs": [{**_GARMIN, "activityType": "WALKING"}]},
    "google_health": {"dataPoints": [point("weight")], "rollupDataPoints": [summed("steps")]},
    "health_connect": {
        "WeightRecord": [{**_TIME, "weight": {"inKilograms": 72.5}, "metadata": {"id": "1"}}],
        "BodyFatRecord": [{**_TIME, "percentage": {"value": 18}, "metadata": {"id": "2"}}],
    },
    "ihealth": {
        "WeightDataList": [{"WeightValue": 70, "MDate": 1_717_999_200, "DataID": "1"}],
        "BODataList": [{"BO": 97, "MDate": 1_717_999_200, "DataID": "2"}],
    },
    "oura": {
        "sleep": [_OURA_NIGHT],
        "vO2_max": [{**_RING, "vo2_max": 44.0}],
        "personal_info": {"age": 34, "height": 1.81, "biological_sex": "male"},
        "daily_spo2": {"data": [{**_RING, "spo2_percentage": {"average": 97}}], "next_token": None},
    },
    "polar": {"nights": [_POLAR_NIGHT], "exercises": [_POLAR_RUN]},
    "strava": {"activities": [_STRAVA], "more activities": [{**_STRAVA, "id": 2}]},
    "whoop": {"records": [_WHOOP], "recovery": [{**_WHOOP, "cycle_id": 2}]},
    "withings": {
        "measuregrps": [_GROUP],
        "activities": [{"date": "2024-06-10", "timezone": "Europe/Berlin", "steps": 1_000}],
    },
}
VENDORS: Final = sorted(COLLECTIONS)
# Two name every list beside their own themselves, whoever else might know it.
MIXED: Final = [one for one in VENDORS if one not in ("garmin_health", "health_connect")]
WORDS: Final = st.text("bdfghjklmnpqrtvwxz", min_size=7, max_size=12)
RECORDS: Final = st.dictionaries(WORDS, st.integers() | WORDS, min_size=1, max_size=3)


def read(document: object) -> Counter[object]:
    """What is told of a document, of which several readers may know parts."""
    return told(known_found(document))


class TestImp77:
    """IMP-77. Every collection in a document is read as it would be alone by whoever knows it, or told by its name."""

    @pytest.mark.parametrize("vendor", VENDORS)
    def test_collections_add_up(self, vendor: str) -> None:
        held = COLLECTIONS[vendor]
        apart = [read({name: one}) for name, one in held.items()]
        assert all(apart)
        assert read(held) == read(dict(reversed(held.items()))) == sum(apart[1:], apart[0])

    @pytest.mark.parametrize("vendor", VENDORS)
    @given(name=WORDS, records=st.lists(RECORDS, min_size=1, max_size=4) | RECORDS, data=st.data())
    def test_strangers_are_told(
        self, vendor: str, name: str, records: list[object] | dict[str, object], data: st.DataObject
    ) -> None:
        known = COLLECTIONS[vendor]
        some = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, unique=True))
        document = {one: known[one] for one in some}
        more = read(document | {name: records}) - read(document)
        count = len(records) if isinstance(records, list) else 1
        assert more == {(name, Unsupported(name)): count}

    @given(st.lists(st.sampled_from(MIXED), min_size=2, max_size=4, unique=True))
    def test_of_several_vendors(self, vendors: list[str]) -> None:
        firsts = [next(iter(COLLECTIONS[one].items())) for one in vendors]
        names = [name for name, _ in firsts]
        if len({*names}) == len(names):
            apart = [read({name: one}) for name, one in firsts]
            assert read(dict(firsts)) == sum(apart[1:], apart[0])

    def test_in_the_body_of_an_answer(self) -> None:
        body = COLLECTIONS["withings"]
        answer: dict[str, Any] = {"status": 0, "body": body}
        assert read(answer) == read(body)
        more = read({"status": 0, "body": {**body, "frobs": [{"a": 1}]}, "knobs": [{"a": 1}]})
        assert more - read(body) == {(one, Unsupported(one)): 1 for one in ("frobs", "knobs")}

    def test_each_has_a_place_of_its_own(self) -> None:
        found = known_found(COLLECTIONS["oura"])
        assert {one.place.item for one in found} == {1, 2, 3, 4}


def _polar(codes: list[Any]) -> object:
    clocks = {f"{n:02}:00": code for n, code in enumerate(codes)}
    end = f"2024-06-10T{len(codes):02}:00:00+02:00"
    night = {"sleep_start_time": "2024-06-10T00:00:00+02:00", "sleep_end_time": end}
    return {"nights": [{"date": "2024-06-10", **night, "hypnogram": clocks}]}


def _polar_export(states: list[Any]) -> object:
    changes = [
        {"offsetFromStart": f"PT{3_600 * n}S", "state": state} for n, state in enumerate(states)
    ]
    end = f"2024-06-10T{len(states):02}:00:00.000+02:00"
    hypnogram = {"sleepStart": "2024-06-10T00:00:00.000+02:00", "sleepEnd": end}
    result = {"hypnogram": {**hypnogram, "sleepStateChanges": changes}}
    return [{"night": "2024-06-10", "sleepResult": result}]


def _oura(letters: list[Any]) -> object:
    hours = "".join(12 * str(one) for one in letters)
    end = f"2024-06-10T{len(letters):02}:00:00+02:00"
    night = {"bedtime_start": "2024-06-10T00:00:00+02:00", "bedtime_end": end}
    return [{**_OURA_NIGHT, **night, "sleep_phase_5_min": hours}]


def _health_connect(stages: list[Any]) -> object:
    times = [f"2024-06-10T{n:02}:00:00Z" for n in range(len(stages) + 1)]
    spans = [
        {"startTime": times[n], "endTime": times[n + 1], "stage": one}
        for n, one in enumerate(stages)
    ]
    night = {"startTime": times[0], "endTime": times[-1], "startZoneOffset": "+02:00"}
    return {"SleepSessionRecord": [{**night, "stages": spans}]}


# How a night is written, its words for stages, and words of nobody.
NIGHTS: Final = {
    "polar": (_polar, [0, 1, 2, 3, 4, 5], [6, 9, -1, None, 2.5]),
    "polar_export": (
        _polar_export,
        ["WAKE", "REM", "NONREM12", "NON_REM2", "NONREM3", "LIGHT_NONREM", "DEEP", "UNKNOWN"],
        ["NONREM9", "DREAM", "", None],
    ),
    "oura": (_oura, [1, 2, 3, 4], [0, 5, 9, "x"]),
    "health_connect": (_health_connect, [1, 4, 5, 6], [77, -1, "wobbly"]),
}


class TestImp78:
    """IMP-78. A stage of sleep nobody knows is told, and makes no other stage of its night longer."""

    @pytest.mark.parametrize("vendor", sorted(NIGHTS))
    @given(st.data())
    def test_unknown_ones_are_left_out(self, vendor: str, data: st.DataObject) -> None:
        written, known, unknown = NIGHTS[vendor]
        words = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=8))
        at = data.draw(st.integers(1, len(words)))
        strange = data.draw(st.sampled_from(unknown))
        whole = _hours(known_found(written([*words, words[0]])))
        found = known_found(written([*words[:at], strange, *words[at:], words[0]]))
        kept = _hours(found)
        assert kept[:at] == whole[:at]
        assert kept[at] in {None, Stage.ASLEEP}
        assert kept[at + 1 :] == whole[at:]
        assert any(one.what == "sleep" for one in of_kind(found, NotTaken))


def _hours(found: list[Found]) -> list[Stage | None]:
    """The stage in the middle of each hour of a night; None where there is none."""
    night = of_kind(found, FoundReading)[0].reading.value
    assert isinstance(night, Sleep)
    hours = (night.end - night.start) // dt.timedelta(hours=1)
    middles = [night.start + dt.timedelta(hours=n + 0.5) for n in range(hours)]
    staged = [[one.stage for one in night.stages if one.start <= at < one.end] for at in middles]
    return [next(iter(one), None) for one in staged]
