"""What a phone measured: a number and its unit, or a stream of them, as its platform's export has it.

Rule 1: a metric with a series is a sample of it, of the length of its record; else it is a reading.
Rule 2: where the two exports keep the same thing in two ways, each platform has its own.
"""

from __future__ import annotations

from typing import Final

from vegaloop.biometrics import Hrv, Metric, RrIntervals, Telling
from vegaloop.imports.adapters.readers.common.body_values import pressure_of
from vegaloop.imports.adapters.readers.common.making import NEVER_ZERO, UNMEASURED
from vegaloop.imports.adapters.readers.common.measures import MEASURES, Measure
from vegaloop.imports.adapters.readers.common.packing import Block
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.records import shown
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.phone.entry import (
    NUMBER,
    ONE_NUMBER,
    Entry,
    Read,
    Rows,
    first_of,
    number_of,
)
from vegaloop.imports.domain.found import Found, Misshapen
from vegaloop.kernel.result import Failure, Result, Success, all_of, both, mapped
from vegaloop.kernel.time import epoch_us

__all__ = ("MEASURED", "beats", "height", "measured", "pressure")

_STEPS_MOST: Final = 2**31 - 1
_MINUTES: Final = 1 / 60
# What a type is; of several the one of whose dimension its unit is.
MEASURED: Final[dict[str, tuple[Measure, ...]]] = {
    "steps": MEASURES["steps"],
    "distance": MEASURES["distance"],
    "floors": MEASURES["floors"],
    "active_energy": MEASURES["active_energy"],
    "basal_energy": (Measure("resting_energy", Dimension.ENERGY, None, Metric.RESTING_ENERGY),),
    "exercise_time": MEASURES["exercise_time"],
    "standing_time": (
        Measure("standing_time", Dimension.TIME, None, Metric.STANDING_TIME, _MINUTES),
    ),
    "wheelchair_pushes": (Measure("pushes", Dimension.COUNT, None, Metric.PUSHES),),
    "swimming_strokes": (Measure("strokes", Dimension.COUNT, None, Metric.STROKES),),
    "heart_rate": MEASURES["heart_rate"],
    "resting_heart_rate": MEASURES["resting_heart_rate"],
    "hrv_rmssd": (
        Measure("hrv", Dimension.TIME, lambda seconds: Hrv.of_rmssd_ms(seconds * 1_000)),
    ),
    "hrv_sdnn": MEASURES["hrv_sdnn"],
    "spo2": MEASURES["spo2"],
    "respiratory_rate": MEASURES["respiration"],
    "body_temperature": MEASURES["temperature"],
    "skin_temperature": MEASURES["skin_temperature"],
    "blood_glucose": MEASURES["glucose"],
    "weight": MEASURES["weight"],
    "body_fat": MEASURES["body_fat"],
    "waist": MEASURES["waist"],
    "vo2max": MEASURES["vo2max"],
}
# Apple has a saturation and a breath as a series, and one temperature of the wrist a night, told when
# it ends; Health Connect has the first two as readings, and the skin as a series.
_READ_BY_APPLE: Final = frozenset(("skin_temperature",))
_READ_BY_OTHERS: Final = frozenset(("spo2", "respiration"))
_AT_END: Final = _READ_BY_APPLE


def measured(entry: Entry) -> Read:
    """Read one number, or the samples of a series."""
    match entry.rows("samples", ONE_NUMBER, least=1):
        case Failure(error):
            return Failure(error)
        case Success(rows) if entry.record.get("samples") is not None:
            return _series(entry, rows)
        case Success():
            return _single(entry)


def pressure(entry: Entry) -> Read:
    """Read both pressures, in one unit."""
    systolic = entry.amount(Dimension.PRESSURE, "systolic")
    match both(systolic, entry.amount(Dimension.PRESSURE, "diastolic")):
        case Failure(errors):
            return Failure(errors[0])
        case Success((high, low)):
            read = pressure_of(high, low)
            return Success((entry.maker.reading(entry.place, entry.form, entry.start, read),))


def beats(entry: Entry) -> Read:
    """Read the intervals between beats, in milliseconds, one after the other from the start on."""
    given = entry.record.get("values")
    if not isinstance(given, list) or not given:
        return entry.wrong("values", "a list of numbers")
    known: list[float] = []
    for place, one in enumerate(given):
        number = number_of(one)
        if number is None:
            return Failure(Misshapen(f"values[{place}]", shown(one), NUMBER))
        known.append(number)
    read = RrIntervals.of_ms(known)
    return Success((entry.maker.reading(entry.place, entry.form, entry.start, read),))


def height(entry: Entry) -> Read:
    """Read how tall the person is."""
    told = entry.amount(Dimension.LENGTH)
    return mapped(told, lambda m: tuple(height_told(entry.maker, entry.place, m, entry.start)))


def _single(entry: Entry) -> Read:
    match entry.number("value"):
        case Failure(error):
            return Failure(error)
        case Success(number):
            match _in_unit(entry, number):
                case Failure(error):
                    return Failure(error)
                case Success((Measure(metric=Metric() as metric, times=times), value)) if (
                    abs(value * times * metric.per_unit) > _STEPS_MOST
                ):
                    return entry.wrong("value", _most(metric))
                case Success((measure, value)):
                    return Success((_made(entry, measure, value),))


def _made(entry: Entry, measure: Measure, value: float) -> Found:
    maker, place = entry.maker, entry.place
    read_here = _READ_BY_APPLE if entry.is_apple else _READ_BY_OTHERS
    if measure.metric is not None and (measure.read is None or measure.what not in read_here):
        amount = value * measure.times
        return maker.sample(place, measure.metric, entry.start, amount, entry.length_s)
    if measure.read is None:  # Nothing is measured that is neither read nor a series.
        return maker.unsupported(place, entry.form)
    at = entry.end if measure.what in _AT_END else entry.start
    return maker.reading(place, entry.form, at, measure.read(value))


def _in_unit(entry: Entry, number: float) -> Result[tuple[Measure, float], Misshapen]:
    measures = MEASURED[entry.form]
    for measure in measures:
        value = entry.in_unit(measure.dimension, number)
        if value is not None:
            return Success((measure, value))
    wanted = " or ".join(one.dimension.value for one in measures)
    return entry.wrong("unit", f"a unit of {wanted}")


def _most(metric: Metric) -> str:
    return f"at most {metric.limits[1] // metric.per_unit} {metric.unit}"


def _series(entry: Entry, samples: Rows) -> Read:
    """Pack the samples of one record; zero of what nobody has none of is no sample (IMP-46)."""
    metric = MEASURED[entry.form][0].metric
    if metric is None or metric.told is Telling.SUM:
        return entry.wrong("samples", "nothing: only a series that does not add up has them")
    match both(entry.start, all_of(_in_unit(entry, number) for _, number in samples)):
        case Failure(errors):
            return Failure(first_of(errors))
        case Success((start, found)):
            steps = [round(value * one.times * metric.per_unit) for one, value in found]
            for place, one in enumerate(steps):
                if abs(one) > _STEPS_MOST:
                    given = shown(samples[place])
                    return Failure(Misshapen(f"samples[{place}]", given, _most(metric)))
            block = Block(metric, entry.maker.source)
            for (after_s, _), value in zip(samples, steps, strict=True):
                if value or metric not in NEVER_ZERO:
                    at = stepped(start, after_s)
                    block.put(1, epoch_us(at.at) // 1_000, 0, value, at.moment.utc_offset_s)
            if len(block):
                return Success((block.given(lambda _: entry.place),))
            return Success((entry.maker.unsupported(entry.place, UNMEASURED),))
