"""What accounts needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from vegaloop.accounts.domain.person import Person
from vegaloop.accounts.domain.token import Token, TokenHash, TokenId
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile

A = TypeVar("A")


class Secrets(Protocol):
    """A source of secrets nobody can guess."""

    def fresh(self) -> str:
        """Give the next one."""
        ...


class Account(Protocol):
    """One person's account, inside one transaction."""

    def person(self) -> Person | None:
        """Who it is, if the account was opened."""
        ...

    def add(self, person: Person) -> None:
        """Open the account; a second opening changes nothing."""
        ...

    def update(self, profile: Profile) -> None:
        """Replace what the person said about themself."""
        ...

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that are valid, oldest first."""
        ...

    def add_token(self, token: Token) -> None:
        """Keep a token; a second one with its id is not kept."""
        ...

    def remove_token(self, id: TokenId) -> None:
        """Forget a token; from then on it opens nothing."""
        ...


class Accounts(Protocol):
    """Opens accounts, and finds whose they are."""

    def read(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work that only reads."""
        ...

    def write(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it; it may be run again."""
        ...

    def holder(self, token: TokenHash) -> PersonId | None:
        """Whose token it is, if anybody's."""
        ...

    def owner(self, candidate: PersonId) -> PersonId:
        """The owner of this installation; the candidate, if there is none yet."""
        ...
