"""How contexts that do not know each other answer one another's questions.

Each class fills a port of one context from the public answers of another, and translates the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from vegaloop.activity import Activity, BodyMasses, Histories
from vegaloop.biometrics import Biometrics, LeanMethod, Strain, TrendMethod
from vegaloop.biometrics.formulas import training_strain
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import LocalDate, days_after, days_from
from vegaloop.nutrition import Bodies, Body, DayExertion, Exertions, TrendWeight


@final
class StrainOfActivity(Strain):
    """Sleep need grows with training: how far ATL exceeds CTL (formula book B8)."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories

    def strains(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Mapping[LocalDate, float]:
        """How far the short load exceeds the long one on the mornings of [start, end).

        One history answers for all of them, as it stood on the last: a morning has the CTL and
        ATL of the evening before, and none before the first session.
        """
        history = self._histories.before(person, days_after(end, -1))
        if history is None:
            return {}
        ctl, atl = history.fitness
        mornings = days_from(max(start, days_after(history.start, 1)), end)
        first = len(ctl) - len(mornings)
        found = (
            (day, training_strain(chronic, acute))
            for day, chronic, acute in zip(mornings, ctl[first:], atl[first:], strict=True)
        )
        return {day: strain.unwrap() for day, strain in found if isinstance(strain, Success)}


@final
class BodiesOfBiometrics(Bodies):
    """What somebody eats is measured against what they weigh."""

    def __init__(self, biometrics: Biometrics) -> None:
        self._biometrics = biometrics

    def body(self, person: PersonId, day: LocalDate) -> Body:
        """What is known of a body on a day; nothing where nothing was measured."""
        found = self._biometrics.body(person, day)
        estimated = found.lean_method is LeanMethod.BOER
        return Body(found.weight_kg, found.fat_free_mass_kg, estimated)

    def weights(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> tuple[TrendWeight, ...]:
        """The trend after the last weigh-in of each day of [start, end) that has one."""
        trend = self._biometrics.weight_trend(person, start, end, TrendMethod.LOCAL_LEVEL)
        last = {point.day: point.trend_kg for point in trend.points}
        return tuple(TrendWeight(day, last[day]) for day in sorted(last))


@final
class MassesOfBiometrics(BodyMasses):
    """What exercise costs depends on what it moves."""

    def __init__(self, biometrics: Biometrics) -> None:
        self._biometrics = biometrics

    def mass_kg(self, person: PersonId, day: LocalDate) -> float | None:
        """The trend weight of a person on a day; None where nobody was weighed up to it."""
        return self._biometrics.body(person, day).weight_kg


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
            DayExertion(
                one.day,
                one.moderate_or_harder_hours,
                one.net_energy_kcal,
                tuple(map(str, one.energy_methods)),
            )
            for one in self._activity.exertion(person, start, end, weight_kg)
        )
