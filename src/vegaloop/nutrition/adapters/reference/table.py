"""The reader of `dri.csv`: 40 nutrients for 22 groups, from IOM 1997 to 2011 and NASEM 2019.

An empty cell is a figure the source does not have; an empty last age is open. A row that cannot be,
a group that is there twice, and a column that is not where it should be are refused.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final, final

from vegaloop.kernel.person import Sex
from vegaloop.nutrition.application.ports import ReferenceIntakes
from vegaloop.nutrition.domain.formulas.reference import Intake, IntakeTable, LifeStage

__all__ = ("DriTable", "parsed_intakes", "read_intakes")

COLUMNS: Final = [
    "nutrient",
    "unit",
    "per",
    "life_stage",
    "sex",
    "age_min_y",
    "age_max_y_excl",
    "ear",
    "rda",
    "ai",
    "ul",
    "cdrr",
    "note",
    "source",
]
UNITS: Final = frozenset({"g", "mg", "ug", "L"})


@final
class DriTable(ReferenceIntakes):
    """The table that comes with VegaLoop, read when somebody first asks."""

    def table(self) -> IntakeTable:
        """Every reference intake."""
        return read_intakes()


@cache
def read_intakes() -> IntakeTable:
    """Read the table, once a process."""
    with resources.files(__package__).joinpath("dri.csv").open(encoding="utf-8") as lines:
        return parsed_intakes(lines)


def parsed_intakes(lines: Iterable[str]) -> IntakeTable:
    """Read a table; ValueError says what is wrong with one that cannot be."""
    header, *rows = csv.reader(lines)
    if header != COLUMNS:
        raise ValueError(f"the columns are not {', '.join(COLUMNS)}")
    return IntakeTable(tuple(_intake(row) for row in rows))


def _intake(row: list[str]) -> Intake:
    nutrient, unit, _, stage, sex, youngest, below, ear, rda, ai, ul, cdrr, note, source = row
    if unit not in UNITS:
        raise ValueError(f"{unit} is not a unit of a reference intake")
    return Intake(
        nutrient=nutrient,
        unit=unit,
        life_stage=LifeStage(stage),
        sex=None if sex == "both" else Sex(sex),
        age_min_years=float(youngest),
        age_below_years=float(below) if below else math.inf,
        ear=_figure(ear),
        rda=_figure(rda),
        ai=_figure(ai),
        ul=_figure(ul),
        cdrr=_figure(cdrr),
        note=note,
        source=source,
    )


def _figure(cell: str) -> float | None:
    return float(cell) if cell else None
