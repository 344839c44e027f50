"""The rules of what one session tells, held through the service over memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_activity import ME, TODAY, a_ride, an_activity
from tests.strategies.activity import beats, watts
from tests.strategies.rides import CAPABLE, kept_in, number, results_in, told_of, written
from tests.support import good, refused, somebody
from vegaloop.activity import NoSuchActivity, Sport, Thresholds
from vegaloop.activity.domain.analysis_power import curve_of, heart_figures, power_figures
from vegaloop.activity.domain.formulas.one_hz import runs_of
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.quantity import Power
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import days_after

near = pytest.approx
YESTERDAY = days_after(TODAY, -1)
FEW_EFFORTS = TooFew("efforts of different durations", 0, 3)


class TestAct69:
    """ACT-69. The analysis of a session goes by the thresholds of its day, and each of its numbers has a method, a quality and a formula version, or the reason why it is not there."""

    @given(
        st.lists(st.none() | watts, min_size=1, max_size=100),
        st.lists(st.none() | beats, min_size=1, max_size=1),
        st.sampled_from([Sport.CYCLING, Sport.RUNNING, Sport.SWIMMING, Sport.HIKING]),
        st.sampled_from([CAPABLE, None]),
    )
    def test_every_number_says_where_it_is_from(
        self,
        power: list[int | None],
        pulse: list[int | None],
        sport: Sport,
        values: Thresholds | None,
    ) -> None:
        found = list(results_in(told_of(written(power, pulse * len(power), sport=sport), values)))
        assert len(found) > 20
        for one in found:
            match one:
                case Success(told):
                    assert told.formula_version == FORMULA_VERSION
                    assert told.window_days == 1
                    assert told.method
                    assert told.n_valid >= 1
                case Failure(reason):
                    assert isinstance(reason, NoNumber)

    def test_thresholds_of_another_day_change_nothing(self) -> None:
        activity, ride = kept_in(written([220] * 1_800, [140] * 1_800))
        before = good(activity.analysis(ME, ride))
        good(activity.set_thresholds(ME, TODAY, Thresholds(ftp=Power(300_000), cp=Power(290_000))))
        assert good(activity.analysis(ME, ride)) == before
        good(activity.set_thresholds(ME, YESTERDAY, Thresholds(ftp=Power(200_000))))
        assert number(good(activity.analysis(ME, ride)).power.intensity_factor) == near(1.1)

    def test_an_hour_of_steady_power(self) -> None:
        found = told_of(written([200] * 3_600, [140] * 3_600))
        power, heart = found.power, found.heart
        told = [
            number(one)
            for one in (
                *(power.mean_w, power.weighted_w, power.intensity_factor),
                *(power.variability_index, heart.efficiency_w_per_bpm, heart.decoupling_pct),
            )
        ]
        assert told == near([200, 200, 0.8, 1, 200 / 140, 0])
        xpower = number(power.xpower_w)
        assert 198 < xpower < 200
        assert number(power.relative_intensity) == near(xpower / 240)
        assert number(power.bike_score) == near(100 * (xpower / 240) ** 2)
        assert good(power.weighted_w) == Derived(
            value=number(power.weighted_w),
            method="weighted_power_full_windows/gaps-line-3s-zero-30s-habit-line-29s",
            formula_version=FORMULA_VERSION,
            window_days=1,
            n_valid=3_600,
        )
        methods = {
            good(one).method
            for one in (
                *(power.mean_w, power.xpower_w, power.intensity_factor, power.variability_index),
                *(power.relative_intensity, power.bike_score),
                *(heart.efficiency_w_per_bpm, heart.decoupling_pct),
            )
        }
        assert methods == {
            "mean",
            "xpower_skiba_25s",
            "weighted_over_ftp",
            "weighted_over_mean",
            "xpower_over_cp",
            "bike_score_skiba",
            "weighted_power_over_heart_rate",
            "positive_is_drift",
        }

    def test_it_weighs_what_the_list_of_activities_says(self) -> None:
        activity, ride = kept_in(written([150, 300] * 900))
        kept = good(activity.activity(ME, ride)).session.facts.effort.power
        assert kept is not None
        assert number(good(activity.analysis(ME, ride)).power.weighted_w) == kept.weighted_w

    @pytest.mark.parametrize(("seconds", "notes"), [(1_199, ("short",)), (1_200, ())])
    def test_less_than_twenty_minutes_is_said_to_be_short(
        self, seconds: int, notes: tuple[str, ...]
    ) -> None:
        assert good(told_of(written([200] * seconds)).power.weighted_w).notes == notes

    def test_what_the_sensor_missed_lowers_the_quality(self) -> None:
        found = told_of(written([*[200] * 600, *[None] * 600], [140] * 1_200))
        assert good(found.power.mean_w).quality == 0.5
        assert good(found.power.mean_w).n_valid == 600
        assert good(found.heart.efficiency_w_per_bpm).quality == 0.5
        none = power_figures(runs_of([200] * 60), 0.0, Success(250.0), Success(240.0))
        assert good(none.mean_w).quality == 0

    def test_what_lacks_is_said(self) -> None:
        found = told_of(written([200] * 60), None)
        assert refused(found.power.intensity_factor) == Missing("ftp_w")
        assert refused(found.power.bike_score) == FEW_EFFORTS
        assert refused(found.heart.efficiency_w_per_bpm) == Missing("heart_rate_bpm")
        assert refused(found.heart.decoupling_pct) == Missing("heart_rate_bpm")
        found = told_of(written(None, [140] * 60))
        assert refused(found.power.mean_w) == Missing("power_w")
        assert refused(found.power.weighted_w) == Missing("power_w")
        assert refused(found.power.variability_index) == Missing("power_w")
        assert refused(found.heart.efficiency_w_per_bpm) == Missing("power_w")
        assert refused(found.curve) == Missing("power_w")
        few = told_of(written([200] * 29))
        assert refused(few.power.weighted_w) == TooFew("seconds of power in a row", 29, 30)

    def test_a_runners_power_is_on_another_scale(self) -> None:
        found = told_of(written([300] * 1_200, sport=Sport.RUNNING))
        assert number(found.power.weighted_w) == near(300)
        riding_only = "it is known of riding only"
        assert refused(found.power.intensity_factor) == Undefined("ftp_w", riding_only)
        assert refused(found.power.relative_intensity) == Undefined("cp_w", riding_only)
        assert refused(found.balance) == Undefined("cp_w", riding_only)
        assert isinstance(told_of(written([300] * 60, sport=Sport.E_BIKING)).balance, Success)

    def test_the_warm_up_does_not_count_as_drift(self) -> None:
        pulse = [100] * 600 + [140] * 1_200 + [147] * 1_200
        drift = good(heart_figures(runs_of([200] * 3_000), runs_of(pulse), 3_000).decoupling_pct)
        assert drift.value == near(100 / 21)
        assert (drift.n_valid, drift.quality) == (2_400, 0.8)
        pulse = [100] * 601 + pulse[601:]
        later = good(heart_figures(runs_of([200] * 3_000), runs_of(pulse), 3_000).decoupling_pct)
        assert later.value > drift.value

    @pytest.mark.parametrize(("gap", "stretch"), [(30, 90), (31, 60)])
    def test_a_beat_stands_for_half_a_minute(self, gap: int, stretch: int) -> None:
        pulse: list[int | None] = [*[120] * 30, *[None] * gap, *[140] * 30]
        found = heart_figures(runs_of([200] * len(pulse)), runs_of(pulse), 90)
        assert good(found.efficiency_w_per_bpm).n_valid == stretch

    def test_the_curve_is_drawn_falling(self) -> None:
        points = good(curve_of(runs_of([*[300] * 3, *[0] * 4, *[300] * 3])))
        assert [(one.duration_s, one.power_w, one.drawn_w) for one in points] == [
            (1, 300, 300),
            (2, 300, 300),
            (3, 300, 300),
            (5, 180, 180),
            (8, 150, 180),
            (10, 180, 180),
        ]

    def test_what_is_not_there_is_not_told(self) -> None:
        activity, ride = kept_in(written([200] * 60))
        assert refused(activity.analysis(somebody(), ride)) == NoSuchActivity(ride)

    def test_a_session_by_hand_says_what_it_lacks(self) -> None:
        activity = an_activity()
        session = good(activity.log_activity(ME, a_ride(average_power=Power(200_000)))).session
        found = good(activity.analysis(ME, session.id))
        assert refused(found.power.weighted_w) == Missing("power_w")
        assert found.loads == session.loads
        assert (found.session, found.sport, found.day) == (
            session.id,
            Sport.CYCLING,
            session.local_date,
        )
        assert refused(found.energy[0].net_kcal) == Missing("weight_kg")
