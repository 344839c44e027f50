"""RFC 9457 problems: the one place where an error becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar, final

import msgspec
from litestar.openapi import ResponseSpec

from vegaloop.kernel.errors import (
    Blank,
    Malformed,
    NotOneOf,
    NoZone,
    OutOfRange,
    TooLong,
    UnknownZone,
)
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")
E = TypeVar("E")

PROBLEM_JSON: Final = "application/problem+json"
PROBLEM_TYPES: Final = "https://vegaloop.example/problems/"


@final
class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a client is told when it does not get what it asked for (RFC 9457).

    `type` is stable; `errors` has one object an error, each with a `type` of its own, the field,
    what was given and what would be right.
    """

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: tuple[msgspec.Raw, ...] = ()


@final
class ProblemRaised(Exception):
    """Carries a problem from a route to the handler that answers with it."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.title)
        self.problem = problem
        self.headers = headers or {}


def problem(slug: str, title: str, status: int, *errors: msgspec.Struct) -> ProblemRaised:
    """Build the exception a route raises; each error keeps its own tag and fields."""
    return ProblemRaised(
        Problem(
            type=PROBLEM_TYPES + slug,
            title=title,
            status=status,
            errors=tuple(msgspec.Raw(msgspec.json.encode(error)) for error in errors),
        )
    )


def malformed_problem(errors: tuple[Malformed, ...]) -> ProblemRaised:
    """Refuse values that have the right shape but cannot be meant."""
    match errors:
        case (OutOfRange(), *_):
            return problem("out-of-range", "A value is out of range", 422, *errors)
        case (NoZone() | UnknownZone(), *_):
            return problem("no-such-zone", "A time does not say where it was read", 422, *errors)
        case (Blank() | TooLong() | NotOneOf(), *_):
            return problem("not-readable", "A text cannot be read", 422, *errors)
        case _:
            raise ValueError("nothing is wrong")


def or_raise(result: Result[A, E], as_problem: Callable[[E], ProblemRaised]) -> A:
    """Leave the world of results: the value, or the problem its error becomes."""
    match result:
        case Success(value):
            return value
        case Failure(error):
            raise as_problem(error)


def refusals(**titles: str) -> dict[int, ResponseSpec]:
    """Describe the refusals of a route for OpenAPI, as `s422="The meal cannot be logged"`."""
    standard = {
        "s400": "The request has the wrong shape",
        "s401": "No valid bearer token was given",
    }
    return {
        int(status[1:]): ResponseSpec(
            Problem, description=title, media_type=PROBLEM_JSON, generate_examples=False
        )
        for status, title in (standard | titles).items()
    }
