"""The usual rows of Withings' raw series, of which an account has millions, packed.

Rule 1: a sample is packed to what it would be if it were read alone; what is not usual is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final, final

import msgspec

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import NEVER_ZERO, Maker
from vegaloop.imports.adapters.readers.common.packing import Block, Hours
from vegaloop.imports.adapters.readers.common.when import When, of_iso
from vegaloop.imports.domain.found import FoundSamples, Place
from vegaloop.kernel.result import value_in

__all__ = ("Packer",)

_REMEMBERED: Final = 512
_CHARACTERS_MOST: Final = 2_000  # What is remembered stays small.
_HOUR_MS: Final = 3_600_000
_HOUR: Final = len("2024-01-05T08")
_AT_HOME: Final = ("Z", "+00:00", "-00:00")  # What is in UTC is put on the wall at home.
_LENGTH_MOST_S: Final = 86_400
_VALUE_MOST: Final = 100_000  # Far from what four bytes hold, in any unit.
_USUAL: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):([0-5]\d):([0-5]\d)([+-]\d\d:\d\d|Z)", re.ASCII)
_LENGTHS: Final = msgspec.json.Decoder(tuple[int, ...])
_VALUES: Final = msgspec.json.Decoder(tuple[int | float, ...])


@final
class Packer:
    """Packs rows of one metric."""

    def __init__(self, arrival: Arrival, maker: Maker, metric: Metric) -> None:
        self._arrival = arrival
        self._per_unit = metric.per_unit
        self._least = 1e-9 if metric in NEVER_ZERO else 0.0
        self._hours = Hours(self._minute)
        self._block = Block(metric, maker.source)

    def __len__(self) -> int:
        return len(self._block)

    @property
    def is_full(self) -> bool:
        """Whether it is time to give what there is."""
        return self._block.is_full

    def add(self, line: int, start: str, length: str, value: str) -> bool:
        """Take a row, if it is a usual one."""
        if len(length) > _CHARACTERS_MOST or len(value) > _CHARACTERS_MOST:
            return False
        found = _USUAL.fullmatch(start)
        spans, amounts = _spans(length), _amounts(value, self._least, self._per_unit)
        if found is None or spans is None or amounts is None or len(spans[0]) != len(amounts):
            return False
        hour, minute, second, ahead = found.groups()
        begun = self._hours.begun(hour + ahead)
        after_ms = 60_000 * int(minute) + 1_000 * int(second)
        if begun is None or (ahead in _AT_HOME and after_ms + spans[0][-1] >= _HOUR_MS):
            return False  # The wall at home may have another offset in the next hour.
        begins_ms, offset_s = begun
        for from_ms, length_ms, amount in zip(*spans, amounts, strict=True):
            self._block.put(line, begins_ms + after_ms + from_ms, length_ms, amount, offset_s)
        return True

    def packed(self) -> FoundSamples:
        """Give what was packed, and begin anew."""
        return self._block.given(self._place)

    def _place(self, line: int) -> Place:
        return self._arrival.place(line=line)

    def _minute(self, hour: str, minute: str) -> When | None:
        written = f"{hour[:_HOUR]}:{minute}:00{hour[_HOUR:]}"
        return value_in(of_iso(written, self._arrival.profile, "start"))


@lru_cache(_REMEMBERED)
def _spans(text: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """When each value begins after the first, and how long it holds, in ms."""
    try:
        lengths = _LENGTHS.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return None
    if not lengths or not all(0 <= one <= _LENGTH_MOST_S for one in lengths):
        return None
    lengths_ms = tuple(1_000 * one for one in lengths)
    return tuple(accumulate(lengths_ms[:-1], initial=0)), lengths_ms


@lru_cache(_REMEMBERED)
def _amounts(text: str, least: float, per_unit: int) -> tuple[int, ...] | None:
    """The values in steps of a metric, if all are usual ones."""
    try:
        values = _VALUES.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return None
    if not all(least <= one <= _VALUE_MOST for one in values):
        return None
    return tuple(round(one * per_unit) for one in values)
