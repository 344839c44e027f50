"""Nights as Withings tells them: one summary each, or spans of stages in any order.

Rule 1: spans with less than an hour between them are one night; in a gap nobody knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from vegaloop.biometrics import Metric, Respiration, SpO2, Stage, StageSpan
from vegaloop.imports.adapters.readers.common.making import NO_SLEEP, Maker, source_of
from vegaloop.imports.adapters.readers.common.naming import edited_at, known_as
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import cut_off, nights_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import in_zone, of_epoch_in
from vegaloop.imports.adapters.readers.common.when import of_epoch_s, of_instant
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant

__all__ = ("Span", "nights_of", "read_spans", "read_summary", "second_in")

# When it began and ended, in seconds since 1970, and in which stage.
Span: TypeAlias = tuple[float, float, Stage]

STAGES: Final = {
    0: Stage.AWAKE,
    1: Stage.LIGHT,
    2: Stage.DEEP,
    3: Stage.REM,
    4: Stage.ASLEEP,
    5: Stage.ASLEEP,
}
_GAP: Final = dt.timedelta(hours=1)
_SERIES: Final = {
    "hr": Metric.HEART_RATE,
    "rr": Metric.RESPIRATION,
    "sdnn_1": Metric.HRV_SDNN,
    "rmssd": Metric.HRV_RMSSD,
}
_NOT_TAKEN: Final = (
    "sleep_score",
    "sleep_efficiency",
    "sleep_latency",
    "wakeup_latency",
    "durationtosleep",
    "durationtowakeup",
    "wakeupcount",
    "waso",
    "out_of_bed_count",
    "nb_rem_episodes",
    "hr_average",
    "hr_min",
    "hr_max",
    "rr_min",
    "rr_max",
    "rmssd_start_avg",
    "rmssd_end_avg",
    "snoring",
    "snoringepisodecount",
    "breathing_sounds",
    "breathing_sounds_episode_count",
    "breathing_disturbances_intensity",
    "breathing_quality_assessment",
    "apnea_hypopnea_index",
    "withings_index",
    "night_events",
    "mvt_score_avg",
    "mvt_active_duration",
    *(
        f"chest_movement_rate_{one}"
        for one in ("average", "min", "max", "wellness_average", "wellness_min", "wellness_max")
    ),
    *(f"core_body_temperature_{one}" for one in ("avg", "min", "max", "status")),
)
_SERIES_NOT_TAKEN: Final = (
    "snoring",
    "mvt_score",
    "hrv_quality",
    "chest_movement_rate",
    "withings_index",
    "breathing_sounds",
)


def read_summary(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a night of its sums."""
    edited = edited_at(record.get("modified"), profile)
    yield from known_as(_of_sums(record, place, profile, unplaced), record.get("id"), edited)


def _of_sums(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    zone, told = record.text("timezone"), record.within("data")
    maker = Maker(source_of("withings", device_in(record)))
    start = of_epoch_in(record.number("startdate"), zone, profile, "startdate")
    end = of_epoch_in(record.number("enddate"), zone, profile, "enddate")
    names = ("lightsleepduration", "deepsleepduration", "remsleepduration", "asleepduration")
    parts = [told.number(name) for name in names]
    total = told.number("total_sleep_time")
    if total is None and any(part is not None for part in parts):
        total = sum(part for part in parts if part is not None)
    yield maker.sleep(place, start, end, slept_s=total)
    breaths, oxygen = told.number("rr_average"), told.number("spo2_average")
    if breaths:  # Zero where the mat heard none.
        yield maker.reading(place, "respiration", end, Respiration.of_per_min(breaths))
    if oxygen:
        yield maker.reading(place, "spo2", end, SpO2.of_percent(oxygen))
    unplaced.add_all(told, _NOT_TAKEN, place)


def read_spans(
    records: Sequence[tuple[Place, Fields]], zone: str, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read nights out of spans of stages, and the series beside them, on the wall of a zone."""
    by_source: dict[str, list[Span]] = {}
    places: dict[str, Place] = {}
    for place, record in records:
        state = record.whole("state")
        stage = None if state is None else STAGES.get(state)
        start, end = record.number("startdate"), record.number("enddate")
        device = device_in(record)
        if stage is None:
            given = record.text("state")
            yield NotTaken(place, "sleep", Misshapen("state", given, "a number from 0 to 5"))
        elif start is not None and end is not None:
            by_source.setdefault(device, []).append((start, end, stage))
            places.setdefault(device, place)
        maker = Maker(source_of("withings", device))
        for name, metric in _SERIES.items():
            for second, value in record.pairs(name):
                moment = of_epoch_in(second_in(second), zone, profile, name)
                yield maker.sample(place, metric, moment, value)
        unplaced.add_all(record, _SERIES_NOT_TAKEN, place)
    for device, spans in by_source.items():
        maker = Maker(source_of("withings", device))
        yield from nights_of(maker, places[device], spans, profile, zone)


def nights_of(
    maker: Maker, place: Place, spans: Sequence[Span], profile: Profile, zone: str = ""
) -> Iterator[Found]:
    """Put nights together from spans, whatever their order; a span told twice counts once."""
    known: list[StageSpan] = []
    for begins, ends, stage in sorted(set(spans)):
        first = value_in(of_epoch_s(begins, profile, "startdate"))
        last = value_in(of_epoch_s(ends, profile, "enddate"))
        if first is None or last is None:
            given = f"{begins:g} to {ends:g}"
            yield NotTaken(place, "sleep", Misshapen("startdate", given, "seconds since 1970"))
        elif first.at < last.at:
            known.append(StageSpan(stage, first.at, last.at))
    for night in nights_in(known, _GAP, _bounds):
        stages = cut_off(night)
        start = in_zone(of_instant(stages[0].start, profile, "startdate"), zone)
        end = in_zone(of_instant(stages[-1].end, profile, "enddate"), zone)
        if all(span.stage is Stage.AWAKE for span in stages):
            yield maker.unsupported(place, NO_SLEEP)
        else:
            yield maker.sleep(place, start, end, stages=stages)


def _bounds(span: StageSpan) -> tuple[Instant, Instant]:
    return span.start, span.end


def second_in(text: str) -> float | None:
    """Read the second since 1970 that is the name of what was measured then; None where it is none."""
    return float(text) if text.isdecimal() and len(text) <= 12 else None
