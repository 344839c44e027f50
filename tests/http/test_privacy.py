"""No health value, name, token or body in what the process says about itself, or in a refusal."""

from __future__ import annotations

import io
import sys

import pytest
from litestar.testing import TestClient

from tests.http.client import client_of
from tests.support import CountedIds, PinnedClock
from vegaloop.app.http import http_app
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.infrastructure.logbook import open_journal

CANARY = "canary-61.4375"


def test_canaries_do_not_reach_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    journal = open_journal(as_json=True)
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds(), journal=journal)
    secret = vega.accounts.issue_token(vega.accounts.owner(), CANARY).secret

    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(type(vega.nutrition), "day", broken)
    monkeypatch.setattr(type(vega.biometrics.reports), "weight", broken)
    with TestClient(http_app(vega, journal), raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {secret}"
        answers = [
            client.get("/v1/nutrition/days/2026-03-20"),
            client.get("/v1/dashboard"),
            client.get("/v1/me", headers={"authorization": f"Bearer {CANARY}"}),
            client.post("/v1/meals", json={"name": CANARY, "kind": CANARY}),
            client.get(f"/v1/{CANARY}"),
        ]
    assert answers[0].status_code == 500
    assert answers[1].json()["biometrics"]["state"] == "down"
    said = heard.getvalue()
    assert "http.bug" in said
    assert "dashboard.section-broke" in said
    assert CANARY not in said
    assert secret not in said
    assert CANARY not in answers[0].text + answers[1].text + answers[2].text


def test_a_stranger_learns_nothing_of_what_is_kept() -> None:
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    with client_of(vega) as client:
        made = client.post("/v1/me/tokens", json={"label": "phone"}).json()
        other = vega.accounts.issue_token(vega.accounts.owner(), "x")
        stranger = {"authorization": "Bearer " + other.secret[::-1]}
        for path in ("/v1/me", "/v1/dashboard", f"/v1/me/tokens/{made['id']}"):
            assert client.get(path, headers=stranger).status_code in {401, 405}
