"""Where everything is kept: the stores of every context, joined over memory; in SQL beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import final

import msgspec

from vegaloop.accounts import Accounts
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.activity import TrainingLogs
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.app.join_sync import SyncStores
from vegaloop.biometrics import Charts
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryConsents, MemoryGates
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.goals import GoalBooks
from vegaloop.goals.adapters.memory import MemoryGoalBooks
from vegaloop.imports import ImportLogs, Together
from vegaloop.imports.adapters.memory import MemoryImportLogs
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition import Diaries, FoodStore
from vegaloop.nutrition.adapters.catalogue_memory import MemoryCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.memory import MemoryDiaries

__all__ = ("Stores", "memory_stores")


@final
class Stores(msgspec.Struct, frozen=True):
    """Where every context keeps what it has, and what holds them together."""

    accounts: Accounts
    activity: TrainingLogs
    charts: Charts
    goals: GoalBooks
    diaries: Diaries
    foods: FoodStore
    imports: ImportLogs
    sync: SyncStores
    together: Together
    revision: Callable[[PersonId], int]
    snapshot: Callable[[], AbstractContextManager[None]]
    is_ready: Callable[[], bool]
    is_rush: Callable[[], bool]
    risks: Callable[[], tuple[str, ...]]


def memory_stores() -> Stores:
    """Make stores in memory, for tests and embedding."""
    revisions, books = Revisions(), MemorySyncBooks()
    return Stores(
        accounts=MemoryAccounts(revisions),
        activity=MemoryTrainingLogs(revisions),
        charts=MemoryCharts(revisions),
        goals=MemoryGoalBooks(revisions),
        diaries=MemoryDiaries(revisions),
        foods=MemoryCatalogue(StarterCatalogue()),
        imports=MemoryImportLogs(revisions),
        sync=SyncStores(books, MemoryInbox(books), MemoryGates(), MemoryConsents()),
        together=lambda _, work: work(),
        revision=revisions.revision,
        snapshot=nullcontext,
        is_ready=lambda: True,
        is_rush=lambda: False,
        risks=tuple,
    )
