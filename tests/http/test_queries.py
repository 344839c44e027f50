"""What holds for the query of every route."""

from __future__ import annotations

import pytest

from tests.http.client import a_client

PROBLEMS = "https://vegaloop.example/problems/"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/meals",
        "/v1/activities",
        "/v1/readings",
        "/v1/goals",
        "/v1/dashboard",
        "/v1/readiness",
        "/v1/me",
    ],
)
def test_a_parameter_nobody_reads_is_refused(path: str) -> None:
    with a_client() as client:
        answer = client.get(path, params={"bogus": "1"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == "bogus"
    assert "is not a query parameter here" in error["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/meals",
        "/v1/activities",
        "/v1/readings",
        "/v1/nutrition/days",
        "/v1/activity/load-series",
        "/v1/biometrics/weight-trend",
        "/v1/readiness/history",
    ],
)
def test_a_span_that_ends_before_it_starts_is_refused(path: str) -> None:
    with a_client() as client:
        reversed_span = client.get(path, params={"from": "2026-03-19", "to": "2026-03-01"})
    assert reversed_span.status_code == 422
    assert reversed_span.json()["type"] == PROBLEMS + "span-reversed"


def test_addresses_that_lead_nowhere_have_stable_types() -> None:
    with a_client() as client:
        assert client.get("/v1/nothing").json()["type"] == PROBLEMS + "no-such-address"
        assert client.delete("/v1/me").json()["type"] == PROBLEMS + "no-such-method"


def test_a_path_parameter_beside_a_query() -> None:
    with a_client() as client:
        answer = client.get("/v1/nutrition/days/2026-03-19", params={"date": "2026-03-19"})
        fine = client.get("/v1/nutrition/days/2026-03-19")
    assert answer.status_code == 400
    assert fine.status_code == 200


@pytest.mark.parametrize("path", ["/v1/readiness", "/v1/dashboard"])
def test_a_day_that_has_not_begun_has_no_morning(path: str) -> None:
    with a_client() as client:
        ahead = client.get(path, params={"date": "2026-03-21"})
        today = client.get(path, params={"date": "2026-03-20"})
    assert ahead.status_code == 422
    assert ahead.json()["errors"][0]["today"] == "2026-03-20"
    assert today.status_code == 200
