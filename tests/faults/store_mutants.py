"""Faults of the stores and of the line: each is planted beside the real thing, and looked for."""

from __future__ import annotations

import ast
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from sqlalchemy import Connection, event, text

from tests.architecture.source import SRC
from tests.device_sync.fake_vendor import FakeVendor, Fault, Reply, calling
from tests.device_sync.simulated.world import World
from tests.scoping import UnscopedError, refuse_unscoped
from tests.support import NOW, at
from vegaloop.device_sync.adapters import sql_deliveries
from vegaloop.device_sync.adapters.calling import Limits
from vegaloop.device_sync.adapters.tables import DELIVERIES
from vegaloop.device_sync.application.calling import Call, Verb
from vegaloop.infrastructure import sqlite
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade

_VENDORS: Final = SRC / "vegaloop" / "device_sync" / "adapters"
# What is secret, or made of something secret, by what it is called.
_SECRET: Final = ("secret", "signature", "word", "token", "digest", "challenge", "wanted")


@contextmanager
def _opened() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'a.db'}")
        try:
            upgrade(database)
            yield database
        finally:
            database.close()


def half_writers(database: Database) -> str | None:
    """Let two connections read, and then write what they read: none may be refused half-way."""
    with database.transaction(writing=True) as connection:
        connection.execute(text("CREATE TABLE one (n INTEGER)"))
        connection.execute(text("INSERT INTO one VALUES (0)"))
    together, refused = threading.Barrier(2), list[str]()

    def add() -> None:
        for _ in range(5):
            try:
                with database.engine.connect() as connection, connection.begin():
                    n = connection.execute(text("SELECT n FROM one")).scalar_one()
                    if connection.connection.dbapi_connection is not None:
                        _wait(together)
                    connection.execute(text("UPDATE one SET n = :n"), {"n": n + 1})
            except Exception as error:  # noqa: BLE001  # Whatever it is, it was refused.
                refused.append(str(error).splitlines()[0])

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused[0] if refused else None


def _wait(together: threading.Barrier) -> None:
    try:  # Who holds the turn alone waits for nobody.
        together.wait(0.05)
    except threading.BrokenBarrierError:
        together.reset()


def begin_only() -> str | None:
    """BEGIN in place of BEGIN IMMEDIATE."""

    def begin(_: object, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with patch.object(sqlite, "_begin", begin), _opened() as database:
        return half_writers(database)


def sync_of(database: Database) -> str | None:
    """Tell where what is written is not on the disk when it is acknowledged."""
    with database.transaction(writing=False) as connection:
        told = connection.execute(text("PRAGMA synchronous")).scalar_one()
    return None if told in (2, 3) else f"synchronous={told}"


@contextmanager
def synced(how: str) -> Iterator[None]:
    """Let connections that are opened now sync as they are told."""
    usual = sqlite._prepare_connection

    def prepare(connection: sqlite._SqliteConnection, record: object) -> None:
        usual(connection, record)
        connection.execute(f"PRAGMA synchronous={how}").close()

    with patch.object(sqlite, "_prepare_connection", prepare):
        yield


def no_sync() -> str | None:
    """synchronous=OFF."""
    with synced("OFF"), _opened() as database:
        return sync_of(database)


def unscoped(database: Database) -> str | None:
    """Live a world under the net that refuses statements of nobody."""
    event.listen(database.engine, "before_cursor_execute", refuse_unscoped)
    try:
        broken = World(3, database).run(20)
    except UnscopedError as error:
        return f"refused: {str(error).splitlines()[-1]}"
    return broken[0] if broken else None


def no_person() -> str | None:
    """Deliveries of whomever."""

    def anybody(
        self: sql_deliveries.SqlDeliveries, *fits: sql_deliveries.ColumnElement[bool]
    ) -> sql_deliveries._Asked:
        c = DELIVERIES.c
        return sql_deliveries.select(
            c.told, c.run_at, c.state, c.attempts, c.trouble, c.ended_at
        ).where(*fits)

    with patch.object(sql_deliveries.SqlDeliveries, "_asked", anybody), _opened() as database:
        return unscoped(database)


def compares_secrets(tree: ast.AST) -> str | None:
    """Find where something secret is compared in a time that tells of it."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            given = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
            for node in ast.walk(function):
                if _tells(node) and _is_secret(given | _names(node)):
                    return ast.unparse(node)
    return None


def _tells(node: ast.AST) -> bool:
    """Tell whether two values are compared, neither of them written there."""
    return (
        isinstance(node, ast.Compare)
        and any(isinstance(one, (ast.Eq, ast.NotEq)) for one in node.ops)
        and not any(isinstance(one, ast.Constant) for one in (node.left, *node.comparators))
    )


def _names(node: ast.AST) -> set[str]:
    inside = list(ast.walk(node))
    names = {one.id for one in inside if isinstance(one, ast.Name)}
    return names | {one.attr for one in inside if isinstance(one, ast.Attribute)}


def _is_secret(names: set[str]) -> bool:
    return any(word in name for name in names for word in _SECRET)


class _Plain(ast.NodeTransformer):
    """Writes == in place of compare_digest."""

    def visit_Call(self, node: ast.Call) -> ast.AST:  # As the standard library wants.
        self.generic_visit(node)
        if ast.unparse(node.func).endswith("compare_digest"):
            return ast.Compare(node.args[0], [ast.Eq()], [node.args[1]])
        return node


def sources() -> Iterator[Path]:
    """The modules that verify what comes from outside."""
    yield from sorted((_VENDORS / "vendors").glob("*.py"))
    yield from sorted(_VENDORS.glob("http*.py"))
    yield _VENDORS.parent / "application" / "drivers.py"


def plain_compare() -> str | None:
    """== in place of compare_digest."""
    for path in sources():
        before = path.read_text(encoding="utf-8")
        if "compare_digest" in before:
            found = compares_secrets(_Plain().visit(ast.parse(before)))
            if found is not None:
                return f"{path.name}: {found}"
    return None


def endless(limits: Limits, most_s: float = 1.5) -> str | None:
    """Call somebody who never answers; tell where the call does not end."""
    with FakeVendor(lambda _: Reply(200, b"{}"), lambda: at(NOW)) as vendor:
        caller = calling(vendor.origin, limits)
        vendor.faults.next(Fault.SILENT)
        call = Call(verb=Verb.GET, url=f"{vendor.origin}/")
        thread = threading.Thread(target=caller.call, args=(call,), daemon=True)
        thread.start()
        thread.join(most_s)
        is_endless = thread.is_alive()
        vendor.stopping.set()
        thread.join()
        caller.close()
    return f"a call does not end in {most_s} s" if is_endless else None


def no_timeout() -> str | None:
    """No limits of time."""
    return endless(Limits(connect_s=1e6, read_s=1e6, call_s=1e6))


CHECKS: Final[Mapping[str, Callable[[], str | None]]] = {
    "BEGIN in place of BEGIN IMMEDIATE": begin_only,
    "synchronous=OFF": no_sync,
    "the filter by person is dropped": no_person,
    "== in place of compare_digest": plain_compare,
    "no timeout": no_timeout,
}


def unplanted() -> Mapping[str, str | None]:
    """Look for the same where nothing is planted: each must be None."""
    with _opened() as database:
        found = {
            "writers": half_writers(database),
            "sync": sync_of(database),
            "scope": unscoped(database),
        }
    compared = [compares_secrets(ast.parse(path.read_text(encoding="utf-8"))) for path in sources()]
    return {
        **found,
        "secrets": next((one for one in compared if one), None),
        "time": endless(Limits(connect_s=0.5, read_s=0.3, call_s=0.5)),
    }
