"""The rules of goals over days: progress, forecasts, decisions and their history."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    MEASURES,
    STEPS,
    TODAY,
    WEIGHT,
    FixedMeasures,
    FixedProfiles,
    a_series,
    aims,
    avoids,
    days,
    goal_of,
    goals_service,
    maintains,
    measures,
    moment_on,
    numbers,
    periods,
    positive,
    series,
    streaks,
)
from tests.support import NOW, PinnedClock, good, refused, somebody
from vegaloop.goals import (
    Agreed,
    Aim,
    AlreadySo,
    AmendGoal,
    Arrived,
    Avoid,
    AvoidProgress,
    Counting,
    Expected,
    Forecast,
    Goal,
    GoalArchived,
    Maintain,
    MaintainProgress,
    NoSuchGoal,
    Period,
    Reach,
    ReachProgress,
    Sense,
    SetGoal,
    State,
    Streak,
    StreakProgress,
    Terms,
    Turned,
    Unreachable,
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
from vegaloop.goals.domain.outlook import HORIZON_DAYS, WhyNot, forecast_on
from vegaloop.goals.domain.period import Span, closed_periods, span_around
from vegaloop.goals.domain.progress import JUDGED_DAYS_MOST, looks_back_to, progress_on
from vegaloop.goals.domain.scores import maintain_score
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Measure, Summing, UnknownMeasure
from vegaloop.kernel.time import LocalDate, TimeZone, days_after

MONDAY = span_around(TODAY, Period.WEEK).start
AT_LEAST_5 = Streak(5.0)
HEIGHT = Measure(
    "x.height_m", "Height", "m", Summing.MEAN
)  # What it wanders is told by its scatter.


def streak_of(goal: Goal, values: tuple[DayValue, ...], day: LocalDate = TODAY) -> StreakProgress:
    found = good(progress_on(goal, Summing.SUM, values, day))
    assert isinstance(found, StreakProgress)
    return found


def a_streak(met: list[bool], freezes: int = 0, *, today: float | None = None) -> StreakProgress:
    """A daily streak that began with the first of these closed days."""
    values = a_series([*(9.0 if kept else 1.0 for kept in met), today], TODAY)
    goal = goal_of(Streak(5.0, freezes_per_30_days=freezes), days_after(TODAY, -len(met)))
    return streak_of(goal, values)


def a_forecast(
    values: tuple[DayValue, ...], aim: Reach, start: LocalDate, measure: Measure = WEIGHT
) -> Forecast:
    return good(forecast_on(goal_of(aim, start, measure), Summing.MEAN, values, TODAY))


class TestReach:
    """A goal that starts where it leads has no way to measure; the formula itself is GOAL-1."""

    def test_there_is_no_way(self) -> None:
        goal = goal_of(Reach(5, 5), days_after(TODAY, -2))
        away = progress_on(goal, Summing.MEAN, a_series([6.0], TODAY), TODAY)
        assert isinstance(refused(away), Undefined)


class TestGoal2:
    """GOAL-2. A period to maintain scores 1 within the tolerance and falls in a line to 0 at twice it; the progress is the mean of the closed periods since the goal began."""

    @given(st.lists(numbers, min_size=1, max_size=40), numbers, positive)
    def test_the_mean_of_the_closed_days(
        self, values: list[float], centre: float, tolerance: float
    ) -> None:
        goal = goal_of(Maintain(centre, tolerance), days_after(TODAY, -len(values)))
        today = DayValue(TODAY, centre)
        found = (*a_series(values, days_after(TODAY, -1)), today)
        progress = good(progress_on(goal, Summing.MEAN, found, TODAY))
        assert isinstance(progress, MaintainProgress)
        scores = [maintain_score(value, centre, tolerance) for value in values]
        assert progress.share == pytest.approx(math.fsum(scores) / len(scores))
        assert progress.adherence.due == len(values)
        assert progress.adherence.kept == scores.count(1)

    def test_no_closed_day_is_forgotten(self) -> None:
        values = a_series([9.0] * 200 + [5.0] * 200, days_after(TODAY, -1))
        goal = goal_of(Maintain(5, 1), days_after(TODAY, -400))
        progress = good(progress_on(goal, Summing.MEAN, values, TODAY))
        assert isinstance(progress, MaintainProgress)
        assert (progress.share, progress.adherence.due) == (0.5, 400)

    def test_a_week_is_its_mean_or_its_sum(self) -> None:
        values = a_series([10.0] * 7, days_after(MONDAY, -1))
        start = days_after(MONDAY, -7)
        for measure, centre in ((WEIGHT, 10.0), (STEPS, 70.0)):
            goal = goal_of(Maintain(centre, 1, Period.WEEK), start, measure)
            progress = good(progress_on(goal, measure.summing, values, TODAY))
            assert isinstance(progress, MaintainProgress)
            assert progress.share == 1

    def test_before_anything_is_closed_there_is_none(self) -> None:
        goal = goal_of(Maintain(5, 1), TODAY)
        assert refused(progress_on(goal, Summing.MEAN, (), TODAY)) == TooFew("closed periods", 0, 1)
        early = progress_on(goal, Summing.MEAN, (), days_after(TODAY, -1))
        assert refused(early) == Undefined("progress", "the goal has not begun")


class TestGoal5:
    """GOAL-5. A streak counts the periods met in a row up to the last closed one, and the longest since the goal began; the open period neither breaks nor extends it."""

    @given(st.lists(st.booleans(), max_size=100))
    def test_it_is_the_last_run_and_the_longest_one(self, met: list[bool]) -> None:
        runs = [len(run) for run in "".join("x" if kept else " " for kept in met).split(" ")]
        progress = a_streak(met)
        assert progress.current == runs[-1]
        assert progress.longest == max(runs)
        kept = progress.adherence
        assert (kept is None) == (not met)
        assert kept is None or (kept.kept, kept.due) == (met.count(True), len(met))

    @given(st.lists(st.booleans(), max_size=40), st.sampled_from([None, 1.0, 9.0]))
    def test_today_is_pending(self, met: list[bool], today: float | None) -> None:
        progress = a_streak(met, today=today)
        assert progress.current == a_streak(met).current
        assert progress.pending_met == (today == 9.0)

    @given(
        st.lists(st.tuples(st.booleans(), st.integers(1, 120)), min_size=1, max_size=4),
        st.integers(0, 3),
    )
    def test_the_longest_never_falls(self, runs: list[tuple[bool, int]], freezes: int) -> None:
        met = [kept for kept, days in runs for _ in range(days)]
        found = [a_streak(met[:n], freezes) for n in range(0, len(met) + 1, 60)]
        assert all(one.current <= one.longest for one in found)
        assert all(one.longest <= two.longest for one, two in itertools.pairwise(found))

    def test_it_remembers_years(self) -> None:
        kept = a_streak([True] * 800)
        assert (kept.current, kept.longest) == (800, 800)
        broken = a_streak([True] * 400 + [False] * 400)
        assert (broken.current, broken.longest) == (0, 400)

    @given(st.integers(0, 6))
    def test_a_week_is_closed_on_the_next_monday(self, weekday: int) -> None:
        goal = goal_of(Streak(30.0, period=Period.WEEK), days_after(MONDAY, -14))
        values = a_series([5.0] * 14, days_after(MONDAY, -1))
        assert streak_of(goal, values, days_after(MONDAY, weekday)).current == 2
        assert streak_of(goal, values, days_after(MONDAY, -1)).current == 1

    def test_at_most_is_the_other_side(self) -> None:
        goal = goal_of(Streak(5.0, Sense.AT_MOST), days_after(TODAY, -3))
        assert streak_of(goal, a_series([5.0, 6.0, 4.0, None], TODAY)).current == 1


class TestFreezes:
    """Frozen misses in a streak; the formula itself is GOAL-6."""

    def test_two_misses_with_one_freeze(self) -> None:
        assert a_streak([True, True, False, True], freezes=1).current == 3
        assert a_streak([True, True, False, True], freezes=1).freezes_left == 0
        assert a_streak([True, False, False, True], freezes=1).current == 1
        assert a_streak([True, True], freezes=2).freezes_left == 2

    def test_other_kinds_before_judge_by_their_own_terms(self) -> None:
        start, values = days_after(TODAY, -4), a_series([3.0, 9.0, 9.0, 9.0, None], TODAY)
        later = Agreed(moment_on(days_after(TODAY, -2)), Terms("", AT_LEAST_5))
        limited = streak_of(goal_of(Avoid(3, period=Period.DAY), start).changed(later), values)
        assert (limited.current, limited.longest) == (2, 2)
        reached = streak_of(goal_of(Reach(1, 2), start).changed(later), values)
        assert (reached.current, reached.longest) == (2, 2)


class TestGoal7:
    """GOAL-7. A period is due where the goal ran on each of its days; a paused day neither breaks nor extends anything."""

    @given(st.lists(st.booleans(), min_size=1, max_size=30), st.lists(st.booleans(), max_size=30))
    def test_paused_days_might_as_well_not_be(self, before: list[bool], after: list[bool]) -> None:
        paused = 9
        whole = len(before) + paused + len(after)
        goal = goal_of(AT_LEAST_5, days_after(TODAY, -whole))
        rest = goal.changed(
            Turned(moment_on(days_after(TODAY, len(before) - whole)), State.PAUSED)
        ).changed(Turned(moment_on(days_after(TODAY, -len(after))), State.ACTIVE))
        met = [*before, *[False] * paused, *after]
        values = a_series([9.0 if kept else 1.0 for kept in met], days_after(TODAY, -1))
        found, bare = streak_of(rest, values), a_streak([*before, *after])
        assert (found.current, found.longest) == (bare.current, bare.longest)
        assert found.adherence == bare.adherence

    def test_the_week_it_began_in_is_not_due(self) -> None:
        aim = Streak(30.0, period=Period.WEEK)
        values = a_series([9.0] * 14, days_after(MONDAY, -1))
        late = goal_of(aim, days_after(MONDAY, -13))
        assert (
            streak_of(late, values).adherence
            == streak_of(goal_of(aim, days_after(MONDAY, -7)), values).adherence
        )


class TestGoal8:
    """GOAL-8. A period is judged by the terms that held on its last day."""

    @given(st.lists(numbers, min_size=2, max_size=30), numbers, numbers, st.data())
    def test_new_terms_do_not_judge_the_past(
        self, values: list[float], old: float, new: float, data: st.DataObject
    ) -> None:
        at = data.draw(st.integers(0, len(values)))
        start = days_after(TODAY, -len(values))
        goal = goal_of(Streak(old), start).changed(
            Agreed(moment_on(days_after(start, at)), Terms("harder", Streak(new)))
        )
        found = streak_of(goal, a_series([*values, None], TODAY))
        met = [value >= (old if n < at else new) for n, value in enumerate(values)]
        assert found.adherence is not None
        assert found.adherence.kept == sum(met)

    def test_the_terms_of_a_past_day(self) -> None:
        start, between = days_after(TODAY, -9), days_after(TODAY, -4)
        goal = goal_of(Reach(80, 70), start).changed(
            Agreed(moment_on(between), Terms("", Reach(80, 60)))
        )
        values = a_series([80.0, 79.0, 78.0, 77.0, 76.0, 75.0, 75.0, 75.0, 75.0, 75.0], TODAY)
        shares = [
            found.share
            for day in (days_after(between, -1), between, TODAY)
            if isinstance(
                found := good(progress_on(goal, Summing.MEAN, values, day)), ReachProgress
            )
        ]
        assert shares == [0.4, 0.25, 0.25]


class TestGoal9:
    """GOAL-9. The local day of a value decides where it counts, so moving to another zone breaks no streak."""

    @given(st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"]))
    def test_a_streak_survives_a_journey(self, zone: str) -> None:
        me, profiles, clock = somebody(), FixedProfiles(), PinnedClock()
        values = a_series([9.0] * 30, days_after(TODAY, 2))
        goals = goals_service(FixedMeasures({"activity.steps": values}), None, clock, profiles)
        start = days_after(TODAY, -10)
        command = SetGoal(me, "activity.steps", Terms("walk", AT_LEAST_5), start)
        before = good(goals.set_goal(command))
        profiles.zone = TimeZone(zone)
        after = good(goals.goal(me, before.goal.id))
        one, two = good(before.progress), good(after.progress)
        assert isinstance(one, StreakProgress)
        assert isinstance(two, StreakProgress)
        assert two.current == one.current + (after.day - before.day).days
        assert two.current == two.longest


class TestForecastOfAGoal:
    """The forecast of a goal is made of the last 28 days, in any unit (GOAL-10, GOAL-11)."""

    NOISE = (0.3, -0.2, 0.1, -0.4, 0.2, 0.0, -0.1)

    def falling(self, slope: float = -0.1, count: int = 28) -> tuple[DayValue, ...]:
        return a_series([80 + slope * n + self.NOISE[n % 7] for n in range(count)], TODAY)

    def test_an_expected_day_between_its_bounds(self) -> None:
        due = days_after(TODAY, 60)
        found = a_forecast(self.falling(), Reach(80, 75, due), days_after(TODAY, -27))
        assert isinstance(found.arrival, Expected)
        assert found.arrival.latest is not None
        assert found.arrival.not_before <= found.arrival.on <= found.arrival.latest
        assert good(found.probability) > 0.9
        assert (found.n_valid, found.method, found.formula_version) == (28, "ols-28d", "goals-2")

    def test_a_perfect_line_is_not_certain(self) -> None:
        values = a_series([80 - n / 8 for n in range(28)], TODAY)
        chances = [
            good(
                a_forecast(
                    values, Reach(80, 76.75 - ahead / 8, due), days_after(TODAY, -27)
                ).probability
            )
            for ahead in (1, 10, 100)
            if (due := days_after(TODAY, ahead))
        ]
        assert chances == sorted(chances, reverse=True)
        assert 0.5 < chances[-1] < chances[0] < 1

    def test_a_forecast_without_a_due_day_to_come_has_no_chance(self) -> None:
        start, due = days_after(TODAY, -27), days_after(TODAY, -1)
        open_end = a_forecast(self.falling(), Reach(80, 75), start)
        assert refused(open_end.probability) == Missing("due day")
        over = a_forecast(self.falling(), Reach(80, 75, due), start)
        assert isinstance(refused(over.probability), Undefined)

    @given(st.sampled_from([2.0, 0.25, -4.0]), st.integers(-64, 64), st.integers(-90, 90))
    def test_other_units_and_other_days(self, factor: float, offset: int, later: int) -> None:
        start, due = days_after(TODAY, -27), days_after(TODAY, 40)
        one = a_forecast(self.falling(), Reach(80, 76, due), start, HEIGHT)
        values = tuple(
            DayValue(days_after(v.day, later), factor * v.value + offset) for v in self.falling()
        )
        aim = Reach(factor * 80 + offset, factor * 76 + offset, days_after(due, later))
        goal, day = goal_of(aim, days_after(start, later), HEIGHT), days_after(TODAY, later)
        two = good(forecast_on(goal, Summing.MEAN, values, day))
        assert isinstance(one.arrival, Expected)
        assert isinstance(two.arrival, Expected)
        assert two.arrival.on == days_after(one.arrival.on, later)
        assert two.arrival.not_before == days_after(one.arrival.not_before, later)
        assert two.slope_per_day == pytest.approx(factor * one.slope_per_day)
        assert good(two.probability) == pytest.approx(good(one.probability))

    def test_an_uncertain_trend_is_not_before(self) -> None:
        wild = [80 - 0.02 * n + (1.5 if n % 2 else -1.5) for n in range(28)]
        found = a_forecast(a_series(wild, TODAY), Reach(80, 70), days_after(TODAY, -27))
        assert found.arrival == Unreachable(WhyNot.NO_TREND)
        some = [80 - 0.07 * n + (1.5 if n % 2 else -1.5) for n in range(28)]
        found = a_forecast(a_series(some, TODAY), Reach(80, 70), days_after(TODAY, -27))
        assert isinstance(found.arrival, Expected)
        assert found.arrival.latest is None
        assert refused(found.probability) == Missing("due day")

    def test_a_target_behind_is_reached(self) -> None:
        found = a_forecast(self.falling(), Reach(82, 80), days_after(TODAY, -27))
        assert isinstance(found.arrival, Arrived)

    def test_after_the_due_day_there_is_no_chance(self) -> None:
        aim = Reach(80, 70, days_after(TODAY, -1))
        found = a_forecast(self.falling(), aim, days_after(TODAY, -27))
        assert refused(found.probability) == Undefined("reach probability", "the due day is over")

    def test_only_a_way_has_an_end(self) -> None:
        goal = goal_of(AT_LEAST_5, days_after(TODAY, -27))
        assert isinstance(refused(forecast_on(goal, Summing.SUM, (), TODAY)), Undefined)


class TestGoal14:
    """GOAL-14. A forecast needs ten points over fourteen days, and says what is missing where there are fewer."""

    @given(st.sets(st.integers(0, 40), max_size=30))
    def test_points_and_days(self, ago: set[int]) -> None:
        values = tuple(DayValue(days_after(TODAY, -n), 80 - n / 8) for n in sorted(ago)[::-1])
        goal = goal_of(Reach(80, 70), days_after(TODAY, -40))
        recent = sorted(n for n in ago if n < 28)
        match forecast_on(goal, Summing.MEAN, values, TODAY):
            case Success(forecast):
                assert forecast.n_valid == len(recent) >= 10
                assert recent[-1] - recent[0] >= 13
            case Failure(reason):
                assert isinstance(reason, TooFew)
                assert reason.given == (
                    len(recent) if len(recent) < 10 else recent[-1] - recent[0] + 1
                )
                assert reason.given < reason.needed

    def test_many_points_in_few_days(self) -> None:
        goal = goal_of(Reach(80, 70), days_after(TODAY, -40))
        few = forecast_on(goal, Summing.MEAN, a_series([80.0] * 13, TODAY), TODAY)
        assert refused(few) == TooFew("days from first to last point", 13, 14)
        enough = forecast_on(goal, Summing.MEAN, a_series([80.0] * 14, TODAY), TODAY)
        assert good(enough).n_valid == 14


class TestGoal15:
    """GOAL-15. A trend that leads away from the target, or is smaller than its own error, reaches nothing."""

    @given(positive, positive)
    def test_away(self, slope: float, way: float) -> None:
        values = a_series([slope * n for n in range(20)], TODAY)
        aim = Reach(0, -way)
        found = a_forecast(values, aim, days_after(TODAY, -19))
        assert found.arrival == Unreachable(WhyNot.WRONG_WAY)

    def test_level_or_too_slow(self) -> None:
        level = a_forecast(a_series([5.0] * 20, TODAY), Reach(5, 9), days_after(TODAY, -19))
        assert level.arrival == Unreachable(WhyNot.NO_TREND)
        slow = a_series([n / 1_000 for n in range(20)], TODAY)
        far = Reach(0, HORIZON_DAYS)
        found = a_forecast(slow, far, days_after(TODAY, -19))
        assert found.arrival == Unreachable(WhyNot.BEYOND_HORIZON)


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
                assert isinstance(error, (NotSummable, DueNotAfterStart))

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


class TestGoal20:
    """GOAL-20. The board tells of each open goal what asking for it alone tells, with one look at each measure."""

    @given(st.lists(st.tuples(aims, measures, st.integers(-60, 0)), max_size=8), series)
    def test_the_board_is_the_sum_of_its_goals(
        self, wanted: list[tuple[Aim, Measure, int]], values: list[float | None]
    ) -> None:
        me = somebody()
        found = a_series(values, TODAY)
        known = FixedMeasures({measure.name: found for measure in MEASURES})
        goals = goals_service(known)
        for aim, measure, start in wanted:
            command = SetGoal(me, measure.name, Terms("", aim), days_after(TODAY, start))
            match goals.set_goal(command):
                case Success(standing):
                    assert standing.unit == measure.unit
                case Failure(error):
                    assert isinstance(error, (NotSummable, DueNotAfterStart))
        known.asked.clear()
        board = goals.board(me, TODAY)
        assert sorted(known.asked) == sorted({one.goal.measure for one in board})
        for one in board:
            assert good(goals.goal(me, one.goal.id, TODAY)) == one

    def test_a_measure_that_is_gone(self) -> None:
        me, known = somebody(), FixedMeasures()
        goals = goals_service(known)
        mine = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Maintain(9, 1))))).goal.id
        known.published = ()
        (one,) = goals.board(me, TODAY)
        assert refused(one.progress) == refused(one.forecast) == Missing(WEIGHT.name)
        assert good(goals.amend(AmendGoal(me, mine, "still"))).unit is None

    def test_a_measure_that_goes_while_it_is_read(self) -> None:
        class Going(FixedMeasures):
            def measured(self, *_: object) -> Failure[UnknownMeasure]:
                return Failure(UnknownMeasure("x", ()))

        me, goals = somebody(), goals_service(Going())
        standing = good(goals.set_goal(SetGoal(me, WEIGHT.name, Terms("", Reach(9, 1)))))
        assert refused(standing.progress) == Missing(WEIGHT.name)

    def test_a_goal_to_come_asks_for_nothing(self) -> None:
        me, known = somebody(), FixedMeasures()
        goals = goals_service(known)
        start = days_after(TODAY, 9)
        aim = Reach(0, 1_000)
        standing = good(goals.set_goal(SetGoal(me, STEPS.name, Terms("", aim), start)))
        assert refused(standing.progress) == Undefined("progress", "the goal has not begun")
        assert known.asked == []


class TestGoal21:
    """GOAL-21. Over a measure that adds up, a goal to reach a value counts the total since its first day."""

    @given(st.lists(st.none() | positive, min_size=1, max_size=60), st.integers(0, 70))
    def test_the_total_since_the_first_day(self, values: list[float | None], ago: int) -> None:
        start, found = days_after(TODAY, -ago), a_series(values, TODAY)
        goal = goal_of(Reach(100, 2_000), start, STEPS)
        counted = [one.value for one in found if one.day >= start]
        match progress_on(goal, Summing.SUM, found, TODAY):
            case Success(ReachProgress(share, current, _)):
                assert current == 100 + sum(counted)
                assert share == pytest.approx(min(1, sum(counted) / 1_900))
            case Success(other):
                raise AssertionError(other)
            case Failure(reason):
                assert reason == Missing(STEPS.name)
                assert not counted

    def test_a_total_is_forecast_like_a_level(self) -> None:
        goal = goal_of(Reach(0, 1_000, days_after(TODAY, 80)), days_after(TODAY, -19), STEPS)
        values = a_series([10.0 + n % 3 for n in range(20)], TODAY)
        found = good(forecast_on(goal, Summing.SUM, values, TODAY))
        assert found.slope_per_day == pytest.approx(11, abs=0.1)
        assert isinstance(found.arrival, Expected)
        assert found.arrival.on == days_after(TODAY, 71)


class TestGoal22:
    """GOAL-22. What was not recorded is unknown: it leaves a mean, and keeps no streak alive."""

    @given(maintains, series.filter(lambda some: any(one is not None for one in some)))
    def test_a_mean_is_of_what_is_known(self, aim: Maintain, values: list[float | None]) -> None:
        daily = Maintain(aim.centre, aim.tolerance)
        goal = goal_of(daily, days_after(TODAY, -60))
        progress = good(
            progress_on(goal, Summing.MEAN, a_series(values, days_after(TODAY, -1)), TODAY)
        )
        known = [value for value in values if value is not None]
        assert isinstance(progress, MaintainProgress)
        assert progress.adherence.due == len(known)

    @given(streaks, periods)
    def test_nothing_keeps_nothing_alive(self, aim: Streak, period: Period) -> None:
        at_most = Streak(VALUE_MOST, Sense.AT_MOST, period)
        found = streak_of(goal_of(at_most, days_after(TODAY, -30)), ())
        assert (found.current, found.longest) == (0, 0)
        assert found.adherence is not None
        assert found.adherence.kept == 0
        assert streak_of(goal_of(aim, days_after(TODAY, -30)), ()).current == 0

    @given(avoids | maintains)
    def test_nothing_recorded_is_said(self, aim: Aim) -> None:
        goal = goal_of(aim, days_after(TODAY, -30))
        assert refused(progress_on(goal, Summing.SUM, (), TODAY)) == Missing(WEIGHT.name)

    @given(st.lists(st.none() | positive | st.just(0.0), min_size=7, max_size=7))
    def test_a_limit_counts_what_is_known(self, values: list[float | None]) -> None:
        sunday = days_after(MONDAY, 6)
        known = [value for value in values if value is not None]
        for counting, used in (
            (Counting.SUM, sum(known)),
            (Counting.DAYS, sum(value > 0 for value in known)),
        ):
            goal = goal_of(Avoid(3, counting), days_after(MONDAY, -7))
            found = progress_on(goal, Summing.SUM, a_series(values, sunday), sunday)
            match found:
                case Success(AvoidProgress(used=got, within=within, span=span)):
                    assert got == used
                    assert within == (used <= 3)
                    assert span == Span(MONDAY, days_after(MONDAY, 7))
                case Success(other):
                    raise AssertionError(other)
                case Failure(reason):
                    assert not known
                    assert reason == Missing(WEIGHT.name)


class TestGoal23:
    """GOAL-23. Only the values of a bounded stretch of days before a day decide how a goal stands on it."""

    @given(aims, measures, series, st.integers(0, 500))
    def test_older_and_later_values_change_nothing(
        self, aim: Aim, measure: Measure, values: list[float | None], ago: int
    ) -> None:
        goal = goal_of(aim, days_after(TODAY, -ago), measure)
        first = looks_back_to(goal, measure.summing, TODAY)
        inside = tuple(one for one in a_series(values, TODAY) if one.day >= first)
        older = (DayValue(days_after(first, -9), 3.0), DayValue(days_after(first, -1), 5.0))
        more = (*older, *inside, DayValue(days_after(TODAY, 1), 7.0))
        summing = measure.summing
        assert progress_on(goal, summing, more, TODAY) == progress_on(goal, summing, inside, TODAY)
        assert forecast_on(goal, summing, more, TODAY) == forecast_on(goal, summing, inside, TODAY)
        assert first == goal.start or (TODAY - first).days in (84, JUDGED_DAYS_MOST)


class TestPeriods:
    """Days and ISO weeks tile the calendar."""

    @given(days, periods)
    def test_a_day_lies_in_its_span(self, day: LocalDate, period: Period) -> None:
        span = span_around(day, period)
        assert day.toordinal() in span.numbers
        assert len(span.numbers) == period.days
        assert period is Period.DAY or span.start.weekday() == 0

    @given(days, st.integers(-20, 200), periods)
    def test_closed_periods_tile(self, since: LocalDate, ahead: int, period: Period) -> None:
        day = days_after(since, ahead)
        closed, first, last = (
            closed_periods(since, day, period),
            since.toordinal(),
            day.toordinal(),
        )
        assert all(one.stop == two.start for one, two in itertools.pairwise(closed))
        assert all(first <= one.start and one.stop <= last for one in closed)
        assert all(one == span_around(_day(one.start), period).numbers for one in closed)
        if closed:
            assert closed[0].start - first < period.days
            assert last - closed[-1].stop < period.days
        else:
            assert ahead < 2 * period.days - 1


def _day(number: int) -> LocalDate:
    return LocalDate(dt.date.fromordinal(number))


def test_the_clock_is_only_read_for_today() -> None:
    clock = PinnedClock(NOW + dt.timedelta(days=3))
    goals = goals_service(FixedMeasures(), clock=clock)
    assert goals.today(somebody()) == days_after(TODAY, 3)
    assert goals.measures() == MEASURES
