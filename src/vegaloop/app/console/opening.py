"""Opening VegaLoop for a command, or ending with why it cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vegaloop.app.console.terminal import Exit, fail, read_settings, read_vendors
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.system import keep_for_good
from vegaloop.kernel.identity import PersonId


@contextmanager
def opened(journal: Journal | None = None) -> Iterator[tuple[VegaLoop, PersonId]]:
    """Open VegaLoop for its owner, or end with why it cannot be opened."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    from vegaloop.infrastructure.migrate import NewerDatabase
    from vegaloop.infrastructure.sqlite import OldSqlite

    settings, vendors = read_settings(), read_vendors()
    if vendors and settings.sync_keys is None and settings.database_file is None:
        # Nobody should learn so when they have consented.
        fail(
            "the setting VEGALOOP_SYNC_KEYS is missing: it seals the tokens of vendors", Exit.USAGE
        )
    try:
        with open_vegaloop(settings, journal=journal, vendors=vendors) as vega:
            keep_for_good()
            yield vega, vega.accounts.owner()
    except DBAPIError as error:
        fail(f"the database cannot be used: {error.orig}", Exit.UNAVAILABLE)
    except (SQLAlchemyError, NewerDatabase, OldSqlite) as error:
        fail(f"the database cannot be used: {error}", Exit.UNAVAILABLE)
