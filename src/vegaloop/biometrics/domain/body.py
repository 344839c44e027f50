"""What is known of a body on a day (formula book B10).

Rule 1: what an instrument measured goes before what a tape tells, and that before height and weight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.body import (
    BMI_METHOD,
    BOER_METHOD,
    NAVY_METHOD,
    NAVY_SEE_PERCENT,
    bmi,
    body_fat_navy,
    fat_free_mass_kg,
    lbm_boer,
)
from vegaloop.biometrics.domain.kinds import BodyFat, Girths, Instrument, Kind, Weight
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.trend import latest_trend
from vegaloop.biometrics.domain.weight import WINDOW_DAYS
from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

BODY_KINDS: Final = (Kind.WEIGHT, Kind.BODY_FAT, Kind.GIRTHS)
_ESTIMATED: Final = ("estimated",)


class LeanMethod(StrEnum):
    """How the fat-free mass was found, the better one first."""

    DXA = "dxa"
    BIA = "bia"
    BODY_FAT = "body_fat"
    NAVY = "navy"
    BOER = "boer"


_METHODS: Final = {
    Instrument.DXA: LeanMethod.DXA,
    Instrument.BIA: LeanMethod.BIA,
    Instrument.OTHER: LeanMethod.BODY_FAT,
}
# How far each can be relied on: the further from X-rays, the less.
QUALITIES: Final[Mapping[LeanMethod, float]] = {
    LeanMethod.DXA: 1.0,
    LeanMethod.BIA: 0.7,
    LeanMethod.BODY_FAT: 0.6,
    LeanMethod.NAVY: 0.5,
    LeanMethod.BOER: 0.3,
}


@final
class BodyOnDay(Struct, frozen=True):
    """What is known of a body on a day, each number with its method or why there is none.

    `weight` is the trend in kg; `body_fat` is the best share of fat there is, in percent, and
    `navy_fat` the one by tape; `lean_boer` and `fat_free_mass` are in kg. `observed_on` is the day
    of the newest weigh-in.
    """

    weight: Result[Derived, NoNumber]
    bmi: Result[Derived, NoNumber]
    body_fat: Result[Derived, NoNumber]
    navy_fat: Result[Derived, NoNumber]
    lean_boer: Result[Derived, NoNumber]
    fat_free_mass: Result[Derived, NoNumber]
    lean_method: LeanMethod | None
    observed_on: LocalDate | None

    @property
    def weight_kg(self) -> float | None:
        """The trend weight where there is one."""
        return _number(self.weight)

    @property
    def fat_free_mass_kg(self) -> float | None:
        """What is not fat, where it is known."""
        return _number(self.fat_free_mass)


def body_of(profile: Profile, readings: Sequence[Observed]) -> BodyOnDay:
    """Put together what the readings of the last half year know of a body."""
    weight = latest_trend(readings)
    height, sex = _told("height", profile.height), _told("sex", profile.sex)
    navy = _of_both(sex, height, lambda s, h: _navy(s, h, readings))
    boer = _of_both(weight, sex, lambda w, s: _of_both(_same(w), height, _boer(s)))
    method, fat = _measured(readings) or (LeanMethod.NAVY, navy)
    lean = _of_both(weight, fat, _without_fat)
    if isinstance(lean, Failure):
        method, lean = LeanMethod.BOER, boer
    weighed_on = [r.local_date for r in readings if isinstance(r.value, Weight)]
    return BodyOnDay(
        weight=weight,
        bmi=_of_both(weight, height, _bmi),
        body_fat=fat,
        navy_fat=navy,
        lean_boer=boer,
        fat_free_mass=lean,
        lean_method=method if isinstance(lean, Success) else None,
        observed_on=max(weighed_on, default=None),
    )


def _measured(readings: Sequence[Observed]) -> tuple[LeanMethod, Result[Derived, NoNumber]] | None:
    """Take the newest share of fat by the best instrument there is."""
    shares = [(r.at, r.value) for r in readings if isinstance(r.value, BodyFat)]
    for instrument, method in _METHODS.items():
        found = [(at, fat.percent) for at, fat in shares if fat.instrument is instrument]
        if found:
            _, percent = max(found)
            return method, Success(_derived(percent, method.value, QUALITIES[method]))
    return None


def _navy(sex: Sex, height: Distance, readings: Sequence[Observed]) -> Result[Derived, NoNumber]:
    """Estimate the share of fat from the newest tape that has every girth it takes."""
    tapes = [(r.at, r.value) for r in readings if isinstance(r.value, Girths)]
    newest_first = sorted(tapes, key=_taken_at, reverse=True)
    found = [_navy_percent(sex, height, tape) for _, tape in newest_first]
    best = next((one for one in found if isinstance(one, Success)), None)
    return best or next(iter(found), Failure(Missing("girths")))


def _taken_at(tape: tuple[Instant, Girths]) -> Instant:
    return tape[0]


def _navy_percent(sex: Sex, height: Distance, tape: Girths) -> Result[Derived, NoNumber]:
    if tape.waist is None or tape.neck is None:
        return Failure(Missing("waist" if tape.waist is None else "neck"))
    hip_m = None if tape.hip is None else tape.hip.meters
    match body_fat_navy(sex, height.meters, tape.waist.meters, tape.neck.meters, hip_m):
        case Failure(reason):
            return Failure(reason)
        case Success(percent):
            return Success(
                _derived(
                    percent,
                    NAVY_METHOD,
                    QUALITIES[LeanMethod.NAVY],
                    either_way=NAVY_SEE_PERCENT,
                    notes=_ESTIMATED,
                )
            )


def _without_fat(weight: Derived, fat: Derived) -> Result[Derived, NoNumber]:
    match fat_free_mass_kg(weight.value, fat.value):
        case Failure(reason):
            return Failure(reason)
        case Success(lean_kg):
            return Success(_derived(lean_kg, fat.method, fat.quality, notes=fat.notes))


def _boer(sex: Sex) -> Callable[[Derived, Distance], Result[Derived, NoNumber]]:
    def of_size(weight: Derived, height: Distance) -> Result[Derived, NoNumber]:
        match lbm_boer(sex, weight.value, height.meters):
            case Failure(reason):
                return Failure(reason)
            case Success(lean_kg):
                quality = QUALITIES[LeanMethod.BOER]
                return Success(_derived(lean_kg, BOER_METHOD, quality, notes=_ESTIMATED))

    return of_size


def _bmi(weight: Derived, height: Distance) -> Result[Derived, NoNumber]:
    match bmi(weight.value, height.meters):
        case Failure(reason):
            return Failure(reason)
        case Success(kg_m2):
            return Success(_derived(kg_m2, BMI_METHOD, weight.quality))


def _derived(
    value: float,
    method: str,
    quality: float,
    *,
    either_way: float | None = None,
    notes: tuple[str, ...] = (),
) -> Derived:
    return Derived(
        value=value,
        low=None if either_way is None else value - either_way,
        high=None if either_way is None else value + either_way,
        method=method,
        formula_version=FORMULA_VERSION,
        window_days=WINDOW_DAYS,
        n_valid=1,
        quality=quality,
        notes=notes,
    )


def _told(what: str, given: A | None) -> Result[A, NoNumber]:
    return Failure(Missing(what)) if given is None else Success(given)


def _same(given: A) -> Result[A, NoNumber]:
    return Success(given)


def _of_both(
    first: Result[A, NoNumber],
    second: Result[B, NoNumber],
    make: Callable[[A, B], Result[C, NoNumber]],
) -> Result[C, NoNumber]:
    match first:
        case Failure(reason):
            return Failure(reason)
        case Success(a):
            match second:
                case Failure(why):
                    return Failure(why)
                case Success(b):
                    return make(a, b)


def _number(found: Result[Derived, NoNumber]) -> float | None:
    match found:
        case Success(derived):
            return derived.value
        case Failure():
            return None
