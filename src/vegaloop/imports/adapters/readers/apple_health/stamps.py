"""Many records at once whose times stand in the same places: what the tables of `times` would say.

Rule 1: a row is told to be good only where reading it alone would give the same.
"""

from __future__ import annotations

from typing import Final, final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST

__all__ = ("STAMPS_BYTES", "Stamps", "stamps_of")

_TIME: Final = b"0000-00-00 00:00:00 +0000"
# From behind the quotation mark of the first time up to the value.
_FORM: Final = _TIME + b'" startDate="' + _TIME + b'" endDate="' + _TIME + b'" value="'
STAMPS_BYTES: Final = len(_FORM)
_CHARACTERS: Final = np.frombuffer(_FORM, np.uint8)[:, None]
_DIGITS: Final = np.array([n for n, one in enumerate(_FORM) if one == ord("0")])
_STARTS_AT: Final = tuple(n for n in range(len(_FORM)) if _FORM.startswith(_TIME, n))
_SIGN_AT: Final = _TIME.index(b"+")
_SIGNS: Final = np.array([at + _SIGN_AT for at in _STARTS_AT])
_OTHERS: Final = np.setdiff1d(np.arange(len(_FORM)), np.concatenate((_DIGITS, _SIGNS)))
_MONTH_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int32)
_DAY_OF_EPOCH: Final = 719_468  # From the first of March of the year 0.


@final
class Stamps(Struct, frozen=True):
    """Starts and ends in seconds since 1970, offsets of the starts; of rows that are good."""

    good: NDArray[np.bool_]
    starts_s: NDArray[np.int64]
    ends_s: NDArray[np.int64]
    offsets_s: NDArray[np.int32]


def stamps_of(texts: list[bytes]) -> Stamps:
    """Read what stands from behind the quotation mark of the creation up to the value."""
    bytes_ = np.frombuffer(b"".join(texts), np.uint8).reshape(len(texts), STAMPS_BYTES)
    columns = np.ascontiguousarray(bytes_.T)
    signs = columns[_SIGNS]
    good = (columns[_OTHERS] == _CHARACTERS[_OTHERS]).all(axis=0)
    good &= ((signs == ord("+")) | (signs == ord("-"))).all(axis=0)
    digits = columns - np.uint8(ord("0"))
    good &= (digits[_DIGITS] <= 9).all(axis=0)
    # When a record was written is looked at by nobody, whatever it says.
    starts_s, offsets_s = _times(digits[_STARTS_AT[1] :], good)
    ends_s, _ = _times(digits[_STARTS_AT[2] :], good)
    return Stamps(good, starts_s, ends_s, offsets_s)


def _times(
    digits: NDArray[np.uint8], good: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Read times, and mark as not good those that there are not."""
    year = _pair(digits, 0) * 100 + _pair(digits, 2)
    month, day, hour, minute, second = (_pair(digits, at) for at in (5, 8, 11, 14, 17))
    ahead_hours, ahead_minutes = (_pair(digits, at) for at in (_SIGN_AT + 1, _SIGN_AT + 3))
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    good &= (year > YEAR_LEAST) & (year < YEAR_MOST) & (month >= 1) & (month <= 12) & (day >= 1)
    good &= day <= _MONTH_DAYS[np.where(good, month, 0)] + (is_leap & (month == 2))
    good &= (hour < 24) & (minute < 60) & (second < 60) & (ahead_hours < 18) & (ahead_minutes < 60)
    is_behind = digits[_SIGN_AT] == np.uint8(ord("-") - ord("0") & 0xFF)
    offset_s = (ahead_hours * 60 + ahead_minutes) * 60
    offset_s[is_behind] *= -1
    # Years begin in March here, so that the day that leaps is their last.
    years = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = years * 365 + years // 4 - years // 100 + years // 400 + of_year - _DAY_OF_EPOCH
    of_day = (hour * 60 + minute) * 60 + second - offset_s
    return days.astype(np.int64) * 86_400 + of_day, offset_s


def _pair(digits: NDArray[np.uint8], at: int) -> NDArray[np.int32]:
    pair: NDArray[np.int32] = digits[at].astype(np.int32) * 10 + digits[at + 1]
    return pair
