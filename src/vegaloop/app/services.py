"""The composition root for Python callers: every service by name, no web framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.time import Clock


@final
class VegaLoop(msgspec.Struct, frozen=True):
    """Every service, ready to call."""

    accounts: AccountService
    clock: Clock
    revision: Callable[[PersonId], int]
    is_ready: Callable[[], bool]


@contextmanager
def open_vegaloop(
    settings: Settings, *, clock: Clock | None = None, ids: Ids | None = None
) -> Iterator[VegaLoop]:
    """Join the services over the database the settings name; its tables are made or migrated."""
    from vegaloop.accounts.adapters.sql import SqlAccounts
    from vegaloop.infrastructure.database import open_database
    from vegaloop.infrastructure.migrate import is_current, upgrade
    from vegaloop.infrastructure.system import RandomIds, RandomSecrets, SystemClock

    database = open_database(settings.database_url)
    try:
        upgrade(database)
        clock, ids = clock or SystemClock(), ids or RandomIds()
        accounts = AccountService(SqlAccounts(database), clock, ids, RandomSecrets())
        yield VegaLoop(accounts, clock, database.revision, lambda: is_current(database))
    finally:
        database.close()


def vegaloop_in_memory(*, clock: Clock, ids: Ids) -> VegaLoop:
    """Join the services over memory, for tests and embedding."""
    from vegaloop.infrastructure.system import RandomSecrets

    revisions = Revisions()
    accounts = AccountService(MemoryAccounts(revisions), clock, ids, RandomSecrets())
    return VegaLoop(accounts, clock, revisions.revision, lambda: True)
