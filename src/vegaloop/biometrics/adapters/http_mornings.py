"""Mornings over HTTP: what biometrics works out of the readings, nothing that can be refused."""

from __future__ import annotations

import datetime as dt
from typing import Final

from litestar import get
from litestar.di import NamedDependency

from vegaloop.biometrics.adapters.answers import (
    BaselinesBody,
    from_baselines,
)
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.infrastructure.days import OneDay, to_begun_day
from vegaloop.infrastructure.problem import refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate

_FAR: Final = refusals(s422="The day is out of reach")


@get("/biometrics/baselines", sync_to_thread=True, responses=_FAR)
def show_baselines(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> BaselinesBody:
    """Compare a morning with what is usual for you."""
    return from_baselines(biometrics.morning(person, _day(day, person, biometrics)))


def _day(given: dt.date | None, person: PersonId, biometrics: Biometrics) -> LocalDate:
    return to_begun_day(given, biometrics.today(person))


MORNINGS: Final = (show_baselines,)
