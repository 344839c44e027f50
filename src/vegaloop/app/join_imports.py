"""Joining imports: every context that keeps something, every format there is a reader of."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.imports import Contexts, ImportLogs, Imports, Together
from vegaloop.imports.adapters.reading import FormatReader
from vegaloop.infrastructure.bell import Bell
from vegaloop.infrastructure.logbook import Journal
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Clock

__all__ = ("Surroundings", "join_imports")


@final
class Surroundings(msgspec.Struct, frozen=True):
    """Time and chance, and who is told: the bell of what waits, the journal of what broke."""

    clock: Clock
    ids: Ids
    bell: Bell
    journal: Callable[[], Journal]


def join_imports(
    logs: ImportLogs,
    together: Together,
    contexts: Contexts,
    accounts: AccountService,
    around: Surroundings,
) -> Imports:
    """Join imports over the contexts that keep what is brought."""

    def hear(format: str, bug: Exception) -> None:
        # The message of an exception may hold what somebody recorded; its class does not.
        around.journal().error("imports.reader-broke", format=format, kind=type(bug).__name__)

    reader = FormatReader(contexts.foods, hear, time.monotonic)
    return Imports(
        logs, reader, contexts, accounts, together, around.clock, around.ids, around.bell.ring
    )
