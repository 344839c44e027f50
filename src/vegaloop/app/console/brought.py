"""The files somebody names to bring, and those in the folders they name.

Rule 1: what is no file, or cannot be read, is brought as well, with the reason, and never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from vegaloop.app.console.terminal import Exit, fail
from vegaloop.imports import NotAFile, Piece, Unreadable

__all__ = ("pieces_of",)

Fault: TypeAlias = NotAFile | Unreadable

_SORTS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISLNK, "link"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


def pieces_of(paths: Iterable[Path]) -> list[Piece]:
    """Find the files named, and all below the folders named, in the order of their paths."""
    found: dict[Path, Piece] = {}
    for path in paths:
        if not os.path.lexists(path):
            fail(f"{path}: there is no such file or folder", Exit.USAGE)
        below = _below(path) if path.is_dir() else iter([(path, None)])
        for file, fault in below:
            shown = path.name if file == path else str(file.relative_to(path))
            found.setdefault(file, _piece(file, shown, fault, named=file == path))
    return [found[file] for file in sorted(found)]


def _below(folder: Path) -> Iterator[tuple[Path, Fault | None]]:
    """Each file below a folder, and each folder that is a link or cannot be read."""
    refused: list[OSError] = []
    for above, folders, files in os.walk(folder, onerror=refused.append):
        links = (name for name in folders if Path(above, name).is_symlink())
        yield from ((Path(above, name), None) for name in (*files, *links))
    for error in refused:
        yield Path(str(error.filename)), _unreadable(error)


def _piece(file: Path, shown: str, fault: Fault | None, *, named: bool) -> Piece:
    try:
        status = file.stat() if named else file.lstat()
        fault = fault or _fault_of(file, status)
    except OSError as error:
        return Piece(shown, 0, lambda: _opened(file), _unreadable(error))
    return Piece(shown, 0 if fault else status.st_size, lambda: _opened(file), fault)


def _fault_of(file: Path, status: os.stat_result) -> Fault | None:
    """Find why a file is not to be opened; OSError where it cannot be."""
    if not stat.S_ISREG(status.st_mode):
        return NotAFile(next((word for is_it, word in _SORTS if is_it(status.st_mode)), "folder"))
    with file.open("rb"):
        return None


def _unreadable(error: OSError) -> Unreadable:
    return Unreadable((error.strerror or "unknown").casefold())


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        fail(f"{file}: cannot be read ({error.strerror})", Exit.USAGE)
