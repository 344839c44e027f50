"""Exercises and sleeps of Google Health, each with all that happened in it.

Rule 1: an exercise is known by its id, and what Google says of it later takes its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from vegaloop.biometrics import Stage, StageSpan
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import laid_out, laid_over
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.common.workouts import (
    Told,
    ToldLap,
    Workout,
    recordings_of,
)
from vegaloop.imports.adapters.readers.fitbit.sleep import STAGES
from vegaloop.imports.adapters.readers.google_health.points import Point, seconds_in
from vegaloop.imports.adapters.readers.google_health.sports import SPORTS
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant, Interval

__all__ = ("read_exercise", "read_sleep")

_M_PER_MM: Final = 0.001
_STEPS_PER_STRIDE: Final = 2
_PARTS_MOST: Final = 10_000
_STOPS: Final = ("PAUSE", "AUTO_PAUSE")
_UNPLACED: Final = {
    "activeZoneMinutes": "active zone minutes of an activity",
    "averagePaceSecondsPerMeter": "average pace",
    "averageSpeedMillimetersPerSecond": "average speed",
    "heartRateZoneDurations": "time in a heart rate zone",
    "runVo2Max": "oxygen uptake of an activity",
    "steps": "steps of an activity",
    "totalSwimLengths": "lengths of a pool",
}
_DYNAMICS: Final = (
    "avgGroundContactTimeDuration",
    "avgStrideLengthMillimeters",
    "avgVerticalOscillationMillimeters",
    "avgVerticalRatio",
)


def read_exercise(point: Point) -> Iterator[Found]:
    """Read an exercise with its laps and pauses."""
    told, summary = point.told, point.told.within("metricsSummary")
    start, end = point.span
    changed = value_in(of_iso(told.text("updateTime"), point.profile, "updateTime"))
    said = told.text("exerciseType")
    laps = told.many("splitSummaries") or told.many("splits")
    workout = Workout(
        sport=SPORTS.get(said, said),
        start=start,
        told=_told(summary, seconds_between(start, end), told.text("activeDuration")),
        source=point.maker.source,
        external_id=point.id,
        name=told.text("displayName"),
        device=point.device,
        notes=told.text("notes"),
        laps=tuple(_laps(point, laps)),
        pauses=tuple(_pauses(point)),
        modified_at=None if changed is None else changed.at,
    )
    yield from recordings_of(point.place, workout)
    point.unplaced.add_named(summary, _UNPLACED, point.place)
    point.unplaced.add_all(summary.within("mobilityMetrics"), _DYNAMICS, point.place)


def read_sleep(point: Point) -> Iterator[Found]:
    """Read a sleep with its stages; short awakenings interrupt them."""
    told, (start, end) = point.told, point.span
    summary, metadata = told.within("summary"), told.within("metadata")
    stages, shorts = _stages(point, "stages"), _stages(point, "shortAwakenings")
    if stages is None or shorts is None:
        wanted = "a stage with its times"
        yield point.maker.misshapen(point.place, "sleep", "stages", "", wanted)
    minutes = summary.number("minutesAsleep")
    main = metadata.get("mainSleep")
    spans: tuple[StageSpan, ...] = ()
    began, woke = value_in(start), value_in(end)
    if stages and began is not None and woke is not None:
        over = laid_out(shorts or (), began.at, woke.at)
        spans = laid_over(laid_out(stages, began.at, woke.at), over)
    yield point.maker.sleep(
        point.place,
        start,
        end,
        slept_s=None if minutes is None else minutes * 60,
        stages=spans,
        nap=metadata.flag("nap") if main is None else main is False,
    )
    point.unplaced.add_all(summary, ("minutesToFallAsleep", "minutesAfterWakeUp"), point.place)
    if told.get("outOfBedSegments"):
        point.unplaced.add("time out of bed", point.place)


def _told(summary: Fields, elapsed_s: float | None, active: str) -> Told:
    millimeters = summary.number("distanceMillimeters")
    climbed = summary.number("elevationGainMillimeters")
    steps_per_min = summary.within("mobilityMetrics").number("avgCadenceStepsPerMinute")
    return Told(
        elapsed_s=elapsed_s,
        timer_s=seconds_in(active),
        distance_m=millimeters * _M_PER_MM if millimeters else None,
        energy_kcal=summary.number("caloriesKcal") or None,
        mean_rate_bpm=summary.number("averageHeartRateBeatsPerMinute"),
        cadence_rpm=steps_per_min / _STEPS_PER_STRIDE if steps_per_min else None,
        ascent_m=climbed * _M_PER_MM if climbed else None,
    )


def _laps(point: Point, laps: list[object]) -> Iterator[ToldLap]:
    for lap in map(Fields, laps[:_PARTS_MOST]):
        start, end = point.side(lap, "start"), point.side(lap, "end")
        began, length_s = value_in(start), seconds_between(start, end)
        told = _told(lap.within("metricsSummary"), length_s, lap.text("activeDuration"))
        yield ToldLap(None if began is None else began.at, told)


def _pauses(point: Point) -> Iterator[Interval]:
    """Find where an exercise stood still: whatever comes after a pause ends it."""
    events: list[tuple[Instant, str]] = []
    for event in map(Fields, point.told.many("exerciseEvents")[:_PARTS_MOST]):
        when = value_in(point.when(event, "eventTime", "eventUtcOffset"))
        if when is not None:
            events.append((when.at, event.text("exerciseEventType")))
    stopped: Instant | None = None
    for at, kind in sorted(events, key=itemgetter(0)):
        if kind in _STOPS:
            stopped = at if stopped is None else stopped
        elif stopped is not None:
            if stopped < at:
                yield Interval(stopped, at)
            stopped = None


def _stages(point: Point, name: str) -> list[tuple[Stage, Instant, dt.timedelta]] | None:
    """Read stages in order; None where one is none."""
    found: list[tuple[Stage, Instant, dt.timedelta]] = []
    for one in map(Fields, point.told.many(name)[:_PARTS_MOST]):
        stage = STAGES.get(one.text("type").casefold())
        began, ended = value_in(point.side(one, "start")), value_in(point.side(one, "end"))
        if stage is None or began is None or ended is None or ended.at < began.at:
            return None
        found.append((stage, began.at, ended.at - began.at))
    return sorted(found, key=itemgetter(1))
