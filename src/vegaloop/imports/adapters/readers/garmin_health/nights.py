"""Nights of Garmin's Health API: when somebody slept, and the spans of each stage.

Rule 1: sleep whose stage could not be told is sleep all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric, Stage, StageSpan
from vegaloop.imports.adapters.readers.common.making import NO_SLEEP
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import cut_off
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER
from vegaloop.imports.adapters.readers.garmin_health.clock import moment_of, series_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success, mapped, value_in
from vegaloop.kernel.time import Instant, later

__all__ = ("night",)

_NO_STAGE: Final = "unmeasurable"
_STAGES: Final = {
    "deep": Stage.DEEP,
    "light": Stage.LIGHT,
    "rem": Stage.REM,
    "awake": Stage.AWAKE,
    _NO_STAGE: Stage.ASLEEP,
}
_OF_STAGES: Final = (
    "deepSleepDurationInSeconds",
    "lightSleepDurationInSeconds",
    "remSleepInSeconds",
)
_OF_NO_STAGE: Final = "unmeasurableSleepInSeconds"
_SERIES: Final = {
    "timeOffsetSleepRespiration": (Metric.RESPIRATION, 1.0, 0.0),
    "timeOffsetSleepSpo2": (Metric.OXYGEN, 1.0, 0.0),
}
_LONGEST: Final = dt.timedelta(days=1)


def night(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read a night with its stages, its naps, its breaths and its oxygen."""
    start = moment_of(record, profile)
    match start:
        case Failure(bad_time):
            yield NotTaken(place, "sleep", bad_time)
        case Success(began):
            levels = record.within("sleepLevelsMap")
            spans = _spans(levels, began.at, profile)
            yield _slept(record, place, began, spans)
            if not spans and any(map(record.number, _OF_STAGES)):
                unplaced.add("sleep stage without its times", place)
            if spans and record.number(_OF_NO_STAGE) and _NO_STAGE not in levels:
                unplaced.add("sleep of no stage", place)
    for name, kind in _SERIES.items():
        yield from series_in(record, name, kind, start, place, unplaced)
    for one in record.many("naps"):
        yield from _nap(Fields(one), place, profile)
    if record.get("overallSleepScore", "sleepScores") is not None:
        unplaced.add("sleep score", place)


def _slept(record: Fields, place: Place, began: When, spans: tuple[StageSpan, ...]) -> Found:
    lasted_s = record.number("durationInSeconds")
    names = (*_OF_STAGES, _OF_NO_STAGE)
    sums = [seconds for name in names if (seconds := record.number(name)) is not None]
    # Some devices leave the time awake out of how long it lasted.
    lasted_s = max(lasted_s or 0.0, *((one.end - began.at).total_seconds() for one in spans), 0.0)
    slept_s = sum(sums) if sums else None
    nobody = all(one.stage is Stage.AWAKE for one in spans) if spans else slept_s == 0
    if nobody or not lasted_s:
        return MAKER.unsupported(place, NO_SLEEP)
    end = Success(stepped(began, lasted_s))
    return MAKER.sleep(place, Success(began), end, slept_s=slept_s, stages=spans)


def _spans(levels: Fields, began: Instant, profile: Profile) -> tuple[StageSpan, ...]:
    """Lay out the stages; none where one of them is broken or of no night, and the sums count."""
    spans: list[StageSpan] = []
    for name, stage in _STAGES.items():
        for one in levels.many(name):
            bounds = (moment_of(Fields(one), profile, side) for side in ("startTime", "endTime"))
            start, end = (value_in(bound) for bound in bounds)
            if start is None or end is None:
                return ()
            if not began <= start.at <= end.at <= later(began, _LONGEST):
                return ()
            spans.append(StageSpan(stage, start.at, end.at))
    spans.sort(key=_begin)
    return cut_off(spans)


def _nap(nap: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    start = moment_of(nap, profile, "napStartTime", "nap")
    lasted_s = nap.number("napDurationInSeconds")
    if not lasted_s:
        yield nap.unread(place, "sleep", "napDurationInSeconds", "how long it lasted")
    else:
        end = mapped(start, lambda when: stepped(when, lasted_s))
        yield MAKER.sleep(place, start, end, slept_s=lasted_s, nap=True)
    yield from nap.told(place, "sleep")


def _begin(span: StageSpan) -> tuple[Instant, Instant, str]:
    return span.start, span.end, span.stage
