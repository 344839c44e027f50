"""Alembic, configured without a file: it works inside the transaction it is handed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData

# On SQLite a full-text table with tables of its own, on PostgreSQL one with a GIN index.
INDEX_OF_WORDS: Final = "food_index"


def is_compared(name: str | None, kind: str, _: object) -> bool:
    """Tell whether metadata can say what a table is: of an index of words only the engine can."""
    return kind != "table" or name is None or not name.startswith(INDEX_OF_WORDS)


def configured(connection: Connection, tables: MetaData | None = None) -> Config:
    """Configure Alembic for a connection, and for the tables to compare with."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["tables"] = tables
    return config


def run(connection: Connection) -> None:
    """Bring the tables to the newest migration."""
    command.upgrade(configured(connection), "head")
