"""Device sync for the tests of this folder, in memory and in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.syncing import Synced, synced


@pytest.fixture(params=["memory", "sqlite"])
def sync(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Synced]:
    with synced(request.param, tmp_path) as opened:
        yield opened
