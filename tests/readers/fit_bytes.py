"""FIT bytes laid by hand, for what no honest writer writes."""

from __future__ import annotations

import struct
from typing import NamedTuple

from vegaloop.infrastructure.formats.crc import crc16

T0 = 1_000_000_000  # 2021-09-08T01:46:40Z on FIT's clock.
T0_UTC = "2021-09-08T01:46:40+00:00"


class Developer(NamedTuple):
    """A developer's field of a definition: its number, its size, and whose it is."""

    number: int
    size: int
    owner: int


def definition(
    local: int,
    message: int,
    fields: list[tuple[int, int, int]],
    *,
    big_endian: bool = False,
    developers: tuple[Developer, ...] = (),
) -> bytes:
    """Define a local message of fields given as number, size and base type."""
    order = ">" if big_endian else "<"
    head = 0x40 | local | (0x20 if developers else 0)
    body = struct.pack("<BBB", head, 0, big_endian) + struct.pack(order + "H", message)
    body += bytes([len(fields)]) + b"".join(bytes(field) for field in fields)
    if developers:
        body += bytes([len(developers)]) + b"".join(bytes(field) for field in developers)
    return body


def segment(
    body: bytes, *, header: int = 14, size: int | None = None, crc: int | None = None
) -> bytes:
    """Put a header and a checksum around messages; wrong ones where they are given."""
    head = struct.pack("<BBHI4s", header, 0x20, 2140, len(body) if size is None else size, b".FIT")
    head += b"\0" * (header - 12)
    if crc is None:
        crc = crc16(memoryview(head + body))
    return head + body + struct.pack("<H", crc)


FILE_ID = definition(0, 0, [(0, 1, 0x00)]) + bytes([0, 4])  # An activity.
PLAIN_RECORD = [(253, 4, 0x86), (3, 1, 0x02)]


def records(beats: list[int], *, local: int = 1, start: int = T0) -> bytes:
    """A second a heart rate."""
    return definition(local, 20, PLAIN_RECORD) + b"".join(
        struct.pack("<BIB", local, start + n, bpm) for n, bpm in enumerate(beats)
    )
