"""Goals in SQL: one row a goal, one row a change of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, TypeVar, final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
    bindparam,
    delete,
    literal,
    select,
    tuple_,
    update,
)

from vegaloop.goals.application.ports import GoalBook, GoalBooks, SetBefore
from vegaloop.goals.domain.aim import Terms
from vegaloop.goals.domain.goal import Agreed, Change, Goal, GoalId, State, Turned
from vegaloop.infrastructure.database import METADATA, Database, InstantColumn, keep_first
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone

A = TypeVar("A")


class _GoalColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    goal_id: Named[UUID] = Column(Uuid, primary_key=True)
    measure: Named[str] = Column(String(100))
    start_date: Named[dt.date] = Column(Date)
    at_us: Named[Instant] = Column(InstantColumn)
    utc_offset_s: Named[int] = Column(BigInteger)
    zone: Named[str | None] = Column(String(64))
    local_date: Named[dt.date] = Column(Date)
    terms: Named[bytes] = Column(LargeBinary)
    archived: Named[bool] = Column(Boolean)
    __row_pos__: tuple[UUID, UUID, str, dt.date, Instant, int, str | None, dt.date, bytes, bool]


class _ChangeColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    goal_id: Named[UUID] = Column(Uuid, primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    at_us: Named[Instant] = Column(InstantColumn)
    utc_offset_s: Named[int] = Column(BigInteger)
    zone: Named[str | None] = Column(String(64))
    local_date: Named[dt.date] = Column(Date)
    state: Named[str | None] = Column(String(10))
    terms: Named[bytes | None] = Column(LargeBinary)
    __row_pos__: tuple[UUID, UUID, int, Instant, int, str | None, dt.date, str | None, bytes | None]


_goals: Final = Table("goals_goal", METADATA, _GoalColumns)
_changes: Final = Table("goals_change", METADATA, _ChangeColumns)
Index(None, _goals.c.person_id, _goals.c.archived, _goals.c.at_us)
Index(None, _goals.c.person_id, _goals.c.at_us)

# Made once: to build a statement takes longer than to run it.
_MINE: Final = select(_goals).where(_goals.c.person_id == bindparam("person"))
_GOAL: Final = _MINE.where(_goals.c.goal_id == bindparam("goal"))
_OPEN: Final = _MINE.where(_goals.c.archived.is_(False)).order_by(
    _goals.c.at_us.desc(), _goals.c.goal_id.desc()
)
_HISTORY: Final = (
    select(_changes)
    .where(
        _changes.c.person_id == bindparam("person"),
        _changes.c.goal_id.in_(bindparam("goals", expanding=True)),
    )
    .order_by(_changes.c.goal_id, _changes.c.number)
)

_terms_of: Final = msgspec.json.Decoder(Terms)


def _from_goal_row(
    _: UUID,
    goal_id: UUID,
    measure: str,
    start_date: dt.date,
    at: Instant,
    utc_offset_s: int,
    zone: str | None,
    __: dt.date,
    terms: bytes,
    ___: bool,  # noqa: FBT001  # A row has the columns it has.
) -> Goal:
    first = Agreed(_moment(at, utc_offset_s, zone), _terms_of.decode(terms))
    return Goal(GoalId(goal_id), measure, LocalDate(start_date), first)


def _from_change_row(
    _: UUID,
    __: UUID,
    ___: int,
    at: Instant,
    utc_offset_s: int,
    zone: str | None,
    ____: dt.date,
    state: str | None,
    terms: bytes | None,
) -> Change:
    moment = _moment(at, utc_offset_s, zone)
    if terms is not None:
        return Agreed(moment, _terms_of.decode(terms))
    return Turned(moment, State(state or ""))


def _moment(at: Instant, utc_offset_s: int, zone: str | None) -> Moment:
    return Moment(at, utc_offset_s, None if zone is None else TimeZone(zone))


def _moment_values(moment: Moment) -> dict[str, object]:
    return {
        "at_us": moment.at,
        "utc_offset_s": moment.utc_offset_s,
        "zone": moment.zone,
        "local_date": moment.local_date,
    }


def _change_values(change: Change) -> dict[str, object]:
    match change:
        case Agreed(at, terms):
            agreed = msgspec.json.encode(terms)
            return {"state": None, "terms": agreed, **_moment_values(at)}
        case Turned(at, to):
            return {"state": to.value, "terms": None, **_moment_values(at)}


@final
class SqlGoalBook(GoalBook):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person
        self._me = {"person": person}

    def goal(self, id: GoalId) -> Goal | None:
        """The goal with this id, open or archived."""
        row = self._connection.execute(_GOAL, self._me | {"goal": id}).one_or_none()
        return None if row is None else self._with_history([_from_goal_row(*row)])[0]

    def open_goals(self) -> tuple[Goal, ...]:
        """The goals that are not archived, newest first."""
        rows = self._connection.execute(_OPEN, self._me)
        return self._with_history([_from_goal_row(*row) for row in rows])

    def page(self, before: SetBefore | None, limit: int) -> tuple[Goal, ...]:
        """At most `limit` goals, archived ones too, set before another one, newest first."""
        c = _goals.c
        query = _MINE
        if before is not None:
            at, last = before
            key = tuple_(literal(at, InstantColumn()), literal(last, Uuid()))
            query = query.where(tuple_(c.at_us, c.goal_id) < key)
        newest = query.order_by(c.at_us.desc(), c.goal_id.desc()).limit(limit)
        rows = self._connection.execute(newest, self._me)
        return self._with_history([_from_goal_row(*row) for row in rows])

    def add(self, goal: Goal) -> None:
        """Keep a goal; a second one with its id is not kept."""
        self._connection.execute(
            keep_first(self._connection, _goals).values(
                person_id=self._person,
                goal_id=goal.id,
                measure=goal.measure,
                start_date=goal.start,
                terms=msgspec.json.encode(goal.set.terms),
                archived=False,
                **_moment_values(goal.set.at),
            )
        )

    def append(self, id: GoalId, number: int, change: Change) -> None:
        """Keep the change with this number in a goal's history; a second one is not kept."""
        self._connection.execute(
            keep_first(self._connection, _changes).values(
                person_id=self._person, goal_id=id, number=number, **_change_values(change)
            )
        )
        if isinstance(change, Turned) and change.to is State.ARCHIVED:
            mine = update(_goals).where(_goals.c.person_id == self._person, _goals.c.goal_id == id)
            self._connection.execute(mine.values(archived=True))

    def remove(self, id: GoalId) -> None:
        """Forget a goal and its history."""
        for table in (_changes, _goals):
            mine = table.c.person_id == self._person
            self._connection.execute(delete(table).where(mine, table.c.goal_id == id))

    def _with_history(self, goals: Sequence[Goal]) -> tuple[Goal, ...]:
        if not goals:
            return ()
        theirs = self._me | {"goals": [goal.id for goal in goals]}
        changes: defaultdict[UUID, list[Change]] = defaultdict(list)
        for row in self._connection.execute(_HISTORY, theirs).all():
            changes[row.goal_id].append(_from_change_row(*row))
        return tuple(
            Goal(goal.id, goal.measure, goal.start, goal.set, tuple(changes[goal.id]))
            for goal in goals
        )


@final
class SqlGoalBooks(GoalBooks):
    """Goals in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlGoalBook(c, person)))

    def write(self, person: PersonId, work: Callable[[GoalBook], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlGoalBook(c, person)))
