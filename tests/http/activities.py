"""Activities as tests log and upload them over HTTP."""

from __future__ import annotations

from litestar import Litestar
from litestar.testing import TestClient

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
