"""Groups of measures as Withings' API gives them: a whole number times a power of ten, by type.

Rule 1: what a device cannot tell whose it was is not taken, and neither is a goal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from vegaloop.biometrics import (
    BodyFat,
    Instrument,
    Metric,
    SpO2,
    Value,
)
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    skin_temperature_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.naming import edited_at, known_as
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("read_group",)

Read: TypeAlias = Callable[[float], Result[Value, OutOfRange]]

_GOAL: Final = 2
_AMBIGUOUS: Final = 1
_HEIGHT, _DIASTOLIC, _SYSTOLIC, _PULSE, _VO2MAX = 4, 9, 10, 11, 123
_POWER_MOST: Final = 12

# What a type is called where there is no room for it.
_NAMED: Final = {
    5: "fat free mass",
    8: "fat mass",
    12: "room temperature",
    76: "muscle mass",
    77: "body water",
    88: "bone mass",
    91: "pulse wave velocity",
    130: "atrial fibrillation",
    155: "vascular age",
    167: "nerve health",
    168: "extracellular water",
    169: "intracellular water",
    170: "visceral fat",
    173: "fat free mass of a segment",
    174: "fat mass of a segment",
    175: "muscle mass of a segment",
    196: "electrodermal activity",
    226: "basal metabolic rate",
    227: "metabolic age",
}


def _fat(percent: float) -> Result[Value, OutOfRange]:
    return BodyFat.of_percent(percent, instrument=Instrument.BIA)


_READINGS: Final[dict[int, tuple[str, Read]]] = {
    1: ("weight", weight_of),
    6: ("body_fat", _fat),
    54: ("spo2", SpO2.of_percent),
    71: ("temperature", body_temperature_of),
    73: ("temperature", skin_temperature_of),
}


def read_group(
    group: Fields, place: Place, zone: str, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read what was measured at one moment."""
    if group.whole("category") == _GOAL:
        unplaced.add("goal", place)
        return
    if group.whole("attrib") == _AMBIGUOUS:
        unplaced.add("measure of somebody else", place)
        return
    measured: dict[int, float] = {}
    for one in group.many("measures"):
        measure = Fields(one)
        kind, value = measure.whole("type"), _scaled(measure)
        if kind is None or value is None:
            yield from measure.told(place, "record")
        else:
            measured.setdefault(kind, value)
    maker = Maker(source_of("withings", device_in(group)))
    when = of_epoch_in(group.number("date"), zone, profile, "date")
    found = _of_types(maker, place, when, measured, unplaced)
    yield from known_as(found, group.get("grpid"), edited_at(group.get("modified"), profile))
    unplaced.add_all(group, ("comment",), place)


def _of_types(
    maker: Maker,
    place: Place,
    when: Result[When, BadTime],
    measured: dict[int, float],
    unplaced: Unplaced,
) -> Iterator[Found]:
    systolic, diastolic = measured.get(_SYSTOLIC), measured.get(_DIASTOLIC)
    if systolic is not None and diastolic is not None:
        yield maker.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
    elif systolic is not None or diastolic is not None:
        given = "systolic" if diastolic is None else "diastolic"
        yield maker.misshapen(place, "blood_pressure", "measures", given, "both pressures")
    for kind, value in measured.items():
        if kind in _READINGS:
            what, read = _READINGS[kind]
            yield maker.reading(place, what, when, read(value))
        elif kind == _PULSE:
            yield maker.sample(place, Metric.HEART_RATE, when, value)
        elif kind == _VO2MAX:
            yield maker.sample(place, Metric.VO2MAX, when, value)
        elif kind == _HEIGHT:
            yield from height_told(maker, place, value, when)
        elif kind not in {_SYSTOLIC, _DIASTOLIC}:
            unplaced.add(_NAMED.get(kind, f"measure of type {kind}"), place)


def _scaled(measure: Fields) -> float | None:
    value, power = measure.number("value"), measure.whole("unit")
    if value is None or power is None or abs(power) > _POWER_MOST:
        return None
    # Divided, not multiplied by 0.001, so that 74126 thousandths are exactly 74.126.
    return value / 10.0 ** abs(power) if power < 0 else value * 10.0 ** abs(power)
