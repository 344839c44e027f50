"""Lines to servers that end in time, and go to the very addresses that were looked up before.

Rule 1: no wait on a line is longer than what is left of the whole call, on a clock handed in.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias, final

import httpcore2

__all__ = ("Deadline", "Dialler", "Monotonic", "Resolve", "resolved")

# Tells seconds that only go up.
Monotonic: TypeAlias = Callable[[], float]
# Looks up the addresses of a host at a port; raises `OSError` where there are none.
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]

_SocketOption: TypeAlias = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
# A server that reads slowly is waited for piece by piece.
_PIECE: Final = 16 * 1024


def resolved(host: str, port: int) -> tuple[str, ...]:
    """Look a host up as the system does, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@final
class Deadline:
    """When a call has to be over."""

    def __init__(self, monotonic: Monotonic, seconds: float) -> None:
        self.monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self, most: float | None) -> float:
        """Say how many seconds may still be waited; 0 where none."""
        left = self._end - self.monotonic()
        return max(0.0, left if most is None else min(left, most))


@final
class _Line(httpcore2.NetworkStream):
    """A line that ends in time; it remembers whether the server hung up."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline
        self.is_hung_up = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._deadline.left(timeout)
        if not left:
            raise httpcore2.ReadTimeout
        piece = self._inner.read(max_bytes, left)
        self.is_hung_up = not piece
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            left = self._deadline.left(timeout)
            if not left:
                raise httpcore2.WriteTimeout
            self._inner.write(buffer[start : start + _PIECE], left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        if not left:
            self.close()
            raise httpcore2.ConnectTimeout
        self._inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return self

    def get_extra_info(self, info: str) -> object:
        found: object = self._inner.get_extra_info(info)
        return found


@final
class Dialler(httpcore2.NetworkBackend):
    """Makes one line, to one of some addresses, whatever the name of the server is."""

    def __init__(
        self, addresses: Sequence[str], deadline: Deadline, network: httpcore2.NetworkBackend
    ) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._network = network
        self._line: _Line | None = None

    @property
    def is_hung_up(self) -> bool:
        """Whether the server ended the line."""
        return self._line is not None and self._line.is_hung_up

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Try one address after the other, each for its share of the time."""
        within = Deadline(self._deadline.monotonic, self._deadline.left(timeout))
        for place, address in enumerate(self._addresses):
            is_last = place == len(self._addresses) - 1
            share = within.left(None) / (len(self._addresses) - place)
            if not share:
                break
            try:
                stream = self._network.connect_tcp(address, port, share, None, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if is_last:
                    raise
            else:
                self._line = _Line(stream, self._deadline)
                return self._line
        raise httpcore2.ConnectTimeout
