"""What needs no token: the front page, the probes, and documentation that loads nothing from outside."""

from __future__ import annotations

import re

import msgspec
from litestar.testing import TestClient

from tests.http.client import a_client
from tests.support import CountedIds, PinnedClock, SilentJournal
from vegaloop.app.http import http_app
from vegaloop.app.services import vegaloop_in_memory

OUTSIDE = re.compile(r"""(?:src|href|url)\s*[=(:]\s*["']?https?://""")


class TestSite:
    """A browser finds its way without a token, and without the internet."""

    def test_the_front_page_says_what_this_is_and_links_to_the_documentation(self) -> None:
        with a_client() as client:
            page = client.get("/", headers={"authorization": ""})
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert 'href="/docs"' in page.text
        assert not OUTSIDE.search(page.text)

    def test_the_documentation_is_rendered_from_files_we_ship(self) -> None:
        with a_client() as client:
            page = client.get("/docs")
            assert not OUTSIDE.search(page.text)
            used = re.findall(r"""(?:src|href)="(/[^"]+)""", page.text)
            assert len(used) >= 3
            for path in used:
                assert client.get(path).status_code == 200, path

    def test_health_and_readiness(self) -> None:
        with a_client() as client:
            assert client.get("/health").text == "OK"
            ready = {"database": "ok", "migrations": "current", "risks": []}
            assert client.get("/ready").json() == ready

    def test_not_ready(self) -> None:
        def broken() -> bool:
            raise OSError("the disk is gone, and here is a secret path")

        whole = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        for is_ready in (broken, lambda: False):
            vega = msgspec.structs.replace(whole, is_ready=is_ready)
            with TestClient(http_app(vega, SilentJournal())) as client:
                answer = client.get("/ready")
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
            assert answer.json()["type"].endswith("/not-ready")
            assert "secret" not in answer.text
