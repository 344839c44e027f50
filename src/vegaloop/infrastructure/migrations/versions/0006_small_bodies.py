"""A small body is written with its delivery; those that are kept stay where they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make room for it."""
    op.add_column("sync_delivery", sa.Column("body", sa.LargeBinary(), nullable=True))
