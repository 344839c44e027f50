"""Everything one activity tells, over HTTP: whole answers with a pinned clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from tests.support import at
from vegaloop.app.demo.fit_writer import (
    CYCLING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)
from vegaloop.kernel.time import later

KNOWN = {
    "effective_from": "2026-01-01",
    "ftp_w": 250,
    "cp_w": 240,
    "w_prime_j": 20_000,
    "lthr_bpm": 165,
}


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


def a_ride(client: TestClient[Litestar], seconds: int) -> str:
    start = at(dt.datetime(2026, 3, 18, 6, tzinfo=dt.UTC))
    samples = tuple(
        WrittenSample(
            at=later(start, dt.timedelta(seconds=n)),
            heart_rate_bpm=140,
            power_w=200,
            distance_cm=1_000 * n,
            altitude_fifths_m=1_500 + n // 2,
        )
        for n in range(seconds)
    )
    whole = WrittenLap(start=start, elapsed_ms=1_000 * seconds, timer_ms=1_000 * seconds)
    data = write_fit(WrittenSession(sport=CYCLING, totals=whole, laps=(whole,), samples=samples))
    answer = client.post(
        "/v1/activities/uploads", content=data, headers={"content-type": "application/octet-stream"}
    )
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["activities"][0]["id"]
    return found


def test_a_ride(client: TestClient[Litestar]) -> None:
    assert client.put("/v1/activity/thresholds", json=KNOWN).status_code == 200
    ride = a_ride(client, 3_600)
    answer = client.get(f"/v1/activities/{ride}/analysis")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["activity_id"], told["sport"], told["local_date"], told["formula_version"]) == (
        *(ride, "cycling", "2026-03-18", "activity-2"),
    )
    assert told["power"]["weighted_power_w"] == {
        "value": pytest.approx(200),
        "method": "weighted_power_full_windows/gaps-line-3s-zero-30s-habit-line-29s",
        "window_days": 1,
        "n_valid": 3_600,
        "quality": 1.0,
        "confidence": "high",
        "formula_version": "activity-2",
    }
    assert told["power"]["decoupling_pct"]["value"] == pytest.approx(0)
    assert told["power"]["intensity_factor"]["value"] == pytest.approx(0.8)
    assert told["loads"][0]["value"] == pytest.approx(64)
    assert [one["duration_s"] for one in told["mean_maximal"]["points"]][-1] == 3_600
    assert told["mean_maximal"]["reason"] is None
    curve = "mean_maximal/gaps-line-3s-zero-3600s-habit-line-29s"
    assert told["mean_maximal"]["method"] == curve
    assert [one["name"] for one in told["best_efforts"]["efforts"]][:2] == ["5_km", "10_km"]
    balance = told["w_balance"]
    assert (balance["cp_w"], balance["w_prime_j"], balance["critical_power_method"]) == (
        *(240, 20_000, "given"),
    )
    assert len(balance["at_s"]) == len(balance["left_j"]) <= 400
    assert balance["least_j"]["value"] == balance["end_j"]["value"] == 20_000
    assert told["ground"]["ascent_m"]["value"] == pytest.approx(360, abs=1)
    assert told["ground"]["grade_adjusted_pace_s_per_km"]["reason"] == {
        "type": "undefined",
        "what": "graded_speed_m_s",
        "why": "only of sports on foot",
    }
    (power,) = (one for one in told["zones"] if one["channel"] == "power")
    assert [one["seconds"] for one in power["zones"]] == [0, 0, 3_600, 0, 0, 0, 0]
    assert [one["method"] for one in told["energy"]] == [
        *("work", "device", "heart_rate", "met", "grade"),
    ]
    assert told["energy"][0]["net_kcal"] == {
        "value": None,
        "reason": {"type": "missing", "what": "weight_kg"},
    }


def test_an_activity_by_hand_tells_what_it_lacks(client: TestClient[Litestar]) -> None:
    hand = {"sport": "running", "start_at": "2026-03-19T07:00:00+01:00", "elapsed_s": 600}
    ride = client.post("/v1/activities", json=hand).json()["id"]
    told = client.get(f"/v1/activities/{ride}/analysis").json()
    assert told["power"]["mean_power_w"] == {
        "value": None,
        "reason": {"type": "missing", "what": "power_w"},
    }
    assert told["mean_maximal"] == {
        "points": [],
        "reason": {"type": "missing", "what": "power_w"},
        "method": "mean_maximal/gaps-line-3s-zero-3600s-habit-line-29s",
    }
    assert told["best_efforts"]["reason"] == {"type": "missing", "what": "distance_m"}
    assert told["w_balance"]["at_s"] == []
    assert told["lacking"] == [{"method": "rpe", "reason": {"type": "missing", "what": "rpe"}}]


def test_none_such(client: TestClient[Litestar]) -> None:
    answer = client.get("/v1/activities/00000000-0000-0000-0000-000000000009/analysis")
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("activity/no-such-activity")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cp_w": 19.9}, "cp_w"),
        ({"cp_w": 701}, "cp_w"),
        ({"w_prime_j": 499}, "w_prime_j"),
        ({"w_prime_j": 60_001}, "w_prime_j"),
        ({"w_prime_j": -1}, "w_prime_j"),
    ],
)
def test_critical_power_nobody_has(
    client: TestClient[Litestar], values: dict[str, float], field: str
) -> None:
    body = {"effective_from": "2026-01-01", **values}
    answer = client.put("/v1/activity/thresholds", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "values", [{"cp_w": 20.0, "w_prime_j": 500}, {"cp_w": 700.0, "w_prime_j": 60_000}]
)
def test_critical_power_comes_back(client: TestClient[Litestar], values: dict[str, float]) -> None:
    body = {"effective_from": "2026-01-01", **values}
    kept = client.put("/v1/activity/thresholds", json=body).json()["thresholds"]
    assert {name: kept[name] for name in values} == values
    later_on = {"effective_from": "2026-02-01", "ftp_w": 250}
    client.put("/v1/activity/thresholds", json=later_on)
    told = client.get("/v1/activity/thresholds").json()["data"]
    assert [one["cp_w"] for one in told] == [values["cp_w"], None]
