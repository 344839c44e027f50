"""The plots of docs/science.md are of today's formulas."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Final

DOCS: Final = Path(__file__).parents[2] / "docs"


def _drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", DOCS / "science" / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_plots_are_of_these_formulas() -> None:
    """`make science` draws them anew."""
    drawn = json.loads((DOCS / "science" / "series.json").read_text())
    assert _drawing().series() == drawn


def test_every_plot_is_shown_and_every_picture_is_there() -> None:
    shown = re.findall(r"\]\(science/([a-z-]+)\.svg\)", (DOCS / "science.md").read_text())
    assert sorted(shown) == sorted(_drawing().PLOTS)
    assert all((DOCS / "science" / f"{name}.svg").is_file() for name in shown)
