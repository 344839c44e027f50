"""Every stored row belongs to a person: keys, unique constraints and indexes start with whose it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Index, Integer, MetaData, Table, UniqueConstraint

from vegaloop.app.tables import METADATA

# What is of all people: tokens, the owner, who waits. Small, and looked up before anybody is known.
REFERENCE_TABLES = frozenset(
    {
        "account_directory",
        "food",
        "food_former",
        "food_word",
        "imports_waiting",
        "sync_account",
        "sync_consent",
        "sync_gate",
        "sync_lane",
        "sync_spent",
    }
)


def faults(metadata: MetaData) -> Iterator[str]:
    for table in metadata.tables.values():
        if table.name in REFERENCE_TABLES:
            continue
        keys = [("primary key", list(table.primary_key.columns))]
        keys += [
            ("unique constraint", list(constraint.columns))
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        keys += [("index", list(index.columns)) for index in table.indexes]
        for kind, columns in keys:
            if not columns or columns[0].name != "person_id":
                yield f"{kind} of {table.name} does not start with person_id"
        if any(foreign.column.name != "person_id" for foreign in table.foreign_keys):
            yield f"{table.name} refers to another table without its person"


def test_every_key_starts_with_whose_it_is() -> None:
    assert list(faults(METADATA)) == []


def test_there_are_tables_of_every_context() -> None:
    prefixes = {name.split("_")[0] for name in METADATA.tables}
    assert prefixes >= {"account", "nutrition", "activity", "biometrics", "goals", "person"}


@pytest.mark.parametrize(
    "planted",
    [
        lambda m: Table("bad", m, Column("id", Integer, primary_key=True)),
        lambda m: Table(
            "bad",
            m,
            Column("person_id", Integer, primary_key=True),
            Column("slug", Integer),
            UniqueConstraint("slug"),
        ),
        lambda m: Table(
            "bad",
            m,
            Column("person_id", Integer, primary_key=True),
            Column("day", Integer),
            Index("ix", "day"),
        ),
    ],
)
def test_a_planted_violation_is_caught(planted: object) -> None:
    metadata = MetaData()
    assert callable(planted)
    planted(metadata)
    assert list(faults(metadata))
