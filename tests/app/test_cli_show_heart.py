"""`vegaloop show` of heart, breath and blood prints what the HTTP answers say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.test_cli import run


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("hrv", "rmssd_ms"),
        ("resting-heart-rate", "night_bpm"),
        ("night", "respiration_z"),
    ],
)
def test_each_figure_says_why_it_is_not_there(what: str, field: str, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    told = run("show", what, "--json", database=database)
    assert told.returncode == 3, told.stderr
    figure = json.loads(told.stdout)[field]
    assert figure["value"] is None
    assert figure["reason"]["type"] == "missing"
    lines = run("show", what, "2026-03-20", database=database)
    assert lines.returncode == 3
    assert field.replace("_", " ") in lines.stdout


def test_a_pattern_and_what_became_of_baselines(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    told = run("show", "illness-pattern", "--json", database=database)
    assert (told.returncode, json.loads(told.stdout)["verdict"]) == (0, None)
    assert "diagnosis" in run("show", "illness-pattern", database=database).stdout
    told = run("show", "baseline-changes", "--json", database=database)
    assert (told.returncode, json.loads(told.stdout)) == (0, {"data": []})
