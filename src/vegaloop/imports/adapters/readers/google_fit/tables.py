"""The takeout's daily activity metrics: a table of all days, and one of each day's quarter hours.

Rule 1: the days and their quarter hours are two sources, so that of what both tell one counts.
Rule 2: a table of quarter hours has the times of day, and its day nowhere but in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.adapters.readers.common.days import day_reading, day_sample
from vegaloop.imports.adapters.readers.common.itemwise import Rows
from vegaloop.imports.adapters.readers.common.kinds import TableReader
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place

__all__ = ("TABLES",)

_DAYS: Final = Maker(source_of("google_fit", "days"))
_QUARTERS: Final = Maker(source_of("google_fit", "quarter hours"))

# English, German, French, Spanish and Portuguese, Italian, Dutch.
_DATE: Final = ("date", "datum", "fecha", "data")
_START: Final = ("start time", "startzeit", "heure de début", "hora de inicio")
_START_TOO: Final = ("hora de início", "ora di inizio", "starttijd")
_END: Final = ("end time", "endzeit", "heure de fin", "hora de finalización", "hora de término")
_END_TOO: Final = ("ora di fine", "eindtijd")
_DISTANCE: Final = ("distance m", "distanz m", "strecke m", "entfernung m", "distancia m")
_DISTANCE_TOO: Final = ("distanza m", "afstand m", "distância m")
_STEPS: Final = (
    "step count",
    "schrittzahl",
    "anzahl der schritte",
    "nombre de pas",
    "recuento de pasos",
    "número de pasos",
    "contagem de passos",
    "numero di passi",
    "conteggio passi",
    "aantal stappen",
)
_POINTS: Final = ("heart points", "kardiopunkte", "points cardio", "puntos cardio", "cardiopunti")
_WEIGHT: Final = ("average weight kg", "durchschnittliches gewicht kg", "poids moyen kg")
_RATE: Final = ("average heart rate bpm", "durchschnittliche herzfrequenz bpm")
_ENERGY: Final = ("calories kcal", "kalorien kcal", "calorías kcal", "calorie kcal")
_NAMED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[^/\\]*$", re.ASCII)
_QUARTER_S: Final = 900.0
_DAY_S: Final = 86_400.0


def _distance(row: Fields) -> float | None:
    return row.number(*_DISTANCE, *_DISTANCE_TOO)


def _sums(row: Fields) -> tuple[tuple[Metric, float | None], ...]:
    return (
        (Metric.STEPS, row.number(*_STEPS)),
        (Metric.DISTANCE, _distance(row)),
        (Metric.INTENSITY_TIME, row.number(*_POINTS)),
    )


def _read_day(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day, profile = row.get(*_DATE), arrival.profile
    for metric, value in _sums(row):
        if value is not None:
            yield day_sample(_DAYS, place, metric, day, value, profile)
    if (kg := row.number(*_WEIGHT)) is not None:
        weight = weight_of(kg, "weight")
        yield day_reading(_DAYS, place, "weight", day, weight, profile)
    yield from _without_room(row, place)
    if row.get(*_RATE) is not None:
        yield _DAYS.unsupported(place, "heart rate of a whole day")
    yield from row.told(place, "day")


def _read_quarter(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    named = _NAMED.search(arrival.name)
    if named is None:
        wanted = "a file named for its day"
        yield NotTaken(place, "day", Misshapen("date", arrival.name[:60], wanted))
        return
    day, profile = named.group(1), arrival.profile
    start = of_iso(f"{day}T{row.text(*_START, *_START_TOO)}", profile, "Start time")
    end = of_iso(f"{day}T{row.text(*_END, *_END_TOO)}", profile, "End time")
    length_s = seconds_between(start, end)
    # The last of a day ends at a midnight that bears the date it began with.
    took_s = _QUARTER_S if length_s is None else length_s % _DAY_S or _QUARTER_S
    for metric, value in (*_sums(row), (Metric.HEART_RATE, row.number(*_RATE))):
        if value is not None:
            yield _QUARTERS.sample(place, metric, start, value, took_s)
    yield from _without_room(row, place)
    yield from row.told(place, "day")


def _without_room(row: Fields, place: Place) -> Iterator[Found]:
    if row.get(*_ENERGY) is not None:
        yield _DAYS.unsupported(place, "total energy")
    if row.get("walking duration ms", "running duration ms", "biking duration ms") is not None:
        yield _DAYS.unsupported(place, "time of a sport without its start")


def _headers(*first: str) -> list[tuple[str, str, str]]:
    far = (*_DISTANCE, *_DISTANCE_TOO)
    return [(one, meters, kcal) for one in first for meters in far for kcal in _ENERGY]


TABLES: Final[tuple[TableReader, ...]] = (
    Rows("google_fit", _headers(*_DATE), _read_day),
    Rows("google_fit", _headers(*_START, *_START_TOO), _read_quarter),
)
