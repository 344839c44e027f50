"""What following vendors adds to the records."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SAID = (
    "food_id",
    "name",
    "brand",
    "barcode",
    "category",
    "flags",
    "standing",
    "published_s",
)
_Said: TypeAlias = tuple[str, str, str | None, str | None, str, str, int, int]
_Row: TypeAlias = tuple[int, str, str, str | None, str | None, str, str, str, int, int, int, bytes]
_Packed: TypeAlias = tuple[tuple[tuple[str, int], ...], int | None, dict[str, int], msgspec.Raw]
_ROW = msgspec.msgpack.Decoder(_Row)
_PACKED = msgspec.msgpack.Decoder(_Packed)


def upgrade() -> None:
    """Make the change."""
    _foods()
    _biometrics()
    _inbox()
    _of_all()


def _foods() -> None:
    """Put what a food's record says into one blob; a database may have it in columns."""
    connection = op.get_bind()
    if "name" not in {one["name"] for one in sa.inspect(connection).get_columns("food")}:
        return
    foods = connection.exec_driver_sql(f"SELECT place, {', '.join(_SAID)}, packed FROM food")  # noqa: S608  # Our own names.
    for place, *said, packed in foods.all():
        _put("food", "packed", "place", place, _whole(msgspec.convert(tuple(said), _Said), packed))
    former = connection.exec_driver_sql("SELECT food_id, food FROM food_former")
    for food_id, row in former.all():
        _, id_, name, brand, code, shelf, flags, _, standing, when, _, packed = _ROW.decode(row)
        of_it = (id_, name, brand, code, shelf, flags, standing, when)
        _put("food_former", "food", "food_id", food_id, _whole(of_it, packed))
    for column in ("name", "brand", "category", "flags", "standing"):
        op.drop_column("food", column)


def _whole(said: _Said, packed: bytes) -> bytes:
    food_id, name, brand, barcode, category, flags, standing, published_s = said
    servings, energy_j, amounts_ng, _ = _PACKED.decode(packed)
    record = (
        food_id,
        name,
        brand,
        barcode,
        category,
        servings,
        energy_j,
        tuple(amounts_ng),
        tuple(amounts_ng.values()),
        tuple(flags.split()),
        published_s,
        standing,
    )
    return msgspec.msgpack.encode(record)


def _put(table: str, column: str, key: str, value: int | str, packed: bytes) -> None:
    digest = hashlib.blake2b(packed, digest_size=8).digest()
    statement = sa.text(
        f"UPDATE {table} SET {column} = :packed, fingerprint = :mark WHERE {key} = :value"  # noqa: S608  # Our own names.
    )
    mark = int.from_bytes(digest, "big", signed=True)
    op.get_bind().execute(statement, {"packed": packed, "mark": mark, "value": value})


def _biometrics() -> None:
    """When a reading was last changed at its source; of those that are there nobody knows."""
    op.add_column("biometrics_reading", sa.Column("modified_at", sa.BigInteger(), nullable=True))


def _inbox() -> None:
    """What came, how far it is, and what is known because of it."""
    op.create_table(
        "sync_body",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "delivery_id", name=op.f("pk_sync_body")),
    )
    op.create_table(
        "sync_connection",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "vendor", name=op.f("pk_sync_connection")),
    )
    op.create_table(
        "sync_delivery",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "delivery_id", name=op.f("pk_sync_delivery")),
        sa.UniqueConstraint(
            "person_id", "vendor", "key", name=op.f("uq_sync_delivery_person_id_vendor_key")
        ),
    )
    op.create_index(
        "ix_sync_delivery_by_state",
        "sync_delivery",
        ["person_id", "state", "received_at", "delivery_id"],
    )
    op.create_table(
        "sync_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "vendor", "kind", name=op.f("pk_sync_feed")),
    )
    op.create_table(
        "sync_record",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("modified_at", sa.BigInteger(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.Column("held_from", sa.BigInteger(), nullable=True),
        sa.Column("held_until", sa.BigInteger(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(
            "person_id", "vendor", "form", "external_id", name=op.f("pk_sync_record")
        ),
    )
    op.create_index("ix_sync_record_by_time", "sync_record", ["person_id", "vendor", "held_from"])
    op.create_index(
        "ix_sync_record_by_day", "sync_record", ["person_id", "vendor", "kind", "local_date"]
    )
    op.create_table(
        "sync_step",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_sync_step")),
    )


def _of_all() -> None:
    """Who waits, who is meant, and when a vendor may be called."""
    op.create_table(
        "sync_account",
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("vendor", "account", name=op.f("pk_sync_account")),
    )
    op.create_table(
        "sync_consent",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("redirect", sa.String(length=300), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sync_consent")),
    )
    op.create_table(
        "sync_gate",
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=True),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("vendor", name=op.f("pk_sync_gate")),
    )
    op.create_table(
        "sync_lane",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sync_lane")),
    )
    op.create_index("ix_sync_lane_due_at", "sync_lane", ["due_at"])
    op.create_table(
        "sync_spent",
        sa.Column("vendor", sa.String(length=10), nullable=False),
        sa.Column("whose", sa.String(length=36), nullable=False),
        sa.Column("window_s", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vendor", "whose", "window_s", name=op.f("pk_sync_spent")),
    )
