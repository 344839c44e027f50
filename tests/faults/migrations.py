"""Migrations killed at each of their statements: `python -m tests.faults.migrations [EVERY]`.

A database is empty or current afterwards, and the next start makes it current.
"""

from __future__ import annotations

import os
import signal
from contextlib import closing
from functools import partial
from typing import Final

from sqlalchemy import event, inspect

from tests.faults.between import in_a_process
from tests.faults.figures import Figures, at_least, exactly, leave, number_given, on_both_engines
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import is_current, upgrade

EVERY: Final = 1


def _cut(url: str, at: int) -> None:
    seen = 0

    def cut(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(open_database(url)) as database:
        event.listen(database.engine, "before_cursor_execute", cut)
        upgrade(database)


def _is_half(database: Database) -> bool:
    with database.transaction(writing=False) as connection:
        tables = inspect(connection).get_table_names()
    return bool(tables) and not is_current(database)


def cut_everywhere(url: str, every: int = EVERY) -> Figures:
    """Kill an upgrade at its first statement, then at its second, and so on; then let it be."""
    cuts, half, at = 0, 0, 1
    while in_a_process(partial(_cut, url, at)) == signal.SIGKILL:
        with closing(open_database(url)) as database:
            half += _is_half(database)
        cuts, at = cuts + 1, at + every
    with closing(open_database(url)) as database:
        upgrade(database)
        current = is_current(database)
    return Figures(
        (
            at_least("kills", cuts, 50 // every),
            exactly("half a schema", half),
            exactly("current at last", str(current), "True"),
        )
    )


if __name__ == "__main__":
    trial = partial(cut_everywhere, every=number_given(1, EVERY))
    leave(on_both_engines("migrations killed at a statement", trial))
