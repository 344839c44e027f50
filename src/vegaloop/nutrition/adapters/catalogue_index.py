"""The words of the catalogue, in the full-text index of each engine.

Rule 1: what is asked for is folded words, each quoted: nothing typed is ever read as syntax.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, Protocol, TypeAlias, final

from sqlalchemy import Connection

from vegaloop.nutrition.adapters.catalogue_filling import copy_in, insert_many
from vegaloop.nutrition.domain.search import Meaning

__all__ = ("Ask", "WordIndex", "ask_together", "index_of")


# A batch of foods is one segment of the index: fewer are read by a search, and merged again.
WRITTEN_AT_ONCE: Final = 16_000
# Room for the words of a batch, in this transaction: a longer list is sorted in in pieces.
_SORTED_IN_LATER: Final = "SELECT set_config('gin_pending_list_limit', '64MB', true)"

# A statement that gives a column `found`, with a question mark for each of some values.
Ask: TypeAlias = tuple[str, tuple[str | int, ...]]


class WordIndex(Protocol):
    """How an engine finds the places of foods by words, or the numbers of words by shortenings."""

    mark: str
    """What stands for a value in a statement."""
    gathered: str
    """All that is found, as one text: a JSON array."""

    def prepare(self, connection: Connection) -> None:
        """Say how the look-ups of this transaction are to be planned."""
        ...

    def first(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of what has each of some meanings, the lowest."""
        ...

    def some(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of them, whichever: where there are many, it costs less."""
        ...

    def add(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Enter words by their places."""
        ...

    def remove(self, connection: Connection, places: Sequence[int]) -> None:
        """Take some places out."""
        ...

    def settle(self, connection: Connection) -> None:
        """Sort in what was entered, before anybody looks for it."""
        ...


@final
class SqliteWords(WordIndex):
    """FTS5, whose rows are in the order of their numbers: the first ones are found first."""

    def __init__(self, table: str, at_once: int) -> None:
        self._table, self._at_once = table, at_once
        self.mark, self.gathered = "?", "json_group_array(found)"
        found = f"SELECT rowid AS found FROM {table} WHERE {table} MATCH"  # noqa: S608  # Our own names.
        self._first = f"{found} ? ORDER BY rowid LIMIT ?"

    def prepare(self, connection: Connection) -> None:
        """Say nothing: there is one way to find a word."""

    def first(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of what has each of some meanings, the lowest."""
        words = " AND ".join(f"({' OR '.join(_in_sqlite(one))})" for one in meanings)
        return self._first, (words, most)

    def some(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of them: the lowest are the first there are."""
        return self.first(meanings, most)

    def add(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Enter words by their places."""
        # FTS5 writes a segment a statement, and whenever numbers fall: in order, one is enough.
        into = f"{self._table} (rowid, words)"
        insert_many(connection, into, sorted(rows), self._at_once)

    def remove(self, connection: Connection, places: Sequence[int]) -> None:
        """Take some places out."""
        statement = f"DELETE FROM {self._table} WHERE rowid = ?"  # noqa: S608  # idem
        connection.exec_driver_sql(statement, [(place,) for place in places])

    def settle(self, connection: Connection) -> None:
        """Do nothing: it was sorted in with its transaction."""


# To look through foods in their order costs as much a food as to fetch one: the server reads words
# that were put away packed. Left alone, it looks through 17,000 for a word of 400.
_PLANNED: Final = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', true)"
    for name, value in (
        ("plan_cache_mode", "force_custom_plan"),
        ("enable_seqscan", "off"),
        ("random_page_cost", "1.1"),
        ("cpu_tuple_cost", "0.5"),
        ("max_parallel_workers_per_gather", "0"),
    )
)


# The server looks at nothing but the bytes: they are read as a tsvector.
_COLUMNS: Final = {"place": "int8", "words": "bytea"}
_COUNT: Final = struct.Struct("!i")
_ENDS: Final = b"\0" + b"\0\0"  # The end of a word, and how many positions it has.


@final
class PostgresWords(WordIndex):
    """A tsvector made of our own words: no parser and no dictionary of the server's."""

    def __init__(self, table: str) -> None:
        self._table = table
        self.mark, self.gathered = "%s", "CAST(coalesce(json_agg(found), '[]') AS text)"
        found = f"SELECT place AS found FROM {table} WHERE words @@ CAST"  # noqa: S608  # Our own names.
        self._first = f"{found}(? AS tsquery) ORDER BY place LIMIT ?"
        self._some = f"{found}(? AS tsquery) LIMIT ?"

    def prepare(self, connection: Connection) -> None:
        """Have the plan follow from the words: for common ones it is another than for rare ones."""
        connection.exec_driver_sql(_PLANNED)

    def first(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of what has each of some meanings, the lowest."""
        return self._first, (_all_in_postgres(meanings), most)

    def some(self, meanings: Iterable[Meaning], most: int) -> Ask:
        """Ask for so many places of them, as they are come upon."""
        return self._some, (_all_in_postgres(meanings), most)

    def add(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Enter words by their places."""
        connection.exec_driver_sql(_SORTED_IN_LATER)
        copy_in(connection, self._table, _COLUMNS, lambda: map(_entered, rows))

    def remove(self, connection: Connection, places: Sequence[int]) -> None:
        """Take some places out."""
        statement = f"DELETE FROM {self._table} WHERE place = ANY(%s::bigint[])"  # noqa: S608  # idem
        connection.exec_driver_sql(statement, (list(places),))

    def settle(self, connection: Connection) -> None:
        """Sort in what was entered, all at once, or every search would read the list of it."""
        index = f"ix_{self._table}_words"
        connection.exec_driver_sql("SELECT gin_clean_pending_list(%s::regclass)", (index,))


def _in_sqlite(meant: Meaning) -> Iterator[str]:
    yield from (f'"{word}"' for word in meant.whole)
    yield from (f'"{begin}" *' for begin in meant.begins)
    yield from (f'("{one}" AND "{other}")' for one, other in meant.pairs)


def _entered(row: tuple[int, str]) -> tuple[int, bytes]:
    """Write words as the server sends and takes a tsvector: each once, in order, without positions.

    To make it of a text takes the server four times as long.
    """
    place, words = row
    each = sorted(set(words.encode().split()))
    return place, _COUNT.pack(len(each)) + b"".join([word + _ENDS for word in each])


def _in_postgres(meant: Meaning) -> Iterator[str]:
    yield from (f"'{word}'" for word in meant.whole)
    yield from (f"'{begin}':*" for begin in meant.begins)
    yield from (f"('{one}' & '{other}')" for one, other in meant.pairs)


def _all_in_postgres(meanings: Iterable[Meaning]) -> str:
    return " & ".join(f"({' | '.join(_in_postgres(one))})" for one in meanings)


def ask_together(connection: Connection, index: WordIndex, asked: Sequence[Ask]) -> list[str]:
    """Ask in one statement, and give each answer as a text: rows cost more one by one."""
    values = tuple(value for _, given in asked for value in given)
    query = _together(tuple(query for query, _ in asked), index.gathered, index.mark)
    return [*connection.exec_driver_sql(query, values).one()]


@cache
def _together(queries: tuple[str, ...], gathered: str, mark: str) -> str:
    answers = (f"(SELECT {gathered} FROM ({one}) AS asked)" for one in queries)  # noqa: S608  # Our own words.
    return f"SELECT {', '.join(answers)}".replace("?", mark)


def index_of(dialect: str, table: str, at_once: int = WRITTEN_AT_ONCE) -> WordIndex:
    """The index of an engine that is kept in a table, so many rows written at once."""
    return SqliteWords(table, at_once) if dialect == "sqlite" else PostgresWords(table)
