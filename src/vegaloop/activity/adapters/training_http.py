"""Activity over HTTP: the routes of what training adds up to, and of zones."""

from __future__ import annotations

from typing import Final

from litestar import get
from litestar.di import NamedDependency

from vegaloop.activity.adapters.capacity_bodies import CapacityBody, from_capacity
from vegaloop.activity.adapters.training_bodies import (
    TrainingBody,
    ZoneSheetBody,
    from_training,
    from_zones,
)
from vegaloop.activity.application.service import Activity
from vegaloop.infrastructure.days import OneDay, to_begun_day
from vegaloop.infrastructure.problem import refusals
from vegaloop.kernel.identity import PersonId

NOT_A_DAY: Final = "The day is out of reach, or has not begun"


@get("/activity/training", sync_to_thread=True, responses=refusals(s422=NOT_A_DAY))
def show_training(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    date: OneDay = None,
) -> TrainingBody:
    """Tell fitness, fatigue, form, monotony and ratios on the morning of a day, with their methods."""
    return from_training(activity.training(person, to_begun_day(date, activity.today(person))))


@get("/activity/zones", sync_to_thread=True, responses=refusals(s422=NOT_A_DAY))
def show_zones(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    date: OneDay = None,
) -> ZoneSheetBody:
    """Tell your zones of power, heart rate and pace by what you were capable of on a day."""
    return from_zones(activity.zones(person, to_begun_day(date, activity.today(person))))


@get("/activity/capacity", sync_to_thread=True, responses=refusals(s422=NOT_A_DAY))
def show_capacity(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    date: OneDay = None,
) -> CapacityBody:
    """Tell critical power and speed, VDOT with races, and VO2max, by your bests of 90 days."""
    return from_capacity(activity.capacity(person, to_begun_day(date, activity.today(person))))


TRAINING_ROUTES: Final = (show_training, show_capacity, show_zones)
