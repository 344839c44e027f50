"""Nearly files of cloud services: each ends in an answer, whatever stands in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from random import Random
from typing import Final

import pytest

from tests.readers.mutators import mutated, with_junk
from tests.readers.vendor_files import PARIS, READERS, found_by, members
from tests.support import SHARED, needs_shared_data
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.infrastructure.formats.fault import ReadFault

_LARGEST: Final = 60_000
_FOLDERS: Final = (
    "biometrics/withings",
    "biometrics/ihealth",
    "biometrics/runkeeper",
    "biometrics/strava_api",
    "activities/strava_bulk_export_csv",
    "contracts/examples",
)
WRITTEN: Final = (
    {
        "nights": [
            {
                "sleep_start_time": "2020-01-01T00:39:07+03:00",
                "sleep_end_time": "2020-01-01T09:19:37+03:00",
                "hypnogram": {"00:39": 2, "00:50": 3},
                "heart_rate_samples": {"00:41": 76},
            }
        ]
    },
    {
        "exportVersion": "1.6",
        "exercises": [
            {
                "startTime": "2020-01-01T10:00:00.000",
                "duration": "PT1H",
                "samples": {"heartRate": [{"dateTime": "2020-01-01T10:00:01.000", "value": 99}]},
                "laps": [{"duration": "PT5M", "splitTime": "PT5M"}],
            }
        ],
        "startTime": "2020-01-01T10:00:00.000",
    },
    {
        "exportVersion": "1",
        "date": "2020-01-01",
        "summary": {"stepCount": 5},
        "samples": {"steps": []},
    },
    [{"date": "2020-01-01", "devicePpiSamplesList": [{"ppiSamples": [{"pulseLength": 900}]}]}],
    {
        "start-time": "2020-01-01T10:00:00",
        "start-time-utc-offset": 180,
        "duration": "PT1H",
        "samples": [{"recording-rate": 5, "sample-type": "0", "data": "0,100,102"}],
        "route": [{"latitude": 60.2, "longitude": 25.1, "time": "PT210.026S"}],
    },
    {
        "data": [
            {
                "bedtime_start": "2020-01-01T00:39:07+03:00",
                "bedtime_end": "2020-01-01T09:19:37+03:00",
                "time_in_bed": 100,
                "sleep_phase_5_min": "4321",
                "heart_rate": {
                    "interval": 300,
                    "items": [60, None],
                    "timestamp": "2020-01-01T00:39:07",
                },
            }
        ],
        "next_token": None,
    },
    {
        "SleepSessionRecord": [
            {
                "startTime": "2020-01-01T00:39:07Z",
                "endTime": "2020-01-01T09:19:37Z",
                "startZoneOffset": {"totalSeconds": 3600},
                "stages": [{"startTime": 1577836800000, "endTime": 1577836900000, "stage": 4}],
            }
        ],
        "WeightRecord": [
            {"time": "2020-01-01T00:39:07Z", "zoneOffset": "+01:00", "weight": {"inKilograms": 70}}
        ],
        "HeartRateRecord": [
            {"startTime": 1577836800000, "samples": [{"time": 1577836800000}], "metadata": {}}
        ],
    },
    {
        "id": 1,
        "athlete": {},
        "start_date": "2020-01-01T00:39:07Z",
        "elapsed_time": 5,
        "streams": {"time": {"data": [0, 1]}, "latlng": {"data": [[1, 2], [3, 4]]}},
        "laps": [{"start_date": "2020-01-01T00:39:07Z", "elapsed_time": 5}],
    },
)


def seeds() -> list[tuple[str, bytes]]:
    """Small real files, and written ones."""
    found = [(f"{n}.json", json.dumps(one).encode()) for n, one in enumerate(WRITTEN)]
    for folder in _FOLDERS:
        for path in sorted((SHARED / folder).rglob("*.*")):
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            found.append((path.name.removesuffix(".gz"), data[:_LARGEST]))
    return found


def answered(name: str, data: bytes) -> int:
    """Let every reader that says it knows a file read it, and count what is found."""
    held = members({name: data})
    arrival = Arrival(name, held[name], PARIS, Bundle(held))
    table, count = name.endswith(".csv"), 0
    for reader in READERS:
        if hasattr(reader, "header_of") is table:
            try:
                count += sum(1 for _ in _fitting(reader, arrival, table))
            except ReadFault:
                continue
    return count


def _fitting(reader: object, arrival: Arrival, table: bool) -> Iterator[object]:
    if table:
        return found_by(reader, arrival)
    from vegaloop.infrastructure.formats.json import documents_of

    documents = list(documents_of(arrival.member.whole()))
    if documents and reader.fits(documents[0].value):
        return found_by(reader, arrival)
    return iter(())


def tried(times: int, seed: int) -> int:
    """Change files so many times; how often anything was found."""
    chance, pool, found = Random(seed), seeds(), 0  # Not for secrets.
    for _ in range(times):
        name, data = chance.choice(pool)
        if name.endswith(".json") and chance.random() < 0.7:
            try:
                value = json.loads(data)
            except ValueError:
                continue
            data = json.dumps(with_junk(value, chance)).encode()
        else:
            data = mutated(data, chance)
        found += answered(name, data) > 0
    return found


@needs_shared_data
@pytest.mark.parametrize("seed", range(2))
def test_changed_files_end_in_an_answer(seed: int) -> None:
    assert tried(150, seed) > 50
