"""Archives nobody packs in good faith, each built by hand."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from tests.archives import tarred, zipped

__all__ = ("BOMBS", "directory_of")

_MB: Final = 2**20


def directory_of(entries: int, *, told: int | None = None, wide: bool = False) -> bytes:
    """A zip of nothing but a directory: so many entries, of which its end tells another number."""
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"a") * entries
    count = entries if told is None else told
    ends = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 47, 4, 0)
    if not wide:
        size, count = len(directory), min(count, 65_535)
        ends = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, 4, 0)
        return b"PK\x03\x04" + directory + ends
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), 4
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 4 + len(directory), 1)
    return b"PK\x03\x04" + directory + record + locator + ends


def _zeros_in_a_zip() -> bytes:
    return zipped({"zeros": bytes(200 * _MB)})


def _zeros_in_a_gzip() -> bytes:
    return gzip.compress(bytes(200 * _MB))


def _nested_42() -> bytes:
    """Sixteen of each in each of the next, as the one of 42 kB."""
    data = zipped({"0": bytes(16 * _MB)})
    for _ in range(4):
        data = zipped({f"{n}.zip": data for n in range(16)})
    return data


def _zip_in_gzip_in_zip() -> bytes:
    inner = zipped({"zeros": bytes(100 * _MB)})
    return zipped({f"{n}.gz": gzip.compress(inner) for n in range(8)})


def _gzips_in_a_zip() -> bytes:
    """Each unpacks to as much as one alone may, and is packed twice."""
    packed = gzip.compress(b"<gpx>" + b" " * (19 * _MB))
    return zipped({f"{n}.gz": packed for n in range(200)})


def _large_dictionary() -> bytes:
    """The fifth byte of the header of a block is how large its dictionary is."""
    data = bytearray(lzma.compress(b"<gpx>", preset=0))
    data[12 + 4] = 36  # 2 to the power of 30.
    data[12 + 8 : 12 + 12] = struct.pack("<L", zlib.crc32(data[12 : 12 + 8]))
    return bytes(data)


def _headers_of_a_tar() -> bytes:
    return tarred({"a": b""})[:512] * 100_000


def _empty_tars() -> bytes:
    """As large as they may be, packed to a thousandth, in each other."""
    packed = gzip.compress(tarred({str(n): bytes(10 * _MB) for n in range(10)}))
    return gzip.compress(tarred({str(n): packed for n in range(100)}))


def _lying_sizes() -> bytes:
    data = bytearray(_zeros_in_a_zip())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.index(mark) + at
        data[place : place + 4] = struct.pack("<I", 100)
    return bytes(data)


def _overlapping() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(10 * _MB))
        entry = archive.filelist[0]
        for n in range(300):
            copy = zipfile.ZipInfo(f"a{n}")
            copy.compress_type, copy.header_offset = entry.compress_type, entry.header_offset
            copy.CRC, copy.file_size = entry.CRC, entry.file_size
            copy.compress_size = entry.compress_size
            archive.filelist.append(copy)
    return made.getvalue()


def _other_packings(method: int) -> Callable[[], bytes]:
    return lambda: zipped({"zeros": bytes(48 * _MB)}, method)


def _unknown_packing() -> bytes:
    data = bytearray(zipped({"a": b"x" * 100}))
    for mark, at in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        place = data.index(mark) + at
        data[place : place + 2] = struct.pack("<H", 99)
    return bytes(data)


def _many_gzips() -> bytes:
    return gzip.compress(b"") * 500_000


def _one_name() -> bytes:
    """So many files of one name that telling them apart one by one takes minutes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", b"")
        archive.filelist += [archive.filelist[0]] * 9_999
    return made.getvalue()


def _far_away() -> bytes:
    """An entry that begins where no file is."""
    data = bytearray(zipped({"a": b"x"}))
    place = data.index(b"PK\x01\x02") + 42
    data[place : place + 4] = b"\xfe\xff\xff\xff"
    return bytes(data)


def _newer() -> bytes:
    data = bytearray(zipped({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 6] = 200
    return bytes(data)


def _bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "zeros in a zip", _zeros_in_a_zip
    yield "zeros in a gzip", _zeros_in_a_gzip
    yield "zips in zips, 16 in each", _nested_42
    yield "zips in gzips in a zip", _zip_in_gzip_in_zip
    yield "gzips in a zip, each as large as it may be", _gzips_in_a_zip
    yield "sizes that lie", _lying_sizes
    yield "entries upon each other", _overlapping
    yield "zeros in bzip2", _other_packings(zipfile.ZIP_BZIP2)
    yield "zeros in LZMA", _other_packings(zipfile.ZIP_LZMA)
    yield "zeros in a bzip2", lambda: bz2.compress(bytes(10 * _MB)) * 20
    yield "zeros in an xz", lambda: lzma.compress(bytes(10 * _MB), preset=0) * 20
    yield "an xz that asks for a gigabyte", _large_dictionary
    yield "a tar of zeros in a gzip", lambda: gzip.compress(tarred({"a": bytes(200 * _MB)}))
    yield "a hundred thousand headers of a tar", _headers_of_a_tar
    yield "tars of zeros in a tar", _empty_tars
    yield "an unknown packing", _unknown_packing
    yield "a hundred thousand entries", lambda: directory_of(100_000)
    yield "as many, told to be one", lambda: directory_of(100_000, told=1)
    yield "a million in a directory of 64 bits", lambda: directory_of(1_000_000, wide=True, told=1)
    yield "500,000 gzips", _many_gzips
    yield "an entry that is nowhere", _far_away
    yield "a zip of a later version", _newer


BOMBS: Final = {name: cache(made) for name, made in _bombs()}
SAME_NAME: Final = _one_name
