"""First light."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "account_directory",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_account_directory")),
    )
    op.create_table(
        "account_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("height_mm", sa.BigInteger(), nullable=True),
        sa.Column("home_zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account_person")),
    )
    op.create_table(
        "account_token",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "token_id", name=op.f("pk_account_token")),
    )
    op.create_table(
        "activity_file",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "hash", name=op.f("pk_activity_file")),
    )
    op.create_table(
        "activity_load_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("was", sa.LargeBinary(), nullable=False),
        sa.Column("became", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "change_id", "session_id", name=op.f("pk_activity_load_change")
        ),
    )
    op.create_index(
        "ix_activity_load_change_by_time",
        "activity_load_change",
        ["person_id", "at_us", "place"],
        unique=False,
    )
    op.create_table(
        "activity_load_year",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("loads", sa.LargeBinary(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "year", name=op.f("pk_activity_load_year")),
    )
    op.create_table(
        "activity_session",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("sport", sa.String(length=40), nullable=False),
        sa.Column("elapsed_us", sa.BigInteger(), nullable=False),
        sa.Column("distance_mm", sa.BigInteger(), nullable=True),
        sa.Column("load", sa.Double(), nullable=True),
        sa.Column("load_method", sa.String(length=20), nullable=True),
        sa.Column("stress_per_au", sa.Double(), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("file_index", sa.Integer(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("loads", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "session_id", name=op.f("pk_activity_session")),
    )
    op.create_index(
        "ix_activity_session_by_day", "activity_session", ["person_id", "local_date"], unique=False
    )
    op.create_index(
        "ix_activity_session_by_time",
        "activity_session",
        ["person_id", "at_us", "session_id"],
        unique=False,
    )
    op.create_index(
        "uq_activity_session_by_file",
        "activity_session",
        ["person_id", "file_hash", "file_index"],
        unique=True,
    )
    op.create_table(
        "activity_stream",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("block", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "session_id", "channel", name=op.f("pk_activity_stream")
        ),
    )
    op.create_table(
        "activity_thresholds",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("thresholds", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "effective_from", name=op.f("pk_activity_thresholds")),
    )
    op.create_table(
        "biometrics_reading",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("sort", sa.String(length=16), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("artefacts", sa.Integer(), nullable=False),
        sa.Column("several", sa.LargeBinary(), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "reading_id", name=op.f("pk_biometrics_reading")),
        sa.UniqueConstraint(
            "person_id",
            "kind",
            "source",
            "began_at",
            name=op.f("uq_biometrics_reading_person_id_kind_source_began_at"),
        ),
    )
    op.create_index(
        "ix_biometrics_reading_kind",
        "biometrics_reading",
        ["person_id", "kind", "standing", "local_date"],
        unique=False,
    )
    op.create_index(
        "ix_biometrics_reading_list",
        "biometrics_reading",
        ["person_id", "standing", "local_date", "at", "reading_id"],
        unique=False,
    )
    op.create_table(
        "biometrics_rr",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("rr_us", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "reading_id", name=op.f("pk_biometrics_rr")),
    )
    op.create_table(
        "goals_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset_s", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=True),
        sa.Column("terms", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "goal_id", "number", name=op.f("pk_goals_change")),
    )
    op.create_table(
        "goals_goal",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=100), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset_s", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "goal_id", name=op.f("pk_goals_goal")),
    )
    op.create_index(
        op.f("ix_goals_goal_person_id_archived_at_us"),
        "goals_goal",
        ["person_id", "archived", "at_us"],
        unique=False,
    )
    op.create_index(
        op.f("ix_goals_goal_person_id_at_us"), "goals_goal", ["person_id", "at_us"], unique=False
    )
    op.create_table(
        "nutrition_day",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("meals", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=True),
        sa.Column("energy_j", sa.BigInteger(), nullable=False),
        sa.Column("without_energy", sa.Integer(), nullable=False),
        sa.Column("carbohydrate_ng", sa.BigInteger(), nullable=True),
        sa.Column("carbohydrate_known_j", sa.BigInteger(), nullable=True),
        sa.Column("fat_ng", sa.BigInteger(), nullable=True),
        sa.Column("fat_known_j", sa.BigInteger(), nullable=True),
        sa.Column("fibre_ng", sa.BigInteger(), nullable=True),
        sa.Column("fibre_known_j", sa.BigInteger(), nullable=True),
        sa.Column("protein_ng", sa.BigInteger(), nullable=True),
        sa.Column("protein_known_j", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "local_date", name=op.f("pk_nutrition_day")),
    )
    op.create_table(
        "nutrition_meal",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("meal_id", sa.Uuid(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("eaten_at", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("logged_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("micronutrients", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "meal_id", name=op.f("pk_nutrition_meal")),
    )
    op.create_index(
        op.f("ix_nutrition_meal_person_id_local_date_eaten_at_meal_id"),
        "nutrition_meal",
        ["person_id", "local_date", "eaten_at", "meal_id"],
        unique=False,
    )
    op.create_table(
        "nutrition_meal_version",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("meal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.String(length=20), nullable=False),
        sa.Column("meal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "meal_id", "version", name=op.f("pk_nutrition_meal_version")
        ),
    )
    op.create_table(
        "person_revision",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_revision")),
    )
