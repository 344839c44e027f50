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
    Table,
    TypedColumns,
    text,
)

__all__ = ("fill", "is_listed", "listing", "take_stock")

A = TypeVar("A", int, str)
C = TypeVar("C", bound=TypedColumns)

Cells: TypeAlias = tuple[int | str | bytes | None, ...]

_TYPES: Final = ((SmallInteger, "int2"), (BigInteger, "int8"), (LargeBinary, "bytea"))


def fill(connection: Connection, table: Table[C], rows: Sequence[Cells]) -> None:
    """Insert rows, whole and in the order of the columns; one whose key is there is left out."""
    if not rows:
        return
    into = f"INSERT INTO {table.name} ({', '.join(one.name for one in table.columns)})"
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in table.columns)
        statement = f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, list(rows))
        return
    # Copied beside the table first: COPY itself stops at a key that is there.
    beside = f"incoming_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {beside} (LIKE {table.name})")
    _copy(connection, table, beside, rows)
    statement = f"{into} SELECT * FROM {beside} ON CONFLICT DO NOTHING"  # noqa: S608  # Our own names.
    connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"DROP TABLE {beside}")


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


def is_listed(column: Column[A], dialect: str, kind: str) -> ColumnElement[bool]:
    """Ask whether a cell is in `:listing`, which is one value however many there are."""
    listed = "value FROM json_each(:listing)"
    if dialect != "sqlite":
        listed = f"unnest(CAST(:listing AS {kind}[]))"
    return column.in_(text(f"SELECT {listed}"))  # Our own words.


def listing(values: Collection[A], dialect: str) -> str | list[A]:
    """Write values as `is_listed` reads them."""
    return msgspec.json.encode(list(values)).decode() if dialect == "sqlite" else list(values)


def take_stock(connection: Connection) -> None:
    """Have PostgreSQL count what there is: until it has, it reads whole tables for one food."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("ANALYZE food, food_word, food_index, food_index_typo")
