"""A number of one session with where it came from, or why it is not there."""

from __future__ import annotations

from typing import TypeAlias

from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Figure", "derived", "figured")

Figure: TypeAlias = Result[Derived, NoNumber]


def derived(
    value: float,
    method: str,
    n_valid: int,
    quality: float = 1.0,
    notes: tuple[str, ...] = (),
) -> Derived:
    """Say how a number of one day was found, and how far to rely on it."""
    return Derived(
        value=value,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=1,
        n_valid=n_valid,
        quality=quality,
        notes=notes,
    )


def figured(
    found: Result[float, NoNumber],
    method: str,
    n_valid: int,
    quality: float = 1.0,
    notes: tuple[str, ...] = (),
) -> Figure:
    """Say of a number how it was found, on how many observations, and how far to rely on it."""
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            return Success(derived(value, method, n_valid, quality, notes))
