"""Statistics a few wild values cannot move (formula book B14, C4).

Rule 1: a value is called an outlier by its neighbours, and what is not flagged is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.limits import outside
from vegaloop.biometrics.domain.samples import median, robust_sd
from vegaloop.kernel.evidence import NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success

FINITE: Final = (-1e12, 1e12)
HAMPEL_HALF_WINDOW: Final = 3
HAMPEL_SIGMAS: Final = 3.0
HAMPEL_WINDOW_MOST: Final = 10_000


@final
class Filtered(Struct, frozen=True):
    """A series without its outliers, and where they stood, from 0."""

    values: tuple[float, ...]
    outliers: tuple[int, ...]


def mad_scaled(values: Sequence[float]) -> Result[float, NoNumber]:
    """Give the robust SD, 1.4826 times the median absolute deviation, in the unit of the values.

    Of at least one value from -1e12 to 1e12 (Hampel 1974; book B14, C4, BIO-46).
    """
    for value in values:
        for fault in outside("value", value, *FINITE):
            return Failure(fault)
    if not values:
        return Failure(TooFew("values", 0, 1))
    return Success(robust_sd(values))


def hampel(
    values: Sequence[float],
    half_window: int = HAMPEL_HALF_WINDOW,
    n_sigma: float = HAMPEL_SIGMAS,
    step_least: float = 0.0,
) -> Result[Filtered, NoNumber]:
    """Replace each value further than `n_sigma` robust SDs from the median of its window.

    A window reaches `half_window` values to both sides; the ends, which have none, are untouched.
    Where the robust SD of a window is zero, a value must also be further than `step_least` from
    the median, a step the body can make. In the unit of the values, from -1e12 to 1e12 (Hampel
    1974; Davies and Gather 1993; book B14, BIO-47).
    """
    for value in values:
        for fault in outside("value", value, *FINITE):
            return Failure(fault)
    for fault in (
        *outside("half_window", half_window, 1, HAMPEL_WINDOW_MOST),
        *outside("n_sigma", n_sigma, 0, FINITE[1]),
        *outside("step_least", step_least, 0, FINITE[1]),
    ):
        return Failure(fault)
    found: dict[int, float] = {}
    for k in range(half_window, len(values) - half_window):
        window = values[k - half_window : k + half_window + 1]
        middle, spread = median(window), robust_sd(window)
        if abs(values[k] - middle) > (n_sigma * spread or step_least):
            found[k] = middle
    filtered = tuple(found.get(k, value) for k, value in enumerate(values))
    return Success(Filtered(filtered, tuple(found)))
