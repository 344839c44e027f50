"""A pooler between VegaLoop and PostgreSQL: `python -m tests.faults.pooled [PUSHES]`.

In transaction mode it gives the next transaction another connection, which knows nothing of the one
before. Here each connection forgets all when it is given back, and what it had to forget is counted:
prepared statements, settings, temporary tables, locks, cursors, channels. Where PgBouncer is on the
machine that is told, and it is not used.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Final, final

import psycopg
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import Pool

from tests.faults.figures import (
    Figures,
    at_least,
    counted,
    exactly,
    leave,
    number_given,
    on_postgres,
)
from tests.faults.people import opened, prepared, receive, what_became_of, work_off
from tests.support import SilentJournal
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.time import TimeZone, local_date_of

PUSHES: Final = 40
# After so often psycopg prepares a statement where nobody tells it not to.
_USUALLY: Final = 5
_HELD: Final = b"""
SELECT (SELECT count(*) FROM pg_prepared_statements)
     + (SELECT count(*) FROM pg_settings WHERE source = 'session')
     + (SELECT count(*) FROM pg_class WHERE relpersistence = 't')
     + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
     + (SELECT count(*) FROM pg_cursors)
     + (SELECT count(*) FROM pg_listening_channels())
"""


@final
class Pooler:
    """Lets every connection forget what it holds when it is given back."""

    def __init__(self, prepares_after: int | None = None) -> None:
        self._prepares_after = prepares_after
        self.forgotten = self.given_back = 0

    @contextmanager
    def between(self) -> Iterator[None]:
        """Be between this process and its databases."""
        event.listen(Pool, "connect", self._begin)
        event.listen(Pool, "checkin", self._forget)
        try:
            yield
        finally:
            event.remove(Pool, "connect", self._begin)
            event.remove(Pool, "checkin", self._forget)

    def _begin(self, connection: psycopg.Connection, _: object) -> None:
        if self._prepares_after is not None:
            connection.prepare_threshold = self._prepares_after

    def _forget(self, connection: psycopg.Connection | None, _: object) -> None:
        if connection is None or connection.closed:
            return
        # Below the driver, which would else know that it was forgotten.
        held = connection.pgconn.exec_(_HELD).get_value(0, 0)
        connection.pgconn.exec_(b"DISCARD ALL")
        self.forgotten += int(held or 0)
        self.given_back += 1


def forget_between(url: str, pushes: int = PUSHES) -> Figures:
    """Live behind a pooler; then see that whoever prepares statements is noticed."""
    prepared(url)
    pooler, planted = Pooler(), Pooler(_USUALLY)
    broke = _live(url, range(pushes), pooler)
    with closing(open_database(url)) as database:
        became = what_became_of(database, range(pushes))
    broke_planted = _live(url, range(pushes, 2 * pushes), planted)
    return Figures(
        (
            counted("PgBouncer here", shutil.which("pgbouncer") or "no"),
            at_least("connections given back", pooler.given_back, pushes),
            exactly("held beyond a transaction", pooler.forgotten),
            exactly("broken", broke),
            *became,
            at_least("prepared statements noticed", planted.forgotten, 1),
            at_least("what they break", broke_planted, 1),
        )
    )


def _live(url: str, messages: range, pooler: Pooler) -> int:
    """Receive, work, and look at the board again and again; how often something broke."""
    broken, journal = 0, SilentJournal()
    today = local_date_of(SystemClock().now(), TimeZone("UTC"))
    with pooler.between(), opened(url, journal=journal) as vega:
        me = vega.accounts.owner()

        def look() -> None:
            vega.dashboard.on(me, today)

        received = [partial(receive, vega, message) for message in messages]
        for work in [one for some in received for one in (some, look)] + [partial(work_off, vega)]:
            try:
                work()
            except DBAPIError:
                broken += 1
    return broken + len(journal.lines)


if __name__ == "__main__":
    trial = partial(forget_between, pushes=number_given(1, PUSHES))
    leave({"a pooler, PostgreSQL": partial(on_postgres, trial)})
