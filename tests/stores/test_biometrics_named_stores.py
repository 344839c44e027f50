"""Readings their sources have names for: memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies.biometrics import (
    WATCH,
    biometrics_over,
    hrv,
    new_readings,
    resting,
    slept,
    weigh_in,
)
from tests.support import at_most, good, somebody
from vegaloop.biometrics import Kind, NewReading, Outcome, ReadingQuery, RrIntervals
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.biometrics.domain.reading import Left, Name
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


def as_named(new: NewReading, name: str) -> NewReading:
    return structs.replace(new, external_id=name)


class TestNamed:
    """What a source calls a reading finds it again, whenever it was."""

    def test_by_its_kind_its_source_and_its_name(self, charts: Charts) -> None:
        kept, me = biometrics_over(charts), somebody()
        news = [weigh_in(1, 70, WATCH), hrv(1, 50), resting(1, 50), slept(1, 400)]
        good(kept.record_all(me, [*(as_named(new, "ü/1") for new in news), resting(2, 50)]))
        (removed,) = kept.readings(me, ReadingQuery(1, Kind.HRV))
        good(kept.remove(me, removed.id))
        # More than a statement asks for at once.
        wanted = [Name(kind, WATCH, "ü/1") for kind in (Kind.HRV, Kind.SLEEP, Kind.GLUCOSE)]
        others = [Name(Kind.HRV, WATCH, str(n)) for n in range(2_000)]
        found = charts.read(me, lambda chart: chart.named([*others, *wanted, *wanted]))
        assert {one.name for one in found} == {*wanted[:2]}
        assert len(found) == 2
        assert charts.read(somebody(), lambda chart: chart.named(wanted)) == ()
        assert charts.read(me, lambda chart: chart.named([])) == ()

    @settings(max_examples=at_most(30))
    @given(st.lists(new_readings(), min_size=1, max_size=3))
    def test_what_it_said_elsewhere_comes_back(
        self, charts: Charts, said: list[NewReading]
    ) -> None:
        kept, me = biometrics_over(charts), somebody()
        good(kept.record_all(me, [resting(1, 50)]))
        (reading,) = kept.readings(me, ReadingQuery(1))
        values = [one for one in said if not isinstance(one.value, RrIntervals)]
        left = tuple(Left(one.identity.began_at, one.value) for one in values)
        moved = structs.replace(reading, left=left, external_id="n" * 64)
        charts.write(me, lambda chart: chart.replace((moved,)))
        assert kept.readings(me, ReadingQuery(1)) == (moved,)

    def test_places_that_are_taken_by_the_next(self, charts: Charts) -> None:
        kept, me = biometrics_over(charts), somebody()
        news = [
            as_named(made(ago, 50 + ago), str(ago)) for ago in range(5) for made in (resting, hrv)
        ]
        good(kept.record_all(me, news))
        steps = pairwise(range(5))
        moved = chain.from_iterable(
            (as_named(resting(to, 60 + to), str(of)), as_named(hrv(of, 60), str(to)))
            for of, to in steps
        )
        receipt = good(kept.record_all(me, tuple(moved)))
        assert set(receipt.fates) <= {Outcome.AMENDED, Outcome.KEPT}
        pulses = kept.readings(me, ReadingQuery(20, Kind.RESTING_HEART_RATE))
        assert [one.value for one in pulses] == [resting(to, 60 + to).value for to in range(1, 5)]
