"""Nights, weight, tape, blood pressure and glucose over HTTP: what readings of some days add up to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from vegaloop.biometrics.adapters.answers_body import (
    BloodPressureOnDaysBody,
    BodyOnDayBody,
    GlucoseOnDaysBody,
    WeightTrendBody,
    from_body,
    from_glucose,
    from_pressure,
    from_weight,
)
from vegaloop.biometrics.adapters.answers_sleep import (
    NeedChangeBody,
    SleepNeedBody,
    SleepNeedsBody,
    SleepOnDayBody,
    from_need_change,
    from_needs,
    from_sleep,
)
from vegaloop.biometrics.adapters.spans import checked_span
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.need import CannotSetNeed, NeedAhead, NoSuchNeed
from vegaloop.biometrics.domain.weight import TrendMethod
from vegaloop.infrastructure.days import FromDay, OneDay, ToDay, to_begun_day, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate

Method: TypeAlias = Annotated[
    TrendMethod, QueryParameter(description="`ewma` smooths, `local_level` filters.")
]
_FAR: Final = refusals(s422="The day is out of reach")


# ---- refusals ----


def _problem_for_need(error: CannotSetNeed) -> ProblemRaised:
    match error:
        case NeedAhead():
            return problem("biometrics/need-ahead", "The day has not begun", 422, error)
        case OutOfRange():
            return malformed_problem((error,))


def _problem_for_unset(error: NoSuchNeed) -> ProblemRaised:
    return problem("biometrics/no-such-need", "No need was set from that day", 404, error)


# ---- routes ----


@get("/biometrics/sleep", sync_to_thread=True, responses=_FAR)
def show_sleep(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> SleepOnDayBody:
    """Show the night that ended on a day, what it needed to be, what is owed, how regular you are."""
    return from_sleep(biometrics.reports.sleep(person, _day(day, person, biometrics)))


@get("/biometrics/sleep-need", sync_to_thread=True, responses=refusals())
def show_sleep_need(
    person: NamedDependency[PersonId], biometrics: NamedDependency[Biometrics]
) -> SleepNeedsBody:
    """Show the sleep you said you need, and what each setting changed."""
    return from_needs(biometrics.sleep_needs.shown(person))


@put("/biometrics/sleep-need", sync_to_thread=True, responses=_FAR)
def set_sleep_need(
    data: JSONBody[SleepNeedBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> NeedChangeBody:
    """Set the sleep you need from a day on; the debt is counted anew, and the old one is kept."""
    day = to_day(data.effective_from, "effective_from")
    changed = biometrics.sleep_needs.set(person, day, data.need_minutes)
    return from_need_change(or_raise(changed, _problem_for_need))


@delete(
    "/biometrics/sleep-need/{effective_from:date}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No need was set from that day", s422="The day is out of reach"),
)
def unset_sleep_need(
    effective_from: FromPath[dt.date],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> NeedChangeBody:
    """Take back a need you set: free nights or your age tell it again, and the change is kept."""
    day = to_day(effective_from, "effective_from")
    changed = biometrics.sleep_needs.unset(person, day)
    return from_need_change(or_raise(changed, _problem_for_unset))


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
    """Draw the trend through your weigh-ins, and tell where it ends and how fast it goes."""
    start, end = to_day(first, "from"), to_day(last, "to")
    return from_weight(biometrics.reports.weight(person, start, end, method))


@get("/biometrics/blood-pressure", sync_to_thread=True, responses=_FAR)
def show_blood_pressure(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    first: FromDay,
    last: ToDay,
) -> BloodPressureOnDaysBody:
    """Show your mean blood pressure over some days, and the published ranges it lies in."""
    start, end = to_day(first, "from"), to_day(last, "to")
    return from_pressure(biometrics.reports.blood_pressure(person, start, end))


@get("/biometrics/glucose", sync_to_thread=True, responses=_FAR)
def show_glucose(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    first: FromDay,
    last: ToDay,
) -> GlucoseOnDaysBody:
    """Show what your glucose readings of some days add up to."""
    start, end = checked_span(to_day(first, "from"), to_day(last, "to"))
    return from_glucose(biometrics.reports.glucose(person, start, end))


def _day(given: dt.date | None, person: PersonId, biometrics: Biometrics) -> LocalDate:
    return to_begun_day(given, biometrics.today(person))


BODIES: Final = (
    show_sleep,
    show_sleep_need,
    set_sleep_need,
    unset_sleep_need,
    show_body,
    show_weight_trend,
    show_blood_pressure,
    show_glucose,
)
