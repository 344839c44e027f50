"""Fitbit's weigh-ins and shares of fat.

Rule 1: the account export writes pounds and the web API kilograms; neither says so. Where the
person's height is known, the body mass index beside a weight decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import BodyFat
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.adapters.readers.common.days import day_in
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, time_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.units import KG_PER_POUND

__all__ = ("WEIGHTS",)


def _is_exported(log: Fields) -> bool:
    return log.has("logId", "weight", "date") and "/" in log.text("date")


def _is_weight(log: Fields) -> bool:
    return log.has("logId", "weight", "date") and not _is_exported(log)


def _is_fat(log: Fields) -> bool:
    return log.has("logId", "fat", "date") and "weight" not in log


def _read_exported(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    unit_kg = _unit(log, arrival.profile)
    yield from known_as(_read(log, place, arrival.profile, unit_kg), log.get("logId"))


def _read_answer(log: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield from known_as(_read(log, place, arrival.profile, 1.0), log.get("logId"))


def _read(log: Fields, place: Place, profile: Profile, unit_kg: float) -> Iterator[Found]:
    clock = log.text("time") or "00:00:00"
    when = time_in(f"{day_in(log.get('date'))[:10]} {clock}", profile, "date")
    weight, fat = log.number("weight"), log.number("fat")
    if weight is not None:
        read = weight_of(weight * unit_kg, "weight")
        yield MAKER.reading(place, "weight", when, read)
    if fat is not None:
        yield MAKER.reading(place, "body_fat", when, BodyFat.of_percent(fat, "fat"))
    if weight is None and fat is None:
        yield MAKER.misshapen(place, "weight", "weight", log.get("weight"), "a number")


def _unit(log: Fields, profile: Profile) -> float:
    weight, bmi = log.number("weight"), log.number("bmi")
    if profile.height is None or not weight or not bmi:
        return KG_PER_POUND
    weighed_kg = bmi * profile.height.meters**2
    return min((KG_PER_POUND, 1.0), key=lambda unit: abs(weight * unit - weighed_kg))


WEIGHTS: Final = (
    Items("fitbit", _is_exported, _read_exported),
    Items("fitbit", _is_weight, _read_answer),
    Items("fitbit", _is_fat, _read_answer),
    Items("fitbit", _is_weight, _read_answer, under="weight"),
    Items("fitbit", _is_fat, _read_answer, under="fat"),
)
