"""The rules of arrival as formulas, for all lines."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from tests.strategies.goals import line_through, points, positive
from tests.support import good, refused
from vegaloop.goals.domain.formulas.arrival import (
    Heading,
    Meeting,
    days_to_target,
    heading,
    meeting,
    meeting_within,
)
from vegaloop.goals.domain.formulas.line import Line
from vegaloop.kernel.evidence import Outside, Undefined

NEAR = pytest.approx
sloping = points.filter(lambda some: abs(line_through(some).slope) > 1e-3)


class TestGoal11:
    """GOAL-11. The expected day of arrival lies between its bounds, and has no latest where the slope may be none."""

    @given(sloping, positive, positive)
    def test_the_bounds_hold_it(
        self, some: list[tuple[float, float]], wait: float, ahead: float
    ) -> None:
        line, now = line_through(some), 60 + wait
        target = line.at(now + ahead)
        expected = (
            good(days_to_target(line, target, now))
            if line.slope_se <= abs(line.slope)
            else now + ahead
        )
        between = good(meeting(line, target, now, 0.1))
        assert expected == NEAR(now + ahead, rel=1e-6)
        assert now <= between.earliest <= expected * (1 + 1e-6)
        assert between.latest is None or between.latest >= expected * (1 - 1e-6)

    @given(sloping, positive)
    def test_the_surer_the_narrower(self, some: list[tuple[float, float]], ahead: float) -> None:
        line, now = line_through(some), 61.0
        target = line.at(now + ahead)
        wide, narrow = (good(meeting(line, target, now, alpha)) for alpha in (0.05, 0.4))
        assert wide.earliest <= narrow.earliest * (1 + 1e-6)
        assert wide.latest is None or (narrow.latest or math.inf) <= wide.latest * (1 + 1e-6)

    def test_the_bounds_are_where_the_interval_meets_the_target(self) -> None:
        line, t = Line(100, -1, 0.1, 2, 28, 13.5, 400), 1.7056179197592727
        between = good(meeting(line, 50, 27, 0.1))
        assert between.latest is not None
        for x, side in ((between.earliest, -1), (between.latest, 1)):
            assert line.at(x) + side * t * line.level_se(x) == NEAR(50, abs=1e-6)

    @pytest.mark.parametrize("slope", [-1.0, 0.0, 1.0])
    def test_a_line_that_may_be_level_has_no_latest(self, slope: float) -> None:
        line = Line(0, slope, 10, 1, 12, 0, 0.01)
        assert good(meeting(line, 1_000, 5, 0.1)).latest is None
        assert good(meeting(Line(0, 0, 0, 0, 12, 0, 1), 5, 5, 0.1)).latest is None

    def test_some_bounds(self) -> None:
        line = Line(100, -1, 0.1, 2, 28, 13.5, 400)
        within = meeting_within(line, 50, 27, 2)
        assert (within.earliest, within.latest) == (NEAR(43.87762793313), NEAR(59.16403873353))
        assert meeting_within(line, 50, 47, 2).earliest == 47
        assert meeting_within(line, 50, 70, 2) == Meeting(70, 70)
        sure = meeting_within(line, 50, 27, 0)
        assert (sure.earliest, sure.latest) == (NEAR(50), NEAR(50))
        vague = Line(100, -1, 1, 2, 28, 13.5, 4)
        assert meeting_within(vague, 50, 20, 2) == Meeting(NEAR(25.66275245753), None)
        assert meeting_within(vague, 50, 33, 2) == Meeting(33, None)
        rising = Line(0, 1, 1, 2, 28, 13.5, 4)
        assert meeting_within(rising, 50, 20, 2) == Meeting(NEAR(25.66275245753), None)
        level = Line(0, 0, 1, 2, 28, 13.5, 4)
        assert meeting_within(level, 50, 20, 2) == Meeting(NEAR(38.49714269386), None)

    @pytest.mark.parametrize("alpha", [0.0, 1.01, math.nan])
    def test_a_chance_is_a_chance(self, alpha: float) -> None:
        why = refused(meeting(Line(100, -1, 0.1, 2, 28, 13.5, 400), 50, 27, alpha))
        assert isinstance(why, Outside)
        assert (why.what, why.least, why.most) == ("alpha", 1e-6, 1)


class TestHeading:
    """Whether a line leads anywhere, and when it gets there (GOAL-15)."""

    DOWN = Line(100, -1, 0.25, 2, 28, 13.5, 400)

    @pytest.mark.parametrize(
        ("target", "now", "where"),
        [
            (50, 20, Heading.TOWARDS),
            (80, 20, Heading.TOWARDS),
            (80.001, 20, Heading.AWAY),
            (120, 20, Heading.AWAY),
            (80.001, 19, Heading.TOWARDS),
        ],
    )
    def test_down(self, target: float, now: float, where: Heading) -> None:
        assert heading(self.DOWN, target, now) is where
        up = Line(-100, 1, 0.25, 2, 28, 13.5, 400)
        assert heading(up, -target, now) is where

    def test_a_slope_must_exceed_its_error(self) -> None:
        for slope, se, where in (
            (0.0, 0.0, Heading.NOWHERE),
            (-1.0, 1.0, Heading.TOWARDS),
            (-1.0, 1.001, Heading.NOWHERE),
            (1.0, 1.001, Heading.NOWHERE),
        ):
            assert heading(Line(100, slope, se, 2, 28, 13.5, 400), 0, 20) is where

    def test_the_day(self) -> None:
        assert good(days_to_target(self.DOWN, 50, 20)) == 50
        away = refused(days_to_target(self.DOWN, 120, 20))
        assert away == Undefined("days to target", "the trend leads away from it")
        nowhere = refused(days_to_target(Line(1, 0, 0, 2, 28, 13.5, 400), 120, 20))
        assert nowhere == Undefined("days to target", "the trend is smaller than its error")
