"""What the dashboard needs from outside, in its own words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar, final

from msgspec import Struct

from vegaloop.dashboard.domain.section import Insufficient, Observed, SectionName
from vegaloop.dashboard.domain.views import (
    ActivityView,
    BiometricsView,
    GoalsView,
    NutritionView,
    ReadinessView,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")


class Source(Protocol[A]):
    """Whoever fills one section of the board."""

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[A], Insufficient]:
        """What there is to show on a day, or what is lacking for it."""
        ...


@final
class Sources(Struct, frozen=True):
    """Whoever fills the sections, one each."""

    readiness: Source[ReadinessView]
    nutrition: Source[NutritionView]
    activity: Source[ActivityView]
    biometrics: Source[BiometricsView]
    goals: Source[GoalsView]


@final
class Broken(Struct, frozen=True):
    """A question that met a bug or a broken world; `kind` names it without a person's data."""

    kind: str


class Guard(Protocol):
    """Whoever keeps what breaks in one section away from the others."""

    def ask(self, question: Callable[[], A]) -> Result[A, Broken]:
        """Ask, whatever comes of it."""
        ...


class Alarm(Protocol):
    """Where a person who runs the system learns that a section broke."""

    def section_broke(self, section: SectionName, kind: str) -> None:
        """Raise it; nothing about a person's health may be in it."""
        ...


class Revisions(Protocol):
    """Whoever counts the changes of a person's records."""

    def __call__(self, person: PersonId, /) -> int:
        """How often they have changed."""
        ...


class Snapshots(Protocol):
    """Whoever can hold the records still while a board is made."""

    def __call__(self) -> AbstractContextManager[None]:
        """Let all that is read inside be of one moment."""
        ...
