"""Goals over HTTP: whole answers, compared literally."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import client_of
from tests.strategies.goals import TODAY, FixedMeasures, a_series, goals_service
from tests.support import CountedIds, PinnedClock
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.kernel.time import days_after

PROBLEMS = "https://vegaloop.example/problems/"
FIRST = str(UUID(int=1))
WEIGHTS = a_series([80 - 0.1 * n for n in range(28)], TODAY)
REACH = {"kind": "reach", "start_value": 80, "target_value": 75, "due_on": "2026-05-01"}
STREAK = {"kind": "streak", "threshold": 5, "freezes_per_30_days": 1}


@contextmanager
def a_client() -> Iterator[TestClient[Litestar]]:
    known = FixedMeasures(
        {"biometrics.weight_kg": WEIGHTS, "activity.steps": a_series([9.0] * 20, TODAY)}
    )
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    with client_of(msgspec.structs.replace(vega, goals=goals_service(known))) as client:
        yield client


def a_goal(**changed: object) -> dict[str, object]:
    goal = {
        "title": "Lighter",
        "measure": "biometrics.weight_kg",
        "aim": REACH,
        "start_on": "2026-02-21",
    }
    return {**goal, **changed}


def rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return round(value, 6) + 0.0 if isinstance(value, float) else value


class TestGoals:
    """A goal from its first day to its last."""

    def test_a_goal_to_reach_a_value(self) -> None:
        with a_client() as client:
            answer = client.post("/v1/goals", json=a_goal())
            assert answer.status_code == 201
            assert client.get(f"/v1/goals/{FIRST}").json() == answer.json()
        found = answer.json()
        assert found.pop("figures") is not None
        assert rounded(found) == {
            "id": FIRST,
            "title": "Lighter",
            "measure": "biometrics.weight_kg",
            "unit": "kg",
            "aim": REACH,
            "start_on": "2026-02-21",
            "set_at": "2026-03-20T06:30:00Z",
            "state": "active",
            "date": "2026-03-20",
            "progress": {
                "kind": "reach",
                "share": 0.54,
                "current": 77.3,
                "observed_on": "2026-03-20",
            },
            "no_progress": None,
            "forecast": {
                "arrival": {
                    "kind": "expected",
                    "on": "2026-04-12",
                    "not_before": "2026-04-06",
                    "latest": "2026-04-22",
                },
                "probability": 0.998315,
                "no_probability": None,
                "level_now": 77.3,
                "slope_per_day": -0.1,
                "slope_se_per_day": 0.0,
                "robust_slope_per_day": -0.1,
                "n_valid": 28,
                "window_days": 28,
                "confidence": 0.9,
                "method": "ols-28d",
                "formula_version": "goals-4",
            },
            "no_forecast": None,
            "formula_version": "goals-4",
        }

    def test_a_streak_and_a_day_in_the_past(self) -> None:
        body = a_goal(title="Walk", measure="activity.steps", aim=STREAK, start_on="2026-03-10")
        with a_client() as client:
            assert client.post("/v1/goals", json=body).status_code == 201
            found = client.get(f"/v1/goals/{FIRST}", params={"date": "2026-03-13"}).json()
            early = client.get(f"/v1/goals/{FIRST}", params={"date": "2026-03-09"}).json()
        assert found["progress"] == {
            "kind": "streak",
            "current": 3,
            "longest": 3,
            "freezes_left": 1,
            "pending_met": True,
            "since": "2026-03-10",
            "adherence": {
                "kept": 3,
                "due": 3,
                "rate": 1.0,
                "lower": pytest.approx(0.4385029682449546),
                "upper": 1.0,
            },
        }
        assert found["aim"] == STREAK | {"sense": "at_least", "period": "day"}
        assert found["no_forecast"] == {
            "type": "undefined",
            "what": "forecast",
            "why": "only a goal to reach a value has one",
        }
        assert early["progress"] is None
        assert early["no_progress"]["why"] == "the goal has not begun"

    @pytest.mark.parametrize(
        ("aim", "progress"),
        [
            ({"kind": "maintain", "centre": 12, "tolerance": 4}, {"kind": "maintain", "share": 1}),
            (
                {"kind": "avoid", "limit": 90},
                {
                    "kind": "avoid",
                    "share": pytest.approx(0.5),
                    "used": 45.0,
                    "within": True,
                    "period_start": "2026-03-16",
                    "period_end": "2026-03-23",
                },
            ),
        ],
    )
    def test_the_other_kinds(self, aim: dict[str, object], progress: dict[str, object]) -> None:
        with a_client() as client:
            body = a_goal(measure="activity.steps", aim=aim, start_on="2026-03-02")
            found = client.post("/v1/goals", json=body).json()["progress"]
            assert client.get("/v1/goals").json()["data"][0]["progress"] == found
        assert found.pop("adherence")["kept"] == found.get("kept", 18 if "used" not in found else 2)
        assert found == progress

    def test_its_life_and_its_history(self) -> None:
        with a_client() as client:
            client.post("/v1/goals", json=a_goal(aim=REACH | {"due_on": None}))
            amended = client.patch(f"/v1/goals/{FIRST}", json={"title": "Light"})
            assert amended.json()["title"] == "Light"
            assert client.post(f"/v1/goals/{FIRST}/pause").json()["state"] == "paused"
            assert client.post(f"/v1/goals/{FIRST}/resume").json()["state"] == "active"
            assert client.post(f"/v1/goals/{FIRST}/archive").json()["state"] == "archived"
            again = client.post(f"/v1/goals/{FIRST}/archive")
            history = client.get(f"/v1/goals/{FIRST}/history").json()["data"]
            assert client.delete(f"/v1/goals/{FIRST}").status_code == 204
            gone = client.get(f"/v1/goals/{FIRST}")
        assert again.status_code == 409
        assert again.json() == {
            "type": PROBLEMS + "goals/goal-archived",
            "title": "The goal is archived",
            "status": 409,
            "errors": [{"type": "goals/goal-archived", "id": FIRST, "archived_on": "2026-03-20"}],
        }
        states = [(entry["state"], entry["title"]) for entry in history]
        assert states == [
            ("archived", None),
            ("active", None),
            ("paused", None),
            (None, "Light"),
            (None, "Lighter"),
        ]
        assert history[-1] == {
            "at": "2026-03-20T06:30:00Z",
            "local_date": "2026-03-20",
            "state": None,
            "title": "Lighter",
            "aim": REACH | {"due_on": None},
        }
        assert gone.status_code == 404
        assert gone.json()["errors"] == [{"type": "goals/no-such-goal", "id": FIRST}]

    def test_pages_and_measures(self) -> None:
        with a_client() as client:
            for n in range(5):
                client.post("/v1/goals", json=a_goal(title=f"{n}"))
            seen, cursor = [], None
            while True:
                params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
                page = client.get("/v1/goals", params=params).json()
                seen += [goal["title"] for goal in page["data"]]
                cursor = page["pagination"]["next_cursor"]
                assert page["pagination"]["has_more"] == (cursor is not None)
                if cursor is None:
                    break
            measures = client.get("/v1/measures").json()
            bad = [client.get("/v1/goals", params={"cursor": c}).status_code for c in ("x", "WzFd")]
        assert seen == ["4", "3", "2", "1", "0"]
        assert bad == [400, 400]
        assert measures["data"][0] == {
            "name": "biometrics.weight_kg",
            "title": "Weight",
            "unit": "kg",
            "summing": "mean",
        }


FAR = days_after(TODAY, -400).isoformat()
REFUSED = [
    ({"measure": "x.y"}, 422, "goals/unknown-measure"),
    ({"start_on": FAR}, 422, "goals/start-too-far"),
    ({"aim": REACH | {"target_value": 80}}, 422, "goals/nothing-to-reach"),
    ({"aim": REACH | {"due_on": "2026-02-21"}}, 422, "goals/due-not-after-start"),
    ({"aim": {"kind": "avoid", "limit": 3}}, 422, "goals/not-summable"),
    (
        {"aim": {"kind": "maintain", "centre": 75, "tolerance": 0}},
        422,
        "goals/tolerance-not-positive",
    ),
    ({"aim": REACH | {"target_value": 20}}, 422, "out-of-range"),
    ({"aim": REACH | {"target_value": -50}}, 422, "out-of-range"),
    ({"aim": REACH | {"start_value": 1e300, "target_value": -1e300}}, 422, "out-of-range"),
    ({"aim": {"kind": "maintain", "centre": 1e10, "tolerance": 1}}, 422, "out-of-range"),
    ({"aim": {"kind": "avoid", "limit": -1}}, 422, "out-of-range"),
    ({"aim": {"kind": "streak", "threshold": 1, "freezes_per_30_days": 99}}, 422, "out-of-range"),
    ({"aim": {"kind": "win"}}, 400, "malformed"),
    ({"aim": REACH | {"surprise": 1}}, 400, "malformed"),
    ({"aim": {}}, 400, "malformed"),
    ({"title": ""}, 400, "malformed"),
    ({"title": "a\x00b"}, 400, "malformed"),
    ({"title": 7}, 400, "malformed"),
    ({"measure": "a\x00.b"}, 400, "malformed"),
    ({"start_on": "tomorrow"}, 400, "malformed"),
    ({"surprise": None}, 400, "malformed"),
]


class TestRefusals:
    """What cannot be meant is refused with its reason, and keeps nothing."""

    @pytest.mark.parametrize(("changed", "status", "slug"), REFUSED)
    def test_setting(self, changed: dict[str, object], status: int, slug: str) -> None:
        with a_client() as client:
            answer = client.post("/v1/goals", json=a_goal(**changed))
            assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)
            assert client.get("/v1/goals").json()["data"] == []

    def test_a_measure_nobody_publishes_is_told_beside_those_somebody_does(self) -> None:
        with a_client() as client:
            (error,) = client.post("/v1/goals", json=a_goal(measure="x.y")).json()["errors"]
        assert (error["field"], error["given"]) == ("measure", "x.y")
        assert "biometrics.weight_kg" in error["known"]

    def test_every_fault_of_an_aim_at_once(self) -> None:
        aim = {"kind": "reach", "start_value": 1e300, "target_value": -1e300}
        with a_client() as client:
            errors = client.post("/v1/goals", json=a_goal(aim=aim)).json()["errors"]
        assert [error["field"] for error in errors] == ["aim.start_value", "aim.target_value"]

    def test_amending_and_turning(self) -> None:
        with a_client() as client:
            client.post("/v1/goals", json=a_goal())
            other = client.patch(f"/v1/goals/{FIRST}", json={"aim": STREAK})
            same = client.patch(f"/v1/goals/{FIRST}", json={"aim": REACH | {"target_value": 80.0}})
            wild = client.patch(f"/v1/goals/{FIRST}", json={"aim": REACH | {"target_value": 1e99}})
            so = client.post(f"/v1/goals/{FIRST}/resume")
            none = client.patch(f"/v1/goals/{UUID(int=9)}", json={})
            far = client.get(f"/v1/goals/{FIRST}", params={"date": "9999-12-31"})
        slugs = [
            (answer.status_code, answer.json()["type"].removeprefix(PROBLEMS))
            for answer in (other, same, wild, so, none, far)
        ]
        assert slugs == [
            (422, "goals/other-kind"),
            (422, "goals/nothing-to-reach"),
            (422, "out-of-range"),
            (409, "goals/already-so"),
            (404, "goals/no-such-goal"),
            (422, "day-out-of-reach"),
        ]
        assert other.json()["errors"] == [
            {"type": "goals/other-kind", "was": "reach", "given": "streak/day"}
        ]

    def test_fifty_goals_are_enough(self) -> None:
        with a_client() as client:
            answers = [client.post("/v1/goals", json=a_goal()).status_code for _ in range(51)]
        assert answers == [201] * 50 + [409]
