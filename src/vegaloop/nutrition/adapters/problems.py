"""The problems of meals, foods, recipes and favourites: which status says what."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.infrastructure.problem import ProblemRaised, malformed_problem, problem
from vegaloop.kernel.errors import (
    Blank,
    Malformed,
    NotOneOf,
    NoZone,
    OutOfRange,
    TooLong,
    UnknownZone,
)
from vegaloop.nutrition.domain.eaten import EatenInFuture, EatenTooLongAgo
from vegaloop.nutrition.domain.habit import CannotFavour
from vegaloop.nutrition.domain.homemade import (
    CannotKeepFood,
    LarderFull,
    NoSuchOwnFood,
    NotABarcode,
    RepeatedServing,
)
from vegaloop.nutrition.domain.meal import (
    CannotAmendMeal,
    DayFull,
    NoSuchMeal,
    NothingEaten,
    TooManyPortions,
)
from vegaloop.nutrition.domain.portion import UnknownFood, UnknownServing
from vegaloop.nutrition.domain.recipe import CannotCook, Circular, NoSuchRecipe, TooDeep


@final
class NoPortions(Struct, frozen=True, tag="nutrition/nothing-eaten"):
    """A meal without portions."""

    field: str = "portions"
    given: int = 0
    least: int = 1


def problem_for_meal(errors: tuple[CannotAmendMeal, ...]) -> ProblemRaised:
    """Refuse what cannot be a meal."""
    slug, title, status = _said_of_meal(errors[0])
    told = (NoPortions() if isinstance(error, NothingEaten) else error for error in errors)
    return problem(slug, title, status, *told)


def _said_of_meal(error: CannotAmendMeal) -> tuple[str, str, int]:
    match error:
        case EatenInFuture():
            return "nutrition/eaten-in-future", "The meal lies in the future", 422
        case EatenTooLongAgo():
            return "nutrition/eaten-too-long-ago", "The meal lies too far back", 422
        case NothingEaten():
            return "nutrition/nothing-eaten", "The meal has no portions", 422
        case TooManyPortions():
            return "nutrition/too-many-portions", "The meal has too many portions", 422
        case DayFull():
            return "nutrition/day-full", "The day has as many meals as it can have", 422
        case NoSuchMeal():
            return "nutrition/no-such-meal", "You have no such meal", 404
        case UnknownFood() | UnknownServing():
            return _said_of_portion(error)
        case OutOfRange() | Blank() | TooLong() | NotOneOf() | NoZone() | UnknownZone():
            return _said_of_malformed(error)


def _said_of_portion(error: UnknownFood | UnknownServing) -> tuple[str, str, int]:
    match error:
        case UnknownFood():
            return "nutrition/unknown-food", "The catalogue does not have that food", 422
        case UnknownServing():
            return "nutrition/unknown-serving", "The food does not come in that serving", 422


def problem_for_no_meal(error: NoSuchMeal) -> ProblemRaised:
    """Say that there is no such meal."""
    return problem_for_meal((error,))


def problem_for_food(errors: tuple[CannotKeepFood, ...]) -> ProblemRaised:
    """Refuse what cannot be a food of one's own."""
    slug, title, status = _said_of_food(errors[0])
    return problem(slug, title, status, *errors)


def _said_of_food(error: CannotKeepFood) -> tuple[str, str, int]:
    match error:
        case NoSuchOwnFood():
            return "nutrition/no-such-own-food", "You have no such food of your own", 404
        case LarderFull():
            return _said_of_room()
        case RepeatedServing():
            return "nutrition/repeated-serving", "Two servings have one name", 422
        case NotABarcode():
            return "nutrition/not-a-barcode", "The barcode is not the digits of one", 422
        case OutOfRange() | Blank() | TooLong() | NotOneOf() | NoZone() | UnknownZone():
            return _said_of_malformed(error)


def problem_for_recipe(errors: tuple[CannotCook, ...]) -> ProblemRaised:
    """Refuse what cannot be a recipe."""
    slug, title, status = _said_of_recipe(errors[0])
    return problem(slug, title, status, *errors)


def _said_of_recipe(error: CannotCook) -> tuple[str, str, int]:
    match error:
        case NoSuchRecipe():
            return "nutrition/no-such-recipe", "You have no such recipe", 404
        case UnknownFood() | UnknownServing():
            return _said_of_portion(error)
        case Circular():
            return "nutrition/circular-recipe", "The dish would be an ingredient of itself", 422
        case TooDeep():
            return "nutrition/recipe-too-deep", "Too many recipes are in one another", 422
        case LarderFull():
            return _said_of_room()
        case OutOfRange() | Blank() | TooLong() | NotOneOf() | NoZone() | UnknownZone():
            return _said_of_malformed(error)


def _said_of_room() -> tuple[str, str, int]:
    return "nutrition/larder-full", "You keep as many as one can", 422


def _said_of_malformed(error: Malformed) -> tuple[str, str, int]:
    made = malformed_problem((error,)).problem
    return made.type.rpartition("/")[2], made.title, made.status


def problem_for_no_own_food(error: NoSuchOwnFood) -> ProblemRaised:
    """Say that there is no such food of one's own."""
    return problem_for_food((error,))


def problem_for_no_recipe(error: NoSuchRecipe) -> ProblemRaised:
    """Say that there is no such recipe."""
    return problem_for_recipe((error,))


def problem_for_no_food(error: UnknownFood) -> ProblemRaised:
    """Say that there is no such food."""
    return problem("nutrition/no-such-food", "There is no such food", 404, error)


def problem_for_favourite(error: CannotFavour) -> ProblemRaised:
    """Refuse to mark what is not there, or one thing too many."""
    match error:
        case UnknownFood():
            return problem_for_no_food(error)
        case LarderFull():
            return problem(*_said_of_room(), error)
