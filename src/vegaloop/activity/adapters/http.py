"""Activity over HTTP: the routes of activities; load_http.py has those of their loads."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.datastructures import ResponseHeader, State
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from vegaloop.activity.adapters.analysis_http import show_analysis
from vegaloop.activity.adapters.answers import (
    from_kept,
    from_session,
    from_streams,
    to_amend,
    to_log_activity,
)
from vegaloop.activity.adapters.bodies import (
    ActivityBody,
    AmendActivityBody,
    LogActivityBody,
    StreamsBody,
    UploadBody,
)
from vegaloop.activity.adapters.load_http import LOAD_ROUTES
from vegaloop.activity.adapters.pairing_http import PAIRING_ROUTES
from vegaloop.activity.adapters.problems import (
    problem_for_import,
    problem_for_log,
    problem_for_no_activity,
)
from vegaloop.activity.adapters.training_http import TRAINING_ROUTES
from vegaloop.activity.adapters.upload import (
    FILE_NAME,
    FILE_NAME_LONGEST,
    FileOperation,
    Upload,
    upload_of,
)
from vegaloop.activity.application.commands import Imported, ImportFile
from vegaloop.activity.application.ports import ActivityQuery
from vegaloop.activity.application.service import Activity
from vegaloop.activity.domain.session import SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.bodies import PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.days import to_day
from vegaloop.infrastructure.paging import LAST_US, Cursor, Limit
from vegaloop.infrastructure.problem import malformed_problem, or_raise, refusals
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, epoch_us, from_epoch_us, instant_of

UPLOAD_BYTES_MAX: Final = 64 * 2**20
_SomeFrom: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="from", description="The first local day, if any.")
]
_SomeTo: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="to", description="The local day after the last, if any.")
]
_StartAt: TypeAlias = Annotated[
    dt.datetime | None,
    QueryParameter(description="When it began, for a file that does not know; with its offset."),
]
_Duplicates: TypeAlias = Annotated[
    bool, QueryParameter(description="Also those that another recording counts in place of.")
]
_FileName: TypeAlias = Annotated[
    str | None, QueryParameter(max_length=FILE_NAME_LONGEST, pattern=FILE_NAME)
]
_AnyRequest: TypeAlias = Request[object, object, State]
_ONE: Final = "show_activity"
_LOCATION: Final = ResponseHeader(
    name="location", description="Where the new activity is shown.", documentation_only=True
)


@final
class _Place(Struct, frozen=True, array_like=True):
    at_us: Annotated[int, Meta(ge=0, le=LAST_US)]
    id: UUID


@get("/activities", sync_to_thread=True, responses=refusals(s422="A day is out of reach"))
def list_activities(
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    sport: Annotated[Sport | None, QueryParameter()] = None,
    duplicates: _Duplicates = False,
    start: _SomeFrom = None,
    end: _SomeTo = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[ActivityBody]:
    """List your activities, newest first."""
    query = ActivityQuery(
        sport=sport,
        start=None if start is None else to_day(start, "from"),
        end=None if end is None else to_day(end, "to"),
        before=None if cursor is None else _to_place(cursor),
        most=limit + 1,
        with_duplicates=duplicates,
    )
    found = activity.activities(person, query)
    last = found[limit - 1] if len(found) > limit else None
    key = () if last is None else (epoch_us(last.start.at), last.id)
    return page_of(tuple(from_session(one) for one in found), limit, key)


@post(
    "/activities",
    sync_to_thread=True,
    response_headers=[_LOCATION],
    responses=refusals(s422="It cannot have been"),
)
def log_activity(
    request: _AnyRequest,
    data: JSONBody[LogActivityBody],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> Response[ActivityBody]:
    """Enter an activity by hand."""
    command = or_raise(to_log_activity(data), malformed_problem)
    made = from_kept(or_raise(activity.log_activity(person, command), problem_for_log))
    return Response(made, headers={"location": _path_of(request, made)})


_KNOWN: Final = ResponseSpec(
    UploadBody, description="The file had been uploaded before", generate_examples=False
)


@post(
    "/activities/uploads",
    sync_to_thread=True,
    request_max_body_size=UPLOAD_BYTES_MAX,
    operation_class=FileOperation,
    dependencies={"upload": Provide(upload_of)},
    response_headers=[_LOCATION],
    responses={200: _KNOWN, **refusals(s413="Too large", s422="The file cannot be kept")},
)
def upload_activity(
    request: _AnyRequest,
    upload: NamedDependency[Upload],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    file_name: _FileName = None,
    start_at: _StartAt = None,
) -> Response[UploadBody]:
    """Upload a FIT, GPX or TCX file, plain or in gzip, as the body or as the file of a form.

    `location` is that of its first activity.
    """
    name, start = file_name or upload.file_name, _to_instant(start_at)
    command = ImportFile(data=upload.data, file_name=name, start=start, revives=True)
    imported = _from_imported(or_raise(activity.import_file(person, command), problem_for_import))
    if imported.already_known:
        return Response(imported, status_code=200)
    return Response(imported, headers={"location": _path_of(request, imported.activities[0])})


@get(
    "/activities/{activity_id:uuid}",
    name=_ONE,
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def show_activity(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> ActivityBody:
    """Show an activity with its laps and every load it has."""
    found = activity.activity(person, SessionId(activity_id))
    return from_kept(or_raise(found, problem_for_no_activity))


@get(
    "/activities/{activity_id:uuid}/streams",
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def show_streams(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
    channel: Annotated[list[Channel] | None, QueryParameter()] = None,
) -> StreamsBody:
    """Give what the device wrote second by second (of some channels, if any are named)."""
    channels = None if channel is None else frozenset(channel)
    found = activity.streams(person, SessionId(activity_id), channels)
    return from_streams(or_raise(found, problem_for_no_activity))


@get(
    "/activities/{activity_id:uuid}/file",
    sync_to_thread=True,
    media_type="application/octet-stream",
    responses=refusals(s404="None such"),
)
def download_file(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> bytes:
    """Give the file an activity came from, as it was uploaded."""
    found = activity.original(person, SessionId(activity_id))
    return or_raise(found, problem_for_no_activity).data


@patch(
    "/activities/{activity_id:uuid}",
    sync_to_thread=True,
    responses=refusals(s404="None such", s422="It cannot be so"),
)
def amend_activity(
    activity_id: FromPath[UUID],
    data: JSONBody[AmendActivityBody],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> ActivityBody:
    """Change what you say about an activity; its load follows."""
    command = or_raise(to_amend(data), malformed_problem)
    amended = activity.amend(person, SessionId(activity_id), command)
    return from_kept(or_raise(amended, problem_for_no_activity))


@delete("/activities/{activity_id:uuid}", sync_to_thread=True, responses=refusals(s404="None such"))
def remove_activity(
    activity_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    activity: NamedDependency[Activity],
) -> None:
    """Forget an activity, its streams, and its file if nothing else came from it."""
    or_raise(activity.remove(person, SessionId(activity_id)), problem_for_no_activity)


def _to_place(cursor: str) -> tuple[Instant, SessionId]:
    key = of_cursor(cursor, _Place)
    return from_epoch_us(key.at_us), SessionId(key.id)


def _path_of(request: _AnyRequest, made: ActivityBody) -> str:
    return request.app.route_reverse(_ONE, activity_id=made.id)


def _to_instant(given: dt.datetime | None) -> Instant | None:
    if given is None:
        return None
    to_day(given.date(), "start_at")
    return or_raise(instant_of(given, "start_at"), lambda error: malformed_problem((error,)))


def _from_imported(imported: Imported) -> UploadBody:
    return UploadBody(imported.already_known, tuple(map(from_kept, imported.sessions)))


def routes() -> Router:
    """Everything activity answers to."""
    handlers = [
        list_activities,
        log_activity,
        upload_activity,
        show_activity,
        show_streams,
        download_file,
        amend_activity,
        remove_activity,
        show_analysis,
        *LOAD_ROUTES,
        *PAIRING_ROUTES,
        *TRAINING_ROUTES,
    ]
    return Router("/", route_handlers=handlers, tags=["activity"])
