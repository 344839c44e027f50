"""What Withings is asked for: forms of one address each, which all name an action.

Rule 1: what has changed is asked for since a time where that is known, else by the days it is of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from vegaloop.device_sync.adapters.vendors.oauth import Form
from vegaloop.device_sync.adapters.vendors.times import around, seconds
from vegaloop.device_sync.domain.feed import Reading
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.time import days_after

__all__ = (
    "DAY_S",
    "FORMS",
    "INTRADAY",
    "KINDS",
    "PATHS",
    "asked",
    "by_days",
    "by_span",
    "fields_of",
)

DAY_S: Final = 86_400
INTRADAY: Final = "intraday"
_Window: TypeAlias = Callable[[Reading], Form]
# What is read of each kind, one after the other.
FORMS: Final = {
    DataKind.ACTIVITIES: ("workouts",),
    DataKind.BODY: ("measure",),
    DataKind.DAYS: ("activity",),
    DataKind.HEART: ("heart", INTRADAY),
    DataKind.SLEEP: ("sleep",),
}
# And the kind each is of.
KINDS: Final = {form: kind for kind, forms in FORMS.items() for form in forms}
# Where each is asked for, and with which action.
PATHS: Final = {
    "activity": ("v2/measure", "getactivity"),
    "heart": ("v2/heart", "list"),
    INTRADAY: ("v2/measure", "getintradayactivity"),
    "measure": ("measure", "getmeas"),
    "night": ("v2/sleep", "get"),
    "sleep": ("v2/sleep", "getsummary"),
    "workouts": ("v2/measure", "getworkouts"),
}
# Without these names Withings leaves most figures out.
_FIELDS: Final = {
    "activity": "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,"
    "hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3",
    INTRADAY: "steps,elevation,calories,distance,stroke,pool_lap,duration,heart_rate,spo2_auto,"
    "rmssd,sdnn1,hrv_quality,core_body_temperature,rr",
    "night": "hr,rr,snoring,sdnn_1,rmssd,hrv_quality,mvt_score",
    "sleep": "asleepduration,deepsleepduration,lightsleepduration,remsleepduration,"
    "total_sleep_time,total_timeinbed,rr_average,wakeupduration",
    "workouts": "calories,intensity,manual_distance,manual_calories,hr_average,hr_min,hr_max,"
    "pause_duration,algo_pause_duration,spo2_average,steps,distance,elevation,pool_laps,strokes,"
    "pool_length",
}


def asked(form: str, reading: Reading, token: str | None) -> Form:
    """Ask for a page of a window."""
    more = (("offset", token),) if token else ()
    return (*_WINDOWS[form](reading), *more)


def fields_of(form: str) -> Form:
    """Say what is to be done, and which figures are wanted."""
    wanted = _FIELDS.get(form)
    action = (("action", PATHS[form][1]),)
    if form == "measure":
        return (*action, ("category", "1"))
    return action if wanted is None else (*action, ("data_fields", wanted))


def by_span(start: int, end: int) -> Form:
    """Ask for what was between two seconds since 1970."""
    return ("startdate", str(start)), ("enddate", str(end))


def by_days(first: str, last: str) -> Form:
    """Ask for what was on some days, the last of them as well."""
    return ("startdateymd", first), ("enddateymd", last)


def _since(reading: Reading) -> Form | None:
    return None if reading.since is None else (("lastupdate", str(seconds(reading.since))),)


def _moments(reading: Reading) -> Form:
    span = around(reading.days)
    return by_span(seconds(span.start), seconds(span.end))


def _changed_moments(reading: Reading) -> Form:
    return _since(reading) or _moments(reading)


def _changed_days(reading: Reading) -> Form:
    first, after = reading.days
    # A night has the day of waking, or that of falling asleep, by the device: one more is asked for.
    days = by_days(days_after(first, -1).isoformat(), after.isoformat())
    return _since(reading) or days


_WINDOWS: Final[dict[str, _Window]] = {
    "activity": _changed_days,
    "heart": _moments,
    "measure": _changed_moments,
    "sleep": _changed_days,
    "workouts": _changed_days,
}
