"""A computed number as an answer gives it: with its method and window, or with why it is not there."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.kernel.evidence import Confidence, Derived, NoNumber
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("FigureBody", "figure_of")


@final
class FigureBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number with where it came from; `value` is null where there is none, and `reason` says why.

    The unit is the end of the field's name. `low` and `high` bound the value where the method gives
    an interval; `quality` is from 0 to 1, `confidence` the same in a word; `window_days` is how far
    back it looked and `n_valid` on how many observations it rests.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    window_days: int | None = None
    n_valid: int | None = None
    quality: float | None = None
    confidence: Confidence | None = None
    formula_version: str | None = None
    notes: tuple[str, ...] = ()
    reason: NoNumber | None = None


def figure_of(found: Result[Derived, NoNumber]) -> FigureBody:
    """Tell a number, or why there is none."""
    match found:
        case Success(one):
            return FigureBody(
                value=one.value,
                low=one.low,
                high=one.high,
                method=one.method,
                window_days=one.window_days,
                n_valid=one.n_valid,
                quality=one.quality,
                confidence=one.confidence,
                formula_version=one.formula_version,
                notes=one.notes,
            )
        case Failure(reason):
            return FigureBody(value=None, reason=reason)
