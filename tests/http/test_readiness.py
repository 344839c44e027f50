"""Readiness over HTTP: whole answers, compared literally."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.testing import TestClient

from tests.http.client import SilentJournal
from tests.spec.test_readiness_service import ORDINARY, Reports, a_service
from tests.strategies.readiness import TODAY, evidence_of, signal_with, signals_in
from tests.support import somebody
from vegaloop.infrastructure.web import create_app
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.signal import NoSignal, Published, SignalName
from vegaloop.readiness import ReadinessService
from vegaloop.readiness.adapters import http as readiness_http

SEEN = "2026-03-20T06:30:00Z"
PROBLEMS = "https://vegaloop.example/problems/"


@contextmanager
def serving(service: ReadinessService) -> Iterator[TestClient[Litestar]]:
    """Serve readiness alone, to somebody signed in."""
    me = somebody()
    app = create_app(
        routers=[Router("/v1", route_handlers=[readiness_http.routes()])],
        services={"readiness": lambda: service},
        authenticate=lambda token: me if token == "mine" else None,
        openapi=OpenAPIConfig(title="test", version="1"),
        journal=SilentJournal(),
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["authorization"] = "Bearer mine"
        yield client


@contextmanager
def a_client(*published: Published) -> Iterator[TestClient[Litestar]]:
    with serving(a_service(*published)) as client:
        yield client


def missing(key: str, context: str) -> dict[str, object]:
    return {"key": key, "context": context, "reason": {"type": "missing", "what": key}}


class TestScored:
    """GET /v1/readiness tells the score and everything it is made of."""

    def test_a_whole_answer(self) -> None:
        with a_client(*ORDINARY[:2]) as client:
            answer = client.get("/v1/readiness")
        assert answer.status_code == 200
        body = answer.json()
        contributors = body.pop("contributors")
        assert body == {
            "state": "scored",
            "local_date": "2026-03-20",
            "score": pytest.approx(62.8205128),
            "raw": pytest.approx(62.8205128),
            "band": "moderate",
            "confidence": {"value": pytest.approx(0.39), "level": "low"},
            "half_width": pytest.approx(20.25),
            "coverage": pytest.approx(0.39),
            "subtotals": [
                {"context": "activity", "contribution": pytest.approx(4.3589743)},
                {"context": "biometrics", "contribution": pytest.approx(8.4615384)},
            ],
            "caps": [],
            "missing": [
                missing("load_spike", "activity"),
                missing("monotony", "activity"),
                missing("rhr", "biometrics"),
                missing("sleep_last", "biometrics"),
                missing("sleep_debt", "biometrics"),
                missing("temperature", "biometrics"),
                missing("energy_availability", "nutrition"),
                missing("carbohydrate", "nutrition"),
                missing("protein", "nutrition"),
                missing("subjective", "check_in"),
            ],
            "advice": {"code": "swap_hard_session", "reason": "band"},
            "unusually_high_hrv": False,
            "as_of": SEEN,
            "formula_version": "readiness-1",
        }
        assert contributors == [
            {
                "key": "load_balance",
                "context": "activity",
                "score": 0.6,
                "weight": 0.17,
                "weight_used": 0.17,
                "contribution": pytest.approx(4.3589743),
                "value": -10.0,
                "quality": 1.0,
                "unit": "percent",
                "note": "fair",
                "observed_at": SEEN,
                "window_days": 60,
                "n_valid": 60,
            },
            {
                "key": "hrv",
                "context": "biometrics",
                "score": 0.65,
                "weight": 0.22,
                "weight_used": 0.22,
                "contribution": pytest.approx(8.4615384),
                "value": 0.0,
                "quality": 1.0,
                "unit": "z-score",
                "note": "fair",
                "observed_at": SEEN,
                "window_days": 60,
                "n_valid": 60,
            },
        ]

    def test_weights_of_ones_own(self) -> None:
        with a_client(*ORDINARY) as client:
            body = client.get("/v1/readiness?weights=hrv:2,rhr:0.5").json()
        weights = {one["key"]: one["weight"] for one in body["contributors"]}
        assert weights["hrv"] == 0.44
        assert weights["rhr"] == 0.05

    def test_caps_are_listed(self) -> None:
        with serving(a_service(*ORDINARY, reports=Reports(ill_on=TODAY))) as client:
            body = client.get("/v1/readiness").json()
        assert body["caps"] == [{"key": "self_reported_illness_or_injury", "most": 25.0}]


class TestInsufficient:
    """Too little evidence is an answer without a number."""

    def test_every_kind_of_reason(self) -> None:
        published = (
            NoSignal(SignalName.HRV, TooFew("nights", 3, 14)),
            NoSignal(SignalName.RHR, Undefined("spread", "all alike")),
            NoSignal(SignalName.SLEEP_LAST, Missing("nights")),
        )
        with a_client(*published) as client:
            body = client.get("/v1/readiness?date=2026-03-01").json()
        reasons = {one["key"]: one["reason"] for one in body.pop("missing")}
        assert body == {
            "state": "insufficient_evidence",
            "local_date": "2026-03-01",
            "needed": ["one_of_hrv_rhr_sleep_last", "load_balance", "confidence"],
            "confidence": 0.0,
            "coverage": 0.0,
            "as_of": None,
            "formula_version": "readiness-1",
        }
        assert reasons["hrv"] == {
            "type": "insufficient-data",
            "what": "nights",
            "given": 3,
            "needed": 14,
        }
        assert reasons["rhr"] == {"type": "undefined", "what": "spread", "why": "all alike"}
        assert reasons["sleep_last"] == {"type": "missing", "what": "nights"}

    def test_a_value_nobody_stands_behind(self) -> None:
        given = signals_in(evidence_of({"load_balance": -10.0}))
        doubtful = tuple(signal_with(one, quality=0.0) for one in given)
        with a_client(*doubtful) as client:
            body = client.get("/v1/readiness").json()
        assert body["missing"][0]["reason"] == {
            "type": "not-trusted",
            "what": "load_balance",
            "given": 60,
        }


class TestHistory:
    """GET /v1/readiness/history shows the mornings of a span."""

    def test_days_in_order(self) -> None:
        with a_client(*ORDINARY) as client:
            body = client.get("/v1/readiness/history?from=2026-03-18&to=2026-03-20").json()
        assert [one["local_date"] for one in body["data"]] == ["2026-03-18", "2026-03-19"]

    @pytest.mark.parametrize(
        ("span", "slug"),
        [
            ("from=2026-03-20&to=2026-03-19", "span-reversed"),
            ("from=2026-01-01&to=2026-03-19", "readiness/too-many-days"),
            ("from=0001-01-01&to=0001-01-02", "day-out-of-reach"),
        ],
    )
    def test_refused_spans(self, span: str, slug: str) -> None:
        with a_client() as client:
            answer = client.get(f"/v1/readiness/history?{span}")
        assert answer.status_code == 422
        assert answer.json()["type"] == PROBLEMS + slug


class TestHostile:
    """What has the wrong shape is refused with its reason."""

    @pytest.mark.parametrize(
        "query",
        [
            "?date=yesterday",
            "?date=2026-02-30",
            "?weights=hrv",
            "?weights=hrv:nan",
            "?weights=hrv:-1",
            "?weights=hrv:1e9",
            "?weights=%00:1",
            "?weights=",
            "/history",
            "/history?from=2026-03-01",
        ],
    )
    def test_shape(self, query: str) -> None:
        with a_client() as client:
            answer = client.get(f"/v1/readiness{query}")
        assert answer.status_code == 400, answer.text
        assert answer.json()["type"] == PROBLEMS + "malformed"

    @pytest.mark.parametrize(
        ("query", "slug"),
        [
            ("?weights=hrv:3,rhr:0.1", "out-of-range"),
            ("?weights=mood:1", "not-readable"),
            ("?date=9999-12-31", "day-out-of-reach"),
            ("?date=0001-01-01", "day-out-of-reach"),
        ],
    )
    def test_meaning(self, query: str, slug: str) -> None:
        with a_client() as client:
            answer = client.get(f"/v1/readiness{query}")
        assert answer.status_code == 422, answer.text
        assert answer.json()["type"] == PROBLEMS + slug

    def test_nobody_is_told_anything(self) -> None:
        with a_client(*ORDINARY) as client:
            answer = client.get("/v1/readiness", headers={"authorization": "Bearer other"})
        assert answer.status_code == 401


class TestOpenApi:
    """The document says what the answers are."""

    def test_both_states_are_described(self) -> None:
        with a_client() as client:
            schemas = client.get("/schema/openapi.json").json()["components"]["schemas"]
        assert "state" in schemas["ScoredBody"]["properties"]
        assert "state" in schemas["InsufficientBody"]["properties"]
