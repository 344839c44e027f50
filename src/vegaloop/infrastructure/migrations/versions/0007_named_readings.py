"""A reading has the name its source has for it; those that are kept have none, and stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make room for it, and let it be found."""
    op.add_column("biometrics_reading", sa.Column("external_id", sa.String(64), nullable=True))
    is_named = sa.text("external_id IS NOT NULL")
    op.create_index(
        "ix_biometrics_reading_name",
        "biometrics_reading",
        ["person_id", "kind", "source", "external_id"],
        sqlite_where=is_named,
        postgresql_where=is_named,
    )
