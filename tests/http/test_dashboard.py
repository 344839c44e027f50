"""The dashboard over HTTP: whole answers, the price of an unchanged one, and broken sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.testing import TestClient

from tests.spec.test_dashboard import a_service
from tests.strategies.dashboard import SECRET, SECTIONS, sources
from tests.support import NOW, SilentJournal, somebody
from vegaloop.dashboard import DashboardService
from vegaloop.dashboard.adapters import http as dashboard_http
from vegaloop.infrastructure.web import create_app

SEEN = "2026-03-20T06:30:00Z"
AMOUNTS = {
    "energy_kcal": 800.0,
    "protein_g": 40.0,
    "carbohydrate_g": 90.0,
    "fat_g": 20.0,
    "fibre_g": None,
}
BOARD = {
    "local_date": "2026-03-20",
    "readiness": {
        "state": "ready",
        "data": {
            "score": 74.0,
            "raw": 74.0,
            "band": "high",
            "confidence": 0.9,
            "level": "high",
            "half_width": 7.5,
            "advice": "as_planned",
            "advice_reason": "band",
            "contributors": [
                {"key": "hrv", "context": "biometrics", "contribution": 3.3, "note": "fair"}
            ],
            "caps": [],
            "missing": [{"what": "protein", "reason": "missing"}],
            "formula_version": "readiness-1",
        },
        "as_of": SEEN,
    },
    "nutrition": {
        "state": "ready",
        "data": {
            "meals": 1,
            "closed": False,
            "eaten": AMOUNTS,
            "target": AMOUNTS,
            "left": AMOUNTS,
            "completeness": 0.4,
            "missing": [],
            "formula_version": "nutrition-1",
        },
        "as_of": SEEN,
    },
    "activity": {
        "state": "ready",
        "data": {
            "form": {
                "ctl": 60.0,
                "atl": 70.0,
                "tsb": -10.0,
                "ramp": 2.5,
                "warming_up": False,
                "incomplete_days": 0,
                "formula_version": "activity-2",
            },
            "week": {"load": 420.0, "load_before": 380.0},
            "last_sessions": [
                {
                    "id": "00000000-0000-0000-0000-000000000007",
                    "sport": "cycling",
                    "name": None,
                    "started_at": SEEN,
                    "local_date": "2026-03-20",
                    "duration_s": 3600.0,
                    "distance_m": 30000.0,
                    "load": 55.0,
                }
            ],
            "missing": [],
        },
        "as_of": SEEN,
    },
    "biometrics": {
        "state": "ready",
        "data": {
            "baselines": [
                {
                    "key": "hrv",
                    "unit": "ms",
                    "value": 52.0,
                    "usual": 55.0,
                    "z": -0.2,
                    "quality": 0.9,
                    "n_valid": 42,
                    "formula_version": "biometrics-2",
                }
            ],
            "night": {
                "asleep_minutes": 432.0,
                "in_bed_minutes": 470.0,
                "need_minutes": 480.0,
                "efficiency": 0.92,
                "debt_hours": 1.5,
            },
            "weight": {
                "last_weight_kg": 70.0,
                "trend_weight_kg": 70.2,
                "rate_kg_per_week": -0.1,
                "observed_on": "2026-03-20",
            },
            "missing": [],
        },
        "as_of": SEEN,
    },
    "goals": {
        "state": "ready",
        "data": {
            "goals": [
                {
                    "id": "00000000-0000-0000-0000-000000000009",
                    "title": "10 k",
                    "measure": "activity.distance_km",
                    "unit": "km",
                    "kind": "reach",
                    "state": "open",
                    "share": 0.4,
                    "streak": None,
                    "probability": 0.7,
                    "arrival": "expected",
                    "arrival_on": "2026-06-01",
                }
            ]
        },
        "as_of": None,
    },
}


@contextmanager
def serving(service: DashboardService) -> Iterator[TestClient[Litestar]]:
    """Serve the dashboard alone, to two people signed in."""
    me, you = somebody(), somebody()
    app = create_app(
        routers=[Router("/v1", route_handlers=[dashboard_http.routes()])],
        services={"dashboard": lambda: service},
        authenticate={"mine": me, "yours": you}.get,
        openapi=OpenAPIConfig(title="test", version="1"),
        journal=SilentJournal(),
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["authorization"] = "Bearer mine"
        yield client


class TestBoard:
    """GET /v1/dashboard shows one morning over every part of the system."""

    def test_a_whole_board(self) -> None:
        with serving(a_service(sources())) as client:
            answer = client.get("/v1/dashboard")
        assert answer.status_code == 200
        assert answer.json() == BOARD
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["etag"].startswith('W/"3-2026-03-20-board-2_readiness-1-')

    @pytest.mark.parametrize("broken", SECTIONS)
    def test_one_broken_section(self, broken: str) -> None:
        with serving(a_service(sources(broken=broken))) as client:
            answer = client.get("/v1/dashboard")
        assert answer.status_code == 200
        assert answer.json() == BOARD | {broken: {"state": "down", "as_of": None}}
        assert "etag" not in answer.headers
        assert SECRET not in answer.text

    @pytest.mark.parametrize("lacking", SECTIONS)
    def test_one_that_lacks_something(self, lacking: str) -> None:
        with serving(a_service(sources(lacking=lacking))) as client:
            answer = client.get("/v1/dashboard")
        lacks = [{"what": "nights", "reason": "missing"}]
        expected = {"state": "insufficient", "lacks": lacks, "as_of": None}
        assert answer.json() == BOARD | {lacking: expected}
        assert "etag" in answer.headers

    def test_one_that_is_stale(self) -> None:
        with serving(a_service(sources(), now=NOW + dt.timedelta(days=3))) as client:
            body = client.get("/v1/dashboard").json()
        assert body["biometrics"] == BOARD["biometrics"] | {  # type: ignore[operator]
            "state": "stale",
            "expected_since": "2026-03-21T11:00:00Z",
        }
        assert body["activity"]["state"] == "ready"


class TestUnchanged:
    """A board that has not changed is not made again."""

    def test_its_tag_is_answered_with_304(self) -> None:
        with serving(a_service(sources())) as client:
            tag = client.get("/v1/dashboard").headers["etag"]
            for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
                answer = client.get("/v1/dashboard", headers={"if-none-match": known})
                assert answer.status_code == 304
                assert answer.content == b""
                assert answer.headers["etag"] == tag

    def test_another_tag_another_day_and_another_person_are_not(self) -> None:
        with serving(a_service(sources())) as client:
            tag = client.get("/v1/dashboard").headers["etag"]
            for path, headers in (
                ("/v1/dashboard", {"if-none-match": '"other"'}),
                ("/v1/dashboard?date=2026-03-19", {"if-none-match": tag}),
                ("/v1/dashboard", {"if-none-match": tag, "authorization": "Bearer yours"}),
            ):
                assert client.get(path, headers=headers).status_code == 200

    def test_none_of_the_sources_is_asked(self) -> None:
        given = sources()
        with serving(a_service(given)) as client:
            tag = client.get("/v1/dashboard").headers["etag"]
            asked = [getattr(given, name).asked for name in SECTIONS]
            client.get("/v1/dashboard", headers={"if-none-match": tag})
        assert [getattr(given, name).asked for name in SECTIONS] == asked == [1] * 5


class TestHostile:
    """What has the wrong shape is refused with its reason."""

    @pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "", "%00", "2026-03-20T00:00"])
    def test_shape(self, date: str) -> None:
        with serving(a_service(sources())) as client:
            assert client.get(f"/v1/dashboard?date={date}").status_code == 400

    @pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31"])
    def test_reach(self, date: str) -> None:
        with serving(a_service(sources())) as client:
            assert client.get(f"/v1/dashboard?date={date}").status_code == 422

    def test_nobody_is_shown_anything(self) -> None:
        with serving(a_service(sources())) as client:
            answer = client.get("/v1/dashboard", headers={"authorization": "Bearer no"})
        assert answer.status_code == 401


class TestOpenApi:
    """The document says what the answers are."""

    def test_every_view_is_described(self) -> None:
        with serving(a_service(sources())) as client:
            schemas = client.get("/schema/openapi.json").json()["components"]["schemas"]
        views = {"ReadinessView", "NutritionView", "ActivityView", "BiometricsView", "GoalsView"}
        assert views <= set(schemas)
        assert {"Insufficient", "Down"} <= set(schemas)
