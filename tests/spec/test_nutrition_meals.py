"""Meals, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    FOODS,
    OATS,
    TEA,
    TODAY,
    ZONES,
    Kitchen,
    entries,
    grams,
    label_figures,
    meals,
)
from tests.support import NOW, at, good, refused
from vegaloop.kernel.errors import Blank, NotOneOf, NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Moment, TimeZone, days_after, moment_in
from vegaloop.nutrition import (
    Change,
    DayFull,
    EatenInFuture,
    EatenTooLongAgo,
    Food,
    FoodId,
    Meal,
    MealEntry,
    MealId,
    MealKind,
    MealVersion,
    NoSuchMeal,
    NothingEaten,
    Nutrient,
    Nutrients,
    ServedEntry,
    StatedEntry,
    TooManyPortions,
    Totals,
    UnknownFood,
    UnknownServing,
    WeighedEntry,
)
from vegaloop.nutrition.domain.day import DayLog, nutrients_of
from vegaloop.nutrition.domain.portion import decide_portion

OATMEAL = WeighedEntry(OATS.id, 80.0)


def entry(*portions: object, at: dt.datetime = NOW, zone: str | None = None) -> MealEntry:
    return MealEntry(MealKind.SNACK, at, portions, zone)  # type: ignore[arg-type]  # Brevity.


class TestNut1:
    """NUT-1. The energy of a portion is what is stated, else that of its protein, fat, carbohydrate and alcohol."""

    @given(figures=label_figures)
    def test_it_is(self, figures: dict[str, float]) -> None:
        said = StatedEntry("bar", tuple(figures.items()))
        energy = good(decide_portion(said, {}, "portions[0]")).nutrients.energy
        macros = [figures.get(name) for name in ("protein_g", "fat_g", "carbohydrate_g")]
        if "energy_kcal" in figures:
            assert energy is not None
            assert energy.kcal == pytest.approx(figures["energy_kcal"], abs=0.001)
        elif None in macros:
            assert energy is None
        else:
            protein, fat, carbohydrate = (macro or 0 for macro in macros)
            alcohol = figures.get("alcohol_g", 0)
            assert energy is not None
            expected = 4 * protein + 9 * fat + 4 * carbohydrate + 7 * alcohol
            assert energy.kcal == pytest.approx(expected, abs=0.001)
        event(f"energy: {energy is not None}")

    @given(grams_eaten=st.integers(1, 5_000_000))
    def test_a_weighed_food_holds_its_share(self, grams_eaten: int) -> None:
        said = WeighedEntry(OATS.id, grams_eaten / 1_000)
        portion = good(decide_portion(said, FOODS, "portions[0]"))
        assert portion.nutrients == OATS.portion(grams(grams_eaten / 1_000))
        assert (portion.food, portion.source, portion.served) == (OATS.id, OATS.source, None)

    @given(quarters=st.integers(1, 200))
    def test_a_served_food_weighs_its_servings(self, quarters: int) -> None:
        said = ServedEntry(OATS.id, "cup", quarters / 4)
        portion = good(decide_portion(said, FOODS, "portions[0]"))
        assert portion.mass == grams(20 * quarters)
        assert portion.served is not None
        assert (portion.served.serving, portion.served.count) == ("cup", quarters / 4)


class TestNut15:
    """NUT-15. A meal may not be logged before it is eaten, nor twenty years after."""

    @given(seconds=st.integers(301, 10**8))
    def test_not_before(self, seconds: int) -> None:
        late = NOW + dt.timedelta(seconds=seconds)
        (error,) = refused(Kitchen().nutrition.log_meal(Kitchen().me, entry(OATMEAL, at=late)))
        assert error == EatenInFuture(at(late), at(NOW))

    @given(days=st.integers(7_306, 40_000))
    def test_not_long_after(self, days: int) -> None:
        early = NOW - dt.timedelta(days=days)
        (error,) = refused(Kitchen().nutrition.log_meal(Kitchen().me, entry(OATMEAL, at=early)))
        assert error == EatenTooLongAgo(at(early), at(NOW - dt.timedelta(days=7_305)))

    @given(seconds=st.integers(-7_305 * 86_400, 300))
    def test_between_it_may(self, seconds: int) -> None:
        eaten = NOW + dt.timedelta(seconds=seconds)
        done = good(Kitchen().nutrition.log_meal(Kitchen().me, entry(OATMEAL, at=eaten)))
        assert done.meal.eaten.at == at(eaten)

    @pytest.mark.parametrize("year", [1, 1_899, 2_200, 9_999])
    def test_the_ends_of_the_calendar_are_refused(self, year: int) -> None:
        strange = dt.datetime(year, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))
        (error,) = refused(Kitchen().nutrition.log_meal(Kitchen().me, entry(OATMEAL, at=strange)))
        assert error == OutOfRange("eaten_at.year", year, 1_900, 2_199)


class TestNut16:
    """NUT-16. All that is wrong with a meal is told at once, each fault with its place."""

    def test_faults_of_every_kind(self) -> None:
        kitchen = Kitchen()
        late = NOW + dt.timedelta(hours=1)
        wrong = entry(
            WeighedEntry(FoodId("nope"), 1.0),
            ServedEntry(OATS.id, "bucket", 1.0),
            ServedEntry(OATS.id, "cup", 0.0),
            ServedEntry(OATS.id, "sack", 2.0),
            WeighedEntry(OATS.id, -3.0),
            OATMEAL,
            StatedEntry(" ", (("protein_g", -1.0), ("gold_g", 1.0), ("energy_kcal", 1e9)), 6_000),
            WeighedEntry(OATS.id, float("nan")),
            at=late,
        )
        errors = refused(kitchen.nutrition.log_meal(kitchen.me, wrong))
        assert errors[:-4] == (
            EatenInFuture(at(late), at(NOW)),
            UnknownFood("portions[0].food_id", FoodId("nope")),
            UnknownServing("portions[1].serving", "bucket", ("cup", "sack")),
            OutOfRange("portions[2].servings", 0.0, 0.001, 1_000),
            OutOfRange("portions[3].servings", 2.0, 0.001 / 4_000, 1.25),
            OutOfRange("portions[4].mass_g", -3.0, 0.001, 5_000),
            Blank("portions[6].name"),
            OutOfRange("portions[6].mass_g", 6_000, 0.001, 5_000),
        )
        negative, gold, much, nan = errors[-4:]
        assert negative == OutOfRange("portions[6].nutrients.protein_g", -1.0, 0, 5_000)
        assert isinstance(gold, NotOneOf)
        assert (gold.field, gold.given) == ("portions[6].nutrients", "gold_g")
        assert much == OutOfRange("portions[6].nutrients.energy_kcal", 1e9, 0, 45_000)
        assert isinstance(nan, OutOfRange)
        assert nan.field == "portions[7].mass_g"
        assert kitchen.report().log.is_empty

    def test_a_nutrient_may_not_weigh_more_than_its_portion(self) -> None:
        said = StatedEntry("bar", (("protein_g", 41.0),), 40.0)
        faults = refused(decide_portion(said, {}, "p"))
        assert faults == (OutOfRange("p.nutrients.protein_g", 41.0, 0, 40.0),)

    def test_nothing_and_nowhere(self) -> None:
        kitchen = Kitchen()
        errors = refused(kitchen.nutrition.log_meal(kitchen.me, entry(zone="Mars/Phobos")))
        assert errors == (UnknownZone("time_zone", "Mars/Phobos"), NothingEaten(MealKind.SNACK))

    def test_a_time_without_its_place(self) -> None:
        kitchen = Kitchen()
        naive = NOW.replace(tzinfo=None)
        errors = refused(kitchen.nutrition.log_meal(kitchen.me, entry(OATMEAL, at=naive)))
        assert errors == (NoZone("eaten_at", naive.isoformat()),)

    @given(index=st.integers(0, 9))
    def test_the_place_is_that_of_the_portion(self, index: int) -> None:
        portions: list[object] = [OATMEAL] * 10
        portions[index] = WeighedEntry(FoodId("nope"), 1.0)
        kitchen = Kitchen()
        (error,) = refused(kitchen.nutrition.log_meal(kitchen.me, entry(*portions)))
        assert error == UnknownFood(f"portions[{index}].food_id", FoodId("nope"))


class TestNut17:
    """NUT-17. What a logged portion holds does not change with the catalogue."""

    def test_a_food_that_changes_or_goes_leaves_the_past_alone(self) -> None:
        kitchen = Kitchen()
        logged = kitchen.eat(OATMEAL).meal
        changed = Food(
            OATS.id, "Bran", OATS.category, OATS.source, OATS.servings, Nutrients(Energy(1))
        )
        for held in ({OATS.id: changed}, {}):
            kitchen.shelf.held = held
            assert good(kitchen.nutrition.meal(kitchen.me, logged.id)) == logged
            assert kitchen.report().log.macros == logged.macros
            copy = good(kitchen.nutrition.copy_meal(kitchen.me, logged.id, NOW, None))
            assert copy.meal.portions == logged.portions
            good(kitchen.nutrition.remove_meal(kitchen.me, copy.meal.id))


class TestNut18:
    """NUT-18. What a day adds up to is the sum of its meals, in any order and after any change."""

    @given(eaten=st.lists(meals, max_size=5), data=st.data())
    def test_a_log_is_a_homomorphism(self, eaten: list[Meal], data: st.DataObject) -> None:
        at_once = DayLog(TODAY).of_meals(eaten)
        shuffled = data.draw(st.permutations(eaten))
        one_by_one = DayLog(TODAY)
        for meal in shuffled:
            one_by_one = one_by_one.with_meal(meal)
        assert one_by_one == at_once
        assert at_once.macros == sum((meal.macros for meal in eaten), start=Totals())

    @given(first=entries, second=entries, third=entries)
    def test_after_any_change_it_is_what_is_there(
        self, first: MealEntry, second: MealEntry, third: MealEntry
    ) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        kept = good(nutrition.log_meal(me, first)).meal
        gone = good(nutrition.log_meal(me, second)).meal
        good(nutrition.amend_meal(me, kept.id, third))
        good(nutrition.remove_meal(me, gone.id))
        amended = good(nutrition.meal(me, kept.id))
        days = {meal.local_date for meal in (kept, gone, amended)}
        for day in days:
            report, there = nutrition.day(me, day)
            assert there == ((amended,) if amended.local_date == day else ())
            assert report.log == DayLog(day).of_meals(there)
            assert report == nutrition.report(me, day)
            assert nutrients_of(there).macros == report.log.macros.macros

    @given(eaten=st.lists(meals, max_size=6))
    def test_the_sum_of_the_days_is_the_sum_of_the_week(self, eaten: list[Meal]) -> None:
        days = {meal.local_date for meal in eaten}
        logs = [DayLog(d).of_meals(m for m in eaten if m.local_date == d) for d in days]
        week = Totals.over(p.nutrients.macros for meal in eaten for p in meal.portions)
        assert sum((log.macros for log in logs), start=Totals()) == week


class TestNut19:
    """NUT-19. A meal that is amended or removed keeps every version it had."""

    @given(versions=st.lists(entries, min_size=1, max_size=4), removed=st.booleans())
    def test_it_does(self, versions: list[MealEntry], removed: bool) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        first, *others = versions
        meals = [good(nutrition.log_meal(me, first)).meal]
        mine = meals[0].id
        meals += [good(nutrition.amend_meal(me, mine, other)).meal for other in others]
        assert [meal.version for meal in meals] == list(range(1, len(versions) + 1))
        if removed:
            assert good(nutrition.remove_meal(me, mine)).meal == meals[-1]
        history = good(nutrition.history(me, mine))
        assert tuple(version.meal for version in history) == tuple(meals)
        *past, last = history
        assert {version.ended_by for version in past} <= {Change.AMENDED}
        end = (at(NOW), Change.REMOVED) if removed else (None, None)
        assert last == MealVersion(meals[-1], *end)

    def test_of_a_meal_that_never_was_there_is_nothing(self) -> None:
        kitchen = Kitchen()
        nutrition, me, nobodys = kitchen.nutrition, kitchen.me, MealId(kitchen.me)
        absent = NoSuchMeal(nobodys)
        assert refused(nutrition.meal(me, nobodys)) == absent
        assert refused(nutrition.history(me, nobodys)) == absent
        assert refused(nutrition.remove_meal(me, nobodys)) == absent
        assert refused(nutrition.amend_meal(me, nobodys, entry(OATMEAL))) == (absent,)
        assert refused(nutrition.copy_meal(me, nobodys, NOW, None)) == (absent,)
        wrong = entry(OATMEAL, at=NOW + dt.timedelta(days=1))
        assert refused(nutrition.amend_meal(me, nobodys, wrong)) == (
            EatenInFuture(at(wrong.eaten_at), at(NOW)),
        )

    def test_a_version_counts_from_one(self) -> None:
        meal = Kitchen().eat(OATMEAL).meal
        with pytest.raises(ValueError, match="versions count"):
            Meal(meal.id, meal.kind, meal.eaten, meal.portions, meal.logged_at, 0)


class TestNut30:
    """NUT-30. A copy of a meal holds what the meal holds, at another moment."""

    @given(said=entries, hours_ago=st.integers(0, 1_000), zone=st.none() | st.sampled_from(ZONES))
    def test_it_does(self, said: MealEntry, hours_ago: int, zone: str | None) -> None:
        kitchen = Kitchen()
        meal = good(kitchen.nutrition.log_meal(kitchen.me, said)).meal
        when = NOW - dt.timedelta(hours=hours_ago)
        copy = good(kitchen.nutrition.copy_meal(kitchen.me, meal.id, when, zone)).meal
        assert copy.id != meal.id
        assert (copy.portions, copy.kind, copy.name) == (meal.portions, meal.kind, meal.name)
        assert copy.eaten == moment_in(at(when), TimeZone(zone or "UTC"))

    def test_a_moment_that_cannot_be_is_refused(self) -> None:
        kitchen = Kitchen()
        meal = kitchen.eat(OATMEAL).meal
        late = NOW + dt.timedelta(hours=1)
        assert refused(kitchen.nutrition.copy_meal(kitchen.me, meal.id, late, None)) == (
            EatenInFuture(at(late), at(NOW)),
        )


class TestNut31:
    """NUT-31. A meal belongs to the day on the clock on the wall where it was eaten."""

    @given(said=entries)
    def test_it_does(self, said: MealEntry) -> None:
        kitchen = Kitchen()
        done = good(kitchen.nutrition.log_meal(kitchen.me, said))
        zone = TimeZone(said.time_zone or "UTC")
        day = moment_in(at(said.eaten_at), zone).local_date
        assert done.meal.local_date == done.day.log.day == day
        event(f"another day than in UTC: {day != said.eaten_at.date()}")

    @given(quarters=st.integers(-48, 56).filter(bool))
    def test_an_offset_is_kept_as_it_was_said(self, quarters: int) -> None:
        offset = dt.timezone(dt.timedelta(minutes=15 * quarters))
        kitchen = Kitchen()
        said = entry(OATMEAL, at=NOW.astimezone(offset))
        meal = good(kitchen.nutrition.log_meal(kitchen.me, said)).meal
        assert meal.eaten == Moment(at(NOW), 900 * quarters)
        assert meal.local_date == said.eaten_at.date()


class TestNut34:
    """NUT-34. A day has at most 30 meals, a meal at most 50 portions, a portion at most 5 kg."""

    def test_meals(self) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        yesterdays = kitchen.eat(OATMEAL, days_ago=1).meal
        for _ in range(30):
            kitchen.eat(OATMEAL)
        full = DayFull(TODAY, 30)
        assert refused(nutrition.log_meal(me, entry(OATMEAL))) == (full,)
        assert refused(nutrition.amend_meal(me, yesterdays.id, entry(OATMEAL))) == (full,)
        assert refused(nutrition.copy_meal(me, yesterdays.id, NOW, None)) == (full,)
        assert refused(nutrition.copy_day(me, days_after(TODAY, -1), TODAY)) == full
        assert kitchen.report().log.meals == 30

    def test_a_full_day_can_be_amended(self) -> None:
        kitchen = Kitchen()
        meals = [kitchen.eat(OATMEAL).meal for _ in range(30)]
        done = kitchen.nutrition.amend_meal(kitchen.me, meals[3].id, entry(WeighedEntry(TEA.id, 9)))
        assert good(done).day.log.meals == 30

    @pytest.mark.parametrize(("given", "taken"), [(50, True), (51, False)])
    def test_portions(self, given: int, taken: bool) -> None:
        kitchen = Kitchen()
        match kitchen.nutrition.log_meal(kitchen.me, entry(*[OATMEAL] * given)):
            case Success():
                assert taken
            case Failure(errors):
                assert not taken
                assert errors == (TooManyPortions(given, 50),)

    @pytest.mark.parametrize(("mass_g", "taken"), [(5_000, True), (5_000.001, False)])
    def test_grams(self, mass_g: float, taken: bool) -> None:
        decided = decide_portion(WeighedEntry(OATS.id, mass_g), FOODS, "p")
        assert isinstance(decided, Success) == taken


def test_of_nutrients_without_a_source_nothing_is_known() -> None:
    portion = good(decide_portion(StatedEntry("stew", ()), {}, "p"))
    assert (portion.nutrients, portion.mass) == (Nutrients(), None)
    assert portion.nutrients.of(Nutrient.IRON) is None
