"""What is told by a clock on the wall alone, in memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import KnownProfiles, KnownStrain
from tests.strategies.series import BEGIN, END
from tests.strategies.walls import FIRST, Said, homes, night_at, pulse_at, said, steps_at, walls
from tests.support import CountedIds, PinnedClock, at_most, good, somebody
from vegaloop.biometrics import Biometrics, Metric, Outcome, ReadingQuery
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import TimeZone


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


@settings(max_examples=at_most(10))
@given(of=said, pulses=st.sets(walls, max_size=5), first=homes, then=homes)
def test_the_same_archive_from_another_home_changes_nothing(
    charts: Charts, of: list[Said], pulses: set[dt.datetime], first: TimeZone, then: TimeZone
) -> None:
    me, ids = somebody(), CountedIds()
    biometrics = Biometrics(charts, PinnedClock(), ids, KnownProfiles(), KnownStrain())
    told, receipts = [], []
    for home in (first, then):
        evening = FIRST + dt.timedelta(hours=22)
        found = [night_at(home, evening, 9), *(pulse_at(home, one, 50) for one in sorted(pulses))]
        samples = good(biometrics.record_samples(me, [steps_at(home, of)]))
        receipts.append((samples.by_batch, set(good(biometrics.record_all(me, found)).fates)))
        query = ReadingQuery(limit=100)
        days = biometrics.series.days(me, Metric.STEPS, BEGIN, END)
        told.append((days, biometrics.readings(me, query)))
    assert told[0] == told[1]
    assert receipts[-1] == (((0, len(of), 0),), {Outcome.SEEN})
