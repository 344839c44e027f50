"""The stores of every context, in a database."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from vegaloop.accounts.adapters.sql import SqlAccounts
from vegaloop.activity.adapters.sql import SqlTrainingLogs
from vegaloop.app.join_sync import SyncStores
from vegaloop.app.stores import Stores
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.consents import SqlConsents
from vegaloop.device_sync.adapters.gates import SqlGates
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.goals.adapters.sql import SqlGoalBooks
from vegaloop.imports.adapters.sql import SqlImportLogs
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.migrate import is_current
from vegaloop.nutrition.adapters.catalogue_sql import SqlCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.sql import SqlDiaries

__all__ = ("sql_stores",)


def sql_stores(database: Database, inbox: SqlInbox) -> Stores:
    """Make stores over a database whose tables are there."""
    return Stores(
        accounts=SqlAccounts(database),
        activity=SqlTrainingLogs(database),
        charts=SqlCharts(database),
        goals=SqlGoalBooks(database),
        diaries=SqlDiaries(database),
        foods=SqlCatalogue(database, StarterCatalogue()),
        imports=SqlImportLogs(database),
        sync=SyncStores(
            SqlSyncBooks(database), inbox, SqlGates(database), SqlConsents(database), (DBAPIError,)
        ),
        together=database.together,
        revision=database.revision,
        snapshot=database.snapshot,
        is_ready=lambda: is_current(database),
        is_rush=database.queue.is_rush,
        risks=database.risks,
    )
