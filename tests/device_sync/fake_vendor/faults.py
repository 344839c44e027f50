"""Bad manners: what a server does instead of answering, or to its answer."""

from __future__ import annotations

import gzip
import random
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, final

from msgspec import Struct

JSON: Final = "application/json"
HUGE_BYTES: Final = 100_000_000
DEPTH: Final = 100_000


@final
class Reply(Struct, frozen=True):
    """An answer, before anything is done to it."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = JSON

    def with_body(self, body: bytes, media_type: str = JSON) -> Reply:
        return Reply(self.status, body, self.headers, media_type)


class Fault(StrEnum):
    """What goes wrong with one call."""

    BUSY_SECONDS = "429, seconds"
    BUSY_DATE = "429, date"
    BUSY_ABSENT = "429, no word"
    BUSY_ZERO = "429, 0"
    BUSY_HUGE = "429, 1e9"
    BROKEN_500 = "500"
    BROKEN_502 = "502"
    BROKEN_503 = "503"
    RESET = "reset before"
    RESET_MIDDLE = "reset in the middle"
    CUT_MIDDLE = "hung up in the middle"
    SILENT = "silent"
    SLOW_HEAD = "slow head"
    SLOW_BODY = "slow body"
    NOT_HTTP = "not http"
    ENDLESS_HEAD = "endless head"
    TRUNCATED = "truncated JSON"
    NAN = "NaN"
    INFINITE = "1e999"
    DEEP = "deep"
    DOUBLED_KEYS = "doubled keys"
    NUL = "NUL"
    RAW_NUL = "raw NUL"
    SURROGATE = "lone surrogate"
    HUGE = "100 MB"
    HUGE_UNTOLD = "100 MB, chunked"
    BOMB = "gzip bomb"
    BAD_GZIP = "damaged gzip"
    OTHER_PACKING = "brotli"
    BOM = "BOM"
    WRONG_TYPE = "a web page"
    OTHER_CHARSET = "UTF-16"
    REDIRECT_LOOPBACK = "redirect to loopback"
    REDIRECT_METADATA = "redirect to metadata"
    REDIRECT_FILE = "redirect to a file"


BUSY: Final[Mapping[Fault, str | None]] = MappingProxyType(
    {
        Fault.BUSY_SECONDS: "120",
        Fault.BUSY_DATE: "",  # Written when it is answered.
        Fault.BUSY_ABSENT: None,
        Fault.BUSY_ZERO: "0",
        Fault.BUSY_HUGE: "1000000000",
    }
)
BROKEN: Final[Mapping[Fault, int]] = MappingProxyType(
    {Fault.BROKEN_500: 500, Fault.BROKEN_502: 502, Fault.BROKEN_503: 503}
)
REDIRECTS: Final[Mapping[Fault, str]] = MappingProxyType(
    {
        Fault.REDIRECT_LOOPBACK: "http://127.0.0.1:1/",
        Fault.REDIRECT_METADATA: "http://169.254.169.254/latest/meta-data/",
        Fault.REDIRECT_FILE: "file:///etc/passwd",
    }
)
# What is done to the bytes of an answer that is otherwise right.
_GARBLES: Final[Mapping[Fault, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        Fault.TRUNCATED: lambda body: body[: max(1, len(body) * 2 // 3)],
        Fault.NAN: lambda body: _numbers(body, b"NaN"),
        Fault.INFINITE: lambda body: _numbers(body, b"1e999"),
        Fault.DEEP: lambda body: b"[" * DEPTH + b"]" * DEPTH,
        Fault.DOUBLED_KEYS: lambda body: re.sub(rb'("\w+"):', rb"\1:null,\1:", body),
        Fault.NUL: lambda body: _texts(body, b"\\u0000"),
        Fault.RAW_NUL: lambda body: _texts(body, b"\0"),
        Fault.SURROGATE: lambda body: _texts(body, b"\\ud800"),
        Fault.BOM: lambda body: b"\xef\xbb\xbf" + body,
    }
)
# Those after which a whole answer comes, whatever stands in it.
GARBLING: Final = (*_GARBLES, Fault.WRONG_TYPE, Fault.OTHER_CHARSET)


def garbled(fault: Fault, reply: Reply) -> Reply:
    """Do to an answer what a fault does to its bytes."""
    if fault is Fault.WRONG_TYPE:
        return reply.with_body(b"<!doctype html><title>Maintenance</title>", "text/html")
    if fault is Fault.OTHER_CHARSET:
        return reply.with_body(reply.body.decode().encode("utf-16"), f"{JSON}; charset=utf-16")
    garble = _GARBLES.get(fault)
    return reply if garble is None else reply.with_body(garble(reply.body))


@cache
def bomb(size: int = HUGE_BYTES) -> bytes:
    """Pack so many zeros, some hundreds to one."""
    return gzip.compress(bytes(size), 1)


@final
class Faults:
    """What goes wrong when: first what a test wrote down, then by chance of a seed."""

    def __init__(
        self, seed: int = 0, rate: float = 0.0, among: Sequence[Fault] = (), most: int = 1_000
    ) -> None:
        self._chance = random.Random(seed)
        self._rate = rate
        self._among = tuple(among)
        self._left = most
        self._script: deque[tuple[Fault | None, re.Pattern[str] | None]] = deque()
        self._lock = threading.Lock()

    def next(self, *faults: Fault | None, on: str | None = None) -> None:
        """Let the next calls (to a path) go wrong so, one after the other; None goes well."""
        pattern = None if on is None else re.compile(on)
        with self._lock:
            self._script.extend((fault, pattern) for fault in faults)

    def always(self, among: Iterable[Fault], rate: float = 1.0) -> None:
        """Let calls go wrong from now on, by chance."""
        with self._lock:
            self._among, self._rate = tuple(among), rate

    def draw(self, path: str) -> Fault | None:
        """Say what goes wrong with a call."""
        with self._lock:
            for place, (fault, pattern) in enumerate(self._script):
                if pattern is None or pattern.search(path):
                    del self._script[place]
                    return fault
            if not self._among or self._left <= 0 or self._chance.random() >= self._rate:
                return None
            self._left -= 1
            return self._chance.choice(self._among)


def _numbers(body: bytes, by: bytes) -> bytes:
    return re.sub(rb"(?<=[:\[,])\s*-?\d+(\.\d+)?(?=[,\]}])", by, body)


def _texts(body: bytes, by: bytes) -> bytes:
    return re.sub(rb'":\s*"', lambda _: b'":"' + by, body)
