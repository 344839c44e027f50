"""How well what somebody eats serves them: adequacy, water, carbohydrate, and what they chose."""

from __future__ import annotations

from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Clock, LocalDate, days_after
from vegaloop.nutrition.application.insight import Insight
from vegaloop.nutrition.application.ports import (
    Bodies,
    Catalogue,
    Diaries,
    Diary,
    Exertions,
    ReferenceIntakes,
)
from vegaloop.nutrition.domain.adequacy import Adequacy, adequacy_of
from vegaloop.nutrition.domain.glycaemia import DayGlycaemia, glycaemia_of
from vegaloop.nutrition.domain.guide import FuelGuide, guide_of
from vegaloop.nutrition.domain.intake import LOOK_BACK_DAYS, day_intakes, full_days
from vegaloop.nutrition.domain.preferences import Preference
from vegaloop.nutrition.domain.water import Hydration, Weighings, hydration_of

__all__ = ("Nourishment",)


class Nourishment(Insight):
    """What a diary says of the quality of the food, and what the person chose about it."""

    __slots__ = ("_catalogue", "_intakes")

    def __init__(
        self,
        diaries: Diaries,
        catalogue: Catalogue,
        intakes: ReferenceIntakes,
        profiles: Profiles,
        bodies: Bodies,
        exertions: Exertions,
        clock: Clock,
    ) -> None:
        super().__init__(diaries, profiles, bodies, exertions, clock)
        self._catalogue = catalogue
        self._intakes = intakes

    def adequacy(self, person: PersonId, day: LocalDate) -> Adequacy:
        """Tell how well the last days that were logged in full met what is advised."""
        diet = self._diet(person, days_after(day, 1 - LOOK_BACK_DAYS), days_after(day, 1))
        days = full_days(diet)
        meals = self._diaries.read(person, lambda diary: diary.meals_of(days))
        intakes = day_intakes(days, meals)
        return adequacy_of(day, diet.known.profile, self._intakes.table(), intakes)

    def hydration(
        self, person: PersonId, day: LocalDate, session: Result[Weighings, NoNumber]
    ) -> Hydration:
        """Tell how much water a day asks for and holds, and what a session sweated."""
        meals = self._diaries.read(person, lambda diary: diary.meals_on(day))
        return hydration_of(day, self._profiles.profile(person), meals, session)

    def glycaemia(self, person: PersonId, day: LocalDate) -> DayGlycaemia:
        """Tell the glycaemic load of a day and of its meals."""
        meals = self._diaries.read(person, lambda diary: diary.meals_on(day))
        named = {one.food for meal in meals for one in meal.portions if one.food is not None}
        foods = {food.id: food for food in self._catalogue.foods(tuple(sorted(named)))}
        return glycaemia_of(day, meals, foods)

    def guide(self, person: PersonId, day: LocalDate) -> FuelGuide:
        """Say what to eat around the training of a day."""
        known = self._known(
            person, day, days_after(day, 1), self._profiles.profile(person), preferences=()
        )
        return guide_of(day, known)

    def preferences(self, person: PersonId) -> tuple[Preference, ...]:
        """List what a person chose, oldest first."""
        return self._diaries.read(person, lambda diary: diary.preferences())

    def prefer(self, person: PersonId, preference: Preference) -> tuple[Preference, ...]:
        """Keep a choice, in the place of the one from the same day, and list them all."""

        def work(diary: Diary) -> tuple[Preference, ...]:
            diary.prefer(preference)
            return diary.preferences()

        return self._diaries.write(person, work)
