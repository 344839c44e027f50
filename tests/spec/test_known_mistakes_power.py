"""Mistakes other programs made with power, each held off by a test (USERS.md 4, 4b)."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_activity import ME, TODAY
from tests.strategies.rides import kept_in, number, told_of, written
from tests.support import good, refused
from vegaloop.activity import LoadMethod, Thresholds
from vegaloop.activity.domain.analysis_power import heart_figures, power_figures
from vegaloop.activity.domain.effort import power_sum_of
from vegaloop.activity.domain.formulas.one_hz import Run, at_one_hz
from vegaloop.activity.domain.formulas.stress_power import tss
from vegaloop.activity.domain.formulas.w_balance import wbal_differential_j
from vegaloop.activity.domain.formulas.weighted_power import weighted_power_w
from vegaloop.kernel.evidence import Outside, TooFew
from vegaloop.kernel.quantity import Power
from vegaloop.kernel.result import Success

near = pytest.approx


def every(step_s: int, values: list[int], until_s: int, since_s: int = 0) -> tuple[Run, ...]:
    """A channel that is written once in so many seconds, and goes through values for a minute each."""
    seconds = range(since_s, until_s, step_s)
    numbers = [values[second // 60 % len(values)] for second in seconds]
    return at_one_hz([1_000 * second for second in seconds], numbers, (), least=0, most=3_000)


class TestSecondsAreNotSamples:
    """A ride weighed by counting samples: written every third second, it would seem a third as long."""

    @pytest.mark.parametrize("step_s", [2, 3, 5, 10])
    def test_a_device_that_saves_memory_records_the_same_ride(self, step_s: int) -> None:
        whole = power_sum_of(every(1, [150, 300], 3_600))
        thin = power_sum_of(every(step_s, [150, 300], 3_600))
        assert whole is not None
        assert thin is not None
        assert thin.weighted_w == near(whole.weighted_w, rel=0.02)
        assert thin.work.amount == near(whole.work.amount, rel=0.01)
        assert thin.measured.seconds == near(3_600, abs=step_s)

    @given(st.integers(50, 400))
    def test_xpower_and_mean_do_not_notice_either(self, watts: int) -> None:
        told = [
            power_figures(every(step_s, [watts], 1_500), 1_500, Success(250.0), Success(250.0))
            for step_s in (1, 2, 5)
        ]
        for one in told:
            assert number(one.mean_w) == near(watts)
            assert number(one.xpower_w) == near(number(told[0].xpower_w), rel=0.002)


class TestHalvesAreOfTime:
    """Decoupling over the halves of an array: where a device writes less often after a while, the second half would begin long after half of the time."""

    def test_a_device_that_goes_over_to_fewer_samples(self) -> None:
        # From 1200 s on every fourth second is written; by index the halves would part at 1650 s.
        power = (*every(1, [200], 1_200), *every(4, [200], 3_600, since_s=1_200))
        pulse = [*[140] * 2_100, *[147] * 1_500]
        heart = at_one_hz([1_000 * n for n in range(3_600)], pulse, (), least=25, most=240)
        drift = number(heart_figures(power, heart, 3_600).decoupling_pct)
        assert drift == near(100 / 21, abs=0.05)

    def test_a_stop_is_in_neither_half(self) -> None:
        ridden = [*[200] * 2_100, *[None] * 1_000, *[200] * 1_500]
        pulse = [*[140] * 2_100, *[None] * 1_000, *[147] * 1_500]
        with_stop = told_of(written(ridden, pulse)).heart.decoupling_pct
        without = told_of(
            written([w for w in ridden if w], [bpm for bpm in pulse if bpm])
        ).heart.decoupling_pct
        assert number(with_stop) == near(number(without), abs=0.01)


class TestWPrimeComesBackByWhatIsLacking:
    """W′ given back watt for watt, or held at zero: recovery slows as it fills, and below zero says that CP or W′ is wrong."""

    def test_not_watt_for_watt(self) -> None:
        balance = good(wbal_differential_j([450] * 60 + [150] * 120, 250, 20_000))
        assert balance[59] == 8_000
        assert balance[-1] == near(20_000 - 12_000 * (1 - 100 / 20_000) ** 120)
        assert balance[-1] < 8_000 + 120 * 100
        gains = [after - before for before, after in pairwise(balance[59:])]
        assert all(later < earlier for earlier, later in pairwise(gains))

    def test_it_is_not_held_at_zero(self) -> None:
        assert good(wbal_differential_j([650] * 60, 250, 20_000))[-1] == -4_000


class TestFtpIsOfTheDayOfTheRide:
    """An old ride scored by today's threshold: every gain in fitness would make last year easier."""

    def test_a_new_threshold_leaves_what_was_ridden_before(self) -> None:
        activity, ride = kept_in(written([200] * 3_600), Thresholds(ftp=Power(200_000)))
        good(activity.set_thresholds(ME, TODAY, Thresholds(ftp=Power(300_000))))
        found = good(activity.analysis(ME, ride))
        assert number(found.power.intensity_factor) == near(1)
        assert found.loads.by(LoadMethod.POWER) == near(100)


class TestNoNumberIsNotZero:
    """A weighted power of 0 for half a minute of data, or a stress of 0 without a threshold: zero is a rest day, nothing is nothing."""

    def test_too_short(self) -> None:
        assert refused(weighted_power_w([[300.0] * 29])) == TooFew(
            "seconds of power in a row", 29, 30
        )

    @pytest.mark.parametrize("ftp", [0.0, -250.0, math.nan])
    def test_without_a_threshold(self, ftp: float) -> None:
        assert isinstance(refused(tss(3_600, 200, ftp)), Outside)


class TestTwoScreensAgree:
    """The list saying one weighted power and the analysis another, because each computes its own."""

    @given(st.lists(st.integers(0, 800), min_size=60, max_size=90))
    def test_the_list_and_the_analysis(self, of: list[int]) -> None:
        activity, ride = kept_in(written([1, *of]))
        kept = good(activity.activity(ME, ride)).session.facts.effort.power
        assert kept is not None
        assert number(good(activity.analysis(ME, ride)).power.weighted_w) == kept.weighted_w
