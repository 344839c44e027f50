"""Activity over HTTP: whole answers with a pinned clock and counted ids, and hostile input."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.activities import A_RIDE, logged, slug
from tests.http.client import a_client


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


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
