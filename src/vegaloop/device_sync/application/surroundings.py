"""What the workers of device sync need from outside beside their books, in their own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import Held, Taken, Told
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Instant

__all__ = (
    "FORGOTTEN",
    "Chance",
    "Consent",
    "Consents",
    "Gates",
    "Guard",
    "Keeper",
    "NotSealed",
    "Seal",
    "Secrets",
)

A = TypeVar("A")

# So long after it was good a consent nobody answered is forgotten.
FORGOTTEN: Final = dt.timedelta(days=1)
# Draws a number from [0, 1).
Chance: TypeAlias = Callable[[], float]


@final
class Consent(Struct, frozen=True):
    """A consent somebody was sent to a vendor for: what only we know of it, and until when it is good."""

    person: PersonId
    vendor: Vendor
    verifier: str
    redirect: str
    until: Instant


class Consents(Protocol):
    """Consents that were asked for, each under the hash of a word only a browser carries."""

    def ask(self, state_hash: str, consent: Consent) -> None:
        """Keep what was asked for."""
        ...

    def answer(self, state_hash: str) -> Consent | None:
        """Take what was asked for out, so that it is answered once."""
        ...


class Secrets(Protocol):
    """A source of words nobody can guess."""

    def fresh(self) -> str:
        """Draw one of 256 bits, safe in an address."""
        ...


class Gates(Protocol):
    """Who may call a vendor now, the same for all workers and after a restart."""

    def admit(
        self, vendor: Vendor, person: PersonId, allowances: Sequence[Allowance], now: Instant
    ) -> Instant | None:
        """Let one call pass and count it: None; or say until when none may."""
        ...

    def change(self, vendor: Vendor, by: Callable[[Breaker], Breaker]) -> None:
        """Remember how a call went."""
        ...


@final
class NotSealed(Struct, frozen=True, tag="sync/not-sealed"):
    """Tokens that cannot be read: sealed for somebody else, with a key that is gone, or changed."""

    why: str


class Seal(Protocol):
    """Seals tokens, so that a copy of the database opens nothing."""

    def seal(self, person: PersonId, vendor: Vendor, tokens: Tokens) -> bytes:
        """Seal tokens for one person and one vendor."""
        ...

    def unseal(self, person: PersonId, vendor: Vendor, sealed: bytes) -> Result[Tokens, NotSealed]:
        """Open them again."""
        ...

    def is_stale(self, sealed: bytes) -> bool:
        """Tell whether they were sealed with an older key."""
        ...


class Keeper(Protocol):
    """Whoever keeps what records say, and takes it out again."""

    def take(self, person: PersonId, told: Sequence[Told]) -> tuple[Taken, ...]:
        """Take records, and tell what became of each, in their order."""
        ...

    def withdraw(self, person: PersonId, held: Sequence[Held]) -> None:
        """Take out what is held of records that were deleted or say otherwise now.

        What the person changed by hand stays.
        """
        ...

    def retell(self, person: PersonId, held: Sequence[Held], of: Sequence[Held]) -> None:
        """Let samples and readings say again what they said, the last of several last.

        Of all that is held only what is the same as something of some is said again.
        """
        ...


class Guard(Protocol):
    """Keeps what breaks in one delivery from breaking all others."""

    def __call__(self, work: Callable[[], A]) -> Result[A, str]:
        """Do work; where it raises, the class of what was raised. A lost database is raised on."""
        ...
