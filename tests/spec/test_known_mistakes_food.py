"""Mistakes that other programs made with food, each tried on this one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.nutrition import BISCUIT, OATS, TODAY, Kitchen, weights_kg
from tests.support import NOW, good, refused
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Energy
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.kernel.units import kcal_from_kj, kg_from_pounds, kj_from_kcal
from vegaloop.nutrition import (
    Body,
    MealEntry,
    MealKind,
    Nutrient,
    ServedEntry,
    StatedEntry,
    WeighedEntry,
)
from vegaloop.nutrition.adapters.reference.table import read_intakes
from vegaloop.nutrition.domain.adequacy import whom_of
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.food_quality import nutri_score_of
from vegaloop.nutrition.domain.targets import decide_targets
from vegaloop.nutrition.formulas import (
    CarbohydrateBasis,
    Composition,
    EnergyPart,
    Grade,
    NutriScoreCategory,
    NutriScoreFacts,
    ReferenceKind,
    Whom,
    dri_lookup,
    energy_atwater_general_kcal,
    energy_eu_label_kj,
    energy_share_percent,
    net_carbs_g,
    nutri_score_2023,
)

MILK = NutriScoreFacts(
    energy_kj=195,
    sugars_g=4.8,
    saturates_g=1,
    salt_g=0.1,
    protein_g=3.3,
    fibre_g=0,
    fvl_percent=0,
)


class TestWhatIsPerKilogram:
    """A plan's figures for each kilogram were kept with the plan, and stayed when the body changed."""

    @given(before=weights_kg, after=weights_kg)
    def test_a_new_weight_is_in_the_next_answer(self, before: float, after: float) -> None:
        kitchen = Kitchen()
        profile = Profile(Sex.MALE, dt.date(1990, 1, 1), Distance(2_200))
        for weight_kg in (before, after):
            kitchen.circle.known = Circumstances(profile, Body(weight_kg))
            targets = kitchen.report().targets
            basis_kg = min(weight_kg, 27.5 * 2.2**2)
            assert targets.protein_g == pytest.approx(1.6 * basis_kg)
            assert targets.carbohydrate_g == pytest.approx(3.5 * weight_kg)

    def test_the_feedback_on_a_meal_and_the_day_say_the_same(self) -> None:
        kitchen = Kitchen()
        done = kitchen.eat(WeighedEntry(OATS.id, 80))
        assert done.day == kitchen.report()

    def test_nobody_is_taken_to_weigh_seventy_kilograms(self) -> None:
        targets = decide_targets(TODAY, Circumstances(Profile(Sex.MALE, dt.date(1990, 1, 1))))
        assert targets.is_empty
        assert Missing("weight_kg") in targets.missing
        assert Missing("height_m") in targets.missing

    def test_a_pound_is_no_kilogram(self) -> None:
        profile = Profile(height=Distance(1_900))
        known = Circumstances(profile, Body(kg_from_pounds(176.37)))
        assert decide_targets(TODAY, known).protein_g == pytest.approx(128, abs=0.01)


class TestPercentOfTheEnergy:
    """The shares of protein, fat and carbohydrate came out wrong for whoever had chosen ounces."""

    @given(
        grams=st.tuples(*[st.integers(1, 300).map(float)] * 3), unit=st.sampled_from((1.0, 28.35))
    )
    def test_a_share_has_no_unit(self, grams: tuple[float, float, float], unit: float) -> None:
        protein, fat, carbohydrate = (unit * one for one in grams)
        eaten = Composition(protein_g=protein, fat_g=fat, carbohydrate_g=carbohydrate)
        kcal = good(energy_atwater_general_kcal(eaten))
        shares = [
            good(energy_share_percent(part, held, kcal))
            for part, held in (
                (EnergyPart.PROTEIN, protein),
                (EnergyPart.FAT, fat),
                (EnergyPart.CARBOHYDRATE, carbohydrate),
            )
        ]
        assert sum(shares) == pytest.approx(100)
        whole = 4 * grams[0] + 9 * grams[1] + 4 * grams[2]
        assert shares[1] == pytest.approx(100 * 9 * grams[1] / whole)


class TestCalories:
    """A portion of 20 g had twenty times the energy of its label, and kilojoules passed for kilocalories."""

    @given(grams=st.integers(1, 500))
    def test_a_portion_has_its_share_of_a_hundred_grams(self, grams: int) -> None:
        kitchen = Kitchen()
        energy = kitchen.eat(WeighedEntry(OATS.id, grams)).meal.macros.energy
        assert energy.kcal == pytest.approx(1_500 / 4.184 * grams / 100, abs=0.001)

    @given(cups=st.integers(1, 20))
    def test_a_serving_is_multiplied_once(self, cups: int) -> None:
        kitchen = Kitchen()
        energy = kitchen.eat(ServedEntry(OATS.id, "cup", cups)).meal.macros.energy
        assert energy.amount == pytest.approx(1_500_000 * 0.8 * cups, abs=1)

    def test_what_a_label_states_is_for_the_portion(self) -> None:
        kitchen = Kitchen()
        bar = StatedEntry("bar", (("energy_kcal", 250.0),), 60)
        assert kitchen.eat(bar).meal.macros.energy == Energy(250 * 4_184)
        # Pure fat has 9 kcal/g: what a label says of more is no portion of so few grams.
        crumb = StatedEntry("crumb", (("energy_kcal", 250.0),), 20)
        entry = MealEntry(MealKind.SNACK, NOW, (crumb,))
        (reason,) = refused(kitchen.nutrition.log_meal(kitchen.me, entry))
        assert reason == OutOfRange("portions[0].nutrients.energy_kcal", 250, 0, 180)

    @given(kcal=st.integers(0, 10_000).map(float))
    def test_kilojoules_and_kilocalories_convert_there_and_back(self, kcal: float) -> None:
        assert kcal_from_kj(kj_from_kcal(kcal)) == pytest.approx(kcal, rel=1e-9)

    @given(grams=st.tuples(*[st.integers(1, 300).map(float)] * 3))
    def test_a_label_in_kilojoules_is_about_four_times_one_in_kilocalories(
        self, grams: tuple[float, float, float]
    ) -> None:
        protein, fat, carbohydrate = grams
        eaten = Composition(protein_g=protein, fat_g=fat, carbohydrate_g=carbohydrate)
        ratio = good(energy_eu_label_kj(eaten)) / good(energy_atwater_general_kcal(eaten))
        assert 37 / 9 <= ratio <= 17 / 4

    def test_the_nutri_score_reads_kilojoules(self) -> None:
        # 2,000 kJ are 5 points; 478, taken for kilojoules, would be 1.
        assert good(nutri_score_of(BISCUIT)).negative == 5 + 7 + 8 + 3


class TestNetCarbohydrate:
    """The carbohydrate of a European label is without fibre, and fibre was taken off it once more."""

    @given(carbohydrate=st.integers(0, 100), fibre=st.integers(0, 40))
    def test_fibre_is_taken_off_once_at_most(self, carbohydrate: int, fibre: int) -> None:
        eu = good(net_carbs_g(carbohydrate, fibre, (), CarbohydrateBasis.AVAILABLE))
        us = good(net_carbs_g(carbohydrate + fibre, fibre, (), CarbohydrateBasis.BY_DIFFERENCE))
        assert eu == us == carbohydrate

    def test_nor_is_its_energy_counted_twice(self) -> None:
        us = Composition(
            protein_g=0,
            fat_g=0,
            carbohydrate_g=70,
            fibre_g=10,
            basis=CarbohydrateBasis.BY_DIFFERENCE,
        )
        assert good(energy_atwater_general_kcal(us)) == 280


class TestWhatIsNotKnown:
    """A nutrient no label stated counted as zero, and its owner was told to be short of it."""

    def test_it_is_not_judged(self) -> None:
        kitchen = Kitchen()
        for ago in range(7):
            kitchen.eat(StatedEntry("plate", (("energy_kcal", 2_000.0),)), days_ago=ago)
            good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
        found = kitchen.nutrition.adequacy(kitchen.me, TODAY)
        assert len(found.nutrients) > 30
        for one in found.nutrients:
            assert isinstance(refused(one.eaten), TooFew)
            assert isinstance(refused(one.ratio), TooFew)
        assert isinstance(refused(found.mean_ratio), Missing)

    def test_nor_does_it_improve_a_nutri_score(self) -> None:
        held = dict(BISCUIT.per_100_g.amounts)
        assert Nutrient.SATURATES in held
        assert refused(nutri_score_of(OATS)) == Missing("nutri_score_category")


class TestAges:
    """An age was counted in days of 365, and a leap day made people a year older too early."""

    @given(
        born=st.dates(dt.date(1930, 1, 1), dt.date(2012, 12, 31)) | st.just(dt.date(2000, 2, 29)),
        years=st.sampled_from((9, 14, 19, 31, 51, 71)),
    )
    def test_a_group_changes_on_the_birthday(self, born: dt.date, years: int) -> None:
        leapt = (born.month, born.day) == (2, 29)
        month, day = (3, 1) if leapt and not _is_leap(born.year + years) else (born.month, born.day)
        birthday = LocalDate(dt.date(born.year + years, month, day))
        profile = Profile(Sex.FEMALE, born)
        older, younger = (
            good(whom_of(profile, one)) for one in (birthday, days_after(birthday, -1))
        )
        assert (older.age_years, younger.age_years) == (years, years - 1)
        groups = [{row.age_min_years for row in read_intakes().of(one)} for one in (older, younger)]
        assert groups[0] == {years}
        assert groups[0].isdisjoint(groups[1])
        event("29 February" if leapt else "another day")


class TestOldTables:
    """Tables from before 2019 still ask for 4,700 mg of potassium and give sodium an upper level."""

    def test_they_are_those_of_2019(self) -> None:
        table, man, woman = read_intakes(), Whom(30, Sex.MALE), Whom(30, Sex.FEMALE)
        assert good(dri_lookup(table, "potassium", ReferenceKind.AI, man)) == 3_400
        assert good(dri_lookup(table, "potassium", ReferenceKind.AI, woman)) == 2_600
        assert good(dri_lookup(table, "sodium", ReferenceKind.CDRR, man)) == 2_300
        refused(dri_lookup(table, "sodium", ReferenceKind.UL, man))


class TestOldNutriScore:
    """The score of 2021 took milk for a food, knew no sweeteners, and rounded before it compared."""

    def test_milk_is_a_drink(self) -> None:
        drink = good(nutri_score_2023(NutriScoreCategory.BEVERAGE, MILK))
        food = good(nutri_score_2023(NutriScoreCategory.GENERAL, MILK))
        assert (drink.score, drink.grade) == (-1, Grade.B)
        assert (food.score, food.grade) == (0, Grade.A)

    def test_nothing_is_rounded(self) -> None:
        facts = NutriScoreFacts(
            energy_kj=0,
            sugars_g=3.4000001,
            saturates_g=0,
            salt_g=0,
            protein_g=0,
            fibre_g=0,
            fvl_percent=0,
        )
        assert good(nutri_score_2023(NutriScoreCategory.GENERAL, facts)).score == 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
