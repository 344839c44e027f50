"""Every marked line must be refused by mypy: an ignore that is not needed fails the run."""

from __future__ import annotations

from typing import assert_type

from vegaloop.goals import (
    Aim,
    Appraised,
    Avoid,
    CannotTurnGoal,
    Goal,
    GoalId,
    Goals,
    Maintain,
    NoSuchGoal,
    Reach,
    SetGoal,
    State,
    Streak,
    Terms,
)
from vegaloop.kernel.identity import DeviceId, PersonId
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.signal import DayValue
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.nutrition import (
    CannotLogMeal,
    Meal,
    MealEntry,
    MealOnDay,
    NothingEaten,
    Nutrition,
    Portion,
)


def what_was_said_is_no_meal(entry: MealEntry, logged: MealOnDay, nutrition: Nutrition) -> None:
    def weigh(_: Meal) -> None: ...

    weigh(entry)  # type: ignore[arg-type]  # What somebody says they ate was not checked.
    weigh(logged)  # type: ignore[arg-type]  # The answer to a logged meal holds one, and is none.
    nutrition.log_meal(entry, entry)  # type: ignore[arg-type]  # A meal is nobody's.
    Portion("oats", entry)  # type: ignore[arg-type,call-arg]  # Nor half of one.


def a_missing_case_is_seen(error: CannotLogMeal) -> str:  # type: ignore[return]  # It falls through.
    match error:  # type: ignore[exhaustive-match]  # Only one of the cases is looked at.
        case NothingEaten():
            return "nothing"


def units_do_not_mix(mass: Mass, energy: Energy) -> None:
    mass + energy  # type: ignore[operator]  # A mass and an energy have no sum.
    _ = mass < energy  # type: ignore[operator]  # Nor an order.
    mass.amount = 3  # type: ignore[misc]  # A value never changes.

    def weigh(_: Mass) -> None: ...

    weigh(energy)  # type: ignore[arg-type]  # An energy is no mass.
    weigh(energy.kcal)  # type: ignore[arg-type]  # Nor is a number of kilocalories.
    weigh(80.0)  # type: ignore[arg-type]  # Nor one of kilograms.
    weigh(Mass.of_kg(80))  # type: ignore[arg-type]  # Nor one nobody has looked at.


def kinds_do_not_mix(person: PersonId, goal: GoalId, goals: Goals) -> None:
    def on_device(_: DeviceId) -> None: ...

    on_device(person)  # type: ignore[arg-type]  # A person is no device.
    goals.goal(goal, person)  # type: ignore[arg-type]  # Two ids in the wrong order.


def an_instant_is_no_day(at: Instant, day: LocalDate) -> None:
    DayValue(at, 1.0)  # type: ignore[arg-type]  # When is not yet which day.

    def since(_: Instant) -> None: ...

    since(day)  # type: ignore[arg-type]  # Which day is not yet when.


def a_command_is_no_record(command: SetGoal, terms: Terms, goals: Goals) -> None:
    def judge(_: Goal) -> None: ...

    judge(command)  # type: ignore[arg-type]  # Asked for is not decided.
    judge(terms)  # type: ignore[arg-type]  # Nor are its terms a goal.
    judge(goals.set_goal(command))  # type: ignore[arg-type]  # Nor is an answer unread.


def forgetting_an_error_is_seen(found: Result[Appraised, NoSuchGoal]) -> int:  # type: ignore[return]  # Nothing comes back for the other arm.
    match found:  # type: ignore[exhaustive-match]  # The other arm is missing.
        case Success(_):
            return 1


def forgetting_a_kind_is_seen(aim: Aim) -> str:  # type: ignore[return]  # Nothing comes back for the last kind.
    match aim:  # type: ignore[exhaustive-match]  # A streak is missing.
        case Reach():
            return "reach"
        case Maintain():
            return "maintain"
        case Avoid():
            return "avoid"


def an_error_of_another_call_is_seen(
    goals: Goals, person: PersonId, id: GoalId
) -> Result[Appraised, NoSuchGoal]:
    return goals.turn(person, id, State.PAUSED)  # type: ignore[return-value]  # It fails otherwise.


def both_arms_are_typed(goals: Goals, person: PersonId, id: GoalId) -> None:
    match goals.turn(person, id, State.PAUSED):
        case Success(standing):
            assert_type(standing, Appraised)
        case Failure(error):
            assert_type(error, CannotTurnGoal)
    match both(Mass.of_grams(1), Energy.of_kcal(1)):
        case Success((mass, energy)):
            assert_type(mass, Mass)
            assert_type(energy, Energy)
        case Failure(errors):
            assert errors


def every_kind_is_named(aim: Aim) -> str:
    match aim:
        case Reach() | Maintain() | Avoid():
            return "by value"
        case Streak(threshold):
            assert_type(threshold, float)
            return "by threshold"
