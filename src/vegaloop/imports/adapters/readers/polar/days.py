"""Days, hearts, beats and single values as Polar tells them, in its API and in its export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import (
    Metric,
    RrIntervals,
    SpO2,
)
from vegaloop.imports.adapters.readers.common.body_values import skin_temperature_of, weight_of
from vegaloop.imports.adapters.readers.common.clocks import at_clock, clock_s
from vegaloop.imports.adapters.readers.common.days import (
    date_in,
    day_reading,
    day_totals,
    resting_kcal,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in, stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s, of_iso
from vegaloop.imports.adapters.readers.polar.nights import MAKER
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in

__all__ = (
    "read_activity",
    "read_beats",
    "read_day_of_heart",
    "read_fitness",
    "read_oxygen",
    "read_person",
    "read_skin",
    "read_temperatures",
)

_BEATS: Final = Maker(source_of("polar", "ppi"))
_MINUTE_S: Final = 60.0
_BEATS_GAP_S: Final = 60.0
_BEATS_LEAST: Final = 30
_BEATS_MOST: Final = 60_000
_SAMPLES_MOST: Final = 100_000
_MILLIS_MOST: Final = 4e10


def read_day_of_heart(
    record: Fields, place: Place, profile: Profile, _: Unplaced
) -> Iterator[Found]:
    """Read the heart rates of a day, each at a clock or so many seconds after midnight."""
    match date_in(record.text("date")):
        case Failure(error):
            yield NotTaken(place, "heart_rate", error)
        case Success(day):
            for value in record.many("heart_rate_samples", "samples")[:_SAMPLES_MOST]:
                sample = Fields(value)
                seconds = sample.number("secondsFromDayStart")
                if seconds is None:
                    seconds = clock_s(sample.text("sample_time"))
                if seconds is None or not 0 <= seconds <= 90_000:
                    given = sample.text("sample_time")
                    yield MAKER.misshapen(place, "heart_rate", "sample_time", given, "a clock")
                    continue
                at = at_clock(day, seconds, profile)
                yield MAKER.sample(place, Metric.HEART_RATE, at, sample.number("heart_rate"))
                yield from sample.told(place, "heart_rate")


def read_beats(record: Fields, place: Place, profile: Profile, _: Unplaced) -> Iterator[Found]:
    """Read the intervals between beats: a pause of a minute ends one recording."""
    run: list[float] = []
    ended: When | None = None
    lists = [Fields(one) for one in record.many("devicePpiSamplesList")] or [record]
    for value in (one for held in lists for one in held.many("ppiSamples", "samples")):
        sample = Fields(value)
        length_ms = sample.number("pulseLength", "ppi")
        match of_iso(sample.text("sampleDateTime", "dateTime"), profile, "sampleDateTime"):
            case Success(when) if length_ms is not None:
                gap = ended is not None and (when.at - ended.at).total_seconds() > _BEATS_GAP_S
                if gap or len(run) >= _BEATS_MOST:
                    yield from _beats(place, run, ended)
                    run = []
                run.append(length_ms)
                ended = when
            case Success():
                yield MAKER.misshapen(place, "hrv", "pulseLength", "", "a number")
            case Failure(error):
                yield NotTaken(place, "hrv", error)
    yield from _beats(place, run, ended)


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
            steps = held.number("steps", "active_steps", "stepCount")
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
    names = ("daily_activity", "inactivity_alert_count", "activity_zones", "activityLevels")
    unplaced.add_all(held, names, place)
    if isinstance(record.get("samples"), dict):
        unplaced.add_all(record.within("samples"), ("mets", "activity_zones"), place)


def read_person(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a weight that was measured or told, and the oxygen uptake, as of their date."""
    written = record.text("modified", "created", "dateTime", "date")
    when = of_iso(written, profile, "created")
    source = record.text("weight_source").upper()
    weight = record.number("weight", "weight, kg")
    if weight and not source.endswith(("DEFAULT", "ESTIMATE")):
        yield MAKER.reading(place, "weight", when, weight_of(weight))
    uptake = record.number("vo2_max", "vo2Max")
    if uptake:
        yield MAKER.sample(place, Metric.VO2MAX, when, uptake)
    names = ("height", "resting_heart_rate", "maximum_heart_rate", "anaerobic_threshold")
    unplaced.add_all(record, names, place)


def read_fitness(record: Fields, place: Place, profile: Profile, _: Unplaced) -> Iterator[Found]:
    """Read a test of fitness: its index is an oxygen uptake."""
    when = of_iso(record.text("startTime", "created", "dateTime"), profile, "startTime")
    held = record.within("fitnessTestResult") if "fitnessTestResult" in record else record
    yield MAKER.sample(place, Metric.VO2MAX, when, held.number("ownIndex"))


def read_skin(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the temperature of the skin over a night."""
    value = record.number("sleep_time_skin_temperature_celsius")
    if value is not None:
        day, read = record.get("sleep_date"), skin_temperature_of(value)
        yield day_reading(MAKER, place, "temperature", day, read, profile)
    unplaced.add_all(record, ("deviation_from_baseline_celsius",), place)


def read_temperatures(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a series of the skin; there is no series of the core of a body."""
    if "SKIN" not in record.text("measurement_type").upper():
        unplaced.add("core temperature", place)
        return
    match of_iso(record.text("start_time"), profile, "start_time"):
        case Failure(error):
            yield NotTaken(place, "skin_temperature", error)
        case Success(began):
            for value in record.many("samples")[:_SAMPLES_MOST]:
                sample = Fields(value)
                millis = sample.number("recording_time_delta_milliseconds")
                if millis is not None and abs(millis) <= _MILLIS_MOST:
                    at = Success(stepped(began, millis / 1_000))
                    celsius = sample.number("temperature_celsius")
                    yield MAKER.sample(place, Metric.SKIN_TEMPERATURE, at, celsius)
                yield from sample.told(place, "skin_temperature")


def read_oxygen(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a test of the oxygen in the blood, where it was passed."""
    if record.text("test_status") not in {"", "SPO2_TEST_PASSED"}:
        unplaced.add("failed spo2 test", place)
        return
    seconds, minutes = record.number("test_time"), record.number("time_zone_offset")
    value = record.number("blood_oxygen_percent")
    if seconds is None or minutes is None:
        when = of_epoch_in(seconds, "", profile, "test_time")
    else:
        when = of_epoch_s(seconds, profile, "test_time", round(minutes * _MINUTE_S))
    if value is not None:
        yield MAKER.reading(place, "spo2", when, SpO2.of_percent(value))
    unplaced.add_all(record, ("heart_rate_variability_ms", "average_heart_rate_bpm"), place)


def _beats(place: Place, run: list[float], ended: When | None) -> Iterator[Found]:
    if ended is not None and len(run) >= _BEATS_LEAST:
        yield _BEATS.reading(place, "rr_intervals", Success(ended), RrIntervals.of_ms(run))
    elif run:
        yield _BEATS.unsupported(place, "few beats between two pauses", len(run))


def _minutes(
    record: Fields, date: str, profile: Profile
) -> Iterator[tuple[Result[When, BadTime], float | None, float]]:
    """Read steps as they were counted: from the API under `samples.steps`, in the export by clock."""
    held = record.get("samples")
    samples = Fields(held) if isinstance(held, dict) else Fields({"steps": held})
    steps = samples.get("steps")
    found = Fields(steps)
    every_s = (found.number("interval_ms") or 60_000.0) / 1_000
    day = value_in(date_in(date))
    for value in found.many("samples") if isinstance(steps, dict) else samples.many("steps"):
        sample = Fields(value)
        stamp, count = sample.text("timestamp"), sample.number("steps", "value")
        if stamp:
            yield of_iso(stamp, profile, "timestamp"), count, every_s
            continue
        seconds = clock_s(sample.text("localTime", "time"))
        if day is None or seconds is None:
            wrong = Misshapen("localTime", sample.text("localTime"), "a clock")
            yield Failure(wrong), count, every_s
        else:
            yield at_clock(day, seconds, profile), count, every_s
