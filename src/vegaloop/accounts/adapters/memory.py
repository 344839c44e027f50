"""Accounts in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from vegaloop.accounts.application.ports import Account, Accounts
from vegaloop.accounts.domain.person import Person
from vegaloop.accounts.domain.token import Token, TokenHash, TokenId
from vegaloop.infrastructure.memory import Revisions, Shelves
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile

A = TypeVar("A")


@final
class MemoryAccount(Account):
    """One person's account in two fields."""

    def __init__(self) -> None:
        self._person: Person | None = None
        self._tokens: tuple[Token, ...] = ()

    def person(self) -> Person | None:
        """Who it is, if the account was opened."""
        return self._person

    def add(self, person: Person) -> None:
        """Open the account; a second opening changes nothing."""
        self._person = self._person or person

    def update(self, profile: Profile) -> None:
        """Replace what the person said about themself."""
        if self._person is not None:
            self._person = Person(self._person.id, self._person.since, profile)

    def tokens(self) -> tuple[Token, ...]:
        """The tokens that are valid, oldest first."""
        return self._tokens

    def add_token(self, token: Token) -> None:
        """Keep a token; a second one with its id is not kept."""
        if all(kept.id != token.id for kept in self._tokens):
            self._tokens = (*self._tokens, token)

    def remove_token(self, id: TokenId) -> None:
        """Forget a token; from then on it opens nothing."""
        self._tokens = tuple(token for token in self._tokens if token.id != id)


@final
class MemoryAccounts(Accounts):
    """Every account of the process."""

    def __init__(self, revisions: Revisions) -> None:
        self._shelves = Shelves(MemoryAccount, revisions)
        self._owner: PersonId | None = None
        self._people: set[PersonId] = set()

    def read(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work that only reads."""
        return self._shelves.read(person, work)

    def write(self, person: PersonId, work: Callable[[Account], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        self._people.add(person)
        return self._shelves.write(person, work)

    def holder(self, token: TokenHash) -> PersonId | None:
        """Whose token it is, if anybody's."""
        for person in self._people:
            kept = self._shelves.read(person, lambda account: account.tokens())
            if any(one.hash == token for one in kept):
                return person
        return None

    def owner(self, candidate: PersonId) -> PersonId:
        """The owner of this installation; the candidate, if there is none yet."""
        self._owner = self._owner or candidate
        return self._owner
