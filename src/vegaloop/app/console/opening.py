"""Opening VegaLoop for a command, or ending with why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vegaloop.app.console.terminal import (
    Exit,
    fail,
    keys_must_be_had,
    read_settings,
    read_vendors,
)
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.system import keep_for_good
from vegaloop.kernel.identity import PersonId


@contextmanager
def opened(
    journal: Journal | None = None, *, seals: bool = False
) -> Iterator[tuple[VegaLoop, PersonId]]:
    """Open VegaLoop for its owner, or end with why it cannot be opened.

    Whoever `seals` tokens of vendors, or opens them, needs the very keys they were sealed with.
    """
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    from vegaloop.infrastructure.migrate import NewerDatabase
    from vegaloop.infrastructure.sqlite import OldSqlite

    settings = read_settings()
    vendors = read_vendors(settings)
    try:
        with open_vegaloop(settings, journal=journal, vendors=vendors) as vega:
            if seals and vendors:
                keys_must_be_had(settings, vega.sync.resealing.is_anything_sealed)
            keep_for_good()
            yield vega, vega.accounts.owner()
    except DBAPIError as error:
        fail(f"the database cannot be used: {error.orig}", Exit.UNAVAILABLE)
    except (SQLAlchemyError, NewerDatabase, OldSqlite) as error:
        fail(f"the database cannot be used: {error}", Exit.UNAVAILABLE)
