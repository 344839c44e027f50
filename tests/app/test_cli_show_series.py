"""`vegaloop show` of series prints what the HTTP answers say."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.test_cli import run


def test_series_are_told(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    told = run("show", "series", "STEPS", "--json", database=database)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {"metric": "steps", "unit": "count", "data": []}
    told = run("show", "series", "--json", database=database)
    assert (told.returncode, json.loads(told.stdout)["data"]) == (0, [])
    told = run("show", "samples", "heart-rate", "2026-03-18", "--json", database=database)
    assert (told.returncode, json.loads(told.stdout)["data"]) == (0, [])
    told = run("show", "source-priority", "--json", database=database)
    assert (told.returncode, json.loads(told.stdout)) == (0, {"priorities": [], "seen": []})


def test_another_word_is_refused(tmp_path: Path) -> None:
    told = run("show", "series", "thoughts", database=tmp_path / "a.db")
    assert told.returncode == 2
    assert "steps" in told.stderr
