"""Beats under a heart rate variability: the intervals between them, where they can be told.

Rule 1: beats have a time on the wall to the hundredth of a second, and a rate that is sixty
divided by the interval before them. Where the two agree from beat to beat, the times are the
intervals; where they seldom do, beats are missing and nobody can say which (IMP-23).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

__all__ = ("intervals_ms",)

BEATS_LEAST: Final = 30  # The shortest recording that tells anything is a minute or so.
AGREE_LEAST: Final = 0.8
# `7:35:16,64 PM`, `19:35:16.64`; whatever names the half of the day, there are twelve hours in it.
_TIME: Final = re.compile(r"(\d{1,2})[:.hH](\d{2})[:.m](\d{2})[.,](\d{1,3})", re.ASCII)
_HALF_DAY_MS: Final = 12 * 3_600_000
_ROUNDED_MS: Final = 15.0  # Each of two times is a hundredth of a second, or nearly.


def intervals_ms(beats: Sequence[tuple[str, str]]) -> tuple[float, ...]:
    """Tell the intervals between beats, given as rates and times; none where they cannot be told."""
    read = [_beat(rate, time) for rate, time in beats]
    known = [one for one in read if one is not None]
    if len(known) != len(read) or len(known) <= BEATS_LEAST:
        return ()
    told: list[float] = []
    agreed = 0
    for (_, before_ms), (rate_bpm, at_ms) in itertools.pairwise(known):
        interval_ms = float((at_ms - before_ms) % _HALF_DAY_MS)
        # A rate of whole beats stands for any between half a beat less and half a beat more.
        least, most = 60_000 / (rate_bpm + 0.5), 60_000 / (rate_bpm - 0.5)
        agreed += least - _ROUNDED_MS <= interval_ms <= most + _ROUNDED_MS
        told.append(interval_ms)
    return tuple(told) if agreed >= AGREE_LEAST * len(told) else ()


def _beat(rate: str, time: str) -> tuple[float, int] | None:
    found = _TIME.search(time)
    try:
        rate_bpm = float(rate.replace(",", "."))
    except ValueError:
        return None
    if found is None or not 1 <= rate_bpm <= 1_000:
        return None
    hours, minutes, seconds, part = found.groups()
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return rate_bpm, whole * 1_000 + int(part.ljust(3, "0"))
