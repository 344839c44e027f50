"""The readings a source told of some days in SQL, and what is kept beside readings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from vegaloop.biometrics.adapters.rows import ACCEPTED, QUARANTINED, from_row, packed, unpacked
from vegaloop.biometrics.adapters.tables import INTERVALS, READINGS, WAITING
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import Name, Reading, ReadingId
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate

_NAMES_AT_ONCE: Final = 900  # Far below what either engine binds.


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


def select_of_kind(
    connection: Connection, person: PersonId, kind: Kind, days: tuple[LocalDate, LocalDate]
) -> tuple[Reading, ...]:
    """Read the readings of a kind on the days of [start, end), but for removed ones, unordered."""
    c, (start, end) = READINGS.c, days
    query = select(READINGS).where(
        c.person_id == person,
        c.kind == kind.value,
        c.standing.in_((ACCEPTED, QUARANTINED)),
        c.local_date >= start,
        c.local_date < end,
    )
    return tuple(from_row(*row) for row in connection.execute(query))


def select_named(
    connection: Connection, person: PersonId, names: Iterable[Name]
) -> tuple[Reading, ...]:
    """Read the readings their sources have some names for, removed ones too."""
    c, found = READINGS.c, list[Reading]()
    groups: dict[tuple[Kind, SourceId], list[str]] = {}
    for one in dict.fromkeys(names):
        groups.setdefault((one.kind, one.source), []).append(one.external_id)
    for (kind, source), ids in groups.items():
        for start in range(0, len(ids), _NAMES_AT_ONCE):
            query = select(READINGS).where(
                c.person_id == person,
                c.kind == kind.value,
                c.source == source,
                c.external_id.is_not(None),
                c.external_id.in_(ids[start : start + _NAMES_AT_ONCE]),
            )
            found += (from_row(*row) for row in connection.execute(query))
    return tuple(found)


def mark_waiting(connection: Connection, person: PersonId, readings: Sequence[Reading]) -> None:
    """Note which of some readings have a correction waiting beside them."""
    _drop_from_waiting(connection, person, [reading.id for reading in readings])
    rows = [
        {"person_id": person, "reading_id": reading.id}
        for reading in readings
        if reading.correction is not None
    ]
    if rows:
        connection.execute(insert(WAITING), rows)


def select_beats(connection: Connection, person: PersonId, id: ReadingId) -> RrIntervals | None:
    """Read the beats behind a variability, if they were given."""
    c = INTERVALS.c
    query = select(c.rr_us).where(c.person_id == person, c.reading_id == id)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else unpacked(found)


def put_beats(
    connection: Connection,
    person: PersonId,
    given: Sequence[tuple[ReadingId, RrIntervals | None]],
) -> None:
    """Keep the beats behind variabilities in the place of any before; None is none."""
    _drop_beats(connection, person, [reading_id for reading_id, _ in given])
    rows = [
        {"person_id": person, "reading_id": reading_id, "rr_us": packed(rr)}
        for reading_id, rr in given
        if rr is not None
    ]
    if rows:
        connection.execute(insert(INTERVALS), rows)


def drop_readings(connection: Connection, person: PersonId, ids: Collection[ReadingId]) -> None:
    """Forget readings, and what is kept beside them."""
    _drop_from_waiting(connection, person, ids)
    _drop_beats(connection, person, ids)
    c = READINGS.c
    gone = delete(READINGS).where(c.person_id == person, c.reading_id == bindparam("of_id"))
    if ids:
        connection.execute(gone, [{"of_id": one} for one in ids])


def _drop_from_waiting(
    connection: Connection, person: PersonId, ids: Collection[ReadingId]
) -> None:
    c = WAITING.c
    gone = delete(WAITING).where(c.person_id == person, c.reading_id == bindparam("of_id"))
    if ids:
        connection.execute(gone, [{"of_id": one} for one in ids])


def _drop_beats(connection: Connection, person: PersonId, ids: Collection[ReadingId]) -> None:
    c = INTERVALS.c
    gone = delete(INTERVALS).where(c.person_id == person, c.reading_id == bindparam("of_id"))
    if ids:
        connection.execute(gone, [{"of_id": one} for one in ids])
