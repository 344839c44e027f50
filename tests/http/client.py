"""A client of the whole application, with somebody signed in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from litestar import Litestar
from litestar.testing import TestClient

from tests.support import CountedIds, PinnedClock, SilentJournal
from vegaloop.app.http import http_app
from vegaloop.app.services import VegaLoop, vegaloop_in_memory

logging.getLogger("httpx").setLevel(logging.WARNING)


@contextmanager
def client_of(vega: VegaLoop) -> Iterator[TestClient[Litestar]]:
    """Serve this VegaLoop, and sign its owner in."""
    secret = vega.accounts.issue_token(vega.accounts.owner(), "test").secret
    with TestClient(http_app(vega, SilentJournal()), raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {secret}"
        yield client


@contextmanager
def a_client() -> Iterator[TestClient[Litestar]]:
    """Serve an empty VegaLoop in memory at a pinned time, and sign its owner in."""
    with client_of(vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())) as client:
        yield client
