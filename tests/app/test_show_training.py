"""`vegaloop show`, about training: the body of HTTP, as lines or as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_cli import TODAY, run
from tests.support import good
from vegaloop.activity import LogActivity, Sport
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.quantity import Duration


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

    def test_of_somebody_whose_sessions_have_no_load(self, tmp_path: Path) -> None:
        file = tmp_path / "a.db"
        with open_vegaloop(Settings(database_url=f"sqlite:///{file}")) as vega:
            began = SystemClock().now() - dt.timedelta(days=2)
            hour = Duration(3_600_000_000)
            ride = LogActivity(sport=Sport.CYCLING, start_at=began, elapsed=hour)
            good(vega.activity.log_activity(vega.accounts.owner(), ride))
        for what in ("training", "form"):
            done = run("show", what, database=file)
            assert (done.returncode, done.stderr) == (3, "")
            assert "training_load" in done.stdout
            assert "0.0" not in done.stdout
        told = run("dashboard", database=file).stdout
        assert re.search(r"load of the week +– \(before: –\)\n", told)
        assert re.search(r"training_load +missing\n", told)
