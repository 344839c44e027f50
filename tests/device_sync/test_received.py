"""Whatever bytes a server sends, a call ends in an answer or in a reason why there is none."""

from __future__ import annotations

import gzip
import itertools
import ssl
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, final

import httpcore2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.lines import Monotonic
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.application.calling import (
    Answer,
    Call,
    CannotCall,
    NoAnswer,
    TooLong,
    Verb,
)
from vegaloop.infrastructure.system import monotonic_s
from vegaloop.kernel.result import Failure, Result, Success

ORIGIN: Final = "http://127.0.0.1:8123"
MOST: Final = 10_000
TRUST: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
HOWS: Final = frozenset({"protocol", "reset"})
OK: Final = b"HTTP/1.1 200 OK\r\n"


@final
class Canned(httpcore2.NetworkBackend, httpcore2.NetworkStream):
    """A server that says what it was told to, piece by piece, and hangs up."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[tuple[int, int, int]] | None = None,
    ) -> httpcore2.NetworkStream:
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return next(self._pieces, b"")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Hear nothing."""

    def close(self) -> None:
        """Be gone."""


def said(
    *pieces: bytes, more: Iterable[bytes] = (), monotonic: Monotonic = monotonic_s
) -> Result[Answer, CannotCall]:
    """What a call ends in where a server says some bytes."""
    lines = Canned(filter(None, itertools.chain(pieces, more)))
    network = Network(lambda _, __: ("127.0.0.1",), lines, TRUST)
    caller = HttpCaller(
        Reach(frozenset(), frozenset({ORIGIN})), monotonic, Limits(bytes_most=MOST), network
    )
    found = caller.call(Call(verb=Verb.GET, url=f"{ORIGIN}/"))
    caller.close()
    return found


def packed(body: bytes) -> bytes:
    return OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body


WELL_SAID: Final = st.sampled_from(
    [
        OK + b"Content-Length: 5\r\n\r\nhello",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n",
        OK + b"Connection: close\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" + OK + b"\r\nhello",
        b"HTTP/1.0 204 No Content\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nhello",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        packed(gzip.compress(b"hello", mtime=0)),
    ]
)


@st.composite
def misheard(draw: st.DrawFn) -> bytes:
    """An answer with some bytes changed, left out or put in."""
    said_well = bytearray(draw(WELL_SAID))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(said_well)))
        end = start + draw(st.integers(0, 4))
        said_well[start:end] = draw(
            st.binary(max_size=4) | st.sampled_from([b"\r\n", b"\0", b": ", b"-1", b"9" * 21, b" "])
        )
    return bytes(said_well)


@given(misheard() | st.binary(max_size=200), st.integers(1, 400))
@example(b"", 1)
@example(OK, 1)
@example(b"HTTP/1.1 999 \r\n\r\n", 1)
@example(b"HTTP/1.1 000 \r\n\r\n", 1)
@example(b"HTTP/1.1 -20 \r\n\r\n", 3)
@example(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 99)
@example(OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello", 99)
@example(OK + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n", 99)
@example(OK + b"Content-Length: \xb2\r\n\r\n", 99)
@example(OK + b"\xff: \xff\r\n\r\n", 99)
@example(OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", 99)
@example(OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", 99)
def test_whatever_is_said_is_heard_or_told(whole: bytes, size: int) -> None:
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    match said(*pieces):
        case Success(answer):
            assert len(answer.body) <= MOST
        case Failure(NoAnswer(how=how)):
            assert how in HOWS
        case Failure(error):
            assert error == TooLong(MOST)


@given(st.binary(max_size=2_000), st.sampled_from([b"gzip", b"GZIP", b" x-gzip "]))
def test_what_is_packed_is_unpacked(body: bytes, name: bytes) -> None:
    found = packed(gzip.compress(body, mtime=0)).replace(b": gzip", b": " + name)
    assert good(said(found)).body == body


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"hello", mtime=0)[:-1],
        gzip.compress(b"hello", mtime=0) + b"\0",
        gzip.compress(b"hello", mtime=0) * 2,
        gzip.compress(b"hello", mtime=0)[:-8] + bytes(8),
        zlib.compress(b"hello"),
        b"hello",
    ],
)
def test_what_is_packed_badly_is_no_answer(body: bytes) -> None:
    assert refused(said(packed(body))) == NoAnswer("protocol")


@pytest.mark.parametrize("size", [MOST, MOST + 1])
def test_the_length_counts_as_told_as_sent_and_as_unpacked(size: int) -> None:
    body = bytes(size)
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size + body + b"\r\n0\r\n\r\n"
    told = OK + b"Content-Length: %d\r\n\r\n" % size
    for whole in (told + body, chunked, OK + b"\r\n" + body, packed(gzip.compress(body, mtime=0))):
        found = said(whole)
        if size > MOST:
            assert refused(found) == TooLong(MOST)
        else:
            assert good(found).body == body


def test_a_head_without_end_is_left() -> None:
    endless = itertools.repeat(b"X-More: " + b"x" * 1_000 + b"\r\n")
    assert refused(said(OK, more=endless)) == NoAnswer("protocol")


def test_heralds_without_end_are_left_in_time() -> None:
    told = itertools.count()
    heralds = itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")
    found = said(more=heralds, monotonic=lambda: next(told) / 10)
    assert refused(found) == NoAnswer("timeout")
