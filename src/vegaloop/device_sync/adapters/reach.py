"""Where calls may go: to hosts that were named, and never into our own network by an address given.

Rule 1: an address is HTTPS at its usual port on a named host, or on an origin named whole.
Rule 2: what an address given from outside resolves to is public, all of it.
"""

from __future__ import annotations

import ipaddress
from typing import Final, TypeAlias, final

import httpx2
from msgspec import Struct

from vegaloop.device_sync.application.calling import NotAllowed
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("Reach", "Target", "is_public", "target_of")

_HTTPS_PORT: Final = 443
_PORTS: Final = {"http": 80, "https": _HTTPS_PORT}
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# All of IPv6 that is given out for use on the public internet (IANA), and there what wraps IPv4.
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_TUNNELS: Final = (ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("2002::/16"))
# How a network that only speaks IPv6 reaches IPv4 (RFC 6052).
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@final
class Target(Struct, frozen=True):
    """An address that may be called; `is_guarded` where what it resolves to must be public."""

    scheme: str
    host: str
    port: int
    path: bytes
    is_guarded: bool

    @property
    def host_header(self) -> str:
        """What the server is asked for by."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@final
class Reach(Struct, frozen=True):
    """The hosts that may be called, in small letters; and whole origins, which tests are served at.

    An origin is written `scheme://host:port`, and without TLS it is on this machine.
    """

    hosts: frozenset[str]
    origins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for origin in self.origins:
            url = httpx2.URL(origin)
            if origin != _origin(url):
                raise ValueError("an origin is a scheme, a host and a port")
            if url.scheme != "https" and (url.scheme != "http" or url.host not in _LOOPBACK):
                raise ValueError("an origin without TLS is on this machine")


def target_of(url: str, reach: Reach, *, given: bool) -> Result[Target, NotAllowed]:
    """Read an address and see whether it may be called."""
    try:
        read = httpx2.URL(url)
        host = read.raw_host.decode("ascii")
    except (httpx2.InvalidURL, ValueError):
        return Failure(NotAllowed("not an address"))
    if read.userinfo:
        return Failure(NotAllowed("names a user"))
    port = read.port or _PORTS.get(read.scheme, 0)
    if _origin(read) in reach.origins:
        return Success(Target(read.scheme, host, port, read.raw_path, is_guarded=False))
    if read.scheme != "https":
        return Failure(NotAllowed("not https"))
    if host not in reach.hosts:
        return Failure(NotAllowed("another host"))
    if port != _HTTPS_PORT:
        return Failure(NotAllowed("another port"))
    return Success(Target(read.scheme, host, port, read.raw_path, is_guarded=given))


def is_public(address: str) -> bool:
    """Tell whether an address of the internet is one that anybody can reach."""
    try:
        return _is_public(ipaddress.ip_address(address))
    except ValueError:
        return False


def _origin(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _is_public(address: _Address) -> bool:
    match address:
        case ipaddress.IPv4Address():
            return address.is_global and not address.is_multicast and not address.is_reserved
        case ipaddress.IPv6Address() if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(address.packed[-4:]))
        case ipaddress.IPv6Address():
            in_tunnel = any(address in tunnel for tunnel in _TUNNELS)
            return address in _UNICAST and address.is_global and not in_tunnel
