"""What a session cost, by every method there is something to work on (formula book A23)."""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.exertion import EnergyMethod, Wearer, gross_kcal
from vegaloop.activity.domain.figure import Figure, figured
from vegaloop.activity.domain.formulas.energy import REST_MET, kcal_met, keytel_is_validated
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success, both

__all__ = ("EnergyCost", "energy_costs")

# How far each can be relied on: a power meter knows the work and not the efficiency (0.20 to 0.25),
# a device does not say how it knows, Keytel's line errs by a fifth, a table knows the sport only.
QUALITY: Final = {
    EnergyMethod.WORK: 0.9,
    EnergyMethod.DEVICE: 0.6,
    EnergyMethod.HEART_RATE: 0.6,
    EnergyMethod.MET: 0.4,
}
QUALITY_OUTSIDE: Final = 0.3
BY_GRADE: Final = "grade"


@final
class EnergyCost(Struct, frozen=True):
    """The energy of a session by one method: with what rest would have cost, and above it."""

    method: str
    gross_kcal: Figure
    net_kcal: Figure


def energy_costs(
    sport: Sport, effort: Effort, wearer: Wearer, by_grade: Figure
) -> tuple[EnergyCost, ...]:
    """Tell the energy of a session by every method, the most trusted first. Rules ACT-19, ACT-72.

    `by_grade` is what its slopes cost, of which only the part above rest is known.
    """
    whole: Figure = Failure(Undefined("gross_kcal", "slopes tell what is above rest only"))
    costs = (_cost(method, sport, effort, wearer) for method in EnergyMethod)
    return (*costs, EnergyCost(BY_GRADE, whole, by_grade))


def _cost(method: EnergyMethod, sport: Sport, effort: Effort, wearer: Wearer) -> EnergyCost:
    gross = gross_kcal(method, sport, effort, wearer)
    guessed = method is EnergyMethod.HEART_RATE and not _is_validated(effort, wearer)
    quality = QUALITY_OUTSIDE if guessed else QUALITY[method]
    notes = ("estimated", "outside-validated-range") if guessed else ("estimated",)
    return EnergyCost(
        method,
        figured(gross, method, 1, quality, notes),
        figured(_above_rest(gross, effort, wearer), f"{method}_less_rest", 1, quality, notes),
    )


def _above_rest(
    gross: Result[float, NoNumber], effort: Effort, wearer: Wearer
) -> Result[float, NoNumber]:
    # What the method itself lacks is told first: without it no body mass would help.
    if isinstance(gross, Failure) or wearer.weight_kg is None:
        return gross if isinstance(gross, Failure) else Failure(Missing("weight_kg"))
    match both(gross, kcal_met(REST_MET, wearer.weight_kg, effort.duration.minutes)):
        case Success((spent, resting)):
            return Success(max(0.0, spent - resting))
        case Failure(reasons):
            return Failure(reasons[0])


def _is_validated(effort: Effort, wearer: Wearer) -> bool:
    mean_bpm, highest = effort.mean_heart_rate_bpm, wearer.physique.hr_max
    if wearer.age_years is None or wearer.weight_kg is None or mean_bpm is None or highest is None:
        return False
    return keytel_is_validated(wearer.age_years, wearer.weight_kg, mean_bpm, highest.bpm)
