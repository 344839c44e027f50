"""Many rows in one statement, as the driver takes it: SQLAlchemy makes one slower than it is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Dialect, Table, TypedColumns

__all__ = ("Cell", "Row", "insert_rows", "insert_values", "values_of_rows")

C = TypeVar("C", bound=TypedColumns)

Cell: TypeAlias = int | str | bytes | UUID | None
Row: TypeAlias = Sequence[Cell]
_Writer: TypeAlias = Callable[[object], Cell]


def insert_values(
    connection: Connection,
    table: Table[C],
    names: tuple[str, ...],
    rows: Sequence[Sequence[object]],
    end: str = "",
) -> CursorResult[object]:
    """Insert values into columns of a table, each written as its column has it."""
    writers = _writers(connection.dialect, table, names)
    written = [[write(value) for write, value in zip(writers, row, strict=True)] for row in rows]
    return insert_rows(connection, f"{table.name} ({', '.join(names)})", written, end)


def insert_rows(
    connection: Connection, into: str, rows: Sequence[Row], end: str = ""
) -> CursorResult[object]:
    """Insert rows into a table and its columns; `end` says what of those that are there."""
    values, cells = values_of_rows(connection, rows)
    return connection.exec_driver_sql(f"INSERT INTO {into} {values}{end}", cells)


def values_of_rows(connection: Connection, rows: Sequence[Row]) -> tuple[str, tuple[Cell, ...]]:
    """Write rows as VALUES, and give what stands in them, one cell after the other."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = f"({', '.join([mark] * len(rows[0]))})"
    return f"VALUES {', '.join([marks] * len(rows))}", tuple(chain.from_iterable(rows))


@cache
def _writers(dialect: Dialect, table: Table[C], names: tuple[str, ...]) -> tuple[_Writer, ...]:
    types = (table.columns[name].type.dialect_impl(dialect) for name in names)
    return tuple(one.bind_processor(dialect) or _as_it_is for one in types)


def _as_it_is(value: object) -> Cell:
    if value is None or isinstance(value, int | str | bytes | UUID):
        return value
    raise TypeError(f"{type(value).__name__} is in no column")
