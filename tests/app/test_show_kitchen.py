"""`vegaloop show`, about what a person cooks and keeps: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_cli import run


class TestShow:
    """What is shown is what HTTP answers."""

    def test_of_the_demo(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        done = run("show", "eaten-foods", "--json", database=database)
        assert done.returncode == 0, done.stderr
        eaten = json.loads(done.stdout)["data"]
        assert eaten
        assert all(one["meals"] >= 1 and one["food"]["id"] for one in eaten)
        often = run("show", "eaten-foods", "--frequent", "--json", database=database)
        counts = [one["meals"] for one in json.loads(often.stdout)["data"]]
        assert counts == sorted(counts, reverse=True)
        assert "last" not in run("show", "eaten-foods", database=database).stderr

    @pytest.mark.parametrize("what", ["own-foods", "recipes", "favourites", "eaten-foods"])
    def test_of_nobody(self, what: str, tmp_path: Path) -> None:
        done = run("show", what, database=tmp_path / "a.db")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("no")
        told = run("show", what, "--json", database=tmp_path / "a.db")
        assert json.loads(told.stdout)["data"] == []

    def test_a_kind_of_meal_there_is_not(self, tmp_path: Path) -> None:
        done = run("show", "eaten-foods", "--kind", "tea", database=tmp_path / "a.db")
        assert done.returncode == 2
        assert "breakfast" in done.stderr
