"""Weights judged anew where one came, went or changed: memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    RING,
    TODAY,
    WATCH,
    biometrics_in_memory,
    biometrics_over,
    hrv,
    weigh_in,
)
from tests.strategies.weights import Told, drawn_walk, follow, histories, shown_weights, straight
from tests.support import at_most, good, somebody
from vegaloop.biometrics import Kind, ReadingQuery
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import days_after


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


class TestWeights:
    """What is judged by its neighbours ends the same in every store."""

    @settings(max_examples=at_most(30))
    @given(histories(6), st.data())
    def test_any_order_ends_the_same(
        self, charts: Charts, history: list[Told], data: st.DataObject
    ) -> None:
        kept, me, expected = biometrics_over(charts), somebody(), biometrics_in_memory()
        follow(kept, me, drawn_walk(data, history))
        follow(expected, me, straight(history))
        assert shown_weights(kept, me) == shown_weights(expected, me)

    def test_of_a_kind_are_those_that_count_or_wait(self, charts: Charts) -> None:
        kept, me = biometrics_over(charts), somebody()
        given_ = [weigh_in(3, 70, WATCH), weigh_in(2, 900, RING), weigh_in(1, 70), hrv(2, 50)]
        good(kept.record_all(me, [*given_, weigh_in(0, 70), weigh_in(4, 70)]))
        (removed,) = kept.readings(me, ReadingQuery(1, Kind.WEIGHT, TODAY))
        good(kept.remove(me, removed.id))
        days = days_after(TODAY, -3), days_after(TODAY, 1)
        for person, found in ((me, given_[:3]), (somebody(), [])):
            held = charts.read(person, lambda chart: chart.of_kind(Kind.WEIGHT, days))
            assert {one.identity for one in held} == {one.identity for one in found}
