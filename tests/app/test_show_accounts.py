"""`vegaloop show home-zones`, run as a person would run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.app.test_cli import run


class TestShowHomeZones:
    """The homes are listed as HTTP lists them."""

    def test_of_the_demo(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        listed = json.loads(run("show", "home-zones", "--json", database=database).stdout)
        assert [one["time_zone"] for one in listed["data"]] == [listed["home_zone"]]
        told = run("show", "home-zones", database=database)
        assert (told.returncode, told.stderr) == (0, "")
        assert listed["home_zone"] in told.stdout

    def test_of_nobody(self, tmp_path: Path) -> None:
        listed = run("show", "home-zones", "--json", database=tmp_path / "a.db")
        assert json.loads(listed.stdout) == {"home_zone": "UTC", "data": []}
