"""Heart, breath, blood and skin over HTTP: each against the usual, and the usual begun anew."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from vegaloop.biometrics.adapters.answers_baselines import (
    BaselineChangeBody,
    BaselineChangesBody,
    NewRestartBody,
    RestartsBody,
    from_change,
    from_changes,
    from_restarts,
)
from vegaloop.biometrics.adapters.answers_vitals import (
    HrvOnDayBody,
    IllnessPatternBody,
    NightVitalsBody,
    RestingOnDayBody,
    from_hrv,
    from_illness,
    from_night,
    from_resting,
)
from vegaloop.biometrics.adapters.spans import checked_span
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.restarts import (
    BaselineKind,
    CannotRestart,
    NoSuchRestart,
    RestartAhead,
)
from vegaloop.infrastructure.bodies import PAGE_MOST, PAGE_USUAL
from vegaloop.infrastructure.days import OneDay, to_begun_day, to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import TooLong
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate, days_after

SERIES_DAYS: Final = 28
MaybeFrom: TypeAlias = Annotated[
    dt.date | None,
    QueryParameter(name="from", description="The first day of the chart; 28 days if not given."),
]
MaybeTo: TypeAlias = Annotated[
    dt.date | None,
    QueryParameter(name="to", description="The day after the chart's last, if not `date`."),
]
_FAR: Final = refusals(s422="The day is out of reach, or there are too many")


# ---- refusals ----


def _problem_for_restart(error: CannotRestart) -> ProblemRaised:
    match error:
        case RestartAhead():
            return problem("biometrics/restart-ahead", "The day has not begun", 422, error)
        case TooLong():
            return malformed_problem((error,))


def _problem_for_undo(error: NoSuchRestart) -> ProblemRaised:
    return problem("biometrics/no-such-restart", "It was not begun anew that day", 404, error)


# ---- translations ----


def _span(
    day: LocalDate, first: dt.date | None, last: dt.date | None
) -> tuple[LocalDate, LocalDate]:
    end = days_after(day, 1) if last is None else to_day(last, "to")
    start = days_after(end, -SERIES_DAYS) if first is None else to_day(first, "from")
    return checked_span(start, end)


# ---- routes ----


@get("/biometrics/hrv", sync_to_thread=True, responses=_FAR)
def show_hrv(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
    first: MaybeFrom = None,
    last: MaybeTo = None,
) -> HrvOnDayBody:
    """Show your heart rate variability against your usual, and day by day."""
    on = to_begun_day(day, biometrics.today(person))
    start, end = _span(on, first, last)
    return from_hrv(biometrics.vitals.hrv(person, on, start, end))


@get("/biometrics/resting-heart-rate", sync_to_thread=True, responses=_FAR)
def show_resting(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
    first: MaybeFrom = None,
    last: MaybeTo = None,
) -> RestingOnDayBody:
    """Show your resting heart rate against your usual, and day by day."""
    on = to_begun_day(day, biometrics.today(person))
    start, end = _span(on, first, last)
    return from_resting(biometrics.vitals.resting(person, on, start, end))


@get("/biometrics/night", sync_to_thread=True, responses=_FAR)
def show_night(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> NightVitalsBody:
    """Show oxygen, breath and skin temperature of the night before a morning."""
    on = to_begun_day(day, biometrics.today(person))
    return from_night(biometrics.vitals.night(person, on))


@get("/biometrics/illness-pattern", sync_to_thread=True, responses=_FAR)
def show_illness_pattern(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    day: OneDay = None,
) -> IllnessPatternBody:
    """Show what of the last night is outside your usual; it is no diagnosis."""
    on = to_begun_day(day, biometrics.today(person))
    return from_illness(biometrics.vitals.illness_pattern(person, on))


@post(
    "/biometrics/baselines/restarts",
    sync_to_thread=True,
    responses=refusals(s422="The baseline cannot begin anew"),
)
def restart_baseline(
    data: JSONBody[NewRestartBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> BaselineChangeBody:
    """Begin a baseline anew from a day on, as after a new watch; before and after are kept."""
    start = to_day(data.start, "from")
    begun = biometrics.baselines.restart(person, data.kind, start, data.note)
    return from_change(or_raise(begun, _problem_for_restart))


@delete(
    "/biometrics/baselines/restarts/{kind:str}/{start:date}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="It was not begun anew that day", s422="The day is out of reach"),
)
def undo_restart(
    kind: FromPath[BaselineKind],
    start: FromPath[dt.date],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> BaselineChangeBody:
    """Take back a restart: older readings count again, and before and after are kept."""
    undone = biometrics.baselines.undo_restart(person, kind, to_day(start, "start"))
    return from_change(or_raise(undone, _problem_for_undo))


@get("/biometrics/baselines/restarts", sync_to_thread=True, responses=refusals())
def list_restarts(
    person: NamedDependency[PersonId], biometrics: NamedDependency[Biometrics]
) -> RestartsBody:
    """List the baselines you began anew."""
    return from_restarts(biometrics.baselines.restarts(person))


@get("/biometrics/baseline-changes", sync_to_thread=True, responses=refusals())
def list_baseline_changes(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)] = PAGE_USUAL,
) -> BaselineChangesBody:
    """List what became of your baselines when they changed all at once, newest first."""
    return from_changes(biometrics.baselines.changes(person, limit))


VITALS: Final = (
    show_hrv,
    show_resting,
    show_night,
    show_illness_pattern,
    restart_baseline,
    undo_restart,
    list_restarts,
    list_baseline_changes,
)
