"""Joining imports: every context that keeps something, every format there is a reader of."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.imports import Contexts, ImportLogs, Imports, Telling, Together, Working
from vegaloop.imports.adapters.reading import FormatReader
from vegaloop.infrastructure.logbook import Journal
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Clock

__all__ = ("Surroundings", "join_imports")


@final
class Surroundings(msgspec.Struct, frozen=True):
    """Time and chance, and who is told: the journal of what broke."""

    clock: Clock
    ids: Ids
    journal: Callable[[], Journal]


def join_imports(
    logs: ImportLogs,
    together: Together,
    contexts: Contexts,
    accounts: AccountService,
    around: Surroundings,
) -> tuple[Imports, Telling]:
    """Join imports over the contexts that keep what is brought, whole or record by record."""

    def hear(format: str, bug: Exception) -> None:
        # The message of an exception may hold what somebody recorded; its class does not.
        around.journal().error("imports.reader-broke", format=format, kind=type(bug).__name__)

    reader = FormatReader(contexts.foods, hear, time.monotonic)
    clock, ids = around.clock, around.ids
    working = Working(logs, reader, contexts, accounts, together, clock, ids)
    imports = Imports(logs, working, accounts, clock, ids)
    return imports, Telling(reader, contexts, accounts)
