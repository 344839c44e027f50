"""Sums over long columns of numbers, as fast as numpy does them.

Rule 1: what goes in and what comes out are plain floats; numpy stays inside (ADR 17).
Rule 2: each function has a plain reference in its tests, and agrees with it to 1e-9.
Rule 3: numpy is imported when a column is first summed: a process that never does starts faster.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

__all__ = ("extremes", "fourth_powers", "great_circles", "largest_means", "quickest_ways")


def extremes(column: array[float]) -> tuple[float, float]:
    """Find the least and the greatest of a column that is not empty; both NaN where one number is."""
    import numpy as np

    numbers = np.frombuffer(column, dtype=np.float64)
    return float(numbers.min()), float(numbers.max())


def fourth_powers(column: array[float], width: int) -> float:
    """Add up the fourth powers of the means of every so many neighbours, zero where there are fewer."""
    import numpy as np

    sums = np.concatenate(([0.0], np.cumsum(np.frombuffer(column, dtype=np.float64))))
    squares = ((sums[width:] - sums[:-width]) / width) ** 2
    return float((squares * squares).sum())  # A product of vectors would wake a thread a core.


def great_circles(latitudes_deg: array[float], longitudes_deg: array[float]) -> array[float]:
    """Find the angle in radians from each place on a sphere to the next, seen from its middle."""
    import numpy as np

    lat, lon = (
        np.radians(np.frombuffer(column, dtype=np.float64))
        for column in (latitudes_deg, longitudes_deg)
    )
    across = np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    chords = np.sin(np.diff(lat) / 2) ** 2 + across
    return array("d", (2 * np.arcsin(np.sqrt(np.minimum(1.0, chords)))).tobytes())


def largest_means(column: array[float], widths: Sequence[int]) -> tuple[float | None, ...]:
    """Find, for each width, the largest mean of so many neighbours; None where there are fewer."""
    import numpy as np

    sums = np.concatenate(([0.0], np.cumsum(np.frombuffer(column, dtype=np.float64))))
    return tuple(
        float((sums[width:] - sums[:-width]).max()) / width if 0 < width <= len(column) else None
        for width in widths
    )


def quickest_ways(
    times: array[float], places: array[float], lengths: Sequence[float], fastest: float
) -> tuple[tuple[float, float] | None, ...]:
    """Find, for each length above zero, the least time it was covered in, and when that began.

    `places` says how far one had come at each of `times`, which never fall; between two samples one
    moved evenly. A step faster than `fastest`, or one back, ends one way and begins another. None
    where no way is so long.
    """
    import numpy as np

    at, gone = (np.frombuffer(column, dtype=np.float64) for column in (times, places))
    steps = np.diff(gone)
    cuts = (np.flatnonzero((steps < 0) | (steps > fastest * np.diff(at))) + 1).tolist()
    best: list[tuple[float, float] | None] = [None] * len(lengths)
    for start, end in zip([0, *cuts], [*cuts, len(gone)], strict=True):
        t, x = at[start:end], gone[start:end]
        with np.errstate(divide="ignore", invalid="ignore"):
            pace = np.diff(t) / np.diff(x)  # Of a step of no length nothing is asked.
        for place, length in enumerate(lengths):
            if not len(x) or x[-1] - x[0] < length:
                continue
            # The least time begins or ends at a sample: between samples it changes evenly.
            ahead = np.minimum(x[: np.searchsorted(x, x[-1] - length, "right")] + length, x[-1])
            step = np.searchsorted(x, ahead) - 1
            took = t[step] + (ahead - x[step]) * pace[step] - t[: len(ahead)]
            behind = np.maximum(x[np.searchsorted(x, x[0] + length) :] - length, x[0])
            step = np.searchsorted(x, behind, "right") - 1
            began = t[step] + (behind - x[step]) * pace[step]
            whole = np.concatenate((took, t[len(x) - len(behind) :] - began))
            least = int(whole.argmin())
            found = float(whole[least]), float(np.concatenate((t[: len(ahead)], began))[least])
            best[place] = min(found, best[place] or found)
    return tuple(best)
