"""The clocks of FIT files: seconds since its own epoch, and how far the wall was ahead of them."""

from __future__ import annotations

from typing import Final

__all__ = ("FIT_EPOCH_S", "RELATIVE_BELOW", "utc_offset_s")

FIT_EPOCH_S: Final = 631_065_600  # 1989-12-31T00:00:00Z, in Unix seconds.
RELATIVE_BELOW: Final = 0x1000_0000  # Smaller timestamps count from when the device was started.
_MOST_OFFSET_S: Final = 15 * 3_600
_QUARTER_HOUR_S: Final = 900
_MINUTE_S: Final = 60


def utc_offset_s(ahead_s: float | None) -> int | None:
    """The offset of the wall clock from UTC, by how far it was ahead; None where it was not set.

    Some devices write the two times a moment apart; what is no quarter of an hour is a mistake.
    """
    if ahead_s is None or not abs(ahead_s) <= _MOST_OFFSET_S:
        return None
    offset_s = round(ahead_s / _QUARTER_HOUR_S) * _QUARTER_HOUR_S
    return offset_s if abs(ahead_s - offset_s) <= _MINUTE_S else None
