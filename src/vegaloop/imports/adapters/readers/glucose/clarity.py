"""Dexcom Clarity's table, in whatever language it was exported.

Rule 1: it is known by the pattern of its times in brackets, `(YYYY-MM-DDThh:mm:ss)`, in the letters
of any language, and by its units.
Rule 2: a word beyond the sensor's range is no number, and none is made of it (IMP-50).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import cell_at
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_in, unit_in
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.result import error_in

__all__ = ("Clarity",)

_PATTERN: Final = re.compile(r"\(\w{4}-\w{2}-\w{2}\W?T?\W?\w{2}:\w{2}:\w{2}\)")
_SENSOR: Final = ("egv", "egw", "vge", "veg")
_METER: Final = ("calibration", "kalibr", "étalonnage", "calibra", "kalibratie", "fingerstick")
_CARBOHYDRATE: Final = (
    "carb", "kohlenhydrat", "glucid", "hidrat", "koolhydr", "kolhydr", "hiilihydr", "węglowod",
)  # fmt: skip
# What else may stand beside a concentration: settings of alarms have one as well.
_OTHERS: Final = (
    *_METER, *_CARBOHYDRATE, "insulin", "exerc", "health", "alert", "alarm", "warn", "avis",
    "device", "gerät", "dispos", "appareil", "note", "notiz", "nota", "meal", "mahlzeit",
    "first", "last", "vorname", "nachname", "prénom", "nom", "apellido", "cognome",
    "bew", "übung", "ejerc", "eserc", "gesund", "santé", "salud", "salute",
)  # fmt: skip
_TYPES: Final = (
    "event type", "tipo de evento", "ereignistyp", "ereignisart", "type d'événement",
    "type d’événement", "tipo di evento", "tipo evento", "type gebeurtenis", "gebeurtenistype",
    "händelsetyp", "hændelsestype", "hendelsestype", "tapahtumatyyppi", "typ zdarzenia",
)  # fmt: skip
_DEVICES: Final = (
    "source device id", "quellgerät", "id. del dispositivo de origen", "dispositivo de origen",
    "id de l'appareil source", "appareil source", "id dispositif source", "dispositivo di origine", "bronapparaat",
)  # fmt: skip


@final
class _Columns(Struct, frozen=True):
    time: int
    type: int
    glucose: int
    unit: GlucoseUnit
    carbohydrate: int
    device: int


@final
class Clarity:
    """Reads it."""

    kind: Final = "clarity"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line with the pattern of times and a unit."""
        found = (at for at, line in enumerate(first) if _columns(line.cells) is not None)
        return next(found, None)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one event after the other."""
        columns = _columns(table.header.cells)
        if columns is None:
            return
        unplaced, plates = Unplaced(), Plates(source_of("dexcom"))
        for row in table:
            if not _PATTERN.search(cell_at(row, columns.time)):  # The header stands in it again.
                yield from _event(row, columns, arrival, plates, unplaced)
        yield from unplaced.told()


def _event(
    row: Row, columns: _Columns, arrival: Arrival, plates: Plates, unplaced: Unplaced
) -> Iterator[Found]:
    place = arrival.place(line=row.line)
    written, kind = cell_at(row, columns.time), cell_at(row, columns.type).casefold()
    when = of_iso(written, arrival.profile)
    device = cell_at(row, columns.device)
    held = cell_at(row, columns.glucose)
    # One cut down to two columns has no types, and the word for a reading is of any language.
    if kind in _SENSOR or columns.type < 0 or (held and written and not kind.startswith(_OTHERS)):
        maker = Maker(source_of("dexcom", device))
        yield glucose_in(held, columns.unit, maker, place, when)
    elif kind.startswith(_METER) and written:
        maker = Maker(source_of("dexcom", f"{device} meter"))
        yield glucose_in(held, columns.unit, maker, place, when)
    elif kind.startswith(_CARBOHYDRATE) and written:
        grams = number_in(cell_at(row, columns.carbohydrate))
        yield from plates.carbohydrate(place, when, grams)
    else:
        error = error_in(when) if written else None
        if error is None:
            unplaced.add(f"{kind} event", place)
        else:
            yield NotTaken(place, "event", error)


def _columns(header: Sequence[str]) -> _Columns | None:
    names = [cell.casefold() for cell in header]
    time = next((at for at, name in enumerate(header) if _PATTERN.search(name)), -1)
    units = [(at, unit) for at, name in enumerate(header) if (unit := unit_in(name)) is not None]
    if time < 0 or not units:
        return None
    (glucose, unit), *_ = units
    return _Columns(
        time,
        _starting(names, _TYPES),
        glucose,
        unit,
        _starting(names, _CARBOHYDRATE),
        _starting(names, _DEVICES),
    )


def _starting(names: Sequence[str], begins: tuple[str, ...]) -> int:
    """The column whose name begins, or that holds a word that begins, with one of these."""
    whole = (at for at, name in enumerate(names) if name.startswith(begins))
    inside = (
        at for at, name in enumerate(names) if any(f" {word}" in f" {name}" for word in begins)
    )
    return next(whole, next(inside, -1))
