"""The rules of xPower and BikeScore, for all numbers."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.power import blocks, runs, scales
from tests.support import good, refused
from vegaloop.activity.domain.formulas.one_hz import runs_of
from vegaloop.activity.domain.formulas.xpower import bike_score, relative_intensity, xpower_w
from vegaloop.kernel.evidence import Missing, Outside

near = pytest.approx


class TestAct63:
    """ACT-63. xPower scales with power, stays below its greatest sample, fades over a gap as if nothing were pushed until less than a tenth of a watt is left, and an hour at critical power scores a hundred."""

    @given(blocks, scales)
    def test_scale_and_bound(self, of: list[float], k: float) -> None:
        weighed = good(xpower_w(runs_of(of)))
        assert 0 <= weighed <= max(of) + 1e-9
        assert good(xpower_w(runs_of([w * k for w in of]))) == near(k * weighed)

    @given(blocks)
    def test_the_plain_way(self, of: list[float]) -> None:
        memory, fourth = 0.0, []
        for power in of:
            memory = memory * 25 / 26 + power / 26
            fourth.append(memory**4)
        assert good(xpower_w(runs_of(of))) ** 4 == near(
            statistics.fmean(fourth), rel=1e-9, abs=1e-9
        )

    @given(st.integers(100, 500), st.integers(1, 60), blocks)
    def test_a_gap_is_so_many_zeros_while_it_matters(
        self, power: int, gap: int, after: list[float]
    ) -> None:
        before = [power] * 60
        holed = good(xpower_w(runs_of([*before, *[None] * gap, *after])))
        assert holed == near(good(xpower_w(runs_of([*before, *[0] * gap, *after]))))

    def test_a_long_gap_stops_counting(self) -> None:
        def gone(seconds: int) -> float:
            return good(xpower_w(runs_of([*[200] * 100, *[None] * seconds, *[100] * 10])))

        left, steps = 200 * (1 - (25 / 26) ** 100), 0
        while left > 0.1:
            left, steps = left * 25 / 26, steps + 1
        assert gone(steps - 1) != gone(steps) == gone(steps + 1) == gone(9_999)

    def test_a_gap_before_the_first_sample_says_nothing(self) -> None:
        assert xpower_w(runs([None, None, 100])) == xpower_w(runs([100]))
        assert good(xpower_w(runs([260]))) == near(10)

    def test_other_sample_rates(self) -> None:
        weight = 5 / 30
        expected = ((260 * weight) ** 4 / 2 + (260 * weight * (1 - weight)) ** 4 / 2) ** 0.25
        assert good(xpower_w(runs([260, 0]), 5)) == near(expected)
        assert good(xpower_w(runs([0]), 60)) == 0
        assert refused(xpower_w(runs([0]), 61)) == Outside("sample_s", 61, 0.01, 60)
        assert refused(xpower_w(runs([0]), 0.009)) == Outside("sample_s", 0.009, 0.01, 60)

    def test_where_it_is_declared(self) -> None:
        assert refused(xpower_w(())) == Missing("power_w")
        assert refused(xpower_w(runs([-1]))) == Outside("power_w", -1, 0, 1e6)
        assert refused(relative_intensity(-1, 250)) == Outside("xpower_w", -1, 0, 1e6)
        assert refused(relative_intensity(1, 0.5)) == Outside("cp_w", 0.5, 1, 1e6)
        assert refused(bike_score(-1, 1, 250)) == Outside("duration_s", -1, 0, 6e7)
        assert refused(bike_score(1, 1, 0)) == Outside("cp_w", 0, 1, 1e6)
        assert good(relative_intensity(1e6, 1)) == 1e6

    @given(st.floats(1, 500), st.floats(0, 900), st.floats(0, 20_000))
    def test_score(self, cp: float, power: float, s: float) -> None:
        assert good(relative_intensity(power, cp)) == power / cp
        assert good(bike_score(3_600, cp, cp)) == near(100)
        assert good(bike_score(s, power, cp)) == near(s / 36 * (power / cp) ** 2)
