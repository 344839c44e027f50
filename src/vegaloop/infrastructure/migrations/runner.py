"""Alembic, configured without a file: it works inside the transaction it is handed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData


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
