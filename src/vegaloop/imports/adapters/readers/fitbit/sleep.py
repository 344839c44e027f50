"""Fitbit's nights and naps, the same in the account export and in the answers of the web API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import laid_out, laid_over
from vegaloop.imports.adapters.readers.common.unplaced import left_out
from vegaloop.imports.adapters.readers.common.walls import continued
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, later

__all__ = ("SLEEPS", "STAGES")

# What Fitbit calls restless it counts as awake.
STAGES: Final = {
    "wake": Stage.AWAKE,
    "awake": Stage.AWAKE,
    "restless": Stage.AWAKE,
    "light": Stage.LIGHT,
    "deep": Stage.DEEP,
    "rem": Stage.REM,
    "asleep": Stage.ASLEEP,
}

_LASTS_MOST_MS: Final = 172_800_000
_NOT_TAKEN: Final = ("efficiency", "minutesToFallAsleep", "minutesAfterWakeup", "minuteData")


def _is_sleep(sleep: Fields) -> bool:
    return sleep.has("dateOfSleep", "startTime") and ("levels" in sleep or "timeInBed" in sleep)


def _read_sleep(sleep: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield from known_as(_found_in(sleep, place, arrival), sleep.get("logId"))


def _found_in(sleep: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    profile = arrival.profile
    start, end = _ends(sleep, profile)
    minutes, levels = sleep.number("minutesAsleep"), sleep.within("levels")
    stages: tuple[StageSpan, ...] = ()
    began, woke = value_in(start), value_in(end)
    if began is not None and woke is not None:
        spans = _spans(levels.many("data"), profile)
        shorts = _spans(levels.many("shortData"), profile)
        if spans is None or shorts is None:
            wanted = "a stage with its time and seconds"
            yield MAKER.misshapen(place, "sleep", "levels.data", "", wanted)
        else:
            short = laid_out(shorts, began.at, woke.at)
            stages = laid_over(laid_out(spans, began.at, woke.at), short)
    nap = sleep.get("mainSleep", "isMainSleep") is False
    slept_s = None if minutes is None else minutes * 60
    yield MAKER.sleep(place, start, end, slept_s=slept_s, stages=stages, nap=nap)
    if "summary" in levels and not stages:
        yield MAKER.unsupported(place, "sleep stage without its times")
    yield from left_out(sleep, _NOT_TAKEN, place)


def _ends(sleep: Fields, profile: Profile) -> tuple[Result[When, BadTime], Result[When, BadTime]]:
    """Read when it began and ended, as far apart as it says it was long."""
    start = time_in(sleep.text("startTime"), profile, "startTime")
    end = time_in(sleep.text("endTime"), profile, "endTime")
    began, woke, millis = value_in(start), value_in(end), sleep.number("duration")
    if began is None or woke is None or millis is None or not 0 <= millis <= _LASTS_MOST_MS:
        return start, end
    lasted = dt.timedelta(milliseconds=millis)
    woke = continued(woke, later(began.at, lasted))
    return Success(continued(began, later(woke.at, -lasted))), Success(woke)


def _spans(
    given: Sequence[object], profile: Profile
) -> list[tuple[Stage, Instant, dt.timedelta]] | None:
    """Read the stages; None where one of them is none."""
    found: list[tuple[Stage, Instant, dt.timedelta]] = []
    for one in given:
        span = Fields(one)
        stage, seconds = STAGES.get(span.text("level").casefold()), span.number("seconds")
        match time_in(span.text("dateTime"), profile, "dateTime"):
            case Success(when):
                if stage is None or seconds is None or not 0 <= seconds <= 172_800:
                    return None
                if found:
                    when = continued(when, later(found[-1][1], found[-1][2]))
                found.append((stage, when.at, dt.timedelta(seconds=seconds)))
            case Failure():
                return None
    return found


SLEEPS: Final = (
    Items("fitbit", _is_sleep, _read_sleep),
    Items(
        "fitbit",
        _is_sleep,
        _read_sleep,
        under="sleep",
        beside=frozenset(("summary", "pagination", "meta")),
    ),
)
