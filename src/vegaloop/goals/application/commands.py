"""What a person can ask of their goals, and what they are told."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.goals.domain.aim import Aim, Terms
from vegaloop.goals.domain.appraisal import Appraisal
from vegaloop.goals.domain.goal import Goal, GoalId
from vegaloop.goals.domain.outlook import Forecast
from vegaloop.goals.domain.progress import Progress
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import LocalDate


@final
class SetGoal(Struct, frozen=True):
    """Set a goal over a measure; it starts today unless a day is named."""

    person: PersonId
    measure: str
    terms: Terms
    start: LocalDate | None = None


@final
class AmendGoal(Struct, frozen=True):
    """Change what a goal is called, or what it aims at; what is None stays."""

    person: PersonId
    id: GoalId
    title: str | None = None
    aim: Aim | None = None


class Standing(Struct, frozen=True):
    """A goal on a day: how far it is, and where it is heading."""

    goal: Goal
    unit: str | None
    day: LocalDate
    progress: Result[Progress, NoNumber]
    forecast: Result[Forecast, NoNumber]


@final
class Appraised(Standing, frozen=True):
    """How one goal stands, with every figure that is computed of it alone."""

    appraisal: Appraisal
