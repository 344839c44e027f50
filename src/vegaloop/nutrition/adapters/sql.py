"""Diaries in SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from sqlalchemy import Connection, delete, literal, select, tuple_

from vegaloop.infrastructure.database import Database, InstantColumn, keep_first, upsert
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.time import LocalDate, day_of
from vegaloop.nutrition.adapters.tables import (
    day_values,
    days,
    from_day_row,
    from_meal_row,
    from_version_row,
    meal_values,
    meals,
    version_values,
    versions,
)
from vegaloop.nutrition.application.ports import Diaries, Diary, Place
from vegaloop.nutrition.domain.day import DayLog, Settled
from vegaloop.nutrition.domain.meal import Meal, MealId, MealVersion

A = TypeVar("A")


@final
class SqlDiary(Diary):
    """One person's rows."""

    def __init__(self, connection: Connection, person: PersonId) -> None:
        self._connection = connection
        self._person = person

    def meal(self, id: MealId) -> Meal | None:
        """A meal, if it is there."""
        c = meals.c
        query = select(meals).where(c.person_id == self._person, c.meal_id == id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else from_meal_row(*row)

    def meals_on(self, day: LocalDate) -> tuple[Meal, ...]:
        """The meals of a day, oldest first."""
        c = meals.c
        query = (
            select(meals)
            .where(c.person_id == self._person, c.local_date == day)
            .order_by(c.eaten_at, c.meal_id)
        )
        return tuple(from_meal_row(*row) for row in self._connection.execute(query))

    def meals(
        self, start: LocalDate, end: LocalDate, before: Place | None, most: int
    ) -> tuple[Meal, ...]:
        """Some meals of the days in [start, end) that stand before a place, newest first."""
        c = meals.c
        query = (
            select(meals)
            .where(c.person_id == self._person, c.local_date >= start, c.local_date < end)
            .order_by(c.local_date.desc(), c.eaten_at.desc(), c.meal_id.desc())
            .limit(most)
        )
        if before is not None:
            query = query.where(
                tuple_(c.local_date, c.eaten_at, c.meal_id)
                < tuple_(before.day, literal(before.at, InstantColumn), before.id)
            )
        return tuple(from_meal_row(*row) for row in self._connection.execute(query))

    def add(self, meal: Meal) -> None:
        """Keep a meal; a second one with its id is not kept."""
        self._connection.execute(
            keep_first(self._connection, meals),
            [meal_values(self._person, meal)],
        )

    def remove(self, id: MealId) -> None:
        """Take a meal out."""
        c = meals.c
        self._connection.execute(delete(meals).where(c.person_id == self._person, c.meal_id == id))

    def keep_version(self, version: MealVersion) -> None:
        """Keep what a meal was; a second one of its version is not kept."""
        self._connection.execute(
            keep_first(self._connection, versions),
            [version_values(self._person, version)],
        )

    def versions(self, id: MealId) -> tuple[MealVersion, ...]:
        """What a meal was, oldest first."""
        c = versions.c
        query = (
            select(versions).where(c.person_id == self._person, c.meal_id == id).order_by(c.version)
        )
        return tuple(from_version_row(*row) for row in self._connection.execute(query))

    def log(self, day: LocalDate) -> DayLog:
        """The log of a day; an empty one where nothing was said."""
        c = days.c
        query = select(days).where(c.person_id == self._person, c.local_date == day)
        row = self._connection.execute(query).one_or_none()
        return DayLog(day) if row is None else from_day_row(*row)

    def logs(self, start: LocalDate, end: LocalDate) -> tuple[DayLog, ...]:
        """The logs of the days in [start, end) about which something was said, oldest first."""
        c = days.c
        query = (
            select(days)
            .where(c.person_id == self._person, c.local_date >= start, c.local_date < end)
            .order_by(c.local_date)
        )
        return tuple(from_day_row(*row) for row in self._connection.execute(query))

    def settled(self, start: LocalDate, end: LocalDate) -> tuple[Settled, ...]:
        """The energy of the days in [start, end) that are settled, oldest first."""
        c = days.c
        query = (
            select(c.local_date, c.settled_energy_j)
            .where(
                c.person_id == self._person,
                c.local_date >= start,
                c.local_date < end,
                c.settled_energy_j.is_not(None),
            )
            .order_by(c.local_date)
        )
        return tuple(
            Settled(day_of(day), Energy(energy_j or 0))
            for day, energy_j in self._connection.execute(query)
        )

    def put(self, log: DayLog) -> None:
        """Replace the log of a day; an empty one is forgotten."""
        c = days.c
        if log.is_empty:
            of_day = (c.person_id == self._person) & (c.local_date == log.day)
            self._connection.execute(delete(days).where(of_day))
            return
        values = day_values(log)
        row = {"person_id": self._person, "local_date": log.day, **values}
        self._connection.execute(
            upsert(self._connection, days)
            .values(row)
            .on_conflict_do_update(index_elements=[c.person_id, c.local_date], set_=values)
        )


@final
class SqlDiaries(Diaries):
    """Diaries in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work that only reads."""
        return self._database.read(person, lambda c: work(SqlDiary(c, person)))

    def write(self, person: PersonId, work: Callable[[Diary], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._database.write(person, lambda c: work(SqlDiary(c, person)))
