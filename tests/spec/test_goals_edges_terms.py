"""The exact edges of what may be aimed at, set and amended."""

from __future__ import annotations

import math

import pytest

from tests.strategies.goals import (
    BEGUN,
    TODAY,
    WEIGHT,
    FixedMeasures,
    goal_of,
    goals_service,
    moment_on,
)
from tests.support import good, refused, somebody
from vegaloop.goals import (
    AmendGoal,
    Avoid,
    Counting,
    Maintain,
    Reach,
    SetGoal,
    Streak,
    Terms,
)
from vegaloop.goals.domain.aim import Aim, freezes_of, shape_of, value_of
from vegaloop.goals.domain.decisions import (
    DueNotAfterStart,
    NothingToReach,
    NotSummable,
    OtherKind,
    ToleranceNotPositive,
    decide_amendment,
)
from vegaloop.goals.domain.formulas.line import Line
from vegaloop.goals.domain.period import Span
from vegaloop.goals.formulas import (
    Belief,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.time import days_after

NEAR = pytest.approx


class TestAims:
    """What an aim may hold, and what it is called."""

    def test_a_target_is_reached_at_it(self) -> None:
        up, down = Reach(70, 80), Reach(80, 70)
        assert (up.reached_by(79.9), up.reached_by(80)) == (False, True)
        assert (down.reached_by(70.1), down.reached_by(70)) == (False, True)

    def test_a_shape(self) -> None:
        assert shape_of(Reach(1, 2)) == "reach"
        assert shape_of(Maintain(1, 2)) == "maintain/day"
        assert shape_of(Avoid(1)) == "avoid/week"
        assert shape_of(Streak(1)) == "streak/day"

    def test_a_value(self) -> None:
        assert good(value_of(-1e9, "x")) == -1e9
        assert good(value_of(1e9, "x")) == 1e9
        above = math.nextafter(1e9, math.inf)
        assert refused(value_of(above, "x")) == OutOfRange("x", above, -1e9, 1e9)
        assert refused(value_of(-1.0, "y", least=0)) == OutOfRange("y", -1.0, 0, 1e9)

    def test_freezes(self) -> None:
        assert [good(freezes_of(n, "f")) for n in (0, 10)] == [0, 10]
        assert refused(freezes_of(-1, "f")) == OutOfRange("f", -1, 0, 10)
        assert refused(freezes_of(11, "f")) == OutOfRange("f", 11, 0, 10)

    def test_the_impossible(self) -> None:
        for value in (1e9, -1e9):
            Reach(1, value)
            Maintain(1, value)
        wild = math.nextafter(1e9, math.inf)
        for build in (lambda: Reach(1, wild), lambda: Maintain(1, wild)):
            with pytest.raises(ValueError, match=r"^such values cannot be$"):
                build()
        with pytest.raises(ValueError, match=r"^a limit cannot be negative or endless$"):
            Avoid(wild)
        with pytest.raises(ValueError, match=r"^such a threshold cannot be$"):
            Streak(wild)
        with pytest.raises(ValueError, match=r"^that many freezes cannot be$"):
            Streak(1, freezes_per_30_days=11)
        with pytest.raises(ValueError, match=r"^a span has at least one day$"):
            Span(TODAY, TODAY)
        with pytest.raises(ValueError, match=r"^such a line cannot be fitted$"):
            Line(0, 1, 0, 0, 2, 0, 1)
        with pytest.raises(ValueError, match=r"^such a belief cannot be held$"):
            Belief(0, -1)


class TestDecisions:
    """Each refusal of an amendment, with what it is about."""

    @pytest.mark.parametrize(
        ("old", "new", "error"),
        [
            (Reach(80, 70), Reach(70, 70), NothingToReach(70, 70)),
            (Reach(80, 70), Reach(80, 70, BEGUN), DueNotAfterStart(BEGUN, BEGUN)),
            (Maintain(50, 1), Maintain(50, 0), ToleranceNotPositive(0)),
            (Avoid(3, Counting.DAYS), Avoid(3, Counting.SUM), NotSummable(WEIGHT.name)),
            (Reach(80, 70), Streak(5), OtherKind("reach", "streak/day")),
        ],
    )
    def test_each(self, old: Aim, new: Aim, error: object) -> None:
        goal = goal_of(old, BEGUN)
        again = decide_amendment(goal, WEIGHT.summing, Terms("", new), moment_on(TODAY))
        assert refused(again) == error

    @pytest.mark.parametrize("aim", [Avoid(3, Counting.DAYS), Maintain(50, 0.1), Streak(50)])
    def test_what_may_be(self, aim: Aim) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        for days in (-366, 366):
            start = days_after(TODAY, days)
            mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", aim), start)))
            assert mine.goal.start == start
            good(goals.amend(AmendGoal(me, mine.goal.id, "x", aim)))
