"""The rules of what is no measurement, no critical power, no climb."""

from __future__ import annotations

import pytest

from tests.spec.test_activity_capacity import LINE, capable, session
from tests.spec.test_activity_ground_told import columns
from tests.support import good, refused
from vegaloop.activity import Sport, Thresholds
from vegaloop.activity.domain.analysis_balance import critical_power_on
from vegaloop.activity.domain.analysis_ground import on_foot, pace_of
from vegaloop.activity.domain.analysis_power import power_figures
from vegaloop.activity.domain.climb import AltitudeSource, climb_of, climb_over
from vegaloop.activity.domain.formulas.critical import PowerEffort, valid_critical_speed
from vegaloop.activity.domain.formulas.critical3 import valid_morton
from vegaloop.activity.domain.peaks import PeakPower, Peaks
from vegaloop.activity.domain.seconds import power_runs
from vegaloop.activity.formulas import cp3_power_w, runs_of
from vegaloop.kernel.evidence import Outside, Undefined
from vegaloop.kernel.quantity import Distance, Duration, Power
from vegaloop.kernel.result import Success


class TestAct110:
    """ACT-110. A power channel without a single watt above zero is no measurement, and counts as missing everywhere."""

    def test_zeros_are_no_power(self) -> None:
        times = [n * 1_000 for n in range(60)]
        assert power_runs(columns(times, power=[0.0] * 60), ()) == ()
        assert len(power_runs(columns(times, power=[*[0.0] * 59, 1.0]), ())) == 1
        assert power_runs(columns(times, power=[*[0.0] * 59, 3_001.0]), ()) == ()


class TestAct111:
    """ACT-111. A critical power read from best efforts is read from the 90 days before a day, never from the day itself, says that they may not be all-out, and is refused below 0.9 of the FTP of that day."""

    def test_refused_below_nine_tenths(self) -> None:
        shown = (session(Peaks(powers=LINE)),)
        at_ftp = good(critical_power_on(Thresholds(ftp=Power(277_000)), shown))
        assert at_ftp.notes == ("best-efforts-may-not-be-all-out",)
        reason = refused(critical_power_on(Thresholds(ftp=Power(278_000)), shown))
        assert reason == Undefined("cp_w", "efforts-not-all-out: below 0.9 of ftp_w")

    def test_the_same_of_capacity(self) -> None:
        easy = tuple(PeakPower(one.seconds, one.watts - 26) for one in LINE)
        assert all(
            isinstance(refused(fit.critical), Undefined)
            for fit in capable(session(Peaks(powers=easy))).power
        )

    def test_an_ftp_far_from_the_one_given_is_noted(self) -> None:
        far = "more-than-10-percent-from-the-ftp-given"
        for best_w, noted in ((289.0, False), (290.0, True), (237.0, False), (236.0, True)):
            found = capable(session(Peaks(powers=(PeakPower(1_200, best_w),))))
            assert (far in good(found.ftp).notes) is noted


class TestAct112:
    """ACT-112. A critical speed is refused where its efforts are at one speed, or its reserve is not from 30 to 500 m."""

    @pytest.mark.parametrize(
        ("reserve", "ok"), [(29, False), (31, True), (499, True), (501, False)]
    )
    def test_a_reserve_a_runner_could_have(self, reserve: float, ok: bool) -> None:
        efforts = [PowerEffort(t, 4 + reserve / t) for t in (120.0, 300.0, 1_200.0)]
        if ok:
            assert good(valid_critical_speed(efforts)).reserve == pytest.approx(reserve)
        else:
            assert isinstance(refused(valid_critical_speed(efforts)), Outside)

    def test_one_speed(self) -> None:
        efforts = [PowerEffort(t, 4 + 2 / t) for t in (120.0, 300.0, 1_200.0)]
        reason = Undefined("critical_speed_m_s", "efforts-at-one-speed")
        assert refused(valid_critical_speed(efforts)) == reason


class TestAct113:
    """ACT-113. A greatest power is refused that is not well above the power of the shortest effort."""

    def test_well_above(self) -> None:
        def of(durations: tuple[float, ...]) -> list[PowerEffort]:
            return [PowerEffort(t, good(cp3_power_w(t, 250, 20_000, 1_000))) for t in durations]

        assert good(valid_morton(of((5, 60, 300, 1_200)))).p_max_w == pytest.approx(1_000, rel=1e-3)
        reason = refused(valid_morton(of((1, 60, 300, 1_200))))
        assert reason == Undefined(
            "p_max_w", "it is not well above the power of the shortest effort"
        )


class TestAct114:
    """ACT-114. There is no climb where no distance was covered, nor in water, and one beyond 0.6 of its way is doubted."""

    def test_held_against_the_way(self) -> None:
        high = [0.0, 60.0]
        climb = climb_of(columns([0, 1_000], altitude=high), AltitudeSource.BAROMETER)
        assert str(good(climb.loss_m).value) == "0.0"
        assert climb_over(climb, 100.0) == climb_over(climb, None) == climb
        steep = good(climb_over(climb, 99.0).gain_m)
        assert (steep.quality, steep.notes[-1]) == (0.2, "steeper-than-ground")
        nowhere = Undefined("climb", "no distance was covered")
        assert refused(climb_over(climb, 0.0).gain_m) == nowhere
        level = climb_of(columns([0, 1_000], altitude=[1.0, 1.0]), AltitudeSource.BAROMETER)
        assert refused(climb_over(level, None).loss_m) == nowhere


class TestAct115:
    """ACT-115. What is weighed of less than 20 minutes of power is of low quality, and a pace is told on foot alone."""

    @pytest.mark.parametrize(("seconds", "quality"), [(1_199, 0.4), (1_200, 1.0)])
    def test_short(self, seconds: int, quality: float) -> None:
        known = Success(250.0)
        found = power_figures(runs_of([200.0] * seconds), seconds, known, known, ("x",))
        assert good(found.weighted_w).quality == good(found.xpower_w).quality == quality
        assert good(found.mean_w).quality == 1
        assert good(found.bike_score).notes[-1] == "x"

    @pytest.mark.parametrize("sport", [Sport.CYCLING, Sport.SWIMMING])
    def test_no_pace_of_riding_and_swimming(self, sport: Sport) -> None:
        pace = pace_of(Duration(10**9), Distance(4_000_000), "moving")
        assert on_foot(Sport.RUNNING, pace) == pace
        assert refused(on_foot(sport, pace)) == Undefined("pace_s_per_km", "only of sports on foot")
