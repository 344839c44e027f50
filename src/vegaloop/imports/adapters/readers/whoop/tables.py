"""WHOOP's export: cycles, sleeps, workouts and a journal, the newest first.

Rule 1: times stand on a wall whose offset has a column of its own.
Rule 2: what a recovery says stands at the waking it is of; a cycle that still runs has no end.
Rule 3: a table is known by the columns it alone has, in any language; dates that a spreadsheet wrote
are read where the file tells which of day and month comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import Hrv, Respiration, RestingHeartRate, Scale, SpO2, Temperature
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, is_stamp, order_in, wall_in
from vegaloop.imports.adapters.readers.common.itemwise import ReadOne, Rows
from vegaloop.imports.adapters.readers.common.kinds import TableReader
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.sport_words import sport_words_of
from vegaloop.imports.adapters.readers.common.walls import seconds_between, wall_at
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.whoop.words import in_english
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Failure, Result, mapped

__all__ = ("MAKER", "TABLES")

MAKER: Final = Maker(source_of("whoop"))

_ZONE: Final = "Cycle timezone"
_START: Final = "Cycle start time"
# Columns there is no room for, and what they are.
_SCORES: Final = {
    "Recovery score": "recovery score",
    "Day Strain": "day strain",
    "Energy burned cal": "total energy",
    "Max HR bpm": "heart rate of a whole day",
    "Sleep performance": "sleep performance",
    "Sleep need min": "sleep need",
    "Sleep consistency": "sleep consistency",
    "Light sleep duration min": "sleep stage without its times",
}
_YES: Final = frozenset(
    [
        "true",
        "yes",
        "1",
        "wahr",
        "ja",
        "vrai",
        "oui",
        "verdadero",
        "sí",
        "si",
        "vero",
        "sì",
        "verdadeiro",
        "sim",
    ]
)


def _read_cycle(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    woke = _time(row, "Wake onset", arrival.profile)
    if not row.text("Wake onset"):
        woke = _time(row, _START, arrival.profile)
    rate, rmssd = row.number("Resting heart rate bpm"), row.number("Heart rate variability ms")
    skin, oxygen = row.number("Skin temp celsius"), row.number("Blood oxygen")
    if rate is not None:
        resting = mapped(HeartRate.of_bpm(rate, "Resting heart rate (bpm)"), RestingHeartRate)
        yield MAKER.reading(place, "resting_heart_rate", woke, resting)
    if rmssd is not None:
        hrv = Hrv.of_rmssd_ms(rmssd, "Heart rate variability (ms)")
        yield MAKER.reading(place, "hrv", woke, hrv)
    if skin is not None:
        temperature = Temperature.of_celsius(Scale.SKIN, skin, "Skin temp (celsius)")
        yield MAKER.reading(place, "temperature", woke, temperature)
    if oxygen is not None:
        yield MAKER.reading(place, "spo2", woke, SpO2.of_percent(oxygen, "Blood oxygen %"))
    if row.text("Sleep onset"):
        yield from _night(row, place, arrival)
    yield from _scores(row, place)
    yield from row.told(place, "night")


def _read_sleep(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield from _night(row, place, arrival)
    yield from _scores(row, place)
    yield from row.told(place, "sleep")


def _night(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    onset, woke = (_time(row, name, arrival.profile) for name in ("Sleep onset", "Wake onset"))
    minutes, breaths = row.number("Asleep duration min"), row.number("Respiratory rate rpm")
    slept_s = None if minutes is None else minutes * 60
    nap = row.text("Nap").casefold() in _YES
    yield MAKER.sleep(place, onset, woke, slept_s=slept_s, nap=nap)
    if breaths is not None:
        rate = Respiration.of_per_min(breaths, "Respiratory rate (rpm)")
        yield MAKER.reading(place, "respiration", woke, rate)


def _read_workout(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start = _time(row, "Workout start time", arrival.profile)
    end = _time(row, "Workout end time", arrival.profile)
    minutes = row.number("Duration min")
    took_s = seconds_between(start, end)
    told = Told(
        elapsed_s=None if took_s is None and minutes is None else took_s or (minutes or 0.0) * 60,
        distance_m=row.number("Distance meters") or None,
        energy_kcal=row.number("Energy burned cal") or None,  # Kilocalories, as all food labels.
        mean_rate_bpm=row.number("Average HR bpm"),
        most_rate_bpm=row.number("Max HR bpm"),
        ascent_m=row.number("Altitude gain meters") or None,
    )
    yield from row.told(place, "activity")
    sport = sport_words_of(row.text("Activity name"))
    workout = Workout(sport=sport, start=start, told=told, source=MAKER.source)
    yield from recordings_of(place, workout)
    if row.get("Activity Strain") is not None:
        yield MAKER.unsupported(place, "activity strain")
    if row.get("HR Zone 1") is not None:
        yield MAKER.unsupported(place, "time in a heart rate zone")


def _read_journal(_row: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, "journal entry")


def _scores(row: Fields, place: Place) -> Iterator[Found]:
    for name, what in _SCORES.items():
        if row.get(name) is not None:
            yield MAKER.unsupported(place, what)


def _time(row: Fields, name: str, profile: Profile) -> Result[When, BadTime]:
    written = row.text(_ZONE)
    ahead_s = offset_in(written)
    if written and ahead_s is None:
        return Failure(Misshapen(_ZONE, written[:60], "an offset such as UTC-05:00"))
    return wall_at(row.text(name), ahead_s, profile, name)


@final
class _Table:
    """Reads a table of the export, in whatever language its columns are named."""

    kind: Final = "whoop"

    def __init__(self, only: Sequence[str], read_one: ReadOne) -> None:
        self._rows = Rows(self.kind, [(_START, _ZONE, *one.split(", ")) for one in only], read_one)

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names its columns."""
        return self._rows.header_of([_translated(line) for line in first])

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one line after the other."""
        orders = order_in(arrival)
        order = orders.decided
        if order is DayOrder.UNDECIDED:
            rows, place = sum(1 for _ in table), arrival.place(line=table.header.number)
            yield NotTaken(place, self.kind, DayOrMonthFirst(orders.example), rows)
            return
        lines = (Line(row.line, tuple(_iso(cell, order) for cell in row.cells)) for row in table)
        yield from self._rows.read(Table(_translated(table.header), lines), arrival)


def _translated(line: Line) -> Line:
    return Line(line.number, in_english(line.cells))


def _iso(cell: str, order: DayOrder) -> str:
    """A date that a spreadsheet wrote, as the export writes it."""
    wall = wall_in(cell, order) if is_stamp(cell) and not cell[:4].isdigit() else None
    return cell if wall is None else wall.isoformat(" ")


TABLES: Final[tuple[TableReader, ...]] = (
    _Table(
        ("Heart rate variability ms", "Resting heart rate bpm", "Recovery score", "Day Strain"),
        _read_cycle,
    ),
    _Table(("Sleep onset, Wake onset, Nap",), _read_sleep),
    _Table(("Workout start time",), _read_workout),
    _Table(("Question text",), _read_journal),
)
