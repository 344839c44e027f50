"""One training from several files over HTTP: what is shown of it, and that it can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.activities import GPX, slug, uploaded
from tests.http.client import a_client
from tests.support import at
from vegaloop.app.demo.fit_writer import (
    CYCLING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)

START = dt.datetime(2026, 3, 18, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


def a_fit(distance_m: float) -> bytes:
    """The ride of the GPX as a head unit saw it: power, but no heart rate."""
    samples = tuple(
        WrittenSample(
            at=at(START + dt.timedelta(seconds=n)),
            power_w=200,
            speed_mm_s=11_000,
            cadence_rpm=90,
            distance_cm=1_100 * n,
        )
        for n in range(600)
    )
    whole = WrittenLap(
        start=at(START),
        elapsed_ms=599_000,
        timer_ms=599_000,
        distance_cm=round(100 * distance_m),
    )
    return write_fit(WrittenSession(sport=CYCLING, totals=whole, laps=(whole,), samples=samples))


def both(client: TestClient[Litestar]) -> tuple[dict[str, object], dict[str, object]]:
    """Upload the track, then the file of the head unit; both as they are afterwards."""
    (track,) = uploaded(client, GPX, "?file_name=a.gpx").json()["activities"]  # type: ignore[attr-defined]  # httpx's answer.
    (unit,) = uploaded(client, a_fit(track["distance_m"]), "?file_name=a.fit").json()["activities"]  # type: ignore[attr-defined]  # idem
    return shown(client, track["id"]), shown(client, unit["id"])


def shown(client: TestClient[Litestar], id: object) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/v1/activities/{id}").json()
    return found


def test_what_is_shown_of_two_files_of_one_ride(client: TestClient[Litestar]) -> None:
    track, unit = both(client)
    assert (track["counts"], unit["counts"]) == (False, True)
    duplicates = unit["detail"]["duplicates"]  # type: ignore[index]  # A JSON object.
    assert duplicates == track["detail"]["duplicates"]  # type: ignore[index]  # idem
    assert duplicates["counted"] == unit["id"]
    assert duplicates["chosen_by"] == "automatic"
    of_unit, of_track = sorted(duplicates["recordings"], key=lambda one: not one["counts"])
    assert of_unit == {
        "id": unit["id"],
        "counts": True,
        "source": unit["source"],
        "linked_by": "automatic",
        "same_as": None,
        "why": None,
        "gives": [],
        "offset_s": 0.0,
    }
    assert of_track == {
        "id": track["id"],
        "counts": False,
        "source": track["source"],
        "linked_by": "automatic",
        "same_as": unit["id"],
        "why": {
            "apart_s": 0.0,
            "shift_s": 0,
            "overlap_share": 1.0,
            "elapsed_ratio": 1.0,
            "distance_ratio": pytest.approx(1, abs=1e-4),
            "heart_rate_ratio": None,
            "power_ratio": None,
            "ground_share": None,
        },
        "gives": ["heart_rate", "latitude", "longitude"],
        "offset_s": 0.0,
    }
    streams = client.get(f"/v1/activities/{unit['id']}/streams").json()
    assert streams["heart_rate_bpm"][:3] == [120, 121, 122]
    assert streams["power_w"][0] == 200
    listed = client.get("/v1/activities").json()["data"]
    assert [one["id"] for one in listed] == [unit["id"]]
    every = client.get("/v1/activities?duplicates=true").json()["data"]
    assert {one["id"]: one["counts"] for one in every} == {unit["id"]: True, track["id"]: False}


def test_it_can_be_undone(client: TestClient[Litestar]) -> None:
    track, unit = both(client)
    pair = f"/v1/activities/{unit['id']}/duplicates/{track['id']}"
    assert client.delete(pair).status_code == 204
    for one in (track, unit):
        alone = shown(client, one["id"])
        assert alone["counts"] is True
        assert alone["detail"]["duplicates"] is None  # type: ignore[index]  # A JSON object.
        assert alone["detail"]["possible_duplicate_of"] is None  # type: ignore[index]  # idem
    again = client.put(pair)
    assert again.status_code == 200
    by = {one["linked_by"] for one in again.json()["detail"]["duplicates"]["recordings"]}
    assert by == {"automatic", "person"}
    chosen = client.put(f"/v1/activities/{track['id']}/counts")
    assert chosen.status_code == 200
    assert chosen.json()["counts"] is True
    assert chosen.json()["detail"]["duplicates"]["chosen_by"] == "person"
    assert client.delete(f"/v1/activities/{track['id']}").status_code == 204
    assert shown(client, unit["id"])["counts"] is True


def test_what_cannot_be_is_refused(client: TestClient[Litestar]) -> None:
    track, _ = both(client)
    one = track["id"]
    itself = client.put(f"/v1/activities/{one}/duplicates/{one}")
    assert (itself.status_code, slug(itself)) == (422, "activity/not-linked")
    assert itself.json()["errors"][0]["why"] == "itself"
    for method, path in (
        ("PUT", f"/v1/activities/{one}/duplicates/{uuid4()}"),
        ("DELETE", f"/v1/activities/{uuid4()}/duplicates/{one}"),
        ("PUT", f"/v1/activities/{uuid4()}/counts"),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, slug(answer)) == (404, "activity/no-such-activity")


def test_a_removed_file_comes_back_by_hand(client: TestClient[Litestar]) -> None:
    (track,) = uploaded(client, GPX).json()["activities"]  # type: ignore[attr-defined]  # httpx's answer.
    assert client.delete(f"/v1/activities/{track['id']}").status_code == 204
    assert uploaded(client, GPX).status_code == 201  # type: ignore[attr-defined]  # idem
