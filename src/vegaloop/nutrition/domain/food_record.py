"""A food as somebody published it, and what is made of it.

Rule 1: what cannot be is left out and flagged, what is doubtful is flagged and kept; nothing is
mended.
Rule 2: what is made by the million holds nothing that could hold it, and is told to the collector
as such: `gc=False`.
Rule 3: of two editions of a food the later one counts, whichever is read first.
"""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.formats import FormatFault
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import JOULES_PER_KCAL
from vegaloop.nutrition.domain.barcode import Barcode, barcode_of
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Serving
from vegaloop.nutrition.domain.food_flags import (
    FLAWS,
    FoodFlag,
    can_be_energy,
    can_be_mass,
    doubts_of_code,
    doubts_of_figures,
)
from vegaloop.nutrition.domain.nutrients import Nutrient, Nutrients

__all__ = (
    "NAME_CHARACTERS_MOST",
    "STANDING_MOST",
    "CannotShelveFood",
    "FoodFound",
    "FoodItem",
    "FoodPlace",
    "FoodReady",
    "FoodRecord",
    "FoodRefused",
    "NotAFood",
    "NothingKnown",
    "ReadyFood",
    "StatedFood",
    "decide_food",
    "shown",
)

NAME_CHARACTERS_MOST: Final = 200
SERVINGS_MOST: Final = 12
SERVING_LEAST_G: Final = 1e-3
SERVING_MOST_G: Final = 5_000.0
STANDING_MOST: Final = 15
# FoodData Central numbers a product anew whenever its maker sends it again.
_NUMBERED_ANEW: Final = "fdc:"
# By difference, what is weighed twice may come out a little below nothing.
BELOW_NOTHING_NG: Final = -5e9


@final
class NothingKnown(Struct, frozen=True, tag="nutrition/nothing-known"):
    """A record of a food that has neither a name nor a figure."""

    food: str


@final
class NotAFood(Struct, frozen=True, tag="nutrition/not-a-food"):
    """A record that cannot be read as a food: the field that is missing or wrong."""

    field: str
    given: str


CannotShelveFood: TypeAlias = NothingKnown | NotAFood | FormatFault


@final
class StatedFood(Struct, frozen=True, kw_only=True, gc=False):
    """What a record says of 100 g of a food, before anybody doubts it.

    `code` is its barcode as written; `servings` are names with grams; `amounts_ng` are nanograms.
    `published_s` counts seconds since 1970, 0 where no date is known; `standing`, from 0 to 15,
    says how likely people mean this food: well analysed or often scanned.
    """

    id: FoodId
    name: str
    brand: str = ""
    code: str = ""
    category: FoodCategory = FoodCategory.OTHER
    servings: tuple[tuple[str, float], ...] = ()
    energy_kcal: float | None = None
    amounts_ng: tuple[tuple[Nutrient, float], ...] = ()
    published_s: int = 0
    standing: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a record of a food has an id")
        if not 0 <= self.standing <= STANDING_MOST:
            raise ValueError(f"a standing of {self.standing} cannot be")


@final
class FoodRecord(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A food in plain integers, as shelves take it in by the million; `food` makes it one.

    `servings` are names with nanograms; `amounts_ng` are those of `nutrients`, which are sorted.
    """

    id: FoodId
    name: str
    brand: str | None
    barcode: Barcode | None
    category: FoodCategory
    servings: tuple[tuple[str, int], ...]
    energy_j: int | None
    nutrients: tuple[Nutrient, ...]
    amounts_ng: tuple[int, ...]
    flags: tuple[FoodFlag, ...]
    published_s: int = 0
    standing: int = 0

    @property
    def food(self) -> Food:
        """The food it tells of."""
        return Food(
            id=self.id,
            name=self.name,
            category=self.category,
            source=self.source,
            servings=tuple(Serving(name, Mass(amount)) for name, amount in self.servings),
            per_100_g=Nutrients(
                None if self.energy_j is None else Energy(self.energy_j),
                tuple(zip(self.nutrients, map(Mass, self.amounts_ng), strict=True)),
            ),
            brand=self.brand,
            barcode=self.barcode,
            flags=self.flags,
        )

    @property
    def source(self) -> SourceId:
        """Where its figures were read."""
        return SourceId(self.id)

    @property
    def flaws(self) -> int:
        """How many of its flags speak against choosing it."""
        return len(FLAWS.intersection(self.flags)) if self.flags else 0


@final
class ReadyFood(Struct, frozen=True, array_like=True, gc=False):
    """What shelves keep of a record: packed, summed up, and as a search compares it.

    `place` is its place on a large shelf; `name` and `words` are folded, with a space before each
    word. To make the record of it anew takes longer than to keep it.
    """

    id: FoodId
    barcode: Barcode | None
    published_s: int
    packed: bytes
    fingerprint: int
    place: int
    name: str
    words: str

    @property
    def product(self) -> Barcode | None:
        """The barcode of which it is an edition, where each has an id of its own (NUT-195)."""
        return self.barcode if self.id.startswith(_NUMBERED_ANEW) else None


@final
class FoodPlace(Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a record stands: the file, and the line or the item in it, from 1."""

    file: str
    line: int | None = None
    item: int | None = None


@final
class FoodFound(Struct, frozen=True, gc=False):
    """A food that was read."""

    place: FoodPlace
    record: FoodRecord


@final
class FoodReady(Struct, frozen=True, gc=False):
    """A food that was read where there was time to make it ready for a shelf."""

    place: FoodPlace
    food: ReadyFood


@final
class FoodRefused(Struct, frozen=True):
    """A record that is not taken, and why."""

    place: FoodPlace
    reason: CannotShelveFood


FoodItem: TypeAlias = FoodFound | FoodReady | FoodRefused


def decide_food(stated: StatedFood) -> Result[FoodRecord, NothingKnown]:
    """Make a food of what a record states, flagged where it is doubtful (NUT-135, NUT-136)."""
    name, brand, code = shown(stated.name), shown(stated.brand), stated.code
    figures = dict(stated.amounts_ng)
    if BELOW_NOTHING_NG <= figures.get(Nutrient.CARBOHYDRATE, 0.0) < 0:
        figures[Nutrient.CARBOHYDRATE] = 0.0
    kcal = stated.energy_kcal
    if not name and not brand and not figures and kcal is None:
        return Failure(NothingKnown(stated.id))
    barcode = barcode_of(code)
    flags = [*doubts_of_figures(kcal, figures), *doubts_of_code(code, barcode)]
    if not name:
        flags.append(FoodFlag.NO_NAME)
    flags.sort()
    if FoodFlag.IMPOSSIBLE_FIGURE in flags:
        figures = {nutrient: ng for nutrient, ng in figures.items() if can_be_mass(ng)}
    nutrients = sorted(figures)
    record = FoodRecord(
        id=stated.id,
        name=name or brand or code or stated.id,
        brand=brand or None,
        barcode=barcode,
        category=stated.category,
        servings=_servings(stated.servings),
        energy_j=None if kcal is None or not can_be_energy(kcal) else round(kcal * JOULES_PER_KCAL),
        nutrients=tuple(nutrients),
        amounts_ng=tuple(map(round, map(figures.__getitem__, nutrients))),
        flags=tuple(flags),
        published_s=stated.published_s,
        standing=stated.standing,
    )
    return Success(record)


def shown(text: str) -> str:
    """Take a text as it can be shown and stored: on one line, in 200 letters."""
    if not text:
        return text
    printable = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:NAME_CHARACTERS_MOST].rstrip()


def _servings(stated: tuple[tuple[str, float], ...]) -> tuple[tuple[str, int], ...]:
    named: dict[str, int] = {}
    for text, grams in stated:
        # Not a number is not in any range.
        if SERVING_LEAST_G <= grams <= SERVING_MOST_G:
            name = shown(text)
            if name:
                named.setdefault(name, round(grams * NANOGRAMS_PER_GRAM))
    return tuple(named.items())[:SERVINGS_MOST]
