"""`vegaloop show` of nights and bodies prints what the HTTP answers say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.test_cli import run


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("sleep", "regularity_index"),
        ("weight", "rate_kg_per_week"),
        ("body", "fat_free_mass_kg"),
        ("blood-pressure", "systolic_mmhg"),
        ("glucose", "mean_mmol_l"),
    ],
)
def test_each_figure_says_why_it_is_not_there(what: str, field: str, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    told = run("show", what, "--json", database=database)
    assert told.returncode == 3, told.stderr
    figure = json.loads(told.stdout)[field]
    assert figure["value"] is None
    assert figure["reason"]["type"] in {"missing", "insufficient-data"}
    lines = run("show", what, "2026-03-20", database=database)
    assert lines.returncode == 3
    assert field.replace("_", " ") in lines.stdout
