"""The stores of device sync, and all that they say."""

from __future__ import annotations

from typing import final

from msgspec import Struct
from sqlalchemy import delete

from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.consents import SqlConsents
from vegaloop.device_sync.adapters.gates import SqlGates
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryConsents, MemoryGates
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.device_sync.adapters.tables import GATES, SPENT
from vegaloop.device_sync.application.ports import DeliveryQuery, Inbox, SyncBook, SyncBooks
from vegaloop.device_sync.application.surroundings import Consents, Gates
from vegaloop.infrastructure.database import Database


@final
class Stores(Struct, frozen=True):
    """Everything device sync keeps things in, of one kind."""

    books: SyncBooks
    inbox: Inbox
    gates: Gates
    consents: Consents


def memory() -> Stores:
    """Stores in memory."""
    books = MemorySyncBooks()
    return Stores(books, MemoryInbox(books), MemoryGates(), MemoryConsents())


def opened(database: Database) -> Stores:
    """Stores in a database, in which no vendor was ever called."""
    with database.transaction(writing=True) as connection:
        connection.execute(delete(GATES))
        connection.execute(delete(SPENT))
    return Stores(
        SqlSyncBooks(database), SqlInbox(database), SqlGates(database), SqlConsents(database)
    )


def look(book: SyncBook) -> tuple[object, ...]:
    """Everything a book says."""
    kept = book.deliveries(DeliveryQuery(), None, 99)
    return (
        kept,
        [(book.body(one.id), book.outcome(one.id)) for one in kept],
        [book.under_key(one.vendor, one.key) for one in kept],
        [book.due(one.run_at) for one in kept],
        book.next_due(),
        dict(book.counts()),
        book.connections(),
        [(book.connection(one.vendor), book.sealed(one.vendor)) for one in book.connections()],
        book.feeds(),
        book.steps(0, 99),
    )
