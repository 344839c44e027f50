"""Consents that were asked for, in SQL."""

from __future__ import annotations

from typing import final

from sqlalchemy import Connection, delete

from vegaloop.device_sync.adapters.tables import CONSENTS
from vegaloop.device_sync.application.surroundings import FORGOTTEN, Consent, Consents
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import Database, keep_first
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import later

__all__ = ("SqlConsents",)


@final
class SqlConsents(Consents):
    """Consents that were asked for, in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, state_hash: str, consent: Consent) -> None:
        """Keep what was asked for."""
        row = {
            "state_hash": state_hash,
            "person_id": consent.person,
            "vendor": consent.vendor.value,
            "verifier": consent.verifier,
            "redirect": consent.redirect,
            "until": consent.until,
        }
        # Whoever never came back from a vendor is not waited for.
        over = delete(CONSENTS).where(CONSENTS.c.until < later(consent.until, -FORGOTTEN))

        def work(connection: Connection) -> None:
            connection.execute(over)
            connection.execute(keep_first(connection, CONSENTS), [row])

        self._database.common(work)

    def answer(self, state_hash: str) -> Consent | None:
        """Take what was asked for out, so that it is answered once."""
        c = CONSENTS.c
        taken = (
            delete(CONSENTS)
            .where(c.state_hash == state_hash)
            .returning(c.person_id, c.vendor, c.verifier, c.redirect, c.until)
        )
        row = self._database.common(lambda connection: connection.execute(taken).one_or_none())
        if row is None:
            return None
        person, vendor, verifier, redirect, until = row
        return Consent(PersonId(person), Vendor(vendor), verifier, redirect, until)
