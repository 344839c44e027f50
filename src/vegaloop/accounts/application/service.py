"""Accounts: the calls other code may make, one transaction each."""

from __future__ import annotations

from typing import final

from vegaloop.accounts.application.ports import Account, Accounts, Secrets
from vegaloop.accounts.domain.person import CannotUpdateProfile, Person, decide_profile
from vegaloop.accounts.domain.token import IssuedToken, NoSuchToken, Token, TokenId, hash_of
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock


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
        """Replace what a person said about themself."""
        match decide_profile(profile, self._clock.now()):
            case Failure(error):
                return Failure(error)
            case Success(decided):
                self._accounts.write(person, lambda account: account.update(decided))
                return Success(decided)

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
