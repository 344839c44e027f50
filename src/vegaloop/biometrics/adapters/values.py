"""A value as columns and back.

Rule 1: what a formula reads of many days is plain numbers and a word; nothing is decoded for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias, TypedDict, final

import msgspec

from vegaloop.biometrics.domain.check_in import CheckIn
from vegaloop.biometrics.domain.kinds import (
    BloodPressure,
    BodyFat,
    Girths,
    Glucose,
    Instrument,
    Kind,
    RestingHeartRate,
    Scale,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.rr import HrvMethod
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.kernel.quantity import Duration, HeartRate, Mass
from vegaloop.kernel.time import Instant


@final
class ValueColumns(TypedDict):
    """The columns a value fills: a word, its number, the beats behind it, and a blob for several.

    The word is the scale of a temperature, the instrument of a share of fat, the unit of a glucose,
    how beats were corrected, or what a sleep was and whether it was measured.
    """

    sort: str | None
    amount: int | None
    beats: int
    artefacts: int
    several: bytes | None


_Maker: TypeAlias = Callable[[int, str, int, int, Instant, Instant], Value]


def columns_of(value: Value) -> ValueColumns:
    """Give the columns of a value; the stages of a sleep are kept elsewhere."""
    match value:
        case Hrv(rmssd_us, beats, artefacts, method):
            sort = None if method is None else _SORT_OF_METHOD[method]
            return _columns(rmssd_us, sort, beats, artefacts)
        case RestingHeartRate(rate):
            return _columns(rate.amount)
        case Weight(mass):
            return _columns(mass.amount)
        case BodyFat(milli_percent, instrument):
            return _columns(milli_percent, instrument.value)
        case SpO2(milli_percent):
            return _columns(milli_percent)
        case Respiration(milli_per_min):
            return _columns(milli_per_min)
        case Glucose(micromol_l, milli_mg_dl):
            came = micromol_l if milli_mg_dl is None else milli_mg_dl
            return _columns(came, None if milli_mg_dl is None else _MG_DL)
        case Temperature(scale, milli_c):
            return _columns(milli_c, scale.value)
        case Sleep(asleep=asleep, measured=measured, nap=nap, free=free):
            return _columns(asleep.amount, _SORT_OF_SLEEP[measured, nap, free])
        case BloodPressure() | CheckIn() | Girths() | SpO2Night() as several:
            blob = _ENCODER.encode(several)
            return ValueColumns(sort=None, amount=None, beats=0, artefacts=0, several=blob)


def value_from(
    kind: str,
    sort: str | None,
    amount: int | None,
    beats: int,
    artefacts: int,
    several: bytes | None,
    began_at: Instant,
    at: Instant,
) -> Value:
    """Give the value of columns; a sleep comes without its stages."""
    if several is not None:
        return _DECODER.decode(several)
    return _PLAIN[kind](amount or 0, sort or "", beats, artefacts, began_at, at)


def _columns(
    amount: int, sort: str | None = None, beats: int = 0, artefacts: int = 0
) -> ValueColumns:
    return ValueColumns(sort=sort, amount=amount, beats=beats, artefacts=artefacts, several=None)


def _hrv(amount: int, sort: str, beats: int, artefacts: int, *__: Instant) -> Hrv:
    return Hrv(amount, beats, artefacts, _METHOD_OF_SORT.get(sort))


def _sleep(amount: int, sort: str, _: int, __: int, began_at: Instant, at: Instant) -> Sleep:
    measured, nap, free = _SLEEP_OF_SORT[sort]
    return Sleep(began_at, at, Duration(amount), (), measured, nap, free)


def _body_fat(amount: int, sort: str, *_: object) -> BodyFat:
    return BodyFat(amount, _INSTRUMENT_OF_SORT.get(sort, Instrument.OTHER))


def _glucose(amount: int, sort: str, *_: object) -> Glucose:
    return Glucose.of_milli_mg_dl(amount) if sort == _MG_DL else Glucose(amount)


def _temperature(amount: int, sort: str, *_: object) -> Temperature:
    return Temperature(_SCALE_OF_SORT[sort], amount)


_MG_DL: Final = "mg_dl"  # What came in mmol/L has no word.
_SORT_OF_SLEEP: Final = {
    (True, False, False): "night",
    (True, True, False): "nap",
    (False, False, False): "night_told",
    (False, True, False): "nap_told",
    (True, False, True): "night_free",
    (True, True, True): "nap_free",
    (False, False, True): "night_told_free",
    (False, True, True): "nap_told_free",
}
_SLEEP_OF_SORT: Final = {sort: how for how, sort in _SORT_OF_SLEEP.items()}
_SCALE_OF_SORT: Final = {scale.value: scale for scale in Scale}
_SORT_OF_METHOD: Final = {
    HrvMethod.LIPPONEN_TARVAINEN: "lipponen",
    HrvMethod.MALIK: "malik",
    HrvMethod.RANGE: "range",
}
# What a device computed, and what was kept before beats were corrected, has no word.
_METHOD_OF_SORT: Final = {sort: method for method, sort in _SORT_OF_METHOD.items()}
# What was kept before instruments were asked for has no word.
_INSTRUMENT_OF_SORT: Final = {one.value: one for one in Instrument}

# Looked up by the word in the row: making a `Kind` of it takes longer than making the value.
_PLAIN: Final[dict[str, _Maker]] = {
    Kind.HRV.value: _hrv,
    Kind.RESTING_HEART_RATE.value: lambda amount, *_: RestingHeartRate(HeartRate(amount)),
    Kind.WEIGHT.value: lambda amount, *_: Weight(Mass(amount)),
    Kind.BODY_FAT.value: _body_fat,
    Kind.SPO2.value: lambda amount, *_: SpO2(amount),
    Kind.RESPIRATION.value: lambda amount, *_: Respiration(amount),
    Kind.GLUCOSE.value: _glucose,
    Kind.TEMPERATURE.value: _temperature,
    Kind.SLEEP.value: _sleep,
}
_DECODER: Final[msgspec.json.Decoder[BloodPressure | CheckIn | Girths | SpO2Night]] = (
    msgspec.json.Decoder(BloodPressure | CheckIn | Girths | SpO2Night)
)
_ENCODER: Final = msgspec.json.Encoder()
