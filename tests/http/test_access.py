"""Who may see what: every route of the application, with nobody and with a stranger's token."""

from __future__ import annotations

import re

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.http.client import a_client
from tests.support import CountedIds, PinnedClock, SilentJournal
from vegaloop.app.http import http_app
from vegaloop.app.services import vegaloop_in_memory

PUBLIC = {
    "/",
    "/health",
    "/ready",
    "/docs",
    "/docs/oauth2-redirect.html",
    "/docs/openapi.json",
    "/docs/{path:str}",
    "/assets/{file_path:path}",
    "/v1/hooks/{vendor:str}/{word:str}",
}


def _app() -> Litestar:
    return http_app(vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds()), SilentJournal())


def _routes() -> list[tuple[str, str]]:
    return sorted(
        (route.path, method)
        for route in _app().routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    )


def _filled(path: str) -> str:
    def value(match: re.Match[str]) -> str:
        kinds = {"uuid": "00000000-0000-0000-0000-000000000001", "date": "2026-03-01"}
        return kinds.get(match[1], "x")

    return re.sub(r"\{[^:}]+:([a-z]+)\}", value, path)


@pytest.mark.parametrize(("path", "method"), _routes())
def test_a_route_is_closed_unless_it_is_listed_here(path: str, method: str) -> None:
    with a_client() as client:
        for token in (
            None,
            "Bearer wrong",
            "Bearer ",
            "Basic eDp5",
            "bearer x y",
        ):
            client.headers.pop("authorization", None)
            if token is not None:
                client.headers["authorization"] = token
            answer = client.request(method, _filled(path))
            assert (answer.status_code == 401) == (path not in PUBLIC), (answer.text, token)


def test_there_are_routes() -> None:
    assert len(_routes()) > 20
