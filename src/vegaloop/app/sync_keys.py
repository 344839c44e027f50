"""The keys that seal the tokens of vendors: where they are, and in plain words why they cannot be had."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vegaloop.app.settings import Settings
from vegaloop.device_sync import Seal
from vegaloop.device_sync.adapters.key_file import (
    CannotReadKeys,
    KeyFileOpen,
    KeyFileUnusable,
    kept_in,
    key_file,
    keys_in,
)
from vegaloop.device_sync.adapters.key_ring import KeyRing, NotAKeyRing, keys_of
from vegaloop.infrastructure.system import random_bytes
from vegaloop.kernel.result import Failure, Result, Success, mapped

__all__ = ("ring_of", "seal_of")

_WANTED: Final = (
    "it is a list such as k2:BASE64,k1:BASE64, of 32 random bytes each (docs/operations.md)"
)
_MISSING: Final = (
    "the setting VEGALOOP_SYNC_KEYS is missing: a vendor is set up, its tokens are sealed, and beside "
    f"this database no key is kept; {_WANTED}"
)


def ring_of(settings: Settings, is_sealed: Callable[[], bool]) -> Result[KeyRing | Path, str]:
    """Find the keys, or the file in which they are made at first use; or why they cannot be had.

    `is_sealed` is asked where that file is not there: it was, if anything is sealed. A setting that
    is blank is as if it were not set.
    """
    if settings.sync_keys is not None and settings.sync_keys.strip():
        match keys_of(settings.sync_keys):
            case Success(keys):
                return Success(keys)
            case Failure(error):
                return Failure(f"the setting VEGALOOP_SYNC_KEYS is wrong: {_odd(error)}")
    if settings.database_file is None:
        return Failure(_MISSING)
    file = key_file(settings.database_file)
    match kept_in(file):
        case Success(kept) if kept is not None:
            return Success(kept)
        case Success() if is_sealed():
            return Failure(
                f"the key file {file} is missing, and tokens of vendors are sealed with its key: put "
                "it back; if it is lost, set VEGALOOP_SYNC_KEYS to a new key, and connect anew"
            )
        case Success():
            return Success(file)
        case Failure(problem):
            return Failure(_unusable(file, problem))


def seal_of(settings: Settings, is_sealed: Callable[[], bool]) -> Result[Seal, str]:
    """Make what seals, and its key where it is the first."""
    from vegaloop.device_sync.adapters.sealing import AesSeal

    match ring_of(settings, is_sealed):
        case Failure(why):
            return Failure(why)
        case Success(found):
            ring = _made(found) if isinstance(found, Path) else Success(found)
            return mapped(ring, lambda keys: AesSeal(keys, random_bytes))


def _made(file: Path) -> Result[KeyRing, str]:
    match keys_in(file, random_bytes):
        case Success(keys):
            return Success(keys)
        case Failure(problem):
            return Failure(_unusable(file, problem))


def _unusable(file: Path, problem: CannotReadKeys) -> str:
    match problem:
        case KeyFileOpen(mode=mode):
            return f"the key file {file} can be read by others (mode {mode:o}): chmod 600 {file}"
        case KeyFileUnusable(errno=number):
            return f"the key file {file} cannot be read or made: {os.strerror(number)}"
        case NotAKeyRing():
            return f"the key file {file} is wrong: {_odd(problem)}"


def _odd(error: NotAKeyRing) -> str:
    return f"key {error.number} should have {error.why}; {_WANTED}"
