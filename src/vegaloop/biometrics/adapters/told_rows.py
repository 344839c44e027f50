"""The readings a source told of some days, in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, select

from vegaloop.biometrics.adapters.rows import from_row
from vegaloop.biometrics.adapters.tables import READINGS
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import Reading
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate


def select_told(
    connection: Connection,
    person: PersonId,
    of: tuple[Kind, SourceId],
    days: tuple[LocalDate, LocalDate],
) -> tuple[Reading, ...]:
    """Read the readings of a kind and source on the days of [start, end), removed ones too, by start."""
    c, (kind, source), (start, end) = READINGS.c, of, days
    query = (
        select(READINGS)
        .where(
            c.person_id == person,
            c.kind == kind.value,
            c.source == source,
            c.local_date >= start,
            c.local_date < end,
        )
        .order_by(c.began_at)
    )
    return tuple(from_row(*row) for row in connection.execute(query))
