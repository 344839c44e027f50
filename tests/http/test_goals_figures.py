"""The figures of a goal over HTTP: compared literally."""

from __future__ import annotations

import pytest

from tests.http.test_goals import FIRST, REACH, STREAK, a_client, a_goal, rounded

UNSAFE = REACH | {"due_on": "2026-03-27"}
ON_THE_TREND = {
    "window_days": 28,
    "n_valid": 28,
    "quality": 1.0,
    "confidence": "high",
    "formula_version": "goals-4",
}


class TestPace:
    """What is asked for each week is set against what is safe; nothing is refused for it."""

    def test_an_unsafe_goal_is_set_and_says_so(self) -> None:
        with a_client() as client:
            answer = client.post("/v1/goals", json=a_goal(aim=UNSAFE))
            found = rounded(answer.json()["figures"]["pace"])
            later = REACH | {"due_on": found["earliest_safe_on"]}
            amended = client.patch(f"/v1/goals/{FIRST}", json={"aim": later}).json()
            shown = client.get(f"/v1/goals/{FIRST}").json()
        assert answer.status_code == 201
        assert found == {
            "unit": "kg a week",
            "verdict": "unsafe",
            "no_verdict": None,
            "earliest_safe_on": "2026-04-10",
            "no_earliest_safe": None,
            "required_per_week": {
                "value": -2.3,
                "method": "ols-28d/remaining-over-weeks",
                "notes": ["athletes-at-most-0.7-percent"],
            }
            | ON_THE_TREND,
            "advised_most_per_week": {"value": 0.773, "method": "helms-2014"} | ON_THE_TREND,
            "hard_limit_per_week": {"value": 1.1595, "method": "helms-2014"} | ON_THE_TREND,
            "least_value": {
                "value": None,
                "reason": {"type": "missing", "what": "height"},
            },
        }
        assert amended["figures"]["pace"]["verdict"] == "within"
        assert shown == amended

    def test_a_measure_without_a_limit_says_why(self) -> None:
        body = a_goal(
            measure="activity.steps",
            aim={"kind": "reach", "start_value": 0, "target_value": 1_000, "due_on": "2026-05-01"},
            start_on="2026-03-01",
        )
        with a_client() as client:
            pace = client.post("/v1/goals", json=body).json()["figures"]["pace"]
        assert pace["verdict"] is None
        assert pace["no_verdict"] == {
            "type": "undefined",
            "what": "limit",
            "why": "none is published for this measure in that direction",
        }
        assert pace["required_per_week"]["value"] == pytest.approx(820 / 6)


class TestFigures:
    """The other figures: the chance, the days left, and how a goal is kept."""

    def test_of_a_way(self) -> None:
        with a_client() as client:
            figures = client.post("/v1/goals", json=a_goal()).json()["figures"]
        assert (
            rounded(figures["reach_probability"])
            == {
                "value": 0.998315,
                "method": "normal-end-value",
                "notes": ["slightly-understates-first-passage"],
            }
            | ON_THE_TREND
        )
        assert (
            figures["days_to_target"]
            == {
                "value": 23.0,
                "low": 17.0,
                "high": 33.0,
                "method": "ols-28d/normal",
                "notes": ["weighed-with-the-plan"],
            }
            | ON_THE_TREND
        )
        assert figures["adherence"] == {
            "value": None,
            "reason": {
                "type": "undefined",
                "what": "adherence",
                "why": "a goal to reach a value has no periods",
            },
        }

    def test_of_a_streak(self) -> None:
        body = a_goal(measure="activity.steps", aim=STREAK, start_on="2026-03-10")
        with a_client() as client:
            figures = client.post("/v1/goals", json=body).json()["figures"]
            (listed,) = client.get("/v1/goals").json()["data"]
            paused = client.post(f"/v1/goals/{FIRST}/pause").json()
        kept = {
            "window_days": 10,
            "n_valid": 10,
            "quality": pytest.approx(1 / 3),
            "confidence": "low",
            "formula_version": "goals-4",
        }
        assert (
            figures["adherence"]
            == {
                "value": 1.0,
                "low": pytest.approx(0.7224672001371107),
                "high": 1.0,
                "method": "wilson-1927",
            }
            | kept
        )
        assert figures["recent_adherence"] == {"value": 1.0, "method": "ewma-half-life-14"} | kept
        assert listed["figures"] is None
        assert paused["figures"]["adherence"] == figures["adherence"]
