"""The stores of series: memory, SQLite, PostgreSQL alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import TODAY, KnownProfiles, KnownStrain
from tests.strategies.series import (
    BAND,
    BEGIN,
    BEGIN_MS,
    DAY,
    END,
    PHONE,
    Row,
    local_day,
    once,
    rows,
    rows_of,
    series,
)
from tests.support import NOW, CountedIds, PinnedClock, at, at_most, good, somebody
from vegaloop.biometrics import Biometrics, Metric, SourceSeen
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.biometrics.domain.series.blocks import blocks_of, opened
from vegaloop.biometrics.domain.series.voices import SourcePriority
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import days_after

STEPS = Metric.STEPS
ROW: Row = (BEGIN_MS, 60_000, 10, 0)
DAYS = (BEGIN, END)


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


def by_day(of: list[Row]) -> list[Row]:
    """Rows in the order blocks are made of."""
    return sorted(once(of), key=lambda row: (local_day(row), row[0], row[1]))


class TestSeriesStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    @settings(max_examples=at_most(20))
    @given(of=st.lists(rows, max_size=20))
    def test_blocks_come_back(self, charts: Charts, of: list[Row]) -> None:
        me, mine = somebody(), by_day(of)
        blocks = blocks_of(STEPS, PHONE, series(STEPS, PHONE, mine).columns)
        charts.write(me, lambda chart: chart.put_blocks(blocks))
        charts.write(me, lambda chart: chart.put_blocks(blocks[:1]))
        found = charts.read(me, lambda chart: chart.blocks((STEPS, PHONE), DAYS))
        assert found == tuple(block.packed for block in blocks)
        assert rows_of(opened(found)) == mine
        briefs = charts.read(me, lambda chart: chart.briefs(STEPS, *DAYS))
        assert sorted(briefs, key=lambda one: one.day) == [block.brief for block in blocks]
        assert charts.read(me, lambda chart: chart.briefs(None, *DAYS)) == briefs
        assert charts.read(me, lambda chart: chart.briefs(Metric.FLOORS, *DAYS)) == ()
        assert charts.read(somebody(), lambda chart: chart.blocks((STEPS, None), DAYS)) == ()

    def test_days_and_sources_are_those_asked_for(self, charts: Charts) -> None:
        me = somebody()
        of = [(BEGIN_MS + n * DAY, 0, n, 0) for n in range(4)]
        for source in (PHONE, BAND):
            blocks = blocks_of(STEPS, source, series(STEPS, source, of).columns)
            charts.write(me, lambda chart, b=blocks: chart.put_blocks(b))
        first = local_day(of[0])
        span = (days_after(first, 1), days_after(first, 3))
        found = charts.read(me, lambda chart: chart.blocks((STEPS, None), span))
        assert [(one.source, one.first_ms) for one in found] == [
            (source, of[n][0]) for n in (1, 2) for source in (BAND, PHONE)
        ]
        found = charts.read(me, lambda chart: chart.blocks((STEPS, BAND), span))
        assert [one.source for one in found] == [BAND, BAND]
        briefs = charts.read(me, lambda chart: chart.briefs(STEPS, *span))
        assert {(one.day, one.source) for one in briefs} == {
            (days_after(first, n), source) for n in (1, 2) for source in (BAND, PHONE)
        }
        assert charts.read(me, lambda chart: chart.sources()) == tuple(
            SourceSeen(STEPS, source, 4, 4, first, days_after(first, 3)) for source in (BAND, PHONE)
        )
        assert charts.read(somebody(), lambda chart: chart.sources()) == ()

    def test_priorities_are_one_of_a_metric(self, charts: Charts) -> None:
        me, now = somebody(), at(NOW)
        of_all = SourcePriority(None, (BAND,), now)
        for said in (
            SourcePriority(STEPS, (PHONE,), now),
            of_all,
            SourcePriority(STEPS, (PHONE, BAND), now),
            SourcePriority(Metric.FLOORS, (PHONE,), now),
            SourcePriority(Metric.FLOORS, (), now),
        ):
            charts.write(me, lambda chart, one=said: chart.put_priority(one))
        kept = charts.read(me, lambda chart: chart.priorities())
        assert kept == (of_all, SourcePriority(STEPS, (PHONE, BAND), now))
        assert charts.read(somebody(), lambda chart: chart.priorities()) == ()

    @settings(max_examples=at_most(10))
    @given(
        first=st.lists(rows, max_size=12),
        second=st.lists(rows, max_size=12),
        third=st.lists(rows, max_size=12),
    )
    def test_it_answers_as_memory_does(
        self, charts: Charts, first: list[Row], second: list[Row], third: list[Row]
    ) -> None:
        told = []
        for store in (charts, MemoryCharts(Revisions())):
            biometrics = Biometrics(
                store, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain()
            )
            me = somebody()
            receipts = [
                good(biometrics.record_samples(me, [series(STEPS, source, of)]))
                for source, of in ((PHONE, first), (BAND, second), (PHONE, third))
            ]
            good(biometrics.series.prefer(me, STEPS, (BAND,)))
            told.append(
                (
                    receipts,
                    biometrics.series.days(me, STEPS, *DAYS),
                    [biometrics.series.samples(me, STEPS, days_after(BEGIN, n)) for n in range(9)],
                    biometrics.series.day(me, TODAY),
                    biometrics.series.sources(me),
                )
            )
        assert told[0] == told[1]
