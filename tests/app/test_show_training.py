"""`vegaloop show`, about training: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_cli import TODAY, run


class TestShow:
    """What is shown is what HTTP answers; too little evidence has a code of its own."""

    @pytest.mark.parametrize(
        ("what", "field", "words"),
        [
            ("training", "fitness_ctl", ("fitness ctl", "acwr ewma", "pmc_exp_42", "caveat")),
            ("capacity", "critical_power", ("critical power", "vdot ml kg min", "races")),
            ("zones", "hr_max_bpm", ("power w", "heart rate bpm", "pace s per km")),
        ],
    )
    def test_of_the_demo(
        self, what: str, field: str, words: tuple[str, ...], demo_copy: Callable[[], Path]
    ) -> None:
        database = demo_copy()
        done = run("show", what, TODAY, "--json", database=database)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[field]
        done = run("show", what, TODAY, database=database)
        for one in words:
            assert one in done.stdout

    @pytest.mark.parametrize("what", ["training", "capacity", "zones"])
    def test_of_nobody(self, what: str, tmp_path: Path) -> None:
        done = run("show", what, database=tmp_path / "a.db")
        assert (done.returncode, done.stderr) == (3, "")
        assert "missing" in done.stdout
