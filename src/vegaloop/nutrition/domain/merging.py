"""The same meals told by several sources: which of them stay shown, whoever came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.nutrition.domain.meal import Meal, MealId
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.portion import MANUAL
from vegaloop.nutrition.domain.totals import Totals

__all__ = ("Telling", "is_told", "merged")

ENERGY_APART_MOST_J: Final = 4_184  # One kilocalorie.
MASS_APART_MOST_NG: Final = 1_000_000_000  # One gram.
TIME_APART_MOST_S: Final = 4 * 3_600.0
SUM_APART_MOST: Final = 0.02
_COMPARED: Final = (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE)
_NAME_BASED: Final = 5  # The version of a UUID that is made of a name, as those of imports are.


@final
class Telling(Struct, frozen=True):
    """A meal as its source last told it; `gone` where the person removed or amended it since."""

    meal: Meal
    sums_day: bool = False
    gone: bool = False


_Together: TypeAlias = list[Telling]


def is_told(meal: Meal) -> bool:
    """Whether a source told a meal: the person neither logged, amended nor copied it."""
    return meal.source != MANUAL and meal.id.version == _NAME_BASED


def merged(tellings: Iterable[Telling]) -> Mapping[MealId, MealId]:
    """Find, of all that is told of a day, what is not shown, each with the one shown for it."""
    ordered = sorted(tellings, key=_name)
    items = [one for one in ordered if not one.sums_day]
    shown_for = {
        one.meal.id: shown.meal.id
        for together in _together(items)
        for shown in (max(together, key=_rank),)
        for one in together
        if one is not shown
    }
    alone: list[Telling] = []
    for one in sorted((one for one in ordered if one.sums_day), key=_rank, reverse=True):
        same = _told_in(one, items) or next((sum_ for sum_ in alone if _near(one, (sum_,))), None)
        if same is None:
            alone.append(one)
        else:
            shown_for[one.meal.id] = shown_for.get(same.meal.id, same.meal.id)
    return shown_for


def _name(one: Telling) -> tuple[str, MealId]:
    return one.meal.source, one.meal.id


def _rank(one: Telling) -> tuple[bool, int, int, str, MealId]:
    """What the person changed stands for the others; then the one that says most does."""
    meal = one.meal
    stated = {nutrient for portion in meal.portions for nutrient, _ in portion.nutrients.amounts}
    return one.gone, len(meal.portions), len(stated), meal.source, meal.id


def _together(items: Sequence[Telling]) -> list[_Together]:
    """Put what is one meal together: of each source one at most, the nearest first."""
    groups: list[_Together] = []
    for source in sorted({one.meal.source for one in items}):
        own = [one for one in items if one.meal.source == source]
        pairs = sorted(
            (*apart, one.meal.id, at)
            for at, group in enumerate(groups)
            for one in own
            for apart in _apart(group[0].meal, one.meal)
        )
        taken: dict[MealId, int] = {}
        for _, _, id_, at in pairs:
            if id_ not in taken and at not in taken.values():
                taken[id_] = at
        for one in own:
            if one.meal.id in taken:
                groups[taken[one.meal.id]].append(one)
            else:
                groups.append([one])
    return groups


def _apart(one: Meal, other: Meal) -> tuple[tuple[float, int], ...]:
    """How far apart two tellings of one meal are, in seconds and joules; none of two meals."""
    mine, theirs = one.macros, other.macros
    seconds = abs((one.eaten.at - other.eaten.at).total_seconds())
    joules = abs(mine.energy.amount - theirs.energy.amount)
    same = (
        min(mine.energy.amount, theirs.energy.amount) > 0
        and joules <= ENERGY_APART_MOST_J
        and (seconds <= TIME_APART_MOST_S or one.kind is other.kind)
        and all(_agree(nutrient, mine, theirs) for nutrient in _COMPARED)
    )
    return ((seconds, joules),) if same else ()


def _agree(nutrient: Nutrient, mine: Totals, theirs: Totals) -> bool:
    """Whether two meals have the same of a nutrient, where both know it of all they hold."""
    known = [
        held.amount.amount
        for totals in (mine, theirs)
        for name, held in totals.sums
        if name is nutrient and held.energy == totals.energy
    ]
    return len(known) < 2 or abs(known[0] - known[1]) <= MASS_APART_MOST_NG


def _told_in(day_sum: Telling, items: Sequence[Telling]) -> Telling | None:
    """Find the first meal of a source whose meals are what a sum adds up."""
    own = day_sum.meal.source
    for source in (own, *sorted({one.meal.source for one in items})):
        told = [one for one in items if one.meal.source == source]
        if told and (source == own or _near(day_sum, told)):
            return told[0]
    return None


def _near(day_sum: Telling, told: Sequence[Telling]) -> bool:
    """Whether meals come to the energy of a sum."""
    if told[0].meal.source == day_sum.meal.source:
        return False
    said = day_sum.meal.macros.energy.amount
    joules = sum(one.meal.macros.energy.amount for one in told)
    return min(said, joules) > 0 and abs(said - joules) <= SUM_APART_MOST * max(said, joules)
