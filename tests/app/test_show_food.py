"""`vegaloop show`, about the quality of food: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_cli import TODAY, run

SESSION = [
    "--before-kg",
    "70",
    "--after-kg",
    "69",
    "--fluid-l",
    "0.5",
    "--urine-l",
    "0",
    "--hours",
    "1",
]


class TestShow:
    """What is shown is what HTTP answers; too little evidence has a code of its own."""

    def test_of_the_demo(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()

        def told(*words: str) -> dict[str, object]:
            done = run("show", *words, "--json", database=database)
            assert done.returncode in {0, 3}, done.stderr
            answer: dict[str, object] = json.loads(done.stdout)
            return answer

        adequacy = told("adequacy", TODAY)
        assert len(adequacy["days"]) == 7
        assert adequacy["mean_adequacy_ratio"]["method"] == "mar"
        water = told("hydration", TODAY, *SESSION)
        assert water["sweat"]["rate_l_per_h"]["value"] == pytest.approx(1.5)
        assert told("glycaemic-load", TODAY)["date"] == TODAY
        assert told("preferences")["data"] == []
        assert told("fuelling-guide", TODAY)["method"] == "acsm_2016"

    def test_no_choice_has_a_usual_one(self, tmp_path: Path) -> None:
        done = run("show", "preferences", database=tmp_path / "a.db")
        assert (done.returncode, done.stderr) == (0, "")
        assert "nothing chosen: protein is mixed_1.6, the usual method" in done.stdout

    def test_a_food_for_people(self, tmp_path: Path) -> None:
        done = run("show", "food", "cola", database=tmp_path / "a.db")
        assert done.returncode == 0, done.stderr
        for words in ("nutri score", "grade", "beverage", "energy kcal"):
            assert words in done.stdout

    def test_a_food_there_is_not(self, tmp_path: Path) -> None:
        done = run("show", "food", "ambrosia", database=tmp_path / "a.db")
        assert done.returncode == 2
        assert "ambrosia" in done.stderr

    @pytest.mark.parametrize("what", ["adequacy", "glycaemic-load"])
    def test_of_nobody(self, what: str, tmp_path: Path) -> None:
        done = run("show", what, database=tmp_path / "a.db")
        assert (done.returncode, done.stderr) == (3, "")
        assert "missing" in done.stdout
