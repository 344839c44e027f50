"""What files tell again under the name its source has for it, at another time (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import weigh_in
from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.app.services import VegaLoop
from vegaloop.biometrics import Kind, ReadingQuery
from vegaloop.imports import ImportId, Item
from vegaloop.imports.adapters.readers.common.naming import edited_at, known_as
from vegaloop.imports.domain.found import Found, FoundReading, Place
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile

# A record of one id that begins so many hours before 7 o'clock on the 20th, in its edition.
Write = Callable[[int, int], object]

WOKE: Final = dt.datetime(2025, 6, 20, 7, tzinfo=dt.UTC)


def began(hours: int) -> dt.datetime:
    return WOKE - dt.timedelta(hours=hours)


def _epoch(hours: int) -> int:
    return int(began(hours).timestamp())


def _fitbit(hours: int, _: int) -> object:
    start, minutes = f"{began(hours):%Y-%m-%dT%H:%M:%S.000}", hours * 60
    level = {"dateTime": start, "level": "asleep", "seconds": minutes * 60}
    times = {"startTime": start, "endTime": "2025-06-20T07:00:00.000", "duration": minutes * 60_000}
    told = {"dateOfSleep": "2025-06-20", "minutesAsleep": minutes, "timeInBed": minutes}
    return [{"logId": 555, "levels": {"summary": {}, "data": [level]}, **times, **told}]


def _oura(hours: int, _: int) -> object:
    times = {"bedtime_start": began(hours).isoformat(), "bedtime_end": WOKE.isoformat()}
    told = {"time_in_bed": hours * 3_600, "total_sleep_duration": hours * 3_600}
    night = {"id": "ou1", "day": "2025-06-20", "type": "long_sleep", "average_hrv": 50}
    return {"data": [{**night, **times, **told}]}


def _whoop(hours: int, edition: int) -> object:
    stages = {
        f"total_{one}_sleep_time_milli": hours * 1_200_000 for one in ("light", "slow_wave", "rem")
    }
    times = {"start": began(hours).isoformat(), "end": WOKE.isoformat(), "timezone_offset": "Z"}
    told = {"updated_at": f"2025-06-21T0{edition}:00:00Z", "nap": False, "score_state": "SCORED"}
    score = {"stage_summary": stages, "respiratory_rate": 15.5}
    return {"records": [{"id": "w-1", "user_id": 7, "score": score, **times, **told}]}


def _withings(hours: int, edition: int) -> object:
    measures = [
        {"type": 1, "value": 80_000 + hours, "unit": -3},
        {"type": 6, "value": 20, "unit": 0},
    ]
    told = {"grpid": 99, "attrib": 0, "category": 1, "modified": _epoch(0) + edition}
    return {
        "status": 0,
        "body": {"measuregrps": [{"date": _epoch(hours), "measures": measures, **told}]},
    }


def _withings_night(hours: int, edition: int) -> object:
    told = {"id": 98, "timezone": "UTC", "modified": _epoch(0) + edition}
    sums = {"total_sleep_time": hours * 3_600 - 60, "rr_average": 15}
    night = {"startdate": _epoch(hours), "enddate": _epoch(0), "data": sums}
    return {"status": 0, "body": {"series": [{**told, **night}]}}


def _health_connect(hours: int, edition: int) -> object:
    edited = f"2025-06-21T0{edition}:00:00Z"
    metadata = {"id": "w1", "dataOrigin": "com.app", "lastModifiedTime": edited}
    weight = {"inKilograms": 80 + hours / 100}
    record = {"recordType": "WeightRecord", "time": began(hours).isoformat(), "weight": weight}
    return {"records": [{**record, "metadata": metadata}]}


def _fhir(hours: int, edition: int) -> object:
    code = {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}
    told = {"resourceType": "Observation", "id": "1", "status": "final", "code": code}
    whose = {"subject": {"reference": "Patient/7"}, "effectiveDateTime": began(hours).isoformat()}
    value = {"value": 80 + hours / 100, "unit": "kg", "code": "kg"}
    edited = {"lastUpdated": f"2025-06-21T0{edition}:00:00Z"}
    return {**told, **whose, "valueQuantity": value, "meta": edited}


def _open_mhealth(hours: int, _: int) -> object:
    schema = {"namespace": "omh", "name": "body-weight", "version": "2.0"}
    header = {"id": "same", "schema_id": schema, "creation_date_time": WOKE.isoformat()}
    body = {"body_weight": {"value": 80 + hours / 100, "unit": "kg"}}
    frame = {"effective_time_frame": {"date_time": began(hours).isoformat()}}
    return [{"header": header, "body": {**body, **frame}}]


def _garmin(hours: int, _: int) -> object:
    weighed = {"samplePk": 42, "weight": 80_000.0 + hours, "timestampGMT": _epoch(hours) * 1_000}
    return {"dateWeightList": [{**weighed, "calendarDate": "2025-06-20", "sourceType": "MANUAL"}]}


WRITES: Final = (
    _fitbit,
    _oura,
    _whoop,
    _withings,
    _withings_night,
    _health_connect,
    _fhir,
    _open_mhealth,
    _garmin,
)
DATED: Final = (_whoop, _withings, _withings_night, _health_connect, _fhir)


def brought(vega: VegaLoop, me: PersonId, written: object) -> tuple[Item, ...]:
    done = vega.imports.bring(me, "x.json", [piece(json.dumps(written).encode(), "x.json")])
    return _items(vega, me, done.id)


def _items(vega: VegaLoop, me: PersonId, id: ImportId) -> tuple[Item, ...]:
    kinds = {kind.value for kind in Kind}
    items = [one.item for one in good(vega.imports.items(me, id, most=100))]
    return tuple(one for one in items if one.what in kinds)


def shown(vega: VegaLoop, me: PersonId) -> list[tuple[object, ...]]:
    found = vega.biometrics.readings(me, ReadingQuery(100))
    return sorted((one.kind.value, one.moment.at, str(one.value)) for one in found)


class TestImp86:
    """IMP-86. A reading of a record its source has an id for takes the place of the one that came under it before, whenever that was; the readings of several kinds in one record stay apart."""

    @pytest.mark.parametrize("write", WRITES)
    def test_what_was_put_right_counts_alone(self, write: Write) -> None:
        (vega, me), (other, somebody) = world(), world()
        first = brought(vega, me, write(10, 1))
        assert {one.fate.value for one in first} == {"kept"}
        changed = brought(vega, me, write(7, 2))
        assert "replaced" in {one.fate.value for one in changed}
        assert "kept" not in {one.fate.value for one in changed}
        brought(other, somebody, write(7, 2))
        assert shown(vega, me) == shown(other, somebody)
        assert {one.fate.value for one in brought(vega, me, write(7, 2))} == {"known"}
        assert {one.fate.value for one in brought(vega, me, write(10, 1))} == {"known"}
        assert shown(vega, me) == shown(other, somebody)

    @pytest.mark.parametrize("write", DATED)
    def test_an_older_edition_that_comes_late_changes_nothing(self, write: Write) -> None:
        vega, me = world()
        brought(vega, me, write(7, 2))
        before = shown(vega, me)
        assert {one.fate.value for one in brought(vega, me, write(10, 1))} == {"known"}
        assert shown(vega, me) == before

    def test_ids_of_two_patients_are_two(self) -> None:
        vega, me = world()
        one, other = _fhir(10, 1), _fhir(7, 1)
        assert isinstance(other, dict)
        brought(vega, me, one)
        brought(vega, me, {**other, "subject": {"reference": "Patient/8"}})
        assert len(shown(vega, me)) == 2

    @given(st.text(max_size=90) | st.integers() | st.booleans() | st.none())
    def test_any_id_is_kept_as_a_name_or_is_none(self, id: object) -> None:
        (found,) = known_as([_weighed()], id)
        assert isinstance(found, FoundReading)
        name = found.reading.external_id
        assert name is None or (0 < len(name) <= 64 and name.isprintable())

    def test_several_of_one_kind_are_numbered(self) -> None:
        found = known_as([_weighed(), _weighed(), _weighed()], "a")
        assert [one.reading.external_id for one in found if isinstance(one, FoundReading)] == [
            "a",
            "a#2",
            "a#3",
        ]

    @pytest.mark.parametrize("told", [1_700_000_000, 1_700_000_000_000, "2023-11-14T22:13:20Z"])
    def test_when_it_was_changed(self, told: object) -> None:
        at = dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)
        assert edited_at(told, Profile()) == at
        assert edited_at("soon", Profile()) is edited_at([told], Profile()) is None


def _weighed() -> Found:
    return FoundReading(Place("x.json"), weigh_in(1, 80))
