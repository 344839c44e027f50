"""What training adds up to, on a screen."""

from __future__ import annotations

import datetime as dt

from vegaloop.activity.adapters.answers import from_form
from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, begun_day
from vegaloop.kernel.result import Failure, Success


def form(date: dt.date | None, *, as_json: bool) -> None:
    """Print fitness, fatigue and form; end with `NOT_ENOUGH` where there is no session."""
    with opened() as (vega, owner):
        found = vega.activity.form(owner, begun_day(date, vega.activity.today(owner)))
    match found:
        case Success(form):
            show(from_form(form), as_json=as_json)
        case Failure(reason):
            show(reason, as_json=as_json)
            raise SystemExit(Exit.NOT_ENOUGH)
