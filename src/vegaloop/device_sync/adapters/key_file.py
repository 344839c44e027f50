"""The key beside the embedded database: made at first use, for its owner's eyes only.

Rule 1: of any number of processes that make it at once one does, and all read the same.
Rule 2: a file that others may read is refused, and so is one that has no keys.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.adapters.key_ring import (
    KEY_BYTES,
    KeyRing,
    NotAKeyRing,
    RandomBytes,
    SealingKey,
    keys_of,
    text_of,
)
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "CannotReadKeys",
    "KeyFileOpen",
    "KeyFileUnusable",
    "kept_in",
    "key_file",
    "keys_in",
)

_OWNER_ONLY: Final = 0o600
_BYTES_MOST: Final = 4096
_MARK_BYTES: Final = 4
_NAME_BYTES: Final = 8


@final
class KeyFileOpen(Struct, frozen=True, tag="sync/key-file-open"):
    """A key file that others than its owner may read: its mode."""

    mode: int


@final
class KeyFileUnusable(Struct, frozen=True, tag="sync/key-file-unusable"):
    """A key file that can be neither read nor made: the number of the system's error."""

    errno: int


CannotReadKeys: TypeAlias = KeyFileOpen | KeyFileUnusable | NotAKeyRing


def key_file(database: Path) -> Path:
    """Name the file beside an embedded database that has its keys: `.keys` after its name."""
    return database.with_name(f"{database.name}.keys")


def keys_in(path: Path, random_bytes: RandomBytes) -> Result[KeyRing, CannotReadKeys]:
    """Read keys from a file, and make it with a fresh one where it is not there."""
    try:
        if not path.exists():
            _make(path, random_bytes)
    except OSError as problem:
        return Failure(KeyFileUnusable(problem.errno or 0))
    return _read(path)


def kept_in(path: Path) -> Result[KeyRing | None, CannotReadKeys]:
    """Read keys from a file; None where there is none."""
    match _read(path):
        case Failure(KeyFileUnusable(errno=errno.ENOENT)):
            return Success(None)
        case Failure(problem):
            return Failure(problem)
        case Success(keys):
            return Success(keys)


def _read(path: Path) -> Result[KeyRing, CannotReadKeys]:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(_BYTES_MOST).decode("latin-1")
    except OSError as error:
        return Failure(KeyFileUnusable(error.errno or 0))
    if mode & ~_OWNER_ONLY:
        return Failure(KeyFileOpen(mode))
    return keys_of(text.strip())


def _make(path: Path, random_bytes: RandomBytes) -> None:
    """Write it under another name and link it whole: nobody ever reads half a key."""
    secret = random_bytes(KEY_BYTES)
    # Named for its key, so that one that was lost is missed and not taken for its successor.
    mark = hashlib.blake2b(secret, digest_size=_MARK_BYTES).hexdigest()
    draft = path.with_name(f".{path.name}.{random_bytes(_NAME_BYTES).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{text_of(SealingKey(f'k-{mark}', secret))}\n".encode())
            file.flush()
            os.fchmod(file.fileno(), _OWNER_ONLY)
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # Another process was first: its key is the one.
            os.link(draft, path)
        _keep_name(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
