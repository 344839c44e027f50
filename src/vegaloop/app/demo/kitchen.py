"""What the demo athlete eats: a few plates, larger on hard days, smaller in one week."""

from __future__ import annotations

import random
from typing import Final, TypeAlias

from vegaloop.app.demo.season import Day
from vegaloop.kernel.identity import SourceId
from vegaloop.nutrition import FoodId, MealEntry, MealKind, WeighedEntry

DEMO: Final = SourceId("demo")
_TARGET_KCAL: Final = 1_950  # Resting and moving about, without training.

Plate: TypeAlias = tuple[tuple[str, float], ...]

_BREAKFASTS: Final[tuple[Plate, ...]] = (
    (("rolled-oats", 70), ("whole-milk", 250), ("banana", 118), ("honey", 15), ("coffee", 240)),
    (
        ("whole-wheat-bread", 90),
        ("boiled-egg", 100),
        ("tomato", 100),
        ("butter", 10),
        ("orange", 140),
    ),
    (("greek-yogurt", 220), ("granola", 60), ("blueberries", 100), ("coffee", 240)),
)
_LUNCHES: Final[tuple[Plate, ...]] = (
    (
        ("white-rice-cooked", 260),
        ("chicken-breast-grilled", 130),
        ("broccoli", 150),
        ("olive-oil", 12),
    ),
    (
        ("boiled-lentils", 250),
        ("whole-wheat-bread", 80),
        ("carrot", 120),
        ("feta", 40),
        ("olive-oil", 10),
    ),
    (("pasta-cooked", 280), ("canned-tomatoes", 150), ("parmesan", 25), ("olive-oil", 12)),
)
_DINNERS: Final[tuple[Plate, ...]] = (
    (("boiled-potato", 320), ("salmon-grilled", 140), ("baby-spinach", 100), ("olive-oil", 12)),
    (("quinoa-cooked", 220), ("firm-tofu", 160), ("red-pepper", 120), ("olive-oil", 12)),
    (("pasta-cooked", 260), ("beef-mince-lean", 120), ("canned-tomatoes", 180), ("parmesan", 20)),
)
_SNACKS: Final[tuple[Plate, ...]] = (
    (("apple-gala", 180), ("almonds", 30)),
    (("fat-free-greek-yogurt", 170), ("honey", 15), ("walnuts", 20)),
    (("peanut-butter", 25), ("rice-cake", 27), ("banana", 118)),
)
_TRAINING: Final[Plate] = (("medjool-dates", 60), ("sports-drink", 500), ("banana", 118))


def meals(day: Day, training_kcal: float, chance: random.Random) -> tuple[MealEntry, ...]:
    """What was logged of a day; nothing in the week nobody logged."""
    if day.unlogged:
        return ()
    share = (_TARGET_KCAL + training_kcal) / _TARGET_KCAL
    share *= 0.52 if day.underfuelled else chance.uniform(0.93, 1.08)
    share *= 0.7 if day.ill else 1.0
    table = [
        (MealKind.BREAKFAST, 7, chance.choice(_BREAKFASTS)),
        (MealKind.LUNCH, 12, chance.choice(_LUNCHES)),
        (MealKind.SNACK, 16, chance.choice(_SNACKS)),
        (MealKind.DINNER, 20, chance.choice(_DINNERS)),
    ]
    if training_kcal > 600 and not day.underfuelled:
        table.insert(1, (MealKind.DURING_TRAINING, 10, _TRAINING))
    return tuple(_entry(day, kind, hour, plate, share, chance) for kind, hour, plate in table)


def _entry(
    day: Day, kind: MealKind, hour: int, plate: Plate, share: float, chance: random.Random
) -> MealEntry:
    return MealEntry(
        kind=kind,
        eaten_at=day.at(hour, chance.randrange(10, 50)),
        portions=tuple(
            WeighedEntry(FoodId(food), round(grams * share * chance.uniform(0.9, 1.1)))
            for food, grams in plate
        ),
        time_zone=day.zone,
        source=DEMO,
    )
