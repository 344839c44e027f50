"""Opening VegaLoop for a command, or ending with why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vegaloop.app.console.terminal import Exit, fail, read_settings
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.infrastructure.logbook import Journal
from vegaloop.kernel.identity import PersonId


@contextmanager
def opened(journal: Journal | None = None) -> Iterator[tuple[VegaLoop, PersonId]]:
    """Open VegaLoop for its owner, or end with why it cannot be opened."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    from vegaloop.infrastructure.migrate import NewerDatabase
    from vegaloop.infrastructure.sqlite import OldSqlite

    settings = read_settings()
    try:
        with open_vegaloop(settings, journal=journal) as vega:
            yield vega, vega.accounts.owner()
    except DBAPIError as error:
        fail(f"the database cannot be used: {error.orig}", Exit.UNAVAILABLE)
    except (SQLAlchemyError, NewerDatabase, OldSqlite) as error:
        fail(f"the database cannot be used: {error}", Exit.UNAVAILABLE)
