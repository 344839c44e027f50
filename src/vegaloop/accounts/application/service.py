"""Accounts: the calls other code may make, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, final

from vegaloop.accounts.application.ports import Account, Accounts, Secrets
from vegaloop.accounts.domain.home import (
    CannotSetHome,
    NoSuchHome,
    decide_home,
    decide_move,
    decide_no_home,
    homes_of,
)
from vegaloop.accounts.domain.person import (
    CannotUpdateProfile,
    Heard,
    Person,
    Trait,
    decide_heard,
    decide_profile,
)
from vegaloop.accounts.domain.token import IssuedToken, NoSuchToken, Token, TokenId, hash_of
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Home, Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, LocalDate

E = TypeVar("E")


@final
class AccountService(Profiles):
    """Who people are, and which tokens speak for them."""

    __slots__ = ("_accounts", "_clock", "_ids", "_secrets")

    def __init__(self, accounts: Accounts, clock: Clock, ids: Ids, secrets: Secrets) -> None:
        self._accounts = accounts
        self._clock = clock
        self._ids = ids
        self._secrets = secrets

    def owner(self) -> PersonId:
        """Find the owner of this installation; the first call makes one."""
        owner = self._accounts.owner(PersonId(self._ids.fresh()))
        person = Person(owner, self._clock.now(), Profile())
        self._accounts.write(owner, lambda account: account.add(person))
        return owner

    def profile(self, person: PersonId) -> Profile:
        """Tell what a person said about themself; an empty profile where nothing was said."""
        found = self._accounts.read(person, lambda account: account.person())
        return Profile() if found is None else found.profile

    def update_profile(
        self, person: PersonId, profile: Profile
    ) -> Result[Profile, CannotUpdateProfile]:
        """Replace what a person said about themself, but for earlier homes; another is a move."""
        now = self._clock.now()
        match decide_profile(profile, now):
            case Failure(error):
                return Failure(error)
            case Success(decided):
                return self._changed(person, now, lambda known: decide_move(known, decided, now))

    def hear(
        self, person: PersonId, traits: Sequence[Trait]
    ) -> tuple[Heard | CannotUpdateProfile, ...]:
        """Fill in what somebody else says of a person, one after the other, where they said nothing."""
        now = self._clock.now()

        def fill(account: Account) -> tuple[Heard | CannotUpdateProfile, ...]:
            known = account.person() or Person(person, now, Profile())
            profile, became = known.profile, list[Heard | CannotUpdateProfile]()
            for trait in traits:
                match decide_heard(profile, trait, now):
                    case Failure(error):
                        became.append(error)
                    case Success((decided, heard)):
                        profile = decided
                        became.append(heard)
            if profile != known.profile:
                account.update(profile)
            return tuple(became)

        return self._accounts.write(person, fill)

    def homes(self, person: PersonId) -> tuple[Home, ...]:
        """List where a person said to be at home from which day on, the earliest first."""
        found = self._accounts.read(person, lambda account: account.person())
        return () if found is None else homes_of(found)

    def set_home(self, person: PersonId, home: Home) -> Result[Profile, CannotSetHome]:
        """Say where a person was at home from a day on, until the next home that is known."""
        now = self._clock.now()
        return self._changed(person, now, lambda known: decide_home(known, home, now))

    def unset_home(
        self, person: PersonId, effective_from: LocalDate
    ) -> Result[Profile, NoSuchHome]:
        """Take back the home that was said to begin on a day."""
        now = self._clock.now()
        return self._changed(person, now, lambda known: decide_no_home(known, effective_from))

    def issue_token(self, person: PersonId, label: str) -> IssuedToken:
        """Make a token that speaks for a person; its secret is told this once."""
        secret = self._secrets.fresh()
        token = Token(TokenId(self._ids.fresh()), hash_of(secret), label, self._clock.now())
        self._accounts.write(person, lambda account: account.add_token(token))
        return IssuedToken(token, secret)

    def tokens(self, person: PersonId) -> tuple[Token, ...]:
        """List a person's valid tokens, oldest first."""
        return self._accounts.read(person, lambda account: account.tokens())

    def revoke_token(self, person: PersonId, id: TokenId) -> Result[TokenId, NoSuchToken]:
        """Make a token worthless at once."""

        def revoke(account: Account) -> Result[TokenId, NoSuchToken]:
            if all(token.id != id for token in account.tokens()):
                return Failure(NoSuchToken(id))
            account.remove_token(id)
            return Success(id)

        return self._accounts.write(person, revoke)

    def authenticate(self, secret: str) -> PersonId | None:
        """Find whom a token speaks for."""
        return self._accounts.holder(hash_of(secret))

    def _changed(
        self, person: PersonId, now: Instant, decide: Callable[[Person], Result[Profile, E]]
    ) -> Result[Profile, E]:
        """Decide over what is known of a person, and keep what was decided."""

        def change(account: Account) -> Result[Profile, E]:
            known = account.person() or Person(person, now, Profile())
            match decide(known):
                case Failure(error):
                    return Failure(error)
                case Success(decided):
                    account.update(decided)
                    return Success(decided)

        return self._accounts.write(person, change)
