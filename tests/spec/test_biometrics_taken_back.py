"""Needs that are not known, and what can be taken back. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest

from tests.strategies.biometrics import (
    PARIS,
    TODAY,
    biometrics_in_memory,
    hrv,
    morning_of_day,
    slept,
)
from tests.support import good, refused, somebody
from vegaloop.biometrics import (
    Base,
    BaselineKind,
    Cause,
    NewReading,
    NoSuchNeed,
    NoSuchRestart,
    Origin,
    RrIntervals,
    TooFewBeats,
)
from vegaloop.biometrics.domain.rr import BeatsInSeconds
from vegaloop.biometrics.formulas import base_need_hours
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.person import Profile
from vegaloop.kernel.signal import NoSignal, SignalName
from vegaloop.kernel.time import days_after

BORN_NOBODY_KNOWS_WHEN = Profile(home_zone=PARIS)


class TestBio100:
    """BIO-100. Where neither a need was set nor free nights nor a birth date tell it, the base need is missing with its reason, and so is what rests on it; what was slept is told all the same."""

    def test_it_is(self) -> None:
        biometrics, me = biometrics_in_memory(BORN_NOBODY_KNOWS_WHEN), somebody()
        good(biometrics.record_all(me, [slept(1, 420), slept(0, 400)]))
        report, missing = biometrics.reports.sleep(me, TODAY), Missing("birth_date")
        assert refused(report.base) == refused(report.last_night) == refused(report.debt) == missing
        assert good(report.slept).asleep_minutes == 400
        signals = {one.name: one for one in biometrics.signals(me, TODAY)}
        for name in (SignalName.SLEEP_LAST, SignalName.SLEEP_DEBT):
            assert signals[name] == NoSignal(name, missing)

    def test_a_need_that_was_set_tells_its_own_nights(self) -> None:
        biometrics, me = biometrics_in_memory(BORN_NOBODY_KNOWS_WHEN), somebody()
        good(biometrics.record_all(me, [slept(1, 420), slept(0, 400)]))
        change = good(biometrics.sleep_needs.set(me, TODAY, 480))
        assert (change.was, change.became) == (None, Base(8, Origin.SET))
        assert change.debt_was_hours is None
        assert change.debt_became_hours == pytest.approx(80 / 60)
        report = biometrics.reports.sleep(me, TODAY)
        assert good(report.last_night).need_minutes == 480
        assert (good(report.debt).n_valid, good(report.debt).quality) == (1, 1 / 14)
        yesterday = biometrics.reports.sleep(me, days_after(TODAY, -1))
        assert refused(yesterday.debt) == Missing("birth_date")

    def test_without_a_night_the_night_is_missing(self) -> None:
        report = biometrics_in_memory(BORN_NOBODY_KNOWS_WHEN).reports.sleep(somebody(), TODAY)
        assert refused(report.slept) == refused(report.last_night) == Missing("sleep")
        assert refused(report.debt) == Missing("sleep")

    def test_an_age_nobody_reaches_has_none(self) -> None:
        assert refused(base_need_hours(None)) == Missing("birth_date")
        assert [good(base_need_hours(age)) for age in (0, 130)] == [8, 7.5]
        for age in (-1, 131):
            assert refused(base_need_hours(age)) == Outside("age_years", age, 0, 130)


class TestBio104:
    """BIO-104. A restart or a need that was set can be taken back: what counted before counts again, and before and after are kept."""

    def test_a_need(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record(me, slept(0, 420)))
        done = good(biometrics.sleep_needs.set(me, TODAY, 540))
        undone = good(biometrics.sleep_needs.unset(me, TODAY))
        assert (undone.was, undone.became) == (done.became, done.was)
        assert (undone.debt_was_hours, undone.debt_became_hours) == (2, 1)
        shown = biometrics.sleep_needs.shown(me)
        assert (shown.needs, shown.changes) == ((), (undone, done))
        assert refused(biometrics.sleep_needs.unset(me, TODAY)) == NoSuchNeed(TODAY)

    def test_a_restart(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [hrv(n, 50 + n % 5) for n in range(30)]))
        kind, start = BaselineKind.HRV, days_after(TODAY, -5)
        before = biometrics.hrv_status(me, TODAY)
        done = good(biometrics.baselines.restart(me, kind, start, "a new watch"))
        undone = good(biometrics.baselines.undo_restart(me, kind, start))
        assert (undone.was, undone.became) == (done.became, done.was)
        assert (undone.cause, undone.start) == (Cause.RESTART_UNDONE, start)
        assert undone.note == "a new watch"
        assert biometrics.hrv_status(me, TODAY) == before
        assert biometrics.baselines.restarts(me) == ()
        assert biometrics.baselines.changes(me) == (undone, done)
        for other, day in ((kind, start), (BaselineKind.RESPIRATION, start), (kind, TODAY)):
            again = biometrics.baselines.undo_restart(me, other, day)
            assert refused(again) == NoSuchRestart(other, day)


class TestBio106:
    """BIO-106. A recording of which no interval reaches 10 ms is refused as one in seconds."""

    @pytest.mark.parametrize(
        ("rr_ms", "why"),
        [
            ([0.8, 0.85, 0.79], BeatsInSeconds(0.85)),
            ([0.8, 9.999], BeatsInSeconds(9.999)),
            ([0.8, 10], TooFewBeats(2)),
            ([0, 0], TooFewBeats(2)),
            ([], TooFewBeats(0)),
        ],
    )
    def test_it_is(self, rr_ms: list[float], why: object) -> None:
        new = NewReading(morning_of_day(0), good(RrIntervals.of_ms(rr_ms)))
        assert refused(biometrics_in_memory().record(somebody(), new)) == why
