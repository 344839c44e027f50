"""Times of ISO 8601 as texts, with those few that have two names.

Rule 1: a second 60 is the one that follows, and 24:00 the midnight the next day begins with.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

__all__ = ("datetime_in",)

_SECOND_60: Final = re.compile(r"(?<=[T ][0-9]{2}:[0-9]{2}):60(?![0-9])")
_HOUR_24: Final = re.compile(r"(?<=[0-9][T ])24(?=:00(?::00(?:[.,]0*)?)?(?![0-9:.,]))")


def datetime_in(text: str) -> dt.datetime | None:
    """Read a date and time, with an offset or without; None where it is none."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return _of_two_names(text)


def _of_two_names(text: str) -> dt.datetime | None:
    plain, midnights = _HOUR_24.subn("00", text, count=1)
    plain, seconds = _SECOND_60.subn(":59", plain, count=1)
    try:
        given = dt.datetime.fromisoformat(plain)
        return given + dt.timedelta(days=midnights, seconds=seconds) if plain != text else None
    except (ValueError, OverflowError):
        return None
