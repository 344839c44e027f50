"""What Alembic runs: migrations inside the transaction it is handed."""

from __future__ import annotations

from typing import Literal

from alembic import context

from vegaloop.infrastructure.database import InstantColumn
from vegaloop.infrastructure.migrations.runner import is_compared


def _rendered(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write our own column types as what they are stored as: a migration outlives the code."""
    if kind == "type" and isinstance(item, InstantColumn):
        return "sa.BigInteger()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    transactional_ddl=True,
    compare_type=True,
    render_item=_rendered,
    include_name=is_compared,
)
context.run_migrations()
