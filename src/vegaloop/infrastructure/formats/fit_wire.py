"""FIT on the wire: segments, definitions, and where the messages of each layout lie.

Rule 1: equal messages in a row are found at once and never looked at one by one.
Rule 2: a damaged file is read up to the damage, and a note says where that is.
Rule 3: what follows the damage is read again from the next header on.
Rule 4: what goes on as messages behind the end a header gives, and no right checksum, is read: a
device that died never wrote how long its file is.
Rule 5: a compressed timestamp is resolved here, as it depends on the messages before it.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.crc import crc16
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Note, Remark, TooLarge

__all__ = ("Field", "Layout", "Wire", "is_fit", "walk")

MOST_MESSAGES: Final = 2_000_000  # 23 days at one a second.
MOST_LAYOUTS: Final = 4_096  # The richest real file has about 50.
MOST_SEGMENTS: Final = 1_000  # Straps append one for what they remembered.
_SIGNATURE: Final = b".FIT"
_LEAST_HEADER: Final = 12
_TIMESTAMP: Final = 253
_NOT_SET: Final = 0xFFFF_FFFF
_CRC_BYTES: Final = 2
_CONVINCING: Final = 16  # So many messages behind each other are no chance.
_UNDEFINED: Final = "message of a type not defined"


@final
class Field(Struct, frozen=True):
    """Where in a message a field lies; `base` is FIT's number of its type."""

    number: int
    at: int
    size: int
    base: int


@final
class Layout(Struct):
    """Messages of one shape, and where they begin: runs of `counts` messages at `starts`.

    Each takes `stride` bytes with its header byte. `stamps` has a timestamp a run where the
    headers carry compressed ones.
    """

    message: int
    big_endian: bool
    fields: tuple[Field, ...]
    developer_fields: tuple[Field, ...]
    stride: int
    stamp_at: int | None
    starts: list[int]
    counts: list[int]
    stamps: list[int]


@final
class Wire(Struct, frozen=True):
    """A FIT file taken apart."""

    data: bytes
    layouts: tuple[Layout, ...]
    segments: int
    notes: tuple[Note, ...]


def is_fit(data: bytes, at: int = 0) -> bool:
    """Whether a FIT segment begins there."""
    return data[at + 8 : at + 12] == _SIGNATURE and data[at] >= _LEAST_HEADER


def walk(data: bytes) -> Wire:
    """Find every message of a file, segment after segment."""
    walker = _Walker(data)
    at = 0
    segments = 0
    while is_fit(data, at):
        after = walker.segment(at)
        segments += 1
        if segments > MOST_SEGMENTS:
            raise ReadFault(TooLarge("segments", MOST_SEGMENTS))
        at = _next_header(data, after)
        if at > after:
            walker.notes.append(Note(Remark.TRAILING_BYTES, at_byte=after))
    return Wire(data, tuple(walker.layouts.values()), segments, tuple(walker.notes))


def _next_header(data: bytes, at: int) -> int:
    """Where the next segment begins: here, after what belongs to none, or not at all."""
    while at < len(data) and not is_fit(data, at):
        found = data.find(_SIGNATURE, at + 9)
        at = len(data) if found < 0 else found - 8
    return at


class _Walker:
    """The state of a walk: the layouts met, and which of them the 16 local numbers mean."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.layouts: dict[tuple[bytes, bool], Layout] = {}
        self.notes: list[Note] = []
        self._keys: list[bytes | None] = [None] * 16
        self._messages = 0
        self._stamped: tuple[int, bool] | None = None
        self._clock = 0
        self._stopped = 0

    def segment(self, at: int) -> int:
        """Read one segment, and say where the next would begin."""
        data = self.data
        header = data[at]
        end = at + header + int.from_bytes(data[at + 4 : at + 8], "little")
        self._check_header(at, header)
        self._keys = [None] * 16
        self._stamped = None
        self._clock = 0
        whole = self._read(min(at + header, len(data)), min(end, len(data)))
        after = end + _CRC_BYTES
        if after > len(data):
            if whole:
                self._cut(len(data), "the file is shorter than its header says")
            return _next_header(data, self._stopped) if self._stopped > at else len(data)
        if crc16(memoryview(data)[at:end]) == int.from_bytes(data[end:after], "little"):
            return after
        goes_on = end if whole else self._stopped
        until = self._goes_on_until(goes_on, at + header, after)
        if until is None:
            self._note(Remark.CRC_WRONG, end)
            return after
        if not whole:
            self.notes.pop()  # Nothing is cut there.
        self._note(Remark.CUT_OFF, end, "the file is longer than its header says")
        self._read(goes_on, until)
        return _next_header(data, until)

    def _goes_on_until(self, at: int, begun: int, after: int) -> int | None:
        """How far messages go on behind what the header tells of, if they do."""
        header = _next_header(self.data, after)
        rest = self.data[after:header]
        if header < after + 1 or not rest.strip(rest[:1]):
            return None  # Another segment, nothing, or bytes to fill it up.
        scout = self._scout(at, header - _CRC_BYTES)
        if scout.told and not scout.notes:
            return header - _CRC_BYTES
        scout = self._scout(at, header)  # Who died wrote no checksum either.
        broken = any(note.detail == _UNDEFINED for note in scout.notes)
        least = 1 if at == begun else _CONVINCING
        return header if scout.told >= (least if broken else 1) else None

    def _scout(self, at: int, end: int) -> _Walker:
        """Read as if it went on there, without keeping it."""
        scout = _Walker(self.data)
        scout._keys = self._keys.copy()
        known = [key for key in self._keys if key is not None]
        scout.layouts = {(key, c): _layout(key) for key in known for c in (False, True)}
        scout._read(at, end)
        return scout

    @property
    def told(self) -> int:
        """How many messages were met, definitions left out."""
        return sum(sum(layout.counts) for layout in self.layouts.values())

    def _check_header(self, at: int, header: int) -> None:
        if header < _LEAST_HEADER + 2:
            return
        given = int.from_bytes(self.data[at + 12 : at + 14], "little")
        # Zero is allowed: the device did not compute one.
        if given and given != crc16(memoryview(self.data)[at : at + 12]):
            self._note(Remark.HEADER_CRC_WRONG, at + 12)

    def _read(self, at: int, end: int) -> bool:
        data = self.data
        keys = self._keys
        layouts = self.layouts
        while at < end:
            head = data[at]
            if head & 0xC0 == 0x40:
                after = self._define(at, end)
                if after is None:
                    return self._cut(at, "definition cut")
                at = after
                continue
            compressed = head > 0x7F
            key = keys[(head >> 5) & 3 if compressed else head & 15]
            if key is None:
                return self._cut(at, _UNDEFINED)
            layout = layouts[key, compressed]
            stride = layout.stride
            if at + stride > end:
                return self._cut(at, "message cut")
            count = 1
            if compressed:
                layout.stamps.append(self._stamp(head & 31))
            else:
                if at + stride < end and data[at + stride] == head:
                    count = _run_length(data, at, stride, end)
                if layout.stamp_at is not None:
                    last = at + (count - 1) * stride
                    self._stamped = (last + layout.stamp_at, layout.big_endian)
            layout.starts.append(at)
            layout.counts.append(count)
            self._count(count)
            at += count * stride
        return True

    def _stamp(self, low_bits: int) -> int:
        if self._stamped is not None:
            at, big_endian = self._stamped
            given = int.from_bytes(self.data[at : at + 4], "big" if big_endian else "little")
            self._clock = self._clock if given == _NOT_SET else given
            self._stamped = None
        self._clock += (low_bits - self._clock) & 31
        return self._clock

    def _define(self, at: int, end: int) -> int | None:
        data = self.data
        if at + 6 > end:
            return None
        after = at + 6 + 3 * data[at + 5]
        if data[at] & 0x20:
            after += 1 + 3 * data[after] if after < end else 1
        if after > end:
            return None
        key = data[at : at + 1] + data[at + 2 : after]
        # The local number is no part of the shape; whether developer fields follow is.
        key = bytes([key[0] & 0x20]) + key[1:]
        if (key, False) not in self.layouts:
            for compressed in (False, True):
                self.layouts[key, compressed] = _layout(key)
            if len(self.layouts) > MOST_LAYOUTS:
                raise ReadFault(TooLarge("definitions", MOST_LAYOUTS))
        self._keys[data[at] & 15] = key
        self._count(1)
        return after

    def _count(self, messages: int) -> None:
        self._messages += messages
        if self._messages > MOST_MESSAGES:
            raise ReadFault(TooLarge("messages", MOST_MESSAGES))

    def _cut(self, at: int, detail: str) -> bool:
        self._stopped = at
        self._note(Remark.CUT_OFF, at, detail)
        return False

    def _note(self, what: Remark, at_byte: int, detail: str = "") -> None:
        self.notes.append(Note(what, at_byte=at_byte, detail=detail))


def _layout(key: bytes) -> Layout:
    big_endian = key[1] == 1
    count = key[4]
    triples = [key[n : n + 3] for n in range(5, len(key), 3)]
    fields: list[Field] = []
    at = 1  # After the header byte.
    for number, size, base in triples[:count]:
        fields.append(Field(number, at, size, base))
        at += size
    developer_fields: list[Field] = []
    # A developer field names whose it is where others name their type; one byte counts them.
    for n in range(6 + 3 * count, len(key), 3):
        number, size, owner = key[n : n + 3]
        developer_fields.append(Field(number, at, size, owner))
        at += size
    stamp = next((f for f in fields if f.number == _TIMESTAMP and f.size == 4), None)
    return Layout(
        message=int.from_bytes(key[2:4], "big" if big_endian else "little"),
        big_endian=big_endian,
        fields=tuple(fields),
        developer_fields=tuple(developer_fields),
        stride=at,
        stamp_at=stamp.at if stamp else None,
        starts=[],
        counts=[],
        stamps=[],
    )


def _run_length(data: bytes, at: int, stride: int, end: int) -> int:
    """Count the whole messages from `at` on that share its header byte."""
    head = data[at : at + 1]
    count = 1
    window = 8
    while heads := data[at + count * stride : min(end, at + (count + window) * stride) : stride]:
        same = len(heads) - len(heads.lstrip(head))
        count += same
        if same < len(heads):
            break
        window *= 4
    return count if at + count * stride <= end else count - 1
