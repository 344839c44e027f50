"""A network that leads to one origin on loopback and nowhere else, and remembers who was to be reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, final

import httpcore2

from tests.device_sync.fake_vendor import NOBODY, FakeVendor
from vegaloop.device_sync.adapters.calling import Network

_LOOPBACK: Final = "127.0.0.1"
# Of nobody: kept for what is written about networks (RFC 5737).
_NAMED: Final = "192.0.2.1"


@final
class Recording(httpcore2.NetworkBackend):
    """Makes lines to a fake, and of all others remembers only that they were asked for."""

    def __init__(self, vendor: FakeVendor) -> None:
        self._vendor = vendor
        self._inner = httpcore2.SyncBackend()
        self.tried: list[tuple[str, int]] = []

    @property
    def network(self) -> Network:
        """The same, for a caller."""
        return Network(self.resolve, self, NOBODY)

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """Say that whoever has a name is at one address; nobody is asked."""
        if self._is_fake(host, port):
            return (host,)
        self.tried.append((host, port))
        return (_NAMED,)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Reach the fake, and refuse all else."""
        if self._is_fake(host, port):
            return self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        self.tried.append((host, port))
        raise httpcore2.ConnectError("nobody is reached from here")

    def _is_fake(self, host: str, port: int) -> bool:
        return (host, port) == (_LOOPBACK, self._vendor.port)
