"""Series over HTTP, compared literally."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client

Client = TestClient[Litestar]
PROBLEMS = "https://vegaloop.example/problems/"
PATH = "/v1/biometrics/series"
PRIORITY = "/v1/biometrics/source-priority"
DAY = "2026-03-18"


@pytest.fixture
def client() -> Iterator[Client]:
    with a_client() as client:
        yield client


def sample(clock: str, value: float, length_s: float = 0) -> dict[str, object]:
    """A sample at a time of the day."""
    return {"start": f"{DAY}T{clock}:00+01:00", "value": value, "length_s": length_s}


def of_series(metric: str, source: str, *samples: dict[str, object]) -> dict[str, object]:
    """Samples of one metric and source."""
    return {"metric": metric, "source": source, "samples": samples}


STEPS = {
    "series": [
        of_series("steps", "band", sample("08:00", 600, 600), sample("09:00", 300, 600)),
        of_series("steps", "phone", sample("08:05", 500, 600)),
        of_series("heart_rate", "band", sample("08:00", 60), sample("08:05", 63.5)),
    ]
}


def share(
    source: str, value: float, n: int, counts: float | None, counting: int
) -> dict[str, object]:
    """What a source says and counts for."""
    return {
        "source": source,
        "value": value,
        "n": n,
        "counts": counts,
        "n_counting": counting,
    }


STEPS_DAY = {
    "date": DAY,
    "metric": "steps",
    "unit": "count",
    "value": 1100.0,
    "least": None,
    "most": None,
    "mean": None,
    "n": 3,
    "method": "sum-of-one-source-at-a-time",
    "ordered_by": "most_samples",
    "sources": [share("band", 900.0, 2, 900.0, 2), share("phone", 500.0, 1, 200.0, 1)],
}
HEART_DAY = {
    "date": DAY,
    "metric": "heart_rate",
    "unit": "bpm",
    "value": 61.75,
    "least": 60.0,
    "most": 63.5,
    "mean": 61.75,
    "n": 2,
    "method": "mean-of-the-samples-of-one-source-at-a-time",
    "ordered_by": "only_source",
    "sources": [share("band", 61.75, 2, 61.75, 2)],
}


def test_samples_are_kept_once_and_told(client: Client) -> None:
    first = client.post(PATH, json=STEPS)
    assert (first.status_code, first.json()) == (
        200,
        {"kept": 5, "known": 0, "replaced": 0, "refused": []},
    )
    assert client.post(PATH, json=STEPS).json()["known"] == 5
    told = client.get(PATH, params={"date": DAY}).json()
    assert told == {"date": DAY, "data": [STEPS_DAY, HEART_DAY]}
    days = client.get(f"{PATH}/steps", params={"from": "2026-03-01", "to": "2026-03-20"}).json()
    assert days == {"metric": "steps", "unit": "count", "data": [STEPS_DAY]}
    found = client.get(f"{PATH}/steps/samples", params={"date": DAY}).json()
    assert found["told"] == STEPS_DAY
    assert found["data"] == [
        {
            "source": source,
            "start": f"{DAY}T{clock}:00+01:00",
            "length_s": 600.0,
            "value": value,
            "counting": counting,
        }
        for source, clock, value, counting in (
            ("band", "08:00", 600.0, 600.0),
            ("phone", "08:05", 500.0, 200.0),
            ("band", "09:00", 300.0, 300.0),
        )
    ]


def test_the_order_of_sources_is_the_persons(client: Client) -> None:
    client.post(PATH, json=STEPS)
    body = {"metric": "steps", "sources": ["phone", "ring", "band"]}
    told = client.put(PRIORITY, json=body).json()
    assert told == client.get(PRIORITY).json()
    assert [(one["metric"], one["source"], one["days"], one["n"]) for one in told["seen"]] == [
        ("heart_rate", "band", 1, 2),
        ("steps", "band", 1, 2),
        ("steps", "phone", 1, 1),
    ]
    assert [(one["metric"], one["sources"], one["unseen"]) for one in told["priorities"]] == [
        ("steps", ["phone", "ring", "band"], ["ring"])
    ]
    (day,) = client.get(f"{PATH}/steps", params={"from": DAY, "to": "2026-03-19"}).json()["data"]
    assert (day["value"], day["ordered_by"]) == (1100.0, "person")
    assert day["sources"][1] == share("band", 900.0, 2, 600.0, 2)
    assert client.put(PRIORITY, json={**body, "sources": []}).json()["priorities"] == []


def test_what_cannot_be_taken_is_told(client: Client) -> None:
    far = {"start": "2199-12-31T23:00:00-11:00", "value": 1}
    nowhere = {**sample("08:00", 1), "time_zone": "Mars/Olympus"}
    samples = (sample("08:00", -1), far, nowhere, sample("08:00", 5))
    receipt = client.post(PATH, json={"series": [of_series("steps", "band", *samples)]}).json()
    assert (receipt["kept"], len(receipt["refused"])) == (1, 3)
    assert [(one["series"], one["index"], one["error"]["type"]) for one in receipt["refused"]] == [
        (0, 0, "biometrics/sample-beyond-limits"),
        (0, 1, "biometrics/sample-ahead"),
        (0, 2, "unknown-zone"),
    ]


@pytest.mark.parametrize(
    ("metric", "odd", "error"),
    [
        (
            "steps",
            {"value": 2_147_483_648},
            {"type": "sample-beyond-limits", "given": 2_147_483_648.0, "field": "value"},
        ),
        (
            "heart_rate",
            {"value": 1e308},
            {"type": "sample-beyond-limits", "given": 1e308, "field": "value"},
        ),
        (
            "steps",
            {"value": 1, "length_s": 1e308},
            {"type": "sample-too-long", "given": 1e308, "most": 90_000.0, "field": "length_s"},
        ),
        (
            "steps",
            {"value": 1, "start": "1970-01-01T00:00:00Z"},
            {
                "type": "sample-too-old",
                "given": "1970-01-01T00:00:00Z",
                "earliest": "1980-01-01T00:00:00Z",
                "field": "start",
            },
        ),
    ],
)
def test_what_is_refused_is_told_as_it_was_sent(
    client: Client, metric: str, odd: dict[str, object], error: dict[str, object]
) -> None:
    sent = of_series(metric, "band", {**sample("08:00", 1), **odd})
    (refused,) = client.post(PATH, json={"series": [sent]}).json()["refused"]
    told = refused["error"]
    assert told.items() >= {**error, "type": f"biometrics/{error['type']}"}.items()


@pytest.mark.parametrize(
    "body",
    [
        {"series": [of_series("thoughts", "band")]},
        {"series": [of_series("steps", "")]},
        {"series": [of_series("steps", "a\0b")]},
        {"series": [of_series("steps", "band", {"start": DAY, "value": 1})]},
        {"series": [of_series("steps", "band", {**sample("08:00", 1), "length_s": -1})]},
        {"series": [of_series("steps", "band")], "more": 1},
    ],
)
def test_shapes_are_refused(client: Client, body: dict[str, object]) -> None:
    assert client.post(PATH, json=body).status_code == 400


def test_other_metrics_and_long_spans_are_refused(client: Client) -> None:
    span = {"from": "2024-01-01", "to": "2026-01-01"}
    answer = client.get(f"{PATH}/steps", params=span)
    assert (answer.status_code, answer.json()["type"]) == (
        422,
        f"{PROBLEMS}biometrics/too-many-days",
    )
    assert client.get(f"{PATH}/thoughts", params={"date": DAY}).status_code in {400, 404}
    assert client.get(PATH, params={"date": DAY, "odd": "1"}).status_code == 400
    assert client.get(PATH, params={"date": DAY}).json() == {"date": DAY, "data": []}
    empty = client.get(f"{PATH}/vo2max/samples", params={"date": DAY}).json()
    assert (empty["told"], empty["data"]) == (None, [])
