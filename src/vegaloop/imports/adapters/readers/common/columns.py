"""The names of columns, however they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from vegaloop.infrastructure.formats.csv import Line, Row

__all__ = ("bare", "cell_at", "column", "header_with", "place_of")


def column(written: str) -> str:
    """Name a column whatever its case and marks: `Heart rate (bpm)` and `heart_rate_bpm`."""
    return re.sub(r"[\W_]+", "", written.casefold())


def bare(written: str) -> str:
    """Name a column without its unit: `weight` of `Weight (kg)`, `average hrv` of `Average_HRV`."""
    return written.partition("(")[0].replace("_", " ").strip().casefold()


def cell_at(row: Row | Line, at: int) -> str:
    """The cell at a place; empty where a row is too short, or there is no such column."""
    return row.cells[at] if 0 <= at < len(row.cells) else ""


def place_of(names: Sequence[str], several: Collection[str]) -> int:
    """Where the first of several names stands; -1 where none does."""
    return next((at for at, name in enumerate(names) if name in several), -1)


def header_with(first: Sequence[Line], needed: Collection[str]) -> int | None:
    """Find the line that has columns of all these names."""
    wanted = set(needed)
    found = (at for at, line in enumerate(first) if wanted <= set(map(column, line.cells)))
    return next(found, None)
