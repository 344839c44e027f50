"""Imports over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post
from litestar.datastructures import ResponseHeader, State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from msgspec import Meta, Struct

from vegaloop.imports.adapters.bodies import ImportBody, ItemBody, from_import, from_item
from vegaloop.imports.adapters.upload import (
    NAME,
    NAME_LONGEST,
    Brought,
    ImportOperation,
    brought_of,
)
from vegaloop.imports.application.service import UPLOAD_BYTES_MOST, Imports
from vegaloop.imports.domain.bringing import (
    CannotAccept,
    ImportId,
    NoSuchImport,
    NothingBrought,
    TooMuchBrought,
)
from vegaloop.imports.domain.receipt import Fate
from vegaloop.infrastructure.bodies import PAGE_USUAL, Page, of_cursor, page_of, to_moment
from vegaloop.infrastructure.paging import LAST_US, Cursor, Limit
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, Moment, TimeZone, epoch_us, from_epoch_us

_AnyRequest: TypeAlias = Request[object, object, State]
_ONE: Final = "show_import"
_LOCATION: Final = ResponseHeader(
    name="location", description="Where to see how far it is.", documentation_only=True
)


@final
class _Key(Struct, frozen=True, array_like=True):
    at_us: Annotated[int, Meta(ge=0, le=LAST_US)]
    id: UUID


@final
class _Number(Struct, frozen=True, array_like=True):
    number: Annotated[int, Meta(ge=0, le=2**31 - 1)]


def _problem_for_upload(error: CannotAccept) -> ProblemRaised:
    match error:
        case NothingBrought():
            return problem("imports/nothing-brought", "Nothing was brought", 422, error)
        case TooMuchBrought():
            return problem("imports/too-much-brought", "The upload is too large", 413, error)


def _problem_for_none(error: NoSuchImport) -> ProblemRaised:
    return problem("imports/no-such-import", "There is no such import", 404, error)


@post(
    "/imports",
    status_code=202,
    sync_to_thread=True,
    request_max_body_size=UPLOAD_BYTES_MOST,
    operation_class=ImportOperation,
    dependencies={"brought": Provide(brought_of)},
    response_headers=[_LOCATION],
    responses=refusals(s413="Too large", s422="Nothing was brought"),
)
def bring(
    request: _AnyRequest,
    brought: NamedDependency[Brought],
    person: NamedDependency[PersonId],
    imports: NamedDependency[Imports],
    file_name: Annotated[str | None, QueryParameter(max_length=NAME_LONGEST, pattern=NAME)] = None,
    start_at: Annotated[
        dt.datetime | None,
        QueryParameter(description="When it began, for files that do not know; with its offset."),
    ] = None,
) -> Response[ImportBody]:
    """Bring an archive, or files of any kind; it is kept at once, and taken right after."""
    pieces = brought.named(file_name)
    name = pieces[0].name if len(pieces) == 1 else file_name
    start = _to_start(start_at, imports.home_zone(person))
    made = from_import(or_raise(imports.accept(person, name, pieces, start), _problem_for_upload))
    location = request.app.route_reverse(_ONE, import_id=made.id)
    return Response(made, status_code=202, headers={"location": location})


@get("/imports", sync_to_thread=True, responses=refusals())
def list_imports(
    person: NamedDependency[PersonId],
    imports: NamedDependency[Imports],
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[ImportBody]:
    """List what you brought, newest first."""
    before = None if cursor is None else _to_place(cursor)
    found = imports.imports(person, before, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    key = () if last is None else (epoch_us(last.brought_at), last.id)
    return page_of(tuple(map(from_import, found)), limit, key)


@get(
    "/imports/{import_id:uuid}",
    name=_ONE,
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def show_import(
    import_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    imports: NamedDependency[Imports],
) -> ImportBody:
    """Show how far an import is, and what became of how many things."""
    return from_import(or_raise(imports.import_(person, ImportId(import_id)), _problem_for_none))


@get("/imports/{import_id:uuid}/items", sync_to_thread=True, responses=refusals(s404="None such"))
def list_items(
    import_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    imports: NamedDependency[Imports],
    fate: Annotated[Fate | None, QueryParameter()] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[ItemBody]:
    """Show the receipt of an import: what became of everything in it, in the order it was found."""
    start = 0 if cursor is None else of_cursor(cursor, _Number).number
    asked = imports.items(person, ImportId(import_id), fate, start, limit + 1)
    found = or_raise(asked, _problem_for_none)
    key = (found[limit].number,) if len(found) > limit else ()
    return page_of(tuple(map(from_item, found)), limit, key)


@delete("/imports/{import_id:uuid}", sync_to_thread=True, responses=refusals(s404="None such"))
def forget_import(
    import_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    imports: NamedDependency[Imports],
) -> None:
    """Forget a receipt, or stop an import where it is; what it brought stays."""
    or_raise(imports.forget(person, ImportId(import_id)), _problem_for_none)


def _to_start(given: dt.datetime | None, home: TimeZone) -> Moment | None:
    if given is None:
        return None
    return or_raise(to_moment(given, None, home), lambda error: malformed_problem((error,)))


def _to_place(cursor: str) -> tuple[Instant, ImportId]:
    key = of_cursor(cursor, _Key)
    return from_epoch_us(key.at_us), ImportId(key.id)


def routes() -> Router:
    """Everything imports answer to."""
    handlers = [bring, list_imports, show_import, list_items, forget_import]
    return Router("/", route_handlers=handlers, tags=["imports"])
