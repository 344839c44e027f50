"""How far what is read of Fitbit, Google Fit, WHOOP and Garmin agrees with what is expected.

`python -m tests.readers.agreements trackers` prints n of m for each field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from statistics import mean
from typing import Final

from tests.readers.vendor_files import of_kind, real
from tests.support import SHARED
from vegaloop.biometrics import BodyFat, Hrv, Metric, RestingHeartRate, Sleep, Temperature, Weight
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundRecording,
    FoundSample,
    FoundSamples,
    NotTaken,
)

Facts = dict[str, dict[str, object]]
_FITBIT: Final = "biometrics/fitbit/"
_GARMIN: Final = "biometrics/garmin_connect/"
_CYCLES: Final = "biometrics/whoop/csv_export/physiological_cycles.csv"
# Google and the Fitbit API have no expected values: what stands in the files, counted by hand.
_SHIMMER: Final = {
    "google_fit/api_shimmer/googlefit-empty": (0, 0),
    "google_fit/api_shimmer/googlefit-merge-activity-segments": (3, 0),
    "google_fit/api_shimmer/googlefit-merge-activity-segments-only-sleep": (1, 0),
    "google_fit/api_shimmer/googlefit-merge-activity-segments-only-stationary-activity": (0, 1),
    "google_fit/api_shimmer/googlefit-merge-calories-expended": (1, 2),
    "google_fit/api_shimmer/googlefit-merge-heart-rate": (2, 0),
    "google_fit/api_shimmer/googlefit-merge-height": (0, 2),
    "google_fit/api_shimmer/googlefit-merge-location-samples": (0, 2),
    "google_fit/api_shimmer/googlefit-merge-speed": (0, 2),
    "google_fit/api_shimmer/googlefit-merge-step-deltas": (4, 0),
    "google_fit/api_shimmer/googlefit-merge-weight": (3, 0),
    "fitbit/api_shimmer/fitbit-activities-date-empty-activities-list": (0, 1),
    "fitbit/api_shimmer/fitbit-activities-date-single-in-activities-list": (6, 6),
    "fitbit/api_shimmer/fitbit-activities-date-multiple-in-activities-list": (7, 8),
    "fitbit/api_shimmer/fitbit-activities-heart-1d-1m-intraday": (5, 1),
    "fitbit/api_shimmer/fitbit-activities-steps-1d-1m-intraday": (3, 0),
    "fitbit/api_shimmer/fitbit-activities-steps-timeseries": (3, 0),
    "fitbit/api_shimmer/fitbit-body-log-weight": (4, 0),
    "fitbit/api_shimmer/fitbit-sleep-date": (2, 6),
    "fitbit/api_shimmer/fitbit-sleep-date-range": (2, 6),
    "fitbit/api_shimmer/fitbit-sleep-date-empty-sleep-list": (0, 0),
    "fitbit/api_shimmer/fitbit-sleep-date-range-empty-sleep-list": (0, 0),
}


def agreement() -> Iterator[tuple[str, bool]]:
    """Each field that could be compared, and whether it agrees."""
    expected = json.loads((SHARED / "expected/biometrics.json").read_text())["files"]
    yield from _fitbit(expected)
    yield from _whoop(expected[_CYCLES])
    for path, facts in expected.items():
        if path.startswith(_GARMIN):
            yield from _garmin(path, facts)
    for name, (taken, not_taken) in _SHIMMER.items():
        found = real(f"biometrics/{name}.json")
        refused = of_kind(found, NotTaken)
        yield "found in answers", len(found) - len(refused) == taken
        yield "named in answers", sum(one.count for one in refused) == not_taken


def _fitbit(expected: dict[str, Facts]) -> Iterator[tuple[str, bool]]:
    takeout = f"{_FITBIT}takeout/"
    nights = of_kind(real(f"{takeout}sleep.json"), FoundReading)
    told = expected[f"{takeout}sleep.json"]["nights"]["value"]
    for one, night in zip_longest(nights, told):
        sleep = one.reading.value
        assert isinstance(sleep, Sleep)
        yield "fitbit minutes asleep", sleep.asleep.minutes == night["minutesAsleep"]
        yield "fitbit time in bed", sleep.in_bed.minutes == night["timeInBed"]
        awake = sleep.in_bed.minutes - sleep.asleep.minutes
        yield "fitbit minutes awake", awake == night["minutesAwake"]
        yield "fitbit day of waking", f"{one.reading.moment.local_date}" == night["dateOfSleep"]
        woke = one.reading.moment.local.replace(tzinfo=None).isoformat()
        yield "fitbit time of waking", woke == night["endTime"].removesuffix(".000")
    for name in ("distance", "exercise", "heart_rate_zones", "resting_heart_rate"):
        found = real(f"{takeout}{name}.json")
        # What an exercise has beside is named too, and is no entry.
        count = sum(_many(one) for one in of_kind(found, FoundRecording) or found)
        yield "fitbit entries", count == expected[f"{takeout}{name}.json"]["entries"]["value"]
    first = of_kind(real(f"{takeout}exercise.json"), FoundRecording)[0]
    told = expected[f"{takeout}exercise.json"]["first"]["value"]
    totals = first.recording.totals
    assert totals.energy is not None
    assert totals.average_heart_rate is not None
    yield "fitbit exercise id", first.external_id == str(told["logId"])
    yield "fitbit exercise energy", round(totals.energy.kcal) == told["calories"]
    yield "fitbit exercise time", totals.elapsed.seconds * 1_000 == told["duration"]
    yield "fitbit exercise rate", totals.average_heart_rate.bpm == told["averageHeartRate"]
    scores = f"{takeout}sleep_score.csv"
    rates = of_kind(real(scores), FoundReading)
    yield "fitbit sleep scores", len(rates) == expected[scores]["rows"]["value"]
    fitabase = f"{_FITBIT}fitabase/dailyActivity_merged.csv.gz"
    (none,) = of_kind(real(fitabase), NotTaken)
    yield "fitabase rows", none.count == expected[fitabase]["rows"]["value"]
    people = json.loads(json.dumps({"n": getattr(none.reason, "people", 0)}))["n"]
    yield "fitabase people", people == expected[fitabase]["people"]["value"]


def _whoop(told: Facts) -> Iterator[tuple[str, bool]]:
    found = real(_CYCLES)
    rates = [one.rate.bpm for one in _values(found, RestingHeartRate)]
    hrvs = [one.rmssd_ms for one in _values(found, Hrv)]
    cycles, without = told["cycles"]["value"], told["without_recovery"]["value"]
    yield "whoop recoveries", len(rates) == cycles - without
    yield "whoop mean hrv", round(mean(hrvs), 4) == told["mean_hrv_ms"]["value"]
    yield "whoop mean resting rate", round(mean(rates), 4) == told["mean_resting_hr"]["value"]
    nights = [one for one in of_kind(found, FoundReading) if isinstance(one.reading.value, Sleep)]
    walls = [one.reading.moment for one in nights]
    zones = {f"UTC-0{-wall.utc_offset_s // 3_600}:00" for wall in walls}
    yield "whoop zones", zones == set(told["timezones"]["value"])
    yield "whoop zone known", not any(one.zone_assumed for one in nights)


def _garmin(path: str, facts: Facts) -> Iterator[tuple[str, bool]]:
    found = real(path)
    samples = of_kind(found, FoundSample)

    def told(name: str) -> list[object]:
        return [one for one in facts.get(name, {"value": []})["value"] if one is not None]

    def values(metric: Metric) -> list[float]:
        return [one.sample.value for one in samples if one.metric is metric]

    if "weekly" not in path and told("totalSteps"):
        yield "garmin steps", values(Metric.STEPS) == told("totalSteps")
    if told("restingHeartRate"):
        rates = [one.rate.bpm for one in _values(found, RestingHeartRate)]
        yield "garmin resting rate", rates == told("restingHeartRate")
    if told("lastNightAvg"):
        hrvs = [one.rmssd_ms for one in _values(found, Hrv)]
        yield "garmin hrv", hrvs == told("lastNightAvg")
    if told("sleepTimeSeconds"):
        asleep = [one.asleep.seconds for one in _values(found, Sleep)]
        yield "garmin sleep", asleep == told("sleepTimeSeconds")
    yield from _series(facts, values)
    if told("valueInML"):
        drunk = [one.entry.portions[0].mass_g for one in of_kind(found, FoundMeal)]
        yield "garmin water", drunk == told("valueInML")
    if told("weight"):
        weights = [round(one.mass.grams) for one in _values(found, Weight)]
        yield "garmin weights", set(weights) <= {round(one) for one in told("weight")}
        yield "garmin body fats", len(_values(found, BodyFat)) <= len(weights)
    # The five minutes of a night begin on the evening before.
    kept = [one for one in samples if one.metric is not Metric.HRV_RMSSD]
    days = [one.sample.moment.local_date.isoformat() for one in kept]
    days += [f"{one.reading.moment.local_date}" for one in of_kind(found, FoundReading)]
    if days and told("calendarDate") and not _values(found, Temperature):
        yield "garmin days", set(days) <= set(told("calendarDate"))


def _series(facts: Facts, values: Callable[[Metric], list[float]]) -> Iterator[tuple[str, bool]]:
    """Compare how many samples there are: those of the file less those without a measurement."""
    for name, missing, metric in (
        ("heartRateValues_count", "heartRateValues_null", Metric.HEART_RATE),
        ("stressValuesArray_count", "stress_negative", Metric.STRESS),
        ("hrvReadings_count", "", Metric.HRV_RMSSD),
    ):
        if name in facts:
            left_out = facts[missing]["value"] if missing else 0
            yield f"garmin {metric}", len(values(metric)) == sum(facts[name]["value"]) - left_out


def _many(one: Found) -> int:
    if isinstance(one, FoundSamples):
        return len(one.batch)
    return one.count if isinstance(one, NotTaken) else 1


def _values(found: Sequence[Found], kind: type) -> list:
    held = (one.reading.value for one in of_kind(found, FoundReading))
    return [value for value in held if isinstance(value, kind)]
