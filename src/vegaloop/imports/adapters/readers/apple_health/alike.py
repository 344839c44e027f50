"""Records written alike, one a line in the words of the last: taken by the thousand, unparsed.

Rule 1: whatever is not exactly as the millions are is left to be parsed.
Rule 2: what stands before the times, the head, is parsed once, however often it comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, final
from xml.parsers import expat

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vegaloop.imports.adapters.readers.apple_health.names import SERIES, Series, short
from vegaloop.imports.adapters.readers.apple_health.records import Records
from vegaloop.imports.adapters.readers.apple_health.series import ROW_TYPE, scale_of
from vegaloop.imports.adapters.readers.apple_health.singles import TAKEN, ZONE
from vegaloop.imports.adapters.readers.apple_health.stamps import STAMPS_BYTES, stamps_of
from vegaloop.imports.adapters.readers.apple_health.units import factor_of
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.kernel.identity import SourceId

__all__ = ("AlikeRecords",)

_TIMES: Final = b'" creationDate="'
_CLOSED: Final = b'"/>'
_HEADS_MOST: Final = 4_096
_HEAD_BYTES_MOST: Final = 2_000
_ENDINGS_MOST: Final = 256
_ENDING_BYTES_MOST: Final = 1_000
_GIVEN_LATER: Final = frozenset(("creationDate", "startDate", "endDate", "value"))
# What may follow a value: the end of the element, or words about it that change nothing.
# Where the app had a device in its memory, which may be elsewhere for each record.
_POINTER: Final = re.compile(rb'( device="&lt;&lt;HKDevice: 0x)[0-9a-f]{1,16}(?=&gt;)')
_POINTED: Final = "HKDevice: 0x"
_ENDING: Final = re.compile(
    rb'"/>|">(?:[ \t\n]*<MetadataEntry key="(?!%b")[\w .-]{1,99}" value="[\w .,:+-]{0,99}"/>)*'
    rb"[ \t\n]*</Record>" % ZONE.encode()
)
_UNBROKEN: Final = frozenset(b"<>\r\n")
_NUMERAL: Final = re.compile(rb"-?\d[\d.]*(?:e-?\d+)?")
_CHARACTERS: Final = b"0123456789.-e\n"
_INT_MOST: Final = 2**31 - 1


@final
class _Kind(Struct, frozen=True):
    """Whose records those are that have the same head; `series` is None where nobody takes them."""

    name: str
    unit: str
    source: SourceId
    series: Series | None
    scale: float

    @property
    def is_share(self) -> bool:
        """Whether its values may be of one or of a hundred."""
        return self.series is not None and self.series.dimension is Dimension.SHARE


@final
class _Seen(Struct, frozen=True):
    """Parts of records, and the place of each among those looked at."""

    places: list[int]
    stamps: list[bytes]
    values: list[bytes]
    kinds: list[int]
    lines: list[int]


@final
class AlikeRecords:
    """Takes records that are written alike."""

    name: Final = b"Record"

    def __init__(self, records: Records) -> None:
        self._records = records
        self._heads: dict[bytes, int] = {}  # The place of its kind, or -1 where it has none.
        self._pointed: dict[bytes, int] = {}  # The same, before the pointer is cut out.
        self._met: set[bytes] = set()
        self._kinds: list[_Kind] = []
        self._places: dict[_Kind, int] = {}
        self._endings: dict[bytes, int] = {}
        self._parser = expat.ParserCreate()
        self._found: list[dict[str, str]] = []
        self._renew_parser()
        self._rows = np.empty(0, ROW_TYPE)
        self._kind_of = np.empty(0, np.int32)
        self._lines_of = np.empty(0, np.int32)

    def look(self, texts: Sequence[bytes]) -> bytes:
        """Tell which records are as the millions are: 1 each, else 0."""
        if len(self._heads) >= _HEADS_MOST:
            self._heads.clear()
            self._pointed.clear()
            self._kinds.clear()
            self._places.clear()
        seen = self._seen(texts)
        self._kind_of = np.full(len(texts), -1, np.int32)
        self._lines_of = np.ones(len(texts), np.int32)
        self._rows = np.zeros(len(texts), ROW_TYPE)
        good = np.zeros(len(texts), np.uint8)
        if seen.places:
            at = np.array(seen.places)
            self._kind_of[at], self._lines_of[at] = seen.kinds, seen.lines
            self._rows[at], good[at] = self._read(seen)
        return good.tobytes()

    def take(self, start: int, end: int, line: int) -> int:
        """Take the records of [start, end) of those looked at; tell how many lines they have."""
        rows, kinds = self._rows[start:end], self._kind_of[start:end]
        after = np.cumsum(self._lines_of[start:end])
        rows["line"] = line + after - self._lines_of[start:end]
        for n in np.unique(kinds).tolist():
            kind, own, last = self._kinds[n], rows[kinds == n], bool(n == kinds[-1])
            if kind.series is None:
                first = int(own["line"][0])
                self._records.take_unsupported(kind.name, len(own), first, last=last)
            else:
                key = kind.name, kind.unit, kind.source
                self._records.take_rows(kind.series, key, own.tobytes(), last=last)
        return int(after[-1])

    def _seen(self, texts: Sequence[bytes]) -> _Seen:
        """Part the records that have a head somebody knows; the loop that is gone through a million times."""
        seen, endings = _Seen([], [], [], [], []), self._endings
        add_place, add_stamps = seen.places.append, seen.stamps.append
        add_value, add_kind, add_lines = seen.values.append, seen.kinds.append, seen.lines.append
        head, kind, value_at, size = b"\0", -1, 0, 0
        for place, text in enumerate(texts):
            if not text.startswith(head):
                cut = text.find(_TIMES, 0, _HEAD_BYTES_MOST)
                if cut < 0:
                    continue
                size = cut + len(_TIMES)
                head, value_at = text[:size], size + STAMPS_BYTES
                kind = self._kind(head)
            elif kind < 0:
                kind = self._kind(head)
            if kind < 0:
                continue
            ends = text.find(b'"', value_at)
            ending = text[ends:]
            lines = 1 if ending == _CLOSED else endings.get(ending, -1)
            if lines < 0:
                lines = self._lines_to(ending)
            if lines and ends > value_at:
                add_place(place)
                add_stamps(text[size:value_at])
                add_value(text[value_at:ends])
                add_kind(kind)
                add_lines(lines)
        return seen

    def _read(self, seen: _Seen) -> tuple[NDArray[np.void], NDArray[np.bool_]]:
        stamps = stamps_of(seen.stamps)
        scales = np.array([kind.scale for kind in self._kinds])[seen.kinds]
        is_share = np.array([kind.is_share for kind in self._kinds])[seen.kinds]
        numbers = _numbers(seen.values)
        numbers[is_share & (numbers >= 0) & (numbers <= 1)] *= 100  # It is of one.
        with np.errstate(all="ignore"):
            steps = np.rint(numbers * scales)
            lengths_ms = (stamps.ends_s - stamps.starts_s) * 1_000
            good = stamps.good & (np.abs(steps) <= _INT_MOST) & (np.abs(lengths_ms) <= _INT_MOST)
        rows = np.zeros(len(good), ROW_TYPE)
        rows["start"] = stamps.starts_s * 1_000
        rows["length"] = np.where(good, lengths_ms, 0)
        rows["value"] = np.where(good, steps, 0)
        rows["offset"] = stamps.offsets_s
        return rows, good

    def _kind(self, head: bytes) -> int:
        """Find whose records have a head; -1 where nobody knows, or it comes for the first time."""
        known = self._pointed.get(head)
        if known is not None:
            return known
        pointed, head = head, _POINTER.sub(rb"\1", head, count=1)
        known = self._heads.get(head)
        if known is not None:
            if len(self._pointed) >= _HEADS_MOST:
                self._pointed.clear()
            self._pointed[pointed] = known
            return known
        if head not in self._met:
            if len(self._met) >= _HEADS_MOST:
                self._met.clear()
            self._met.add(head)
            return -1
        kind = self._kind_said(self._parsed(head))
        place = -1 if kind is None else self._places.setdefault(kind, len(self._kinds))
        if kind is not None and place == len(self._kinds):
            self._kinds.append(kind)
        self._heads[head] = place
        return place

    def _kind_said(self, said: dict[str, str]) -> _Kind | None:
        if not said or _GIVEN_LATER & said.keys():
            return None
        name = short(said.get("type", ""))
        source = self._records.source(said.get("sourceName", ""))
        series = SERIES.get(name)
        if series is None:
            return None if name in TAKEN else _Kind(name or "Record", "", source, None, 0.0)
        if "unit" not in said or "sourceName" not in said:
            return None
        unit = said["unit"] or series.unsaid
        factor = factor_of(series.dimension, unit)
        if factor is None:
            return None
        return _Kind(name, unit, source, series, scale_of(series, factor))

    def _parsed(self, head: bytes) -> dict[str, str]:
        """Parse what stands before the times; nothing where that is not all of one element."""
        if not _UNBROKEN.isdisjoint(head):
            return {}
        self._found.clear()
        try:
            self._parser.Parse(b"<Record " + head.removesuffix(_TIMES) + _CLOSED, False)
        except expat.ExpatError:
            self._renew_parser()
            return {}
        if len(self._found) != 1:
            self._renew_parser()
            return {}
        said = self._found[0]
        # What was cut out of a device may not be missing elsewhere.
        pointed = [key for key, value in said.items() if _POINTED in value]
        whole = not pointed or (pointed == ["device"] and head.count(b"HKDevice") == 1)
        return said if whole else {}

    def _renew_parser(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.Parse(b"<_>", False)
        self._parser.StartElementHandler = lambda _, attributes: self._found.append(attributes)

    def _lines_to(self, ending: bytes) -> int:
        """Tell how many lines a record has that ends so; 0 where it may say something."""
        if len(ending) > _ENDING_BYTES_MOST or not _ENDING.fullmatch(ending):
            return 0
        if len(self._endings) >= _ENDINGS_MOST:
            self._endings.clear()
        lines = self._endings[ending] = 1 + ending.count(b"\n")
        return lines


def _numbers(values: list[bytes]) -> NDArray[np.float64]:
    """Read numerals as the parser of texts does; not a number where one is none."""
    joined = b"\n".join((b"", *values))
    # A point with nothing before it is read by some and not by others.
    odd = b"\n." in joined or b"-." in joined or joined.translate(None, _CHARACTERS)
    if not odd:
        try:
            return np.fromiter(map(float, values), np.float64, len(values))
        except ValueError:
            pass
    return np.array([_number(value) for value in values])


def _number(value: bytes) -> float:
    try:
        return float(value) if _NUMERAL.fullmatch(value) else float("nan")
    except ValueError:
        return float("nan")
