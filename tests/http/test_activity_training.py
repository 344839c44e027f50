"""What training adds up to over HTTP: whole answers, and days nobody can be told about."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
from tests.support import NOW

RIDE = {"sport": "cycling", "elapsed_s": 3_600, "average_power_w": 200}
THRESHOLDS = {
    "effective_from": "2020-01-01",
    "ftp_w": 200,
    "hr_max_bpm": 190,
    "hr_rest_bpm": 50,
    "lthr_bpm": 100,
    "threshold_pace_s_per_km": 300,
}
NO_SESSIONS = {"value": None, "reason": {"type": "missing", "what": "sessions"}}


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as client:
        yield client


def rode(client: TestClient[Litestar], days_ago: int, **more: object) -> None:
    start = NOW - dt.timedelta(days=days_ago)
    answer = client.post("/v1/activities", json={**RIDE, "start_at": start.isoformat(), **more})
    assert answer.status_code == 201, answer.text


def figure(value: object, method: str, window_days: int, n_valid: int, **more: object) -> object:
    quality = more.pop("quality", 1)
    word = "high" if quality == 1 else "low"
    return {
        "value": value,
        "method": method,
        "window_days": window_days,
        "n_valid": n_valid,
        "quality": quality,
        "confidence": word,
        "formula_version": "activity-2",
        **more,
    }


def test_training_of_weeks_that_are_alike(client: TestClient[Litestar]) -> None:
    client.put("/v1/activity/thresholds", json=THRESHOLDS)
    for days in range(1, 46):
        rode(client, days)
    acwr = {"notes": ["for-display-only", "says-nothing-about-injuries"]}
    hundred, nothing, one = (pytest.approx(x, abs=1e-9) for x in (100, 0, 1))
    alike = {
        "value": "max",
        "method": "foster_ddof_1",
        "window_days": 7,
        "n_valid": 7,
        "quality": 1,
        "confidence": "high",
        "formula_version": "activity-2",
    }
    told = client.get("/v1/activity/training?date=2026-03-20").json()
    assert told.pop("caveat").startswith("Ratios of acute to chronic load are for looking at only")
    assert told == {
        "day": "2026-03-20",
        "fitness_ctl": figure(hundred, "pmc_exp_42", 42, 42),
        "fatigue_atl": figure(hundred, "pmc_exp_7", 7, 7),
        "form_tsb": figure(nothing, "pmc_exp_morning", 42, 42),
        "form_percent": figure(nothing, "tsb_share_of_ctl", 42, 42),
        "form_band": "neutral",
        "ramp_per_week": figure(nothing, "ctl_less_ctl_7_days_before", 7, 7),
        "week_load": figure(700, "sum", 7, 7),
        "monotony": alike,
        "strain": alike,
        "acwr_coupled": figure(one, "acwr_coupled_7_28", 28, 28, **acwr),
        "acwr_uncoupled": figure(one, "acwr_uncoupled_7_21", 28, 28, **acwr),
        "acwr_ewma": figure(one, "acwr_ewma_7_28", 28, 28, **acwr),
    }
    rode(client, 0, elapsed_s=60, start_at=(NOW - dt.timedelta(hours=1)).isoformat())
    assert client.get("/v1/activity/training").json()["week_load"]["value"] == 700


def test_training_of_somebody_who_never_did(client: TestClient[Litestar]) -> None:
    told = client.get("/v1/activity/training").json()
    assert told["fitness_ctl"] == told["acwr_ewma"] == told["monotony"] == NO_SESSIONS
    assert told["form_band"] is None


def test_a_first_week(client: TestClient[Litestar]) -> None:
    client.put("/v1/activity/thresholds", json=THRESHOLDS)
    rode(client, 7)
    rode(client, 1, average_power_w=100)
    told = client.get("/v1/activity/training").json()
    assert told["fitness_ctl"]["notes"] == ["warming-up"]
    assert told["monotony"]["value"] == pytest.approx(125 / 7 / 37.3986, rel=1e-4)
    assert told["strain"]["value"] == pytest.approx(125 * 125 / 7 / 37.3986, rel=1e-4)
    assert told["acwr_coupled"]["reason"] == {
        "type": "insufficient-data",
        "what": "days of load",
        "given": 7,
        "needed": 28,
    }


def test_zones(client: TestClient[Litestar]) -> None:
    client.put("/v1/activity/thresholds", json=THRESHOLDS)
    told = client.get("/v1/activity/zones?date=2026-03-20").json()
    assert told["day"] == "2026-03-20"
    assert told["hr_max_bpm"] == figure(190, "given", 1, 1)
    assert told["power_w"]["scheme"] == "coggan_power_7"
    assert told["power_w"]["zones"][1] == {
        "name": "z2",
        "low": pytest.approx(110),
        "high": pytest.approx(150),
    }
    assert told["power_w"]["zones"][-1]["high"] is None
    assert [one["scheme"] for one in told["heart_rate_bpm"]] == [
        "hr_max_5",
        "karvonen_hrr_5",
        "friel_lthr_5",
        "friel_lthr_cycling_7",
        "friel_lthr_running_7",
        "coggan_lthr_5",
    ]
    assert told["heart_rate_bpm"][1]["zones"][1]["low"] == pytest.approx(120)
    assert told["pace_s_per_km"]["zones"][0] == {
        "name": "z1",
        "low": None,
        "high": pytest.approx(387),
    }
    before = client.get("/v1/activity/zones?date=2019-12-31").json()
    assert before["power_w"] == {
        "scheme": "coggan_power_7",
        "zones": [],
        "reason": {"type": "missing", "what": "ftp_w"},
        "notes": [],
    }


def test_capacity_of_somebody_without_a_best_effort(client: TestClient[Litestar]) -> None:
    client.put("/v1/activity/thresholds", json=THRESHOLDS)
    rode(client, 1)
    told = client.get("/v1/activity/capacity").json()
    assert [one["method"] for one in told["critical_power"]] == [
        "cp2_work_time",
        "cp2_power_inverse_time",
        "cp3_morton",
    ]
    assert told["critical_power"][0]["cp_w"]["reason"]["type"] == "insufficient-data"
    assert told["critical_speed"]["r2"] is None
    assert told["vdot_from"] is None
    assert [one["name"] for one in told["races"]][-1] == "marathon"
    assert told["vo2max_ml_kg_min"]["value"] == pytest.approx(15.3 * 190 / 50)
    assert told["caveat"].startswith("Made of the best efforts of your training")


@pytest.mark.parametrize("what", ["training", "capacity", "zones"])
@pytest.mark.parametrize(
    ("query", "status"), [("date=2026-03-21", 422), ("date=1800-01-01", 422), ("day=x", 400)]
)
def test_days_nobody_can_be_told_about(
    client: TestClient[Litestar], what: str, query: str, status: int
) -> None:
    assert client.get(f"/v1/activity/{what}?{query}").status_code == status


def numbers_in(told: object) -> Iterator[object]:
    """Every value that is no container, however deep in an answer."""
    match told:
        case dict():
            for one in told.values():
                yield from numbers_in(one)
        case list():
            for one in told:
                yield from numbers_in(one)
        case _:
            yield told


@pytest.fixture(scope="module")
def alike() -> Iterator[TestClient[Litestar]]:
    """A client of somebody who rode the same for eight days, and then rested for a week."""
    with a_client() as client:
        client.put("/v1/activity/thresholds", json=THRESHOLDS)
        for days in range(1, 9):
            rode(client, 7 + days)
        yield client


class TestAct132:
    """ACT-132. No answer in JSON holds an infinity or a number that is none: monotony and strain without bound are max in training and null in form."""

    @pytest.mark.parametrize("path", ["training", "form"])
    @given(st.integers(-16, 0))
    def test_on_any_day(self, alike: TestClient[Litestar], path: str, ahead: int) -> None:
        """From days alike over days that differ to days of rest."""
        day = (NOW + dt.timedelta(days=ahead)).date()
        answer = alike.get(f"/v1/activity/{path}?date={day}")

        def refuse(word: str) -> None:
            pytest.fail(f"{word} is no number of JSON")

        told = json.loads(answer.text, parse_constant=refuse)
        assert not {"inf", "-inf", "nan", "Infinity", "NaN"} & {
            str(one) for one in numbers_in(told)
        }

    def test_what_has_no_bound_is_max(self, alike: TestClient[Litestar]) -> None:
        day = (NOW - dt.timedelta(days=7)).date()
        told = alike.get(f"/v1/activity/training?date={day}").json()
        assert told["monotony"]["value"] == told["strain"]["value"] == "max"
