"""What Alembic runs: migrations inside the transaction it is handed."""

from __future__ import annotations

from alembic import context

from vegaloop.infrastructure.database import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
