"""Offsets from UTC as vendors write them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ("OFFSET_MOST_S", "offset_in")

OFFSET_MOST_S: Final = 18 * 3_600
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?(?::\d{2})?$", re.ASCII)
_UTC: Final = ("Z", "UTC", "GMT", "UTCZ")


def offset_in(text: str) -> int | None:
    """Read `UTC-05:00`, `+02:00`, `-5` or `Z` as seconds ahead of UTC; None where it is none."""
    written = text.strip().upper()
    if written in _UTC:
        return 0
    found = _OFFSET.match(written)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    seconds = int(hours) * 3_600 + int(minutes or 0) * 60
    return None if seconds > OFFSET_MOST_S else seconds if sign == "+" else -seconds
