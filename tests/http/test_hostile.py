"""Hostile input to every route that takes a body: refused with 400 or 422, never a 500."""

from __future__ import annotations

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from tests.http.client import SilentJournal, a_client
from tests.support import CountedIds, PinnedClock
from vegaloop.app.http import http_app
from vegaloop.app.services import vegaloop_in_memory

JUNK: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a number": b"7",
    "a string": b'"x"',
    "an empty list": b"[]",
    "an empty object": b"{}",
    "an unknown field": b'{"no_such_field_anywhere": 1}',
    "NaN": b'{"value": NaN}',
    "infinity": b'{"value": 1e999}',
    "a NUL": b'{"name": "a\\u0000b"}',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "cut off": b'{"name": "',
    "twice": b"{}{}",
    "nested lists": b"[" * 100_000,
    "nested a thousand deep": b"[" * 1_000 + b"]" * 1_000,
    "nested objects": b'{"a":' * 100_000,
    "a byte order mark": b"\xef\xbb\xbf{}",
    "binary": bytes(range(256)),
    "a huge number": b'{"value": ' + b"9" * 5_000 + b"}",
}


def _app() -> Litestar:
    return http_app(vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds()), SilentJournal())


def _routes() -> list[tuple[str, str]]:
    found = []
    for route in _app().routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if handler.parsed_data_field is not None:
                    found += [(route.path, str(method)) for method in handler.http_methods]
    return sorted(found)


def _filled(path: str) -> str:
    path = re.sub(r"\{[^:}]+:uuid\}", "00000000-0000-0000-0000-000000000001", path)
    path = re.sub(r"\{[^:}]+:date\}", "2026-03-01", path)
    return re.sub(r"\{[^:}]+:str\}", "x", path)


@pytest.mark.parametrize(("path", "method"), _routes())
def test_junk_is_refused_in_words(path: str, method: str) -> None:
    with a_client() as client:
        for name, junk in JUNK.items():
            for kind in ("application/json", "text/plain", "application/xml; charset=x"):
                answer = _send(client, path, method, junk, kind)
                assert answer[0] < 500, (name, kind, answer)
                if answer[0] >= 400:
                    assert answer[1] == "application/problem+json", (name, answer)


def _send(
    client: TestClient[Litestar], path: str, method: str, junk: bytes, kind: str
) -> tuple[int, str, str]:
    headers = {"content-type": kind}
    answer = client.request(method, _filled(path), content=junk, headers=headers)
    return answer.status_code, answer.headers.get("content-type", ""), answer.text[:300]


def test_a_body_too_large_is_refused_before_it_is_read() -> None:
    with a_client() as client:
        answer = client.patch("/v1/me", content=b" " * 3_000_000)
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("/too-large")


@pytest.mark.parametrize(
    "raised",
    [
        OperationalError("SELECT 61", {"rate": 61}, Exception("disk I/O error")),
        NoConnection("QueuePool limit of size 61 overflow 61 reached"),
    ],
    ids=lambda raised: type(raised).__name__,
)
def test_a_database_that_does_not_answer_is_503(raised: Exception) -> None:
    def broken() -> None:
        raise raised

    vega, journal = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds()), SilentJournal()
    app = http_app(vega, journal)
    secret = vega.accounts.issue_token(vega.accounts.owner(), "test").secret
    app.dependencies["accounts"].dependency = broken
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "61" not in answer.text + str(journal.lines)


@pytest.mark.parametrize(
    "path", ["/v1/me/tokens/not-a-uuid", "/v1/../etc/passwd", "/v1/%00", "/v1/" + "a" * 5_000]
)
def test_a_path_that_leads_nowhere(path: str) -> None:
    with a_client() as client:
        answer = client.get(path)
    assert answer.status_code in {404, 405}
    assert answer.json()["status"] == answer.status_code


def test_a_bug_tells_nothing_of_the_inside() -> None:
    class Bug(Exception):
        pass

    def broken() -> None:
        raise Bug("a heart rate of 61")

    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    journal = SilentJournal()
    app = http_app(vega, journal)
    secret = vega.accounts.issue_token(vega.accounts.owner(), "test").secret
    app.dependencies["accounts"].dependency = broken
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 500
    assert "61" not in answer.text + str(journal.lines)
