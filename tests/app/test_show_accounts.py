"""`vegaloop home` and `vegaloop show home-zones`, run as a person would run them."""

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


class TestHome:
    """A home is said before what knows no zone is brought, and listed from then on."""

    def test_one_and_an_earlier_one(self, tmp_path: Path) -> None:
        database = tmp_path / "a.db"
        run("home", "Asia/Tokyo", database=database)
        words = ("home", "Europe/Berlin", "--from", "2020-01-01", "--json")
        listed = json.loads(run(*words, database=database).stdout)
        assert listed["home_zone"] == "Asia/Tokyo"
        assert [one["time_zone"] for one in listed["data"]] == ["Europe/Berlin", "Asia/Tokyo"]
        assert listed["data"][0]["effective_from"] == "2020-01-01"
        shown = run("show", "home-zones", "--json", database=database)
        assert json.loads(shown.stdout) == listed

    def test_what_is_none(self, tmp_path: Path) -> None:
        for words, told in (
            (("Middle/Earth",), "is no time zone"),
            (("Europe/Berlin", "--from", "2999-01-01"), "has not begun there"),
            (("Europe/Berlin", "--from", "1200-01-01"), "is before"),
        ):
            done = run("home", *words, database=tmp_path / "a.db")
            assert (done.returncode, told in done.stderr) == (2, True), done.stderr
