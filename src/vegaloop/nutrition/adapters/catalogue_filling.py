"""Many rows at once into a table that belongs to nobody, as fast as each engine takes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, TypeAlias, TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    TextClause,
    TypedColumns,
    func,
    text,
)

from vegaloop.infrastructure.many_rows import insert_rows

__all__ = (
    "fill",
    "insert_many",
    "is_listed",
    "listing",
    "make_room",
    "rows_at_once",
    "take_stock",
    "values_of",
)

A = TypeVar("A", int, str)
C = TypeVar("C", bound=TypedColumns)

Cells: TypeAlias = tuple[int | str | bytes | None, ...]

_ROOM: Final = "PRAGMA cache_size=-32000"  # KiB.
# Rows of one statement of SQLite: of fewer it takes longer, of more it is too long.
_ROWS: Final = 2_000
_HAS_DOUBLED: Final = (
    "SELECT pg_relation_size(oid) >= 2 * relpages * current_setting('block_size')::bigint"
    " FROM pg_class WHERE oid = 'food'::regclass"
)
_TYPES: Final = ((SmallInteger, "int2"), (BigInteger, "int8"), (LargeBinary, "bytea"))


def fill(connection: Connection, table: Table[C], rows: Sequence[Cells]) -> None:
    """Insert rows, whole and in the order of the columns; one whose key is there is left out."""
    if not rows:
        return
    into = f"{table.name} ({', '.join(one.name for one in table.columns)})"
    if connection.dialect.name == "sqlite":
        insert_many(connection, into, rows, _ROWS, " ON CONFLICT DO NOTHING")
        return
    # Copied beside the table first: COPY itself stops at a key that is there.
    beside = f"incoming_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {beside} (LIKE {table.name})")
    _copy(connection, table, beside, rows)
    statement = f"INSERT INTO {into} SELECT * FROM {beside} ON CONFLICT DO NOTHING"  # noqa: S608  # Our own names.
    connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"DROP TABLE {beside}")


def insert_many(
    connection: Connection, into: str, rows: Sequence[Cells], at_once: int, end: str = ""
) -> None:
    """Insert rows into a table of SQLite, so many a statement."""
    for start in range(0, len(rows), at_once):
        insert_rows(connection, into, rows[start : start + at_once], end)


def _copy(connection: Connection, table: Table[C], into: str, rows: Sequence[Cells]) -> None:
    import psycopg  # Only who has PostgreSQL waits for it.

    driver: object = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"{driver} cannot copy")
    names = ", ".join(column.name for column in table.columns)
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {into} ({names}) FROM STDIN (FORMAT BINARY)".encode()) as copy,
    ):
        copy.set_types([_type_of(column) for column in table.columns])
        for row in rows:
            copy.write_row(row)


def _type_of(column: Column[object]) -> str:
    return next((name for kind, name in _TYPES if isinstance(column.type, kind)), "text")


def is_listed(column: Column[A] | Column[A | None], dialect: str, kind: str) -> ColumnElement[bool]:
    """Ask whether a cell is in `:listing`, which is one value however many there are."""
    return column.in_(values_of(dialect, kind))


def values_of(dialect: str, kind: str) -> TextClause:
    """Give the values of `:listing`, one a row."""
    given = "json_each(:listing)"
    if dialect != "sqlite":
        given = f"unnest(CAST(:listing AS {kind}[])) AS given (value)"
    return text(f"SELECT value FROM {given}")  # noqa: S608  # Our own words.


def listing(values: Collection[A], dialect: str) -> str | list[A]:
    """Write values as `is_listed` and `values_of` read them."""
    return msgspec.json.encode(list(values)).decode() if dialect == "sqlite" else list(values)


def rows_at_once(
    dialect: str, *columns: ColumnElement[int] | ColumnElement[str] | ColumnElement[str | None]
) -> ColumnElement[str]:
    """Ask for all rows of a query as one text, a JSON array of arrays.

    Tens of thousands of rows cost more to fetch one by one than to write and read as a text.
    """
    if dialect == "sqlite":
        return func.json_group_array(func.json_array(*columns), type_=String)
    rows = func.json_agg(func.json_build_array(*columns)).cast(String)
    return func.coalesce(rows, "[]", type_=String)


def make_room(connection: Connection) -> None:
    """Let SQLite keep more of its pages at hand: many foods go all over its indexes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_ROOM)


def take_stock(connection: Connection) -> None:
    """Have PostgreSQL count what there is, whenever there is twice as much as when it did.

    Until it has, it reads whole tables for one food; that a table grew it sees by itself.
    """
    if connection.dialect.name != "sqlite" and connection.exec_driver_sql(_HAS_DOUBLED).scalar():
        connection.exec_driver_sql("ANALYZE food, food_word, food_index, food_index_typo")
