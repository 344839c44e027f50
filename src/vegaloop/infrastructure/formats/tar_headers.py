"""What is in a tar: files behind each other, each behind a header of 512 bytes.

Rule 1: only files are read; links, devices and files with holes are told, and never followed.
Rule 2: every header counts, whatever it is of, and none says more than a name and a size.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from vegaloop.infrastructure.formats.entries import Contents, Entry, Promise
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.packing import METHODS
from vegaloop.kernel.formats import Damaged, TooLarge

__all__ = ("is_tar", "tar_contents")

_BLOCK: Final = tarfile.BLOCKSIZE
MOST_SAID_BYTES: Final = 2**16  # Of a header that says more of the next one.
_LONGEST_NUMBER: Final = 20
_SIZE_AT: Final = slice(124, 136)
_MAGIC_AT: Final = slice(257, 262)
_MAGIC: Final = b"ustar"
_PATH: Final = "path"
_SIZE: Final = "size"
_HOLES: Final = "GNU.sparse."
_SAYS: Final = (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_PASSED: Final = (tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE, tarfile.DIRTYPE)
_LINKS: Final = (tarfile.LNKTYPE, tarfile.SYMTYPE)
_DEVICES: Final = (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
_WITHOUT_BYTES: Final = (tarfile.DIRTYPE, *_LINKS, *_DEVICES)


def is_tar(head: bytes) -> bool:
    """Tell a tar by its first header, whose checksum is right."""
    try:
        _header(head[:_BLOCK])
    except tarfile.HeaderError:
        return False
    return True


def tar_contents(stream: BinaryIO, most: int) -> Contents:
    """List what is in a tar, up to where it is damaged; ReadFault where that is too much."""
    end = stream.seek(0, io.SEEK_END)
    _bound(stream, end, most)
    entries: list[Entry] = []
    said: dict[str, str] = {}
    at = 0
    for _ in range(most + 1):
        if at > end:
            return Contents(entries, _damaged(end, "ends early"))
        stream.seek(at)
        block = stream.read(_BLOCK)
        if not any(block) and len(block) == _BLOCK:
            return Contents(entries)
        try:
            header = _header(block)
        except tarfile.HeaderError:
            return Contents(entries, _damaged(at, "no header of a file"))
        size = int(said.get(_SIZE, header.size))
        if size < 0 or (header.type in _SAYS and size > MOST_SAID_BYTES):
            return Contents(entries, _damaged(at, "a header with a size none has"))
        at += _BLOCK
        if header.type in _SAYS:
            said |= _said(header.type, stream.read(size))
        elif header.type not in _PASSED:
            name = said.get(_PATH, header.name)
            promise = Promise("tar", size, None)
            entries.append(
                Entry(name, at, min(size, end), promise, METHODS[0], _refusal(header, said))
            )
            said = {}
        at += 0 if header.type in _WITHOUT_BYTES else -(-size // _BLOCK) * _BLOCK
    raise _too_many(most)


def _bound(stream: BinaryIO, end: int, most: int) -> None:
    """Count headers by their sizes alone, as far as that goes, which takes a tenth of reading them."""
    at = 0
    for _ in range(most + 1):
        stream.seek(at)
        block = stream.read(_BLOCK)
        size = block[_SIZE_AT].strip(b" \0")
        if at >= end or block[_MAGIC_AT] != _MAGIC or not size.isdigit():
            return
        try:
            at += _BLOCK - (-int(size, 8) // _BLOCK) * _BLOCK
        except ValueError:
            return
    raise _too_many(most)


def _too_many(most: int) -> ReadFault:
    return ReadFault(TooLarge("files in an archive", most))


def _header(block: bytes) -> tarfile.TarInfo:
    return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")


def _said(kind: bytes, text: bytes) -> dict[str, str]:
    """What a header says of the next one: its name, whether it has holes, and its size."""
    if kind == tarfile.GNUTYPE_LONGNAME:
        return {_PATH: _text(text.partition(b"\0")[0])}
    return dict(_records(text))


def _records(text: bytes) -> Iterator[tuple[str, str]]:
    """The records of a header, each with its length before it."""
    at = 0
    while (space := text.find(b" ", at, at + _LONGEST_NUMBER)) > 0:
        length = text[at:space]
        name, _, value = text[space + 1 : at + _number(length) - 1].partition(b"=")
        if name == _SIZE.encode() and not _number(value):
            return
        yield _text(name), _text(value)
        at += max(_number(length), space - at + 1)


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() and len(digits) < _LONGEST_NUMBER else 0


def _text(name: bytes) -> str:
    return name.decode("utf-8", errors="surrogateescape")


def _refusal(header: tarfile.TarInfo, said: dict[str, str]) -> str | None:
    if header.type in _LINKS:
        return "it is a link"
    if header.type in _DEVICES:
        return "it is no file"
    holes = any(name.startswith(_HOLES) for name in said)
    return "it has holes" if holes or header.type == tarfile.GNUTYPE_SPARSE else None


def _damaged(at: int, what: str) -> Damaged:
    return Damaged("tar", at, None, what)
