"""What training adds up to, on a screen."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from msgspec import Struct

from vegaloop.activity import NoSuchActivity, SessionId
from vegaloop.activity.adapters.analysis_bodies import from_analysis
from vegaloop.activity.adapters.answers import from_form
from vegaloop.activity.adapters.capacity_bodies import from_capacity
from vegaloop.activity.adapters.linked_bodies import from_linked
from vegaloop.activity.adapters.training_bodies import from_training, from_zones
from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, begun_day
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success, mapped


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


def training(date: dt.date | None, *, as_json: bool) -> None:
    """Print what training adds up to; end with `NOT_ENOUGH` where there is no session."""
    with opened() as (vega, owner):
        found = vega.activity.training(owner, begun_day(date, vega.activity.today(owner)))
    show(from_training(found), as_json=as_json)
    _end_without(found.ctl)


def capacity(date: dt.date | None, *, as_json: bool) -> None:
    """Print what the best efforts of 90 days show; end with `NOT_ENOUGH` where there is none."""
    with opened() as (vega, owner):
        found = vega.activity.capacity(owner, begun_day(date, vega.activity.today(owner)))
    show(from_capacity(found), as_json=as_json)
    _end_without(found.ftp, found.vdot)


def zones(date: dt.date | None, *, as_json: bool) -> None:
    """Print the zones of power, heart rate and pace; end with `NOT_ENOUGH` without a threshold."""
    with opened() as (vega, owner):
        found = vega.activity.zones(owner, begun_day(date, vega.activity.today(owner)))
    show(from_zones(found), as_json=as_json)
    _end_without(*(one.zones for one in (found.power, *found.heart_rate, found.pace)))


def activity(id: UUID, *, duplicates: bool = False, as_json: bool) -> None:
    """Print what an activity tells, or what recorded the same; end with `REFUSED` where none is."""
    with opened() as (vega, owner):
        if duplicates:
            told = mapped(vega.activity.activity(owner, SessionId(id)), from_linked)
            _show_or_refuse(told, as_json=as_json)
        else:
            analysis = mapped(vega.activity.analysis(owner, SessionId(id)), from_analysis)
            _show_or_refuse(analysis, as_json=as_json)


def _show_or_refuse(found: Result[Struct, NoSuchActivity], *, as_json: bool) -> None:
    match found:
        case Success(body):
            show(body, as_json=as_json)
        case Failure(error):
            show(error, as_json=as_json)
            raise SystemExit(Exit.REFUSED)


def _end_without(*found: Result[object, NoNumber]) -> None:
    if not any(isinstance(one, Success) for one in found):
        raise SystemExit(Exit.NOT_ENOUGH)
