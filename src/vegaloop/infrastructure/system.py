"""The only module that asks the operating system for time and chance."""

from __future__ import annotations

import gc
import secrets
import time
from typing import final
from uuid import UUID

from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Clock, Instant, from_epoch_us

_CHANCE = secrets.SystemRandom()
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


@final
class SystemClock(Clock):
    """The clock on the wall."""

    def now(self) -> Instant:
        """Tell the time in UTC."""
        return from_epoch_us(time.time_ns() // 1_000)


@final
class RandomIds(Ids):
    """Identifiers drawn at random behind the millisecond (UUID version 7, RFC 9562)."""

    def fresh(self) -> UUID:
        """Draw one."""
        milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
        chance = secrets.randbits(74)
        return UUID(
            int=milliseconds << 80
            | _VERSION_7
            | (chance >> 62) << 64
            | _VARIANT
            | chance & (1 << 62) - 1
        )


@final
class RandomSecrets:
    """Secrets of 256 bits that are safe in a header."""

    def fresh(self) -> str:
        """Draw one."""
        return secrets.token_urlsafe(32)


def random_bytes(count: int) -> bytes:
    """Draw so many bytes that nobody can guess."""
    return secrets.token_bytes(count)


def chance() -> float:
    """Draw a number from [0, 1)."""
    return _CHANCE.random()


def keep_for_good() -> None:
    """Take what was loaded by now out of the collector's way: it stays as long as the process.

    Once a process: what is made later, and in a circle, would stay as well.
    """
    if not gc.get_freeze_count():
        gc.freeze()


def monotonic_s() -> float:
    """Tell seconds that only go up, and mean nothing but by their differences."""
    return time.monotonic()
