"""Nutrition over HTTP: the routes of food quality, and of what a person chose."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from vegaloop.infrastructure.days import OneDay, to_begun_day, to_day
from vegaloop.infrastructure.problem import refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.quality_answers import (
    from_adequacy,
    from_glycaemia,
    from_guide,
    from_hydration,
    from_preferences,
    to_weighings,
)
from vegaloop.nutrition.adapters.quality_bodies import (
    AdequacyBody,
    DayGlycaemicBody,
    FuelGuideBody,
    HydrationBody,
    PreferenceEntryBody,
    PreferencesBody,
)
from vegaloop.nutrition.application.service import Nutrition
from vegaloop.nutrition.domain.preferences import Preference

_Before: TypeAlias = Annotated[
    float | None, QueryParameter(description="What you weighed before a session.")
]
_After: TypeAlias = Annotated[
    float | None, QueryParameter(description="What you weighed after it, dried.")
]
_Fluid: TypeAlias = Annotated[
    float | None, QueryParameter(description="What you drank in it; 0 for nothing.")
]
_Urine: TypeAlias = Annotated[
    float | None, QueryParameter(description="What you passed in it; 0 for nothing.")
]
_Hours: TypeAlias = Annotated[float | None, QueryParameter(description="How long it lasted.")]


@get(
    "/nutrition/adequacy",
    sync_to_thread=True,
    responses=refusals(s422="The day has not begun or is out of reach"),
)
def show_adequacy(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    date: OneDay = None,
) -> AdequacyBody:
    """Show how well the last seven days you logged in full met what is advised to your group."""
    day = to_begun_day(date, nutrition.today(person))
    return from_adequacy(nutrition.adequacy(person, day))


@get(
    "/nutrition/hydration",
    sync_to_thread=True,
    responses=refusals(s422="The day has not begun or is out of reach"),
)
def show_hydration(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    date: OneDay = None,
    before_kg: _Before = None,
    after_kg: _After = None,
    fluid_l: _Fluid = None,
    urine_l: _Urine = None,
    hours: _Hours = None,
) -> HydrationBody:
    """Show the water a day asks for and holds; with five figures also what a session sweated."""
    day = to_begun_day(date, nutrition.today(person))
    session = to_weighings(before_kg, after_kg, fluid_l, urine_l, hours)
    return from_hydration(nutrition.hydration(person, day, session))


@get(
    "/nutrition/days/{date:date}/glycaemic-load",
    sync_to_thread=True,
    responses=refusals(s422="The day is out of reach"),
)
def show_glycaemic_load(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> DayGlycaemicBody:
    """Show the glycaemic load of a day and its meals, as far as glycaemic indices are known."""
    return from_glycaemia(nutrition.glycaemia(person, to_day(date)))


@get(
    "/nutrition/days/{date:date}/fuelling-guide",
    sync_to_thread=True,
    responses=refusals(s422="The day is out of reach"),
)
def show_fuelling_guide(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> FuelGuideBody:
    """Show what to eat before, during and after the training of a day, and at each meal."""
    return from_guide(nutrition.guide(person, to_day(date)))


@get("/nutrition/preferences", sync_to_thread=True, responses=refusals())
def show_preferences(
    person: NamedDependency[PersonId], nutrition: NamedDependency[Nutrition]
) -> PreferencesBody:
    """List what you chose about your nutrition, oldest first."""
    return from_preferences(nutrition.preferences(person))


@put(
    "/nutrition/preferences",
    sync_to_thread=True,
    responses=refusals(s422="The day is out of reach"),
)
def prefer(
    data: JSONBody[PreferenceEntryBody],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> PreferencesBody:
    """Choose, from a day on; a choice from the same day is replaced. Targets follow at once."""
    chosen = Preference(to_day(data.effective_from, "effective_from"), data.protein_method)
    return from_preferences(nutrition.prefer(person, chosen))


HANDLERS: Final = (
    show_adequacy,
    show_hydration,
    show_glycaemic_load,
    show_fuelling_guide,
    show_preferences,
    prefer,
)
