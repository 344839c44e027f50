"""What Alembic runs: migrations inside the transaction it is handed."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
