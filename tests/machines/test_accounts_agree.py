"""Three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar, final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.spec.test_accounts import profiles
from tests.strategies.homes import home_days, zones
from tests.support import NOW, CountedIds, PinnedClock, at, somebody
from vegaloop.accounts import Accounts, AccountService, IssuedToken
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.accounts.adapters.sql import SqlAccounts
from vegaloop.accounts.application.ports import Account
from vegaloop.accounts.domain.person import Person
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomSecrets
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.result import Failure
from vegaloop.kernel.time import LocalDate, TimeZone

A = TypeVar("A")


@final
class Repeated:
    """Secrets that every service draws alike, and no other run does."""

    def __init__(self, seeds: list[str]) -> None:
        self._seeds = iter(seeds)

    def fresh(self) -> str:
        """Give the next one."""
        return next(self._seeds)


def open_accounts(stores: list[Accounts], people: tuple[PersonId, ...]) -> None:
    """Open an account in which nothing was said, for each of the people in each store."""

    def open_one(account: Account) -> None:
        account.add(person)

    for person in (Person(me, at(NOW), Profile()) for me in people):
        for store in stores:
            store.write(person.id, open_one)


def agreed(services: list[AccountService], ask: Callable[[AccountService], A]) -> A:
    """What every service answers; they must all say the same."""
    first, *others = (ask(service) for service in services)
    assert all(answer == first for answer in others)
    return first


def machine(databases: list[Database], seen: Counter[str]) -> type[RuleBasedStateMachine]:
    class AccountsAgree(RuleBasedStateMachine):
        tokens = Bundle("tokens")
        homes = Bundle("homes")

        @initialize()
        def people(self) -> None:
            self.people_here = (somebody(), somebody())
            seeds = [RandomSecrets().fresh() for _ in range(100)]
            stores: list[Accounts] = [
                MemoryAccounts(Revisions()),
                *(SqlAccounts(d) for d in databases),
            ]
            open_accounts(stores, self.people_here)
            self.services = [
                AccountService(store, PinnedClock(), CountedIds(), Repeated(seeds))
                for store in stores
            ]

        def person(self, n: int) -> PersonId:
            return self.people_here[n]

        @rule(target=tokens, n=st.integers(0, 1), label=st.text("ab", max_size=3))
        def issue(self, n: int, label: str) -> tuple[int, IssuedToken]:
            return n, agreed(self.services, lambda s: s.issue_token(self.person(n), label))

        @rule(held=tokens, n=st.integers(0, 1))
        def authenticate_and_list(self, held: tuple[int, IssuedToken], n: int) -> None:
            _, issued = held
            agreed(self.services, lambda s: s.authenticate(issued.secret))
            agreed(self.services, lambda s: s.tokens(self.person(n)))

        @rule(held=consumes(tokens), n=st.integers(0, 1))
        def revoke(self, held: tuple[int, IssuedToken], n: int) -> None:
            _, issued = held
            answer = agreed(
                self.services, lambda s: s.revoke_token(self.person(n), issued.token.id)
            )
            seen["refused" if isinstance(answer, Failure) else "revoked"] += 1

        @rule(n=st.integers(0, 1), profile=profiles)
        def update(self, n: int, profile: Profile) -> None:
            agreed(self.services, lambda s: s.update_profile(self.person(n), profile))

        @rule(target=homes, n=st.integers(0, 1), day=home_days, zone=zones)
        def set_home(self, n: int, day: LocalDate, zone: TimeZone) -> LocalDate:
            agreed(self.services, lambda s: s.set_home(self.person(n), Home(day, zone)))
            return day

        @rule(n=st.integers(0, 1), day=homes)
        def unset_home(self, n: int, day: LocalDate) -> None:
            answer = agreed(self.services, lambda s: s.unset_home(self.person(n), day))
            seen["stayed" if isinstance(answer, Failure) else "taken back"] += 1

        @invariant()
        def profiles_agree(self) -> None:
            if hasattr(self, "services"):
                for me in self.people_here:
                    agreed(self.services, partial(AccountService.profile, person=me))
                    agreed(self.services, partial(AccountService.homes, person=me))

    return AccountsAgree


@pytest.mark.xdist_group("machines")
def test_stores_agree(sqlite_database: Database, postgres_database: Database) -> None:
    seen: Counter[str] = Counter()
    run_state_machine_as_test(
        machine([sqlite_database, postgres_database], seen),
        settings=settings(max_examples=25, stateful_step_count=15, deadline=None),
    )
    # A run that never saw these would have proved little.
    assert seen["refused"] > 0
    assert seen["revoked"] > 0
    assert seen["stayed"] > 0
    assert seen["taken back"] > 0
