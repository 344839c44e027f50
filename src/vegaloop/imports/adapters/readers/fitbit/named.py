"""The day an answer is of that says so nowhere but in the name it was kept under (IMP-30)."""

from __future__ import annotations

import re
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival

__all__ = ("day_named",)

_DAY: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)


def day_named(arrival: Arrival) -> str:
    """Find the one day a name has in it; empty where it has none, or several."""
    days = set(_DAY.findall(arrival.base))
    return days.pop() if len(days) == 1 else ""
