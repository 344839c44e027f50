"""What a person aims at, on a screen."""

from __future__ import annotations

import datetime as dt
from typing import final
from uuid import UUID

from msgspec import Struct

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, begun_day, fail, say
from vegaloop.goals import GoalId
from vegaloop.goals.adapters.answers import from_appraised, from_standing
from vegaloop.goals.adapters.bodies import GoalBody, StreakProgressBody
from vegaloop.kernel.result import Failure, Success


@final
class _Line(Struct, frozen=True):
    title: str
    measure: str
    progress: str
    id: UUID


def goals(*, as_json: bool) -> None:
    """Print the open goals with how they stand; `goal` shows one of them whole."""
    with opened() as (vega, owner):
        board = vega.goals.board(owner, vega.goals.today(owner))
    found = tuple(map(from_standing, board))
    if not found and not as_json:
        say("none")
        return
    show(found if as_json else tuple(map(_line, found)), as_json=as_json)


def goal(id: UUID, date: dt.date | None, *, as_json: bool) -> None:
    """Print a goal with every figure of it; end with `REFUSED` where there is none of that id."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.goals.today(owner))
        found = vega.goals.goal(owner, GoalId(id), day)
    match found:
        case Success(appraised):
            show(from_appraised(appraised), as_json=as_json)
        case Failure(error):
            fail(f"there is no goal {error.id}; `vegaloop show goals` lists yours", Exit.REFUSED)


def _line(body: GoalBody) -> _Line:
    if body.progress is None:
        return _Line(body.title, body.measure, "–", body.id)
    if isinstance(body.progress, StreakProgressBody):
        return _Line(body.title, body.measure, f"{body.progress.current} in a row", body.id)
    return _Line(body.title, body.measure, f"{body.progress.share:.0%}", body.id)
