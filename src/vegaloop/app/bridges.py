"""How contexts that do not know each other answer one another's questions.

Each class fills a port of one context from the public answers of another, and translates the words.
"""

from __future__ import annotations

from typing import final

from vegaloop.activity import Activity
from vegaloop.biometrics import Biometrics, Strain
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition import Bodies, Body, DayExertion, Exertions


@final
class StrainOfActivity(Strain):
    """Sleep need grows with training: how far ATL exceeds CTL (formula book B8)."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity

    def strain(self, person: PersonId, day: LocalDate) -> float | None:
        """How far the short load exceeds the long one that morning: (ATL-CTL)/CTL in [0, 1]."""
        match self._activity.form(person, day):
            case Success(form):
                return min(1.0, max(0.0, form.atl / form.ctl - 1)) if form.ctl > 0 else None
            case Failure(_):
                return None


@final
class BodiesOfBiometrics(Bodies):
    """What somebody eats is measured against what they weigh."""

    def __init__(self, biometrics: Biometrics) -> None:
        self._biometrics = biometrics

    def body(self, person: PersonId, day: LocalDate) -> Body:
        """What is known of a body on a day; nothing where nothing was measured."""
        found = self._biometrics.body(person, day)
        return Body(found.weight_kg, found.fat_free_mass_kg)


@final
class ExertionsOfActivity(Exertions):
    """What somebody needs to eat depends on how they train."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity

    def exertion(
        self, person: PersonId, start: LocalDate, end: LocalDate, weight_kg: float | None
    ) -> tuple[DayExertion, ...]:
        """The training of the days in [start, end)."""
        return tuple(
            DayExertion(one.day, one.moderate_or_harder_hours, one.net_energy_kcal)
            for one in self._activity.exertion(person, start, end, weight_kg)
        )
