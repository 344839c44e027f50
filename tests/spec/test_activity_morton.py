"""Morton's three parameters of critical power, for all numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.power import critical_w, line_of, reserves_j
from tests.support import good, refused
from vegaloop.activity.domain.formulas.critical import PowerEffort
from vegaloop.activity.domain.formulas.critical3 import cp3_morton, cp3_power_w
from vegaloop.kernel.evidence import Outside, TooFew, Undefined

near = pytest.approx
EIGHT = [3, 5, 10, 20, 60, 180, 300, 720, 1_200]


class TestAct64Morton:
    """The third parameter of ACT-64."""

    @given(
        critical_w,
        reserves_j,
        st.integers(500, 1_500),
        st.lists(st.sampled_from(EIGHT), min_size=5, unique=True),
    )
    def test_exact_efforts_are_recovered(
        self, cp: float, reserve: float, above: int, of: list[int]
    ) -> None:
        of = [3, 20, *of, 1_200]
        efforts = [PowerEffort(t, good(cp3_power_w(t, cp, reserve, cp + above))) for t in of]
        found = good(cp3_morton(efforts))
        assert found.cp_w == near(cp, rel=1e-4)
        assert found.w_prime_j == near(reserve, rel=1e-3)
        assert found.p_max_w == near(cp + above, rel=1e-3)
        assert found.r2 == near(1, abs=1e-6)

    @given(st.sampled_from([0.25, 0.5, 2.0]))
    def test_it_scales_with_power(self, k: float) -> None:
        efforts = PUBLISHED
        first = good(cp3_morton(efforts))
        found = good(cp3_morton([PowerEffort(t, k * p) for t, p in efforts]))
        assert found[:6] == near([k * one for one in first[:6]], rel=1e-6)
        assert found.r2 == near(first.r2)

    def test_its_errors_are_those_of_the_gradient(self) -> None:
        found = good(cp3_morton(PUBLISHED))
        assert (found.cp_se_w, found.w_prime_se_j, found.p_max_se_w) == near(SCIPY_SE, rel=1e-4)

    def test_no_better_fit_is_near(self) -> None:
        found = good(cp3_morton(PUBLISHED))

        def left(cp: float, w: float, p_max: float) -> float:
            return sum((p - good(cp3_power_w(t, cp, w, p_max))) ** 2 for t, p in PUBLISHED)

        least = left(*found[:3])
        assert found.r2 == near(1 - least / sum((p - 3_421 / 7) ** 2 for _, p in PUBLISHED))
        for n in range(3):
            for by in (0.99, 1.01):
                moved = [one * by if place == n else one for place, one in enumerate(found[:3])]
                assert left(*moved) > least

    def test_too_few(self) -> None:
        three = PUBLISHED[:3]
        assert refused(cp3_morton([*three, *three])) == TooFew(
            "efforts of different durations", 3, 4
        )

    def test_without_a_bend_there_is_no_greatest_power(self) -> None:
        for efforts in (
            line_of([30, 60, 180, 600, 1_200], 250, 20_000),
            [PowerEffort(t, 400 - t / 10) for t in (30, 60, 180, 600, 1_200)],
        ):
            fault = refused(cp3_morton(efforts))
            assert fault == Undefined("p_max_w", "the short efforts do not bend the curve")

    @pytest.mark.parametrize("k", [0.0041, 0.01, 3.4, 10])
    def test_what_no_body_has(self, k: float) -> None:
        fault = refused(cp3_morton([PowerEffort(t, k * p) for t, p in PUBLISHED]))
        assert fault == Undefined("cp_w", "CP is not from 1 to 800 W, or W′ not from 0.5 to 60 kJ")

    def test_where_it_is_declared(self) -> None:
        assert refused(cp3_morton([*PUBLISHED, PowerEffort(0.5, 1)])) == Outside(
            "duration_s", 0.5, 1, 6e7
        )
        assert refused(cp3_morton([*PUBLISHED, PowerEffort(1, -1)])) == Outside(
            "power_w", -1, 0, 1e6
        )


PUBLISHED = [
    PowerEffort(t, p)
    for t, p in zip(
        (5, 30, 60, 180, 300, 720, 1_200), (980, 690, 520, 361, 322, 280, 268), strict=True
    )
]
SCIPY_SE = (7.06324561, 1514.33098873, 16.78091163)  # curve_fit, by its own gradient.
