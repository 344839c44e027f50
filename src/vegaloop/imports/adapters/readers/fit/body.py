"""What a watch, a scale or a cuff wrote of a body, message by message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Final, TypeAlias

from vegaloop.biometrics import (
    BodyFat,
    Hrv,
    Instrument,
    Metric,
    Scale,
    SpO2,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.body_values import (
    pressure_of,
    resting_rate_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.persons import height_told, sex_told
from vegaloop.imports.adapters.readers.fit.clock import WallClock
from vegaloop.imports.adapters.readers.fit.profile import (
    BloodPressureField,
    HrvSummary,
    HrvValue,
    MaxMet,
    Oxygen,
    Respiration,
    RestingRate,
    SkinTemperature,
    Stress,
    UserProfile,
    WeightScale,
)
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.fit_profile import Message
from vegaloop.infrastructure.formats.fit_table import Row
from vegaloop.kernel.result import value_in

__all__ = ("ROWS", "Seen", "resting")

_PER_MS: Final = 128  # HRV is written in steps of 1/128 ms.
_CALCULATING_KG: Final = 655.34
_SPOT_CHECK: Final = 1
_OFF_WRIST: Final = 0
_SEXES: Final[dict[float, str]] = {0: "female", 1: "male"}
_NO_READING: Final = {1, 2, 3}  # Incomplete, none made, out of range.


class Seen:
    """One message on its way to what it says."""

    def __init__(self, row: Row, place: Place, clock: WallClock, maker: Maker) -> None:
        self.row = row
        self.place = place
        self.clock = clock
        self.maker = maker

    def get(self, field: int) -> float | None:
        """A number of it, as it is written."""
        return self.row.numbers.get(field)

    def measured(self, field: int) -> float | None:
        """A number nobody has none of; zero says that it was not measured."""
        return self.get(field) or None

    def unheld(self, what: str) -> Found:
        """Say that there is no room for something."""
        return self.maker.unsupported(self.place, what)

    def sample(self, metric: Metric, value: float, time: int = 253) -> Found:
        """Make a sample of it."""
        return self.maker.sample(self.place, metric, self.clock.when(self.get(time)), value)


Told: TypeAlias = Callable[[Seen], Iterator[Found]]


def _weighed(seen: Seen) -> Iterator[Found]:
    weight, fat = seen.measured(WeightScale.WEIGHT), seen.measured(WeightScale.FAT)
    when = seen.clock.when(seen.get(WeightScale.TIMESTAMP))
    if weight is not None and weight / 100 < _CALCULATING_KG:
        mass = weight_of(weight / 100, "weight_kg")
        yield seen.maker.reading(seen.place, "weight", when, mass)
    elif weight is not None or fat is None:
        yield _misshapen(seen, "weight", weight)
    if fat is not None:
        share = BodyFat.of_percent(fat / 100, instrument=Instrument.BIA)
        yield seen.maker.reading(seen.place, "body_fat", when, share)


def _pressed(seen: Seen) -> Iterator[Found]:
    systolic = seen.measured(BloodPressureField.SYSTOLIC)
    diastolic = seen.measured(BloodPressureField.DIASTOLIC)
    rate = seen.get(BloodPressureField.HEART_RATE)
    if seen.get(BloodPressureField.STATUS) in _NO_READING:
        yield seen.unheld("failed blood pressure")
        return
    if systolic is None or diastolic is None:
        yield _misshapen(seen, "blood_pressure", systolic)
        return
    when = seen.clock.when(seen.get(BloodPressureField.TIMESTAMP))
    yield seen.maker.reading(seen.place, "blood_pressure", when, pressure_of(systolic, diastolic))
    if rate:
        yield seen.sample(Metric.HEART_RATE, rate)


def _stressed(seen: Seen) -> Iterator[Found]:
    level = seen.get(Stress.LEVEL)
    if level is not None and level >= 0:
        yield seen.sample(Metric.STRESS, level, Stress.TIME)
    elif level is not None:
        yield seen.unheld("stress that could not be measured")


def _saturated(seen: Seen) -> Iterator[Found]:
    percent, mode = seen.get(Oxygen.PERCENT), seen.get(Oxygen.MODE)
    if not percent or mode == _OFF_WRIST:
        yield seen.unheld("oxygen saturation that could not be measured")
    elif mode == _SPOT_CHECK:
        when = seen.clock.when(seen.get(Oxygen.TIMESTAMP))
        yield seen.maker.reading(seen.place, "spo2", when, SpO2.of_percent(percent))
    else:
        yield seen.sample(Metric.OXYGEN, percent)


def _breathed(seen: Seen) -> Iterator[Found]:
    rate = seen.get(Respiration.RATE)
    if rate is not None and rate > 0:
        yield seen.sample(Metric.RESPIRATION, rate / 100)
    else:
        yield seen.unheld("respiration that could not be measured")


def _varied(seen: Seen) -> Iterator[Found]:
    rmssd = seen.measured(HrvSummary.LAST_NIGHT)
    if rmssd is not None:
        when = seen.clock.when(seen.get(HrvSummary.TIMESTAMP))
        yield seen.maker.reading(seen.place, "hrv", when, Hrv.of_rmssd_ms(rmssd / _PER_MS))
    yield seen.unheld("HRV status and its baseline")


def _varying(seen: Seen) -> Iterator[Found]:
    rmssd = seen.measured(HrvValue.VALUE)
    if rmssd is not None:
        yield seen.sample(Metric.HRV_RMSSD, rmssd / _PER_MS)


def _warm(seen: Seen) -> Iterator[Found]:
    when = seen.clock.when(seen.get(SkinTemperature.TIMESTAMP))
    for field, scale in (
        (SkinTemperature.NIGHTLY, Scale.SKIN),
        (SkinTemperature.DEVIATION, Scale.DEVIATION),
    ):
        celsius = seen.get(field)
        if celsius is not None:
            value = Temperature.of_celsius(scale, celsius)
            yield seen.maker.reading(seen.place, "temperature", when, value)


def _able(seen: Seen) -> Iterator[Found]:
    vo2max = seen.measured(MaxMet.VO2MAX)
    if vo2max is not None:
        yield seen.sample(Metric.VO2MAX, vo2max / 10, MaxMet.UPDATED)


def _introduced(seen: Seen) -> Iterator[Found]:
    sex, height_cm = seen.get(UserProfile.SEX), seen.measured(UserProfile.HEIGHT)
    if sex is not None:
        yield from sex_told(seen.maker, seen.place, _SEXES.get(sex, str(sex)))
    if height_cm is not None:
        yield from height_told(seen.maker, seen.place, height_cm / 100)


def resting(
    rows: list[Row], place: Callable[[int], Place], clock: WallClock, maker: Maker
) -> Iterator[Found]:
    """Find the resting heart rate of each local day: the last that was written of it."""
    last: dict[object, Found] = {}
    for row in rows:
        of_day, of_week = row.numbers.get(RestingRate.OF_DAY), row.numbers.get(RestingRate.OF_WEEK)
        bpm = of_day or of_week
        when = clock.when(row.numbers.get(RestingRate.TIMESTAMP))
        if bpm:
            rate = resting_rate_of(bpm)
            known = value_in(when)
            day = row.at if known is None else known.moment.local_date
            last[day] = maker.reading(place(row.at), "resting_heart_rate", when, rate)
    yield from last.values()


def _misshapen(seen: Seen, what: str, given: float | None) -> NotTaken:
    return NotTaken(seen.place, what, Misshapen(what, str(given), "a measurement"))


ROWS: Final[dict[int, tuple[type[IntEnum], Told]]] = {
    Message.WEIGHT_SCALE: (WeightScale, _weighed),
    Message.BLOOD_PRESSURE: (BloodPressureField, _pressed),
    Message.STRESS_LEVEL: (Stress, _stressed),
    Message.SPO2: (Oxygen, _saturated),
    Message.RESPIRATION: (Respiration, _breathed),
    Message.HRV_SUMMARY: (HrvSummary, _varied),
    Message.HRV_VALUE: (HrvValue, _varying),
    Message.SKIN_TEMPERATURE: (SkinTemperature, _warm),
    Message.MAX_MET: (MaxMet, _able),
    Message.USER_PROFILE: (UserProfile, _introduced),
}
