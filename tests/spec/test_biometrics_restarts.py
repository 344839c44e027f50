"""Baselines begun anew, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    biometrics_in_memory,
    breathed,
    hrv,
    resting,
    skin,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    BaselineKind,
    Biometrics,
    Cause,
    NewReading,
    ReadingQuery,
    Restart,
    RestartAhead,
    Usual,
)
from vegaloop.biometrics.domain.restarts import since_restart, starts_of
from vegaloop.kernel.errors import TooLong
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.signal import NoSignal, SignalName
from vegaloop.kernel.time import days_after

TOMORROW = days_after(TODAY, 1)


def with_history() -> tuple[Biometrics, PersonId]:
    """Somebody who changed the watch 20 days ago: every number is another since."""
    biometrics, me = biometrics_in_memory(), somebody()
    new: list[NewReading] = []
    for day in range(100):
        since = day <= 20
        new += [
            hrv(day, 80 if since else 40),
            resting(day, 60 if since else 50),
            skin(day, 34 if since else 36),
            breathed(day, 16 if since else 14),
        ]
    good(biometrics.record_all(me, new))
    return biometrics, me


class TestBio62:
    """BIO-62. A baseline begun anew counts only readings of its kind from that day on; the readings stay, other baselines stay, and a day before it is told as it was."""

    def test_only_newer_readings_count(self) -> None:
        biometrics, me = with_history()
        before = good(biometrics.hrv_status(me, TODAY))
        change = good(biometrics.baselines.restart(me, BaselineKind.HRV, days_after(TODAY, -20)))
        after = good(biometrics.hrv_status(me, TODAY))
        assert (before.n_valid, after.n_valid) == (60, 14)
        assert after.usual_ms == pytest.approx(80)
        assert after.z1 == pytest.approx(0)
        assert before.z1 is not None
        assert before.z1 > 1
        assert good(biometrics.morning(me, TODAY).hrv) == after
        assert isinstance(change.was, Usual)
        assert isinstance(change.became, Usual)
        assert (change.was.middle, change.was.z) == (before.usual_ln, before.z1)
        assert (change.became.middle, change.became.spread) == (after.usual_ln, 0.05)
        assert (change.was.n_valid, change.became.n_valid) == (60, 14)
        assert change.was.unit == "ln ms"

    @given(kind=st.sampled_from(BaselineKind), start=st.integers(0, 90), day=st.integers(0, 99))
    def test_other_baselines_and_earlier_days_stay(
        self, kind: BaselineKind, start: int, day: int
    ) -> None:
        biometrics, me = with_history()
        on = days_after(TODAY, -day)
        before = (biometrics.morning(me, on), biometrics.vitals.night(me, on))
        good(biometrics.baselines.restart(me, kind, days_after(TODAY, -start)))
        after = (biometrics.morning(me, on), biometrics.vitals.night(me, on))
        if day > start:
            assert after == before
        others = [
            (BaselineKind.HRV, "hrv"),
            (BaselineKind.RESTING_HEART_RATE, "resting"),
            (BaselineKind.TEMPERATURE, "temperature"),
        ]
        for other, field in others:
            if other is not kind:
                assert getattr(after[0], field) == getattr(before[0], field)
        if kind is not BaselineKind.RESPIRATION:
            assert after[1].respiration_z == before[1].respiration_z
        assert len(biometrics.readings(me, ReadingQuery(1_000))) == 400

    def test_until_there_is_enough_the_signal_is_silent(self) -> None:
        biometrics, me = with_history()
        good(biometrics.baselines.restart(me, BaselineKind.HRV, TODAY))
        told = TooFew("hrv_baseline_days", 0, 14)
        assert refused(biometrics.hrv_status(me, TODAY)) == told
        published = {one.name: one for one in biometrics.signals(me, TODAY)}
        assert published[SignalName.HRV] == NoSignal(SignalName.HRV, told)
        report = biometrics.vitals.hrv(me, TODAY, TODAY, TOMORROW)
        assert good(report.rmssd_ms).value == 80
        assert refused(report.usual_ms) == told

    def test_a_chart_has_each_band_as_it_was(self) -> None:
        biometrics, me = with_history()
        start = days_after(TODAY, -30)
        before = biometrics.vitals.hrv(me, TODAY, start, TOMORROW).points
        heart = biometrics.vitals.resting(me, TODAY, start, TOMORROW).points
        for kind in (BaselineKind.HRV, BaselineKind.RESTING_HEART_RATE):
            good(biometrics.baselines.restart(me, kind, days_after(TODAY, -10)))
        after = biometrics.vitals.hrv(me, TODAY, start, TOMORROW).points
        assert after[:20] == before[:20]
        assert [point.rmssd_ms for point in after] == [point.rmssd_ms for point in before]
        assert [point.low_ms for point in after[20:]] == [None] * 11
        hearts = biometrics.vitals.resting(me, TODAY, start, TOMORROW).points
        assert hearts[:20] == heart[:20]
        assert [point.usual_bpm for point in hearts[20:]] == [None] * 11

    def test_the_last_restart_up_to_a_day_holds(self) -> None:
        days = {days_after(TODAY, -n): n for n in range(10)}
        starts = (days_after(TODAY, -5), days_after(TODAY, -2))
        assert set(since_restart(days, starts, TODAY).values()) == {0, 1, 2}
        assert set(since_restart(days, starts, days_after(TODAY, -3)).values()) == set(range(6))
        assert since_restart(days, starts, days_after(TODAY, -6)) == days
        assert since_restart(days, (), TODAY) == days

    def test_it_begins_on_a_day_that_has_begun(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        ahead = refused(biometrics.baselines.restart(me, BaselineKind.HRV, TOMORROW))
        assert ahead == RestartAhead(TOMORROW, TODAY)
        long = refused(biometrics.baselines.restart(me, BaselineKind.HRV, TODAY, "x" * 201))
        assert long == TooLong("note", 201, 200)
        assert biometrics.baselines.restarts(me) == biometrics.baselines.changes(me) == ()
        assert good(biometrics.baselines.restart(me, BaselineKind.HRV, TODAY, "x" * 200)).note
        with pytest.raises(ValueError, match="short"):
            Restart(BaselineKind.HRV, TODAY, at(NOW), "x" * 201)

    def test_of_one_kind_and_day_there_is_one(self) -> None:
        biometrics, me, you = biometrics_in_memory(), somebody(), somebody()
        for kind, note in ((BaselineKind.TEMPERATURE, None), (BaselineKind.HRV, "new watch")):
            good(biometrics.baselines.restart(me, kind, TODAY, "old"))
            good(biometrics.baselines.restart(me, kind, TODAY, note))
        earlier = days_after(TODAY, -9)
        good(biometrics.baselines.restart(me, BaselineKind.RESPIRATION, earlier))
        kept = biometrics.baselines.restarts(me)
        assert kept == (
            Restart(BaselineKind.RESPIRATION, earlier, at(NOW)),
            Restart(BaselineKind.HRV, TODAY, at(NOW), "new watch"),
            Restart(BaselineKind.TEMPERATURE, TODAY, at(NOW)),
        )
        assert starts_of(kept, BaselineKind.HRV.kind) == (TODAY,)
        assert biometrics.baselines.restarts(you) == ()


class TestBio63:
    """BIO-63. Whatever changes a baseline all at once leaves a record of what it was and became on one day, mean, spread, days and z of the day, that only the person reads, newest first."""

    def test_restarts_are_told_newest_first(self) -> None:
        biometrics, me = with_history()
        start = days_after(TODAY, -15)
        changes = [
            good(biometrics.baselines.restart(me, kind, start, "mountains"))
            for kind in BaselineKind
        ]
        assert biometrics.baselines.changes(me) == tuple(reversed(changes))
        assert biometrics.baselines.changes(me, 1) == (changes[-1],)
        assert biometrics.baselines.changes(somebody()) == ()
        told = {
            change.kind: (change.cause, change.day, change.start, change.note, change.at)
            for change in changes
        }
        assert told == dict.fromkeys(
            BaselineKind, (Cause.RESTART, TODAY, start, "mountains", at(NOW))
        )
        resting_change, skin_change, breath_change = changes[1:]
        was = resting_change.was
        assert was == Usual(
            WATCH,
            "bpm",
            50,
            1.0,
            60,
            10,
            "mean-of-3-nights/median-of-the-60-days-before/mad-sd",
        )
        assert resting_change.became == TooFew("resting_heart_rate_baseline_days", 13, 14)
        assert skin_change.became == Usual(
            WATCH, "°C", 34, None, 15, None, "night-minus-median-of-the-30-nights-before"
        )
        assert breath_change.became == Usual(
            WATCH,
            "1/min",
            16,
            0.3,
            15,
            0,
            "night-against-mean-of-the-30-nights-before/sample-sd",
        )

    def test_a_deviation_by_a_device_has_no_baseline_here(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        change = good(biometrics.baselines.restart(me, BaselineKind.TEMPERATURE, TODAY))
        assert change.was == change.became == Missing("temperature")
