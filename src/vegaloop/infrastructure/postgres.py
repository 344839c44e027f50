"""Opening PostgreSQL, and what its settings may not take from what was answered.

Rule 1: what was committed is on the disk, whatever the server, the database or the role say.
Rule 2: what no session can mend (`fsync=off`) is told, at the start and by `/ready`.
"""

from __future__ import annotations

from typing import Final, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from vegaloop.infrastructure.sqlite import WRITING

__all__ = ("open_postgres", "unsafe_settings")

# For one transaction only: a pooler may give the next one another session. Where the server waits
# for more than its disk (`remote_apply`), it still does.
_BEGIN: Final = (
    "BEGIN; SELECT set_config('synchronous_commit', 'on', true) "
    "WHERE current_setting('synchronous_commit') = 'off'"
)
_UNSAFE: Final = (
    "SELECT name || '=' || setting FROM pg_settings "
    "WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name"
)


class _Line(Protocol):
    def exec_(self, command: bytes) -> object: ...


class _PostgresConnection(Protocol):
    @property
    def pgconn(self) -> _Line: ...


def open_postgres(url: str) -> Engine:
    """Open a database of a server."""
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        connect_args={"prepare_threshold": None},
        hide_parameters=True,  # What broke is told in tracebacks: what somebody ate is not.
    )
    event.listen(engine, "begin", _begin)
    return engine


def unsafe_settings(connection: Connection) -> tuple[str, ...]:
    """Name the settings of the server by which a power cut may take what was answered."""
    return tuple(connection.exec_driver_sql(_UNSAFE).scalars())


def _begin(connection: Connection) -> None:
    """Begin to write; the driver, which finds that begun, sends nothing before the first statement."""
    driver: _PostgresConnection | None = connection.connection.driver_connection
    if driver is None or not connection.get_execution_options().get(WRITING, True):
        return
    try:
        driver.pgconn.exec_(_BEGIN.encode())  # What the server says against it the next one hears.
    except Exception as lost:
        raise OperationalError(_BEGIN, None, lost, connection_invalidated=True) from lost
