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
    Glucose,
    Hrv,
    Kind,
    RestingHeartRate,
    Scale,
    SpO2,
    Temperature,
    Weight,
)
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.kernel.quantity import Duration, HeartRate, Mass
from vegaloop.kernel.time import Instant

_NIGHT: Final = "night"
_NAP: Final = "nap"
_NIGHT_TOLD: Final = "night_told"
_NAP_TOLD: Final = "nap_told"


@final
class ValueColumns(TypedDict):
    """The columns a value fills: a word, its number, the beats behind it, and a blob for several.

    The word is the scale of a temperature, or what a sleep was and whether it was measured.
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
        case Hrv(rmssd_us, beats, artefacts):
            return _columns(rmssd_us, beats=beats, artefacts=artefacts)
        case RestingHeartRate(rate):
            return _columns(rate.amount)
        case Weight(mass):
            return _columns(mass.amount)
        case BodyFat(milli_percent) | SpO2(milli_percent):
            return _columns(milli_percent)
        case Glucose(micromol_l):
            return _columns(micromol_l)
        case Temperature(scale, milli_c):
            return _columns(milli_c, scale.value)
        case Sleep(asleep=asleep, measured=measured, nap=nap):
            return _columns(asleep.amount, _SORT_OF_SLEEP[measured, nap])
        case BloodPressure() | CheckIn() as several:
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


def _hrv(amount: int, _: str, beats: int, artefacts: int, *__: Instant) -> Hrv:
    return Hrv(amount, beats, artefacts)


def _sleep(amount: int, sort: str, _: int, __: int, began_at: Instant, at: Instant) -> Sleep:
    measured, nap = _SLEEP_OF_SORT[sort]
    return Sleep(began_at, at, Duration(amount), (), measured, nap)


def _temperature(amount: int, sort: str, *_: object) -> Temperature:
    return Temperature(_SCALE_OF_SORT[sort], amount)


_SORT_OF_SLEEP: Final = {
    (True, False): _NIGHT,
    (True, True): _NAP,
    (False, False): _NIGHT_TOLD,
    (False, True): _NAP_TOLD,
}
_SLEEP_OF_SORT: Final = {sort: how for how, sort in _SORT_OF_SLEEP.items()}
_SCALE_OF_SORT: Final = {scale.value: scale for scale in Scale}

# Looked up by the word in the row: making a `Kind` of it takes longer than making the value.
_PLAIN: Final[dict[str, _Maker]] = {
    Kind.HRV.value: _hrv,
    Kind.RESTING_HEART_RATE.value: lambda amount, *_: RestingHeartRate(HeartRate(amount)),
    Kind.WEIGHT.value: lambda amount, *_: Weight(Mass(amount)),
    Kind.BODY_FAT.value: lambda amount, *_: BodyFat(amount),
    Kind.SPO2.value: lambda amount, *_: SpO2(amount),
    Kind.GLUCOSE.value: lambda amount, *_: Glucose(amount),
    Kind.TEMPERATURE.value: _temperature,
    Kind.SLEEP.value: _sleep,
}
_DECODER: Final[msgspec.json.Decoder[BloodPressure | CheckIn]] = msgspec.json.Decoder(
    BloodPressure | CheckIn
)
_ENCODER: Final = msgspec.json.Encoder()
