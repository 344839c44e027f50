"""Baselines after the formulas have changed. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import pytest

from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    KnownProfiles,
    KnownStrain,
    hrv,
    morning_of_day,
    resting,
    weigh_in,
)
from tests.support import NOW, CountedIds, PinnedClock, at, good, somebody
from vegaloop.biometrics import (
    FORMULA_VERSION,
    BaselineKind,
    Biometrics,
    Cause,
    Hrv,
    HrvMethod,
    NewReading,
    ReadingQuery,
    RrIntervals,
    Usual,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.application.ports import Chart
from vegaloop.biometrics.domain.entry import entry_of
from vegaloop.biometrics.domain.reading import Accepted, ReadingId
from vegaloop.biometrics.domain.restarts import Reckoned
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import days_after

TOMORROW = days_after(TODAY, 1)


class TestBio64:
    """BIO-64. The first question after the formulas have changed reads recordings again whose beats were not corrected, and keeps before and after of the baselines of a day; it is asked once a version, and a value before stays beside the one after."""

    @staticmethod
    def of_version_1() -> tuple[MemoryCharts, Biometrics, PersonId]:
        """A history as the first version left it: the range alone was looked at."""
        charts, me = MemoryCharts(Revisions()), somebody()
        biometrics = Biometrics(charts, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain())
        steady = (800_000, 820_000) * 40
        faulty = RrIntervals((*steady, 1_640_000, *steady))

        def keep(chart: Chart) -> None:
            for day in range(70):
                new = NewReading(morning_of_day(day), faulty, WATCH)
                reading = good(entry_of(ReadingId(somebody()), new, at(NOW))).reading
                old = Hrv(100_000 + day % 2, 161)
                chart.add((reading.read_as(old, at(NOW)).standing_as(Accepted()),))
                chart.put_intervals(((reading.id, faulty),))

        charts.write(me, keep)
        return charts, biometrics, me

    def test_it_is_kept_once(self) -> None:
        _, biometrics, me = self.of_version_1()
        before = good(biometrics.hrv_status(me, TODAY))
        assert before.usual_ms == pytest.approx(100, abs=1e-2)
        (change,) = biometrics.baselines.changes(me)
        assert isinstance(change.was, Usual)
        assert isinstance(change.became, Usual)
        assert (change.kind, change.cause, change.day) == (
            BaselineKind.HRV,
            Cause.FORMULA,
            TODAY,
        )
        assert (change.version_was, change.version_became) == ("biometrics-1", FORMULA_VERSION)
        assert change.was.middle == before.usual_ln
        after = good(biometrics.hrv_status(me, TODAY))
        assert (change.became.middle, change.became.z) == (after.usual_ln, after.z1)
        assert after.usual_ms == pytest.approx(20, abs=0.5)
        assert biometrics.baselines.changes(me) == (change,)
        biometrics.vitals.hrv(me, TODAY, TODAY, TOMORROW)
        assert biometrics.baselines.changes(me) == (change,)

    def test_what_was_read_before_stays_beside_it(self) -> None:
        _, biometrics, me = self.of_version_1()
        biometrics.vitals.illness_pattern(me, TODAY)
        newest, *_, oldest = biometrics.readings(me, ReadingQuery(100))
        assert isinstance(newest.value, Hrv)
        assert newest.value.method is HrvMethod.LIPPONEN_TARVAINEN
        assert newest.earlier[-1].value == Hrv(100_000, 161)
        assert isinstance(oldest.value, Hrv)
        assert oldest.value.method is None

    @pytest.mark.parametrize("ask", ["resting", "night", "hrv"])
    def test_any_question_does(self, ask: str) -> None:
        charts, biometrics, me = self.of_version_1()
        if ask == "night":
            biometrics.vitals.night(me, TODAY)
        elif ask == "hrv":
            biometrics.vitals.hrv(me, TODAY, TODAY, TOMORROW)
        else:
            biometrics.vitals.resting(me, TODAY, TODAY, TOMORROW)
        assert len(charts.read(me, lambda chart: chart.baseline_changes(9))) == 1

    def test_recording_does_too(self) -> None:
        charts, biometrics, me = self.of_version_1()
        good(biometrics.record(me, weigh_in(0, 70)))
        assert charts.read(me, lambda chart: chart.baseline_changes(9)) == ()
        good(biometrics.record(me, resting(0, 50)))
        assert len(charts.read(me, lambda chart: chart.baseline_changes(9))) == 1

    def test_what_a_version_kept_is_what_it_was(self) -> None:
        charts, me = MemoryCharts(Revisions()), somebody()
        biometrics = Biometrics(charts, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain())
        new = [x for day in range(1, 70) for x in (hrv(day, 50), resting(day, 50))]
        good(biometrics.record_all(me, new))
        kept = charts.read(me, lambda chart: chart.reckoned())
        assert kept is not None
        assert (kept.version, kept.day) == (FORMULA_VERSION, days_after(TODAY, -1))
        told = dict(kept.baselines)
        was = Usual(WATCH, "ln ms", 3.0, 0.1, 60, 1.0, "another-method")
        old = Reckoned("biometrics-0", kept.day, tuple({**told, BaselineKind.HRV: was}.items()))
        charts.write(me, lambda chart: chart.put_reckoned(old))
        heart, variability = biometrics.baselines.changes(me)
        assert (heart.kind, heart.was) == (
            BaselineKind.RESTING_HEART_RATE,
            heart.became,
        )
        assert (variability.was, variability.became) == (was, told[BaselineKind.HRV])
        assert {variability.day, heart.day} == {days_after(TODAY, -1)}
        assert variability.version_was == "biometrics-0"
        now = charts.read(me, lambda chart: chart.reckoned())
        assert now is not None
        assert (now.version, now.day) == (FORMULA_VERSION, TODAY)

    def test_the_kept_baselines_follow_the_days(self) -> None:
        clock = PinnedClock()
        charts, me = MemoryCharts(Revisions()), somebody()
        biometrics = Biometrics(charts, clock, CountedIds(), KnownProfiles(), KnownStrain())
        for day in (3, 1, 2):
            good(biometrics.record(me, hrv(day, 50)))
            kept = charts.read(me, lambda chart: chart.reckoned())
            assert kept is not None
            assert kept.day == days_after(TODAY, -min(day, 1 if day < 3 else 3))
        assert biometrics.baselines.changes(me) == ()

    def test_a_recording_whose_beats_say_too_little_counts_as_it_did(self) -> None:
        charts, biometrics, me = self.of_version_1()
        wild = RrIntervals((*((800_000, 820_000) * 20), *((2_500_000,) * 40)))
        few = RrIntervals((800_000,))

        def spoil(chart: Chart) -> None:
            first, second, third, *_ = chart.page(ReadingQuery(100))
            chart.put_intervals(((first.id, wild), (second.id, few), (third.id, None)))

        charts.write(me, spoil)
        biometrics.baselines.catch_up(me)
        values = [one.value for one in biometrics.readings(me, ReadingQuery(4))]
        methods = [one.method for one in values if isinstance(one, Hrv)]
        assert methods == [None, None, None, HrvMethod.LIPPONEN_TARVAINEN]

    def test_nothing_recorded_leaves_nothing(self) -> None:
        charts, me = MemoryCharts(Revisions()), somebody()
        biometrics = Biometrics(charts, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain())
        biometrics.vitals.night(me, TODAY)
        assert biometrics.baselines.changes(me) == ()
        assert charts.read(me, lambda chart: chart.reckoned()) is None
