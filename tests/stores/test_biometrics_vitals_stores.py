"""The stores of baselines, corrections and corrected beats: memory, SQLite, PostgreSQL alike."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    beats,
    hrv,
    morning_of_day,
    new_readings,
    oxygen,
    weigh_in,
)
from tests.support import NOW, at, good, somebody
from vegaloop.biometrics import (
    Accepted,
    BaselineChange,
    BaselineKind,
    Cause,
    Correction,
    Hrv,
    Kind,
    NewReading,
    Reading,
    ReadingId,
    ReadingQuery,
    Removed,
    Restart,
    RrIntervals,
    Usual,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.application.ports import Charts
from vegaloop.biometrics.domain.entry import entry_of
from vegaloop.biometrics.domain.plausible import BeyondLimits, TooManyArtefacts
from vegaloop.biometrics.domain.restarts import Reckoned
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.time import days_after

WAITING = ReadingQuery(9, quarantined=True)
REASONS = (BeyondLimits("weight_kg", 700, 20, 400), TooManyArtefacts(0.2, 0.1))
USUAL = Usual(WATCH, "ln ms", 3.9, 0.1, 60, None, "a-method")
CHANGES = tuple(
    BaselineChange(at(NOW), TODAY, kind, cause, was, USUAL, "biometrics-1", "biometrics-2", day)
    for kind, cause, was, day in (
        (BaselineKind.HRV, Cause.FORMULA, Missing("hrv"), None),
        (BaselineKind.RESPIRATION, Cause.RESTART, TooFew("nights", 1, 7), TODAY),
        (BaselineKind.TEMPERATURE, Cause.RESTART, Outside("c", 1, 2, 3), TODAY),
        (BaselineKind.RESTING_HEART_RATE, Cause.RESTART, Undefined("z", "why"), TODAY),
    )
)


@pytest.fixture
def charts(database: Database | None) -> Charts:
    return MemoryCharts(Revisions()) if database is None else SqlCharts(database)


def made(new: NewReading) -> Reading:
    """A reading as it comes in."""
    return good(entry_of(ReadingId(uuid4()), new, at(NOW))).reading


def waiting(reading: Reading, rr: RrIntervals | None = None) -> Reading:
    """The same, with a correction waiting beside it."""
    return reading.awaiting(Correction(reading.value, reading.moment, at(NOW), REASONS, None, rr))


class TestVitalsStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    @settings(max_examples=20)
    @given(new=new_readings(), rr=st.none() | beats)
    def test_a_correction_comes_back(
        self, charts: Charts, new: NewReading, rr: RrIntervals | None
    ) -> None:
        me = somebody()
        plain = made(new)
        reading = waiting(plain, rr)
        charts.write(me, lambda chart: chart.add((plain,)))
        charts.write(me, lambda chart: chart.replace((reading,)))
        assert charts.read(me, lambda chart: chart.find(reading.id)) == reading
        assert charts.read(me, lambda chart: chart.page(WAITING)) == (reading,)
        assert charts.read(me, lambda chart: chart.page(ReadingQuery(9))) == (reading,)
        charts.write(me, lambda chart: chart.replace((reading.awaiting(None),)))
        assert charts.read(me, lambda chart: chart.page(WAITING)) == ()

    def test_it_waits_from_the_start_and_beside_others(self, charts: Charts) -> None:
        me = somebody()
        first, second = waiting(made(weigh_in(0, 70))), waiting(made(hrv(1, 50)))
        charts.write(me, lambda chart: chart.add((first, second, made(hrv(2, 50)))))
        assert charts.read(me, lambda chart: chart.page(WAITING)) == (first, second)
        gone = first.standing_as(Removed(at(NOW)))
        charts.write(me, lambda chart: chart.replace((gone,)))
        assert charts.read(me, lambda chart: chart.page(WAITING)) == (second,)
        of_weight = ReadingQuery(9, Kind.WEIGHT, quarantined=True)
        assert charts.read(me, lambda chart: chart.page(of_weight)) == ()
        assert charts.read(somebody(), lambda chart: chart.page(WAITING)) == ()

    @settings(max_examples=20)
    @given(rr=beats)
    def test_a_corrected_variability_comes_back(self, charts: Charts, rr: RrIntervals) -> None:
        me, reading = somebody(), made(NewReading(morning_of_day(0), rr, WATCH))
        older = reading.amended(reading).standing_as(Accepted())
        charts.write(me, lambda chart: chart.add((older,)))
        assert charts.read(me, lambda chart: chart.find(reading.id)) == older
        assert isinstance(older.value, Hrv)
        (seen,) = charts.read(
            me, lambda chart: chart.counting({Kind.HRV: TODAY}, days_after(TODAY, 1))
        )
        assert seen.value == older.value.in_brief()

    def test_formulas_see_every_sample(self, charts: Charts) -> None:
        me, reading = somebody(), made(oxygen(0, 97, None, 88.5))
        charts.write(me, lambda chart: chart.add((reading,)))
        since = {Kind.SPO2: TODAY}
        (seen,) = charts.read(me, lambda chart: chart.counting(since, days_after(TODAY, 1)))
        assert seen.value == reading.value

    def test_restarts_are_one_of_a_kind_and_day(self, charts: Charts) -> None:
        me = somebody()
        earlier = days_after(TODAY, -3)
        given_ = (
            Restart(BaselineKind.TEMPERATURE, TODAY, at(NOW), "old"),
            Restart(BaselineKind.TEMPERATURE, TODAY, at(NOW)),
            Restart(BaselineKind.HRV, TODAY, at(NOW), "new watch"),
            Restart(BaselineKind.RESPIRATION, earlier, at(NOW)),
        )
        for restart in given_:
            charts.write(me, lambda chart, one=restart: chart.put_restart(one))
        kept = charts.read(me, lambda chart: chart.restarts())
        assert kept == (given_[3], given_[2], given_[1])
        assert charts.read(somebody(), lambda chart: chart.restarts()) == ()
        gone = given_[2]
        charts.write(somebody(), lambda chart: chart.drop_restart(gone.kind, gone.start))
        charts.write(me, lambda chart: chart.drop_restart(gone.kind, earlier))
        charts.write(me, lambda chart: chart.drop_restart(gone.kind, gone.start))
        assert charts.read(me, lambda chart: chart.restarts()) == (given_[3], given_[1])

    def test_changes_are_newest_first(self, charts: Charts) -> None:
        me = somebody()
        charts.write(me, lambda chart: chart.add_baseline_changes(()))
        charts.write(me, lambda chart: chart.add_baseline_changes(CHANGES[:3]))
        charts.write(me, lambda chart: chart.add_baseline_changes(CHANGES[3:]))
        kept = charts.read(me, lambda chart: chart.baseline_changes(9))
        assert kept == tuple(reversed(CHANGES))
        assert charts.read(me, lambda chart: chart.baseline_changes(2)) == kept[:2]
        assert charts.read(somebody(), lambda chart: chart.baseline_changes(9)) == ()

    def test_what_was_reckoned_last_is_kept(self, charts: Charts) -> None:
        me = somebody()
        assert charts.read(me, lambda chart: chart.reckoned()) is None
        baselines = ((BaselineKind.HRV, USUAL), (BaselineKind.RESPIRATION, Missing("respiration")))
        for version in ("biometrics-1", "biometrics-2"):
            reckoned = Reckoned(version, TODAY, baselines)
            charts.write(me, lambda chart, one=reckoned: chart.put_reckoned(one))
            assert charts.read(me, lambda chart: chart.reckoned()) == reckoned
        assert charts.read(somebody(), lambda chart: chart.reckoned()) is None
