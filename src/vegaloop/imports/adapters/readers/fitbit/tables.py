"""The tables of the account export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    Scale,
    SpO2,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.itemwise import ReadOne, Rows
from vegaloop.imports.adapters.readers.common.kinds import TableReader
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.adapters.readers.fitbit.google import GOOGLE_TABLES, of_day
from vegaloop.imports.adapters.readers.fitbit.oxygen import OxygenMinutes
from vegaloop.imports.domain.found import Found, Place

__all__ = ("TABLES",)

_FULL_SLEEP: Final = "full_sleep_breathing_rate"
_DAILY: Final = "daily_respiratory_rate"
_ZONE_COLUMNS: Final = ("timestamp", "heart rate zone", "total minutes")
_SCORES: Final = Maker(source_of("fitbit", "sleep score"))
_NIGHTS: Final = Maker(source_of("fitbit", "nights"))
_ZONES: Final = Maker(source_of("fitbit", "active zone minutes"))

_WITHOUT_ROOM: Final = {
    "stress score": ("DATE", "STRESS_SCORE"),
    "daily readiness score": ("date", "readiness_score_value"),
    "infrared to red signal ratio": ("timestamp", "Infrared to Red Signal Ratio"),
    "skin temperature without its baseline": ("recorded_time", "temperature"),
    "sleep stage without its sleep": ("sleep_id", "sleep_stage_id", "sleep_stage_type"),
    "sleep score": ("sleep_id", "sleep_score_id", "overall_score"),
    "snoring": ("sleep_id", "snore_label"),
    "total energy": ("timestamp", "calories", "data source"),
    "activity level of a minute": ("timestamp", "light", "moderate", "very"),
}


def _without_room(what: str) -> ReadOne:
    def told(_row: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
        yield MAKER.unsupported(place, what)

    return told


def _sleep_score(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, "sleep score")
    rate = row.number("resting_heart_rate")
    if rate:
        when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
        read = resting_rate_of(rate, "resting_heart_rate")
        yield _SCORES.reading(place, "resting_heart_rate", when, read)
    yield from row.told(place, "resting_heart_rate")


def _hrv_details(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    when = time_in(row.text("timestamp"), arrival.profile, "timestamp")
    yield MAKER.sample(place, Metric.HRV_RMSSD, when, row.number("rmssd"), 300.0)


def _of_fitbit(_row: Fields) -> Maker:
    return MAKER


def _breaths(field: str, maker: Maker) -> ReadOne:
    def read(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
        rate = row.number(field)
        if rate is None:
            yield row.unread(place, "respiration", field, "a rate above zero")
            return
        if rate <= 0:  # Minus one where the night was too short.
            yield maker.unsupported(place, UNMEASURED)
            return
        breaths = Respiration.of_per_min(rate, field)
        day = row.get("timestamp")
        yield day_reading(maker, place, "respiration", day, breaths, arrival.profile)

    return read


def _temperature(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    celsius = row.number("nightly_temperature")
    if celsius is None:
        yield row.unread(place, "temperature", "nightly_temperature", "a number")
        return
    when = time_in(row.text("sleep_end"), arrival.profile, "sleep_end")
    read = Temperature.of_celsius(Scale.SKIN, celsius, "nightly_temperature")
    yield MAKER.reading(place, "temperature", when, read)


def _zone_minutes(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    when = time_in(row.text("date_time", "timestamp"), arrival.profile, "date_time")
    minutes = row.number("total_minutes")
    yield _ZONES.sample(place, Metric.INTENSITY_TIME, when, minutes, 60.0)


TABLES: Final[tuple[TableReader, ...]] = (
    Rows("fitbit", [("sleep_log_entry_id", "timestamp", "overall_score")], _sleep_score),
    Rows("fitbit", [("timestamp", "rmssd", "coverage", "low_frequency")], _hrv_details),
    Rows(
        "fitbit",
        [("timestamp", "rmssd", "nremhr")],
        of_day("hrv", "rmssd", Hrv.of_rmssd_ms, _of_fitbit),
    ),
    Rows(
        "fitbit",
        [("timestamp", "average_value", "lower_bound", "upper_bound")],
        of_day("spo2", "average_value", SpO2.of_percent, _of_fitbit),
    ),
    Rows("fitbit", [("timestamp", _FULL_SLEEP)], _breaths(_FULL_SLEEP, _NIGHTS)),
    Rows("fitbit", [("timestamp", _DAILY)], _breaths(_DAILY, MAKER)),
    Rows("fitbit", [("sleep_start", "sleep_end", "nightly_temperature")], _temperature),
    Rows("fitbit", [("date_time", "heart_zone_id", "total_minutes"), _ZONE_COLUMNS], _zone_minutes),
    *GOOGLE_TABLES,
    *(Rows("fitbit", [columns], _without_room(what)) for what, columns in _WITHOUT_ROOM.items()),
    OxygenMinutes(),
)
