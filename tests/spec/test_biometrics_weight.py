"""The weight behind the weigh-ins, and its rate. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import RING, TODAY, biometrics_in_memory, weigh_in
from tests.support import good, refused, somebody
from vegaloop.biometrics import TrendMethod
from vegaloop.biometrics.formulas import (
    Rate,
    trend_weight_ewma,
    trend_weight_hackers_pencil,
    trend_weight_local_level,
    weight_rate,
)
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.time import days_after

WeighIns = list[tuple[float, float]]


def _summed(steps: WeighIns) -> WeighIns:
    day = 0.0
    summed = []
    for step, weight_kg in steps:
        day += step
        summed.append((day, weight_kg))
    return summed


# Gaps of a month, one weigh-in, and two of one time are among them.
steps = st.floats(0.01, 30) | st.sampled_from([0.0, 1.0, 23 / 24, 25 / 24])
series = st.lists(st.tuples(steps, st.floats(40, 160)), min_size=1, max_size=30).map(_summed)


class TestBio26:
    """BIO-26. A weight trend lies between the least and the greatest of its weigh-ins, shifts and scales with them, and does not look ahead."""

    @given(days_and_kg=series, shift=st.floats(-20, 20), factor=st.floats(0.5, 2))
    def test_smoothed(self, days_and_kg: WeighIns, shift: float, factor: float) -> None:
        trend = good(trend_weight_ewma(days_and_kg))
        weights = [kg for _, kg in days_and_kg]
        for n, level in enumerate(trend, 1):
            assert min(weights[:n]) - 1e-9 <= level <= max(weights[:n]) + 1e-9
        moved = good(trend_weight_ewma([(d, abs(kg * factor + shift)) for d, kg in days_and_kg]))
        assert moved == pytest.approx([level * factor + shift for level in trend])
        assert good(trend_weight_ewma(days_and_kg[:-1])) == trend[:-1]

    @given(days_and_kg=series, shift=st.floats(-20, 20), factor=st.floats(0.5, 2))
    def test_filtered(self, days_and_kg: WeighIns, shift: float, factor: float) -> None:
        filtered = good(trend_weight_local_level(days_and_kg))
        weights = [kg for _, kg in days_and_kg]
        for n, (level, variance) in enumerate(filtered, 1):
            assert min(weights[:n]) - 1e-9 <= level <= max(weights[:n]) + 1e-9
            assert variance > 0
        moved = good(
            trend_weight_local_level([(day, kg * factor + shift) for day, kg in days_and_kg])
        )
        assert [kg for kg, _ in moved] == pytest.approx([kg * factor + shift for kg, _ in filtered])
        if len(days_and_kg) > 1:
            assert good(trend_weight_local_level(days_and_kg[:-1])) == filtered[:-1]

    @given(weights=st.lists(st.floats(40, 160), min_size=2, max_size=30), cut=st.integers(1, 29))
    def test_a_day_later_it_goes_on_from_where_it_was(self, weights: list[float], cut: int) -> None:
        daily = [(float(day), kg) for day, kg in enumerate(weights)]
        cut = min(cut, len(daily) - 1)
        first = good(trend_weight_ewma(daily[:cut]))
        rest = good(trend_weight_ewma(daily[cut:], first[-1]))
        assert first + rest == pytest.approx(good(trend_weight_ewma(daily)))

    @given(
        a=st.lists(st.floats(1, 100), min_size=5, max_size=5),
        b=st.lists(st.floats(1, 100), min_size=5, max_size=5),
    )
    def test_the_sum_of_two_is_the_trend_of_their_sum(self, a: list[float], b: list[float]) -> None:
        def trend(weights: list[float]) -> tuple[float, ...]:
            return good(trend_weight_ewma([(float(n), kg) for n, kg in enumerate(weights)], 0.0))

        both = [x + y for x, y in zip(a, b, strict=True)]
        assert trend(both) == pytest.approx(
            [x + y for x, y in zip(trend(a), trend(b), strict=True)]
        )

    def test_days_without_a_weigh_in_are_waited_for(self) -> None:
        assert good(trend_weight_ewma([(0, 80), (3, 90)])) == pytest.approx(
            (80, 80 + 10 * (1 - 0.9**3))
        )
        assert good(trend_weight_ewma([(5, 90)], 80)) == pytest.approx((81,))
        ((_, before), (_, after)) = good(trend_weight_local_level([(0, 80), (3, None)]))
        assert (before, after) == pytest.approx((0.2, 0.23))

    def test_nothing_has_no_trend(self) -> None:
        assert good(trend_weight_ewma([])) == ()
        assert refused(trend_weight_local_level([])) == TooFew("weigh_ins", 0, 1)
        assert refused(trend_weight_local_level([(0, None)])) == TooFew("weigh_ins", 0, 1)
        assert good(trend_weight_local_level([], prior_kg=70)) == ()
        assert good(trend_weight_local_level([(0, None)], prior_kg=70)) == ((70, 1),)

    def test_a_linear_loss_is_followed_nine_days_late(self) -> None:
        trend = good(trend_weight_ewma([(float(day), 100 - 0.1 * day) for day in range(300)]))
        assert trend[-1] - (100 - 0.1 * 299) == pytest.approx(0.9, abs=1e-6)

    def test_a_filter_comes_to_rest(self) -> None:
        *_, (_, before), (_, variance) = good(
            trend_weight_local_level([(float(day), 80.0) for day in range(400)])
        )
        assert variance == pytest.approx(before) == pytest.approx(0.181 * 0.25, abs=1e-4)

    def test_both_methods_are_named(self) -> None:
        assert [method.value for method in TrendMethod] == ["ewma", "local_level"]

    @pytest.mark.parametrize(
        "weigh_ins",
        [[(0, math.nan)], [(0, 80), (1, math.inf)], [(math.nan, 80)], [(0, -1)], [(1e9 + 1, 80)]],
    )
    def test_what_is_no_weigh_in_has_no_trend(self, weigh_ins: WeighIns) -> None:
        for found in (
            trend_weight_ewma(weigh_ins),
            trend_weight_local_level(weigh_ins),
            weight_rate(weigh_ins),
        ):
            assert isinstance(refused(found), Outside)

    def test_time_does_not_run_back(self) -> None:
        for found in (
            trend_weight_ewma([(1, 80), (0, 80)]),
            trend_weight_local_level([(1, 80), (0, None)]),
            weight_rate([(0, 80), (2, 80), (1, 80)]),
        ):
            assert refused(found) == Undefined(
                "trend_weight", "the weigh-ins are not in the order of time"
            )

    def test_its_settings_have_limits(self) -> None:
        day = [(0.0, 80.0)]
        assert refused(trend_weight_ewma(day, kept_a_day=1.1)) == Outside("kept_a_day", 1.1, 0, 1)
        assert refused(trend_weight_ewma(day, kept_a_day=-0.1)) == Outside("kept_a_day", -0.1, 0, 1)
        assert refused(trend_weight_ewma(day, -1)) == Outside("seed_kg", -1, 0, 1e6)
        assert good(trend_weight_ewma(day, 0, 1)) == (0,)
        assert good(trend_weight_ewma(day, 1e6, 0)) == (80,)
        assert refused(trend_weight_ewma([(-1e9, 1e6 + 1)])) == Outside(
            "weight_kg", 1e6 + 1, 0, 1e6
        )
        assert refused(trend_weight_ewma([(-1e9 - 1, 80)])) == Outside(
            "at_days", -1e9 - 1, -1e9, 1e9
        )
        assert refused(trend_weight_ewma([(0, 0), (1e9, 1e6), (1e9 + 2, 0)])) == Outside(
            "at_days", 1e9 + 2, -1e9, 1e9
        )
        local = trend_weight_local_level
        assert refused(local(day, prior_kg=-1)) == Outside("prior_kg", -1, 0, 1e6)
        assert refused(local(day, prior_kg=1e6 + 1)) == Outside("prior_kg", 1e6 + 1, 0, 1e6)
        for name, least in (
            ("prior_variance_kg2", 0),
            ("observation_variance_kg2", 1e-9),
            ("level_variance_kg2_a_day", 0),
        ):
            assert refused(local(day, **{name: -1.0})) == Outside(name, -1, least, 1e6)
            assert refused(local(day, **{name: 2e6})) == Outside(name, 2e6, least, 1e6)
            assert good(local(day, **{name: 1e6}))
            assert good(local(day, **{name: least}))
        assert good(local(day, prior_kg=1e6))
        assert good(local(day, prior_kg=0, prior_variance_kg2=0))[0][0] == 0


class TestBio77:
    """BIO-77. A trend by paper and pencil moves by a tenth of the distance rounded to one decimal, a half away from zero."""

    @given(trend=st.integers(500, 2_000), distance=st.integers(-300, 300))
    def test_it_does(self, trend: int, distance: int) -> None:
        found = good(trend_weight_hackers_pencil(trend / 10, (trend + distance) / 10))
        tenths = (abs(distance) + 5) // 10
        assert found == (trend + (tenths if distance > 0 else -tenths)) / 10

    def test_as_it_was_written(self) -> None:
        assert good(trend_weight_hackers_pencil(173.6, 172.5)) == 173.5
        assert good(trend_weight_hackers_pencil(80.0, 82.5)) == 80.3
        assert good(trend_weight_hackers_pencil(82.5, 80.0)) == 82.2
        assert good(trend_weight_hackers_pencil(0, 1e6)) == 1e5

    def test_elsewhere_there_is_none(self) -> None:
        assert refused(trend_weight_hackers_pencil(-1, 80)) == Outside("previous_trend", -1, 0, 1e6)
        assert refused(trend_weight_hackers_pencil(80, -1)) == Outside("weight", -1, 0, 1e6)
        assert isinstance(refused(trend_weight_hackers_pencil(1e6 + 1, 80)), Outside)
        assert isinstance(refused(trend_weight_hackers_pencil(80, 1e6 + 1)), Outside)
        assert good(trend_weight_hackers_pencil(1e6, 0)) == 9e5


class TestBio78:
    """BIO-78. The rate of a weight is the slope of what was weighed and not of a trend: exact on a line, unmoved by shifts, and scaled with the weights."""

    @given(
        start=st.floats(60, 100),
        rate=st.floats(-0.1, 0.1),
        times=st.lists(st.integers(0, 200), min_size=3, max_size=20, unique=True),
    )
    def test_on_a_line_it_is_exact(self, start: float, rate: float, times: list[int]) -> None:
        found = good(weight_rate([(t / 2, start + rate * t / 2) for t in sorted(times)]))
        assert found.kg_a_week == pytest.approx(7 * rate, abs=1e-9)
        assert found.se_kg_a_week == pytest.approx(0, abs=1e-6)

    @given(days_and_kg=series, shift=st.floats(0, 20), factor=st.floats(0.5, 2))
    def test_it_moves_as_the_weights_do(
        self, days_and_kg: WeighIns, shift: float, factor: float
    ) -> None:
        if len(days_and_kg) < 3:
            error = refused(weight_rate(days_and_kg))
            assert error == TooFew("weigh_ins", len(days_and_kg), 3)
            return
        if days_and_kg[0][0] == days_and_kg[-1][0]:
            assert isinstance(refused(weight_rate(days_and_kg)), Undefined)
            return
        found = good(weight_rate(days_and_kg))
        moved = good(weight_rate([(day + 100, kg * factor + shift) for day, kg in days_and_kg]))
        assert moved.kg_a_week == pytest.approx(factor * found.kg_a_week, rel=1e-6, abs=1e-6)
        assert moved.se_kg_a_week == pytest.approx(factor * found.se_kg_a_week, rel=1e-6, abs=1e-6)

    def test_by_hand(self) -> None:
        # Slope 1/2, the rest 1/4 + 1 + 1/4 over one degree of freedom and a spread of 2.
        found = good(weight_rate([(0, 80), (1, 79), (2, 81)]))
        assert found == Rate(3.5, pytest.approx(7 * math.sqrt(1.5 / 1 / 2)))
        assert refused(weight_rate([(1, 80), (1, 79), (1, 81)])) == Undefined(
            "weight_rate", "all weigh-ins are of one time"
        )


class TestBio79:
    """BIO-79. A rate of weight is told of at least three weigh-ins of the last 28 days, the first a week or more before the last."""

    def test_it_is(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago in (40, 28, 27, 14, 0):
            good(biometrics.record(me, weigh_in(days_ago, 80 + 0.1 * days_ago)))
        end = days_after(TODAY, 1)
        report = biometrics.reports.weight(me, TODAY, end, TrendMethod.EWMA)
        rate = good(report.rate)
        assert rate.value == pytest.approx(-0.7)
        assert (rate.n_valid, rate.window_days, rate.quality) == (3, 28, 0.3)
        assert rate.method == "least-squares/weigh-ins-of-28-days/95-percent"
        assert good(report.rate_se).value == pytest.approx(0, abs=1e-6)
        assert good(report.smoothed).n_valid == good(report.level).n_valid == 5

    @pytest.mark.parametrize("days", [6, 7])
    def test_from_a_week_on(self, days: int) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago, kg in ((days, 80), (3, 81), (0, 80)):
            good(biometrics.record(me, weigh_in(days_ago, kg)))
        report = biometrics.reports.weight(me, TODAY, days_after(TODAY, 1), TrendMethod.EWMA)
        if days < 7:
            assert refused(report.rate) == TooFew("weigh_in_days_apart", 6, 7)
            assert refused(report.rate_se) == TooFew("weigh_in_days_apart", 6, 7)
        else:
            found, se = good(report.rate), good(report.rate_se)
            assert (se.low, se.high) == (None, None)
            assert found.low == pytest.approx(found.value - 1.96 * se.value)
            assert found.high == pytest.approx(found.value + 1.96 * se.value)

    def test_two_are_too_few(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [weigh_in(10, 80), weigh_in(0, 80)]))
        report = biometrics.reports.weight(me, TODAY, days_after(TODAY, 1), TrendMethod.EWMA)
        assert refused(report.rate) == TooFew("weigh_ins", 2, 3)

    @pytest.mark.parametrize("weigh_ins", [1, 9, 10, 12])
    def test_the_ends_of_both_trends_are_told(self, weigh_ins: int) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago in range(weigh_ins):
            good(biometrics.record(me, weigh_in(days_ago, 80, RING)))
        report = biometrics.reports.weight(me, TODAY, days_after(TODAY, 1), TrendMethod.LOCAL_LEVEL)
        smoothed, level = good(report.smoothed), good(report.level)
        assert smoothed.value == level.value == pytest.approx(80)
        assert smoothed.quality == level.quality == min(1, weigh_ins / 10)
        assert smoothed.notes == (("warming-up",) if weigh_ins < 10 else ())
        assert (smoothed.method, smoothed.window_days) == ("ewma/0.9-a-day", 180)
        assert (smoothed.low, smoothed.high) == (None, None)
        assert level.method == report.trend.method == "local-level/q-0.01/r-0.25"
        if weigh_ins == 1:
            assert level.low == pytest.approx(80 - 1.96 * math.sqrt(0.2))
            assert level.high == pytest.approx(80 + 1.96 * math.sqrt(0.2))

    def test_without_a_weigh_in_there_is_none(self) -> None:
        biometrics = biometrics_in_memory()
        report = biometrics.reports.weight(
            somebody(), TODAY, days_after(TODAY, 1), TrendMethod.EWMA
        )
        assert report.trend.points == ()
        assert refused(report.smoothed) == refused(report.level) == Missing("weight")
        assert refused(report.rate) == TooFew("weigh_in_days_apart", 0, 7)
