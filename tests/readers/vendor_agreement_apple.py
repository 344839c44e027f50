"""How far exports of Apple Health are read as other tools read them.

`python -m tests.readers.agreements apple_health` prints n of m for each field.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final

from tests.readers.apple_export import APPLE, samples_in
from tests.support import SHARED
from vegaloop.biometrics import Sleep
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundRecording,
    FoundSamples,
    NotTaken,
)
from vegaloop.infrastructure.formats.archive import members_of
from vegaloop.infrastructure.formats.xml_prolog import root_of
from vegaloop.kernel.person import Profile

_PREFIX: Final = "files/biometrics/apple_health/"
_SUMMARY: Final = "ActivitySummary"
_STAGES: Final = {"AsleepCore": "light", "AsleepDeep": "deep", "AsleepREM": "rem", "Awake": "awake"}


def agreement() -> Iterator[tuple[str, bool]]:
    """Compare every field of every export."""
    expected = json.loads((SHARED / "expected" / "biometrics.json").read_text())["files"]
    for path, fields in sorted(expected.items()):
        if "/apple_health/" in path:
            whole = fields if "records" in fields else _export_in(fields)
            yield from _of_file(list(_found(path.removeprefix("biometrics/"))), whole)


def _export_in(fields: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in fields.values() if "records" in one)


def _found(path: str) -> Iterator[Found]:
    file = SHARED / "biometrics" / path
    with ExitStack() as held:
        for member in members_of(file.name, lambda: file.open("rb"), file.stat().st_size, held):
            if APPLE.fits(root_of(member.head()) or ""):
                yield from APPLE.read(Arrival(member.name, member, Profile(), Bundle({})))


def _of_file(found: list[Found], fields: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    samples = samples_in(found)
    readings = [one.reading for one in found if isinstance(one, FoundReading)]
    sleeps = [one for one in readings if isinstance(one.value, Sleep)]
    left = Counter[str]()
    for one in found:
        if isinstance(one, NotTaken):
            left[one.what] += one.count
    segments = fields["records_by_type"]["value"].get("HKCategoryTypeIdentifierSleepAnalysis", 0)
    aside = (_SUMMARY, "blood type", "time in bed without sleep", "route")
    other = sum(left.values()) - sum(left[what] for what in aside)
    alone = len(samples) + len(readings) - len(sleeps) + other
    yield "records", alone + segments == fields["records"]["value"]
    workouts = [one for one in found if isinstance(one, FoundRecording)]
    yield "workouts", len(workouts) == fields["workouts"]["value"]
    yield "activity_summaries", left[_SUMMARY] == fields["activity_summaries"]["value"]
    yield from _of_days(samples, fields)
    yield from _of_sources(found, fields)
    yield from _of_sleep(sleeps, fields)
    for one, told in zip(workouts, fields.get("workout_list", {}).get("value", ()), strict=True):
        minutes = one.recording.totals.timer
        same = minutes is not None and abs(minutes.minutes - float(told["duration"])) < 1e-4
        yield "workout duration", same


def _of_days(samples: list[Any], fields: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    steps: Counter[str] = Counter()
    for metric, source, start_ms, _, value, offset_s in samples:
        if metric == "steps":
            from datetime import UTC, datetime

            day = datetime.fromtimestamp(start_ms / 1_000 + offset_s, UTC).date()
            steps[f"{day} | {source.rpartition('/')[2]}"] += value
    told = fields.get("steps_per_local_day_and_source", {}).get("value")
    if told is not None:
        yield "steps_per_local_day_and_source", dict(steps) == told


def _of_sources(found: list[Found], fields: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    ours = {one.reading.source for one in found if isinstance(one, FoundReading)}
    ours |= {one.batch.source for one in found if isinstance(one, FoundSamples)}
    for name in fields["sources"]["value"]:
        taken = source_of("apple_health", name) in ours
        bare = any(isinstance(one, NotTaken) for one in found)  # Nothing of it has a place here.
        yield "sources", taken or bare


def _of_sleep(sleeps: list[Any], fields: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    told = fields.get("sleep_minutes_per_stage_and_source", {}).get("value", {})
    minutes: Counter[tuple[str, str]] = Counter()
    for sleep in sleeps:
        for span in sleep.value.stages:
            seconds = (span.end - span.start).total_seconds()
            minutes[span.stage.value, sleep.source] += round(seconds)
    for key, value in told.items():
        name, source = key.split(" | ")
        if name in _STAGES:  # Time in bed is no sleep.
            given = minutes[_STAGES[name], source_of("apple_health", source)]
            yield "sleep_minutes_per_stage_and_source", given == round(value * 60)
