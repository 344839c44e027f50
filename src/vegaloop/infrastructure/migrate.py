"""Bringing the tables of a database to what the code needs."""

from __future__ import annotations

from vegaloop.infrastructure.database import METADATA, Database


def upgrade(database: Database) -> None:
    """Make the tables."""
    METADATA.create_all(database.engine)
