"""Nutrition over HTTP: the routes of energy."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from vegaloop.infrastructure.days import OneDay, to_begun_day
from vegaloop.infrastructure.problem import malformed_problem, refusals
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import PersonId
from vegaloop.nutrition.adapters.energy_answers import (
    from_availability,
    from_forecast,
    from_spending,
)
from vegaloop.nutrition.adapters.energy_bodies import (
    EnergyAvailabilityBody,
    ExpenditureBody,
    WeightForecastBody,
)
from vegaloop.nutrition.application.service import Nutrition

DELTA_MOST_KCAL: Final = 5_000.0
FORECAST_DAYS_MOST: Final = 730
FORECAST_DAYS_USUAL: Final = 180

Delta = Annotated[
    float,
    QueryParameter(
        name="delta_kcal",
        description="What is eaten more a day than is spent; less where below zero.",
    ),
]
ForecastDays = Annotated[
    int, QueryParameter(name="days", description="How far to look ahead; 730 at most.")
]


@get(
    "/nutrition/days/{date:date}/energy-availability",
    sync_to_thread=True,
    responses=refusals(s422="The day has not begun or is out of reach"),
)
def show_energy_availability(
    date: FromPath[dt.date],
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
) -> EnergyAvailabilityBody:
    """Show what training left of the food of the seven days before a morning."""
    day = to_begun_day(date, nutrition.today(person))
    return from_availability(nutrition.energy_availability(person, day), day)


@get(
    "/nutrition/expenditure",
    sync_to_thread=True,
    responses=refusals(s422="The day has not begun or is out of reach"),
)
def show_expenditure(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    date: OneDay = None,
) -> ExpenditureBody:
    """Show what a day costs you, by equations and by your own intake and weight before it."""
    day = to_begun_day(date, nutrition.today(person))
    return from_spending(nutrition.spending(person, day))


@get(
    "/nutrition/weight-forecast",
    sync_to_thread=True,
    responses=refusals(s422="Nobody eats so much more or less, or so long"),
)
def show_weight_forecast(
    person: NamedDependency[PersonId],
    nutrition: NamedDependency[Nutrition],
    delta_kcal: Delta,
    days: ForecastDays = FORECAST_DAYS_USUAL,
) -> WeightForecastBody:
    """Show where your weight goes if you eat so much more or less than you spend from today on."""
    wrong = tuple(
        OutOfRange(field, given, least, most)
        for field, given, least, most in (
            ("delta_kcal", delta_kcal, -DELTA_MOST_KCAL, DELTA_MOST_KCAL),
            ("days", days, 1, FORECAST_DAYS_MOST),
        )
        if not least <= given <= most
    )
    if wrong:
        raise malformed_problem(wrong)
    today = nutrition.today(person)
    return from_forecast(
        nutrition.weight_forecast(person, today, delta_kcal, days), today, delta_kcal
    )


HANDLERS: Final = (show_energy_availability, show_expenditure, show_weight_forecast)
