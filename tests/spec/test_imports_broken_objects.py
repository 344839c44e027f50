"""What is taken of a document that breaks off within an object (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections import Counter
from functools import cache
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.readers.clinical import observation, quantity
from tests.readers.packed import each_in
from tests.readers.vendor_files import of_kind
from tests.spec.test_imports_collections import COLLECTIONS
from tests.strategies.imports import imports_over, piece, world
from vegaloop.activity import ActivityQuery
from vegaloop.biometrics import ReadingQuery
from vegaloop.imports.adapters.everything import Everything
from vegaloop.imports.domain.found import Found, FoundSample, FoundSamples, NotTaken, Place
from vegaloop.kernel.formats import Damaged
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import UTC_ZONE

AT_HOME: Final = Profile(home_zone=UTC_ZONE)
DAYS: Final = 4
DATE: Final = re.compile(r"2024-06-(\d\d)")
SECONDS: Final = range(1_700_000_000, 1_800_000_000)
NAMES: Final = frozenset(("id", "logId", "grpid", "DataID", "cycle_id", "sleep_id", "summaryId"))
WEIGHED: Final = "2024-05-01T08:00:00Z"
NIGHT: Final = {
    "bedtime_start": "2024-06-09T23:00:00+02:00",
    "bedtime_end": "2024-06-10T07:00:00+02:00",
    "day": "2024-06-10",
    "time_in_bed": 28_800,
    "sleep_phase_5_min": "4321" * 24,
    "type": "long_sleep",
    "heart_rate": {"interval": 300, "items": [60, 61], "timestamp": "2024-06-09T23:00:00+02:00"},
}
STARTED_NS: Final = 1_717_999_200_000_000_000
HEART: Final = "derived:com.google.heart_rate.bpm:com.google.android.gms:merge_heart_rate_bpm"
SLEPT: Final = "derived:com.google.sleep.segment:com.google.android.gms:merged"


def moved(value: object, days: int, name: str = "") -> object:
    """The same some days later, under other ids."""
    match value:
        case dict():
            return {key: moved(one, days, key) for key, one in value.items()}
        case list():
            return [moved(one, days) for one in value]
        case str() | int() if name in NAMES:
            return type(value)(f"{value}{days}")
        case str():
            return DATE.sub(lambda found: f"2024-06-{int(found[1]) + days:02}", value)
        case int() if value in SECONDS:
            return value + days * 86_400
    return value


def grown(records: object) -> object:
    """The records of several days for that of one."""
    if isinstance(records, list):
        return [moved(one, day) for day in range(DAYS) for one in records]
    return records


def beat(minute: int, kind: str, value: dict[str, object]) -> dict[str, object]:
    """A point of Google Fit, of one minute."""
    start = STARTED_NS + minute * 60_000_000_000
    return {
        "startTimeNanos": str(start),
        "endTimeNanos": str(start + 60_000_000_000),
        "dataTypeName": f"com.google.{kind}",
        "value": [value],
    }


# Frames of whole records; then what is a record itself, and records whose zone stands behind them.
FRAMES: Final[dict[str, object]] = {
    **{
        vendor: {name: grown(records) for name, records in collections.items()}
        for vendor, collections in COLLECTIONS.items()
        if vendor not in {"ihealth", "withings"}
    },
    "oura page": {"data": grown([NIGHT]), "next_token": None},
    "withings answer": {
        "status": 0,
        "body": {
            "timezone": "Europe/Berlin",
            "measuregrps": grown(COLLECTIONS["withings"]["measuregrps"]),
        },
    },
    "fhir": {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": DAYS,
        "entry": [
            {
                "resource": observation(
                    "29463-7",
                    quantity(60 + day, "kg"),
                    {"effectiveDateTime": f"2024-05-0{day + 1}"},
                )
            }
            for day in range(DAYS)
        ],
    },
    "google fit": {
        "Data Source": HEART,
        "Data Points": [beat(n, "heart_rate.bpm", {"fpVal": 60.0 + n}) for n in range(DAYS)],
    },
}
RECORDS: Final[dict[str, object]] = {
    "night of oura": NIGHT,
    "weight of fhir, by mistake": {
        "resourceType": "Observation",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "effectiveDateTime": WEIGHED,
        "valueQuantity": quantity(70, "kg"),
        "note": [{"text": "not mine"}],
        "status": "entered-in-error",
    },
    "night of withings in parts": {
        "status": 0,
        "body": {
            "series": [
                {"startdate": 1_717_999_200 + n * 900, "enddate": 1_717_999_200 + n * 900 + 900, "state": n % 4}
                for n in range(DAYS)
            ],
            "model": 16,
        },
    },
    "night of google in parts": {
        "Data Source": SLEPT,
        "Data Points": [beat(n, "sleep.segment", {"intVal": 4 + n % 3}) for n in range(DAYS)],
    },
    "weights of ihealth before their unit": {
        "WeightDataList": grown(COLLECTIONS["ihealth"]["WeightDataList"]),
        "WeightUnit": 1,
    },
    "run of polar": {
        "exportVersion": "1.6",
        "startTime": "2020-01-01T10:00:00.000",
        "exercises": [
            {"startTime": "2020-01-01T10:00:00.000", "duration": "PT1H", "sport": "RUNNING"},
            {"startTime": "2020-01-01T11:00:00.000", "duration": "PT1H", "sport": "CYCLING"},
        ],
        "distance": 9_000.0,
    },
}  # fmt: skip
LATE: Final[dict[str, object]] = {
    "weights of withings before their zone": {
        "status": 0,
        "body": {
            "measuregrps": grown(COLLECTIONS["withings"]["measuregrps"]),
            "timezone": "Europe/Paris",
        },
    },
}
ALL: Final = {**FRAMES, **RECORDS, **LATE}
# What is written between fields and values, as exports have it.
STYLES: Final = ({"separators": (",", ":")}, {}, {"indent": 1})


def broke(what: str, bug: Exception) -> None:
    """Say that a reader gave up."""
    raise AssertionError(what) from bug


@cache
def written(name: str, style: int) -> bytes:
    """A document of a kind as a file has it."""
    return json.dumps(ALL[name], **STYLES[style]).encode()


def read(data: bytes) -> list[Found]:
    """All that is found in a file."""
    everything = Everything(world()[0].foods, broke, time.monotonic)
    return list(everything.read([piece(data, "export.json")], AT_HOME))


def taken(found: list[Found]) -> Counter[object]:
    """What is kept of what is found, wherever it stood, and each sample by itself."""
    others = (FoundSample, FoundSamples, NotTaken)
    each = [*each_in(found), *(one for one in found if not isinstance(one, others))]
    return Counter(replace(one, place=Place("x")) for one in each)


@cache
def of_whole(name: str) -> Counter[object]:
    """What is kept of a whole document, however it is written."""
    return taken(read(written(name, 0)))


def ended_with(*files: bytes) -> tuple[object, ...]:
    """What is held after these files were brought, one after the other, and what the last changed."""
    vega, me = world()
    for data in files:
        everything = Everything(vega.foods, broke, time.monotonic)
        last = imports_over(vega, everything).bring(me, None, (piece(data, "export.json"),))
    readings = {
        (one.moment.at, one.local_date, one.source, one.value, one.external_id)
        for one in vega.biometrics.readings(me, ReadingQuery(limit=1_000))
    }
    trainings = {
        (one.sport, one.start.at, one.facts)
        for one in vega.activity.activities(me, ActivityQuery(most=100))
    }
    span = dt.date(2024, 5, 1), dt.date(2024, 7, 1)
    days = {
        (one.name, day)
        for one in vega.biometrics.measures()
        for day in vega.biometrics.measured(me, one.name, *span).unwrap()
    }
    return (readings, trainings, days), last.counts.kept + last.counts.replaced


def cuts(name: str) -> st.SearchStrategy[bytes]:
    """A document broken off at any byte."""
    return st.integers(0, len(STYLES) - 1).flatmap(
        lambda style: st.integers(1, len(written(name, style)) - 1).map(
            lambda at: written(name, style)[:at]
        )
    )


class TestImp87:
    """IMP-87. A document that breaks off within an object gives the whole records of its lists, nothing of a record that is not whole, and the byte it breaks off at, and changes nothing about what the whole document ends with."""

    @pytest.mark.parametrize("name", sorted(ALL))
    @given(st.data())
    def test_nothing_is_found_that_the_whole_does_not_give(
        self, name: str, data: st.DataObject
    ) -> None:
        cut = data.draw(cuts(name))
        found = read(cut)
        assert taken(found) <= of_whole(name)
        (told,) = [
            one.reason for one in of_kind(found, NotTaken) if isinstance(one.reason, Damaged)
        ]
        assert (told.format, told.at_byte) == ("json", len(cut))

    @pytest.mark.parametrize("name", sorted(FRAMES))
    def test_all_records_before_its_last_bracket(self, name: str) -> None:
        whole = of_whole(name)
        assert whole
        assert taken(read(written(name, 0)[:-1])) == whole

    @pytest.mark.parametrize("name", sorted(RECORDS))
    @given(st.data())
    def test_half_a_record_is_none(self, name: str, data: st.DataObject) -> None:
        assert not taken(read(data.draw(cuts(name))))

    @given(st.integers(1, DAYS), st.integers(1, 40))
    def test_as_many_records_as_are_whole(self, many: int, less: int) -> None:
        data = written("oura page", 0)
        ends = [at.end() for at in re.finditer(rb'\+02:00"\}\}', data)]
        found = read(data[: ends[many - 1] - min(less, 40)])
        assert len(taken(found)) == (many - 1) * len(of_whole("oura page")) // DAYS

    @pytest.mark.parametrize("name", sorted(ALL))
    @given(st.data())
    def test_the_whole_afterwards_or_before(self, name: str, data: st.DataObject) -> None:
        whole, cut = written(name, 0), data.draw(cuts(name))
        alone, _ = ended_with(whole)
        assert ended_with(cut, whole)[0] == alone
        assert ended_with(whole, cut) == (alone, 0)

    @pytest.mark.parametrize(
        ("damage", "at", "what"),
        [
            (b'{"a": }]}', 6, "not JSON"),
            (b'{"a": NaN}]}', 6, "not JSON"),
            (b'{"a": "\xe9"}]}', 7, "not UTF-8"),
            (b'{"a": "\\u00', 11, "ends early"),
            (b"", 0, "ends early"),
        ],
    )
    def test_whatever_it_breaks_off_with(self, damage: bytes, at: int, what: str) -> None:
        data = written("oura page", 1)
        before = data[: data.rindex(b'{"bedtime_start')]
        found = read(before + damage)
        assert len(taken(found)) == len(of_whole("oura page")) * (DAYS - 1) // DAYS
        (told,) = [one for one in of_kind(found, NotTaken) if isinstance(one.reason, Damaged)]
        assert told == NotTaken(
            Place("export.json"), "file", Damaged("json", len(before) + at, None, what)
        )
