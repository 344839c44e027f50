"""The dashboard over HTTP: one route, and a 304 that costs nothing."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, TypeAlias, final

from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter

from vegaloop.dashboard.application.service import DashboardService
from vegaloop.dashboard.domain.board import Board
from vegaloop.infrastructure.days import OneDay, to_begun_day
from vegaloop.infrastructure.problem import refusals
from vegaloop.kernel.identity import PersonId

KnownTags: TypeAlias = Annotated[
    str | None,
    HeaderParameter(
        name="if-none-match", description="The `ETag` of the board you have; 304 if it still holds."
    ),
]
# A board is one person's: a shared cache must not keep it, and their own asks each time.
_PRIVATE: Final = {"cache-control": "private, no-cache", "vary": "authorization"}


@final
class Unchanged(Exception):
    """The caller has this board already."""

    def __init__(self, tag: str) -> None:
        super().__init__("unchanged")
        self.tag = tag


def _answer_unchanged(_: Request[object, object, State], raised: Unchanged) -> Response[None]:
    return Response(None, status_code=304, headers={"etag": raised.tag, **_PRIVATE})


def _tag(person: PersonId, version: str) -> str:
    # Two people of one browser may be at the same revision on the same day.
    whose = hashlib.sha256(person.bytes).hexdigest()[:16]
    return f'W/"{version}-{whose}"'


def _has(known: str | None, tag: str) -> bool:
    """Compare weakly (RFC 9110, 8.8.3.2): `W/` on either side makes no difference."""
    if known is None:
        return False
    given = {one.strip().removeprefix("W/") for one in known.split(",")}
    return bool(given & {"*", tag.removeprefix("W/")})


@get(
    "/dashboard",
    sync_to_thread=True,
    exception_handlers={Unchanged: _answer_unchanged},
    responses=refusals(s422="The day is out of reach")
    | {304: ResponseSpec(None, description="The board has not changed")},
)
def show_board(
    person: NamedDependency[PersonId],
    dashboard: NamedDependency[DashboardService],
    date: OneDay = None,
    known_tags: KnownTags = None,
) -> Response[Board]:
    """Show one morning over every part of the system; a part that broke is marked as down."""
    day = to_begun_day(date, dashboard.today(person))
    tag = _tag(person, dashboard.version(person, day))
    if _has(known_tags, tag):
        raise Unchanged(tag)
    board = dashboard.on(person, day)
    # A board with a broken section must be asked for again, whatever the revision.
    headers = {"etag": tag, **_PRIVATE} if board.is_whole else _PRIVATE
    return Response(board, headers=headers)


def routes() -> Router:
    """Everything the dashboard answers to."""
    return Router("/", route_handlers=[show_board], tags=["dashboard"])
