"""What the formula book adds to the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "biometrics_baseline_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_biometrics_baseline_change")),
    )
    op.create_table(
        "biometrics_reckoned",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reckoned", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_biometrics_reckoned")),
    )
    op.create_table(
        "biometrics_restart",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint(
            "person_id", "kind", "start_date", name=op.f("pk_biometrics_restart")
        ),
    )
    op.create_table(
        "biometrics_waiting",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "reading_id", name=op.f("pk_biometrics_waiting")),
    )
    op.create_table(
        "biometrics_need",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("need_us", sa.BigInteger(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "effective_from", name=op.f("pk_biometrics_need")),
    )
    op.create_table(
        "biometrics_need_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_biometrics_need_change")),
    )
    op.create_table(
        "activity_peaks",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "session_id", name=op.f("pk_activity_peaks")),
    )
    op.add_column("activity_session", sa.Column("seen_rate_mbpm", sa.Integer(), nullable=True))
    op.add_column(
        "activity_load_year",
        sa.Column(
            "formula_version", sa.String(length=20), server_default="activity-1", nullable=False
        ),
    )
    op.create_table(
        "nutrition_preference",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("protein_method", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "effective_from", name=op.f("pk_nutrition_preference")
        ),
    )
