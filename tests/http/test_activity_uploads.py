"""Files of activities over HTTP: known by their content, told what is odd, refused with a fact."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.activities import GPX, slug, uploaded
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


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


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


def test_what_nobody_knows_is_told_by_four_bytes_and_what_is_wanted(
    client: TestClient[Litestar],
) -> None:
    (error,) = uploaded(client, b"Dear diary, today I").json()["errors"]  # type: ignore[attr-defined]
    assert error == {
        "type": "format/unknown",
        "begins_with": b"Dear".hex(),
        "bytes_given": 19,
        "field": "file",
        "wanted": ["fit", "gpx", "tcx"],
    }


def test_a_body_too_large_is_refused(client: TestClient[Litestar]) -> None:
    answer = uploaded(client, bytes(64 * 2**20 + 1))
    assert (answer.status_code, slug(answer)) == (413, "too-large")  # type: ignore[attr-defined]


def test_starts_of_files_are_read_with_care(client: TestClient[Litestar]) -> None:
    for start, status in (
        ("9999-12-31T23:00:00-14:00", 422),
        ("2026-01-01T00:00:00", 422),
        ("x", 400),
    ):
        answer = uploaded(client, query=f"?start_at={start}")
        assert answer.status_code == status  # type: ignore[attr-defined]  # httpx's answer.
    assert uploaded(client, query="?file_name=a%00b").status_code == 400  # type: ignore[attr-defined]
