"""What of a night is outside the person's usual, and how much of it together (book B6, B13).

Rule 1: it says what was measured and what is usual for this person, never what a person has.
Rule 2: what was not measured is no sign, neither of illness nor of health.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.nights import SPO2_LOW_MEDIAN_PERCENT
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.respiration import OxygenDay, RespirationStatus
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.statuses import (
    hrv_on,
    oxygen_on,
    respiration_on,
    resting_on,
    temperature_on,
)
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.biometrics.domain.told import Basis, told_of
from vegaloop.kernel.evidence import Derived, NoNumber, TooFew
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

# Two SDs of a person's own nights; for temperature and oxygen the limits the book names. That two
# signs make a pattern is our own proposal.
METHOD: Final = "signs-outside-usual/z-2/temperature-0.6-degc/spo2-92-percent"
Z_MOST: Final = 2.0
TEMPERATURE_MOST_C: Final = 0.6
SIGNS_LEAST: Final = 2
PATTERN_SIGNS: Final = 2


class SignName(StrEnum):
    """What is looked at."""

    TEMPERATURE = "temperature_deviation_c"
    RESTING = "resting_heart_rate_z"
    RESPIRATION = "respiration_z"
    HRV = "hrv_z"
    SPO2 = "spo2_median_percent"


class Verdict(StrEnum):
    """How many signs are outside the usual: none, one, or several together."""

    USUAL = "usual"
    WATCH = "watch"
    PATTERN = "pattern"


@final
class Sign(Struct, frozen=True):
    """One number of the night beside its limit; `outside` is None where there is no number."""

    name: SignName
    number: Result[Derived, NoNumber]
    least: float | None
    most: float | None

    @property
    def outside(self) -> bool | None:
        """Whether it is beyond its limit, to the side that an illness moves it."""
        match self.number:
            case Failure():
                return None
            case Success(one):
                low = self.least is not None and one.value < self.least
                return low or (self.most is not None and one.value >= self.most)


@final
class IllnessPattern(Struct, frozen=True):
    """What of a night is outside the usual; a professional says what it means."""

    day: LocalDate
    signs: tuple[Sign, ...]
    method: str = METHOD
    formula_version: str = FORMULA_VERSION

    @property
    def n_known(self) -> int:
        """How many signs have a number."""
        return sum(sign.outside is not None for sign in self.signs)

    @property
    def n_outside(self) -> int:
        """How many are beyond their limit."""
        return sum(sign.outside is True for sign in self.signs)

    @property
    def verdict(self) -> Result[Verdict, NoNumber]:
        """Say how they stand together; of one sign alone nothing is said."""
        if self.n_known < SIGNS_LEAST:
            return Failure(TooFew("signs", self.n_known, SIGNS_LEAST))
        if self.n_outside >= PATTERN_SIGNS:
            return Success(Verdict.PATTERN)
        return Success(Verdict.WATCH if self.n_outside else Verdict.USUAL)


def illness_pattern(day: LocalDate, readings: Sequence[Observed]) -> IllnessPattern:
    """Hold the numbers of a night beside their limits (book B6, B13)."""
    temperature = told_of(
        temperature_on(day, readings), lambda s: s.deviation_c, _basis, "temperature"
    )
    resting = told_of(resting_on(day, readings), lambda s: s.z, _basis, "resting_heart_rate")
    respiration = told_of(respiration_on(day, readings), lambda s: s.z, _basis, "respiration")
    hrv = told_of(hrv_on(day, readings), lambda s: s.z1, _basis, "hrv")
    oxygen = told_of(oxygen_on(day, readings), lambda s: s.median_percent, _basis_of_night, "spo2")
    signs = (
        Sign(SignName.TEMPERATURE, temperature, None, TEMPERATURE_MOST_C),
        Sign(SignName.RESTING, resting, None, Z_MOST),
        Sign(SignName.RESPIRATION, respiration, None, Z_MOST),
        Sign(SignName.HRV, hrv, -Z_MOST, None),
        Sign(SignName.SPO2, oxygen, SPO2_LOW_MEDIAN_PERCENT, None),
    )
    return IllnessPattern(day, signs)


def _basis(status: TemperatureStatus | RestingStatus | RespirationStatus | HrvStatus) -> Basis:
    return Basis(status.method, status.window_days, status.n_valid, status.quality)


def _basis_of_night(night: OxygenDay) -> Basis:
    return Basis(night.method, 1, night.n_valid, notes=night.notes)
