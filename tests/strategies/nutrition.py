"""Meals, days and bodies as they can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Final, final
from uuid import UUID

from hypothesis import strategies as st

from tests.support import NOW, CountedIds, PinnedClock, at, good, somebody
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.person import Profile, Profiles, Sex
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Distance, Energy, Mass
from vegaloop.kernel.time import LocalDate, Moment, TimeZone, days_after
from vegaloop.nutrition import (
    Bodies,
    Body,
    Catalogue,
    DayReport,
    Exertions,
    Food,
    FoodCategory,
    FoodId,
    Meal,
    MealEntry,
    MealId,
    MealKind,
    MealOnDay,
    Nutrient,
    Nutrients,
    Nutrition,
    Portion,
    PortionEntry,
    Quality,
    ServedEntry,
    Serving,
    StatedEntry,
    TrendWeight,
    WeighedEntry,
)
from vegaloop.nutrition.adapters.memory import MemoryDiaries
from vegaloop.nutrition.adapters.reference.table import DriTable
from vegaloop.nutrition.application.food_search import find_foods
from vegaloop.nutrition.application.ports import NONE_OWN, Diaries
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
    DayExertion,
)
from vegaloop.nutrition.domain.day import DayLog, Settled
from vegaloop.nutrition.domain.formulas.nutri_score import NutriScoreCategory
from vegaloop.nutrition.domain.search import Shelf as Shelved
from vegaloop.nutrition.domain.search import shortest_first

TODAY: Final = LocalDate(NOW.date())
ZONES: Final = ("UTC", "Europe/Paris", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")


def grams(number: float) -> Mass:
    """A mass of so many grams."""
    return Mass(round(number * NANOGRAMS_PER_GRAM))


OATS: Final = Food(
    FoodId("oats"),
    "Oats, rolled",
    FoodCategory.GRAINS,
    SourceId("test:1"),
    (Serving("cup", grams(80)), Serving("sack", grams(4_000))),
    Nutrients.of_amounts(
        Energy(1_500_000),
        (
            (Nutrient.PROTEIN, grams(13)),
            (Nutrient.CARBOHYDRATE, grams(67)),
            (Nutrient.FAT, grams(7)),
            (Nutrient.FIBRE, grams(10)),
            (Nutrient.IRON, grams(0.004)),
        ),
    ),
)
TEA: Final = Food(
    FoodId("tea"),
    "Tea, black",
    FoodCategory.DRINKS,
    SourceId("test:2"),
    (Serving("mug", grams(300)),),
    Nutrients.of_amounts(Energy(0), ((Nutrient.PROTEIN, grams(0)), (Nutrient.WATER, grams(99)))),
)
BISCUIT: Final = Food(
    FoodId("biscuit"),
    "Biscuit",
    FoodCategory.SWEETS,
    SourceId("test:3"),
    OATS.servings,
    Nutrients.of_amounts(
        Energy(2_000_000),
        (
            (Nutrient.PROTEIN, grams(6)),
            (Nutrient.CARBOHYDRATE, grams(70)),
            (Nutrient.FAT, grams(20)),
            (Nutrient.FIBRE, grams(5)),
            (Nutrient.SUGARS, grams(25)),
            (Nutrient.SATURATES, grams(9)),
            (Nutrient.SODIUM, grams(0.3)),
        ),
    ),
    Quality(NutriScoreCategory.GENERAL, 0.0, 60.0),
)
FOODS: Final = {food.id: food for food in (OATS, TEA)}

kinds = st.sampled_from(MealKind)
macros = (Nutrient.PROTEIN, Nutrient.CARBOHYDRATE, Nutrient.FAT, Nutrient.FIBRE)
masses = st.integers(0, 200 * NANOGRAMS_PER_GRAM).map(Mass)
contents = st.builds(
    Nutrients.of_amounts,
    st.none() | st.integers(0, 4_000_000).map(Energy),
    st.dictionaries(st.sampled_from((*macros, Nutrient.IRON)), masses, max_size=5).map(dict.items),
)
portions = st.builds(
    Portion, name=st.just("something"), nutrients=contents, source=st.just(SourceId("test"))
)
moments = st.builds(
    lambda ago_s, offset: Moment(at(NOW - dt.timedelta(seconds=ago_s)), offset * 900),
    st.integers(0, 3 * 86_400),
    st.integers(-48, 56),
)
meals = st.builds(
    Meal,
    id=st.uuids().map(MealId),
    kind=kinds,
    eaten=moments,
    portions=st.lists(portions, min_size=1, max_size=4).map(tuple),
    logged_at=st.just(at(NOW)),
)

label_figures = st.dictionaries(
    st.sampled_from(("energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "alcohol_g")),
    st.integers(0, 900).map(lambda tenths: tenths / 10),
)
portion_entries: st.SearchStrategy[PortionEntry] = st.one_of(
    st.builds(
        WeighedEntry,
        st.sampled_from(tuple(FOODS)),
        st.integers(1, 5_000_000).map(lambda mg: mg / 1_000),
    ),
    st.builds(
        ServedEntry, st.just(OATS.id), st.just("cup"), st.integers(1, 240).map(lambda n: n / 4)
    ),
    st.builds(StatedEntry, st.just("bar"), label_figures.map(lambda known: tuple(known.items()))),
)
entries = st.builds(
    MealEntry,
    kind=kinds,
    eaten_at=st.integers(-3 * 86_400, 300).map(lambda s: NOW + dt.timedelta(seconds=s)),
    portions=st.lists(portion_entries, min_size=1, max_size=4).map(tuple),
    time_zone=st.none() | st.sampled_from(ZONES),
)

weights_kg = st.integers(400, 2_000).map(lambda n: n / 10)
heights_mm = st.integers(1_400, 2_200)
profiles = st.builds(
    Profile,
    sex=st.sampled_from(Sex),
    birth_date=st.dates(dt.date(1948, 1, 1), dt.date(2007, 1, 1)),
    height=heights_mm.map(Distance),
    home_zone=st.sampled_from(ZONES).map(TimeZone),
)
bodies = st.builds(
    Body, weight_kg=weights_kg, fat_free_mass_kg=st.none() | st.integers(30, 90).map(float)
)
hours = st.integers(0, 600).map(lambda n: n / 100)


def exertions(*days: LocalDate) -> st.SearchStrategy[tuple[DayExertion, ...]]:
    """The training of some days."""
    return st.tuples(
        *(
            st.builds(DayExertion, st.just(day), hours, st.integers(0, 3_000).map(float))
            for day in days
        )
    )


circumstances = st.builds(Circumstances, profiles, bodies, exertions(days_after(TODAY, -1), TODAY))
settled_days = st.lists(
    st.builds(
        lambda ago, joules: Settled(days_after(TODAY, -ago), Energy(joules)),
        st.integers(1, 90),
        st.integers(1, 20_000_000),
    ),
    max_size=5,
).map(tuple)


def day_log(
    day: LocalDate,
    kcal: float,
    *,
    closed: bool = True,
    protein_g: float = 0,
    carbohydrate_g: float = 0,
) -> DayLog:
    """The log of a day with one meal of so much."""
    held = Nutrients.of_amounts(
        Energy(round(kcal * 4_184)),
        ((Nutrient.PROTEIN, grams(protein_g)), (Nutrient.CARBOHYDRATE, grams(carbohydrate_g))),
    )
    noon = at(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC))
    meal = Meal(
        MealId(UUID(int=1)),
        MealKind.LUNCH,
        Moment(noon, 0),
        (Portion("something", held, SourceId("test")),),
        noon,
    )
    return DayLog(day).closed(noon if closed else None).of_meals((meal,))


@final
class Circle(Profiles, Bodies, Exertions):
    """Whom and what nutrition asks, told by the test; the same for everybody."""

    def __init__(self) -> None:
        self.known = Circumstances(
            Profile(Sex.FEMALE, dt.date(1990, 2, 28), Distance(1_700)), Body(60.0, 48.0)
        )
        self.trend: tuple[TrendWeight, ...] = ()

    def profile(self, person: PersonId) -> Profile:
        """The profile that was set."""
        return self.known.profile

    def body(self, person: PersonId, day: LocalDate) -> Body:
        """The body that was set."""
        return self.known.body

    def weights(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> tuple[TrendWeight, ...]:
        """The trend that was set."""
        return tuple(one for one in self.trend if start <= one.day < end)

    def exertion(
        self, person: PersonId, start: LocalDate, end: LocalDate, weight_kg: float | None
    ) -> tuple[DayExertion, ...]:
        """The training that was set."""
        return tuple(done for done in self.known.exertions if start <= done.day < end)


def matching(
    shelved: Iterable[Food], query: str, most: int, own: Shelved = NONE_OWN
) -> tuple[Food, ...]:
    """Find foods among some."""
    return find_foods(own, (shortest_first(shelved),), query, most)


@final
class Shelf(Catalogue):
    """A catalogue that a test can change."""

    def __init__(self, foods: Mapping[FoodId, Food] = FOODS) -> None:
        self.held = dict(foods)

    def foods(self, ids: Collection[FoodId]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        return tuple(self.held[one] for one in ids if one in self.held)

    def search(self, query: str, most: int, own: Shelved = NONE_OWN) -> tuple[Food, ...]:
        """The foods that fit some words."""
        return matching(self.held.values(), query, most, own)


@final
class Kitchen:
    """Nutrition with everything around it in the hands of a test."""

    def __init__(self, diaries: Diaries | None = None, person: PersonId | None = None) -> None:
        self.clock, self.circle, self.shelf = PinnedClock(), Circle(), Shelf()
        self.me = person or somebody()
        self.nutrition = Nutrition(
            diaries or MemoryDiaries(Revisions()),
            self.shelf,
            DriTable(),
            self.circle,
            self.circle,
            self.circle,
            self.clock,
            CountedIds(),
        )

    def eat(self, *portions: PortionEntry, days_ago: int = 0, hours_ago: float = 0) -> MealOnDay:
        """Log a meal that can be logged."""
        eaten_at = NOW - dt.timedelta(days=days_ago, hours=hours_ago)
        entry = MealEntry(MealKind.LUNCH, eaten_at, portions)
        return good(self.nutrition.log_meal(self.me, entry))

    def report(self, day: LocalDate = TODAY) -> DayReport:
        """How a day stands."""
        return self.nutrition.day(self.me, day)[0]
