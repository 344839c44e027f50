"""The words of the catalogue, in the full-text index of each engine.

Rule 1: what is asked for is folded words, each quoted: nothing typed is ever read as syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, final

from sqlalchemy import Connection, TextClause, text

from vegaloop.nutrition.adapters.catalogue_filling import insert_many
from vegaloop.nutrition.domain.search import Meaning

__all__ = ("WordIndex", "index_of")


class WordIndex(Protocol):
    """How an engine finds the places of foods by words, or the numbers of words by shortenings."""

    places: TextClause
    """The places of what fits `:words`, the lowest first, `:most` at most."""
    some: TextClause
    """As many of them in any order, which costs less where there are many."""

    def prepare(self, connection: Connection) -> None:
        """Say how the look-ups of this transaction are to be planned."""
        ...

    def query(self, meanings: Iterable[Meaning]) -> str:
        """Ask for what has each of some meanings."""
        ...

    def any_of(self, words: Iterable[str]) -> str:
        """Ask for what has one of some whole words."""
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

    def __init__(self, table: str) -> None:
        self._table = table
        self.places = text(
            f"SELECT rowid AS place FROM {table}"  # noqa: S608  # Our own names.
            f" WHERE {table} MATCH :words ORDER BY rowid LIMIT :most"
        )
        self.some = self.places

    def prepare(self, connection: Connection) -> None:
        """Say nothing: there is one way to find a word."""

    def query(self, meanings: Iterable[Meaning]) -> str:
        """Ask for what has each of some meanings."""
        return " AND ".join(f"({' OR '.join(_in_sqlite(one))})" for one in meanings)

    def any_of(self, words: Iterable[str]) -> str:
        """Ask for what has one of some whole words."""
        return " OR ".join(f'"{word}"' for word in words)

    def add(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Enter words by their places."""
        # FTS5 writes a segment whenever numbers fall: in order, they are written once.
        insert_many(connection, f"INSERT INTO {self._table} (rowid, words)", sorted(rows))

    def remove(self, connection: Connection, places: Sequence[int]) -> None:
        """Take some places out."""
        statement = f"DELETE FROM {self._table} WHERE rowid = ?"  # noqa: S608  # idem
        connection.exec_driver_sql(statement, [(place,) for place in places])

    def settle(self, connection: Connection) -> None:
        """Do nothing: it was sorted in with its transaction."""


@final
class PostgresWords(WordIndex):
    """A tsvector made of our own words: no parser and no dictionary of the server's."""

    def __init__(self, table: str) -> None:
        self._table = table
        found = f"SELECT place FROM {table} WHERE words @@ CAST(:words AS tsquery)"  # noqa: S608  # Our own names.
        self.places = text(f"{found} ORDER BY place LIMIT :most")
        self.some = text(f"{found} LIMIT :most")

    def prepare(self, connection: Connection) -> None:
        """Have the plan follow from the words: for common ones it is another than for rare ones."""
        connection.exec_driver_sql(
            "SELECT set_config('enable_seqscan', 'off', true),"
            " set_config('plan_cache_mode', 'force_custom_plan', true)"
        )

    def query(self, meanings: Iterable[Meaning]) -> str:
        """Ask for what has each of some meanings."""
        return " & ".join(f"({' | '.join(_in_postgres(one))})" for one in meanings)

    def any_of(self, words: Iterable[str]) -> str:
        """Ask for what has one of some whole words."""
        return " | ".join(f"'{word}'" for word in words)

    def add(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
        """Enter words by their places."""
        statement = (
            f"INSERT INTO {self._table} (place, words) SELECT place,"  # noqa: S608  # Our own names.
            " array_to_tsvector(string_to_array(btrim(words), ' '))"
            " FROM unnest(%s::bigint[], %s::text[]) AS entered (place, words)"
            " ON CONFLICT DO NOTHING"
        )
        places, words = [place for place, _ in rows], [entered for _, entered in rows]
        connection.exec_driver_sql(statement, (places, words))

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


def _in_postgres(meant: Meaning) -> Iterator[str]:
    yield from (f"'{word}'" for word in meant.whole)
    yield from (f"'{begin}':*" for begin in meant.begins)
    yield from (f"('{one}' & '{other}')" for one, other in meant.pairs)


def index_of(dialect: str, table: str) -> WordIndex:
    """The index of an engine that is kept in a table."""
    return SqliteWords(table) if dialect == "sqlite" else PostgresWords(table)
