"""What the formulas of goals are declared on; NaN and infinity lie outside of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vegaloop.kernel.evidence import Outside

VALUE_MOST: Final = 1e9  # Kernel signals are bounded alike; squares stay far from overflow.


def first_outside(
    what: str, given: Iterable[float], least: float = -VALUE_MOST, most: float = VALUE_MOST
) -> Outside | None:
    """Find the first of some numbers that does not lie in [least, most]."""
    for one in given:
        if not least <= one <= most:
            return Outside(what, one, least, most)
    return None
