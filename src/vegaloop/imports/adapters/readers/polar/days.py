"""Hearts, beats and single values as Polar tells them, in its API and in its export."""

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
from vegaloop.imports.adapters.readers.common.days import date_in, day_reading
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, source_of
from vegaloop.imports.adapters.readers.common.persons import birth_told, height_told, sex_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in, stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s, of_iso
from vegaloop.imports.adapters.readers.polar.nights import MAKER
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = (
    "read_beats",
    "read_day_of_heart",
    "read_fitness",
    "read_oxygen",
    "read_person",
    "read_skin",
    "read_temperatures",
    "read_user",
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
    elif weight:
        unplaced.add("weight that was guessed", place)
    uptake = record.number("vo2_max", "vo2Max")
    if uptake:
        yield MAKER.sample(place, Metric.VO2MAX, when, uptake)
    rates = ("resting_heart_rate", "maximum_heart_rate")
    names = (*rates, "aerobic_threshold", "anaerobic_threshold")
    unplaced.add_all(record, names, place)
    yield from _traits(record, place, when)


def read_user(record: Fields, place: Place, _: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read who somebody is; a weight is of no moment."""
    yield from _traits(record, place, None)
    unplaced.add("user", place)


def _traits(record: Fields, place: Place, when: Result[When, BadTime] | None) -> Iterator[Found]:
    yield from birth_told(MAKER, place, record.text("birthday", "birthdate"))
    yield from sex_told(MAKER, place, record.text("gender", "sex"))
    height_cm = record.number("height", "height, cm")
    yield from height_told(MAKER, place, None if height_cm is None else height_cm / 100, when)


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
    else:
        unplaced.add(UNMEASURED, place)
    names = ("heart_rate_variability_ms", "average_heart_rate_bpm", "altitude_meters")
    classes = ("spo2_class", "spo2_value_deviation_from_baseline", "spo2_quality_average_percent")
    unplaced.add_all(record, (*names, *classes, "spo2_hrv_deviation_from_baseline"), place)


def _beats(place: Place, run: list[float], ended: When | None) -> Iterator[Found]:
    if ended is not None and len(run) >= _BEATS_LEAST:
        yield _BEATS.reading(place, "rr_intervals", Success(ended), RrIntervals.of_ms(run))
    elif run:
        yield _BEATS.unsupported(place, "few beats between two pauses", len(run))
