"""Activity over HTTP: the route of everything one activity tells."""

from __future__ import annotations

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from vegaloop.activity.adapters.analysis_bodies import AnalysisBody, from_analysis
from vegaloop.activity.adapters.problems import problem_for_no_activity
from vegaloop.activity.application.service import Activity
from vegaloop.activity.domain.session import SessionId
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId


@get(
    "/activities/{activity_id:uuid}/analysis",
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def show_analysis(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> AnalysisBody:
    """Tell everything an activity says: power, zones, best efforts, W′, ground, energy.

    Thresholds are those of its day. What cannot be told has the reason instead.
    """
    found = activity.analysis(person, SessionId(activity_id))
    return from_analysis(or_raise(found, problem_for_no_activity))
