"""Heart, breath, blood and skin over HTTP, compared literally."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from vegaloop.biometrics import FORMULA_VERSION
from vegaloop.biometrics.adapters.answers_vitals import NO_DIAGNOSIS

Client = TestClient[Litestar]
PROBLEMS = "https://vegaloop.example/problems/"
AT = "2026-03-20T07:00:00+01:00"
VERSION = {"formula_version": FORMULA_VERSION}
FIRST = "00000000-0000-0000-0000-000000000003"


@pytest.fixture
def client() -> Iterator[Client]:
    with a_client() as client:
        yield client


def record(client: Client, at: str = AT, source: str = "watch", **value: object) -> None:
    """Record a reading, whatever becomes of it."""
    answer = client.post("/v1/readings", json={"at": at, "value": value, "source": source})
    assert answer.status_code == 201, answer.json()


def history(client: Client) -> None:
    """Forty-nine usual mornings up to 20 March."""
    items: list[dict[str, object]] = []
    for month, days in (("02", range(1, 29)), ("03", range(1, 21))):
        for day in days:
            values = (
                {"kind": "hrv", "rmssd_ms": 50},
                {"kind": "resting_heart_rate", "heart_rate_bpm": 48},
                {"kind": "temperature", "temperature_c": 36},
                {"kind": "respiration", "breaths_per_min": 14},
            )
            at = f"2026-{month}-{day:02}T05:00:00Z"
            items += [{"at": at, "value": value, "source": "watch"} for value in values]
    receipt = client.post("/v1/readings/batches", json={"readings": items}).json()
    assert receipt["kept"] == len(items)


def missing(what: str) -> dict[str, object]:
    """A figure that is not there."""
    return {"value": None, "reason": {"type": "missing", "what": what}}


def too_few(what: str, given: int, needed: int) -> dict[str, object]:
    """A figure of which there is too little."""
    told = {"type": "insufficient-data", "what": what, "given": given, "needed": needed}
    return {"value": None, "reason": told}


def figure(value: object, method: str, **more: object) -> dict[str, object]:
    """A figure of one reading that is worth all."""
    usual = {"value": value, "method": method, "n_valid": 1, "quality": 1, "confidence": "high"}
    return usual | {"window_days": 1} | VERSION | more


class TestHrv:
    """GET /v1/biometrics/hrv tells a morning and draws a chart."""

    def test_nothing_is_known_at_first(self, client: Client) -> None:
        answer = client.get("/v1/biometrics/hrv").json()
        assert len(answer.pop("data")) == 28
        unknown = ("rmssd_ms", "ln_rmssd", "usual_ms", "worthwhile_change_ln", "z7", "z1")
        assert answer == {
            "date": "2026-03-20",
            "source": None,
            **dict.fromkeys(unknown, missing("hrv")),
            "sdnn_ms": missing("beats"),
            "pnn50_percent": missing("beats"),
            "mean7_ms": too_few("hrv_recent_days", 0, 3),
            "cv7_percent": too_few("hrv_recent_days", 0, 3),
            "week": None,
            "week_reason": {"type": "missing", "what": "hrv"},
        }

    def test_a_morning(self, client: Client) -> None:
        history(client)
        answer = client.get("/v1/biometrics/hrv?from=2026-03-19&to=2026-03-21").json()
        assert answer["source"] == "watch"
        assert answer["rmssd_ms"] == figure(50, "rmssd/by-device")
        usual = answer["usual_ms"]
        assert usual["value"] == pytest.approx(50)
        assert usual["low"] == pytest.approx(48.7655, abs=1e-3)
        assert usual["high"] == pytest.approx(51.2658, abs=1e-3)
        assert (usual["n_valid"], usual["window_days"]) == (41, 67)
        assert usual["quality"] == pytest.approx(41 / 42)
        assert answer["z7"]["value"] == pytest.approx(0)
        assert answer["cv7_percent"]["value"] == pytest.approx(0)
        assert answer["week"] == "as-usual"
        assert [point["date"] for point in answer["data"]] == ["2026-03-19", "2026-03-20"]
        assert answer["data"][1] == {
            "date": "2026-03-20",
            "rmssd_ms": 50,
            "mean7_ms": pytest.approx(50),
            "low_ms": usual["low"],
            "high_ms": usual["high"],
        }

    @pytest.mark.parametrize("what", ["hrv", "resting-heart-rate"])
    @pytest.mark.parametrize(
        ("query", "slug"),
        [
            ("from=2025-03-19&to=2026-03-21", "biometrics/too-many-days"),
            ("from=2026-03-21&to=2026-03-20", "span-reversed"),
            ("from=2026-03-22", "biometrics/too-many-days"),
            ("date=2026-03-21", "day-ahead"),
            ("date=1800-01-01", "day-out-of-reach"),
        ],
    )
    def test_odd_spans(self, client: Client, what: str, query: str, slug: str) -> None:
        answer = client.get(f"/v1/biometrics/{what}?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, PROBLEMS + slug)

    def test_a_year_and_a_day_is_drawn(self, client: Client) -> None:
        answer = client.get("/v1/biometrics/hrv?from=2025-03-20&to=2026-03-21")
        assert len(answer.json()["data"]) == 366


class TestResting:
    """GET /v1/biometrics/resting-heart-rate tells a morning and draws a chart."""

    def test_nothing_is_known_at_first(self, client: Client) -> None:
        answer = client.get("/v1/biometrics/resting-heart-rate").json()
        assert len(answer.pop("data")) == 28
        figures = ("night_bpm", "mean3_bpm", "usual_bpm", "z")
        assert answer == {
            "date": "2026-03-20",
            "source": None,
            **dict.fromkeys(figures, missing("resting_heart_rate")),
            "flags": None,
            "flags_reason": {"type": "missing", "what": "resting_heart_rate"},
        }

    def test_a_morning(self, client: Client) -> None:
        history(client)
        record(client, kind="resting_heart_rate", heart_rate_bpm=54, at="2026-03-20T05:00:00Z")
        answer = client.get("/v1/biometrics/resting-heart-rate?date=2026-03-20").json()
        method = "mean-of-3-nights/median-of-the-60-days-before/mad-sd"
        usual = {"window_days": 63, "n_valid": 45}
        assert answer["night_bpm"] == figure(54, "mean-of-the-readings-of-the-day")
        assert answer["mean3_bpm"] == figure(50, method, **usual)
        assert answer["usual_bpm"] == figure(48, method, low=47, high=49, **usual)
        assert answer["z"] == figure(2, method, **usual)
        assert answer["flags"] == ["5-bpm-above-usual"]
        assert answer["data"][-1] == {
            "date": "2026-03-20",
            "heart_rate_bpm": 54,
            "mean3_bpm": 50,
            "usual_bpm": 48,
            "z": 2,
        }


class TestNight:
    """GET /v1/biometrics/night and /illness-pattern tell a night against the usual ones."""

    def test_a_night(self, client: Client) -> None:
        history(client)
        record(client, kind="spo2_night", interval_s=30, spo2_percent=[96, 89, None, 97])
        answer = client.get("/v1/biometrics/night").json()
        method = "night-against-mean-of-the-30-nights-before/sample-sd"
        usual = {"window_days": 31, "n_valid": 30}
        notes = ["accurate-to-2-to-4-points", "reads-higher-on-darker-skin"]
        samples = "median-of-the-samples-of-the-night"
        cycle = ["second-half-of-a-cycle-raises-it-by-0.3-to-0.5"]
        skin = "night-minus-median-of-the-30-nights-before"
        assert answer == {
            "date": "2026-03-20",
            "spo2_median_percent": figure(96, samples, n_valid=3, notes=notes),
            "spo2_below_90_minutes": figure(0.5, samples, n_valid=3, notes=notes),
            "respiration_per_min": figure(14, method, **usual),
            "respiration_usual_per_min": figure(14, method, low=13.7, high=14.3, **usual),
            "respiration_z": figure(0, method, **usual),
            "temperature_deviation_c": figure(0, skin, notes=cycle, **usual),
            "temperature_usual_c": figure(36, skin, notes=cycle, **usual),
        }

    def test_an_illness_pattern(self, client: Client) -> None:
        history(client)
        warm = {"kind": "temperature", "temperature_c": 36.9}
        record(client, at="2026-03-20T05:00:00Z", **warm)
        record(client, at="2026-03-20T05:00:00Z", kind="respiration", breaths_per_min=15)
        answer = client.get("/v1/biometrics/illness-pattern?date=2026-03-20").json()
        signs = {sign.pop("name"): sign for sign in answer.pop("signs")}
        assert answer == {
            "date": "2026-03-20",
            "verdict": "pattern",
            "verdict_reason": None,
            "n_outside": 2,
            "n_known": 4,
            "method": "signs-outside-usual/z-2/temperature-0.6-degc/spo2-92-percent",
            **VERSION,
            "note": NO_DIAGNOSIS,
        }
        assert {name: sign["outside"] for name, sign in signs.items()} == {
            "temperature_deviation_c": True,
            "resting_heart_rate_z": False,
            "respiration_z": True,
            "hrv_z": False,
            "spo2_median_percent": None,
        }
        assert (signs["hrv_z"]["least"], signs["hrv_z"]["most"]) == (-2, None)
        assert signs["respiration_z"]["most"] == 2
        assert signs["respiration_z"]["figure"]["value"] == pytest.approx(1 / 0.3)
        assert signs["spo2_median_percent"]["figure"] == missing("spo2")

    def test_of_nothing_nothing_is_said(self, client: Client) -> None:
        answer = client.get("/v1/biometrics/illness-pattern").json()
        assert (answer["verdict"], answer["n_known"], answer["n_outside"]) == (None, 0, 0)


class TestRestarts:
    """POST /v1/biometrics/baselines/restarts begins a baseline anew, and keeps what it was."""

    def test_before_and_after_are_kept(self, client: Client) -> None:
        history(client)
        body = {"kind": "resting_heart_rate", "from": "2026-03-01", "note": "new watch"}
        answer = client.post("/v1/biometrics/baselines/restarts", json=body)
        assert answer.status_code == 201
        stood = {
            "source": "watch",
            "unit": "bpm",
            "mean": 48,
            "sd": 1,
            "z": 0,
            "method": "mean-of-3-nights/median-of-the-60-days-before/mad-sd",
            "reason": None,
            **VERSION,
        }
        change = {
            "at": "2026-03-20T06:30:00Z",
            "date": "2026-03-20",
            "kind": "resting_heart_rate",
            "cause": "restart",
            "before": stood | {"n_valid": 45},
            "after": stood | {"n_valid": 17},
            "from": "2026-03-01",
            "note": "new watch",
        }
        assert answer.json() == change
        assert client.get("/v1/biometrics/baseline-changes").json() == {"data": [change]}
        restart = body | {"set_at": "2026-03-20T06:30:00Z"}
        assert client.get("/v1/biometrics/baselines/restarts").json() == {"data": [restart]}
        again = client.get("/v1/biometrics/resting-heart-rate").json()
        assert again["usual_bpm"]["n_valid"] == 17

    def test_taken_back(self, client: Client) -> None:
        history(client)
        body = {"kind": "resting_heart_rate", "from": "2026-03-01", "note": "new watch"}
        done = client.post("/v1/biometrics/baselines/restarts", json=body).json()
        path = "/v1/biometrics/baselines/restarts/"
        undone = client.delete(path + "resting_heart_rate/2026-03-01")
        assert undone.status_code == 200
        told = undone.json()
        assert (told["cause"], told["before"]) == ("restart-undone", done["after"])
        assert told["after"] == done["before"]
        assert client.get(path[:-1]).json() == {"data": []}
        again = client.delete(path + "hrv/2026-03-01")
        assert again.status_code == 404
        assert again.json()["type"].endswith("biometrics/no-such-restart")

    def test_too_little_after_it_has_a_reason(self, client: Client) -> None:
        history(client)
        body = {"kind": "hrv", "from": "2026-03-20"}
        answer = client.post("/v1/biometrics/baselines/restarts", json=body).json()
        assert answer["before"]["unit"] == "ln ms"
        after = answer["after"]
        assert after.pop("reason") == too_few("hrv_baseline_days", 0, 14)["reason"]
        assert after.pop("formula_version") == FORMULA_VERSION
        assert set(after.values()) == {None}
        assert answer["note"] is None

    @pytest.mark.parametrize(
        ("body", "status", "slug"),
        [
            ({"kind": "hrv", "from": "2026-03-21"}, 422, "biometrics/restart-ahead"),
            ({"kind": "hrv", "from": "1800-01-01"}, 422, "day-out-of-reach"),
            ({"kind": "hrv", "from": "2026-03-20", "note": "x" * 201}, 400, "malformed"),
            ({"kind": "weight", "from": "2026-03-20"}, 400, "malformed"),
            ({"kind": "hrv"}, 400, "malformed"),
        ],
    )
    def test_odd_restarts(self, client: Client, body: object, status: int, slug: str) -> None:
        answer = client.post("/v1/biometrics/baselines/restarts", json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)

    def test_a_limit(self, client: Client) -> None:
        for day in ("2026-03-18", "2026-03-19"):
            body = {"kind": "hrv", "from": day}
            client.post("/v1/biometrics/baselines/restarts", json=body)
        (newest,) = client.get("/v1/biometrics/baseline-changes?limit=1").json()["data"]
        assert newest["from"] == "2026-03-19"


class TestCorrections:
    """A correction nobody believes waits beside the value that counts."""

    def wait(self, client: Client) -> dict[str, object]:
        record(client, kind="weight", weight_kg=70)
        record(client, kind="weight", weight_kg=700)
        waiting: dict[str, object] = client.get("/v1/readings/quarantined").json()["data"][0]
        return waiting

    def test_it_waits(self, client: Client) -> None:
        waiting = self.wait(client)
        assert waiting["quarantined"] is False
        assert waiting["value"] == {"kind": "weight", "weight_kg": 70}
        assert waiting["correction"] == {
            "value": {"kind": "weight", "weight_kg": 700},
            "at": AT,
            "recorded_at": "2026-03-20T06:30:00Z",
            "reasons": [
                {
                    "type": "biometrics/beyond-limits",
                    "what": "weight_kg",
                    "given": 700,
                    "least": 20,
                    "most": 400,
                }
            ],
        }
        assert client.get("/v1/readings").json()["data"] == [waiting]

    def test_it_is_released(self, client: Client) -> None:
        self.wait(client)
        released = client.post(f"/v1/readings/{FIRST}/release").json()
        assert released["value"] == {"kind": "weight", "weight_kg": 700}
        assert released["correction"] is None
        assert client.get("/v1/readings/quarantined").json()["data"] == []

    def test_it_is_turned_down(self, client: Client) -> None:
        self.wait(client)
        kept = client.delete(f"/v1/readings/{FIRST}/correction")
        assert kept.status_code == 200
        assert kept.json()["value"] == {"kind": "weight", "weight_kg": 70}
        assert kept.json()["correction"] is None
        assert client.get("/v1/readings/quarantined").json()["data"] == []
        other = FIRST.replace("3", "9")
        assert client.delete(f"/v1/readings/{other}/correction").status_code == 404


class TestBeats:
    """GET /v1/readings/{id}/rr-intervals shows what came, and what was made of it."""

    def test_a_missed_beat(self, client: Client) -> None:
        steady = [800.0, 820.0] * 30
        record(client, kind="rr_intervals", rr_ms=[*steady, 1_620, *steady])
        answer = client.get(f"/v1/readings/{FIRST}/rr-intervals").json()
        assert answer["rr_ms"] == [*steady, 1_620, *steady]
        assert answer["corrected_rr_ms"] == [*steady, 810, 810, *steady]
        assert answer["hrv_method"] == "lipponen-tarvainen"
        assert answer["faults"] == [{"index": 60, "artefact": "missed"}]
        assert answer["removed"] == []
        assert answer["artefact_percent"] == pytest.approx(100 / 121)
        value = client.get(f"/v1/readings/{FIRST}").json()["value"]
        assert value["hrv_method"] == "lipponen-tarvainen"
        assert value["corrections"] == {
            "missed": 1,
            "extra": 0,
            "ectopic": 0,
            "long_short": 0,
            "removed": 0,
        }
        hrv = client.get("/v1/biometrics/hrv").json()
        assert hrv["sdnn_ms"]["method"] == "sdnn/ddof-1/lipponen-tarvainen"
        assert hrv["sdnn_ms"]["n_valid"] == 122
