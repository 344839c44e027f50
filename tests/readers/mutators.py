"""What a disk, a cable, an editor or an attacker makes of a file, by the kind of file.

Each takes bytes and chance, and gives other bytes; the same chance gives the same.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
from random import Random
from typing import Final

from vegaloop.infrastructure.formats.crc import crc16

_LONGEST: Final = 40
_AWKWARD: Final = (0x00, 0x01, 0x0E, 0x3C, 0x40, 0x60, 0x7F, 0x80, 0xE0, 0xFF)
JUNK: Final[tuple[object, ...]] = (
    None,
    "",
    "x",
    "-1",
    "1e308",
    0,
    -1,
    1e308,
    -1e308,
    10**400,
    5e-324,
    True,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"a": [{}]},
    "2024-02-30T25:61:00+99:99",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    253_402_300_799,
    "\u0000",
    "P9999999D",
    "24:00",
    [1e308] * 3,
)
CELLS: Final = (
    "",
    " ",
    "-1",
    "0",
    "1e308",
    "-1e308",
    "NaN",
    "inf",
    "9" * 400,
    "1,234.5",
    "1.234,5",
    "٣",
    "½",
    "x" * 5_000,
    "\x00",
    "a\x00b",
    "\ud7ff\ufeff\u202e",
    "e\u0301🚴",
    "=1+1",
    "0001-01-01 00:00:00",
    "9999-12-31T23:59:59-14:00",
    "2024-02-30 25:61:00",
    "31/12/2024 24:00",
    "1969-12-31",
    "99999999999999999999",
    "-00:00",
    "12:00 AM",
    "true",
    "<",
    "&#0;",
    "%s",
    '"',
)
_EXTREMES: Final = (
    bytes(8),
    b"\xff" * 8,
    b"\x7f" + b"\xff" * 7,
    b"\xff" * 7 + b"\x7f",
    b"\x80" * 8,
)
_DIGITS: Final = re.compile(rb"[0-9]+")
_NUMBERS: Final = (b"0", b"-1", b"9" * 30, b"1e999", b"-0", b"4294967296", b"1e-320", b"NaN")
_ENCODINGS: Final = ("utf-16", "utf-16-be", "utf-8-sig", "cp1252", "cp037", "utf-7", "utf-32")
_ATTRIBUTE: Final = re.compile(rb'"[^"<>]*"')
_TEXT: Final = re.compile(rb">[^<>]+<")


def mutated(seed: bytes, chance: Random) -> bytes:
    """One to eight changes: bytes set, bits turned, pieces and blocks cut, doubled, moved or lost."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
        at = chance.randrange(len(data) + 1)
        longest = _LONGEST if chance.random() < 0.9 else max(2, len(data))
        piece = data[at : at + chance.randrange(1, longest)]
        match chance.randrange(11):
            case 0 | 1 | 2 if at < len(data):
                data[at] = chance.choice((*_AWKWARD, chance.randrange(256)))
            case 3 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 4:
                del data[at : at + len(piece)]
            case 5:
                data[at:at] = piece * chance.randrange(1, 4)
            case 6:
                del data[at:]
            case 7:
                data[at : at + len(piece)] = bytes(len(piece))
            case 8:
                width = chance.choice((1, 2, 4, 8))
                data[at : at + width] = chance.choice(_EXTREMES)[:width]
            case 9:
                _number_changed(data, at, chance)
            case _:
                data[at:at] = chance.randbytes(chance.randrange(1, _LONGEST))
    return bytes(data)


def _number_changed(data: bytearray, at: int, chance: Random) -> None:
    """Put a number nobody writes in the place of the next one that is written in digits."""
    found = _DIGITS.search(data, at)
    if found:
        data[found.start() : found.end()] = chance.choice(_NUMBERS)


def spliced(seed: bytes, other: bytes, chance: Random) -> bytes:
    """The beginning of one file and the end of another."""
    return seed[: chance.randrange(len(seed) + 1)] + other[chance.randrange(len(other) + 1) :]


SEALED: Final = 0.7  # So many of a hundred mutated FIT files have checksums that are right.


def fit_mutated(seed: bytes, chance: Random) -> bytes:
    """A FIT file of which most have checksums that are right."""
    data = mutated(seed, chance)
    return sealed(data) if chance.random() < SEALED else data


def sealed(data: bytes) -> bytes:
    """Put right the size and the checksums of a FIT file of one segment."""
    if len(data) < 16 or data[8:12] != b".FIT" or not 12 <= data[0] <= len(data) - 2:
        return data
    head = bytearray(data[: data[0]])
    body = data[data[0] : -2]
    head[4:8] = len(body).to_bytes(4, "little")
    if len(head) >= 14:
        head[12:14] = crc16(memoryview(bytes(head[:12]))).to_bytes(2, "little")
    whole = bytes(head) + body
    return whole + crc16(memoryview(whole)).to_bytes(2, "little")


def with_junk(value: object, chance: Random) -> object:
    """A document with something else in one or more of its places."""
    if chance.random() < 0.08:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {
            name: with_junk(one, chance) for name, one in value.items() if chance.random() > 0.03
        }
    if isinstance(value, list):
        return [with_junk(one, chance) for one in value[:40]]
    return value


def json_mutated(seed: bytes, chance: Random) -> bytes:
    """A document with bytes changed, junk in its places, names twice, or depths that swallow it."""
    way = chance.randrange(10)
    if way < 3:
        return mutated(seed, chance)
    if way == 3:
        return _recoded(seed, chance)
    first, newline, rest = seed.partition(b"\n")
    try:
        value = json.loads(seed)
        rest = b""
    except ValueError:
        try:
            value = json.loads(first)
        except ValueError:
            return mutated(seed, chance)
    if way == 4:
        return _sunk(seed, chance)
    if way == 5:
        return _named_twice(json.dumps(value).encode(), chance)
    changed = json.dumps(with_junk(value, chance)).encode()
    return changed + newline + rest if rest else changed


def _sunk(seed: bytes, chance: Random) -> bytes:
    """Put a place of a document at the bottom of many lists or objects."""
    places = [found.start() for found in re.finditer(rb"(?<=[:\[,])\s*(?=[\[{\"\d])", seed)]
    at = chance.choice(places or [0])
    depth = chance.choice((10, 100, 500, 900, 990, 1_100, 20_000))
    begins, ends = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    return seed[:at] + begins * depth + b"0" + ends * depth + b"," * (at > 0) + seed[at:]


def _named_twice(seed: bytes, chance: Random) -> bytes:
    pairs = re.findall(rb'"[^"]{1,40}": (?:"[^"]*"|[-\d.]+|\[\]|null)', seed)
    at = seed.find(b"{") + 1
    if not pairs or not at:
        return seed
    return seed[:at] + b", ".join(chance.choices(pairs, k=4)) + b"," + seed[at:]


def _recoded(seed: bytes, chance: Random) -> bytes:
    text = seed.decode("utf-8", errors="replace")
    return text.encode(chance.choice(_ENCODINGS), errors="replace")


def csv_mutated(seed: bytes, chance: Random) -> bytes:
    """A table with bytes, cells, columns or lines changed, in another encoding or without an end."""
    way = chance.randrange(10)
    if way < 3:
        return mutated(seed, chance)
    if way == 3:
        return _recoded(seed, chance)
    lines = seed.decode("utf-8", errors="replace").split("\n")
    mark = max(",;\t", key=seed[:4_000].decode("utf-8", errors="replace").count)
    for _ in range(chance.choice((1, 2, 8, 30))):
        at = chance.randrange(len(lines))
        cells = lines[at].split(mark)
        match chance.randrange(6):
            case 0 | 1 | 2:
                cells[chance.randrange(len(cells))] = chance.choice(CELLS)
            case 3:
                chance.shuffle(cells)
            case 4:
                cells += cells[: chance.randrange(len(cells) + 1)]
            case _:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
                continue
        lines[at] = mark.join(cells)
    return chance.choice(("\n", "\r\n", "\n", "\r")).join(lines).encode("utf-8", errors="replace")


def xml_mutated(seed: bytes, chance: Random) -> bytes:
    """A document with bytes, attributes, texts or elements changed, or a head that says otherwise."""
    way = chance.randrange(10)
    if way < 3:
        return mutated(seed, chance)
    if way == 3:
        named = chance.choice(_ENCODINGS).encode()
        return seed.replace(b"UTF-8", named, 1) if chance.random() < 0.5 else _recoded(seed, chance)
    if way == 4:
        at = chance.choice([found.start() for found in re.finditer(rb"<", seed)] or [0])
        depth = chance.choice((10, 60, 70, 1_000, 20_000))
        return seed[:at] + b"<a>" * depth + b"</a>" * depth + seed[at:]
    data = seed
    for _ in range(chance.choice((1, 2, 8, 30))):
        found = list((_ATTRIBUTE if chance.random() < 0.8 else _TEXT).finditer(data))
        if not found:
            break
        one = chance.choice(found)
        cell = chance.choice(CELLS).encode("utf-8", errors="replace")
        if chance.random() < 0.5:
            cell = cell.replace(b"<", b"&lt;").replace(b'"', b"&quot;")
        data = data[: one.start() + 1] + cell + data[one.end() - 1 :]
    return data


def packed_mutated(seed: bytes, chance: Random) -> bytes:
    """An archive with bytes changed, mostly where a zip has its directory, cut off, or packed anew."""
    way = chance.random()
    if way < 0.1:
        return chance.choice((gzip.compress, bz2.compress, _xz))(seed)
    if way < 0.2:
        return _tar_sealed(mutated(seed, chance))
    if way < 0.3:
        return seed[: chance.randrange(len(seed))]
    if way < 0.6:
        at = max(0, len(seed) - chance.randrange(22, 400))
        return seed[:at] + mutated(seed[at:], chance)
    return mutated(seed, chance)


def _xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)  # More takes a hundred megabytes.


def _tar_sealed(data: bytes) -> bytes:
    """Put right the checksum of the first header of a tar, where it is one."""
    if data[257:262] != b"ustar":
        return data
    header = data[:148] + b"        " + data[156:512]
    return header[:148] + b"%06o\0 " % sum(header) + header[156:] + data[512:]
