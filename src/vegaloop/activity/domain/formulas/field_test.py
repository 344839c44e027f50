"""Threshold power out of field tests (formula book A7, D 27)."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.domain.formulas.declared import (
    POWER_MOST_W,
)
from vegaloop.kernel.evidence import Outside, outside
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("ftp_from_20_minutes_w",)

SHARE_OF_20_MINUTES: Final = 0.95


def ftp_from_20_minutes_w(best_w: float) -> Result[float, Outside]:
    """Estimate threshold power in W from the best mean power of 20 minutes: 0.95 of it (A7).

    Declared on 0 to 1e6 W. Critical power, fitted to several efforts, is another number (D 27).
    Source: Allen & Coggan, Training and Racing with a Power Meter, undated. Rule ACT-43.
    """
    wrong = outside(("best_w", best_w, 0, POWER_MOST_W))
    return Success(SHARE_OF_20_MINUTES * best_w) if wrong is None else Failure(wrong)
