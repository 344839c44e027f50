"""Heart, breath, blood and skin against the usual, on a screen."""

from __future__ import annotations

import datetime as dt

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show, show_figures
from vegaloop.app.console.terminal import begun_day
from vegaloop.biometrics.adapters.answers_baselines import from_changes
from vegaloop.biometrics.adapters.answers_vitals import (
    from_hrv,
    from_illness,
    from_night,
    from_resting,
)
from vegaloop.kernel.time import days_after


def hrv(date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print heart rate variability on a day, and the days up to it."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        end = days_after(day, 1)
        answer = from_hrv(vega.biometrics.vitals.hrv(owner, day, days_after(end, -days), end))
    show_figures(answer, as_json=as_json)


def resting_heart_rate(date: dt.date | None, days: int, *, as_json: bool) -> None:
    """Print the resting heart rate on a day, and the days up to it."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        end = days_after(day, 1)
        found = vega.biometrics.vitals.resting(owner, day, days_after(end, -days), end)
    show_figures(from_resting(found), as_json=as_json)


def night(date: dt.date | None, *, as_json: bool) -> None:
    """Print oxygen, breath and skin temperature of a night."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        answer = from_night(vega.biometrics.vitals.night(owner, day))
    show_figures(answer, as_json=as_json)


def illness_pattern(date: dt.date | None, *, as_json: bool) -> None:
    """Print what of a night is outside the usual."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.biometrics.today(owner))
        answer = from_illness(vega.biometrics.vitals.illness_pattern(owner, day))
    show(answer, as_json=as_json)


def baseline_changes(*, as_json: bool) -> None:
    """Print what became of baselines that changed all at once."""
    with opened() as (vega, owner):
        answer = from_changes(vega.biometrics.baselines.changes(owner))
    show(answer, as_json=as_json)
