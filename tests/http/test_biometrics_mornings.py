"""Check-ins and mornings over HTTP: whole bodies, compared literally, with the clock and the ids pinned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from tests.http.test_biometrics import AT, reading

Client = TestClient[Litestar]


@pytest.fixture
def client() -> Iterator[Client]:
    with a_client() as client:
        yield client


class TestCheckIn:
    """POST /v1/check-ins records how somebody says they are."""

    def test_it_is_a_reading(self, client: Client) -> None:
        body = {"at": AT, "fatigue": 2, "injured": True}
        answer = client.post("/v1/check-ins", json=body)
        assert answer.status_code == 201
        value = {
            "kind": "check_in",
            "fatigue": 2,
            "soreness": None,
            "mood": None,
            "stress": None,
            "sleep_quality": None,
            "ill": False,
            "injured": True,
        }
        assert answer.json() == {"outcome": "kept", "reading": reading(value=value)}

    @pytest.mark.parametrize("answer", [0, 6, "x", 2.5])
    def test_answers_are_from_1_to_5(self, client: Client, answer: object) -> None:
        refused = client.post("/v1/check-ins", json={"at": AT, "mood": answer})
        assert refused.status_code == 400
        assert [error["field"] for error in refused.json()["errors"]] == ["mood"]


class TestMorning:
    """What is worked out comes with where it comes from, or with why it is not there."""

    def test_nothing_is_known_at_first(self, client: Client) -> None:
        def missing(what: str, of: str) -> dict[str, object]:
            return {"what": what, "reason": {"type": "missing", "what": of}}

        assert client.get("/v1/biometrics/baselines").json() == {
            "date": "2026-03-20",
            "hrv": None,
            "resting_heart_rate": None,
            "temperature": None,
            "not_known": [
                missing("hrv", "hrv"),
                missing("resting_heart_rate", "resting_heart_rate"),
                missing("temperature", "temperature"),
            ],
        }

    def test_a_usual_morning(self, client: Client) -> None:
        items: list[dict[str, object]] = []
        for month, days in (("01", range(1, 32)), ("02", range(1, 29)), ("03", range(1, 21))):
            for day in days:
                at = f"2026-{month}-{day:02}T05:00:00Z"
                values = (
                    {"kind": "hrv", "rmssd_ms": 50},
                    {"kind": "resting_heart_rate", "heart_rate_bpm": 48},
                    {"kind": "temperature", "temperature_c": 36},
                )
                items += [{"at": at, "value": value, "source": "watch"} for value in values]
        receipt = client.post("/v1/readings/batches", json={"readings": items}).json()
        assert receipt["kept"] == len(items)
        answer = client.get("/v1/biometrics/baselines?date=2026-03-20").json()
        observed = {"quality": 1, "observed_at": "2026-03-20T05:00:00Z"}
        version = {"formula_version": "biometrics-2"}
        assert answer["hrv"].pop("z7") == pytest.approx(0)
        assert answer["hrv"].pop("z1") == pytest.approx(0)
        assert answer["hrv"].pop("usual_ms") == pytest.approx(50)
        assert answer["hrv"].pop("mean7_ms") == pytest.approx(50)
        assert answer["hrv"].pop("low_ms") == pytest.approx(48.7655, abs=1e-3)
        assert answer["hrv"].pop("high_ms") == pytest.approx(51.2658, abs=1e-3)
        assert answer["hrv"].pop("cv7_percent") == pytest.approx(0)
        assert answer == {
            "date": "2026-03-20",
            "hrv": {
                "source": "watch",
                "rmssd_ms": 50,
                "n_recent": 7,
                "provenance": observed
                | version
                | {
                    "window_days": 67,
                    "n_valid": 60,
                    "method": "ln-rmssd/60-days-ending-7-days-ago/sample-sd/0.5-sd",
                },
            },
            "resting_heart_rate": {
                "source": "watch",
                "z": 0,
                "recent_bpm": 48,
                "usual_bpm": 48,
                "spread_bpm": 1,
                "n_recent": 3,
                "provenance": observed
                | version
                | {
                    "window_days": 63,
                    "n_valid": 60,
                    "method": "mean-of-3-nights/median-of-the-60-days-before/mad-sd",
                },
            },
            "temperature": {
                "source": "watch",
                "scale": "skin",
                "deviation_c": 0,
                "usual_c": 36,
                "provenance": observed
                | version
                | {
                    "window_days": 31,
                    "n_valid": 30,
                    "method": "night-minus-median-of-the-30-nights-before",
                },
            },
            "not_known": [],
        }


@pytest.mark.parametrize("ways", [0, 2])
def test_a_sleep_says_once_how_much_was_slept(client: Client, ways: int) -> None:
    start = "2026-03-19T23:00:00+01:00"
    stages = [{"stage": "light", "start": start, "end": AT}]
    both = {"asleep_minutes": 400, "stages": stages} if ways else {}
    value = {"kind": "sleep", "start": start, **both}
    answer = client.post("/v1/readings", json={"at": AT, "value": value})
    assert answer.json()["errors"] == [
        {
            "type": "biometrics/asleep-unclear",
            "ways": ways,
            "field": "value",
            "wanted": "either asleep_minutes or stages",
        }
    ]
