"""`vegaloop show`, about one activity: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.app.test_cli import run
from vegaloop.activity import ActivityQuery, Sport
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings


def a_ride_in(database: Path) -> str:
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        rides = ActivityQuery(sport=Sport.CYCLING, most=1)
        return str(vega.activity.activities(vega.accounts.owner(), rides)[0].id)


class TestShowActivity:
    """What is shown of an activity is what HTTP answers."""

    def test_of_the_demo(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        ride = a_ride_in(database)
        done = run("show", "activity", ride, "--json", database=database)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["activity_id"] == ride
        assert told["power"]["weighted_power_w"]["value"] > 50
        done = run("show", "activity", ride, database=database)
        for words in ("weighted power w", "w balance", "best efforts", "energy"):
            assert words in done.stdout

    def test_what_recorded_the_same(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        ride = a_ride_in(database)
        done = run("show", "activity", ride, "--duplicates", "--json", database=database)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == {
            "duplicates": None,
            "multisport": None,
            "possible_duplicate_of": None,
        }

    def test_none_such(self, tmp_path: Path) -> None:
        nobody = "00000000-0000-0000-0000-000000000009"
        done = run("show", "activity", nobody, "--json", database=tmp_path / "a.db")
        assert done.returncode == 1
        assert json.loads(done.stdout)["type"] == "activity/no-such-activity"
        assert run("show", "activity", "x", database=tmp_path / "a.db").returncode == 2
