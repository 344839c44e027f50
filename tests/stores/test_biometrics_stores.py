"""The contract of the stores of readings: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.strategies.biometrics import (
    PARIS,
    TODAY,
    WATCH,
    beats,
    hrv,
    morning_of_day,
    new_readings,
    slept,
    weigh_in,
)
from tests.support import NOW, at, good, somebody
from vegaloop.biometrics import (
    MANUAL,
    Accepted,
    Kind,
    NewReading,
    Observed,
    Quarantined,
    Reading,
    ReadingId,
    ReadingKey,
    ReadingQuery,
    Removed,
    RrIntervals,
    Sleep,
    Stage,
    StageSpan,
    sleep_of,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.domain.entry import entry_of
from vegaloop.biometrics.domain.need import Base, NeedChange, Origin, SleepNeed
from vegaloop.biometrics.domain.plausible import BeyondLimits, Value, WeightJump
from vegaloop.biometrics.domain.reading import Standing
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import days_after, moment_in

REASONS = (BeyondLimits("weight_kg", 700, 20, 400), WeightJump(700, 70, 1, 0.04))
STANDINGS: tuple[Standing, ...] = (
    Accepted(),
    Accepted(REASONS, at(NOW)),
    Quarantined(REASONS),
    Removed(at(NOW)),
)
EVER = (days_after(TODAY, -20_000), days_after(TODAY, 2))


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


def made(new: NewReading, id: UUID | None = None) -> Reading:
    """A reading as it comes in."""
    return good(entry_of(ReadingId(id or uuid4()), new, at(NOW))).reading


def _without_stages(value: Value) -> Value:
    if not isinstance(value, Sleep):
        return value
    return Sleep(value.start, value.end, value.asleep, (), value.measured, value.nap, value.free)


class TestBiometricsStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    @settings(max_examples=40)
    @given(new=new_readings(), standing=st.sampled_from(STANDINGS), earlier=st.booleans())
    def test_every_kind_comes_back(
        self, charts: Charts, new: NewReading, standing: Standing, earlier: bool
    ) -> None:
        me, reading = somebody(), made(new)
        reading = (reading.amended(reading) if earlier else reading).standing_as(standing)
        charts.write(me, lambda chart: chart.add((reading,)))
        assert charts.read(me, lambda chart: chart.known((reading.identity,))) == (reading,)
        found = charts.read(me, lambda chart: chart.find(reading.id))
        assert found == (None if isinstance(standing, Removed) else reading)

    def test_formulas_see_what_counts_and_no_stages(self, charts: Charts) -> None:
        me, moment = somebody(), morning_of_day(0)
        start = at(moment.at - dt.timedelta(hours=8))
        night = good(sleep_of(start, moment.at, stages=(StageSpan(Stage.REM, start, moment.at),)))
        readings = [
            made(NewReading(moment, night, WATCH)),
            made(hrv(1, 50)),
            made(hrv(2, 50)).standing_as(Quarantined(REASONS)),
            made(hrv(3, 50)).standing_as(Removed(at(NOW))),
            made(hrv(4, 40)).standing_as(Accepted(REASONS, at(NOW))),
            made(weigh_in(1, 70)),
        ]
        charts.write(me, lambda chart: chart.add(readings))
        ever = dict.fromkeys((Kind.HRV, Kind.SLEEP), EVER[0])
        counted = charts.read(me, lambda chart: chart.counting(ever, EVER[1]))
        found = sorted(counted, key=lambda one: one.at)
        assert [(TODAY - one.local_date).days for one in found] == [4, 1, 0]
        assert found[-1].value == Sleep(start, moment.at, night.asleep)
        day = days_after(TODAY, -1)
        since = {Kind.HRV: day, Kind.SLEEP: days_after(TODAY, -9)}
        (only,) = charts.read(me, lambda chart: chart.counting(since, TODAY))
        assert (only.source, only.at, only.local_date) == (WATCH, morning_of_day(1).at, day)
        assert charts.read(me, lambda chart: chart.counting({}, TODAY)) == ()
        assert charts.read(somebody(), lambda chart: chart.counting(ever, EVER[1])) == ()

    @given(new=st.lists(new_readings(implausible_too=False), max_size=12))
    def test_formulas_see_every_kind_as_it_came(
        self, charts: Charts, new: list[NewReading]
    ) -> None:
        me = somebody()
        readings = {reading.identity: reading for reading in map(made, new)}
        charts.write(me, lambda chart: chart.add(tuple(readings.values())))
        ever = dict.fromkeys(Kind, EVER[0])
        found = charts.read(me, lambda chart: chart.counting(ever, EVER[1]))
        assert sorted(map(repr, found)) == sorted(
            repr(Observed(r.source, r.moment.at, r.local_date, _without_stages(r.value)))
            for r in readings.values()
        )

    def test_the_first_of_two_with_one_id_or_identity_stays(self, charts: Charts) -> None:
        me, first = somebody(), made(hrv(0, 50))
        same_id, same_identity = made(hrv(1, 60), first.id), made(hrv(0, 70))
        charts.write(me, lambda chart: chart.add((first,)))
        charts.write(me, lambda chart: chart.add((same_id,)))
        charts.write(me, lambda chart: chart.add((same_identity,)))
        assert charts.read(me, lambda chart: chart.page(ReadingQuery(9))) == (first,)

    def test_replacing_leaves_the_others(self, charts: Charts) -> None:
        me, you = somebody(), somebody()
        reading, other = made(hrv(0, 50)), made(hrv(1, 60))
        better = reading.amended(made(hrv(0, 70))).standing_as(Quarantined(REASONS))
        for person in (me, you):
            charts.write(person, lambda chart: chart.add((reading, other)))
        charts.write(me, lambda chart: chart.replace((better,)))
        assert charts.read(me, lambda chart: chart.find(reading.id)) == better
        assert charts.read(me, lambda chart: chart.find(other.id)) == other
        assert charts.read(you, lambda chart: chart.find(reading.id)) == reading

    @settings(max_examples=20)
    @given(rr=beats)
    def test_beats_come_back(self, charts: Charts, rr: RrIntervals) -> None:
        me, you, of_id = somebody(), somebody(), ReadingId(uuid4())
        charts.write(me, lambda chart: chart.put_intervals(((of_id, RrIntervals((1, 2))),)))
        charts.write(me, lambda chart: chart.put_intervals(((of_id, rr),)))
        assert charts.read(me, lambda chart: chart.intervals(of_id)) == rr
        assert charts.read(you, lambda chart: chart.intervals(of_id)) is None
        charts.write(me, lambda chart: chart.put_intervals(((of_id, None),)))
        assert charts.read(me, lambda chart: chart.intervals(of_id)) is None

    @settings(max_examples=25)
    @given(new=st.lists(new_readings(), max_size=12), limit=st.integers(1, 4))
    def test_pages_join_to_the_whole_list(
        self, charts: Charts, new: list[NewReading], limit: int
    ) -> None:
        me = somebody()
        for reading in map(made, new):
            charts.write(me, lambda chart, one=reading: chart.add((one,)))
        whole = charts.read(me, lambda chart: chart.page(ReadingQuery(100)))
        keys = [(r.local_date, r.moment.at, r.id) for r in whole]
        assert keys == sorted(keys, reverse=True)
        paged: list[Reading] = []
        while True:
            last = paged[-1] if paged else None
            after = None if last is None else ReadingKey(last.local_date, last.moment.at, last.id)
            query = ReadingQuery(limit, after=after)
            page = charts.read(me, lambda chart, query=query: chart.page(query))
            paged += page
            if len(page) < limit:
                break
        assert tuple(paged) == whole

    def test_lists_are_by_kind_day_and_standing(self, charts: Charts) -> None:
        me = somebody()
        waiting = made(weigh_in(1, 700)).standing_as(Quarantined(REASONS))
        gone = made(weigh_in(2, 70)).standing_as(Removed(at(NOW)))
        weight, variability = made(weigh_in(3, 70)), made(hrv(1, 50))
        charts.write(me, lambda chart: chart.add((waiting, gone, weight, variability)))

        def page(query: ReadingQuery) -> tuple[Reading, ...]:
            return charts.read(me, lambda chart: chart.page(query))

        assert page(ReadingQuery(9)) == (variability, weight)
        assert page(ReadingQuery(9, Kind.WEIGHT)) == (weight,)
        assert page(ReadingQuery(9, start=days_after(TODAY, -1))) == (variability,)
        assert page(ReadingQuery(9, end=days_after(TODAY, -1))) == (weight,)
        assert page(ReadingQuery(9, quarantined=True)) == (waiting,)
        assert page(ReadingQuery(0)) == ()

    def test_nothing_to_do_is_done(self, charts: Charts) -> None:
        me = somebody()

        def nothing(chart: Chart) -> None:
            chart.add(())
            chart.replace(())
            chart.put_intervals(())

        charts.write(me, nothing)
        assert charts.read(me, lambda chart: chart.known(())) == ()

    def test_many_identities_are_asked_for_at_once(self, charts: Charts) -> None:
        me = somebody()
        start = NOW - dt.timedelta(days=1)
        moments = [moment_in(at(start + dt.timedelta(seconds=n)), PARIS) for n in range(2_000)]
        readings = [made(NewReading(moment, hrv(0, 50).value, MANUAL)) for moment in moments]
        charts.write(me, lambda chart: chart.add(readings))
        identities = [reading.identity for reading in readings]
        found = charts.read(me, lambda chart: chart.known(identities))
        assert {reading.id for reading in found} == {reading.id for reading in readings}

    def test_needs_are_one_a_day_and_their_changes_newest_first(self, charts: Charts) -> None:
        me, other = somebody(), somebody()
        later, need = days_after(TODAY, 3), Duration(8 * 3_600_000_000)
        needs = (
            SleepNeed(later, need, at(NOW)),
            SleepNeed(TODAY, need, at(NOW)),
            SleepNeed(later, Duration(9 * 3_600_000_000), at(NOW + dt.timedelta(hours=1))),
        )
        changes = tuple(
            NeedChange(
                one.set_at,
                one.effective_from,
                Base(7.5, Origin.FREE_NIGHTS),
                Base(one.need.minutes / 60, Origin.SET),
                None,
                1.25,
            )
            for one in needs
        )

        def write(chart: Chart) -> None:
            for need, change in zip(needs, changes, strict=True):
                chart.put_sleep_need(need)
                chart.add_need_change(change)

        charts.write(me, write)
        assert charts.read(me, lambda chart: chart.sleep_needs()) == (needs[1], needs[2])
        assert charts.read(me, lambda chart: chart.need_changes()) == changes[::-1]
        charts.write(other, lambda chart: chart.drop_sleep_need(later))
        charts.write(me, lambda chart: chart.drop_sleep_need(later))
        assert charts.read(me, lambda chart: chart.sleep_needs()) == (needs[1],)
        assert charts.read(other, lambda chart: chart.sleep_needs()) == ()
        assert charts.read(other, lambda chart: chart.need_changes()) == ()

    def test_what_fails_half_way_leaves_nothing(self, charts: Charts) -> None:
        me, reading = somebody(), made(slept(0, 400))

        def half_way(chart: Chart) -> None:
            chart.add((reading,))
            raise KeyError

        with pytest.raises(KeyError):
            charts.write(me, half_way)
        assert charts.read(me, lambda chart: chart.find(reading.id)) is None


def test_a_morning_stands_on_the_index_of_kinds(sqlite_database: Database) -> None:
    """A stream of glucose must not be read through to find a night."""
    query = """
        EXPLAIN QUERY PLAN SELECT source FROM biometrics_reading
        WHERE person_id = 'x' AND kind = 'hrv' AND standing = 'accepted'
        AND local_date >= '2026-01-01' AND local_date < '2026-03-01'
        UNION ALL SELECT source FROM biometrics_reading
        WHERE person_id = 'x' AND kind = 'sleep' AND standing = 'accepted'
        AND local_date >= '2026-02-01' AND local_date < '2026-03-01'
    """
    with sqlite_database.transaction(writing=False) as connection:
        plan = str(connection.execute(text(query)).all())
    assert plan.count("ix_biometrics_reading_kind") == 2
    assert "TEMP B-TREE" not in plan
