"""The stores of device sync, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.infrastructure.database import Database


@pytest.fixture
def inbox(engine: Database) -> Iterator[SqlInbox]:
    inbox = SqlInbox(engine)
    yield inbox
    inbox.close()


@pytest.fixture
def books(engine: Database) -> SqlSyncBooks:
    return SqlSyncBooks(engine)
