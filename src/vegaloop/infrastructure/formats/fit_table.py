"""The messages of one kind in a FIT file, as columns and as rows."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.fit_wire import Field, Layout, Wire
from vegaloop.kernel.formats import TooLarge

__all__ = ("Floats", "Messages", "Row", "messages_of", "text_of")

Floats = NDArray[np.float64]

MOST_ROWS: Final = 20_000  # A gear change every four seconds of a day.
_PLACES: Final = 255  # No field holds more numbers.
_BASE: Final = 0x1F  # The upper bits of a base type only repeat what the lower ones say.
# FIT's number of a base type: numpy's code for it and the integer that means "not set".
_TYPES: Final = {
    0x00: ("u1", 0xFF),
    0x01: ("i1", 0x7F),
    0x02: ("u1", 0xFF),
    0x03: ("i2", 0x7FFF),
    0x04: ("u2", 0xFFFF),
    0x05: ("i4", 0x7FFF_FFFF),
    0x06: ("u4", 0xFFFF_FFFF),
    0x08: ("f4", None),
    0x09: ("f8", None),
    0x0A: ("u1", 0),
    0x0B: ("u2", 0),
    0x0C: ("u4", 0),
    0x0D: ("u1", 0xFF),
    0x0E: ("i8", 2**63 - 1),
    0x0F: ("u8", 2**64 - 1),
    0x10: ("u8", 0),
}


@final
class Row(Struct, frozen=True):
    """One message: the first number of each field read that is set, and its bytes."""

    at: int
    big_endian: bool
    numbers: dict[int, float]
    raw: dict[int, bytes]

    def text(self, field: int) -> str | None:
        """A text field, up to its first NUL or its end."""
        return text_of(self.raw.get(field, b""))

    def integers(self, field: int, size: int) -> list[int]:
        """All unsigned numbers of so many bytes in a field."""
        raw = self.raw.get(field, b"")
        parts = [raw[n : n + size] for n in range(0, len(raw), size)]
        return [int.from_bytes(part, "big" if self.big_endian else "little") for part in parts]


class _Part:
    """The messages of one layout: a matrix of bytes, one row a message."""

    def __init__(self, data: bytes, layout: Layout) -> None:
        self.layout = layout
        stride = layout.stride
        starts = np.array(layout.starts, dtype=np.int64)
        counts = np.array(layout.counts, dtype=np.int64)
        runs = zip(layout.starts, layout.counts, strict=True)
        blob = b"".join([data[start : start + count * stride] for start, count in runs])
        self.bytes = np.frombuffer(blob, dtype=np.uint8).reshape(-1, stride)
        nth = np.arange(len(self.bytes)) - np.repeat(np.cumsum(counts) - counts, counts)
        self.offsets: NDArray[np.int64] = np.repeat(starts, counts) + nth * stride

    def raw(self, field: Field) -> NDArray[np.uint8]:
        return np.ascontiguousarray(self.bytes[:, field.at : field.at + field.size])

    def matrix(self, field: Field, base: int, most: int = _PLACES) -> Floats:
        """The first numbers of a field, NaN where one is not set (or the field is no number)."""
        code, unset = _TYPES.get(base & _BASE, ("u1", None))
        kind = np.dtype((">" if self.layout.big_endian else "<") + code)
        if base & _BASE not in _TYPES or not field.size or field.size % kind.itemsize:
            return np.full((len(self.bytes), 1), np.nan)
        with np.errstate(invalid="ignore"):
            size = min(field.size, most * kind.itemsize)
            given = self.raw(Field(field.number, field.at, size, field.base)).view(kind)
            numbers = given.astype(np.float64)
        if unset is None:
            numbers[~np.isfinite(numbers)] = np.nan
        else:
            numbers[given == unset] = np.nan
        return numbers


class Messages:
    """All messages of one number, in the order of the file."""

    def __init__(self, data: bytes, layouts: list[Layout]) -> None:
        self._parts = [_Part(data, layout) for layout in layouts]
        offsets = [part.offsets for part in self._parts] or [np.zeros(0, dtype=np.int64)]
        joined = np.concatenate(offsets)
        self._order = np.argsort(joined, kind="stable")
        self.offsets: NDArray[np.int64] = joined[self._order]

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def numbers(self) -> frozenset[int]:
        """The fields any of them has a place for."""
        return frozenset(f.number for part in self._parts for f in part.layout.fields)

    def column(self, number: int, place: int = 0) -> Floats:
        """One number a message: the first of the field (or that place), NaN where not set."""
        found = [_first_named(part, number, place + 1) for part in self._parts]
        return self._joined(found, place)

    def spread(self, number: int) -> tuple[NDArray[np.int64], Floats]:
        """Every number set in a field of many, with which message it is of."""
        pieces: list[tuple[NDArray[np.int64], Floats]] = []
        for part in self._parts:
            found = _first_named(part, number)
            if found is not None:
                rows, places = np.nonzero(~np.isnan(found))
                pieces.append((part.offsets[rows], found[rows, places]))
        if not pieces:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        at = np.concatenate([offsets for offsets, _ in pieces])
        order = np.argsort(at, kind="stable")
        numbers = np.concatenate([values for _, values in pieces])[order]
        return np.searchsorted(self.offsets, at[order]), numbers

    def developer_column(self, number: int, owner: int, base: int) -> Floats:
        """One number a message of a developer's field."""
        found: list[Floats | None] = []
        for part in self._parts:
            fields = part.layout.developer_fields
            of = next((f for f in fields if (f.number, f.base) == (number, owner)), None)
            found.append(part.matrix(of, base, 1) if of else None)
        return self._joined(found)

    def bytes_of(self, number: int) -> list[bytes]:
        """The bytes of a field of every message."""
        found: list[bytes] = []
        for part in self._parts:
            of = next((f for f in part.layout.fields if f.number == number), None)
            found += [row.tobytes() for row in part.raw(of)] if of else [b""] * len(part.bytes)
        return [found[n] for n in self._order]

    def timestamps(self) -> Floats:
        """The timestamp of every message in its own seconds, NaN where it has none."""
        found: list[Floats | None] = []
        for part in self._parts:
            if part.layout.stamps:
                found.append(np.array(part.layout.stamps, dtype=np.float64)[:, None])
            else:
                found.append(_first_named(part, 253, 1))
        return self._joined(found)

    def rows(self, fields: type[IntEnum]) -> list[Row]:
        """Every message with some of its fields: for the kinds there are few of."""
        if len(self) > MOST_ROWS:
            raise ReadFault(TooLarge("laps, lengths or events", MOST_ROWS))
        numbered = set(fields)
        rows: list[Row] = []
        for part in self._parts:
            wanted = [f for f in part.layout.fields[::-1] if f.number in numbered]
            numbers = {f.number: part.matrix(f, f.base, 1)[:, 0] for f in wanted}
            raw = {f.number: part.raw(f) for f in wanted}
            if part.layout.stamps:
                numbers[253] = np.array(part.layout.stamps, dtype=np.float64)
            for n, at in enumerate(part.offsets.tolist()):
                set_here = {f: float(c[n]) for f, c in numbers.items() if not np.isnan(c[n])}
                raw_here = {f: b[n].tobytes() for f, b in raw.items()}
                rows.append(Row(at, part.layout.big_endian, set_here, raw_here))
        return sorted(rows, key=lambda row: row.at)

    def _joined(self, found: list[Floats | None], place: int = 0) -> Floats:
        joined = np.full(len(self._order), np.nan)
        at = 0
        for part, numbers in zip(self._parts, found, strict=True):
            if numbers is not None and numbers.shape[1] > place:
                joined[at : at + len(numbers)] = numbers[:, place]
            at += len(part.bytes)
        return joined[self._order] if len(self._parts) > 1 else joined


def messages_of(wire: Wire) -> dict[int, Messages]:
    """Sort the messages of a file by their number."""
    layouts: dict[int, list[Layout]] = {}
    for layout in wire.layouts:
        if layout.starts:
            layouts.setdefault(layout.message, []).append(layout)
    return {number: Messages(wire.data, same) for number, same in layouts.items()}


def text_of(raw: bytes) -> str | None:
    """A text up to its first NUL or its end; None if there is nothing in it."""
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip() or None


def _first_named(part: _Part, number: int, most: int = _PLACES) -> Floats | None:
    of = next((f for f in part.layout.fields if f.number == number), None)
    return part.matrix(of, of.base, most) if of else None
