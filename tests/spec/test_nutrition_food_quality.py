"""How foods and days are judged, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import structs

from tests.strategies.nutrition import BISCUIT, OATS, TEA, TODAY, Kitchen, grams
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.nutrition import (
    Food,
    Nutrient,
    Nutrients,
    Quality,
    StatedEntry,
    WeighedEntry,
    Weighings,
)
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.adapters.quality_answers import to_weighings
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.food_quality import nutri_score_of, quality_of
from vegaloop.nutrition.formulas import NutriScoreCategory

NEEDED = {
    Nutrient.SUGARS: "sugars_g",
    Nutrient.SATURATES: "saturates_g",
    Nutrient.SODIUM: "sodium_mg",
    Nutrient.PROTEIN: "protein_g",
    Nutrient.FIBRE: "fibre_g",
}
NO_SESSION = to_weighings(None, None, None, None, None)


def without(food: Food, *nutrients: Nutrient) -> Food:
    held = tuple(one for one in food.per_100_g.amounts if one[0] not in nutrients)
    return structs.replace(food, per_100_g=Nutrients(food.per_100_g.energy, held))


def holding(food: Food, nutrient: Nutrient, mass: Mass) -> Food:
    held = dict(food.per_100_g.amounts) | {nutrient: mass}
    return structs.replace(
        food, per_100_g=Nutrients.of_amounts(food.per_100_g.energy, held.items())
    )


class TestNut87:
    """NUT-87. A food is judged by what is known of it, and a judgement that cannot be made names what it lacks."""

    def test_a_food_of_which_all_is_known(self) -> None:
        # 5 of energy, 7 of sugars, 8 of saturates, 3 of salt; 2 of fibre.
        score = good(nutri_score_of(BISCUIT))
        assert (score.negative, score.positive, score.score, score.grade) == (23, 2, 21, "E")

    @pytest.mark.parametrize("nutrient", NEEDED)
    def test_what_it_lacks_is_named(self, nutrient: Nutrient) -> None:
        assert refused(nutri_score_of(without(BISCUIT, nutrient))) == Missing(NEEDED[nutrient])

    def test_so_are_the_energy_and_what_nutrients_do_not_say(self) -> None:
        held = BISCUIT.per_100_g.amounts
        assert refused(
            nutri_score_of(structs.replace(BISCUIT, per_100_g=Nutrients(None, held)))
        ) == Missing("energy_kcal")
        for quality, what in (
            (Quality(None, 0.0), "nutri_score_category"),
            (Quality(NutriScoreCategory.GENERAL, None), "fvl_percent"),
        ):
            assert refused(nutri_score_of(structs.replace(BISCUIT, quality=quality))) == Missing(
                what
            )
        fat = Quality(NutriScoreCategory.FAT_OIL_NUTS_SEEDS, 0.0)
        butter = structs.replace(without(BISCUIT, Nutrient.FAT), quality=fat)
        assert refused(nutri_score_of(butter)) == Missing("fat_g")

    def test_a_part_of_nothing_is_nothing(self) -> None:
        lean = holding(without(BISCUIT, Nutrient.SATURATES), Nutrient.FAT, grams(0))
        assert good(nutri_score_of(lean)).negative == 15
        meat = holding(
            without(BISCUIT, Nutrient.SUGARS, Nutrient.FIBRE), Nutrient.CARBOHYDRATE, grams(0)
        )
        score = good(nutri_score_of(meat))
        assert (score.negative, score.positive) == (16, 0)

    def test_salt_is_two_and_a_half_times_the_sodium(self) -> None:
        at_a_step = holding(BISCUIT, Nutrient.SODIUM, grams(0.08))
        above = holding(BISCUIT, Nutrient.SODIUM, grams(0.081))
        assert good(nutri_score_of(above)).score - good(nutri_score_of(at_a_step)).score == 1

    def test_the_load_of_each_serving(self) -> None:
        found = quality_of(BISCUIT)
        told = [(one.serving, one.mass.grams, good(one.load).value) for one in found.loads]
        assert told == [
            (None, 100, pytest.approx(39)),
            ("cup", 80, pytest.approx(31.2)),
            ("sack", 4_000, pytest.approx(1_560)),
        ]
        load = good(found.loads[0].load)
        assert (load.method, load.window_days, load.n_valid, load.quality) == (
            "glycaemic_index_2008",
            1,
            1,
            1.0,
        )

    def test_a_load_that_is_not_known(self) -> None:
        assert refused(quality_of(OATS).loads[0].load) == Missing("glycaemic_index")
        fibreless = without(BISCUIT, Nutrient.FIBRE)
        assert refused(quality_of(fibreless).loads[0].load) == Missing("fibre_g")
        bare = without(BISCUIT, Nutrient.CARBOHYDRATE)
        assert refused(quality_of(bare).loads[0].load) == Missing("carbohydrate_g")
        none = holding(OATS, Nutrient.CARBOHYDRATE, grams(0))
        assert good(quality_of(none).loads[0].load).value == 0

    def test_its_energy_against_its_macronutrients(self) -> None:
        assert good(quality_of(BISCUIT).energy_agrees) is True
        wrong = structs.replace(
            BISCUIT, per_100_g=Nutrients(Energy(4_000_000), BISCUIT.per_100_g.amounts)
        )
        assert good(quality_of(wrong).energy_agrees) is False
        drunk = holding(wrong, Nutrient.ALCOHOL, grams(50))
        assert good(quality_of(drunk).energy_agrees) is True
        held = BISCUIT.per_100_g.amounts
        unknown = structs.replace(BISCUIT, per_100_g=Nutrients(None, held))
        assert refused(quality_of(unknown).energy_agrees) == Missing("energy_kcal")
        for one in (Nutrient.PROTEIN, Nutrient.FAT, Nutrient.CARBOHYDRATE):
            assert refused(quality_of(without(BISCUIT, one)).energy_agrees) == Missing(
                "macronutrients"
            )

    @given(food=st.sampled_from(starter_foods()))
    def test_the_starter_catalogue(self, food: Food) -> None:
        quality = food.quality
        assert quality.fvl_percent in {None, 0.0, 100.0}
        assert quality.glycaemic_index is None or 15 <= quality.glycaemic_index <= 100
        score = nutri_score_of(food)
        event(type(score).__name__)
        assert not isinstance(score.swap().value_or(None), Outside)


class TestNut93:
    """NUT-93. The water of a day is what portions state or leave beside their macronutrients, and says which it is."""

    def test_what_is_stated_and_what_is_left(self) -> None:
        kitchen = Kitchen()
        kitchen.eat(WeighedEntry(TEA.id, 300))
        stated = good(kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION).logged)
        assert (stated.value, stated.notes, stated.quality) == (pytest.approx(0.297), (), 1.0)
        kitchen.eat(WeighedEntry(OATS.id, 100))
        both = good(kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION).logged)
        assert both.value == pytest.approx(0.297 + 0.013)
        assert (both.notes, both.n_valid, both.window_days) == (("estimated",), 2, 1)
        kitchen.eat(StatedEntry("stew", (("energy_kcal", 300.0),)))
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION)
        least = good(found.logged)
        assert (least.value, least.notes) == (both.value, ("estimated", "at-least"))
        assert (least.quality, found.portions) == (pytest.approx(2 / 3), 3)

    def test_alcohol_is_no_water(self) -> None:
        kitchen = Kitchen()
        label = {"protein_g": 0.0, "fat_g": 0.0, "carbohydrate_g": 10.0, "alcohol_g": 40.0}
        kitchen.eat(StatedEntry("liqueur", tuple(label.items()), 100))
        found = good(kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION).logged)
        assert found.value == pytest.approx(0.05)

    def test_a_day_without_portions_has_none(self) -> None:
        kitchen = Kitchen()
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION)
        assert refused(found.logged) == Missing("portions whose water is known")
        assert refused(found.sweat) == Missing("before_kg")

    @pytest.mark.parametrize(("sex", "litres"), [(Sex.MALE, [3.7, 2.5]), (Sex.FEMALE, [2.7, 2.0])])
    def test_what_is_adequate(self, sex: Sex, litres: list[float]) -> None:
        kitchen = Kitchen()
        born = kitchen.circle.known.profile.birth_date
        kitchen.circle.known = Circumstances(Profile(sex, born))
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION)
        assert [good(one.total).value for one in found.adequate] == litres
        drinks = [good(one.drinks).value for one in found.adequate]
        assert drinks == pytest.approx([0.8 * one for one in litres])
        assert [one.method for one in found.adequate] == ["iom_2005", "efsa_2010"]

    def test_whom_it_is_told(self) -> None:
        kitchen = Kitchen()
        born = TODAY.replace(year=TODAY.year - 19)
        for profile, reason in (
            (Profile(), Missing("birth_date")),
            (Profile(None, born), Missing("sex")),
            (
                Profile(Sex.MALE, born.replace(year=born.year + 1)),
                Outside("age_years", 18, 19, 130),
            ),
        ):
            kitchen.circle.known = Circumstances(profile)
            found = kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION)
            assert {refused(one.total) for one in found.adequate} == {reason}
            assert {refused(one.drinks) for one in found.adequate} == {reason}
        kitchen.circle.known = Circumstances(Profile(Sex.MALE, born))
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, NO_SESSION)
        assert good(found.adequate[0].total).value == 3.7

    def test_a_session_needs_all_five_figures(self) -> None:
        named = ("before_kg", "after_kg", "fluid_l", "urine_l", "hours")
        for place, name in enumerate(named):
            figures: list[float | None] = [70.0, 69.0, 0.5, 0.0, 1.0]
            figures[place] = None
            assert refused(to_weighings(*figures)) == Missing(name)

    def test_what_a_session_says(self) -> None:
        kitchen = Kitchen()
        for after, loss, notes in (
            (68.6, 2.0, ()),
            (68.5, 2.142857, ("more-than-2-percent",)),
            (70.5, -0.714286, ("drank-more-than-was-lost",)),
            (70.0, 0.0, ()),
        ):
            session = to_weighings(70, after, 1.5, 0.1, 1.5)
            sweat = good(kitchen.nutrition.hydration(kitchen.me, TODAY, session).sweat)
            told = good(sweat.loss_percent)
            assert (told.value, told.notes) == (pytest.approx(loss, abs=1e-5), notes)
            rate = good(sweat.rate)
            assert rate.value == pytest.approx((70 - after + 1.4) / 1.5)
            assert (rate.method, rate.notes) == ("acsm_2007", ())
            assert good(sweat.during_l_per_h).most == pytest.approx(min(rate.value, 1.2))
            assert sweat.during_is_capped is (rate.value > 1.2)
            assert good(sweat.after_l).least == pytest.approx(1.25 * max(0, 70 - after))
            assert good(sweat.before_l).most == pytest.approx(0.7)

    def test_weights_that_cannot_be(self) -> None:
        kitchen = Kitchen()
        session = good(to_weighings(70, 71, 0.5, 0, 1))
        assert session == Weighings(70, 71, 0.5, 0, 1)
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, to_weighings(70, 71, 0.5, 0, 1))
        assert refused(found.sweat) == Outside("sweat_rate_l_per_h", -0.5, 0, 4)
