"""Readiness over HTTP: the translations and the routes; bodies.py has the bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from vegaloop.infrastructure.days import FromDay, OneDay, ToDay, to_begun_day, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import Malformed, NotOneOf
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import SignalName
from vegaloop.readiness.adapters.bodies import HistoryBody, MorningBody, from_morning
from vegaloop.readiness.application.service import (
    CannotLookBack,
    EndsBeforeItStarts,
    ReadinessService,
    TooManyDays,
)
from vegaloop.readiness.domain.weights import USUAL_WEIGHTS, Weights, weights_of

_FACTOR = r"[a-z_]{1,30}:[0-9]{1,3}(\.[0-9]{1,6})?"
ChosenWeights: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="weights",
        pattern=f"^{_FACTOR}(,{_FACTOR}){{0,11}}$",
        description="How many times its usual weight a signal counts, from 0.5 to 2, "
        "as `hrv:1.5,sleep_last:0.5`.",
    ),
]

# ---- translations ----


def _to_weights(given: str | None) -> Result[Weights, tuple[Malformed, ...]]:
    if given is None:
        return Success(USUAL_WEIGHTS)
    pairs = tuple(_pairs(given))
    known = tuple(name.value for name in SignalName)
    unknown = tuple(NotOneOf("weights", name, known) for name, _ in pairs if name not in known)
    if unknown:
        return Failure(unknown)
    match weights_of((SignalName(name), factor) for name, factor in pairs):
        case Success(weights):
            return Success(weights)
        case Failure(errors):
            return Failure(errors)


def _pairs(given: str) -> Iterator[tuple[str, float]]:
    for pair in given.split(","):
        name, _, factor = pair.partition(":")
        yield name, float(factor)


def _problem_for_history(error: CannotLookBack) -> ProblemRaised:
    match error:
        case EndsBeforeItStarts():
            title = "The span ends before it starts"
            return problem("readiness/ends-before-it-starts", title, 422, error)
        case TooManyDays():
            return problem("readiness/too-many-days", "That is too many days", 422, error)


# ---- routes ----


@get(
    "/readiness",
    sync_to_thread=True,
    responses=refusals(s422="The day or a weight is out of range"),
)
def show_readiness(
    person: NamedDependency[PersonId],
    readiness: NamedDependency[ReadinessService],
    date: OneDay = None,
    weights: ChosenWeights = None,
) -> MorningBody:
    """Tell how ready you are to train, and why; or what is missing for a number."""
    chosen = or_raise(_to_weights(weights), malformed_problem)
    day = to_begun_day(date, readiness.today(person))
    match readiness.on(person, day, chosen):
        case Success(scored):
            return from_morning(scored)
        case Failure(insufficient):
            return from_morning(insufficient)


@get(
    "/readiness/history",
    sync_to_thread=True,
    responses=refusals(s422="The span of days cannot be shown"),
)
def show_readiness_history(
    start: FromDay,
    end: ToDay,
    person: NamedDependency[PersonId],
    readiness: NamedDependency[ReadinessService],
) -> HistoryBody:
    """Tell how ready you were on the mornings of a span of at most 60 days, oldest first."""
    span = to_day(start, "from"), to_day(end, "to")
    mornings = or_raise(readiness.over(person, *span), _problem_for_history)
    return HistoryBody(tuple(map(from_morning, mornings)))


def routes() -> Router:
    """Everything readiness answers to."""
    return Router("/", route_handlers=[show_readiness, show_readiness_history], tags=["readiness"])
