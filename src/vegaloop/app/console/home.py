"""Saying where the owner is at home: what a time without a zone is read in."""

from __future__ import annotations

import datetime as dt

from vegaloop.accounts import CannotSetHome, HomeAhead, TooManyHomes
from vegaloop.accounts.adapters.http_homes import homes_body
from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, fail
from vegaloop.kernel.person import Home
from vegaloop.kernel.result import Failure, Success, value_in
from vegaloop.kernel.time import YEAR_LEAST, day_of, local_date_of, time_zone_of


def set_home(zone: str, start: dt.date | None, *, as_json: bool) -> None:
    """Set the home from a day on, from today where none is named, and print all homes."""
    named = value_in(time_zone_of(zone))
    if named is None:
        fail(f"{zone} is no time zone; Europe/Berlin is one", Exit.USAGE)
    if start is not None and start.year < YEAR_LEAST:
        fail(f"{start} is before {YEAR_LEAST}", Exit.USAGE)
    with opened() as (vega, owner):
        day = local_date_of(vega.clock.now(), named) if start is None else day_of(start)
        match vega.accounts.set_home(owner, Home(day, named)):
            case Failure(error):
                fail(_why(error), Exit.USAGE)
            case Success():
                show(homes_body(owner, vega.accounts), as_json=as_json)


def _why(error: CannotSetHome) -> str:
    match error:
        case HomeAhead():
            return f"{error.effective_from} has not begun there: today is {error.today}"
        case TooManyHomes():
            return f"nobody moves more than {error.most} times"
