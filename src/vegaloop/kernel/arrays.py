"""Sums over long columns of numbers, as fast as numpy does them.

Rule 1: what goes in and what comes out are plain floats; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it to 1e-9.
Rule 3: numpy is imported when a column is first summed: a process that never does starts faster.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

__all__ = ("largest_means",)


def largest_means(column: array[float], widths: Sequence[int]) -> tuple[float | None, ...]:
    """Find, for each width, the largest mean of so many neighbours; None where there are fewer."""
    import numpy as np

    sums = np.concatenate(([0.0], np.cumsum(np.frombuffer(column, dtype=np.float64))))
    return tuple(
        float((sums[width:] - sums[:-width]).max()) / width if 0 < width <= len(column) else None
        for width in widths
    )
