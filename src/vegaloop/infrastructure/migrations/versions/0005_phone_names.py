"""What phones tell of is named with its platform; before, both shared their names.

What is held says of which platform it is. A deletion and what could not be read do not: they stand
for both, as they did.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_APPLE, _OTHERS = "apple_health", "health_connect"
_NAME_MOST = 128
_KEY = ("vendor", "form", "external_id")
_KEPT = ("modified_at", "is_gone", "mark", "held_from", "held_until", "is_open")

_RECORD = sa.table(
    "sync_record",
    sa.column("person_id", sa.Uuid()),
    sa.column("held", sa.LargeBinary()),
    *map(sa.column, (*_KEY, *_KEPT, "kind", "local_date")),
)


def upgrade() -> None:
    """Name what is known of phones' records with the platform it is of."""
    c, bind = _RECORD.c, op.get_bind()
    whose: sa.Select[UUID] = sa.select(c.person_id).where(c.vendor == "phone").distinct()
    for person in bind.execute(whose).scalars().all():
        _renamed(bind, person)


def _renamed(bind: sa.Connection, person: UUID) -> None:
    c = _RECORD.c
    mine = sa.and_(c.person_id == person, c.vendor == "phone")
    asked: sa.Select[str, str, bytes] = sa.select(c.form, c.external_id, c.held).where(mine)
    rows = bind.execute(asked.execution_options(yield_per=1_000))
    known = [(form, name, _platforms(held)) for form, name, held in rows]
    its = sa.and_(mine, c.form == sa.bindparam("of"), c.external_id == sa.bindparam("was"))
    others = [one for one in c if one.name != "external_id"]
    copied = sa.select(*others, sa.bindparam("name", type_=sa.String())).where(its)
    into = sa.insert(_RECORD).from_select([*(one.name for one in others), "external_id"], copied)
    named = sa.update(_RECORD).where(its).values(external_id=sa.bindparam("name"))
    for form, name, (first, *more) in known:
        for one in more:
            bind.execute(into, {"of": form, "was": name, "name": _name_of(one, name)})
        bind.execute(named, {"of": form, "was": name, "name": _name_of(first, name)})


def _platforms(held: bytes) -> tuple[str, ...]:
    of = tuple(one for one in (_APPLE, _OTHERS) if f'"source":"{one}'.encode() in held)
    return of or (_APPLE, _OTHERS)


def _name_of(platform: str, name: str) -> str:
    """Name it as the ledger does: what is too long by what sums it up."""
    given = f"{platform}:{name}"
    return given if len(given) <= _NAME_MOST else hashlib.sha256(given.encode()).hexdigest()
