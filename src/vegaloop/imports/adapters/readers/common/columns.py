"""The names of columns, however they are written."""

from __future__ import annotations

import re

__all__ = ("bare", "column")


def column(written: str) -> str:
    """Name a column whatever its case and marks: `Heart rate (bpm)` and `heart_rate_bpm`."""
    return re.sub(r"[\W_]+", "", written.casefold())


def bare(written: str) -> str:
    """Name a column without its unit: `weight` of `Weight (kg)`, `average hrv` of `Average_HRV`."""
    return written.partition("(")[0].replace("_", " ").strip().casefold()
