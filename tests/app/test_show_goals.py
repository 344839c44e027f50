"""`vegaloop show goal` and `vegaloop show goals`, run as a person would run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from tests.app.test_cli import TODAY, run


class TestShowGoals:
    """The board names each goal; one of them is told whole, each number with its method."""

    def test_all_and_one(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        listed = json.loads(run("show", "goals", "--json", database=database).stdout)
        told = run("show", "goals", database=database)
        assert told.returncode == 0
        assert all(goal["title"] in told.stdout and goal["id"] in told.stdout for goal in listed)
        assert [goal["figures"] for goal in listed] == [None] * len(listed)
        (goal, *_) = (one for one in listed if "weight" in one["measure"])
        words = ("show", "goal", goal["id"], TODAY)
        whole = json.loads(run(*words, "--json", database=database).stdout)
        assert (whole["title"], whole["date"]) == (goal["title"], TODAY)
        pace = whole["figures"]["pace"]
        assert pace["verdict"] in {"within", "fast", "unsafe"}
        assert pace["advised_most_per_week"]["method"] == "helms-2014"
        assert whole["figures"]["reach_probability"]["method"] == "normal-end-value"
        assert "helms-2014" in run(*words, database=database).stdout

    def test_none_of_that_id(self, tmp_path: Path) -> None:
        done = run("show", "goal", str(UUID(int=7)), "--json", database=tmp_path / "a.db")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"there is no goal {UUID(int=7)}" in done.stderr

    def test_no_goal_at_all(self, tmp_path: Path) -> None:
        done = run("show", "goals", database=tmp_path / "a.db")
        assert (done.returncode, done.stdout) == (0, "none\n")
