"""The usual entries of Fitbit's series, of which an account has tens of millions, packed.

Rule 1: a sample is packed to what it would be if it were read alone; what is not usual is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from typing import Final, final

from vegaloop.biometrics import Metric, SampleBatch
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.passing import is_certain
from vegaloop.imports.adapters.readers.fitbit.clock import FITBIT, time_in
from vegaloop.imports.domain.found import FoundSamples
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import epoch_us

__all__ = ("Packer",)

_MOST: Final = 20_000
_TO_LAST: Final = dt.timedelta(minutes=59)
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
        self._metric = metric
        self._scale = (unit or 1.0) * metric.per_unit
        self._is_bare = unit > 0
        self._length_ms = round(length_s * 1_000)
        self._hours: dict[str, tuple[int, int] | None] = {}
        self._columns = array("q"), array("i"), array("i"), array("i")
        self._items = array("i")

    def __len__(self) -> int:
        return len(self._items)

    @property
    def is_full(self) -> bool:
        """Whether it is time to give what there is."""
        return len(self) >= _MOST

    def add(self, item: int, entry: object) -> bool:
        """Take an entry, if it is a usual one."""
        if not isinstance(entry, dict):
            return False
        value = self._value(entry.get("value"))
        time = entry.get("dateTime")
        found = _USUAL.fullmatch(time) if isinstance(time, str) else None
        if value is None or found is None:
            return False
        hour = self._hour(found.group(1))
        if hour is None:
            return False
        starts, lengths, values, offsets = self._columns
        starts.append(hour[0] + 60_000 * int(found.group(2)) + 1_000 * int(found.group(3)))
        lengths.append(self._length_ms)
        values.append(value)
        offsets.append(hour[1])
        self._items.append(item)
        return True

    def packed(self) -> FoundSamples:
        """Give what was packed, and begin anew."""
        batch = SampleBatch.of_columns(self._metric, FITBIT, self._columns)
        place = self._arrival.place(line=self._line, item=self._items[0])
        found = FoundSamples(place, batch, self._items.tobytes(), zone_assumed=True)
        self._columns = array("q"), array("i"), array("i"), array("i")
        self._items = array("i")
        return found

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

    def _hour(self, written: str) -> tuple[int, int] | None:
        """Find when an hour on the wall began, in ms since 1970, and the offset in all of it."""
        if written not in self._hours:
            first, last = (
                time_in(f"{written}:{minute}", self._arrival.profile, "dateTime")
                for minute in ("00", "59")
            )
            self._hours[written] = None
            begun, ended = value_in(first), value_in(last)
            if begun is not None and ended is not None:
                offset_s = begun.moment.utc_offset_s
                # The hours about a change of the clocks are read time by time.
                certain = is_certain(begun.moment) and is_certain(ended.moment)
                if certain and ended.at - begun.at == _TO_LAST:
                    self._hours[written] = epoch_us(begun.at) // 1_000, offset_s
        return self._hours[written]
