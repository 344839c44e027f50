"""The rules of climb as formulas (formula book A17, law H7)."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.activity.domain.formulas.elevation import (
    BAROMETER_THRESHOLD_M,
    GPS_THRESHOLD_M,
    elevation_gain_deadband,
    elevation_gain_zigzag,
    elevation_loss_zigzag,
    zigzag,
)
from vegaloop.kernel.evidence import Missing, Outside

# By eighths of a metre, which floats add exactly.
altitudes = st.lists(st.integers(-400, 4_000).map(lambda n: n / 8), min_size=1, max_size=40)
thresholds = st.integers(0, 400).map(lambda n: n / 8)


def most_by_legs(of: list[float], threshold: float) -> float:
    """The most that climbs add up to over turns each at least a threshold apart, by trying all."""
    best = 0.0
    for count in range(2, len(of) + 1):
        for turns in combinations(of, count):
            legs = [b - a for a, b in pairwise(turns)]
            alternate = all((a > 0) != (b > 0) for a, b in pairwise(legs))
            if alternate and all(abs(leg) >= threshold for leg in legs):
                best = max(best, sum(leg for leg in legs if leg > 0))
    return best


class TestAct95:
    """ACT-95. Climb does not change when all altitudes are raised alike, never grows with the threshold, is the most that legs of at least the threshold add up to, and on the way back is what the way there descended."""

    @given(altitudes, thresholds, st.integers(-8_000, 8_000))
    def test_raised_alike(self, of: list[float], threshold: float, by: int) -> None:
        raised = [altitude + by / 8 for altitude in of]
        assert zigzag(raised, threshold) == zigzag(of, threshold)

    @given(altitudes, thresholds, thresholds)
    def test_a_higher_threshold_never_gives_more(self, of: list[float], h: float, k: float) -> None:
        low, high = sorted((h, k))
        assert good(elevation_gain_zigzag(of, high)) <= good(elevation_gain_zigzag(of, low))

    @given(altitudes.filter(lambda of: len(of) < 10), st.integers(1, 200).map(lambda n: n / 8))
    def test_it_is_the_most_of_all_cuts(self, of: list[float], threshold: float) -> None:
        assert good(elevation_gain_zigzag(of, threshold)) == most_by_legs(of, threshold)

    @given(altitudes, thresholds)
    def test_the_way_back(self, of: list[float], threshold: float) -> None:
        back = of[::-1]
        assert good(elevation_gain_zigzag(back, threshold)) == good(
            elevation_loss_zigzag(of, threshold)
        )
        assert good(elevation_loss_zigzag(back, threshold)) == good(
            elevation_gain_zigzag(of, threshold)
        )

    @given(altitudes)
    def test_without_a_threshold_every_step_counts(self, of: list[float]) -> None:
        steps = [b - a for a, b in pairwise(of)]
        gain, loss = zigzag(of, 0)
        assert gain == sum(step for step in steps if step > 0)
        assert gain - loss == of[-1] - of[0]

    def test_a_leg_of_the_threshold_counts_and_one_below_does_not(self) -> None:
        for formula in (elevation_gain_zigzag, elevation_loss_zigzag):
            assert good(formula([0, 3, 0], 3)) == 3
            assert good(formula([0, 2.875, 0], 3)) == 0
        assert zigzag([5, 2, 5], 3) == zigzag([2, 5, 2], 3) == (3, 3)
        assert zigzag([], 3) == (0, 0)
        assert zigzag([0, 0.5, 0.25, 1], 0.25) == (1.25, 0.25)

    def test_a_leg_ends_where_it_is_highest(self) -> None:
        assert zigzag([0, 4, 2, 9, 7, 8, 3, 5, 1], 3) == (9, 8)
        assert zigzag([9, 4, 6, 0, 2, 1, 6, 4, 8], 3) == (8, 9)

    def test_the_dead_band_moves_only_beyond_its_threshold(self) -> None:
        assert good(elevation_gain_deadband([0, 3, 0, 3], 3)) == 0
        assert good(elevation_gain_deadband([0, 3.125, 0, 4], 3)) == 7.125
        assert good(elevation_gain_deadband([4, 0.75, 4], 3)) == 3.25

    def test_a_higher_dead_band_can_give_more(self) -> None:
        of = [0.0, 3, 1, 4.5]
        assert good(elevation_gain_deadband(of, 4)) > good(elevation_gain_deadband(of, 2.5))

    def test_its_boundaries(self) -> None:
        for formula in (elevation_gain_zigzag, elevation_loss_zigzag, elevation_gain_deadband):
            assert refused(formula([], 3)) == Missing("altitude_m")
            assert refused(formula([1], -0.1)) == Outside("threshold_m", -0.1, 0, 1e6)
            assert refused(formula([1], 1.1e6)) == Outside("threshold_m", 1.1e6, 0, 1e6)
            assert refused(formula([0, 1.1e6], 3)) == Outside("altitude_m", 1.1e6, -1e6, 1e6)
            assert refused(formula([-1.1e6, 0], 3)) == Outside("altitude_m", -1.1e6, -1e6, 1e6)
            assert isinstance(refused(formula([0, math.nan], 3)), Outside)
            assert isinstance(refused(formula([0], math.nan)), Outside)
            assert good(formula([-1e6, 1e6, -1e6], 1e6)) == 2e6
            assert good(formula([7], 0)) == 0

    def test_the_thresholds_of_the_book(self) -> None:
        assert (BAROMETER_THRESHOLD_M, GPS_THRESHOLD_M) == (3, 5)
