"""A demo athlete for the tests of the whole program, brought in once."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import final

import pytest
from msgspec import Struct

from tests.support import PinnedClock
from vegaloop.app.demo.athlete import Brought, bring_in
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings

# Evening in Paris, a month after the clocks went back: both homes of the story are awake.
DEMO_NOW = dt.datetime(2026, 11, 21, 20, 30, tzinfo=dt.UTC)


@final
class Demo(Struct, frozen=True):
    """A database with the demo athlete in it, and what came in."""

    file: Path
    brought: Brought
    steps: tuple[tuple[int, int], ...]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    file, steps = tmp_path_factory.mktemp("demo") / "demo.db", list[tuple[int, int]]()
    with open_vegaloop(
        Settings(database_url=f"sqlite:///{file}"), clock=PinnedClock(DEMO_NOW)
    ) as vega:
        brought = bring_in(vega, vega.accounts.owner(), lambda n, of: steps.append((n, of)))
    return Demo(file, brought, tuple(steps))


@pytest.fixture
def demo_copy(demo: Demo, tmp_path: Path) -> Callable[[], Path]:
    """A copy of that database to change."""

    def copy() -> Path:
        copied: Path = shutil.copy(demo.file, tmp_path / "copy.db")
        return Path(copied)

    return copy
