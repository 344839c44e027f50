"""The rules of what a person is capable of, by their best efforts."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_activity import ME, TODAY, ago, an_activity
from tests.strategies.activity import FIRST_DAY, ShelfReader, close, recording_of
from tests.support import at, good, refused
from vegaloop.activity import ImportFile, SessionId, Sport, Thresholds
from vegaloop.activity.domain.capacity import RACES, Capacity, capacity_on
from vegaloop.activity.domain.peaks import BestTime, PeakPower, Peaks, SessionPeaks
from vegaloop.activity.domain.physique import HrMaxBy, Physique
from vegaloop.activity.formulas import (
    ftp_from_20_minutes_w,
    vdot,
    vdot_race_time_s,
    vo2max_uth,
)
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Duration, HeartRate, Power
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import days_after

FULL = Thresholds(
    ftp=Power(250_000),
    threshold_pace=Duration(270_000_000),
    hr_max=HeartRate(190_000),
    hr_rest=HeartRate(50_000),
    lthr=HeartRate(165_000),
)

CP_W, W_PRIME_J = 250.0, 20_000.0
LINE = tuple(PeakPower(t, CP_W + W_PRIME_J / t) for t in (120, 180, 300, 600, 1_200))
ON_TRACK = tuple(BestTime(m, m / 5) for m in (1_500.0, 5_000.0))


def session(
    peaks: Peaks, sport: Sport = Sport.CYCLING, days_ago: int = 1, number: int = 1
) -> SessionPeaks:
    return SessionPeaks(days_after(FIRST_DAY, -days_ago), sport, SessionId(UUID(int=number)), peaks)


def capable(*peaks: SessionPeaks, physique: Physique | None = None, age: int = 36) -> Capacity:
    man = Physique(FULL, Sex.MALE, FULL.hr_max, HrMaxBy.GIVEN)
    return capacity_on(FIRST_DAY, peaks, physique or man, age)


class TestAct43:
    """ACT-43. What a person is capable of is read from the best efforts of the 90 days up to a day alone, no further session lowers FTP or VDOT, and each fit tells the errors of both its numbers."""

    def test_critical_power_three_ways(self) -> None:
        by_work, by_inverse, by_three = capable(session(Peaks(powers=LINE))).power
        for fit, method in (
            (by_work, "cp2_work_time"),
            (by_inverse, "cp2_power_inverse_time"),
        ):
            critical, reserve = good(fit.critical), good(fit.reserve)
            assert fit.method == critical.method == reserve.method == method
            assert close(critical.value, CP_W)
            assert close(reserve.value, W_PRIME_J, rel=1e-6)
            assert critical.low == pytest.approx(critical.value)
            assert critical.high == pytest.approx(critical.value)
            assert (critical.n_valid, critical.window_days) == (5, 90)
            assert critical.quality == pytest.approx(0.6)
            assert critical.notes == (
                "from-best-efforts-in-training",
                "best-efforts-may-not-be-all-out",
                "low-and-high-are-one-standard-error",
            )
            assert fit.r2 == pytest.approx(1)
            assert fit.greatest is None
        assert by_three.method == "cp3_morton"

    def test_the_errors_of_a_fit_that_is_not_exact(self) -> None:
        bent = tuple(
            PeakPower(one.seconds, one.watts + (1 if n % 2 else -1)) for n, one in enumerate(LINE)
        )
        fit, *_ = capable(session(Peaks(powers=bent))).power
        critical, reserve = good(fit.critical), good(fit.reserve)
        for figure in (critical, reserve):
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low < figure.value < figure.high
            assert close(figure.high - figure.value, figure.value - figure.low)
        assert fit.r2 is not None
        assert critical.quality == pytest.approx(0.6 * fit.r2)

    def test_three_parameters_where_short_efforts_bend_the_curve(self) -> None:
        shift = W_PRIME_J / (900 - CP_W)
        powers = tuple(
            PeakPower(t, CP_W + W_PRIME_J / (t + shift)) for t in (5, 15, 30, 60, 180, 600, 1_200)
        )
        too_long = (PeakPower(3_600, 10.0),)
        *_, by_three = capable(session(Peaks(powers=(*powers, *too_long)))).power
        assert by_three.greatest is not None
        assert good(by_three.critical).value == pytest.approx(CP_W, rel=1e-3)
        assert good(by_three.reserve).value == pytest.approx(W_PRIME_J, rel=1e-2)
        assert good(by_three.greatest).value == pytest.approx(900, rel=1e-2)
        assert good(by_three.greatest).n_valid == 7

    def test_the_best_of_all_rides_counts_and_no_run(self) -> None:
        weak = Peaks(powers=tuple(PeakPower(one.seconds, one.watts - 50) for one in LINE))
        runner = Peaks(powers=tuple(PeakPower(one.seconds, one.watts + 50) for one in LINE))
        strong = session(Peaks(powers=LINE))
        alone = capable(strong)
        assert capable(session(weak), strong).power == alone.power
        assert capable(strong, session(weak)).power == alone.power
        assert capable(strong, session(runner, Sport.RUNNING)).power == alone.power
        assert capable(session(Peaks(powers=LINE), Sport.E_BIKING)).power == alone.power
        assert good(alone.ftp).value == pytest.approx(0.95 * (CP_W + W_PRIME_J / 1_200))
        assert good(alone.ftp).method == "ftp_95_percent_of_20_min"

    def test_critical_speed_of_runs(self) -> None:
        runs = tuple(BestTime(m, (m - 200) / 4) for m in (800.0, 1_600.0, 3_000.0, 5_000.0))
        speed = capable(session(Peaks(distances=runs), Sport.RUNNING)).speed
        assert speed.method == "critical_speed_distance_time"
        assert close(good(speed.critical).value, 4)
        assert close(good(speed.reserve).value, 200, rel=1e-6)

    def test_vdot_is_of_the_best_run_and_races_have_it(self) -> None:
        slow = Peaks(distances=tuple(BestTime(m, m / 4) for m in (1_500.0, 5_000.0)))
        found = capable(
            session(slow, Sport.RUNNING, number=1),
            session(Peaks(distances=ON_TRACK), Sport.RUNNING, 3, number=2),
            session(Peaks(distances=ON_TRACK), Sport.RUNNING, 4, number=3),
            session(Peaks(distances=(BestTime(5_000, 600),)), Sport.CYCLING),
        )
        best = good(vdot(5_000, 1_000))
        assert good(found.vdot).value == best
        assert good(found.vdot).method == "vdot_daniels_gilbert_1979"
        assert good(found.vdot).quality == 0.6
        assert good(found.vdot).n_valid == 1
        assert good(found.vdot).notes == (
            "from-best-efforts-in-training",
            "best-efforts-may-not-be-all-out",
        )
        assert found.vdot_from is not None
        assert found.vdot_from.session == SessionId(UUID(int=2))
        assert found.vdot_from.day == days_after(FIRST_DAY, -3)
        assert found.vdot_from.best == BestTime(5_000, 1_000)
        assert [(race.name, race.distance_m) for race in found.races] == [*RACES]
        for race in found.races:
            assert good(race.time_s).value == good(vdot_race_time_s(best, race.distance_m))

    def test_the_races(self) -> None:
        assert [(name, meters) for name, meters in RACES] == [
            ("1500_m", 1_500),
            ("1_mile", 1_609.344),
            ("5_km", 5_000),
            ("10_km", 10_000),
            ("half_marathon", 21_097.5),
            ("marathon", 42_195),
        ]

    @given(st.lists(st.tuples(st.floats(100, 400), st.floats(2.5, 6)), min_size=1, max_size=6))
    def test_no_further_session_lowers_it(self, of: list[tuple[float, float]]) -> None:
        sessions = [
            one
            for watts, speed in of
            for one in (
                session(Peaks(powers=(PeakPower(1_200, watts),))),
                session(Peaks(distances=(BestTime(5_000, 5_000 / speed),)), Sport.RUNNING),
            )
        ]
        before, after = capable(*sessions[:-2]), capable(*sessions)
        for less, more in ((before.ftp, after.ftp), (before.vdot, after.vdot)):
            if isinstance(less, Success):
                assert good(less).value <= good(more).value

    def test_vo2max_by_heart_rate_says_for_whom_it_was_found(self) -> None:
        told = good(capable().vo2max)
        assert told.value == good(vo2max_uth(190, 50))
        assert (told.method, told.n_valid, told.window_days) == ("vo2max_uth_2004", 2, 1)
        assert (told.low, told.high) == (told.value - 2.7, told.value + 2.7)
        assert (told.notes, told.quality) == ((), 0.5)
        woman = Physique(FULL, Sex.FEMALE, FULL.hr_max, HrMaxBy.TANAKA)
        other = good(capable(physique=woman).vo2max)
        assert other.notes == ("estimated", "outside-the-people-of-the-study")
        assert other.quality == pytest.approx(0.5 / 3)
        for age, noted in ((20, True), (21, False), (51, False), (52, True)):
            assert bool(good(capable(age=age).vo2max).notes) == noted

    def test_what_is_lacking(self) -> None:
        nothing = capable(physique=Physique(Thresholds(), None, None, None))
        assert refused(nothing.vo2max) == Missing("hr_max_bpm")
        no_rest = Physique(Thresholds(), None, HeartRate(190_000), HrMaxBy.GIVEN)
        assert refused(capable(physique=no_rest).vo2max) == Missing("hr_rest_bpm")
        same = Thresholds(hr_rest=HeartRate(190_000))
        no_reserve = Physique(same, None, HeartRate(190_000), HrMaxBy.GIVEN)
        assert isinstance(refused(capable(physique=no_reserve).vo2max), Undefined)
        assert refused(nothing.ftp) == Missing("a ride of 20 minutes by power")
        assert refused(nothing.vdot) == Missing("a run of 3.5 minutes to 4 hours")
        assert {refused(race.time_s) for race in nothing.races} == {
            Missing("a run of 3.5 minutes to 4 hours")
        }
        assert nothing.vdot_from is None
        for fit in (*nothing.power, nothing.speed):
            assert isinstance(refused(fit.critical), TooFew)
            assert refused(fit.critical) == refused(fit.reserve)
            assert (fit.greatest, fit.r2) == (None, None)

    def test_it_looks_back_ninety_days_and_no_further(self) -> None:
        reader = ShelfReader()
        activity = an_activity(reader=reader)
        for days, watts in ((90, 400), (89, 250), (0.1, 240)):
            start = at(ago(days))
            data = reader.lay(f"{days}".encode(), recording_of([watts] * 1_210, start=start))
            good(activity.import_file(ME, ImportFile(data=data)))
        assert good(activity.capacity(ME, TODAY).ftp).value == pytest.approx(0.95 * 250)
        yesterday = activity.capacity(ME, days_after(TODAY, -1))
        assert good(yesterday.ftp).value == pytest.approx(0.95 * 400)
        assert activity.capacity(ME, TODAY).day == TODAY

    def test_ftp_of_twenty_minutes(self) -> None:
        assert good(ftp_from_20_minutes_w(300)) == pytest.approx(285)
        assert refused(ftp_from_20_minutes_w(-1)) == Outside("best_w", -1, 0, 1e6)
