"""What a FIT file says its device listened to."""

from __future__ import annotations

from typing import Final

from vegaloop.activity.adapters.readers.fit_values import whole
from vegaloop.activity.domain.recording import Sensor
from vegaloop.infrastructure.formats import fit_words
from vegaloop.infrastructure.formats.fit_profile import DeviceInfo
from vegaloop.infrastructure.formats.fit_table import Row

__all__ = ("sensors_of",)

_MOST: Final = 32
_CREATOR: Final = 0
_ANT_PLUS: Final = 1
_LOCAL: Final = 5
_KINDS: Final = """
1 file_transfer 11 power_meter 12 environment 15 multi_sport_speed_distance 16 remote_control 17
fitness_equipment 18 blood_pressure 19 geocache 20 e_bike 25 environment 26 racquet 27
control_hub 31 muscle_oxygen 34 shifting 35 bike_light 36 bike_light 38 display 40 bike_radar 46
aerodynamics 119 weight_scale 120 heart_rate 121 bike_speed_cadence 122 bike_cadence 123
bike_speed 124 foot_pod
"""
_BATTERIES: Final = """
1 new 2 good 3 ok 4 low 5 critical 6 charging 7 unknown
"""


def sensors_of(rows: list[Row]) -> tuple[Sensor, ...]:
    """Find each sensor once, as it was last told; the parts of the device itself are none."""
    told: dict[float, dict[int, float]] = {}
    names: dict[float, str] = {}
    for row in rows:
        index = row.numbers.get(DeviceInfo.INDEX)
        if index is None or index == _CREATOR or row.numbers.get(DeviceInfo.SOURCE) == _LOCAL:
            continue
        told[index] = told.get(index, {}) | row.numbers
        name = row.text(DeviceInfo.PRODUCT_NAME)
        if name:
            names[index] = name
    found = (_sensor(numbers, names.get(index)) for index, numbers in told.items())
    return tuple(dict.fromkeys(one for one in found if one is not None))[:_MOST]


def _sensor(numbers: dict[int, float], name: str | None) -> Sensor | None:
    row = Row(0, False, numbers, {})
    maker, model = whole(row, DeviceInfo.MANUFACTURER), whole(row, DeviceInfo.PRODUCT)
    kind, battery = whole(row, DeviceInfo.KIND), whole(row, DeviceInfo.BATTERY_STATUS)
    over_air = numbers.get(DeviceInfo.SOURCE, _ANT_PLUS) == _ANT_PLUS
    serial = whole(row, DeviceInfo.SERIAL)
    if maker is None and serial is None and name is None and not (kind and over_air):
        return None
    product = None if model is None else fit_words.product(model, maker)
    return Sensor(
        kind=fit_words.word_of(_KINDS, kind) if kind and over_air else None,
        manufacturer=None if maker is None else fit_words.manufacturer(maker),
        product=name or product,
        serial=serial,
        battery=None if battery is None else fit_words.word_of(_BATTERIES, battery),
        battery_percent=whole(row, DeviceInfo.BATTERY_LEVEL),
    )
