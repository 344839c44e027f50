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


@pytest.mark.parametrize(
    ("address", "field", "told"),
    [
        ("/v1/biometrics/weight-trend?from=x&to=2026-01-02", "from", ("YYYY-MM-DD", "given: x")),
        ("/v1/biometrics/weight-trend?from=2026-01-02", "to", ("is required",)),
        ("/v1/biometrics/weight-trend", "from", ("is required",)),
        ("/v1/nutrition/adequacy?date=2026-13-01", "date", ("YYYY-MM-DD", "given: 2026-13-01")),
        ("/v1/foods?query=" + "x" * 101, "query", ("<= 100",)),
        ("/v1/foods?query=a&query=b", "query", ("2 times",)),
        ("/v1/readings?kind=nonsense", "kind", ("known words: ", "weight", "given: nonsense")),
        (
            "/v1/biometrics/series/nonsense?from=2026-01-01&to=2026-01-02",
            "metric",
            ("known words: ", "steps", "given: nonsense"),
        ),
        ("/v1/readiness?weights=foo", "weights", ("as `hrv:1.5", "given: foo")),
        ("/v1/readings?limit=0", "limit", (">= 1", "given: 0")),
    ],
)
def test_a_problem_names_what_was_sent_and_what_fits(
    address: str, field: str, told: tuple[str, ...]
) -> None:
    with a_client() as client:
        answer = client.get(address)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert all(words in error["message"] for words in told), error["message"]
    assert "regex" not in error["message"]


@pytest.mark.parametrize("path", ["/v1/readiness", "/v1/dashboard"])
def test_a_day_that_has_not_begun_has_no_morning(path: str) -> None:
    with a_client() as client:
        ahead = client.get(path, params={"date": "2026-03-21"})
        today = client.get(path, params={"date": "2026-03-20"})
    assert ahead.status_code == 422
    assert ahead.json()["errors"][0]["today"] == "2026-03-20"
    assert today.status_code == 200


AT = "2026-03-19T07:00:00"
WEIGHT = {"kind": "weight", "weight_kg": 72.4}


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({"value": {"kind": "bogus"}}, "value.kind", ("known words: ", "weight", "given: bogus")),
        ({"value": {}}, "value.kind", ("is required", "known words: ")),
        ({"value": WEIGHT | {"weight_kg": "9" * 900}}, "value.weight_kg", ("given: 999",)),
        ({"time_zone": "a\0"}, "time_zone", ("without NUL",)),
        ({"at": AT}, "at", ("with its offset", "+01:00", f"given: {AT}")),
    ],
)
def test_a_body_is_told_what_was_sent_and_what_fits(
    body: dict[str, object], field: str, told: tuple[str, ...]
) -> None:
    with a_client() as client:
        answer = client.post("/v1/readings", json={"at": f"{AT}Z", "value": WEIGHT, **body})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert all(words in error["message"] for words in told), error["message"]
    assert len(error["message"]) < 400


def test_a_byte_order_mark_is_named() -> None:
    with a_client() as client:
        answer = client.post("/v1/readings", content=b"\xef\xbb\xbf{}")
    assert answer.status_code == 400
    assert "byte order mark" in answer.json()["errors"][0]["message"]


LISTS = (
    "/v1/activities",
    "/v1/activity/load-changes",
    "/v1/foods?query=oats",
    "/v1/goals",
    "/v1/imports",
    "/v1/meals",
    "/v1/nutrition/favourites",
    "/v1/nutrition/foods",
    "/v1/nutrition/recipes",
    "/v1/readings",
    "/v1/readings/quarantined",
    "/v1/sync/deliveries",
)


def test_a_cursor_leads_on_in_its_own_list_alone() -> None:
    with a_client() as client:
        for day in (17, 18):
            weight = {"kind": "weight", "weight_kg": 72.4}
            body = {"value": weight, "at": f"2026-03-{day}T05:00:00Z"}
            assert client.post("/v1/readings", json=body).status_code < 300
        page = client.get("/v1/readings", params={"limit": "1"}).json()
        cursor = page["pagination"]["next_cursor"]
        for path in LISTS:
            joint = "&" if "?" in path else "?"
            answer = client.get(f"{path}{joint}cursor={cursor}")
            if path == "/v1/readings":
                assert len(answer.json()["data"]) == 1
            else:
                assert (answer.status_code, answer.json()["type"]) == (
                    400,
                    PROBLEMS + "bad-cursor",
                ), path
