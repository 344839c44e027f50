"""The rules of what may be set, amended and turned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    AT_LEAST_5,
    MEASURES,
    STEPS,
    TODAY,
    WEIGHT,
    FixedMeasures,
    a_series,
    aims,
    goal_of,
    goals_service,
    measures,
    moment_on,
    numbers,
    series,
)
from tests.support import good, refused, somebody
from vegaloop.goals import (
    Agreed,
    Aim,
    AlreadySo,
    AmendGoal,
    Avoid,
    Goal,
    GoalArchived,
    Maintain,
    NoSuchGoal,
    Reach,
    SetGoal,
    State,
    Streak,
    Terms,
)
from vegaloop.goals.domain.aim import FREEZES_MOST, VALUE_MOST, freezes_of, shape_of, value_of
from vegaloop.goals.domain.decisions import (
    CHANGES_MOST,
    OPEN_GOALS_MOST,
    START_DAYS_MOST,
    DueNotAfterStart,
    NothingToReach,
    NotSummable,
    OtherKind,
    StartTooFar,
    ToleranceNotPositive,
    TooManyChanges,
    TooManyGoals,
    decide_amendment,
    decide_turn,
)
from vegaloop.goals.domain.period import Span
from vegaloop.goals.domain.progress import progress_on
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import Measure, Summing, UnknownMeasure
from vegaloop.kernel.time import LocalDate, days_after


class TestGoal16:
    """GOAL-16. A goal that cannot be meant is refused with the reason, and nothing is kept."""

    REFUSALS = (
        (WEIGHT, Reach(70, 70), None, NothingToReach(70, 70)),
        (WEIGHT, Reach(70, 60, TODAY), None, DueNotAfterStart(TODAY, TODAY)),
        (WEIGHT, Maintain(70, 0), None, ToleranceNotPositive(0)),
        (WEIGHT, Avoid(3), None, NotSummable("biometrics.weight_kg")),
        (
            WEIGHT,
            AT_LEAST_5,
            days_after(TODAY, -367),
            StartTooFar(days_after(TODAY, -367), TODAY, START_DAYS_MOST),
        ),
        (
            Measure("x.y", "", "", Summing.SUM),
            AT_LEAST_5,
            None,
            UnknownMeasure("x.y", tuple(measure.name for measure in MEASURES)),
        ),
    )

    @pytest.mark.parametrize(("measure", "aim", "start", "error"), REFUSALS)
    def test_each_refusal(
        self, measure: Measure, aim: Aim, start: LocalDate | None, error: object
    ) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        command = SetGoal(me, measure.name, Terms("", aim), start)
        assert refused(goals.set_goal(command)) == error
        assert goals.goals(me, None, 20) == ()

    def test_too_many_open_goals(self) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        command = SetGoal(me, STEPS.name, Terms("", AT_LEAST_5))
        first = good(goals.set_goal(command)).goal.id
        for _ in range(OPEN_GOALS_MOST - 1):
            good(goals.set_goal(command))
        assert refused(goals.set_goal(command)) == TooManyGoals(OPEN_GOALS_MOST, OPEN_GOALS_MOST)
        good(goals.turn(me, first, State.ARCHIVED))
        good(goals.set_goal(command))

    @given(st.floats() | numbers)
    def test_values_are_bounded(self, value: float) -> None:
        fits = abs(value) <= VALUE_MOST
        assert isinstance(value_of(value, "x"), Success if fits else Failure)
        for build in (lambda: Maintain(value, 1), lambda: Streak(value), lambda: Reach(value, 1)):
            if fits:
                build()
            else:
                with pytest.raises(ValueError, match="cannot be"):
                    build()

    def test_the_impossible_cannot_be_built(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            Avoid(-1)
        with pytest.raises(ValueError, match="freezes"):
            Streak(1, freezes_per_30_days=FREEZES_MOST + 1)
        with pytest.raises(ValueError, match="span"):
            Span(TODAY, TODAY)
        assert refused(freezes_of(-1, "f")).most == FREEZES_MOST
        assert good(freezes_of(3, "f")) == 3


class TestGoal17:
    """GOAL-17. Amending a goal keeps its kind, its period and everything that held before."""

    @given(aims, aims, measures)
    def test_the_old_terms_stay_and_the_kind_too(
        self, old: Aim, new: Aim, measure: Measure
    ) -> None:
        goal, at = goal_of(old, days_after(TODAY, -9), measure), moment_on(TODAY)
        terms = Terms("other", new)
        match decide_amendment(goal, measure.summing, terms, at):
            case Success(amended):
                assert shape_of(old) == shape_of(new)
                assert amended.set == goal.set
                assert amended.changes == (Agreed(at, terms),)
                assert amended.terms == terms
                assert amended.terms_on(days_after(TODAY, -1)) == goal.terms
            case Failure(OtherKind(was, given)):
                assert was != given
            case Failure(error):
                assert isinstance(error, (NotSummable, DueNotAfterStart, OutOfRange))

    @given(aims)
    def test_saying_it_again_changes_nothing(self, aim: Aim) -> None:
        goal = goal_of(aim, TODAY)
        same = decide_amendment(goal, Summing.SUM, goal.terms, moment_on(TODAY))
        assert good(same) == goal

    def test_only_what_is_given_changes(self) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("thin", Reach(80, 70))))).goal.id
        assert good(goals.amend(AmendGoal(me, mine, title="fit"))).goal.terms == Terms(
            "fit", Reach(80, 70)
        )
        assert good(goals.amend(AmendGoal(me, mine, aim=Reach(80, 75)))).goal.terms == Terms(
            "fit", Reach(80, 75)
        )
        assert len(good(goals.history(me, mine)).agreements) == 3

    def test_a_full_history_can_still_be_closed(self) -> None:
        goal = goal_of(AT_LEAST_5, TODAY)
        at = moment_on(TODAY)
        many = tuple(Agreed(at, Terms(str(n), AT_LEAST_5)) for n in range(CHANGES_MOST))
        full = Goal(goal.id, goal.measure, goal.start, goal.set, many)
        assert refused(decide_turn(full, State.PAUSED, at)) == TooManyChanges(CHANGES_MOST)
        more = decide_amendment(full, Summing.SUM, Terms("x", AT_LEAST_5), at)
        assert refused(more) == TooManyChanges(CHANGES_MOST)
        assert good(decide_turn(full, State.ARCHIVED, at)).state is State.ARCHIVED


class TestGoal18:
    """GOAL-18. An archived goal stays as it stood on that day, and changes no more."""

    @given(aims, measures, series, st.integers(1, 60))
    def test_later_values_change_nothing(
        self, aim: Aim, measure: Measure, values: list[float | None], later: int
    ) -> None:
        found = a_series([*values, 4.0], days_after(TODAY, later))
        goal = goal_of(aim, days_after(TODAY, -20), measure)
        closed = good(decide_turn(goal, State.ARCHIVED, moment_on(TODAY)))
        then = progress_on(closed, measure.summing, found, TODAY)
        assert progress_on(closed, measure.summing, found, days_after(TODAY, later)) == then

    def test_it_changes_no_more(self) -> None:
        me, goals = somebody(), goals_service(FixedMeasures())
        mine = good(goals.set_goal(SetGoal(me, STEPS.name, Terms("", AT_LEAST_5)))).goal.id
        assert refused(goals.turn(me, mine, State.ACTIVE)) == AlreadySo(mine, State.ACTIVE)
        good(goals.turn(me, mine, State.ARCHIVED))
        closed = GoalArchived(mine, TODAY)
        assert refused(goals.turn(me, mine, State.ARCHIVED)) == closed
        assert refused(goals.turn(me, mine, State.ACTIVE)) == closed
        assert refused(goals.amend(AmendGoal(me, mine, "other"))) == closed
        assert goals.board(me, TODAY) == ()
        assert [one.goal.id for one in goals.goals(me, None, 5)] == [mine]


class TestGoal19:
    """GOAL-19. A goal is one person's: nobody else reads, changes or removes it."""

    def test_a_stranger_finds_nothing(self) -> None:
        me, you, goals = somebody(), somebody(), goals_service(FixedMeasures())
        standing = good(goals.set_goal(SetGoal(me, STEPS.name, Terms("", AT_LEAST_5))))
        mine = standing.goal.id
        for answer in (
            goals.goal(you, mine),
            goals.history(you, mine),
            goals.amend(AmendGoal(you, mine, "mine")),
            goals.turn(you, mine, State.ARCHIVED),
            goals.remove(you, mine),
        ):
            assert refused(answer) == NoSuchGoal(mine)
        assert goals.goals(you, None, 20) == goals.board(you, TODAY) == ()
        assert good(goals.goal(me, mine)) == standing
        assert good(goals.remove(me, mine)) == mine
        assert refused(goals.goal(me, mine)) == NoSuchGoal(mine)
