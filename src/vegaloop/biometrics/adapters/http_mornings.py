"""Mornings over HTTP: what biometrics works out of the readings, nothing that can be refused."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from vegaloop.biometrics.adapters.answers import (
    BaselinesBody,
    BodyOnDayBody,
    SleepOnDayBody,
    WeightTrendBody,
    from_baselines,
    from_body,
    from_sleep,
    from_trend,
)
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.weight import TrendMethod
from vegaloop.infrastructure.days import FromDay, OneDay, ToDay, to_day
from vegaloop.infrastructure.problem import refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate

Method: TypeAlias = Annotated[
    TrendMethod, QueryParameter(description="`ewma` smooths, `local_level` filters.")
]
_FAR: Final = refusals(s422="The day is out of reach")


@get("/biometrics/baselines", sync_to_thread=True, responses=_FAR)
def show_baselines(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> BaselinesBody:
    """Compare a morning with what is usual for you."""
    return from_baselines(biometrics.morning(person, _day(day, person, biometrics)))


@get("/biometrics/sleep", sync_to_thread=True, responses=_FAR)
def show_sleep(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> SleepOnDayBody:
    """Show the night that ended on a day, what it needed to be, and what is owed."""
    return from_sleep(biometrics.morning(person, _day(day, person, biometrics)))


@get("/biometrics/body", sync_to_thread=True, responses=_FAR)
def show_body(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> BodyOnDayBody:
    """Show what is known of your body on a day."""
    on = _day(day, person, biometrics)
    return from_body(on, biometrics.body(person, on))


@get("/biometrics/weight-trend", sync_to_thread=True, responses=_FAR)
def show_weight_trend(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    first: FromDay,
    last: ToDay,
    method: Method = TrendMethod.EWMA,
) -> WeightTrendBody:
    """Draw the trend through your weigh-ins."""
    start, end = to_day(first, "from"), to_day(last, "to")
    return from_trend(biometrics.weight_trend(person, start, end, method))


def _day(given: dt.date | None, person: PersonId, biometrics: Biometrics) -> LocalDate:
    return biometrics.today(person) if given is None else to_day(given)


MORNINGS: Final = (show_baselines, show_sleep, show_body, show_weight_trend)
