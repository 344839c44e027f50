"""A connection: a person's consent that a vendor tells us of them, and what became of it.

Rule 1: no call is made, and nothing that comes is taken, but under a consent that stands.
Rule 2: each consent has a name of its own, its grant: what was begun under another has no effect.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.kernel.time import Instant, LocalDate

__all__ = ("Connected", "Connection", "Disconnected", "GrantId", "Lapsed", "Standing", "is_over")

GrantId = NewType("GrantId", UUID)


@final
class Connected(Struct, frozen=True, tag="connected"):
    """The vendor tells us, under this consent."""

    grant: GrantId
    scopes: tuple[str, ...]


@final
class Lapsed(Struct, frozen=True, tag="needs-reconnect"):
    """The vendor no longer honours the consent; the person can give it anew."""

    since: Instant


@final
class Disconnected(Struct, frozen=True, tag="disconnected"):
    """The person took the consent back."""

    at: Instant


Standing: TypeAlias = Connected | Lapsed | Disconnected


@final
class Connection(Struct, frozen=True, kw_only=True):
    """How a person stands with a vendor.

    `wanted_from` is the first day that is asked for; `worked_at` is when something last came and was
    taken, `trouble` what has stood in the way since.
    """

    vendor: Vendor
    account: Account
    standing: Standing
    connected_at: Instant
    wanted_from: LocalDate
    worked_at: Instant | None = None
    trouble: Trouble | None = None

    @property
    def grant(self) -> GrantId | None:
        """The consent that stands, None where none does."""
        match self.standing:
            case Connected(grant=grant):
                return grant
            case Lapsed() | Disconnected():
                return None

    def gives(self, account: Account, scopes: Collection[str]) -> bool:
        """Tell whether it stands, and another consent would give nothing that it does not give."""
        match self.standing:
            case Connected(scopes=given):
                return account == self.account and set(scopes) <= set(given)
            case Lapsed() | Disconnected():
                return False

    def lapsed(self, now: Instant) -> Connection:
        """The vendor no longer honours it."""
        return self._as(Lapsed(now), self.worked_at, self.trouble)

    def ended(self, now: Instant) -> Connection:
        """The person took it back, here or there."""
        return self._as(Disconnected(now), self.worked_at, None)

    def worked(self, now: Instant) -> Connection:
        """Something came and was taken."""
        return self._as(self.standing, now, None)

    def hindered(self, trouble: Trouble) -> Connection:
        """Something stood in the way."""
        return self._as(self.standing, self.worked_at, trouble)

    def relieved(self) -> Connection:
        """What stood in the way is looked at no more."""
        return self._as(self.standing, self.worked_at, None)

    def _as(
        self, standing: Standing, worked_at: Instant | None, trouble: Trouble | None
    ) -> Connection:
        return Connection(
            vendor=self.vendor,
            account=self.account,
            standing=standing,
            connected_at=self.connected_at,
            wanted_from=self.wanted_from,
            worked_at=worked_at,
            trouble=trouble,
        )


def is_over(vendor: Vendor, under: Connection | None) -> bool:
    """Tell whether nothing of a vendor may be taken; a phone sends with a token of the person."""
    if vendor is Vendor.PHONE:
        return False
    return under is None or isinstance(under.standing, Disconnected)
