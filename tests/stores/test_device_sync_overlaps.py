"""Records of a phone that overlap, in every store: what is left is what a simple model has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.overlaps import Pushing, Record, a_push, histories, modelled
from tests.stores.test_migrations import a_postgres_database
from tests.support import CountedIds, PinnedClock, at_most
from vegaloop.app.services import VegaLoop, open_vegaloop, vegaloop_in_memory
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.database import Database


@pytest.fixture(scope="module", params=["memory", "sqlite", "postgres"])
def vega(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VegaLoop]:
    """All of it in each store, one of its own: what others left in it would be worked at too."""
    match request.param:
        case "memory":
            yield vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        case "sqlite":
            path: Path = tmp_path_factory.mktemp("overlaps") / "vegaloop.db"
            with _opened(f"sqlite:///{path}") as opened:
                yield opened
        case _:
            server = request.getfixturevalue("postgres_url")
            with a_postgres_database(server) as made, _opened(_url_of(made)) as opened:
                yield opened


def _url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@contextmanager
def _opened(url: str) -> Iterator[VegaLoop]:
    with open_vegaloop(Settings(database_url=url), clock=PinnedClock()) as vega:
        yield vega


@given(histories, st.lists(st.integers(0, 12), max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=at_most(60))
def test_any_order_split_and_repetition_ends_as_the_model(
    vega: VegaLoop, records: list[Record], cuts: list[int], chance: Random
) -> None:
    phone = Pushing(vega)
    for some in a_push(records, cuts, chance):
        phone.push(some)
    assert phone.has() == modelled(records)
