"""What Polar counted of a day, in its API and in its export.

Rule 1: steps are taken minute by minute where these are told, else as their sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.days import (
    date_in,
    day_totals,
    resting_kcal,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.polar.nights import MAKER
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in

__all__ = ("read_activity",)

_MINUTE_S: Final = 60.0
_NOT_TAKEN: Final = (
    "daily_activity",
    "active_duration",
    "inactive_duration",
    "duration",
    "inactivity_alert_count",
    "inactivity_stamps",
    "activity_zones",
    "activityLevels",
    "mets",
)


def read_activity(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the steps of a day: minute by minute where they are told, else their sum."""
    summary = record.within("summary")
    held = summary if summary else record
    written = record.text("date", "start_time") or summary.text("startTime")
    spent, active = held.number("calories"), held.number("active_calories")
    match whole_day(written, profile):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(day):
            minutes = list(_minutes(record, written, profile))
            begins = Success(day.begins)
            steps = _sum_of(held)
            yield from (
                MAKER.sample(place, Metric.STEPS, at, value, length_s)
                for at, value, length_s in minutes
            )
            if steps is not None and not minutes:
                yield MAKER.sample(place, Metric.STEPS, begins, steps, day.length_s)
            far = held.number("distance_from_steps", "stepsDistance")
            totals = (
                (Metric.ACTIVE_ENERGY, active),
                (Metric.RESTING_ENERGY, resting_kcal(spent, active)),
                (Metric.DISTANCE, far),
            )
            yield from day_totals(MAKER, place, day, totals)
    if active is None and spent is not None:
        unplaced.add("total energy", place)
    unplaced.add_all(held, _NOT_TAKEN, place)
    if isinstance(record.get("samples"), dict):
        unplaced.add_all(record.within("samples"), _NOT_TAKEN, place)
    elif any("activity_zones" in Fields(one) for one in record.many("samples")):
        unplaced.add("activity zones", place)


def _minutes(
    record: Fields, date: str, profile: Profile
) -> Iterator[tuple[Result[When, BadTime], float | None, float]]:
    """Read steps as they were counted: of the API under `steps`, in the export by clock."""
    held = record.get("samples")
    samples = Fields(held) if isinstance(held, dict) else Fields({"steps": held})
    if isinstance(record.get("steps"), dict):
        samples = record
    steps = samples.get("steps")
    found = Fields(steps)
    every_s = (found.number("interval_ms") or 60_000.0) / 1_000
    if steps is held:
        every_s = (record.number("interval") or 1.0) * _MINUTE_S
    day = value_in(date_in(date))
    for value in found.many("samples") if isinstance(steps, dict) else samples.many("steps"):
        sample = Fields(value)
        if "activity_zones" in sample:
            continue
        stamp, count = sample.text("timestamp"), sample.number("steps", "value")
        if stamp:
            yield of_iso(stamp, profile, "timestamp"), count, every_s
            continue
        seconds = clock_s(sample.text("localTime", "time"))
        if day is None or seconds is None:
            wrong = Misshapen("localTime", sample.text("localTime", "time"), "a clock")
            yield Failure(wrong), count, every_s
        else:
            yield at_clock(day, seconds, profile), count, every_s


def _sum_of(held: Fields) -> float | None:
    """The steps of a day, which stand in a field or among the samples of it."""
    if isinstance(held.get("steps"), dict):
        return held.within("steps").number("total_steps")
    return held.number("steps", "active_steps", "stepCount")
