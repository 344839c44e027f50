"""What imports add to the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the change."""
    op.add_column("account_person", sa.Column("homes", sa.LargeBinary(), nullable=True))
    op.add_column("nutrition_meal_version", sa.Column("local_date", sa.Date(), nullable=True))
    op.create_index(
        op.f("ix_nutrition_meal_version_person_id_local_date"),
        "nutrition_meal_version",
        ["person_id", "local_date"],
    )
    op.create_table(
        "nutrition_own_food",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("food_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("food", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "food_id", name=op.f("pk_nutrition_own_food")),
    )
    op.create_table(
        "nutrition_recipe",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("food_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("food", sa.LargeBinary(), nullable=False),
        sa.Column("dish", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "food_id", name=op.f("pk_nutrition_recipe")),
    )
    op.create_table(
        "nutrition_favourite",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("food_id", sa.String(length=200), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "food_id", name=op.f("pk_nutrition_favourite")),
    )
    op.create_table(
        "biometrics_series",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("spilled", sa.BigInteger(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "metric", "local_date", "source", name=op.f("pk_biometrics_series")
        ),
    )
    op.create_index(
        "ix_biometrics_series_by_source",
        "biometrics_series",
        ["person_id", "metric", "source", "local_date", "n"],
    )
    op.create_table(
        "biometrics_source_priority",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("sources", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "metric", name=op.f("pk_biometrics_source_priority")),
    )
    op.add_column("activity_session", sa.Column("lead_id", sa.Uuid(), nullable=True))
    op.add_column("activity_session", sa.Column("link", sa.LargeBinary(), nullable=True))
    op.create_index("ix_activity_session_by_lead", "activity_session", ["person_id", "lead_id"])
    op.create_table(
        "activity_buried",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "hash", name=op.f("pk_activity_buried")),
    )
    op.create_table(
        "activity_verdict",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("one_key", sa.String(length=80), nullable=False),
        sa.Column("other_key", sa.String(length=80), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "one_key", "other_key", name=op.f("pk_activity_verdict")
        ),
    )
    _catalogue()
    _imports()


def _catalogue() -> None:
    """Make the tables of the foods everybody chooses from, and their index of words."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    folded = sa.String(length=600) if sqlite else sa.String(length=600, collation="C")
    op.create_table(
        "food",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("food_id", sa.String(length=100), nullable=False),
        sa.Column("barcode", sa.String(length=14), nullable=True),
        sa.Column("folded", folded, nullable=False),
        sa.Column("published_s", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_food")),
    )
    op.create_index(op.f("ix_food_food_id"), "food", ["food_id"], unique=True)
    op.create_index(op.f("ix_food_barcode"), "food", ["barcode"])
    op.create_index(op.f("ix_food_folded_place"), "food", ["folded", "place"])
    op.create_table(
        "food_former",
        sa.Column("food_id", sa.String(length=100), nullable=False),
        sa.Column("published_s", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("food", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("food_id", name=op.f("pk_food_former")),
    )
    op.create_table(
        "food_word",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_food_word")),
    )
    if sqlite:
        # Our words are folded and set apart by spaces; every byte beyond ASCII is part of one.
        for table, more in (("food_index", ", prefix='1 2 3'"), ("food_index_typo", "")):
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', contentless_delete=1,"
                f" tokenize='ascii', detail='none'{more})"
            )
            # Room for the words of a whole batch: what is written in pieces is merged again later.
            op.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {8 * 2**20})")  # noqa: S608  # Names of ours.
            # As many pieces as can be are merged at once, and so each of them less often.
            op.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 16)")  # noqa: S608  # idem
        return
    for table in ("food_index", "food_index_typo"):
        op.execute(
            f"CREATE TABLE {table} (place bigint NOT NULL, words tsvector NOT NULL,"
            f" CONSTRAINT pk_{table} PRIMARY KEY (place))"
        )
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")


def _imports() -> None:
    """What was brought, and what became of it."""
    op.create_table(
        "imports_import",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("brought_at", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "import_id", name=op.f("pk_imports_import")),
    )
    op.create_index(
        "ix_imports_import_by_time", "imports_import", ["person_id", "brought_at", "import_id"]
    )
    op.create_index("ix_imports_import_by_content", "imports_import", ["person_id", "content"])
    op.create_table(
        "imports_item",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=12), nullable=False),
        sa.Column("item", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "import_id", "number", name=op.f("pk_imports_item")),
    )
    op.create_table(
        "imports_piece",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "import_id", "file", "number", name=op.f("pk_imports_piece")
        ),
    )
    op.create_table(
        "imports_waiting",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("brought_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_imports_waiting")),
    )
    op.create_index("ix_imports_waiting_by_time", "imports_waiting", ["brought_at"])
