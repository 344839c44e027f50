"""A number as it is told: with its method, window and quality, or with why it is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")


@final
class Basis(Struct, frozen=True):
    """What a number rests on."""

    method: str
    window_days: int
    n_valid: int
    quality: float = 1.0
    notes: tuple[str, ...] = ()


def told(
    found: Result[float, NoNumber], basis: Basis, band: tuple[float, float] | None = None
) -> Result[Derived, NoNumber]:
    """Tell a number with its basis, and with the bounds of its band where it has one."""
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            low, high = band or (None, None)
            return Success(
                Derived(
                    value=value,
                    method=basis.method,
                    formula_version=FORMULA_VERSION,
                    window_days=basis.window_days,
                    n_valid=basis.n_valid,
                    quality=basis.quality,
                    low=low,
                    high=high,
                    notes=basis.notes,
                )
            )


def told_of(
    found: Result[A, NoNumber],
    number: Callable[[A], float | None],
    basis: Callable[[A], Basis],
    what: str,
    band: Callable[[A], tuple[float, float]] | None = None,
) -> Result[Derived, NoNumber]:
    """Tell one number of what was found; `what` is missing where it has none."""
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(one):
            value = number(one)
            if value is None:
                return Failure(Missing(what))
            return told(Success(value), basis(one), None if band is None else band(one))
