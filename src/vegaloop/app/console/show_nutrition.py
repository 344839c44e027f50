"""What eating adds up to, on a screen."""

from __future__ import annotations

import datetime as dt

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, begun_day, fail, say
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition import FoodId
from vegaloop.nutrition.adapters.energy_answers import (
    from_availability,
    from_forecast,
    from_spending,
)
from vegaloop.nutrition.adapters.http_energy import DELTA_MOST_KCAL, FORECAST_DAYS_MOST
from vegaloop.nutrition.adapters.quality_answers import (
    from_adequacy,
    from_food_quality,
    from_glycaemia,
    from_guide,
    from_hydration,
    from_preferences,
    to_weighings,
)


def energy_availability(date: dt.date | None, *, as_json: bool) -> None:
    """Print what training left of the food of the week before a morning."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        body = from_availability(vega.nutrition.energy_availability(owner, day), day)
    show(body, as_json=as_json)
    _end(body.kcal_per_kg.value)


def expenditure(date: dt.date | None, *, as_json: bool) -> None:
    """Print what a day costs."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        body = from_spending(vega.nutrition.spending(owner, day))
    show(body, as_json=as_json)
    _end(body.tdee_kcal.value)


def weight_forecast(delta_kcal: float, days: int, *, as_json: bool) -> None:
    """Print where a weight goes."""
    if not -DELTA_MOST_KCAL <= delta_kcal <= DELTA_MOST_KCAL:
        most = f"{DELTA_MOST_KCAL:.0f}"
        fail(f"--delta {delta_kcal:g} is not from -{most} to {most}", Exit.USAGE)
    if not 1 <= days <= FORECAST_DAYS_MOST:
        fail(f"--days {days} is not from 1 to {FORECAST_DAYS_MOST}", Exit.USAGE)
    with opened() as (vega, owner):
        today = vega.nutrition.today(owner)
        found = vega.nutrition.weight_forecast(owner, today, delta_kcal, days)
    body = from_forecast(found, today, delta_kcal)
    show(body, as_json=as_json)
    _end(body.weight_kg.value)


def adequacy(date: dt.date | None, *, as_json: bool) -> None:
    """Print how well the last full days met what is advised."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        body = from_adequacy(vega.nutrition.adequacy(owner, day))
    show(body, as_json=as_json)
    _end(body.mean_adequacy_ratio.value)


def hydration(
    date: dt.date | None,
    *,
    before_kg: float | None,
    after_kg: float | None,
    fluid_l: float | None,
    urine_l: float | None,
    hours: float | None,
    as_json: bool,
) -> None:
    """Print the water of a day, and what a session sweated."""
    session = to_weighings(before_kg, after_kg, fluid_l, urine_l, hours)
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        body = from_hydration(vega.nutrition.hydration(owner, day, session))
    show(body, as_json=as_json)


def glycaemic_load(date: dt.date | None, *, as_json: bool) -> None:
    """Print the glycaemic load of a day and its meals."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        body = from_glycaemia(vega.nutrition.glycaemia(owner, day))
    show(body, as_json=as_json)
    _end(body.glycaemic_load.value)


def fuelling_guide(date: dt.date | None, *, as_json: bool) -> None:
    """Print what to eat around the training of a day."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.nutrition.today(owner))
        show(from_guide(vega.nutrition.guide(owner, day)), as_json=as_json)


def food(id: str, *, as_json: bool) -> None:
    """Print a food and how it is judged."""
    with opened() as (vega, owner):
        match vega.nutrition.food_quality(owner, FoodId(id)):
            case Success(found):
                show(from_food_quality(found), as_json=as_json)
            case Failure():
                fail(f"the catalogue has no food called {id}", Exit.USAGE)


def preferences(*, as_json: bool) -> None:
    """Print what was chosen about nutrition."""
    with opened() as (vega, owner):
        body = from_preferences(vega.nutrition.preferences(owner))
    if not (body.data or as_json):
        say(f"nothing chosen: protein is {body.usual_protein_method}, the usual method")
        return
    show(body, as_json=as_json)


def _end(value: float | None) -> None:
    """End with `NOT_ENOUGH` where there is no number; the answer has said why."""
    if value is None:
        raise SystemExit(Exit.NOT_ENOUGH)
