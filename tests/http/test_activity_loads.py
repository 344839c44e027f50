"""Thresholds over HTTP, and what loads add up to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.activities import logged, slug
from tests.http.client import a_client


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


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


def test_a_load_nobody_knows_is_null_and_a_day_of_rest_zero(client: TestClient[Litestar]) -> None:
    logged(client, average_power_w=None, rpe=None)
    logged(client, average_power_w=None, rpe=None, start_at="2026-03-17T17:00:00+01:00")
    series = client.get("/v1/activity/load-series?from=2026-03-01&to=2026-03-21").json()["data"]
    assert [day["load"] for day in series] == [None, 0.0, None, 0.0]
    assert [day["complete"] for day in series] == [False, True, False, True]
    assert {day[name] for day in series for name in ("ctl", "atl", "tsb")} == {None}
    answer = client.get("/v1/activity/form")
    assert (answer.status_code, slug(answer)) == (404, "activity/no-form")
    assert answer.json()["title"] == "No activity before that day has a known load"
    assert answer.json()["errors"] == [{"type": "missing", "what": "training_load"}]
    training = client.get("/v1/activity/training").json()
    for name in ("fitness_ctl", "fatigue_atl", "form_tsb", "week_load", "monotony", "acwr_ewma"):
        assert training[name]["value"] is None
        assert training[name]["reason"] == {"type": "missing", "what": "training_load"}
    board = client.get("/v1/dashboard").json()["activity"]["data"]
    assert board["week"] == {"load": None, "load_before": None}
    missing = client.get("/v1/readiness").json()["missing"]
    reasons = {one["key"]: one["reason"]["what"] for one in missing if one["context"] == "activity"}
    assert set(reasons.values()) == {"training_load"}
