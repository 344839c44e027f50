"""A PostgreSQL that is told to acknowledge what is not on its disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, event, text

from tests.postgres import plain_url, running_postgres
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.kernel.identity import PersonId

_WAYS = ("ALTER SYSTEM SET", "ALTER DATABASE postgres SET", "ALTER ROLE postgres SET")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_postgres() as started:
        with closing(open_database(started)) as database:
            upgrade(database)
        yield started


@contextmanager
def told(url: str, *statements: str) -> Iterator[None]:
    """Tell the server something, and the opposite afterwards."""
    with psycopg.connect(plain_url(url), autocommit=True) as line:
        for statement in statements:
            line.execute(statement.encode())
        line.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            for statement in statements:
                line.execute(statement.partition(" = ")[0].replace(" SET ", " RESET ").encode())
            line.execute("SELECT pg_reload_conf()")


class _Heard:
    """A journal that is read at once."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str | float]] = []

    def info(self, event: str, **facts: str | float) -> None:
        """Forget it."""

    def error(self, event: str, **facts: str | float) -> None:
        """Keep what it says."""
        self.errors += [(event, fact) for fact in facts.values()]


def _commit(connection: Connection) -> str:
    return str(connection.execute(text("SHOW synchronous_commit")).scalar_one())


def _every_way(database: Database) -> set[str]:
    """How each way to write commits."""
    person = PersonId(uuid4())
    with database.transaction(writing=True) as connection:
        alone = _commit(connection)
    return {
        alone,
        database.write(person, _commit),
        database.common(_commit),
        database.together(person, lambda: database.write(person, _commit)),
    }


@pytest.mark.parametrize("way", _WAYS)
def test_whoever_says_off_each_write_is_on_the_disk(url: str, way: str) -> None:
    with closing(open_database(url)) as database:
        assert _every_way(database) == {"on"}
        with told(url, f"{way} synchronous_commit = 'off'"), closing(open_database(url)) as later:
            with psycopg.connect(plain_url(url)) as line:
                assert line.execute("SHOW synchronous_commit").fetchone() == ("off",)
            assert _every_way(later) == {"on"}
            assert _every_way(database) == {"on"}  # Its lines were open before.


def test_whoever_waits_for_more_goes_on_to(url: str) -> None:
    with (
        told(url, "ALTER SYSTEM SET synchronous_commit = 'remote_apply'"),
        closing(open_database(url)) as database,
    ):
        assert _every_way(database) == {"remote_apply"}


def test_what_no_session_can_mend_is_told(url: str) -> None:
    heard, settings = _Heard(), Settings(database_url=url)
    with open_vegaloop(settings, journal=heard) as vega:
        assert vega.risks() == ()
        assert not heard.errors
    off = ("fsync=off", "full_page_writes=off")
    with (
        told(url, *(f"ALTER SYSTEM SET {one.replace('=', ' = ')}" for one in off)),
        open_vegaloop(settings, journal=heard) as vega,
    ):
        assert vega.risks() == off
    assert heard.errors == [("database.unsafe", one) for one in off]


def test_a_line_that_is_lost_as_a_write_begins_is_made_anew(url: str) -> None:
    lost: list[bool] = []

    def lose(connection: Connection) -> None:
        if not lost:
            lost.append(True)
            connection.connection.driver_connection.pgconn.finish()

    with closing(open_database(url)) as database:
        event.listen(database.engine, "begin", lose, insert=True)
        assert database.write(PersonId(uuid4()), _commit) == "on"
    assert lost
