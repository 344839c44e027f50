"""The rules of W′ balance, zones and energy in what one session tells."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_activity_analysis import YESTERDAY
from tests.strategies.activity import beats, watts
from tests.strategies.power import critical_w, reserves_j
from tests.strategies.rides import number, told_of, written
from tests.support import good, refused
from vegaloop.activity import SessionId, Sport, Thresholds
from vegaloop.activity.domain.analysis_balance import (
    POINTS_MOST,
    CriticalPower,
    balance_of,
    critical_power_on,
)
from vegaloop.activity.domain.analysis_zones import ZoneTimes
from vegaloop.activity.domain.formulas.one_hz import runs_of
from vegaloop.activity.domain.formulas.w_balance import wbal_differential_j
from vegaloop.activity.domain.formulas.zones import Scheme
from vegaloop.activity.domain.peaks import Peaks, SessionPeaks, powers_of
from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.quantity import Energy, Power
from vegaloop.kernel.result import Failure, Success

near = pytest.approx


class TestAct70:
    """ACT-70. The W′ balance of a session goes by the critical power and W′ of its day, counts a gap as rest, is told at no more than 400 seconds, the least and the last among them, and says where it fell below zero."""

    @given(st.lists(watts, min_size=1, max_size=1_300), critical_w, reserves_j)
    def test_what_is_shown(self, of: list[int], cp: float, reserve: float) -> None:
        found = good(balance_of(runs_of(of), Success(CriticalPower(cp, reserve, "given"))))
        row = good(wbal_differential_j(of, cp, reserve))
        assert number(found.least_j) == min(row)
        assert number(found.end_j) == row[-1]
        assert len(found.points) <= POINTS_MOST == 400
        assert all(point.left_j == row[point.at_s] for point in found.points)
        shown = [point.at_s for point in found.points]
        assert shown == sorted(set(shown))
        assert {row.index(min(row)), len(row) - 1} <= set(shown)
        assert len(shown) >= min(len(of), 200)
        assert good(found.least_j).notes == (("below-zero",) if min(row) < 0 else ())
        word = "differential/gaps-line-3s-zero-3600s-habit-line-29s"
        assert good(found.end_j).method == word

    def test_a_gap_is_rest_and_after_an_hour_all_is_back(self) -> None:
        capacity = Success(CriticalPower(250, 20_000, "given", 0.5))
        hard = [400] * 60

        def before_the_last(gap: int) -> float:
            found = good(balance_of(runs_of([*hard, *[None] * gap, 250]), capacity))
            assert good(found.end_j).quality == 0.5
            return number(found.end_j)

        lost = 60 * 150
        assert before_the_last(600) == near(20_000 - lost * (1 - 250 / 20_000) ** 600)
        assert 0 < 20_000 - before_the_last(1_200) < 1
        assert before_the_last(3_601) == 20_000
        late = good(balance_of(runs_of([None, None, 400, 400]), capacity))
        assert [(one.at_s, one.left_j) for one in late.points] == [(2, 19_850), (3, 19_700)]

    def test_without_both_thresholds_the_best_efforts_show_them(self) -> None:
        row = [580] * 60 + [250] * 1_200  # From a minute on, all of it is 250 W and 19.8 kJ.
        for values in (
            Thresholds(cp=Power(240_000)),
            Thresholds(w_prime=Energy(20_000)),
            None,
        ):
            peaks = Peaks(powers=powers_of(runs_of(row)))
            before = SessionPeaks(YESTERDAY, Sport.CYCLING, SessionId(UUID(int=1)), peaks)
            critical = good(critical_power_on(values or Thresholds(), (before,)))
            itself = told_of(written(row), values).balance
            assert refused(itself) == TooFew("efforts of different durations", 0, 3)
            assert (critical.cp_w, critical.w_prime_j) == near((250, 19_800))
            assert (critical.method, critical.quality) == ("cp2_work_time_of_90_days", 0.6)
        running = told_of(written(row, sport=Sport.RUNNING), None).balance
        assert isinstance(refused(running), TooFew | Undefined)

    def test_what_lacks_is_said(self) -> None:
        few = TooFew("efforts of different durations", 0, 3)
        assert refused(told_of(written([200] * 60), None).balance) == few
        assert refused(told_of(written(None, [140] * 60)).balance) == Missing("power_w")
        known = good(told_of(written([200] * 60)).balance).critical
        assert known == CriticalPower(240, 20_000, "given", 1)
        assert refused(balance_of(runs_of([1]), Success(CriticalPower(900, 1, "x")))).given == 900


def seconds_in(found: ZoneTimes) -> list[float]:
    return [one.seconds for one in good(found.times)]


def by_scheme(told: tuple[ZoneTimes, ...]) -> dict[Scheme, ZoneTimes]:
    return {one.scheme: one for one in told}


class TestAct71:
    """ACT-71. The time in zones is told for every scheme of the sport with its bounds, and the times of a scheme sum to what was measured."""

    @given(
        st.lists(watts, min_size=1, max_size=60),
        beats,
        st.floats(0, 12.5),
        st.sampled_from([Sport.CYCLING, Sport.RUNNING]),
    )
    def test_they_sum_to_the_time(
        self, power: list[int], pulse: int, speed: float, sport: Sport
    ) -> None:
        count = len(power) + 1
        told = told_of(written([*power, 0], [pulse] * count, [speed] * count, sport)).zones
        for one in told:
            match one.times:
                case Success(times):
                    whole = count if one.channel is not Channel.HEART_RATE else count - 1
                    assert sum(part.seconds for part in times) == whole
                    assert all(part.seconds >= 0 for part in times)
                case Failure(reason):
                    assert isinstance(reason, Undefined) or not any(power)

    def test_power(self) -> None:
        # Coggan's bounds at 250 W are 137.5, 187.5, 225, 262.5, 300 and 375 W.
        power = [0, 137, 138, 187, 188, 224, 225, 262, 263, 299, 300, 374, 375, 900]
        (found, *_) = told_of(written(power)).zones
        assert (found.channel, found.scheme) == (Channel.POWER, Scheme.COGGAN_POWER)
        assert seconds_in(found) == [2, 2, 2, 2, 2, 2, 2]
        assert [one.zone.low for one in good(found.times)][:2] == [0, near(137.5)]
        (found, *_) = told_of(written([100, *[None] * 4, 100])).zones
        assert seconds_in(found)[0] == 6

    def test_heart_rate(self) -> None:
        pulse = [100, 120, 140, 150, 160, 170, 170]
        told = by_scheme(told_of(written(None, pulse)).zones)
        assert list(told) == [
            Scheme.COGGAN_POWER,
            Scheme.HR_MAX,
            Scheme.KARVONEN,
            Scheme.FRIEL_5,
            Scheme.FRIEL_CYCLING,
            Scheme.COGGAN_HR,
            Scheme.FRIEL_PACE,
        ]
        assert seconds_in(told[Scheme.HR_MAX]) == [0, 1, 1, 2, 2, 0]
        assert seconds_in(told[Scheme.FRIEL_5]) == [2, 1, 1, 1, 1]
        running = by_scheme(told_of(written(None, pulse, sport=Sport.RUNNING)).zones)
        assert Scheme.FRIEL_RUNNING in running
        assert Scheme.FRIEL_CYCLING not in running
        swum = by_scheme(told_of(written(None, pulse, sport=Sport.SWIMMING)).zones)
        assert not {Scheme.FRIEL_RUNNING, Scheme.FRIEL_CYCLING} & set(swum)

    def test_pace(self) -> None:
        # Friel's bounds at 250 s/km are 322.5, 285, 265, 247.5, 242.5 and 225 s/km.
        speeds = [0.0, 3.0, 3.2, 3.6, 3.8, 4.1, 4.2, 4.44, 4.5]
        found = told_of(written(None, None, speeds, Sport.RUNNING)).zones[-1]
        assert (found.channel, found.scheme) == (Channel.SPEED, Scheme.FRIEL_PACE)
        assert seconds_in(found) == [2, 1, 1, 1, 1, 2, 1]
        too_fast = told_of(written(None, None, [12.5, 12.501], Sport.RUNNING)).zones[-1]
        assert seconds_in(too_fast)[-1] == 1

    def test_what_lacks_is_said(self) -> None:
        told = by_scheme(told_of(written(None, [140] * 9), None).zones)
        assert refused(told[Scheme.COGGAN_POWER].times) == Missing("ftp_w")
        assert refused(told[Scheme.FRIEL_5].times) == Missing("lthr_bpm")
        assert refused(told[Scheme.FRIEL_PACE].times) == Undefined(
            "pace zones", "threshold pace is known of running only"
        )
        zones = told_of(written(None, None, [3.0] * 9, Sport.RUNNING), None).zones
        assert refused(zones[0].times) == Undefined(
            "power zones", "threshold power is known of riding only"
        )
        assert refused(zones[-1].times) == Missing("threshold_pace_s_per_km")
        zones = told_of(written([200] * 9, sport=Sport.RUNNING)).zones
        assert refused(zones[-1].times) == Missing("speed_m_s")
        assert refused(by_scheme(zones)[Scheme.FRIEL_5].times) == Missing("heart_rate_bpm")
        assert refused(told_of(written(None, [140] * 9)).zones[0].times) == Missing("power_w")

    def test_a_maximum_by_age_is_said_to_be_estimated(self) -> None:
        told = by_scheme(told_of(written(None, [140] * 9), None).zones)
        assert told[Scheme.HR_MAX].notes == ("estimated",)
        assert by_scheme(told_of(written(None, [140] * 9)).zones)[Scheme.HR_MAX].notes == ()


class TestAct72:
    """ACT-72. The energy of a session is told by every method, with what rest would have cost and above it, or with what the method lacks."""

    def test_an_hour(self) -> None:
        told = {one.method: one for one in told_of(written([200] * 3_600, [140] * 3_600)).energy}
        assert list(told) == ["work", "device", "heart_rate", "met", "grade"]
        assert number(told["work"].gross_kcal) == near(720 / 4.184 / 0.22)
        assert number(told["work"].net_kcal) == near(720 / 4.184 / 0.22 - 72)
        assert number(told["met"].gross_kcal) == near(8 * 72)
        assert number(told["met"].net_kcal) == near(7 * 72)
        assert refused(told["device"].gross_kcal) == Missing("energy_kcal")
        assert refused(told["device"].net_kcal) == Missing("energy_kcal")
        assert refused(told["grade"].gross_kcal) == Undefined(
            "gross_kcal", "slopes tell what is above rest only"
        )
        qualities = [good(told[name].gross_kcal).quality for name in ("work", "heart_rate", "met")]
        assert qualities == [0.9, 0.6, 0.4]
        assert good(told["work"].gross_kcal).method == "work"
        assert good(told["work"].net_kcal).method == "work_less_rest"
        assert good(told["work"].net_kcal).notes == ("estimated",)

    @pytest.mark.parametrize(("bpm", "valid"), [(89, False), (90, True), (171, True), (172, False)])
    def test_outside_whom_it_was_made_from_it_is_a_guess(self, bpm: int, valid: bool) -> None:
        told = told_of(written(None, [bpm] * 600)).energy[2]
        assert good(told.gross_kcal).quality == (0.6 if valid else 0.3)
        assert ("outside-validated-range" in good(told.net_kcal).notes) is not valid

    def test_it_is_never_negative(self) -> None:
        assert number(told_of(written([1] * 600)).energy[0].net_kcal) == 0
