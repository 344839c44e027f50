"""What many tests stand on: a pinned clock, counted ids, people nobody else uses, real files."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar, final
from uuid import UUID, uuid4

import pytest
from hypothesis import settings

from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, instant_of

A = TypeVar("A")
E = TypeVar("E")

NOW: Final = dt.datetime(2026, 3, 20, 6, 30, tzinfo=dt.UTC)
SHARED: Final = Path(__file__).parents[2] / "shared" / "data"

needs_shared_data: Final = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of real files, ../shared/data, is absent"
)


def at_most(examples: int) -> int:
    """So many examples of a slow law, or as many as the profile in use tries, if that is fewer."""
    return min(examples, settings().max_examples)


def good(result: Result[A, E]) -> A:
    """The value of a result that must be a success."""
    match result:
        case Success(value):
            return value
        case Failure(error):
            raise AssertionError(f"expected a success, got {error}")


def refused(result: Result[A, E]) -> E:
    """The error of a result that must be a failure."""
    match result:
        case Success(value):
            raise AssertionError(f"expected a failure, got {value}")
        case Failure(error):
            return error


def at(given: dt.datetime) -> Instant:
    """An instant from an aware datetime."""
    return good(instant_of(given))


@final
class PinnedClock(Clock):
    """A clock that tells what it was set to."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.set(now)

    def set(self, now: dt.datetime) -> None:
        """Move the hands."""
        self._now = at(now)

    def now(self) -> Instant:
        """Tell the time it was set to."""
        return self._now


@final
class CountedIds(Ids):
    """Identifiers 1, 2, 3 …"""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = itertools.count(1)

    def fresh(self) -> UUID:
        """Give the next one."""
        return UUID(int=next(self._numbers))


@final
class SilentJournal:
    """Keeps what the process says, for a test to look at."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, str | float]]] = []

    def info(self, event: str, **facts: str | float) -> None:
        """Keep a line."""
        self.lines.append((event, facts))

    def error(self, event: str, **facts: str | float) -> None:
        """Keep a line."""
        self.lines.append((event, facts))


def somebody() -> PersonId:
    """A person no other test has: databases are shared between tests, people are not."""
    return PersonId(uuid4())
