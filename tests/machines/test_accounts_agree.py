"""Three stores, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

from collections import Counter
from typing import final

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
from tests.support import CountedIds, PinnedClock, somebody
from vegaloop.accounts import AccountService, IssuedToken, Token
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.accounts.adapters.sql import SqlAccounts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomSecrets
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure


@final
class Repeated:
    """Secrets that every service draws alike, and no other run does."""

    def __init__(self, seeds: list[str]) -> None:
        self._seeds = iter(seeds)

    def fresh(self) -> str:
        """Give the next one."""
        return next(self._seeds)


def machine(databases: list[Database], seen: Counter[str]) -> type[RuleBasedStateMachine]:
    class AccountsAgree(RuleBasedStateMachine):
        tokens = Bundle("tokens")

        @initialize()
        def people(self) -> None:
            self.people_here = (somebody(), somebody())
            seeds = [RandomSecrets().fresh() for _ in range(100)]
            stores = [MemoryAccounts(Revisions()), *(SqlAccounts(d) for d in databases)]
            self.services = [
                AccountService(store, PinnedClock(), CountedIds(), Repeated(seeds))
                for store in stores
            ]

        def person(self, n: int) -> PersonId:
            return self.people_here[n]

        @rule(target=tokens, n=st.integers(0, 1), label=st.text("ab", max_size=3))
        def issue(self, n: int, label: str) -> tuple[int, IssuedToken]:
            (issued,) = {s.issue_token(self.person(n), label) for s in self.services}
            return n, issued

        @rule(held=tokens, n=st.integers(0, 1))
        def authenticate_and_list(self, held: tuple[int, IssuedToken], n: int) -> None:
            _, issued = held
            assert len({s.authenticate(issued.secret) for s in self.services}) == 1
            lists: set[tuple[Token, ...]] = {s.tokens(self.person(n)) for s in self.services}
            assert len(lists) == 1

        @rule(held=consumes(tokens), n=st.integers(0, 1))
        def revoke(self, held: tuple[int, IssuedToken], n: int) -> None:
            _, issued = held
            answers = [s.revoke_token(self.person(n), issued.token.id) for s in self.services]
            assert all(answer == answers[0] for answer in answers)
            seen["refused" if isinstance(answers[0], Failure) else "revoked"] += 1

        @rule(n=st.integers(0, 1), profile=profiles)
        def update(self, n: int, profile: Profile) -> None:
            for service in self.services:
                service.update_profile(self.person(n), profile)

        @invariant()
        def profiles_agree(self) -> None:
            if hasattr(self, "services"):
                for n in (0, 1):
                    assert len({repr(s.profile(self.person(n))) for s in self.services}) == 1

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
