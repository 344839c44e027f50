"""Nights, weight, body, blood pressure and glucose, on a screen."""

from __future__ import annotations

import datetime as dt

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show_figures
from vegaloop.app.console.terminal import begun_day
from vegaloop.biometrics import TrendMethod
from vegaloop.biometrics.adapters.answers_body import (
    from_body,
    from_glucose,
    from_pressure,
    from_weight,
)
from vegaloop.biometrics.adapters.answers_sleep import from_sleep
from vegaloop.kernel.time import days_after


def sleep(date: dt.date | None, *, as_json: bool) -> None:
    """Print the night that ended on a day, what is owed, and how regular sleep has been."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        answer = from_sleep(vega.biometrics.reports.sleep(owner, day))
    show_figures(answer, as_json=as_json)


def body(date: dt.date | None, *, as_json: bool) -> None:
    """Print what is known of a body on a day."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        answer = from_body(day, vega.biometrics.body(owner, day))
    show_figures(answer, as_json=as_json)


def weight(date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print the weight trend of the days up to a day."""
    with opened() as (vega, owner):
        end = days_after(begun_day(date, vega.biometrics.today(owner)), 1)
        start = days_after(end, -days)
        found = vega.biometrics.reports.weight(owner, start, end, TrendMethod.EWMA)
    show_figures(from_weight(found), as_json=as_json)


def blood_pressure(date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print the mean blood pressure of the days up to a day."""
    with opened() as (vega, owner):
        end = days_after(begun_day(date, vega.biometrics.today(owner)), 1)
        found = vega.biometrics.reports.blood_pressure(owner, days_after(end, -days), end)
    show_figures(from_pressure(found), as_json=as_json)


def glucose(date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print what the glucose readings of the days up to a day add up to."""
    with opened() as (vega, owner):
        end = days_after(begun_day(date, vega.biometrics.today(owner)), 1)
        found = vega.biometrics.reports.glucose(owner, days_after(end, -days), end)
    show_figures(from_glucose(found), as_json=as_json)
