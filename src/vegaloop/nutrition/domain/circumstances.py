"""What is known of a person that decides what they need: profile, body, training.

Rule 1: what is not known is None; nothing here has a default body.
"""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.formulas.macros import ProteinMethod
from vegaloop.nutrition.domain.preferences import Preference, protein_method_on

__all__ = ("Body", "Circumstances", "DayExertion", "Why", "missing_of")

Why: TypeAlias = tuple[NoNumber, ...]


@final
class Body(Struct, frozen=True):
    """What is known of a body on a day; None is unknown.

    `lean_is_estimated` says that the fat-free mass comes from weight, height and sex alone: then
    no fat was measured.
    """

    weight_kg: float | None = None
    fat_free_mass_kg: float | None = None
    lean_is_estimated: bool = False

    def __post_init__(self) -> None:
        if any(kg is not None and not kg > 0 for kg in (self.weight_kg, self.fat_free_mass_kg)):
            raise ValueError("a body weighs something")

    @property
    def measured_fat_kg(self) -> float | None:
        """What of it is fat, where fat was measured."""
        if self.weight_kg is None or self.fat_free_mass_kg is None or self.lean_is_estimated:
            return None
        return max(0.0, self.weight_kg - self.fat_free_mass_kg)


@final
class DayExertion(Struct, frozen=True):
    """What a day of training cost; `net_energy_kcal` is None where a session's is unknown.

    `energy_methods` are those the energy of its sessions was found by.
    """

    day: LocalDate
    moderate_or_harder_hours: float
    net_energy_kcal: float | None
    energy_methods: tuple[str, ...] = ()


@final
class Circumstances(Struct, frozen=True):
    """All that targets depend on; a day without an exertion is a day without training."""

    profile: Profile = Profile()
    body: Body = Body()
    exertions: tuple[DayExertion, ...] = ()
    preferences: tuple[Preference, ...] = ()

    def exertion(self, day: LocalDate) -> DayExertion:
        """The training of a day."""
        rest = DayExertion(day, 0.0, 0.0)
        return next((found for found in self.exertions if found.day == day), rest)

    def protein_method(self, day: LocalDate) -> ProteinMethod:
        """What the protein of a day is chosen for."""
        return protein_method_on(day, self.preferences)


def missing_of(**facts: object) -> Why:
    """Name the facts that are not known."""
    return tuple(Missing(name) for name, fact in facts.items() if fact is None)
