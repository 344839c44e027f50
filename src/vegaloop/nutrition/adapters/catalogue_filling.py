"""Many rows at once into a table that belongs to nobody, as fast as each engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    "copy_in",
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
# In this transaction: a fifth of the rows it looks at by itself tells common words from rare ones.
_BRIEFLY: Final = "SELECT set_config('default_statistics_target', '20', true)"
_TYPES: Final = ((SmallInteger, "int2"), (BigInteger, "int8"), (LargeBinary, "bytea"))


def fill(connection: Connection, table: Table[C], rows: Sequence[Cells]) -> None:
    """Insert rows, whole and in the order of the columns; one whose key is there is left out."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        into = f"{table.name} ({', '.join(one.name for one in table.columns)})"
        insert_many(connection, into, rows, _ROWS, " ON CONFLICT DO NOTHING")
        return
    columns = {one.name: _type_of(one) for one in table.columns}
    copy_in(connection, table.name, columns, lambda: rows)


def copy_in(
    connection: Connection,
    table: str,
    columns: Mapping[str, str],
    rows: Callable[[], Iterable[Cells]],
) -> None:
    """Copy rows into columns of PostgreSQL, which are told with their types.

    A row whose key is there is left out. The server writes rows while the next ones are made;
    they may be asked for once more.
    """
    import psycopg  # Only who has PostgreSQL waits for it.

    try:
        with connection.begin_nested():
            _copy(connection, table, columns, rows())
    except psycopg.errors.UniqueViolation:
        # COPY itself stops at a key that is there, be it that another import has just entered it.
        # To copy beside the table first costs half as much again, and is seldom needed.
        names, beside = ", ".join(columns), f"incoming_{table}"
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {beside} (LIKE {table})")
        _copy(connection, beside, columns, rows())
        statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM {beside}"  # noqa: S608  # Our own names.
        connection.exec_driver_sql(f"{statement} ON CONFLICT DO NOTHING")
        connection.exec_driver_sql(f"DROP TABLE {beside}")


def insert_many(
    connection: Connection, into: str, rows: Sequence[Cells], at_once: int, end: str = ""
) -> None:
    """Insert rows into a table of SQLite, so many a statement."""
    for start in range(0, len(rows), at_once):
        insert_rows(connection, into, rows[start : start + at_once], end)


def _copy(
    connection: Connection, into: str, columns: Mapping[str, str], rows: Iterable[Cells]
) -> None:
    import psycopg
    from psycopg.types.string import BytesBinaryDumper

    driver: object = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"{driver} cannot copy")
    statement = f"COPY {into} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        # The one it would take for bytes is not written in C.
        cursor.adapters.register_dumper(bytes, BytesBinaryDumper)
        copy.set_types([*columns.values()])
        for row in rows:
            copy.write_row(row)


def _type_of(column: Column[object]) -> str:
    return next((name for kind, name in _TYPES if isinstance(column.type, kind)), "text")


def is_listed(column: Column[A] | Column[A | None], dialect: str, kind: str) -> ColumnElement[bool]:
    """Ask whether a cell is in `:listing`, which is one value however many there are."""
    return column.in_(values_of(dialect, kind))


def values_of(dialect: str, kind: str) -> TextClause:
    """Give the values of `:listing`, one a row."""
    given = "value FROM json_each(:listing)"
    if dialect != "sqlite":
        given = f"CAST(value AS {kind}) FROM json_array_elements_text(CAST(:listing AS json))"
    return text(f"SELECT {given}")  # Our own words.


def listing(values: Collection[int] | Collection[str]) -> str:
    """Write values as `is_listed` and `values_of` read them.

    The driver of PostgreSQL takes ten times as long to write them as an array.
    """
    return msgspec.json.encode(list(values)).decode()


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
        connection.exec_driver_sql(_BRIEFLY)
        connection.exec_driver_sql("ANALYZE food, food_word, food_index, food_index_typo")
