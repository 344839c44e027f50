"""The usual entries of Fitbit's series, of which an account has tens of millions, packed."""

from __future__ import annotations

import re
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.packing import Block, Hours
from vegaloop.imports.adapters.readers.common.passing import is_certain
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT, time_in
from vegaloop.imports.domain.found import FoundSamples, Place
from vegaloop.kernel.result import value_in

__all__ = ("Packer",)

_VALUE_MOST: Final = 100_000  # Far from what four bytes hold, in any unit.
_USUAL: Final = re.compile(r"(\d\d/\d\d/\d\d \d\d):([0-5]\d):([0-5]\d)", re.ASCII)


@final
class Packer:
    """Packs heart rates, where `unit` is 0, or bare numbers that are so much in the metric's unit."""

    def __init__(
        self, line: int | None, arrival: Arrival, metric: Metric, unit: float, length_s: float
    ) -> None:
        self._arrival = arrival
        self._line = line
        self._scale = (unit or 1.0) * metric.per_unit
        self._is_bare = unit > 0
        self._hours = Hours(self._certain)
        self._length_ms = round(length_s * 1_000)
        self._block = Block(metric, FITBIT, zone_assumed=True)
        self.is_apart = False  # Whether what was looked at last is of an hour read time by time.

    def __len__(self) -> int:
        return len(self._block)

    @property
    def is_full(self) -> bool:
        """Whether it is time to give what there is."""
        return self._block.is_full

    def add(self, item: int, entry: object) -> bool:
        """Take an entry, if it is a usual one."""
        if not isinstance(entry, dict):
            return False
        value = self._value(entry.get("value"))
        time = entry.get("dateTime")
        found = _USUAL.fullmatch(time) if isinstance(time, str) else None
        if value is None or found is None:
            return False
        hour = self._hours.begun(found.group(1))
        self.is_apart = hour is None
        if hour is None:
            return False
        start_ms = hour[0] + 60_000 * int(found.group(2)) + 1_000 * int(found.group(3))
        self._block.put(item, start_ms, self._length_ms, value, hour[1])
        return True

    def packed(self) -> FoundSamples:
        """Give what was packed, and begin anew."""
        return self._block.given(self._place)

    def _place(self, item: int) -> Place:
        return self._arrival.place(line=self._line, item=item)

    def _value(self, given: object) -> int | None:
        if self._is_bare:
            digits = given if isinstance(given, str) and given.isascii() else ""
            number = int(digits) if digits.isdecimal() and len(digits) < 7 else None
        elif isinstance(given, dict) and given.get("confidence") != 0:
            bpm = given.get("bpm")
            number = (bpm if type(bpm) is int else None) or None  # Zero is none.
        else:
            number = None
        if number is None or not 0 <= number <= _VALUE_MOST:
            return None
        scaled = round(number * self._scale)
        return scaled if scaled < 2**31 else None

    def _certain(self, hour: str, minute: str) -> When | None:
        """Read a minute of an hour; those about a change of the clocks are read time by time."""
        when = value_in(time_in(f"{hour}:{minute}", self._arrival.profile, "dateTime"))
        return when if when is not None and is_certain(when.moment) else None
