"""Bringing the tables of a database to what the code needs: all of it, or nothing.

Rule 1: a migration is one transaction on both engines; what is killed half-way leaves no trace.
Rule 2: a database newer than the code is refused, never guessed at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, final

from sqlalchemy import Connection, column, inspect, select, table

from vegaloop.infrastructure.database import Database

_FOLDER: Final = Path(__file__).parent / "migrations"
_VERSION_TABLE: Final = "alembic_version"


@final
class NewerDatabase(Exception):
    """The database was made by a newer VegaLoop than this one."""


@final
class DatabaseGone(Exception):
    """The file of the database was taken away under the running process."""


def head() -> str | None:
    """The newest migration this code knows; files are named `NNNN_what.py`."""
    known = (path.name[:4] for path in (_FOLDER / "versions").glob("[0-9]*.py"))
    return max(known, default=None)


def version(connection: Connection) -> str | None:
    """The migration a database stands at; None where it has no tables yet."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found: str | None = connection.execute(
        select(column("version_num")).select_from(table(_VERSION_TABLE))
    ).scalar()
    return found


def is_current(database: Database) -> bool:
    """Whether the database is still there, and its tables are what the code needs."""
    file = database.engine.url.database
    if database.engine.dialect.name == "sqlite" and file and not Path(file).exists():
        raise DatabaseGone(file)
    with database.transaction(writing=False) as connection:
        return version(connection) == head()


def upgrade(database: Database) -> None:
    """Make or change the tables where that is needed; a current database is only looked at."""
    with database.transaction(writing=False) as connection:
        stands_at = version(connection)
    newest = head()
    if stands_at == newest:
        return
    if stands_at is not None and newest is not None and stands_at > newest:
        raise NewerDatabase(f"the database stands at {stands_at}, this code knows {newest}")
    # Alembic takes longer to import than everything else together, and is seldom needed.
    from vegaloop.infrastructure.migrations.runner import run

    with database.transaction(writing=True) as connection:
        run(connection)
