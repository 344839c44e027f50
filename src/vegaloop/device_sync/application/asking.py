"""Asking vendors: through the gates, with tokens that are valid now.

Rule 1: no call is made that a gate did not let pass; how it went is told to the gate.
Rule 2: no call is made under a consent that is over.
Rule 3: tokens are refreshed by whoever holds the lane of their person, so by one at a time.
Rule 4: who holds tokens no vendor takes is asked to connect again, and does not wait for ever.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from vegaloop.device_sync.application.calling import Answer, Call
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.gating import asked, renewed
from vegaloop.device_sync.application.parting import lapse
from vegaloop.device_sync.application.parts import Configured, Hold, Parts, fenced, is_mine, stands
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.waking import hinder, hold_off
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.schedule import spread
from vegaloop.device_sync.domain.trouble import (
    OURS,
    REFUSED,
    Busy,
    Denied,
    Down,
    Forbidden,
    Locked,
    Refused,
    Streak,
    Trouble,
)
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, later

__all__ = ("Asking",)

# A token that is about to expire would, on its way.
_MARGIN: Final = dt.timedelta(minutes=2)
# Keys that are missing somebody puts back: soon after, all goes on.
_KEYS_LOOKED_FOR: Final = dt.timedelta(minutes=10)
# How often a vendor may say no to tokens it has just given, before it is believed.
_DENIALS_MOST: Final = 3
# How often it may refuse new ones without a word that is understood: that takes some three hours.
_REFUSALS_MOST: Final = 5


@final
class Asking:
    """Asks vendors, for one person at a time."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def ask(
        self, hold: Hold, set_up: Configured, under: Connection, call: Call
    ) -> Result[Answer, Trouble]:
        """Make a call for data; what is wrong with its answer is a trouble."""
        # Between two calls of one step a consent may be taken back, and the lease may be over.
        now = self._parts.clock.now()
        if not fenced(self._parts, hold, now, _nothing, under):
            return Failure(Denied(now))
        return asked(self._parts, set_up, hold.person, call)

    def tokens(
        self, hold: Hold, set_up: Configured, under: Connection, streak: Streak
    ) -> Result[Tokens, Trouble]:
        """Give tokens that are valid now, refreshed where they are not, after attempts that failed."""
        vendor, now = under.vendor, self._parts.clock.now()
        sealed = self._parts.books.read(hold.person, lambda book: book.sealed(vendor))
        if sealed is None:
            return Failure(Forbidden(vendor.value))
        match self._parts.seal.unseal(hold.person, vendor, sealed):
            case Failure():  # Not a word of the vendor's: with its key it opens again.
                return Failure(self.missing())
            case Success(tokens):
                if tokens.expires_at is None or tokens.expires_at > later(now, _MARGIN):
                    return Success(tokens)
                if tokens.refresh is None:
                    return self._lapsed(hold, under)
                match self._refreshed(hold, set_up, under, tokens):
                    case Failure(Denied()):
                        return self._lapsed(hold, under)
                    case Failure(Refused(status=status)) if status != OURS:
                        refused = Down(REFUSED, status)  # What waits does not die of it.
                        if streak.then(refused).times < _REFUSALS_MOST:
                            return Failure(refused)
                        return self._lapsed(hold, under)
                    case Failure(trouble):
                        return Failure(trouble)
                    case Success(fresh):
                        return Success(fresh)

    def hold_off(self, hold: Hold, vendor: Vendor, trouble: Busy | Locked) -> bool:
        """Put off all that asks a vendor in this lane: it asked for it, or its keys are missing."""
        now = self._parts.clock.now()
        until = spread(now, trouble.until - now, self._parts.chance())

        def write(book: SyncBook) -> None:
            hold_off(book, vendor, until, trouble, now)
            hinder(book, StepTaken(now, vendor, Step.PUT_OFF, trouble=trouble))

        return fenced(self._parts, hold, now, write)

    def missing(self) -> Locked:
        """Say that keys of ours are not here, and when they are looked for again."""
        return Locked(later(self._parts.clock.now(), _KEYS_LOOKED_FOR))

    def denied(self, hold: Hold, under: Connection, times: int) -> None:
        """Believe a vendor that no longer honours tokens: after new ones, that it never will."""
        if times < _DENIALS_MOST:
            self._expire(hold, under)
        else:
            self._lapse(hold, under)

    def _expire(self, hold: Hold, under: Connection) -> None:
        parts, vendor, now = self._parts, under.vendor, self._parts.clock.now()

        def write(book: SyncBook) -> None:
            sealed = book.sealed(vendor)
            if sealed is None:
                return
            match parts.seal.unseal(hold.person, vendor, sealed):
                case Success(tokens):
                    book.put_sealed(
                        vendor, parts.seal.seal(hold.person, vendor, _over(tokens, now))
                    )
                case Failure():
                    return

        fenced(parts, hold, now, write, under)

    def _refreshed(
        self, hold: Hold, set_up: Configured, under: Connection, tokens: Tokens
    ) -> Result[Tokens, Trouble]:
        match renewed(self._parts, set_up, hold.person, tokens):
            case Failure(trouble):
                return Failure(trouble)
            case Success(fresh):
                return self._kept(hold, under, fresh)

    def _kept(self, hold: Hold, under: Connection, fresh: Tokens) -> Result[Tokens, Trouble]:
        parts, now = self._parts, self._parts.clock.now()
        sealed = parts.seal.seal(hold.person, under.vendor, fresh)

        def work(book: SyncBook) -> bool:
            # What a vendor gave once it does not give again: kept also by who was overtaken.
            if not stands(book, under):
                return False
            is_mine(book, hold, now)
            book.put_sealed(under.vendor, sealed)
            return True

        kept = parts.books.write(hold.person, work)
        return Success(fresh) if kept else Failure(Forbidden(under.vendor.value))

    def _lapsed(self, hold: Hold, under: Connection) -> Result[Tokens, Trouble]:
        self._lapse(hold, under)
        return Failure(Denied(self._parts.clock.now()))

    def _lapse(self, hold: Hold, under: Connection) -> None:
        now = self._parts.clock.now()
        # To whoever was overtaken a vendor says no because another has newer tokens.
        fenced(self._parts, hold, now, lambda book: lapse(book, under, now))


def _nothing(book: SyncBook) -> None:
    """Write nothing: the lane is held longer, and that is all."""


def _over(tokens: Tokens, now: Instant) -> Tokens:
    return Tokens(tokens.access, tokens.refresh, now, tokens.account, tokens.scopes)
