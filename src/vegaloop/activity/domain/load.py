"""The load of a session: every method that applies, and the one that counts (formula book A8).

Rule 1: a load is never without its method; values of two methods are never added without a mark.
Rule 2: loads carry the version of the formulas they were computed by.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import NoNumber

__all__ = (
    "EARLIER_VERSIONS",
    "FORMULA_VERSION",
    "OWN_UNITS",
    "RATED",
    "LoadMethod",
    "Loads",
    "MethodLoad",
    "NoLoad",
)

FORMULA_VERSION: Final = "activity-2"
EARLIER_VERSIONS: Final = ("activity-1",)


class LoadMethod(StrEnum):
    """How a load was found, by preference; those of `OWN_UNITS` never count."""

    POWER = "power_tss"
    PACE_GRADED = "pace_graded_rtss"
    PACE = "pace_rtss"
    SWIM = "swim_stss"
    HEART_RATE = "heart_rate_hrss"
    HEART_RATE_MEAN = "heart_rate_mean"
    RPE = "rpe"
    RPE_PROVISIONAL = "rpe_provisional"
    TRIMP = "trimp"
    SRPE = "srpe"
    EDWARDS = "trimp_edwards"
    LUCIA = "trimp_lucia"


OWN_UNITS: Final = frozenset(
    {LoadMethod.TRIMP, LoadMethod.SRPE, LoadMethod.EDWARDS, LoadMethod.LUCIA}
)
RATED: Final = (LoadMethod.RPE, LoadMethod.RPE_PROVISIONAL)


@final
class MethodLoad(Struct, frozen=True):
    """A load by one method; `estimated` where a mean or a formula stood in for a measurement."""

    method: LoadMethod
    value: float
    estimated: bool = False


@final
class NoLoad(Struct, frozen=True):
    """A method that had something to work on, and what it lacked."""

    method: LoadMethod
    reason: NoNumber


@final
class Loads(Struct, frozen=True):
    """Every load of a session, by preference, and why others are not there.

    Where none of them counts, at least one reason is told. What was kept before versions were is of
    the first.
    """

    values: tuple[MethodLoad, ...] = ()
    lacking: tuple[NoLoad, ...] = ()
    formula_version: str = EARLIER_VERSIONS[0]

    @property
    def is_stale(self) -> bool:
        """Whether an earlier version of the formulas computed them."""
        return self.formula_version in EARLIER_VERSIONS

    @property
    def counted(self) -> MethodLoad | None:
        """The load that counts: the first one that is on the common scale."""
        return next((load for load in self.values if load.method not in OWN_UNITS), None)

    @property
    def stress_per_au(self) -> float | None:
        """What one unit of session-RPE was worth, where something better was measured with it."""
        counted, au = self.counted, self.by(LoadMethod.SRPE)
        if counted is None or counted.method in RATED or not au or not counted.value:
            return None
        return counted.value / au

    def by(self, method: LoadMethod) -> float | None:
        """The load by one method, if it applies."""
        return next((load.value for load in self.values if load.method is method), None)
