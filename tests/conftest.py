"""Databases for the whole run: one SQLite file and one PostgreSQL server a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from tests.postgres import running_postgres
from tests.scoping import refuse_unscoped
from tests.vectors.report import pytest_terminal_summary  # noqa: F401  # pytest finds it here
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade

settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The same laws with fewer examples, for a loop that must stay under a minute.
settings.register_profile("quick", settings.get_profile("house"), max_examples=8)
# A run of mutants forks from one process that has run every test before: the checks of its health
# have nothing to say there, and a mutant that ten examples do not kill a thousand seldom do.
settings.register_profile(
    "mutants",
    settings.get_profile("house"),
    max_examples=12,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("VEGALOOP_LAWS", "house"))


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'vegaloop.db'}"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    with _opened(sqlite_url) as database:
        yield database


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> Iterator[Database]:
    with _opened(postgres_url) as database:
        yield database


@pytest.fixture(scope="session", params=["memory", "sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database | None:
    """Each place records can be kept in; None is memory. Shared by all: take `somebody()` new."""
    if request.param == "memory":
        return None
    opened: Database = request.getfixturevalue(f"{request.param}_database")
    return opened


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Database:
    """Each database engine."""
    opened: Database = request.getfixturevalue(f"{request.param}_database")
    return opened


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    upgrade(database)
    event.listen(database.engine, "before_cursor_execute", refuse_unscoped)
    yield database
    database.close()
