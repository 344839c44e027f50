"""How far what is read of Withings, Strava, iHealth and Runkeeper agrees with what is expected.

`python -m tests.readers.agreements clouds` prints n of m for each field.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.readers.vendor_files import of_kind, read_bytes, real
from tests.support import SHARED
from vegaloop.biometrics import BloodPressure, BodyFat, Metric, Sleep, Stage, Weight
from vegaloop.imports.domain.found import FoundFile, FoundReading, FoundRecording, FoundSample
from vegaloop.kernel.time import epoch_us

_WITHINGS: Final = "biometrics/withings/api/"
_STRAVA: Final = "activities/strava_bulk_export"
_STATES: Final = {"0": "awake", "1": "light", "2": "deep", "3": "rem"}


def agreement() -> Iterator[tuple[str, bool]]:
    """Each field that could be compared, and whether it agrees."""
    expected = json.loads((SHARED / "expected/biometrics.json").read_text())["files"]
    yield from _measures(expected)
    yield from _spans(expected[f"{_WITHINGS}sleep.json.gz"])
    yield from _nights(expected[f"{_WITHINGS}sleep_summary.json.gz"])
    yield from _counts()
    yield from _strava_api(expected["biometrics/strava_api/activity.3.json"])
    yield from _strava_tables()


def _measures(expected: dict[str, dict[str, dict[str, object]]]) -> Iterator[tuple[str, bool]]:
    for name in (
        "measurement",
        "measurement_list.json.gz",
        "measurement_list_2",
        "measurement_positions",
    ):
        path = f"{_WITHINGS}{name}" + ("" if name.endswith(".gz") else ".json")
        found, told = real(path), expected[path]
        weights = [one.reading.value.mass.kg for one in _readings(found, Weight)]
        kg = told["weight_kg"]["value"]
        yield "withings weights", len(weights) == kg["n"]
        yield "withings least weight", round(min(weights), 3) == round(kg["min"], 3)
        yield "withings greatest weight", round(max(weights), 3) == round(kg["max"], 3)
        yield "withings mean weight", abs(sum(weights) / len(weights) - kg["mean"]) < 1e-4
        by_type = told["measures_by_type"]["value"]
        yield "withings body fats", len(_readings(found, BodyFat)) == by_type.get("6", 0)
        yield "withings pressures", len(_readings(found, BloodPressure)) == by_type.get("10", 0)
        rates = [one for one in of_kind(found, FoundSample) if one.metric is Metric.HEART_RATE]
        yield "withings heart rates", len(rates) == by_type.get("11", 0)


def _spans(told: dict[str, dict[str, object]]) -> Iterator[tuple[str, bool]]:
    found = real(f"{_WITHINGS}sleep.json.gz")
    nights = [one.reading.value for one in _readings(found, Sleep)]
    first = min(epoch_us(night.start) for night in nights) // 1_000_000
    yield "withings first sleep", first == told["first_start_utc"]["value"]
    seconds: Counter[Stage] = Counter()
    for night in nights:
        for span in night.stages:
            seconds[span.stage] += int((span.end - span.start).total_seconds())
    for state, expected in told["seconds_by_state"]["value"].items():
        yield f"withings seconds {_STATES[state]}", seconds[Stage(_STATES[state])] == expected


def _nights(told: dict[str, dict[str, object]]) -> Iterator[tuple[str, bool]]:
    found = _readings(real(f"{_WITHINGS}sleep_summary.json.gz"), Sleep)
    yield "withings nights", len(found) == told["nights"]["value"]
    by_date = told["total_sleep_time_s_by_date"]["value"]
    for one in found:
        date = one.reading.moment.local_date.isoformat()
        if date in by_date:
            yield "withings sleep of a date", by_date[date] == one.reading.value.asleep.seconds


def _counts() -> Iterator[tuple[str, bool]]:
    for path, kind, count in (
        ("withings/api/workouts.json", FoundRecording, 11),
        ("ihealth/api_shimmer/ihealth-weight.json", FoundReading, 3),
        ("ihealth/api_shimmer/ihealth-bp.json", FoundReading, 2),
        ("ihealth/api_shimmer/ihealth-glucose.json", FoundReading, 2),
        ("ihealth/api_shimmer/ihealth-sleep.json", FoundReading, 3),
        ("ihealth/api_shimmer/ihealth-spo2.json", FoundReading, 2),
        ("ihealth/api_shimmer/ihealth-sport.json", FoundRecording, 2),
        ("runkeeper/api_shimmer/runkeeper-fitness-activities.json", FoundRecording, 2),
        (
            "runkeeper/api_shimmer/runkeeper-fitness-activities-missing-offset.json",
            FoundRecording,
            1,
        ),
    ):
        yield (
            "records of " + path.partition("/")[0],
            len(of_kind(real(f"biometrics/{path}"), kind)) == count,
        )


def _strava_api(told: dict[str, dict[str, object]]) -> Iterator[tuple[str, bool]]:
    (one,) = of_kind(real("biometrics/strava_api/activity.3.json"), FoundRecording)
    recording, totals = one.recording, one.recording.totals
    start = dt.datetime.fromisoformat(str(told["start_date"]["value"]))
    yield "strava id", one.external_id == str(told["id"]["value"])
    yield "strava start", recording.start == start and recording.utc_offset_s == -8 * 3_600
    yield "strava elapsed", totals.elapsed.seconds == told["elapsed_time"]["value"]
    yield (
        "strava moving",
        totals.timer is not None and totals.timer.seconds == told["moving_time"]["value"],
    )
    yield (
        "strava distance",
        totals.distance is not None and totals.distance.meters == told["distance"]["value"],
    )
    yield (
        "strava ascent",
        totals.ascent is not None and totals.ascent.meters == told["total_elevation_gain"]["value"],
    )
    yield (
        "strava energy",
        totals.energy is not None and round(totals.energy.kcal, 1) == told["calories"]["value"],
    )


def _strava_tables() -> Iterator[tuple[str, bool]]:
    folder = SHARED / _STRAVA
    table, name = (folder / "activities.csv").read_bytes(), "12866632127.fit.gz"
    packed = (folder / "activities" / name).read_bytes()
    beside = {f"activities/{name}": packed}
    (file,) = of_kind(read_bytes(table, "activities.csv", beside=beside), FoundFile)
    yield "strava file", file.command.data in (packed, gzip.decompress(packed))
    (row,) = of_kind(read_bytes(table, "activities.csv"), FoundRecording)
    activities = json.loads((SHARED / "expected/activities.json").read_text())["files"]
    values = activities[f"{_STRAVA}/activities/{name}"]["values"]
    started = dt.datetime.fromisoformat(values["first_record_utc"]["value"])
    distance = row.recording.totals.distance
    yield "strava row start as its file", row.recording.start == started
    yield (
        "strava row distance as its file",
        distance is not None
        and round(distance.meters, 2) == round(values["record_last_distance_m"]["value"], 2),
    )
    for path, count in (("athlytics", 75), ("strava_py", 8)):
        rows = of_kind(real(f"{_STRAVA}_csv/{path}-activities.csv"), FoundRecording)
        yield "strava rows", len(rows) == count


def _readings(found: list[object], kind: type) -> list[FoundReading]:
    return [one for one in of_kind(found, FoundReading) if isinstance(one.reading.value, kind)]
