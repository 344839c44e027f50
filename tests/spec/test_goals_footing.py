"""The rule of where a goal stands."""

from __future__ import annotations

import pytest

from tests.strategies.goals import STEPS, TODAY, a_series, an_appraisal
from tests.support import good
from vegaloop.goals import Reach
from vegaloop.kernel.time import days_after

NEAR = pytest.approx


class TestGoal45:
    """GOAL-45. Where a goal stands is its trend, else its newest value, else the start that was named; a total is what it came to."""

    @pytest.mark.parametrize(
        ("values", "level", "figure"),
        [
            ([80 - n / 8 for n in range(28)], 76.625, ("ols-28d", 28, 28, 1.0)),
            ([80 - n / 8 for n in range(14)], 78.375, ("ols-28d", 28, 14, 0.5)),
            ([79.0, 78.0], 78.0, ("newest-value", 84, 1, 0.5)),
            ([78.0, *[None] * 84], 78.0, ("newest-value", 84, 1, 0.5)),
            ([78.0, *[None] * 85], 80.0, ("stated-start", 1, 0, 0.25)),
        ],
    )
    def test_a_level(
        self,
        values: list[float | None],
        level: float,
        figure: tuple[str, int, int, float],
    ) -> None:
        way = Reach(80, 70, days_after(TODAY, 70))
        pace = an_appraisal(way, a_series(values, TODAY), start=TODAY).pace
        found = good(pace.required)
        assert found.value == NEAR((70 - level) / 10)
        method, window, n_valid, quality = figure
        assert found.method == f"{method}/remaining-over-weeks"
        assert (found.window_days, found.n_valid, found.quality) == (window, n_valid, quality)
        assert good(pace.advised).quality == quality

    def test_a_total(self) -> None:
        aim, start = Reach(100, 1_000, days_after(TODAY, 7)), days_after(TODAY, -2)
        pace = an_appraisal(aim, a_series([50.0] * 9, TODAY), STEPS, start).pace
        found = good(pace.required)
        assert (found.value, found.window_days, found.n_valid) == (NEAR(750), 3, 3)
        empty = good(an_appraisal(aim, (), STEPS, TODAY).pace.required)
        assert (empty.value, empty.window_days, empty.n_valid, empty.quality) == (900, 1, 0, 1)
