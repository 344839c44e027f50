"""The database itself: durable, one driver, current tables, units of work that can be run again."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.support import somebody
from vegaloop.infrastructure import database as module
from vegaloop.infrastructure import sqlite
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.sqlite import OldSqlite


class TestUnitsOfWork:
    """A unit of work is kept whole or not at all, and counts as one change of its person."""

    def test_each_write_is_one_revision(self, engine: Database) -> None:
        me = somebody()
        assert engine.revision(me) == 0
        for n in range(1, 4):
            engine.write(me, lambda connection: None)
            assert engine.revision(me) == n

    def test_what_raises_leaves_no_revision(self, engine: Database) -> None:
        me = somebody()

        def broken(_: Connection) -> None:
            raise KeyError

        with pytest.raises(KeyError):
            engine.write(me, broken)
        assert engine.revision(me) == 0

    @pytest.mark.parametrize("statement", ["SELECT no_such(:told)", "SELECT 1 FROM no LIMIT :told"])
    def test_a_traceback_shows_no_value(self, engine: Database, statement: str) -> None:
        own = str(somebody())

        def broken(connection: Connection) -> None:
            connection.execute(text(statement), {"told": own})

        with pytest.raises(DBAPIError) as raised:
            engine.write(somebody(), broken)
        told = "".join(traceback.format_exception(raised.value))
        assert statement.partition(":")[0] in told
        assert own not in told

    def test_writers_of_one_person_lose_no_update(self, engine: Database) -> None:
        me = somebody()

        def write(times: int) -> None:
            for _ in range(times):
                engine.write(me, lambda connection: None)

        writers = [threading.Thread(target=write, args=(25,)) for _ in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert engine.revision(me) == 100

    def test_a_passing_fault_is_tried_again_and_a_lasting_one_is_not(
        self, engine: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        me, tries = somebody(), list[int]()
        monkeypatch.setattr(module.time, "sleep", lambda _: None)

        def locked_twice(connection: Connection) -> str:
            tries.append(1)
            if len(tries) < 3:
                raise OperationalError("", {}, Exception("database is locked"))
            return "done"

        assert engine.write(me, locked_twice) == "done"
        assert engine.revision(me) == 1

        def always_wrong(connection: Connection) -> None:
            tries.append(1)
            connection.execute(text("SELECT * FROM no_such_table"))

        tries.clear()
        with pytest.raises(Exception, match="no_such_table"):
            engine.write(me, always_wrong)
        assert len(tries) == 1

    @pytest.mark.parametrize("alone", [True, False], ids=["transaction", "snapshot"])
    def test_what_cannot_begin_is_begun_again(
        self, engine: Database, monkeypatch: pytest.MonkeyPatch, alone: bool
    ) -> None:
        begin, tries = engine.engine.connect, list[int]()
        monkeypatch.setattr(module.time, "sleep", lambda _: None)

        def refused_twice() -> Connection:
            tries.append(1)
            if len(tries) < 3:
                raise OperationalError("", {}, Exception("database is locked"))
            return begin()

        monkeypatch.setattr(engine.engine, "connect", refused_twice)
        with engine.transaction(writing=False) if alone else engine.snapshot():
            assert engine.revision(somebody()) == 0
        assert len(tries) == (4 if alone else 3)


class TestPostgres:
    """A pooler may give each transaction another connection."""

    def test_nothing_is_prepared(self, postgres_database: Database) -> None:
        with postgres_database.engine.connect() as connection:
            for _ in range(20):
                connection.execute(text("SELECT 1"))
            held = connection.execute(text("SELECT count(*) FROM pg_prepared_statements"))
            assert held.scalar_one() == 0


class TestSnapshots:
    """All that a thread reads inside a snapshot is of one moment."""

    def test_a_change_in_between_is_not_seen(self, engine: Database) -> None:
        me = somebody()
        with engine.snapshot():
            assert engine.revision(me) == 0
            writer = threading.Thread(target=lambda: engine.write(me, lambda _: None))
            writer.start()
            writer.join()
            assert engine.revision(me) == 0
        assert engine.revision(me) == 1

    def test_a_read_that_fails_leaves_the_others_standing(self, engine: Database) -> None:
        me = somebody()
        engine.write(me, lambda _: None)
        with engine.snapshot():
            with pytest.raises(DBAPIError):
                engine.read(me, lambda c: c.execute(text("SELECT * FROM no_such_table")))
            assert engine.revision(me) == 1
        assert engine.revision(me) == 1


class TestSqlite:
    """The embedded database does not lose what it was told to keep."""

    def test_it_writes_ahead_and_syncs(self, sqlite_database: Database) -> None:
        with sqlite_database.transaction(writing=False) as connection:
            pragma = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")
            }
        assert pragma == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "mmap_size": 0,
        }

    def test_a_writer_begins_as_one(self, tmp_path: Path) -> None:
        opened, statements = open_database(f"sqlite:///{tmp_path / 'a.db'}"), list[str]()

        def note(_: object, __: object, statement: str, *rest: object) -> None:
            statements.append(statement)

        upgrade(opened)
        event.listen(opened.engine, "before_cursor_execute", note)
        opened.write(somebody(), lambda connection: None)
        assert statements[0] == "BEGIN IMMEDIATE"
        statements.clear()
        opened.read(somebody(), lambda connection: None)
        assert statements == ["BEGIN"]
        opened.close()

    def test_an_old_library_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        old = ModuleType("old")
        old.sqlite_version_info = (3, 40, 1)  # type: ignore[attr-defined]  # What a driver has.
        monkeypatch.setattr(sqlite, "import_module", lambda _: old)
        with pytest.raises(OldSqlite, match="3, 40, 1"):
            open_database("sqlite:///never.db")

    def test_a_process_has_one_copy_of_it(self, tmp_path: Path) -> None:
        code = (
            "import sys; from vegaloop.app.services import open_vegaloop;"
            "from vegaloop.app.settings import Settings;"
            f"opened = open_vegaloop(Settings(database_url='sqlite:///{tmp_path / 'one.db'}'));"
            "opened.__enter__().accounts.owner();"
            "print(sorted(m for m in sys.modules if m.endswith('_sqlite3')))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "['pysqlite3._sqlite3']"
