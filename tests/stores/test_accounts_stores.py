"""The contract of the accounts stores: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.support import NOW, at, somebody
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.accounts.adapters.sql import SqlAccounts
from vegaloop.accounts.application.ports import Account, Accounts
from vegaloop.accounts.domain.person import Person
from vegaloop.accounts.domain.token import Token, TokenHash, TokenId, hash_of
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Home, Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import LocalDate, TimeZone

BERLIN, PARIS = TimeZone("Europe/Berlin"), TimeZone("Europe/Paris")
FULL = Profile(Sex.FEMALE, dt.date(1990, 2, 28), Distance(1_680), PARIS)
HOMES = (
    Home(LocalDate(dt.date(1900, 1, 1)), PARIS),
    Home(LocalDate(dt.date(2019, 12, 31)), BERLIN),
    Home(LocalDate(dt.date(2024, 2, 29)), PARIS),
)


@pytest.fixture
def accounts(database: Database | None) -> Accounts:
    return MemoryAccounts(Revisions()) if database is None else SqlAccounts(database)


def a_token(label: str = "phone") -> Token:
    return Token(TokenId(uuid4()), hash_of(str(uuid4())), label, at(NOW))


def opening(person: Person) -> Callable[[Account], None]:
    return lambda account: account.add(person)


def saying(profile: Profile) -> Callable[[Account], None]:
    return lambda account: account.update(profile)


class TestAccountsStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    def test_a_person_and_a_profile_come_back(self, accounts: Accounts) -> None:
        me = somebody()
        person = Person(me, at(NOW), Profile())
        accounts.write(me, lambda account: account.add(person))
        assert accounts.read(me, lambda account: account.person()) == person
        accounts.write(me, lambda account: account.update(FULL))
        accounts.write(me, lambda account: account.add(person))
        assert accounts.read(me, lambda account: account.person()) == Person(me, at(NOW), FULL)

    def test_homes_come_back_until_they_are_replaced(self, accounts: Accounts) -> None:
        me, you = somebody(), somebody()
        for one in (me, you):
            accounts.write(one, opening(Person(one, at(NOW), FULL)))
        for homes in (HOMES, HOMES[:1], ()):
            moved = Profile(FULL.sex, FULL.birth_date, FULL.height, PARIS, homes)
            accounts.write(me, saying(moved))
            kept = accounts.read(me, lambda account: account.person())
            assert kept == Person(me, at(NOW), moved)
        assert accounts.read(you, lambda account: account.person()) == Person(you, at(NOW), FULL)

    def test_a_token_is_found_until_it_is_removed(self, accounts: Accounts) -> None:
        me, you, token = somebody(), somebody(), a_token()
        accounts.write(me, lambda account: account.add_token(token))
        accounts.write(me, lambda account: account.add_token(token))
        assert accounts.holder(token.hash) == me
        assert accounts.read(me, lambda account: account.tokens()) == (token,)
        accounts.write(you, lambda account: account.remove_token(token.id))
        assert accounts.holder(token.hash) == me
        accounts.write(me, lambda account: account.remove_token(token.id))
        assert accounts.holder(token.hash) is None
        assert accounts.read(me, lambda account: account.tokens()) == ()

    def test_nobody_holds_a_token_never_issued(self, accounts: Accounts) -> None:
        assert accounts.holder(TokenHash("0" * 64)) is None

    def test_the_first_owner_stays(self, accounts: Accounts) -> None:
        owner = accounts.owner(PersonId(UUID(int=1)))
        assert accounts.owner(somebody()) == owner

    def test_what_fails_half_way_leaves_nothing(self, accounts: Accounts) -> None:
        me, token = somebody(), a_token()

        def half_way(account: object) -> None:
            raise KeyError

        with pytest.raises(KeyError):
            accounts.write(me, lambda account: (account.add_token(token), half_way(account)))
        assert accounts.holder(token.hash) is None
