"""Totals: what several portions hold together, and how far that is known.

Rule 1: what is not known of any portion is absent; absent is never zero.
Rule 2: amounts are exact integers, so totals add in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, final

from msgspec import Struct

from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.nutrients import Macros, Nutrient, Nutrients

__all__ = ("Known", "Totals")


@final
class Known(Struct, frozen=True):
    """How much of a nutrient was known of, and the energy of the portions it was known for."""

    amount: Mass
    energy: Energy


@final
class Totals(Struct, frozen=True):
    """What is known of several portions together.

    `energy` is the energy of all portions that have one, `without_energy` counts the others, and
    `sums` is sorted by nutrient; a nutrient not known of any portion is absent.
    """

    energy: Energy = Energy(0)
    without_energy: int = 0
    sums: tuple[tuple[Nutrient, Known], ...] = ()

    def __post_init__(self) -> None:
        if any(known.energy > self.energy for _, known in self.sums):
            raise ValueError("no nutrient is known for more energy than there is")

    @classmethod
    def over(cls, portions: Iterable[Nutrients | Macros]) -> Self:
        """Sum what is known of some portions."""
        energy, without_energy = 0, 0
        amounts: dict[Nutrient, int] = {}
        covered: dict[Nutrient, int] = {}
        for portion in portions:
            joules = 0 if portion.energy is None else portion.energy.amount
            energy += joules
            without_energy += portion.energy is None
            for nutrient, mass in portion.amounts:
                amounts[nutrient] = amounts.get(nutrient, 0) + mass.amount
                covered[nutrient] = covered.get(nutrient, 0) + joules
        return cls(
            Energy(energy),
            without_energy,
            tuple((n, Known(Mass(amounts[n]), Energy(covered[n]))) for n in sorted(amounts)),
        )

    def of(self, nutrient: Nutrient) -> Mass | None:
        """How much of a nutrient is known of, at least; None where nobody knows any."""
        known = dict(self.sums).get(nutrient)
        return None if known is None else known.amount

    @property
    def macros(self) -> Macros:
        """Its energy and macronutrients, at least so much; None where nobody knows any."""
        unknown = self.without_energy and not self.energy.amount
        amounts = {nutrient: known.amount for nutrient, known in self.sums}
        return Macros(
            None if unknown else self.energy,
            amounts.get(Nutrient.CARBOHYDRATE),
            amounts.get(Nutrient.FAT),
            amounts.get(Nutrient.FIBRE),
            amounts.get(Nutrient.PROTEIN),
        )

    def coverage(self, nutrient: Nutrient) -> Result[float, Undefined]:
        """The share of the energy, in [0, 1], whose amount of a nutrient is known (N11)."""
        if not self.energy.amount:
            return Failure(Undefined(f"coverage of {nutrient}", "no energy was logged"))
        known = dict(self.sums).get(nutrient)
        return Success(0.0 if known is None else known.energy.amount / self.energy.amount)

    def __add__(self, other: Totals) -> Totals:
        """Add two totals: of days a week, of meals a day."""
        mine, theirs = dict(self.sums), dict(other.sums)
        none = Known(Mass(0), Energy(0))
        pairs = ((n, mine.get(n, none), theirs.get(n, none)) for n in sorted({*mine, *theirs}))
        return Totals(
            self.energy + other.energy,
            self.without_energy + other.without_energy,
            tuple((n, Known(a.amount + b.amount, a.energy + b.energy)) for n, a, b in pairs),
        )
