"""What is dear to make, made when it is first needed: most processes call no vendor."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import final
from urllib.parse import urlsplit

from vegaloop.device_sync.application.calling import Answer, Call, Caller, CannotCall
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.surroundings import NotSealed, Seal
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, value_in

__all__ = ("CannotSeal", "LateCaller", "LateSeal", "StandIn")


class CannotSeal(Exception):
    """The keys that seal the tokens of vendors cannot be had."""


@final
class LateCaller(Caller):
    """A caller that is made with its first call."""

    def __init__(self, make: Callable[[], Caller]) -> None:
        self._make = make
        self._turn = threading.Lock()

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Make one call."""
        with self._turn:
            caller = self._caller
        return caller.call(call)

    @cached_property
    def _caller(self) -> Caller:
        return self._make()


@final
class LateSeal(Seal):
    """A seal that is made when something is first sealed or opened.

    Where its keys cannot be had, nothing is opened for now, and it is tried again the next time; who
    seals then meets `CannotSeal`.
    """

    def __init__(self, make: Callable[[], Result[Seal, str]]) -> None:
        self._make = make
        self._seal: Seal | None = None
        self._turn = threading.Lock()

    def seal(self, person: PersonId, vendor: Vendor, tokens: Tokens) -> bytes:
        """Seal tokens for one person and one vendor."""
        return self._or_raise().seal(person, vendor, tokens)

    def unseal(self, person: PersonId, vendor: Vendor, sealed: bytes) -> Result[Tokens, NotSealed]:
        """Open them again."""
        match self._made():
            case Success(seal):
                return seal.unseal(person, vendor, sealed)
            case Failure(why):
                return Failure(NotSealed(why))

    def is_stale(self, sealed: bytes) -> bool:
        """Tell whether they were sealed with an older key."""
        return self._or_raise().is_stale(sealed)

    def _or_raise(self) -> Seal:
        match self._made():
            case Success(seal):
                return seal
            case Failure(why):
                raise CannotSeal(why)

    def _made(self) -> Result[Seal, str]:
        with self._turn:
            if self._seal is not None:
                return Success(self._seal)
            made = self._make()
            self._seal = value_in(made)
            return made


@final
class StandIn(Caller):
    """Leads calls to vendors to one server on this machine that stands in for all of them.

    `https://HOST/PATH` is `ORIGIN/@HOST/PATH` there.
    """

    def __init__(self, inner: Caller, origin: str, hosts: frozenset[str]) -> None:
        self._inner = inner
        self._origin = origin
        self._hosts = hosts

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Make one call, there."""
        split = urlsplit(call.url)
        if split.scheme != "https" or split.netloc not in self._hosts:
            return self._inner.call(call)
        query = f"?{split.query}" if split.query else ""
        return self._inner.call(
            Call(
                verb=call.verb,
                url=f"{self._origin}/@{split.netloc}{split.path}{query}",
                headers=call.headers,
                form=call.form,
                json=call.json,
                given=call.given,
            )
        )
