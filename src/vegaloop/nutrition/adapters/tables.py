"""The tables of nutrition, and the functions between a row and a value.

Rule 1: a day's row is what its meals add up to, rewritten in the transaction that changes them.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
    Uuid,
)

from vegaloop.infrastructure.database import METADATA, InstantColumn
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone
from vegaloop.nutrition.adapters.packing import (
    pack_lines,
    pack_micronutrients,
    unpack_lines,
    unpack_portions,
)
from vegaloop.nutrition.domain.day import DayLog
from vegaloop.nutrition.domain.formulas.macros import ProteinMethod
from vegaloop.nutrition.domain.meal import Change, Meal, MealId, MealKind, MealLine, MealVersion
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.totals import Known, Totals

_MEAL: Final = msgspec.json.Decoder(Meal)


class _MealColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    meal_id: Named[UUID] = Column(Uuid, primary_key=True)
    local_date: Named[dt.date] = Column(Date)
    eaten_at: Named[Instant] = Column(InstantColumn)
    utc_offset_s: Named[int] = Column(Integer)
    zone: Named[str | None] = Column(String(64))
    kind: Named[str] = Column(String(20))
    name: Named[str | None] = Column(String(200))
    source: Named[str] = Column(String(100))
    logged_at: Named[Instant] = Column(InstantColumn)
    version: Named[int] = Column(Integer)
    lines: Named[bytes] = Column(LargeBinary)
    micronutrients: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[
        UUID,
        UUID,
        dt.date,
        Instant,
        int,
        str | None,
        str,
        str | None,
        str,
        Instant,
        int,
        bytes,
        bytes,
    ]


class _VersionColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    meal_id: Named[UUID] = Column(Uuid, primary_key=True)
    version: Named[int] = Column(Integer, primary_key=True)
    ended_at: Named[Instant] = Column(InstantColumn)
    ended_by: Named[str] = Column(String(20))
    meal: Named[bytes] = Column(LargeBinary)
    # None of what ended before meals could be imported: no source told any of those.
    local_date: Named[dt.date | None] = Column(Date)
    __row_pos__: tuple[UUID, UUID, int, Instant, str, bytes, dt.date | None]


class _DayColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    local_date: Named[dt.date] = Column(Date, primary_key=True)
    closed_at: Named[Instant | None] = Column(InstantColumn)
    meals: Named[int] = Column(Integer)
    newest: Named[Instant | None] = Column(InstantColumn)
    energy_j: Named[int] = Column(BigInteger)
    without_energy: Named[int] = Column(Integer)
    carbohydrate_ng: Named[int | None] = Column(BigInteger)
    carbohydrate_known_j: Named[int | None] = Column(BigInteger)
    fat_ng: Named[int | None] = Column(BigInteger)
    fat_known_j: Named[int | None] = Column(BigInteger)
    fibre_ng: Named[int | None] = Column(BigInteger)
    fibre_known_j: Named[int | None] = Column(BigInteger)
    protein_ng: Named[int | None] = Column(BigInteger)
    protein_known_j: Named[int | None] = Column(BigInteger)
    __row_pos__: tuple[
        UUID,
        dt.date,
        Instant | None,
        int,
        Instant | None,
        int,
        int,
        int | None,
        int | None,
        int | None,
        int | None,
        int | None,
        int | None,
        int | None,
        int | None,
    ]


class _PreferenceColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    effective_from: Named[dt.date] = Column(Date, primary_key=True)
    protein_method: Named[str] = Column(String(20))
    __row_pos__: tuple[UUID, dt.date, str]


_TOTALLED: Final = (Nutrient.CARBOHYDRATE, Nutrient.FAT, Nutrient.FIBRE, Nutrient.PROTEIN)

meals: Final = Table(
    "nutrition_meal",
    METADATA,
    _MealColumns,
    Index(None, "person_id", "local_date", "eaten_at", "meal_id"),
)
versions: Final = Table(
    "nutrition_meal_version",
    METADATA,
    _VersionColumns,
    Index(None, "person_id", "local_date"),
)
days: Final = Table("nutrition_day", METADATA, _DayColumns)
preferences: Final = Table("nutrition_preference", METADATA, _PreferenceColumns)


def from_line_row(  # noqa: PLR0913, PLR0917  # One parameter a column.
    meal_id: UUID,
    eaten_at: Instant,
    utc_offset_s: int,
    zone: str | None,
    kind: str,
    name: str | None,
    source: str,
    logged_at: Instant,
    version: int,
    lines: bytes,
) -> MealLine:
    """Read a meal as a list shows it."""
    return MealLine(
        MealId(meal_id),
        MealKind(kind),
        Moment(eaten_at, utc_offset_s, None if zone is None else TimeZone(zone)),
        unpack_lines(lines),
        logged_at,
        version,
        name,
        SourceId(source),
    )


def from_meal_row(  # noqa: PLR0913, PLR0917  # idem
    _: UUID,
    meal_id: UUID,
    __: dt.date,
    eaten_at: Instant,
    utc_offset_s: int,
    zone: str | None,
    kind: str,
    name: str | None,
    source: str,
    logged_at: Instant,
    version: int,
    lines: bytes,
    micronutrients: bytes,
) -> Meal:
    """Read a meal."""
    return Meal(
        MealId(meal_id),
        MealKind(kind),
        Moment(eaten_at, utc_offset_s, None if zone is None else TimeZone(zone)),
        unpack_portions(lines, micronutrients),
        logged_at,
        version,
        name,
        SourceId(source),
    )


def from_version_row(
    _: UUID,
    __: UUID,
    ___: int,
    ended_at: Instant,
    ended_by: str,
    meal: bytes,
    ____: dt.date | None,
) -> MealVersion:
    """Read what a meal was."""
    return MealVersion(_MEAL.decode(meal), ended_at, Change(ended_by))


def from_day_row(
    _: UUID,
    local_date: dt.date,
    closed_at: Instant | None,
    meals: int,
    newest: Instant | None,
    energy_j: int,
    without_energy: int,
    *known: int | None,
) -> DayLog:
    """Read the log of a day."""
    sums = tuple(
        (nutrient, Known(Mass(amount), Energy(joules)))
        for nutrient, amount, joules in zip(_TOTALLED, known[::2], known[1::2], strict=True)
        if amount is not None and joules is not None
    )
    macros = Totals(Energy(energy_j), without_energy, sums)
    return DayLog(LocalDate(local_date), closed_at, meals, newest, macros)


def from_preference_row(_: UUID, effective_from: dt.date, protein_method: str) -> Preference:
    """Read a choice."""
    return Preference(LocalDate(effective_from), ProteinMethod(protein_method))


def preference_values(person: PersonId, preference: Preference) -> dict[str, object]:
    """Write a choice."""
    return {
        "person_id": person,
        "effective_from": preference.effective_from,
        "protein_method": preference.protein_method.value,
    }


def meal_values(person: PersonId, meal: Meal) -> dict[str, object]:
    """Write a meal."""
    return {
        "person_id": person,
        "meal_id": meal.id,
        "local_date": meal.local_date,
        "eaten_at": meal.eaten.at,
        "utc_offset_s": meal.eaten.utc_offset_s,
        "zone": meal.eaten.zone,
        "kind": meal.kind.value,
        "name": meal.name,
        "source": meal.source,
        "logged_at": meal.logged_at,
        "version": meal.version,
        "lines": pack_lines(meal.portions),
        "micronutrients": pack_micronutrients(meal.portions),
    }


def version_values(person: PersonId, version: MealVersion) -> dict[str, object]:
    """Write what a meal was."""
    return {
        "person_id": person,
        "meal_id": version.meal.id,
        "version": version.meal.version,
        "ended_at": version.ended_at,
        "ended_by": version.ended_by,
        "meal": msgspec.json.encode(version.meal),
        "local_date": version.meal.local_date,
    }


def day_values(person: PersonId, log: DayLog) -> dict[str, object]:
    """Write the log of a day."""
    sums = dict(log.macros.sums)
    values: dict[str, object] = {
        "person_id": person,
        "local_date": log.day,
        "closed_at": log.closed_at,
        "meals": log.meals,
        "newest": log.newest,
        "energy_j": log.macros.energy.amount,
        "without_energy": log.macros.without_energy,
    }
    for nutrient in _TOTALLED:
        known = sums.get(nutrient)
        values[f"{nutrient}_ng"] = None if known is None else known.amount.amount
        values[f"{nutrient}_known_j"] = None if known is None else known.energy.amount
    return values
