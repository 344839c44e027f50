"""The careful caller: every call ends, in time and in size, whatever the other side does.

Rule 1: each call has a line of its own: a server that closes one it kept cannot lose a call whose
token may be spent once.
Rule 2: nothing of the environment, of an earlier call or of a redirect decides where a call goes.
"""

from __future__ import annotations

import importlib.metadata
import ssl
from collections.abc import Iterable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import closing
from typing import Final, TypeAlias, final
from urllib.parse import urlencode

import httpcore2
import httpx2
from msgspec import Struct

from vegaloop.device_sync.adapters.lines import Deadline, Dialler, Monotonic, Resolve, resolved
from vegaloop.device_sync.adapters.reach import Reach, Target, is_public, target_of
from vegaloop.device_sync.adapters.received import received
from vegaloop.device_sync.application.calling import (
    Answer,
    Call,
    Caller,
    CannotCall,
    NoAnswer,
    NotAllowed,
    TooLong,
)
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("HttpCaller", "Limits", "Network")

_Header: TypeAlias = tuple[bytes, bytes]

_AGENT: Final = f"VegaLoop/{importlib.metadata.version('vegaloop')}"
# Names are looked up on threads of their own: the system cannot be told to be quick.
_LOOKUPS_MOST: Final = 8
# What the caller says itself, whatever a call says.
_OURS: Final = frozenset(
    {"host", "user-agent", "accept-encoding", "connection", "content-length", "transfer-encoding"}
)


@final
class Limits(Struct, frozen=True):
    """How long a call may take, and how long its answer may be, packed and unpacked."""

    connect_s: float = 3.0
    read_s: float = 10.0
    call_s: float = 30.0
    bytes_most: int = 32_000_000


@final
class Network:
    """How names become addresses, addresses lines, and whose certificates are trusted."""

    def __init__(
        self,
        resolve: Resolve = resolved,
        lines: httpcore2.NetworkBackend | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.resolve = resolve
        self.lines = httpcore2.SyncBackend() if lines is None else lines
        self.trust = httpx2.create_ssl_context(trust_env=False) if trust is None else trust


@final
class HttpCaller(Caller):
    """Makes calls over HTTP; any number of threads may use one."""

    def __init__(
        self,
        reach: Reach,
        monotonic: Monotonic,
        limits: Limits | None = None,
        network: Network | None = None,
    ) -> None:
        self._reach = reach
        self._monotonic = monotonic
        self._limits = Limits() if limits is None else limits
        self._network = Network() if network is None else network
        self._lookups = ThreadPoolExecutor(_LOOKUPS_MOST, thread_name_prefix="lookup")

    def close(self) -> None:
        """Make no more calls; those that are being made end by themselves, a token may hang on them."""
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Make one call, once."""
        match target_of(call.url, self._reach, given=call.given):
            case Failure(error):
                return Failure(error)
            case Success(target):
                return self._called(call, target, Deadline(self._monotonic, self._limits.call_s))

    def _called(self, call: Call, target: Target, deadline: Deadline) -> Result[Answer, CannotCall]:
        match self._addresses(target, deadline):
            case Failure(error):
                return Failure(error)
            case Success(addresses):
                dialler = Dialler(addresses, deadline, self._network.lines)
                try:
                    return self._asked(call, target, dialler)
                except _NO_ANSWER as fault:
                    return Failure(NoAnswer(_how(fault, is_hung_up=dialler.is_hung_up)))

    def _addresses(
        self, target: Target, deadline: Deadline
    ) -> Result[Sequence[str], NoAnswer | NotAllowed]:
        try:
            lookup = self._lookups.submit(self._network.resolve, target.host, target.port)
        except RuntimeError:
            return Failure(NoAnswer("closed"))
        try:
            found = lookup.result(deadline.left(self._limits.connect_s))
        except CancelledError:
            return Failure(NoAnswer("closed"))
        except (OSError, UnicodeError):  # Also where it takes too long.
            lookup.cancel()
            return Failure(NoAnswer("dns"))
        if not found:
            return Failure(NoAnswer("dns"))
        if target.is_guarded and not all(map(is_public, found)):
            return Failure(NotAllowed("not a public address"))
        return Success(found)

    def _asked(
        self, call: Call, target: Target, dialler: Dialler
    ) -> Result[Answer, NoAnswer | TooLong]:
        url = httpcore2.URL(
            scheme=target.scheme, host=target.host, port=target.port, target=target.path
        )
        waits = {
            "connect": self._limits.connect_s,
            "read": self._limits.read_s,
            "write": self._limits.read_s,
        }
        body = _body(call)
        request = httpcore2.Request(
            call.verb.value,
            url,
            headers=list(_headers(call, target, body)),
            content=body[1],
            extensions={"timeout": waits},
        )
        line = httpcore2.HTTPConnection(
            url.origin, ssl_context=self._network.trust, network_backend=dialler
        )
        with closing(line), closing(line.handle_request(request)) as response:
            return received(response, self._limits.bytes_most)


# Whatever is no answer: of the library that makes the line, and of what it makes it with.
_NO_ANSWER: Final = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    OSError,
)


def _how(error: Exception, *, is_hung_up: bool) -> str:
    match error, error.__cause__:
        case httpcore2.TimeoutException(), _:
            return "timeout"
        case _, ssl.SSLError():
            return "tls"
        case httpcore2.ConnectError(), ConnectionResetError() | BrokenPipeError():
            return "reset"
        case httpcore2.ConnectError(), _:
            return "refused"
        case httpcore2.ProtocolError(), _ if not is_hung_up:
            return "protocol"
        case _:
            return "reset"


def _body(call: Call) -> tuple[str | None, bytes]:
    if call.form is not None:
        return "application/x-www-form-urlencoded", urlencode(
            call.form, errors="surrogatepass"
        ).encode()
    if call.json is not None:
        return "application/json", call.json
    return None, b""


def _headers(call: Call, target: Target, body: tuple[str | None, bytes]) -> Iterable[_Header]:
    kind, content = body
    yield b"host", target.host_header.encode()
    yield b"user-agent", _AGENT.encode()
    yield b"accept-encoding", b"gzip"
    yield b"connection", b"close"
    if kind is not None:
        yield b"content-type", kind.encode()
    if kind is not None or call.verb.value in ("POST", "PUT"):
        yield b"content-length", str(len(content)).encode()
    for name, value in call.headers:
        known = name.lower()
        if known not in _OURS and not (kind is not None and known == "content-type"):
            yield known.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass")
