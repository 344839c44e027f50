"""The records of an export, each to where its type belongs.

Rule 1: a record as all the others is packed without being looked at twice; one that is not is read
with care, and told where it cannot be.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Final, final

from vegaloop.imports.adapters.readers.apple_health.names import DIETARY, SERIES, Series, short
from vegaloop.imports.adapters.readers.apple_health.readings import PRESSURES
from vegaloop.imports.adapters.readers.apple_health.series import Kept, Packed, pack
from vegaloop.imports.adapters.readers.apple_health.singles import TAKEN, ZONE, Open, Singles
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import factor_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.persons import birth_told, sex_told
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place, Unsupported
from vegaloop.kernel.identity import SourceId

__all__ = ("Records",)

VENDOR: Final = "apple_health"
_SERIES_MOST: Final = 2_000
_SOURCES_MOST: Final = 1_000  # Nobody wears so many; those beyond are one.
_BEATS_MOST: Final = 5_000
_FOOD: Final = "Food"
_PRESSURE: Final = "BloodPressure"
_SHOWN: Final = 60
# Shares may be of one or of a hundred; a variability has its beats with it.
_WITH_CARE: Final = frozenset(("OxygenSaturation", "HeartRateVariabilitySDNN"))


@final
class Records:
    """Takes records; `ends` has who is told when the element of one ends, while there is one."""

    def __init__(self, arrival: Arrival, line: Callable[[], int]) -> None:
        self.times = Times(arrival.profile)
        self._days, self._clocks = self.times.days, self.times.clocks
        self._offsets = self.times.offsets
        self.kept = Kept()
        self.ends: dict[str, Callable[[], None]] = {}
        self._arrival = arrival
        self._line = line
        # By what a record says, for the millions; by what that means, for each once.
        self._known: dict[tuple[str, str, str], Packed] = {}
        self._series: dict[tuple[str, str, SourceId], Packed] = {}
        self._last: Packed | None = None
        self._open: Open | None = None
        self._around: Open | None = None
        self._sources: dict[str, SourceId] = {}
        self._singles = Singles(self.times)
        self._unplaced = Unplaced()

    def record(self, said: dict[str, str]) -> None:
        """Take the attributes of a record."""
        try:
            packed = self._known[said["type"], said["unit"], said["sourceName"]]
        except KeyError:
            self._other(said)
            return
        self._last = packed
        days, clocks, offsets = self._days, self._clocks, self._offsets
        try:
            start, end = said["startDate"], said["endDate"]
            offset_s = offsets[start[19:]]
            at_s = days[start[:11]] + clocks[start[11:19]] - offset_s
            if start == end:
                length_s = 0
            else:
                length_s = days[end[:11]] + clocks[end[11:19]] - offsets[end[19:]] - at_s
            steps = round(float(said["value"]) * packed.scale)
            packed.append(pack(at_s * 1_000, length_s * 1_000, steps, offset_s, self._line()))
        except (KeyError, ValueError, OverflowError, struct.error):
            self._singles.packed(packed, self._opened(said))

    def child(self, said: dict[str, str]) -> None:
        """Take a record in a correlation."""
        if self._around is None or self._around.name not in (_FOOD, _PRESSURE):
            return
        one = self._opened(said, inside=True)
        if self._around.name == _FOOD and one.name in DIETARY:
            figure = self._singles.figure(one)
            if figure is not None:
                self._around.figures.append(figure)
        elif self._around.name == _PRESSURE and one.name in PRESSURES:
            self._singles.pressure(one)

    def open_correlation(self, name: str, said: dict[str, str]) -> None:
        """Take the attributes of a correlation."""
        self._around = self._opened(said)
        self._last = None
        if name not in (_FOOD, _PRESSURE):
            self.count_unsupported(f"Correlation {name}")

    def close_correlation(self) -> None:
        """Make a meal of a food; a pair of pressures waits for the end."""
        around, self._around = self._around, None
        if around is not None and around.name == _FOOD:
            self._singles.food(around)

    def metadata(self, key: str, value: str) -> None:
        """Take what is said of the record, or the correlation, that is open."""
        around = self._open or self._around
        if around is not None:
            if len(around.metadata) < _SHOWN:
                around.metadata.setdefault(key, value)
        elif key == ZONE and self._last is not None:
            self._last.put_last_in(value, self.times)

    def beat(self, said: dict[str, str]) -> None:
        """Take a beat under a variability."""
        if self._open is not None and len(self._open.beats) < _BEATS_MOST:
            self._open.beats.append((said.get("bpm", ""), said.get("time", "")))

    def source(self, name: str) -> SourceId:
        """Name the source of a record: one, however its apostrophes are written."""
        known = self._sources.get(name)
        if known is None:
            if len(self._sources) >= _SOURCES_MOST:
                return source_of(VENDOR)
            known = self._sources[name] = source_of(VENDOR, name)
        return known

    def here(self) -> Place:
        """Say where the element stands that begins."""
        return self._arrival.place(line=self._line())

    def of_person(self, born: str, sex: str) -> None:
        """Take what is said of the person."""
        maker, place = Maker(source_of(VENDOR)), self.here()
        self._singles.found += birth_told(maker, place, born)
        self._singles.found += sex_told(maker, place, sex)

    def count_unsupported(self, what: str) -> None:
        """Count something there is no room for."""
        self._unplaced.add(what[:_SHOWN], self.here())

    def take_unsupported(self, what: str, count: int, line: int, *, last: bool) -> None:
        """Count so many records there is no room for; `last` where the last of all is among them."""
        self._unplaced.add(what[:_SHOWN], self._arrival.place(line=line), count)
        if last:
            self._last = None

    def take_rows(
        self, series: Series, key: tuple[str, str, SourceId], rows: bytes, *, last: bool
    ) -> None:
        """Take rows of a series by its type, unit and source."""
        packed = self._packed_of(series, *key)
        if packed is not None:
            packed.extend(rows)
        if last:
            self._last = packed

    def drained(self) -> Iterator[Found]:
        """Give on what was found, and series that are long enough."""
        yield from self._singles.found
        self._singles.found.clear()
        many = len(self._series) > _SERIES_MOST
        for packed in self._series.values():
            if many or packed.is_full:
                yield from packed.drained(self._arrival.place(), self.kept)
        if many:
            self._series.clear()
            self._known.clear()
            self._last = None

    def ended(self) -> Iterator[Found]:
        """Give on all there is, once there is no more to come."""
        yield from self.drained()
        for packed in self._series.values():
            yield from packed.drained(self._arrival.place(), self.kept)
        yield from self._singles.ended(self._arrival.name)

    def left_out(self) -> Iterator[NotTaken]:
        """Tell what was not taken, each kind once."""
        yield from self._unplaced.told()
        for what, count in self.kept.unused():
            yield NotTaken(self._arrival.place(), what, Unsupported(what), count)

    def _opened(self, said: dict[str, str], *, inside: bool = False) -> Open:
        name, source = short(said.get("type", "")), self.source(said.get("sourceName", ""))
        return Open(name, said, source, self.here(), inside)

    def _other(self, said: dict[str, str]) -> None:
        """Take a record that is not packed, or the first of its kind that is."""
        self._last = None
        one = self._opened(said)
        series = SERIES.get(one.name)
        packed = None if series is None else self._packed_open(series, one)
        key = said.get("type", ""), said.get("unit"), said.get("sourceName")
        if packed is not None and one.name not in _WITH_CARE:
            if key[1] is not None and key[2] is not None:
                self._known[key[0], key[1], key[2]] = packed
                self.record(said)
            else:
                self._singles.packed(packed, one)
        elif packed is not None or one.name in TAKEN:
            self._open = one
            self.ends["Record"] = self._close
        elif series is None:
            self.count_unsupported(one.name or "Record")

    def _packed_open(self, series: Series, one: Open) -> Packed | None:
        unit = one.said.get("unit") or series.unsaid
        return self._packed_of(series, one.name, unit, one.source)

    def _packed_of(self, series: Series, name: str, unit: str, source: SourceId) -> Packed | None:
        known = self._series.get((name, unit, source))
        if known is not None:
            return known
        factor = factor_of(series.dimension, unit)
        if factor is None:
            wanted = f"a unit of {series.dimension.value}"
            reason = Misshapen("unit", unit[:_SHOWN], wanted)
            self._unplaced.take(NotTaken(self.here(), name, reason))
            return None
        packed = self._series[name, unit, source] = Packed(series, source, factor)
        return packed

    def _close(self) -> None:
        """Take a record whose element has ended."""
        one, self._open = self._open, None
        self.ends.pop("Record", None)
        if one is None:
            return
        series = SERIES.get(one.name)
        packed = None if series is None else self._packed_open(series, one)
        if packed is not None:
            self._singles.packed(packed, one)
        elif series is None:
            self._singles.take(one)
