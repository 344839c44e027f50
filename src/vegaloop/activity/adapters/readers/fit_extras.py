"""What the samples of a FIT file hold beside the channels: more of FIT's own, and developers' fields.

Rule 1: a developer's field that says which field of FIT it is, or has its name and unit, stands
for it where FIT's own is not there; any other is kept by its own name and unit.
Rule 2: what a field means holds from its description to the next one of its number.
"""

from __future__ import annotations

from array import array
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vegaloop.activity.adapters.readers.columns import Of
from vegaloop.activity.adapters.readers.fit_values import whole
from vegaloop.activity.domain.streams import MISSING, MOST, Channel, Measure
from vegaloop.infrastructure.formats.fit_profile import Description, Message, Record
from vegaloop.infrastructure.formats.fit_table import Floats, Messages, Row

__all__ = ("MEASURES", "developers_of", "extras_of", "packed_column")

_MOST_DESCRIBED: Final = 255  # No message can hold more fields.
_NAME_MOST: Final = 64
_UNIT_MOST: Final = 16
_FLOATS: Final = {0x08, 0x09}
_SAID: Final = {Description.NAME, Description.UNIT}
_Span: TypeAlias = tuple[int, int | None]
_PER_UNIT_OF_FLOATS: Final = 1_000.0
_HALF: Final = 256 / 360  # FIT's steps of an angle: 256 make a turn.

# By the number of FIT's field: its name, its unit, and how many of its steps make one.
MEASURES: Final = {
    Record.GRADE: Measure("grade", "percent", 100),
    10: Measure("resistance"),
    12: Measure("cycle_length_8", "m", 100),
    19: Measure("total_cycles", "cycles"),
    29: Measure("accumulated_power", "W"),
    31: Measure("gps_accuracy", "m"),
    32: Measure("vertical_speed", "m/s", 1_000),
    33: Measure("calories", "kcal"),
    39: Measure("vertical_oscillation", "mm", 10),
    40: Measure("stance_time_share", "percent", 100),
    41: Measure("stance_time", "ms", 10),
    43: Measure("left_torque_effectiveness", "percent", 2),
    44: Measure("right_torque_effectiveness", "percent", 2),
    45: Measure("left_pedal_smoothness", "percent", 2),
    46: Measure("right_pedal_smoothness", "percent", 2),
    47: Measure("combined_pedal_smoothness", "percent", 2),
    51: Measure("ball_speed", "m/s", 100),
    54: Measure("total_hemoglobin", "g/dL", 100),
    55: Measure("total_hemoglobin_minimum", "g/dL", 100),
    56: Measure("total_hemoglobin_maximum", "g/dL", 100),
    57: Measure("muscle_oxygen", "percent", 10),
    58: Measure("muscle_oxygen_minimum", "percent", 10),
    59: Measure("muscle_oxygen_maximum", "percent", 10),
    67: Measure("left_pedal_centre_offset", "mm"),
    68: Measure("right_pedal_centre_offset", "mm"),
    69: Measure("left_power_phase_start", "deg", _HALF),
    70: Measure("left_power_phase_peak_start", "deg", _HALF),
    71: Measure("right_power_phase_start", "deg", _HALF),
    72: Measure("right_power_phase_peak_start", "deg", _HALF),
    81: Measure("battery_charge", "percent", 2),
    82: Measure("motor_power", "W"),
    83: Measure("vertical_ratio", "percent", 100),
    84: Measure("stance_time_balance", "percent", 100),
    85: Measure("step_length", "mm", 10),
    87: Measure("cycle_length", "m", 100),
    91: Measure("absolute_pressure", "Pa"),
    92: Measure("depth", "m", 1_000),
    93: Measure("next_stop_depth", "m", 1_000),
    94: Measure("next_stop_time", "s"),
    95: Measure("time_to_surface", "s"),
    96: Measure("no_stop_time", "s"),
    97: Measure("cns_load", "percent"),
    98: Measure("n2_load", "percent"),
    108: Measure("respiration", "per_min", 100),
    114: Measure("grit", "", _PER_UNIT_OF_FLOATS),
    115: Measure("flow", "", _PER_UNIT_OF_FLOATS),
    116: Measure("current_stress", "", 100),
    117: Measure("motor_range", "km"),
    118: Measure("motor_battery", "percent"),
    119: Measure("motor_assist_mode"),
    120: Measure("motor_assist_level", "percent"),
    123: Measure("air_time_remaining", "s"),
    124: Measure("pressure_sac", "bar/min", 100),
    125: Measure("volume_sac", "L/min", 100),
    126: Measure("rmv", "L/min", 100),
    127: Measure("ascent_rate", "m/s", 1_000),
    129: Measure("oxygen_pressure", "percent", 100),
    139: Measure("core_temperature", "C", 100),
}
_ANGLE_ENDS: Final = {
    69: Measure("left_power_phase_end", "deg", _HALF),
    70: Measure("left_power_phase_peak_end", "deg", _HALF),
    71: Measure("right_power_phase_end", "deg", _HALF),
    72: Measure("right_power_phase_peak_end", "deg", _HALF),
}
_RIGHT: Final = Measure("right_balance", "percent")
_EITHER: Final = Measure("pedal_balance", "percent")
_IN_FLOATS: Final = {114, 115}
# Which channel a developer's field stands for, and what makes its unit the channel's.
_STANDS_FOR: Final = {
    Record.HEART_RATE: (Channel.HEART_RATE, {"": 1.0, "bpm": 1.0}),
    Record.POWER: (Channel.POWER, {"": 1.0, "w": 1.0, "watt": 1.0, "watts": 1.0}),
    Record.CADENCE: (Channel.CADENCE, {"": 100.0, "rpm": 100.0, "spm": 100.0}),
    Record.SPEED: (Channel.SPEED, {"m/s": 1_000.0, "km/h": 1_000 / 3.6}),
    Record.DISTANCE: (Channel.DISTANCE, {"m": 100.0, "meters": 100.0, "km": 100_000.0}),
}


def extras_of(records: Messages) -> dict[Of, array[int]]:
    """Read the columns of FIT's own fields that no channel is for."""
    held = records.numbers
    found: dict[Of, Floats] = {
        measure: records.column(number) for number, measure in MEASURES.items() if number in held
    }
    for number in _IN_FLOATS & held:
        found[MEASURES[number]] *= _PER_UNIT_OF_FLOATS
    for number in _ANGLE_ENDS.keys() & held:
        found[_ANGLE_ENDS[number]] = records.column(number, 1)
    if 108 not in held and 99 in held:
        found[MEASURES[108]] = records.column(99) * 100
    if 19 not in held and 18 in held:
        found[MEASURES[19]] = _accumulated(records.column(18), 256)
    if 29 not in held and 28 in held:
        found[MEASURES[29]] = _accumulated(records.column(28), 65_536)
    if 30 in held:
        found |= _balance(records.column(30))
    return {of: packed_column(column) for of, column in found.items() if not np.isnan(column).all()}


def _accumulated(column: Floats, rolls_at: int) -> Floats:
    """Count on over each rollover of a counter of few bits."""
    given = ~np.isnan(column)
    counts = column[given]
    found = column.copy()
    if len(counts):
        found[given] = counts[0] + np.cumsum(np.diff(counts, prepend=counts[0]) % rolls_at)
    return found


def _balance(column: Floats) -> dict[Of, Floats]:
    """The share of the right leg; of either where the pedals cannot tell which."""
    raw = np.where(np.isnan(column), 0, column).astype(np.int64)
    share = np.where(np.isnan(column), np.nan, (raw & 0x7F).astype(np.float64))
    right = raw & 0x80 > 0
    return {_RIGHT: np.where(right, share, np.nan), _EITHER: np.where(right, np.nan, share)}


def developers_of(
    records: Messages, descriptions: list[Row], own: dict[Of, array[int]]
) -> dict[Of, array[int]]:
    """Read the columns developers described, beside FIT's own."""
    found: dict[Of, array[int]] = {}
    names = {
        measure.name for measure in (*MEASURES.values(), *_ANGLE_ENDS.values(), _RIGHT, _EITHER)
    }
    for row, spans in _meanings(descriptions[:_MOST_DESCRIBED]):
        base = whole(row, Description.BASE) or 0
        column = records.developer_column(*_field(row), base)
        if spans is not None:
            column = np.where(_within(records, spans), column, np.nan)
        if np.isnan(column).all():
            continue
        column = column / _steps(row) - row.numbers.get(Description.OFFSET, 0)
        stands = _stands_for(row)
        if stands is not None and stands[0] not in own and stands[0] not in found:
            found[stands[0]] = packed_column(column * stands[1])
            continue
        name = (row.text(Description.NAME) or "unnamed")[:_NAME_MOST]
        per_unit = _PER_UNIT_OF_FLOATS if base & 0x1F in _FLOATS else _steps(row)
        measure = Measure(name, (row.text(Description.UNIT) or "")[:_UNIT_MOST], per_unit)
        if name not in names:
            names.add(name)
            found[measure] = packed_column(column * per_unit)
    return found


def _field(description: Row) -> tuple[int, int]:
    """The number of a developer's field, and whose it is."""
    number, owner = whole(description, Description.NUMBER), whole(description, Description.OWNER)
    return number or 0, owner or 0


def _meanings(descriptions: list[Row]) -> list[tuple[Row, list[_Span] | None]]:
    """Each meaning once, with where in the file it held; None where its field never had another.

    A number means something else after it was described anew: files that follow each other in one
    have each their own. Rule ACF-92.
    """
    of_field: dict[tuple[int, int], list[Row]] = {}
    for row in descriptions:
        of_field.setdefault(_field(row), []).append(row)
    found: list[tuple[Row, list[_Span] | None]] = []
    for rows in of_field.values():
        held: dict[tuple[object, ...], tuple[Row, list[_Span]]] = {}
        begins = [0, *(row.at for row in rows[1:])]
        for row, span in zip(rows, zip(begins, [*begins[1:], None], strict=True), strict=True):
            held.setdefault(_meaning(row), (row, []))[1].append(span)
        found += [(row, spans if len(held) > 1 else None) for row, spans in held.values()]
    return sorted(found, key=lambda one: one[0].at)


def _meaning(description: Row) -> tuple[object, ...]:
    said = (description.text(Description.NAME), description.text(Description.UNIT))
    told = (description.numbers.get(field) for field in Description if field not in _SAID)
    return *said, *told


def _within(records: Messages, spans: list[_Span]) -> NDArray[np.bool_]:
    """Which samples were written where one of some spans is."""
    inside = np.zeros(len(records), dtype=bool)
    for begin, end in spans:
        after = records.offsets >= begin
        inside |= after if end is None else after & (records.offsets < end)
    return inside


def _steps(description: Row) -> float:
    """How many steps make one unit of a developer's field; nearly all leave that out."""
    return description.numbers.get(Description.SCALE, 1) or 1


def _stands_for(description: Row) -> tuple[Channel, float] | None:
    numbers = description.numbers
    if numbers.get(Description.NATIVE_MESSAGE, Message.RECORD) != Message.RECORD:
        return None
    native = numbers.get(Description.NATIVE_FIELD)
    # Early foot pods gave their power a name and no native field.
    if native is None and description.text(Description.NAME) == "Power":
        native = Record.POWER
    if native not in _STANDS_FOR:
        return None
    channel, units = _STANDS_FOR[Record(int(native))]
    factor = units.get((description.text(Description.UNIT) or "").lower())
    return None if factor is None else (channel, factor)


def packed_column(column: Floats) -> array[int]:
    """Round a column to whole numbers, MISSING where it holds none that fits."""
    fits = np.abs(column) <= MOST  # NaN does not.
    numbers: array[int] = array("i")
    numbers.frombytes(np.where(fits, np.rint(column), MISSING).astype(np.int32).tobytes())
    return numbers
