"""The portions of a meal as two blobs: what a list shows, and the micronutrients it does not.

Rule 1: each amount is in one of the two, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Energy, Mass, Quantity
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.nutrients import NOTHING, Macros, Nutrient, Nutrients
from vegaloop.nutrition.domain.portion import Portion, PortionLine, Served

_MACRONUTRIENTS: Final = frozenset(nutrient for nutrient, _ in NOTHING.macros.amounts)


@final
class _PackedLine(Struct, frozen=True, array_like=True):
    name: str
    source: str
    food: str | None
    mass_ng: int | None
    served: tuple[str, float] | None
    energy_j: int | None
    carbohydrate_ng: int | None
    fat_ng: int | None
    fibre_ng: int | None
    protein_ng: int | None


_LINES: Final = msgspec.json.Decoder(tuple[_PackedLine, ...])
_MICRONUTRIENTS: Final = msgspec.json.Decoder(tuple[dict[Nutrient, int], ...])


def pack_lines(portions: Iterable[Portion]) -> bytes:
    """Write what a list shows of some portions."""
    return msgspec.json.encode([_packed(portion.line) for portion in portions])


def unpack_lines(packed: bytes) -> tuple[PortionLine, ...]:
    """Read what a list shows of some portions."""
    return tuple(map(_unpacked, _LINES.decode(packed)))


def pack_micronutrients(portions: Iterable[Portion]) -> bytes:
    """Write what a list does not show of some portions."""
    return msgspec.json.encode([_micronutrients(portion.nutrients) for portion in portions])


def unpack_portions(lines: bytes, micronutrients: bytes) -> tuple[Portion, ...]:
    """Read some portions whole."""
    read = zip(unpack_lines(lines), _MICRONUTRIENTS.decode(micronutrients), strict=True)
    return tuple(_whole(line, held) for line, held in read)


def _packed(line: PortionLine) -> _PackedLine:
    macros, served = line.macros, line.served
    return _PackedLine(
        line.name,
        line.source,
        line.food,
        _amount(line.mass),
        None if served is None else (served.serving, served.count),
        _amount(macros.energy),
        _amount(macros.carbohydrate),
        _amount(macros.fat),
        _amount(macros.fibre),
        _amount(macros.protein),
    )


def _unpacked(packed: _PackedLine) -> PortionLine:
    return PortionLine(
        packed.name,
        Macros(
            None if packed.energy_j is None else Energy(packed.energy_j),
            _mass(packed.carbohydrate_ng),
            _mass(packed.fat_ng),
            _mass(packed.fibre_ng),
            _mass(packed.protein_ng),
        ),
        SourceId(packed.source),
        _mass(packed.mass_ng),
        None if packed.food is None else FoodId(packed.food),
        None if packed.served is None else Served(*packed.served),
    )


def _micronutrients(nutrients: Nutrients) -> dict[str, int]:
    held = nutrients.amounts
    return {name: mass.amount for name, mass in held if name not in _MACRONUTRIENTS}


def _whole(line: PortionLine, held: dict[Nutrient, int]) -> Portion:
    micronutrients = ((nutrient, Mass(amount)) for nutrient, amount in held.items())
    nutrients = Nutrients.of_amounts(line.macros.energy, (*line.macros.amounts, *micronutrients))
    return Portion(line.name, nutrients, line.source, line.mass, line.food, line.served)


def _amount(quantity: Quantity | None) -> int | None:
    return None if quantity is None else quantity.amount


def _mass(amount: int | None) -> Mass | None:
    return None if amount is None else Mass(amount)
