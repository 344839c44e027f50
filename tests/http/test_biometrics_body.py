"""Nights, weight, body, blood pressure and glucose over HTTP, compared literally."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from vegaloop.biometrics import FORMULA_VERSION
from vegaloop.biometrics.adapters.answers_body import FOR_DIABETES, NO_DIAGNOSIS, SEEK_CARE

Client = TestClient[Litestar]
PROBLEMS = "https://vegaloop.example/problems/"
AT = "2026-03-20T07:00:00+01:00"
SPAN = "from=2026-03-07&to=2026-03-21"
VERSION = {"formula_version": FORMULA_VERSION}


@pytest.fixture
def client() -> Iterator[Client]:
    with a_client() as client:
        yield client


def record(client: Client, at: str = AT, source: str = "manual", **value: object) -> None:
    """Record a reading that is kept."""
    answer = client.post("/v1/readings", json={"at": at, "value": value, "source": source})
    assert answer.json()["outcome"] == "kept", answer.json()


BY_STAGES = "sleep-diary-2012/by-stages"
UNKNOWN_NEED = {
    "need_minutes": None,
    "origin": None,
    "reason": {"type": "missing", "what": "birth_date"},
}


def missing(what: str) -> dict[str, object]:
    """A figure that is not there."""
    return {"value": None, "reason": {"type": "missing", "what": what}}


def figure(value: object, method: str, **more: object) -> dict[str, object]:
    """A figure of one reading that is worth all."""
    usual = {"value": value, "method": method, "n_valid": 1, "quality": 1, "confidence": "high"}
    return usual | VERSION | more


class TestNights:
    """GET /v1/biometrics/sleep tells the night, its parts, and how regular sleep is."""

    def test_nothing_is_known_at_first(self, client: Client) -> None:
        assert client.get("/v1/biometrics/sleep").json() == {
            "date": "2026-03-20",
            "last_night": None,
            "debt": None,
            "latency_minutes": missing("sleep"),
            "awake_after_onset_minutes": missing("sleep"),
            "awake_after_waking_minutes": missing("sleep"),
            "regularity_index": {
                "value": None,
                "reason": {
                    "type": "insufficient-data",
                    "what": "night_pairs",
                    "given": 0,
                    "needed": 5,
                },
            },
            "base_need": UNKNOWN_NEED,
            "recommended": None,
            "not_known": [
                {"what": "last_night", "reason": {"type": "missing", "what": "sleep"}},
                {"what": "debt", "reason": {"type": "missing", "what": "sleep"}},
                {"what": "recommended", "reason": {"type": "missing", "what": "birth_date"}},
            ],
        }

    def test_a_night(self, client: Client) -> None:
        client.patch("/v1/me", json={"birth_date": "1950-01-01"})
        stages = [
            {"stage": "awake", "start": "2026-03-19T22:00:00Z", "end": "2026-03-19T22:15:00Z"},
            {"stage": "light", "start": "2026-03-19T22:15:00Z", "end": "2026-03-20T05:00:00Z"},
            {"stage": "awake", "start": "2026-03-20T05:00:00Z", "end": AT},
        ]
        start = "2026-03-19T23:00:00+01:00"
        record(client, kind="sleep", source="ring", start=start, stages=stages)
        night = client.get("/v1/biometrics/sleep").json()
        observed = {"observed_at": "2026-03-20T06:00:00Z", "quality": 1}
        assert night["last_night"] == {
            "source": "ring",
            "asleep_minutes": 405,
            "in_bed_minutes": 480,
            "efficiency_percent": 84.375,
            "need_minutes": 450,
            "sufficiency_percent": pytest.approx(89.578125),
            "provenance": observed
            | VERSION
            | {
                "window_days": 1,
                "n_valid": 1,
                "method": "base-by-age/strain/naps-of-the-day-before",
            },
        }
        assert night["debt"]["debt_hours"] == pytest.approx(0.75)
        assert night["latency_minutes"] == figure(15, BY_STAGES, window_days=1)
        assert night["awake_after_onset_minutes"] == figure(0, BY_STAGES, window_days=1)
        assert night["awake_after_waking_minutes"] == figure(60, BY_STAGES, window_days=1)
        assert night["recommended"] == {"from_hours": 7, "to_hours": 8}
        assert night["not_known"] == []


class TestNeed:
    """PUT /v1/biometrics/sleep-need counts the debt anew, and what was before can be read."""

    def test_set_and_shown(self, client: Client) -> None:
        client.patch("/v1/me", json={"birth_date": "1990-01-01"})
        start = "2026-03-19T23:00:00+01:00"
        record(client, kind="sleep", start=start, asleep_minutes=420)
        assert client.get("/v1/biometrics/sleep-need").json() == {"needs": [], "changes": []}
        body = {"effective_from": "2026-03-18", "need_minutes": 540}
        change = {
            "changed_at": "2026-03-20T06:30:00Z",
            "effective_from": "2026-03-18",
            "need_was": {"need_minutes": 480, "origin": "base-by-age"},
            "need_became": {"need_minutes": 540, "origin": "base-set-by-person"},
            "debt_was_hours": 1,
            "debt_became_hours": 2,
        }
        answer = client.put("/v1/biometrics/sleep-need", json=body)
        assert (answer.status_code, answer.json()) == (200, change)
        shown = {"needs": [body], "changes": [change]}
        assert client.get("/v1/biometrics/sleep-need").json() == shown
        night = client.get("/v1/biometrics/sleep").json()
        assert night["base_need"] == change["need_became"]
        assert night["debt"]["debt_hours"] == 2

    def test_taken_back(self, client: Client) -> None:
        body = {"effective_from": "2026-03-18", "need_minutes": 540}
        client.put("/v1/biometrics/sleep-need", json=body)
        answer = client.delete("/v1/biometrics/sleep-need/2026-03-18")
        assert answer.status_code == 200
        assert answer.json()["need_was"]["need_minutes"] == 540
        assert answer.json()["need_became"] == UNKNOWN_NEED
        shown = client.get("/v1/biometrics/sleep-need").json()
        assert (shown["needs"], len(shown["changes"])) == ([], 2)
        again = client.delete("/v1/biometrics/sleep-need/2026-03-18")
        assert again.status_code == 404
        assert again.json()["type"] == PROBLEMS + "biometrics/no-such-need"

    def test_a_night_without_a_need(self, client: Client) -> None:
        record(client, kind="sleep", start="2026-03-19T23:00:00+01:00", asleep_minutes=420)
        night = client.get("/v1/biometrics/sleep").json()
        told = night["last_night"]
        assert (told["asleep_minutes"], told["efficiency_percent"]) == (420, 87.5)
        assert told["need_minutes"] is told["sufficiency_percent"] is None
        assert [one["what"] for one in night["not_known"]] == ["need", "debt", "recommended"]
        assert {one["reason"]["what"] for one in night["not_known"]} == {"birth_date"}

    @pytest.mark.parametrize(
        "path",
        ["sleep", "body", "baselines", "hrv", "resting-heart-rate", "night", "illness-pattern"],
    )
    def test_no_day_ahead(self, client: Client, path: str) -> None:
        answer = client.get(f"/v1/biometrics/{path}?date=2026-03-21")
        assert (answer.status_code, answer.json()["type"]) == (422, PROBLEMS + "day-ahead")

    @pytest.mark.parametrize(
        ("body", "status", "slug"),
        [
            ({"effective_from": "2026-03-21", "need_minutes": 480}, 422, "biometrics/need-ahead"),
            ({"effective_from": "1899-12-31", "need_minutes": 480}, 422, "day-out-of-reach"),
            ({"effective_from": "2026-03-20", "need_minutes": 239}, 400, "malformed"),
            ({"effective_from": "2026-03-20"}, 400, "malformed"),
        ],
    )
    def test_refused(self, client: Client, body: object, status: int, slug: str) -> None:
        answer = client.put("/v1/biometrics/sleep-need", json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)


class TestBodies:
    """GET /v1/biometrics/body and /weight-trend tell each number with its method."""

    def test_nothing_is_known_at_first(self, client: Client) -> None:
        assert client.get("/v1/biometrics/body?date=2026-03-19").json() == {
            "date": "2026-03-19",
            "observed_on": None,
            "weight_kg": missing("weight"),
            "bmi_kg_m2": missing("weight"),
            "body_fat_percent": missing("sex"),
            "body_fat_navy_percent": missing("sex"),
            "lean_mass_boer_kg": missing("weight"),
            "fat_free_mass_kg": missing("weight"),
            "fat_free_mass_method": None,
        }

    def test_by_tape(self, client: Client) -> None:
        client.patch("/v1/me", json={"sex": "male", "height_m": 1.778})
        record(client, kind="weight", weight_kg=80)
        record(client, kind="girths", neck_cm=38.1, waist_cm=86.4)
        body = client.get("/v1/biometrics/body").json()
        estimated = {"window_days": 180, "quality": 0.5, "confidence": "medium"}
        navy = figure(
            pytest.approx(17.465, abs=1e-3),
            "navy-1984/metric",
            low=pytest.approx(13.965, abs=1e-3),
            high=pytest.approx(20.965, abs=1e-3),
            notes=["estimated"],
            **estimated,
        )
        assert body["body_fat_percent"] == body["body_fat_navy_percent"] == navy
        assert body["fat_free_mass_kg"] == figure(
            pytest.approx(66.028, abs=1e-3), "navy-1984/metric", notes=["estimated"], **estimated
        )
        assert body["fat_free_mass_method"] == "navy"
        assert body["lean_mass_boer_kg"]["value"] == pytest.approx(60.8326)
        assert body["bmi_kg_m2"]["value"] == pytest.approx(25.306, abs=1e-3)
        record(client, kind="body_fat", body_fat_percent=20, instrument="bia")
        assert client.get("/v1/biometrics/body").json()["fat_free_mass_method"] == "bia"

    def test_a_trend(self, client: Client) -> None:
        record(client, kind="weight", weight_kg=72.4)
        trend = client.get("/v1/biometrics/weight-trend?from=2026-03-01&to=2026-03-21").json()
        few = {"type": "insufficient-data", "what": "weigh_in_days_apart", "given": 0, "needed": 7}
        warming = {
            "window_days": 180,
            "quality": 0.1,
            "confidence": "low",
            "notes": ["warming-up"],
        }
        assert trend == {
            "data": [
                {
                    "date": "2026-03-20",
                    "at": "2026-03-20T06:00:00Z",
                    "weight_kg": 72.4,
                    "trend_kg": 72.4,
                }
            ],
            "window_days": 180,
            "n_valid": 1,
            "method": "ewma/0.9-a-day",
            **VERSION,
            "latest_ewma_kg": figure(72.4, "ewma/0.9-a-day", **warming),
            "latest_local_level_kg": figure(
                72.4,
                "local-level/q-0.01/r-0.25",
                low=pytest.approx(71.5235, abs=1e-4),
                high=pytest.approx(73.2765, abs=1e-4),
                **warming,
            ),
            "rate_kg_per_week": {"value": None, "reason": few},
            "rate_standard_error_kg_per_week": {"value": None, "reason": few},
        }

    @pytest.mark.parametrize(
        ("value", "slug"),
        [
            ({"kind": "girths"}, "not-readable"),
            ({"kind": "girths", "neck_cm": -1}, "out-of-range"),
            ({"kind": "girths", "neck_cm": 1_001}, "out-of-range"),
            ({"kind": "glucose"}, "not-readable"),
            ({"kind": "glucose", "glucose_mmol_l": 5, "glucose_mg_dl": 90}, "not-readable"),
            ({"kind": "glucose", "glucose_mg_dl": -1}, "out-of-range"),
        ],
    )
    def test_what_cannot_be_read(self, client: Client, value: object, slug: str) -> None:
        answer = client.post("/v1/readings", json={"at": AT, "value": value})
        assert (answer.status_code, answer.json()["type"]) == (422, PROBLEMS + slug)


class TestBloodPressure:
    """GET /v1/biometrics/blood-pressure tells a mean and the ranges it is in, and judges nobody."""

    HOME = (
        {"scheme": "acc_aha_2017", "systolic_mmhg": 130, "diastolic_mmhg": 80},
        {"scheme": "esc_2024", "systolic_mmhg": 135, "diastolic_mmhg": 85},
    )

    def test_two_days(self, client: Client) -> None:
        record(
            client,
            "2026-03-19T06:00:00Z",
            kind="blood_pressure",
            systolic_mmhg=124,
            diastolic_mmhg=78,
        )
        record(client, kind="blood_pressure", systolic_mmhg=182, diastolic_mmhg=80)
        told = {"window_days": 14, "n_valid": 2, "quality": 1 / 6, "confidence": "low"}
        method = "mean/2-readings-on-2-days"
        assert client.get(f"/v1/biometrics/blood-pressure?{SPAN}").json() == {
            "start": "2026-03-07",
            "end": "2026-03-21",
            "systolic_mmhg": figure(153, method, **told),
            "diastolic_mmhg": figure(79, method, **told),
            "in_the_range_of": {
                "acc_aha_2017": "stage2",
                "esc_2024": "hypertension",
                "at_or_above_home_acc_aha_2017": True,
                "at_or_above_home_esc_2024": True,
            },
            "reason": None,
            "home_thresholds": list(self.HOME),
            "severe_readings": [
                {"at": "2026-03-20T06:00:00Z", "systolic_mmhg": 182, "diastolic_mmhg": 80}
            ],
            "advice": SEEK_CARE,
            "note": NO_DIAGNOSIS,
        }

    def test_nothing(self, client: Client) -> None:
        answer = client.get(f"/v1/biometrics/blood-pressure?{SPAN}").json()
        assert answer["systolic_mmhg"] == answer["diastolic_mmhg"] == missing("blood_pressure")
        assert (answer["in_the_range_of"], answer["advice"]) == (None, None)
        assert answer["reason"] == {"type": "missing", "what": "blood_pressure"}


class TestGlucose:
    """GET /v1/biometrics/glucose tells mean, variation and tight range, and the rest as for diabetes."""

    def test_some_readings(self, client: Client) -> None:
        for hour, mg_dl in ((5, 81.072), (6, 99.088)):
            at = f"2026-03-20T0{hour}:00:00Z"
            record(client, at, "sensor", kind="glucose", glucose_mg_dl=mg_dl)
        answer = client.get(f"/v1/biometrics/glucose?{SPAN}").json()
        told = {
            "window_days": 14,
            "n_valid": 2,
            "quality": 0.4,
            "confidence": "low",
            "notes": ["under-14-days", "under-70-percent-of-data"],
        }
        assert answer.pop("mean_mmol_l") == figure(pytest.approx(5), "mean-of-readings", **told)
        assert answer["data_percent"]["value"] == pytest.approx(100 * 2 / 1_344)
        few = {"type": "insufficient-data", "what": "glucose_readings", "given": 2, "needed": 24}
        for name in ("variation_percent", "standard_deviation_mmol_l"):
            assert answer[name] == {"value": None, "reason": few}
        assert answer["tight_range_70_to_140_percent"] == {"value": None, "reason": few}
        assert answer["mage_mmol_l"]["reason"]["what"] == "glucose_sensor_hours"
        assert (answer["severe_readings"], answer["advice"]) == ([], None)
        assert (answer["source"], answer["note"]) == ("sensor", NO_DIAGNOSIS)
        diabetes = answer["for_diabetes"]
        assert diabetes.pop("note") == FOR_DIABETES
        assert [one["range"] for one in diabetes.pop("targets")] == [
            "in_range",
            "below_70",
            "below_54",
            "above_180",
            "above_250",
            "variation",
        ]
        assert {name: one["value"] for name, one in diabetes.items()} == {
            "gmi_percent": None,
            "gmi_mmol_mol": None,
            "below_54_percent": None,
            "from_54_to_69_percent": None,
            "in_range_70_to_180_percent": None,
            "from_181_to_250_percent": None,
            "above_250_percent": None,
        }

    def test_a_severe_reading(self, client: Client) -> None:
        record(client, kind="glucose", glucose_mg_dl=40)
        answer = client.get(f"/v1/biometrics/glucose?{SPAN}").json()
        (severe,) = answer["severe_readings"]
        assert (severe["glucose_mg_dl"], severe["glucose_mmol_l"]) == (40, 2.22)
        assert answer["advice"].startswith("A reading below 54 or above 250 mg/dL suggests")

    def test_a_year_at_most(self, client: Client) -> None:
        path = "/v1/biometrics/glucose?from=2025-03-20&to="
        assert client.get(path + "2026-03-21").status_code == 200
        answer = client.get(path + "2026-03-22")
        assert answer.json()["type"] == PROBLEMS + "biometrics/too-many-days"
        assert answer.json()["errors"][0]["given"] == 367

    def test_nothing(self, client: Client) -> None:
        answer = client.get(f"/v1/biometrics/glucose?{SPAN}").json()
        assert answer["source"] is None
        assert answer["mean_mmol_l"] == missing("glucose")
        assert answer["for_diabetes"]["gmi_percent"] == missing("glucose")
