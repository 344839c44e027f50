"""What a body is made of (formula book B10)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate


class LeanMethod(StrEnum):
    """How the fat-free mass was found, the better one first."""

    BODY_FAT = "body_fat"
    BOER = "boer"


@final
class BodyOnDay(Struct, frozen=True):
    """What is known of a body on a day; what was never measured is None, never a default.

    The weight is the trend; `observed_on` is the day of the newest weigh-in.
    """

    weight_kg: float | None = None
    body_fat_percent: float | None = None
    fat_free_mass_kg: float | None = None
    observed_on: LocalDate | None = None
    bmi_kg_m2: float | None = None
    lean_method: LeanMethod | None = None


NOTHING_KNOWN: Final = BodyOnDay()


def bmi(weight_kg: float, height_m: float) -> Result[float, Undefined]:
    """Give the body mass index, kg/m² (Quetelet 1832; book B10)."""
    if height_m <= 0:
        return Failure(Undefined("bmi", "no height"))
    return Success(weight_kg / height_m**2)


def fat_free_mass_kg(weight_kg: float, body_fat_percent: float) -> float:
    """Give what of a weight is not fat, kg; the share of fat in percent, 0 to 100 (book B10)."""
    return weight_kg * (1 - body_fat_percent / 100)


def lbm_boer(sex: Sex, weight_kg: float, height_m: float) -> Result[float, Undefined]:
    """Estimate the lean mass of an adult, kg (Boer 1984; book B10)."""
    height_cm = height_m * 100
    if sex is Sex.MALE:
        lean_kg = 0.407 * weight_kg + 0.267 * height_cm - 19.2
    else:
        lean_kg = 0.252 * weight_kg + 0.473 * height_cm - 48.3
    if not 0 < lean_kg <= weight_kg:
        return Failure(Undefined("lbm_boer", "outside the bodies it was fitted to"))
    return Success(lean_kg)


def body_on(
    profile: Profile, weight_kg: float, body_fat_percent: float | None, observed_on: LocalDate
) -> BodyOnDay:
    """Put together what is known of a body; measured fat goes before the formula (book B10)."""
    height_m = None if profile.height is None else profile.height.meters
    lean_kg, method = _lean(profile.sex, height_m, weight_kg, body_fat_percent)
    return BodyOnDay(
        weight_kg=weight_kg,
        body_fat_percent=body_fat_percent,
        fat_free_mass_kg=lean_kg,
        observed_on=observed_on,
        bmi_kg_m2=None if height_m is None else _or_none(bmi(weight_kg, height_m)),
        lean_method=method,
    )


def _lean(
    sex: Sex | None, height_m: float | None, weight_kg: float, body_fat_percent: float | None
) -> tuple[float | None, LeanMethod | None]:
    if body_fat_percent is not None:
        return fat_free_mass_kg(weight_kg, body_fat_percent), LeanMethod.BODY_FAT
    if sex is None or height_m is None:
        return None, None
    lean_kg = _or_none(lbm_boer(sex, weight_kg, height_m))
    return lean_kg, None if lean_kg is None else LeanMethod.BOER


def _or_none(result: Result[float, Undefined]) -> float | None:
    match result:
        case Success(value):
            return value
        case Failure():
            return None
