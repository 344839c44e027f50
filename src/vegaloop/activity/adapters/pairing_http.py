"""Activity over HTTP: which activities are one training, and which of them counts."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from litestar import delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from vegaloop.activity.adapters.answers import from_kept
from vegaloop.activity.adapters.bodies import ActivityBody
from vegaloop.activity.adapters.problems import problem_for_no_activity, problem_for_pair
from vegaloop.activity.application.service import Activity
from vegaloop.activity.domain.session import SessionId
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId


@put(
    "/activities/{activity_id:uuid}/duplicates/{other_id:uuid}",
    sync_to_thread=True,
    responses=refusals(s404="None such", s422="They are one activity, or parts of one file"),
)
def link_activities(
    activity_id: FromPath[UUID],
    other_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> ActivityBody:
    """Say that two activities are one training: one of them counts, loads follow."""
    linked = activity.link(person, SessionId(activity_id), SessionId(other_id))
    return from_kept(or_raise(linked, problem_for_pair))


@delete(
    "/activities/{activity_id:uuid}/duplicates/{other_id:uuid}",
    sync_to_thread=True,
    responses=refusals(s404="None such", s422="They are one activity, or parts of one file"),
)
def separate_activities(
    activity_id: FromPath[UUID],
    other_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> None:
    """Say that the other is no duplicate: both count from now on, and no import links them again."""
    separated = activity.separate(person, SessionId(activity_id), SessionId(other_id))
    or_raise(separated, problem_for_pair)


@put(
    "/activities/{activity_id:uuid}/counts",
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def let_activity_count(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> ActivityBody:
    """Let this one of several recordings of a training count in place of the one that did."""
    counted = activity.let_count(person, SessionId(activity_id))
    return from_kept(or_raise(counted, problem_for_no_activity))


PAIRING_ROUTES: Final = (link_activities, separate_activities, let_activity_count)
