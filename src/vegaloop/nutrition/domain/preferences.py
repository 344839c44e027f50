"""What a person chose about their nutrition, each choice from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.time import LocalDate
from vegaloop.nutrition.domain.formulas.macros import ProteinMethod

__all__ = ("USUAL_PROTEIN_METHOD", "Preference", "protein_method_on")

USUAL_PROTEIN_METHOD: Final = ProteinMethod.MIXED


@final
class Preference(Struct, frozen=True):
    """A choice, in force from a day on until the next one."""

    effective_from: LocalDate
    protein_method: ProteinMethod


def protein_method_on(day: LocalDate, preferences: Iterable[Preference]) -> ProteinMethod:
    """Find what is in force on a day: the newest choice up to it, else the usual one (NUT-74)."""
    begun = {one.effective_from: one for one in preferences if one.effective_from <= day}
    return begun[max(begun)].protein_method if begun else USUAL_PROTEIN_METHOD
