"""Where a formula is declared: a number outside is told as such, NaN and infinity among them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from vegaloop.kernel.arrays import extremes
from vegaloop.kernel.evidence import Outside, Undefined, outside

__all__ = (
    "BPM_MOST",
    "LOAD_MOST",
    "METERS_MOST",
    "MINUTES_MOST",
    "POWER_MOST_W",
    "SECONDS_MOST",
    "one_to_one",
    "outside_of_all",
)

# Far beyond what anybody lives, and near enough that no product of two of them overflows.
MINUTES_MOST: Final = 1e6
SECONDS_MOST: Final = 6e7
METERS_MOST: Final = 1e8
BPM_MOST: Final = 300.0
LOAD_MOST: Final = 1e6
POWER_MOST_W: Final = 1e6
LONG: Final = 1_000  # From here on a row is a recording, and worth the tools for long columns.


def outside_of_all(
    what: str, rows: Iterable[Sequence[float]], least: float, most: float
) -> Outside | None:
    """Find the first number of long rows that is not in a closed interval."""
    for row in rows:
        if len(row) >= LONG and _lies_within(row, least, most):
            continue
        fault = outside(*((what, value, least, most) for value in row))
        if fault is not None:
            return fault
    return None


def one_to_one(one: Sequence[float], other: Sequence[float]) -> Undefined | None:
    """Find that two columns are not of one length."""
    if len(one) == len(other):
        return None
    return Undefined("columns", f"one has {len(one)} numbers, the other {len(other)}")


def _lies_within(row: Sequence[float], least: float, most: float) -> bool:
    lowest, highest = extremes(array("d", row))
    return least <= lowest and highest <= most  # NaN is neither.
