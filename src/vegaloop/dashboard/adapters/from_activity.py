"""The activity section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.activity import Activity, ActivityQuery, Form, Session
from vegaloop.dashboard.adapters.lacks import lack_of
from vegaloop.dashboard.application.ports import Source
from vegaloop.dashboard.domain.section import Insufficient, Lack, Observed
from vegaloop.dashboard.domain.views import ActivityView, FormView, SessionView, WeekView
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import LocalDate, days_after

SESSIONS_SHOWN: Final = 3


@final
class FromActivity(Source[ActivityView]):
    """Shows form, the load of two weeks and the last sessions."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[ActivityView], Insufficient]:
        """What there is to show on a day, or what is lacking for it."""
        query = ActivityQuery(end=days_after(day, 1), most=SESSIONS_SHOWN)
        sessions = self._activity.activities(person, query)
        if not sessions:
            return Failure(Insufficient((Lack("sessions", "missing"),)))
        form, weeks = self._activity.form(person, day), self._activity.week_loads(person, day)
        view = ActivityView(
            form=_form(form),
            week=WeekView(*map(value_in, weeks)),
            last_sessions=tuple(map(_session, sessions)),
            missing=tuple(dict.fromkeys(_lacks(form, *weeks))),
        )
        return Success(Observed(view, sessions[0].start.at))


def _form(found: Result[Form, NoNumber]) -> FormView | None:
    match found:
        case Failure(_):
            return None
        case Success(form):
            return FormView(
                form.ctl,
                form.atl,
                form.tsb,
                form.ramp,
                form.warming_up,
                form.incomplete_days,
                form.formula_version,
            )


def _lacks(*found: Result[object, NoNumber]) -> Iterator[Lack]:
    for one in found:
        match one:
            case Failure(reason):
                yield lack_of(reason)
            case Success(_):
                continue


def _session(session: Session) -> SessionView:
    distance, counted = session.facts.totals.distance, session.loads.counted
    return SessionView(
        id=session.id,
        sport=session.sport,
        name=session.facts.name,
        started_at=session.start.at,
        local_date=session.local_date,
        duration_s=session.elapsed.seconds,
        distance_m=None if distance is None else distance.meters,
        load=None if counted is None else counted.value,
    )
