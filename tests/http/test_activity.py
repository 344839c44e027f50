"""Activity over HTTP: whole answers with a pinned clock and counted ids, and hostile input."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from tests.support import at
from vegaloop.app.demo.fit_writer import (
    RUNNING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)
from vegaloop.kernel.time import later

GPX = b"""<?xml version="1.0"?>
<gpx version="1.1" creator="Bike" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:t="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<trk><name>Morning</name><type>cycling</type><trkseg>%s</trkseg></trk></gpx>""" % b"".join(
    b'<trkpt lat="48.%04d" lon="2.35"><time>2026-03-18T06:%02d:%02dZ</time>'
    b"<extensions><t:TrackPointExtension><t:hr>%d</t:hr></t:TrackPointExtension></extensions>"
    b"</trkpt>" % (8_000 + n, n // 60, n % 60, 120 + n % 3)
    for n in range(600)
)
A_RIDE = {
    "sport": "cycling",
    "start_at": "2026-03-19T07:00:00+01:00",
    "elapsed_s": 3_600,
    "average_power_w": 200,
    "rpe": 5,
    "name": "Lunch 🚴",
}
PROBLEMS = "https://vegaloop.example/problems/"


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


def slug(answer: object) -> str:
    body = answer.json()  # type: ignore[attr-defined]  # httpx's answer.
    return str(body["type"]).removeprefix(PROBLEMS)


def logged(client: TestClient[Litestar], **more: object) -> str:
    answer = client.post("/v1/activities", json={**A_RIDE, **more})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


def uploaded(client: TestClient[Litestar], data: bytes = GPX, query: str = "") -> object:
    headers = {"content-type": "application/octet-stream"}
    return client.post(f"/v1/activities/uploads{query}", content=data, headers=headers)


def test_by_hand_and_what_the_load_is_made_of(client: TestClient[Litestar]) -> None:
    answer = client.post("/v1/activities", json=A_RIDE)
    assert answer.status_code == 201
    made = answer.json()
    provisional = {"value": 500 / 7, "method": "rpe_provisional", "estimated": True}
    summary = {
        "id": made["id"],
        "sport": "cycling",
        "sub_sport": None,
        "name": "Lunch 🚴",
        "start_at": "2026-03-19T07:00:00+01:00",
        "time_zone": None,
        "zone_assumed": False,
        "local_date": "2026-03-19",
        "elapsed_s": 3_600.0,
        "moving_s": 3_600.0,
        "distance_m": None,
        "ascent_m": None,
        "energy_kcal": None,
        "average_heart_rate_bpm": None,
        "maximum_heart_rate_bpm": None,
        "average_power_w": 200.0,
        "weighted_power_w": None,
        "rpe": 5.0,
        "load": pytest.approx(provisional),
        "counts": True,
        "source": {"source": "manual", "format": None, "device": None, "file_name": None},
    }
    detail = {
        "notes": None,
        "loads": [
            pytest.approx(provisional),
            {"value": 300.0, "method": "srpe", "estimated": False},
        ],
        "lacking": [{"method": "power_tss", "reason": {"type": "missing", "what": "ftp_w"}}],
        "formula_version": "activity-2",
        "laps": [],
        "lengths": [],
        "sets": [],
        "sensors": [],
        "remarks": [],
        "possible_duplicate_of": None,
        "duplicates": None,
        "multisport": None,
    }
    assert made == {**summary, "detail": detail}
    assert answer.headers["location"] == f"/v1/activities/{made['id']}"
    assert client.get(answer.headers["location"]).json() == made
    assert client.get("/v1/activities").json() == {
        "data": [summary],
        "pagination": {"next_cursor": None, "has_more": False},
    }
    assert client.get(f"/v1/activities/{made['id']}/streams").json() == {"t_ms": []}


def test_a_file_is_known_by_its_content(client: TestClient[Litestar]) -> None:
    first = uploaded(client, query="?file_name=morning.gpx")
    assert first.status_code == 201, first.text  # type: ignore[attr-defined]  # httpx's answer.
    made = first.json()  # type: ignore[attr-defined]  # idem
    (one,) = made["activities"]
    assert made["already_known"] is False
    assert one["local_date"] == "2026-03-18"
    assert one["zone_assumed"] is True
    assert one["source"] == {
        "source": "file",
        "format": "gpx",
        "device": one["source"]["device"],
        "file_name": "morning.gpx",
    }
    for data in (GPX, gzip.compress(GPX)):
        again = uploaded(client, data)
        assert again.status_code == 200  # type: ignore[attr-defined]  # idem
        assert again.json() == {"already_known": True, "activities": [one]}  # type: ignore[attr-defined]
    streams = client.get(f"/v1/activities/{one['id']}/streams").json()
    assert streams["heart_rate_bpm"] == [120.0 + n % 3 for n in range(600)]
    assert streams["t_ms"] == [n * 1_000 for n in range(600)]
    some = client.get(f"/v1/activities/{one['id']}/streams?channel=heart_rate").json()
    assert set(some) == {"t_ms", "heart_rate_bpm"}
    assert client.get(f"/v1/activities/{one['id']}/file").content == GPX
    assert len(client.get("/v1/activities").json()["data"]) == 1


def a_fit() -> bytes:
    start = at(dt.datetime(2026, 3, 18, 6, tzinfo=dt.UTC))
    samples = tuple(
        WrittenSample(at=later(start, dt.timedelta(seconds=n)), heart_rate_bpm=140)
        for n in range(300)
    )
    whole = WrittenLap(start=start, elapsed_ms=300_000, timer_ms=300_000)
    return write_fit(WrittenSession(sport=RUNNING, totals=whole, laps=(whole,), samples=samples))


@pytest.mark.parametrize("damage", ["crc-wrong", "cut-off"])
def test_a_damaged_file_says_so(client: TestClient[Litestar], damage: str) -> None:
    """Over HTTP too: the place is told."""
    whole = a_fit()
    data = whole[:-1] + bytes((whole[-1] ^ 0xFF,)) if damage == "crc-wrong" else whole[:-300]
    (made,) = uploaded(client, data).json()["activities"]  # type: ignore[attr-defined]
    remarks = {one["what"]: one["at_byte"] for one in made["detail"]["remarks"]}
    assert 0 < remarks[damage] <= len(data)
    assert client.get(f"/v1/activities/{made['id']}").json() == made


TCX = b"""<?xml version="1.0"?><TrainingCenterDatabase
 xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Running"><Id>2026-03-18T06:00:00Z</Id><Lap StartTime="2026-03-18T06:00:00Z">
<TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>1000</DistanceMeters>
<Calories>80</Calories><AverageHeartRateBpm><Value>150</Value></AverageHeartRateBpm>
<Track><Trackpoint><Time>2026-03-18T06:00:00Z</Time></Trackpoint></Track>
</Lap></Activity></Activities></TrainingCenterDatabase>"""


def test_laps_are_shown(client: TestClient[Litestar]) -> None:
    answer = uploaded(client, TCX)
    (one,) = answer.json()["activities"]  # type: ignore[attr-defined]  # httpx's answer.
    assert one["detail"]["laps"] == [
        {
            "start_at": "2026-03-18T06:00:00Z",
            "elapsed_s": 300.0,
            "moving_s": 300.0,
            "distance_m": 1_000.0,
            "energy_kcal": 80.0,
            "average_heart_rate_bpm": 150.0,
            "maximum_heart_rate_bpm": None,
            "average_power_w": None,
            "trigger": None,
            "intensity": None,
        }
    ]


def test_openapi_says_that_an_upload_is_a_file(client: TestClient[Litestar]) -> None:
    paths = client.app.openapi_schema.to_schema()["paths"]
    body = paths["/v1/activities/uploads"]["post"]["requestBody"]
    binary = {"contentMediaType": "application/octet-stream"}
    form = {"type": "object", "properties": {"file": binary}, "required": ["file"]}
    assert body["content"] == {
        "application/octet-stream": {"schema": binary},
        "multipart/form-data": {"schema": form},
    }
    made = paths["/v1/activities/uploads"]["post"]["responses"]["201"]
    assert set(made["headers"]) == {"location"}


def test_a_file_in_a_form_is_the_same_file(client: TestClient[Litestar]) -> None:
    first = client.post("/v1/activities/uploads", files={"file": ("morning.gpx", GPX)})
    assert first.status_code == 201, first.text
    (one,) = first.json()["activities"]
    assert one["source"]["file_name"] == "morning.gpx"
    assert first.headers["location"] == f"/v1/activities/{one['id']}"
    assert client.get(first.headers["location"]).json() == one
    again = uploaded(client)
    assert again.status_code == 200  # type: ignore[attr-defined]  # httpx's answer.
    assert again.json() == {"already_known": True, "activities": [one]}  # type: ignore[attr-defined]
    assert "location" not in again.headers  # type: ignore[attr-defined]  # idem
    assert client.get(f"/v1/activities/{one['id']}/file").content == GPX


@pytest.mark.parametrize(
    ("files", "data"),
    [
        ([("a", ("a.gpx", GPX)), ("b", ("b.gpx", GPX))], None),
        ([("file", ("n" * 201, GPX))], None),
        ([("file", (None, GPX))], None),
        ([("file", (None, b"hello"))], {"name": "nobody"}),
    ],
    ids=["two", "long name", "no name", "no file"],
)
def test_a_form_without_exactly_one_file(
    client: TestClient[Litestar], files: list[object], data: dict[str, str] | None
) -> None:
    answer = client.post("/v1/activities/uploads", files=files, data=data)  # type: ignore[arg-type]
    assert (answer.status_code, slug(answer)) == (400, "malformed")
    (fault,) = answer.json()["errors"]
    assert fault["field"] == "file"
    assert client.get("/v1/activities").json()["data"] == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"no boundary at all"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\nabc',
        ),
    ],
)
def test_a_broken_form_is_refused(client: TestClient[Litestar], kind: str, body: bytes) -> None:
    headers = {"content-type": kind}
    answer = client.post("/v1/activities/uploads", content=body, headers=headers)
    assert (answer.status_code, slug(answer)) == (400, "malformed")


def test_a_form_too_large_is_refused(client: TestClient[Litestar]) -> None:
    answer = client.post("/v1/activities/uploads", files={"file": ("a", bytes(64 * 2**20 + 1))})
    assert (answer.status_code, slug(answer)) == (413, "too-large")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", "activity/unknown-format"),
        (b"hello", "activity/unknown-format"),
        (b"\x1f\x8b\x08 no gzip", "activity/damaged-file"),
        (b"<gpx></gpx>", "activity/nothing-recorded"),
        (b"<gpx>" * 5_000, "activity/file-too-deep"),
        (GPX.replace(b"2026-03-18", b"2027-03-18"), "activity/starts-ahead"),
        (GPX.replace(b"2026-03-18", b"1970-01-01"), "activity/too-long-ago"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_kept(client: TestClient[Litestar], data: bytes, wrong: str) -> None:
    answer = uploaded(client, data)
    assert (answer.status_code, slug(answer)) == (422, wrong)  # type: ignore[attr-defined]  # idem
    assert answer.json()["errors"]  # type: ignore[attr-defined]  # idem
    assert client.get("/v1/activities").json()["data"] == []


def test_a_body_too_large_is_refused(client: TestClient[Litestar]) -> None:
    answer = uploaded(client, bytes(64 * 2**20 + 1))
    assert (answer.status_code, slug(answer)) == (413, "too-large")  # type: ignore[attr-defined]


def test_what_is_said_of_it_can_be_changed(client: TestClient[Litestar]) -> None:
    one = logged(client)
    amended = client.patch(f"/v1/activities/{one}", json={"rpe": None, "notes": "Windy"}).json()
    assert (amended["rpe"], amended["load"], amended["name"]) == (None, None, "Lunch 🚴")
    assert amended["detail"]["notes"] == "Windy"
    (change,) = client.get(f"/v1/activity/load-changes?activity_id={one}").json()["data"]
    assert change == {
        "activity_id": one,
        "local_date": "2026-03-19",
        "changed_at": "2026-03-20T06:30:00Z",
        "cause": "amendment",
        "before": pytest.approx({"value": 500 / 7, "method": "rpe_provisional", "estimated": True}),
        "after": None,
    }
    assert client.delete(f"/v1/activities/{one}").status_code == 204
    for method, path in (("GET", ""), ("GET", "/streams"), ("GET", "/file"), ("DELETE", "")):
        answer = client.request(method, f"/v1/activities/{one}{path}")
        assert (answer.status_code, slug(answer)) == (404, "activity/no-such-activity")
    answer = client.patch(f"/v1/activities/{one}", json={})
    assert (answer.status_code, slug(answer)) == (404, "activity/no-such-activity")


def test_thresholds_change_loads_and_tell(client: TestClient[Litestar]) -> None:
    one = logged(client, rpe=None)
    entry = {
        "effective_from": "2026-01-01",
        "ftp_w": 250.0,
        "threshold_pace_s_per_km": 270.5,
        "css_s_per_100m": None,
        "hr_max_bpm": 190.0,
        "hr_rest_bpm": None,
        "lthr_bpm": None,
        "cp_w": None,
        "w_prime_j": None,
    }
    kept = {**entry, "set_at": "2026-03-20T06:30:00Z"}
    answer = client.put("/v1/activity/thresholds", json=entry)
    assert answer.json() == {"thresholds": kept, "changed_loads": 1}
    assert client.get("/v1/activity/thresholds").json() == {"data": [kept]}
    load = client.get(f"/v1/activities/{one}").json()["load"]
    assert load == pytest.approx({"value": 64.0, "method": "power_tss", "estimated": True})
    page = client.get("/v1/activity/load-changes").json()
    assert [(c["cause"], c["before"]) for c in page["data"]] == [("thresholds", None)]
    assert client.delete("/v1/activity/thresholds/2026-01-01").json() == {"changed_loads": 1}
    answer = client.delete("/v1/activity/thresholds/2026-01-01")
    assert (answer.status_code, slug(answer)) == (404, "activity/no-such-thresholds")
    recomputed = client.post("/v1/activity/load-recomputations", json={"start": "2000-01-01"})
    assert recomputed.json() == {"changed_loads": 0}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, "activity/no-threshold-given"),
        ({"ftp_w": 5_000}, "out-of-range"),
        ({"ftp_w": -5}, "out-of-range"),
        ({"hr_rest_bpm": 100, "lthr_bpm": 90}, "activity/heart-rates-out-of-order"),
        ({"effective_from": "0001-01-01", "ftp_w": 250}, "day-out-of-reach"),
    ],
)
def test_thresholds_nobody_has(
    client: TestClient[Litestar], values: dict[str, object], wrong: str
) -> None:
    body = {"effective_from": "2026-01-01", **values}
    answer = client.put("/v1/activity/thresholds", json=body)
    assert (answer.status_code, slug(answer)) == (422, wrong)


def test_the_series_and_form(client: TestClient[Litestar]) -> None:
    client.put("/v1/activity/thresholds", json={"effective_from": "2026-01-01", "ftp_w": 200})
    logged(client)
    series = client.get("/v1/activity/load-series?from=2026-03-01&to=2026-03-21").json()
    assert series["data"][0] == {
        "day": "2026-03-19",
        "load": 100.0,
        "ctl": pytest.approx(5.840230),  # Seed 100/28, and 2.35 % of the way to 100.
        "atl": pytest.approx(16.408203),
        "tsb": None,
        "methods": ["power_tss"],
        "complete": True,
    }
    assert [day["day"] for day in series["data"]] == ["2026-03-19", "2026-03-20"]
    assert (series["method"], series["mixed"]) == ("pmc_exp_morning", False)
    form = client.get("/v1/activity/form?date=2026-03-20").json()
    assert form == {
        "day": "2026-03-20",
        "ctl": pytest.approx(5.840230),  # Seed 100/28, and 2.35 % of the way to 100.
        "atl": pytest.approx(16.408203),
        "tsb": pytest.approx(-10.567972),
        "ramp": None,
        "acwr": None,
        "monotony": None,
        "strain": None,
        "history_days": 1,
        "warming_up": True,
        "mixed": False,
        "incomplete_days": 0,
        "method": "pmc_exp_morning",
        "formula_version": "activity-2",
    }
    assert client.get("/v1/activity/form").json() == form
    answer = client.get("/v1/activity/form?date=2026-03-19")
    assert (answer.status_code, slug(answer)) == (404, "activity/no-form")
    refused = {
        "from=2026-03-02&to=2026-03-01": "span-reversed",
        "from=1950-01-01&to=2026-03-01": "activity/too-many-days",
    }
    for span, why in refused.items():
        answer = client.get(f"/v1/activity/load-series?{span}")
        assert (answer.status_code, slug(answer)) == (422, why)


def test_lists_go_on_where_they_stopped(client: TestClient[Litestar]) -> None:
    made = [logged(client, start_at=f"2026-03-{n:02d}T07:00:00Z") for n in range(1, 8)]
    found: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"/v1/activities?limit=3&sport=cycling{cursor}").json()
        found += [one["id"] for one in page["data"]]
        if not page["pagination"]["has_more"]:
            break
        cursor = f"&cursor={page['pagination']['next_cursor']}"
    assert found == made[::-1]
    some = client.get("/v1/activities?from=2026-03-02&to=2026-03-04").json()["data"]
    assert [one["id"] for one in some] == made[1:3][::-1]
    assert client.get("/v1/activities?sport=running").json()["data"] == []
    client.put("/v1/activity/thresholds", json={"effective_from": "2026-01-01", "ftp_w": 250})
    first = client.get("/v1/activity/load-changes?limit=4").json()
    rest = client.get(
        f"/v1/activity/load-changes?cursor={first['pagination']['next_cursor']}"
    ).json()
    told = [one["activity_id"] for one in (*first["data"], *rest["data"])]
    assert sorted(told) == sorted(made)


@pytest.mark.parametrize(
    ("more", "status", "wrong"),
    [
        ({"x": 1}, 400, "malformed"),
        ({"sport": "chess"}, 400, "malformed"),
        ({"elapsed_s": []}, 400, "malformed"),
        ({"start_at": "2026-03-19T07:00:00"}, 400, "malformed"),
        ({"name": "a\u0000b"}, 400, "malformed"),
        ({"elapsed_s": -1, "rpe": 11}, 422, "out-of-range"),
        ({"elapsed_s": 0.5, "average_power_w": 9_000}, 422, "out-of-range"),
        ({"start_at": "2026-03-20T07:00:00Z"}, 422, "activity/starts-ahead"),
        ({"start_at": "9999-12-31T23:59:59-14:00"}, 422, "activity/starts-ahead"),
        ({"start_at": "2026-03-20T05:45:00Z"}, 422, "activity/ends-ahead"),
        ({"distance_m": 108_001}, 422, "out-of-range"),
        ({"start_at": "0001-01-01T00:00:00+14:00"}, 422, "activity/too-long-ago"),
        ({"time_zone": "Mars/Olympus"}, 422, "no-such-zone"),
    ],
)
def test_a_session_that_cannot_have_been(
    client: TestClient[Litestar], more: dict[str, object], status: int, wrong: str
) -> None:
    answer = client.post("/v1/activities", json={**A_RIDE, **more})
    assert (answer.status_code, slug(answer)) == (status, wrong), answer.text


@pytest.mark.parametrize(
    "query",
    [
        "activities?cursor=abc",
        "activities?limit=0",
        "activities?limit=201",
        "activities?sport=chess",
        "activities?from=yesterday",
        "activities?cursor=WzEsIngiXQ",
        "activity/load-changes?cursor=WzEsIvCfmrQiXQ",
        "activity/load-series",
        "activity/form?date=x",
        f"activities/{UUID(int=1)}/streams?channel=soul",
    ],
)
def test_questions_nobody_can_answer(client: TestClient[Litestar], query: str) -> None:
    assert client.get(f"/v1/{query}").status_code == 400


def test_starts_of_files_are_read_with_care(client: TestClient[Litestar]) -> None:
    for start, status in (
        ("9999-12-31T23:00:00-14:00", 422),
        ("2026-01-01T00:00:00", 422),
        ("x", 400),
    ):
        answer = uploaded(client, query=f"?start_at={start}")
        assert answer.status_code == status  # type: ignore[attr-defined]  # httpx's answer.
    assert uploaded(client, query="?file_name=a%00b").status_code == 400  # type: ignore[attr-defined]
