"""A vendor as a real server on loopback: it answers, misbehaves as told, and remembers every call.

Rule 1: every wait of it ends when it is stopped.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Self, TypeAlias, final
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from tests.device_sync.fake_vendor.faults import (
    BROKEN,
    BUSY,
    HUGE_BYTES,
    REDIRECTS,
    Fault,
    Faults,
    Reply,
    bomb,
    garbled,
)
from tests.device_sync.fake_vendor.store import Quota
from vegaloop.kernel.time import Instant, later

_BODY_MOST: Final = 10_000_000
_PIECE: Final = 64 * 1024
_WAIT_MOST_S: Final = 60.0
_BUSY_S: Final = 120
_DAY: Final = dt.timedelta(hours=24)
# What comes of callers that leave.
_HUNG_UP: Final = (ConnectionError, TimeoutError, ssl.SSLError)
_UNANSWERED: Final = frozenset(
    {Fault.RESET, Fault.SILENT, Fault.NOT_HTTP, Fault.SLOW_HEAD, Fault.ENDLESS_HEAD}
)


@final
class Ask(Struct, frozen=True):
    """A call as it came; `host` is the vendor's, whatever machine it came to."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: Instant

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@final
class Seen(Struct, frozen=True):
    """A call, how it was answered, and whether it came before the vendor allowed another."""

    ask: Ask
    status: int | None
    fault: Fault | None
    is_early: bool
    is_over: bool


# Answers a call as the vendor would.
Answers: TypeAlias = Callable[[Ask], Reply]


@final
class FakeVendor:
    """A server that is one vendor or all of them: use it in a `with`, which ends it."""

    def __init__(
        self,
        answers: Answers,
        now: Callable[[], Instant],
        *,
        faults: Faults | None = None,
        quota: Quota | None = None,
        drip_s: float = 0.02,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.answers = answers
        self.now = now
        self.faults = Faults() if faults is None else faults
        self.quota = Quota() if quota is None else quota
        self.drip_s = drip_s
        self._tls = tls
        self.crashes: list[BaseException] = []
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._closed_until: Instant | None = None
        self._port = 0
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http{'' if self._tls is None else 's'}://127.0.0.1:{self._port}"

    def at(self, host: str, path: str = "") -> str:
        """Where it is one vendor's host: for a driver that is told where to call."""
        return f"{self.origin}/@{host}{path}"

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    @property
    def seen(self) -> Sequence[Seen]:
        """Every call so far."""
        with self._lock:
            return tuple(self._seen)

    @property
    def early(self) -> int:
        """How many calls came before another was allowed."""
        return sum(one.is_early for one in self.seen)

    def start(self) -> None:
        """Listen; after a stop at the same port as before."""
        self.stopping.clear()
        self._server = _Server(("127.0.0.1", self._port), self)
        self._port = self._server.server_address[1]
        if self._tls is not None:  # Hands are shaken where calls are answered, not where they come.
            self._server.socket = self._tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        """Refuse from now on; what is being answered ends."""
        self.stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        assert not self.crashes, self.crashes

    def admit(self, ask: Ask, fault: Fault | None) -> tuple[bool, int | None]:
        """Tell whether a call came too early, and how long there is no room for it."""
        with self._lock:
            is_early = self._closed_until is not None and ask.at < self._closed_until
        wait = self.quota.take(ask.at)
        if wait is not None:
            self.shut(ask.at, wait)
        if fault in BUSY:
            told = BUSY[fault]
            # Nobody has to wait for longer than a day, whatever they are told.
            self.shut(ask.at, int(told) if told else (_BUSY_S if told == "" else 0))
        return is_early, wait

    def shut(self, at: Instant, seconds: int) -> None:
        """Allow no call for a while, a day at most."""
        until = later(at, min(dt.timedelta(seconds=seconds), _DAY))
        with self._lock:
            if self._closed_until is None or until > self._closed_until:
                self._closed_until = until

    def remember(self, seen: Seen) -> None:
        """Keep a call."""
        with self._lock:
            self._seen.append(seen)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], vendor: FakeVendor) -> None:
        self.vendor = vendor
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, _HUNG_UP):
            self.vendor.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # As the standard library wants them.

    def _answer(self) -> None:
        vendor = self.server.vendor
        ask = self._ask(vendor.now())
        fault = vendor.faults.draw(f"{ask.host}{ask.path}")
        is_early, wait = vendor.admit(ask, fault)
        self.close_connection = True
        if wait is not None:
            reply = Reply(429, b"{}", (("Retry-After", str(wait)),))
        elif fault is None or fault not in _UNANSWERED:
            reply = vendor.answers(ask) if fault is None else self._reply(ask, fault)
        else:
            reply = None
        # Before it is answered: whoever has the answer can count the call.
        status = None if reply is None else reply.status
        vendor.remember(Seen(ask, status, fault, is_early, wait is not None))
        if reply is None:
            self._break_off(fault)
        elif fault is None or wait is not None:
            self._send(reply)
        else:
            self._send_badly(fault, reply)

    def _ask(self, at: Instant) -> Ask:
        length = min(int(self.headers.get("content-length") or 0), _BODY_MOST)
        body = self.rfile.read(length)
        split = urlsplit(self.path)
        path, host = split.path, (self.headers.get("host") or "")
        if path.startswith("/@"):  # A call to a vendor's own host that was led here.
            host, _, rest = path[2:].partition("/")
            path = f"/{rest}"
        query = dict(parse_qsl(split.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Ask(self.command, host, path, query, headers, body, at)

    def _reply(self, ask: Ask, fault: Fault) -> Reply:
        """What is answered, before its bytes are garbled."""
        if fault in BUSY:
            told = BUSY[fault]
            if told == "":
                until = (ask.at + dt.timedelta(seconds=_BUSY_S)).timestamp()
                told = email.utils.formatdate(until, usegmt=True)
            headers = () if told is None else (("Retry-After", told),)
            return Reply(429, b'{"error":"slow down"}', headers)
        if fault in BROKEN:
            return Reply(BROKEN[fault], b"<h1>no</h1>", (), "text/html")
        if fault in REDIRECTS:
            return Reply(302, b"", (("Location", REDIRECTS[fault]),))
        return self.server.vendor.answers(ask)

    def _break_off(self, fault: Fault | None) -> None:
        if fault is Fault.RESET:
            self._reset()
        elif fault is Fault.ENDLESS_HEAD:
            self._endless_head()
        elif fault is Fault.SILENT:
            self.server.vendor.stopping.wait(_WAIT_MOST_S)
        elif fault is Fault.NOT_HTTP:
            self._write(b"220 mail.vendor.example ESMTP\r\n\r\n")
        else:
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 5_000 + b"\r\n\r\n")

    def _endless_head(self) -> None:
        self._write(b"HTTP/1.1 200 OK\r\n")
        line = b"X-More: " + b"x" * 1_000 + b"\r\n"
        for _ in range(1_000):
            self._write(line)

    def _send_badly(self, fault: Fault, reply: Reply) -> None:
        match fault:
            case Fault.RESET_MIDDLE | Fault.CUT_MIDDLE:
                self._head(reply, len(reply.body) + 100)
                self._write(reply.body)
                if fault is Fault.RESET_MIDDLE:
                    time.sleep(0.02)  # What was sent is read before the reset overtakes it.
                    self._reset()
            case Fault.SLOW_BODY:
                self._head(reply, len(reply.body) + 10_000)
                self._drip(reply.body + b" " * 10_000)
            case Fault.HUGE:
                self._head(reply, HUGE_BYTES)
                self._huge(b"%s")
            case Fault.HUGE_UNTOLD:
                self._head(reply, None)
                self._huge(b"10000\r\n%s\r\n")
            case Fault.BOMB:
                packed = bomb()
                self._head(reply, len(packed), (("Content-Encoding", "gzip"),))
                self._write(packed)
            case Fault.BAD_GZIP:
                packed = bomb(1_000)[:-6]
                self._head(reply, len(packed), (("Content-Encoding", "gzip"),))
                self._write(packed)
            case Fault.OTHER_PACKING:
                self._head(reply, len(reply.body), (("Content-Encoding", "br"),))
                self._write(reply.body)
            case _:
                self._send(garbled(fault, reply))

    def _send(self, reply: Reply) -> None:
        self._head(reply, len(reply.body))
        self._write(reply.body)

    def _head(
        self, reply: Reply, length: int | None, more: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Connection", "close")
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        for name, value in (*reply.headers, *more):
            self.send_header(name, value)
        self.end_headers()

    def _huge(self, frame: bytes) -> None:
        piece = frame % (b" " * _PIECE)
        for _ in range(HUGE_BYTES // _PIECE + 1):
            if self.server.vendor.stopping.is_set():
                return
            self._write(piece)

    def _drip(self, content: bytes) -> None:
        vendor = self.server.vendor
        for place in range(len(content)):
            if vendor.stopping.wait(vendor.drip_s):
                return
            self._write(content[place : place + 1])

    def _write(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
