"""Boards for tests: sources that answer, lack something, or break."""

from __future__ import annotations

import datetime as dt
from typing import Final, Generic, TypeVar, final
from uuid import UUID

from tests.support import NOW, at
from vegaloop.dashboard.application.ports import Source, Sources
from vegaloop.dashboard.domain.section import Insufficient, Lack, Observed
from vegaloop.dashboard.domain.views import (
    ActivityView,
    AmountsView,
    BaselineView,
    BiometricsView,
    ContributorView,
    FormView,
    GoalsView,
    GoalView,
    NightView,
    NutritionView,
    ReadinessView,
    SessionView,
    WeekView,
    WeightView,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")

TODAY: Final = LocalDate(NOW.date())
SECTIONS: Final = ("readiness", "nutrition", "activity", "biometrics", "goals")
SECRET: Final = "heart rate 187"

READINESS: Final = ReadinessView(
    74.0,
    74.0,
    "high",
    0.9,
    "high",
    7.5,
    "as_planned",
    "band",
    (ContributorView("hrv", "biometrics", 3.3, "fair"),),
    (),
    (Lack("protein", "missing"),),
    "readiness-1",
)
_AMOUNTS: Final = AmountsView(800.0, 40.0, 90.0, 20.0, None)
NUTRITION: Final = NutritionView(1, False, _AMOUNTS, _AMOUNTS, _AMOUNTS, 0.4, (), "nutrition-1")
ACTIVITY: Final = ActivityView(
    FormView(60.0, 70.0, -10.0, 2.5, False, 0, "activity-2"),
    WeekView(420.0, 380.0),
    (SessionView(UUID(int=7), "cycling", None, at(NOW), NOW.date(), 3_600.0, 30_000.0, 55.0),),
    (),
)
BIOMETRICS: Final = BiometricsView(
    (BaselineView("hrv", "ms", 52.0, 55.0, -0.2, 0.9, 42, "biometrics-2"),),
    NightView(432.0, 470.0, 480.0, 0.92, 1.5),
    WeightView(70.0, 70.2, -0.1, NOW.date()),
    (),
)
GOALS: Final = GoalsView(
    (
        GoalView(
            UUID(int=9),
            "10 k",
            "activity.distance_km",
            "km",
            "reach",
            "open",
            0.4,
            None,
            0.7,
            "expected",
            dt.date(2026, 6, 1),
        ),
    )
)


@final
class Answers(Source[A], Generic[A]):
    """Answers what it was given."""

    def __init__(self, data: A, as_of: dt.datetime | None = NOW) -> None:
        self._observed = Observed(data, None if as_of is None else at(as_of))
        self.asked = 0

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[A], Insufficient]:
        self.asked += 1
        return Success(self._observed)


@final
class Lacks(Source[A], Generic[A]):
    """Lacks the same thing always."""

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[A], Insufficient]:
        return Failure(Insufficient((Lack("nights", "missing"),)))


@final
class Breaks(Source[A], Generic[A]):
    """Breaks, with what somebody recorded in its message."""

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[A], Insufficient]:
        raise KeyError(SECRET)


def sources(*, broken: str = "", lacking: str = "") -> Sources:
    """Sources that answer, but for one that breaks or lacks something."""

    def source(name: str, data: A, as_of: dt.datetime | None = NOW) -> Source[A]:
        if name == broken:
            return Breaks[A]()
        return Lacks[A]() if name == lacking else Answers(data, as_of)

    return Sources(
        source("readiness", READINESS),
        source("nutrition", NUTRITION),
        source("activity", ACTIVITY),
        source("biometrics", BIOMETRICS),
        source("goals", GOALS, None),
    )
