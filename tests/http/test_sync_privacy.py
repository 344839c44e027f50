"""No token, word, code, body or health value of a sync in what the process says, or in a refusal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError

from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import REDIRECT, SEALED_WITH, SET_UP, address
from tests.support import PinnedClock
from vegaloop.app.http import http_app
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.logbook import open_journal

CANARY = "canary-61.4375"
WORDS = (CANARY, KEYS.secret, KEYS.word, SEALED_WITH)


def test_canaries_reach_neither_the_journal_nor_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard = io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    journal = open_journal(as_json=True)
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", sync_keys=SEALED_WITH)
    with open_vegaloop(settings, clock=PinnedClock(), journal=journal, vendors=SET_UP) as vega:
        secret = vega.accounts.issue_token(vega.accounts.owner(), "test").secret
        with TestClient(http_app(vega, journal), raise_server_exceptions=False) as client:
            client.headers["authorization"] = f"Bearer {secret}"
            refused = [
                client.post("/v1/sync/phone", content=f'{{"{CANARY}": '),
                client.post("/v1/sync/phone", content=f'["{CANARY}"]'),
                client.post("/v1/sync/phone", content=CANARY.encode() + b"\xff"),
                client.post(address("strava", CANARY), content=CANARY),
                client.post(address("fitbit"), content=CANARY),
                client.post(address("whoop"), content=CANARY),
                client.get(address("oura") + f"?challenge={CANARY}"),
                client.get(address("oura", CANARY)),
                client.post("/v1/sync/connections/answer", json={"state": CANARY, "code": CANARY}),
                client.post(
                    "/v1/sync/connections",
                    json={"vendor": "strava", "redirect_uri": f"{REDIRECT} {CANARY}"},
                ),
            ]
            for broken, kind in (
                (RuntimeError(CANARY), "RuntimeError"),
                (OperationalError(CANARY, {"x": CANARY}, OSError(CANARY)), "OperationalError"),
            ):

                def fails(*_: object, error: Exception = broken) -> None:
                    raise error

                with monkeypatch.context() as patched:
                    patched.setattr(type(vega.sync.accepting._inbox), "_write", fails)
                    patched.setattr(type(vega.sync.overseeing), "status", fails)
                    patched.setattr(type(vega.sync.connecting), "begin", fails)
                    refused += [
                        client.post("/v1/sync/phone", content=f'{{"a": "{CANARY}"}}'),
                        client.post(address("withings"), content=f"userid={CANARY}&appli=1"),
                        client.get("/v1/sync"),
                        client.post(
                            "/v1/sync/connections",
                            json={"vendor": "strava", "redirect_uri": REDIRECT},
                        ),
                    ]
                assert kind in heard.getvalue()
    said = heard.getvalue()
    assert "/v1/sync/phone" in said
    assert all(answer.status_code >= 400 for answer in refused), [
        (answer.request.url, answer.status_code) for answer in refused
    ]
    for text in (said, *(answer.text for answer in refused)):
        assert not [word for word in (*WORDS, secret) if word in text], text
