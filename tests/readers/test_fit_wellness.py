"""Real days and nights of watches, against what the official decoder counts in them."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.people import a_long_ride
from tests.support import SHARED
from vegaloop.biometrics import Metric, RestingHeartRate, RrIntervals
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.unplaced import tallied
from vegaloop.imports.adapters.readers.fit import rest
from vegaloop.imports.adapters.readers.fit.rest import resting_beats
from vegaloop.imports.adapters.readers.fit.wellness import fit_kind, read_wellness
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, NotTaken
from vegaloop.infrastructure.formats.archive import USUAL, Member
from vegaloop.kernel.person import Profile

WELLNESS = SHARED / "activities" / "fit_wellness"
FIT = SHARED / "activities" / "fit"
pytestmark = pytest.mark.skipif(not WELLNESS.exists(), reason="the shared data is not here")


def arrival(name: str) -> Arrival:
    return Arrival(name, Member(name, io.BytesIO, USUAL), Profile(), Bundle({}))


def found(path: Path) -> list[Found]:
    return list(tallied(read_wellness(path.read_bytes(), arrival(path.name))))


def metrics(found: list[Found]) -> Counter[str]:
    return Counter(one.metric.value for one in found if isinstance(one, FoundSample))


def total(found: list[Found], metric: Metric) -> float:
    samples = (one for one in found if isinstance(one, FoundSample) and one.metric is metric)
    return round(sum(one.sample.value for one in samples), 2)


def test_what_the_official_decoder_counts() -> None:
    expected = json.loads((SHARED / "expected" / "activities.json").read_text("utf-8"))["files"]
    compared = 0
    for path in sorted(WELLNESS.iterdir()):
        values = expected[f"activities/fit_wellness/{path.name}"]["values"]
        told = found(path)
        counts = metrics(told)
        untold = {one.what: one.count for one in told if isinstance(one, NotTaken)}
        ours = {
            "monitoring_with_heart_rate": counts["heart_rate"],
            "stress_values_negative_codes": untold.get("stress that could not be measured", 0),
            "stress_level_messages": untold.get("body battery", 0),
            "sleep_level_messages": untold.get("waking level", 0),
        }
        for field, value in ours.items():
            if field in values:
                assert value == values[field]["value"], (path.name, field)
                compared += 1
        if "stress_values_positive" in values:
            assert counts["stress"] >= values["stress_values_positive"]["value"]
            compared += 1
        if "resting_heart_rate" in values:
            bpm = [
                one.reading.value.rate.bpm
                for one in told
                if isinstance(one, FoundReading) and isinstance(one.reading.value, RestingHeartRate)
            ]
            assert bpm
            compared += 1
    assert compared == 29


def test_counters_of_a_day() -> None:
    told = found(WELLNESS / "50708056399.fit")
    # 4151 steps as the file begins, 5239 as it ends; 152 + 1292 kcal and 215 + 1465.
    assert total(told, Metric.STEPS) == 5_239 - 4_151
    assert total(told, Metric.ACTIVE_ENERGY) == (215 + 1_465) - (152 + 1_292)
    assert total(told, Metric.DISTANCE) == pytest.approx(4_100.02 - 3_248.55)


def test_the_wall_clock_is_the_files_own() -> None:
    for path in sorted(WELLNESS.iterdir()):
        for one in found(path):
            if isinstance(one, FoundSample):
                assert one.sample.moment.utc_offset_s == 3 * 3_600
                assert not one.zone_assumed


def test_a_rest_of_twelve_minutes() -> None:
    told = list(resting_beats((FIT / "edge-resting-hrv.fit").read_bytes(), arrival("rest.fit")))
    (one,) = told
    assert isinstance(one, FoundReading)
    assert isinstance(one.reading.value, RrIntervals)
    assert len(one.reading.value.rr_us) > 800


def test_a_ride_is_not_taken_apart_to_look_for_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_apart(_: bytes) -> None:
        raise AssertionError

    monkeypatch.setattr(rest, "walk", taken_apart)
    ride = a_long_ride(dt.datetime(2024, 3, 1, tzinfo=dt.UTC), 1)
    assert list(resting_beats(ride, arrival("ride.fit"))) == []


def test_no_other_activity_is_a_rest() -> None:
    rests = [
        path.name
        for path in sorted(FIT.iterdir())
        if fit_kind(path.read_bytes()[:32_768]) == "activity"
        and list(resting_beats(path.read_bytes(), arrival(path.name)))
    ]
    assert rests == ["edge-resting-hrv.fit"]
