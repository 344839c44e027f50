"""`vegaloop show`, about energy: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_cli import TODAY, run


class TestShow:
    """What is shown is what HTTP answers; too little evidence has a code of its own."""

    @pytest.mark.parametrize(
        ("words", "figure"),
        [
            (("energy-availability", TODAY), "kcal_per_kg"),
            (("expenditure", TODAY), "tdee_kcal"),
            (("weight-forecast", "--delta", "-500", "--days", "30"), "weight_kg"),
        ],
    )
    def test_of_the_demo(
        self, words: tuple[str, ...], figure: str, demo_copy: Callable[[], Path]
    ) -> None:
        done = run("show", *words, "--json", database=demo_copy())
        told = json.loads(done.stdout)
        assert (done.returncode == 3) is (told[figure]["value"] is None), done.stderr

    def test_the_day_of_the_demo_for_people(self, demo_copy: Callable[[], Path]) -> None:
        done = run("show", "expenditure", TODAY, database=demo_copy())
        assert done.returncode == 0, done.stderr
        for words in ("tdee kcal", "adaptive tdee kcal", "mifflin 1990", "activity band"):
            assert words in done.stdout

    @pytest.mark.parametrize(
        "words",
        [("energy-availability",), ("expenditure",), ("weight-forecast", "--delta", "-500")],
    )
    def test_of_nobody(self, words: tuple[str, ...], tmp_path: Path) -> None:
        done = run("show", *words, database=tmp_path / "a.db")
        assert (done.returncode, done.stderr) == (3, "")
        assert "missing" in done.stdout

    @pytest.mark.parametrize(
        "words", [("--delta", "-5001"), ("--delta", "nan"), ("--delta", "0", "--days", "731")]
    )
    def test_what_cannot_be_asked(self, words: tuple[str, ...], tmp_path: Path) -> None:
        done = run("show", "weight-forecast", *words, database=tmp_path / "a.db")
        assert done.returncode == 2
        assert words[-2] in done.stderr
