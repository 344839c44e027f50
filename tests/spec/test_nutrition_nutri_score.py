"""The Nutri-Score of 2023, as rules (formula book N12, H12). Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from msgspec import structs

from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside, Undefined
from vegaloop.nutrition.formulas import (
    Grade,
    NutriScore,
    NutriScoreCategory,
    NutriScoreFacts,
    nutri_score_2023,
)

NOTHING = NutriScoreFacts(
    energy_kj=0,
    sugars_g=0,
    saturates_g=0,
    salt_g=0,
    protein_g=0,
    fibre_g=0,
    fvl_percent=0,
    fat_g=50,
)
FOOD, CHEESE, RED_MEAT, FAT, DRINK, WATER = (
    NutriScoreCategory.GENERAL,
    NutriScoreCategory.CHEESE,
    NutriScoreCategory.RED_MEAT,
    NutriScoreCategory.FAT_OIL_NUTS_SEEDS,
    NutriScoreCategory.BEVERAGE,
    NutriScoreCategory.WATER,
)
tenths = st.integers(0, 1_000).map(lambda n: n / 10)
facts = st.builds(
    NutriScoreFacts,
    energy_kj=st.integers(0, 4_000),
    sugars_g=tenths,
    saturates_g=tenths,
    salt_g=st.integers(0, 500).map(lambda n: n / 100),
    protein_g=tenths,
    fibre_g=st.integers(0, 120).map(lambda n: n / 10),
    fvl_percent=tenths,
    fat_g=st.integers(1, 1_000).map(lambda n: n / 10),
    non_nutritive_sweeteners=st.booleans(),
)
categories = st.sampled_from(NutriScoreCategory)


def scored(category: NutriScoreCategory, **held: float) -> NutriScore:
    return good(nutri_score_2023(category, structs.replace(NOTHING, **held)))


ENERGY = tuple(335 * n for n in range(1, 11))
ENERGY_OF_DRINKS = (30, 90, 150, 210, 240, 270, 300, 330, 360, 390)
SUGARS = (3.4, 6.8, 10, 14, 17, 20, 24, 27, 31, 34, 37, 41, 44, 48, 51)
SUGARS_OF_DRINKS = (0.5, 2, 3.5, 5, 6, 7, 8, 9, 10, 11)
SATURATES = tuple(range(1, 11))
SALT = tuple(float(f"{n / 5:.1f}") for n in range(1, 21))
PROTEIN = (2.4, 4.8, 7.2, 9.6, 12, 14, 17)
PROTEIN_OF_DRINKS = (1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0)
FIBRE = (3.0, 4.1, 5.2, 6.3, 7.4)


class TestNut85:
    """NUT-85. The Nutri-Score counts a point for each threshold that is strictly exceeded, and loses none to rounding."""

    @pytest.mark.parametrize(
        ("category", "field", "thresholds", "sign"),
        [
            (FOOD, "energy_kj", ENERGY, 1),
            (CHEESE, "energy_kj", ENERGY, 1),
            (RED_MEAT, "energy_kj", ENERGY, 1),
            (DRINK, "energy_kj", ENERGY_OF_DRINKS, 1),
            (FOOD, "sugars_g", SUGARS, 1),
            (FAT, "sugars_g", SUGARS, 1),
            (DRINK, "sugars_g", SUGARS_OF_DRINKS, 1),
            (FOOD, "saturates_g", SATURATES, 1),
            (DRINK, "saturates_g", SATURATES, 1),
            (FOOD, "salt_g", SALT, 1),
            (FAT, "salt_g", SALT, 1),
            (DRINK, "salt_g", SALT, 1),
            (FOOD, "protein_g", PROTEIN, -1),
            (CHEESE, "protein_g", PROTEIN, -1),
            (FAT, "protein_g", PROTEIN, -1),
            (DRINK, "protein_g", PROTEIN_OF_DRINKS, -1),
            (FOOD, "fibre_g", FIBRE, -1),
            (FAT, "fibre_g", FIBRE, -1),
            (DRINK, "fibre_g", FIBRE, -1),
        ],
    )
    def test_at_each_threshold_and_just_above(
        self, category: NutriScoreCategory, field: str, thresholds: tuple[float, ...], sign: int
    ) -> None:
        for points, threshold in enumerate(thresholds):
            assert scored(category, **{field: threshold}).score == sign * points
            above = math.nextafter(threshold, math.inf)
            assert scored(category, **{field: above}).score == sign * (points + 1)

    @pytest.mark.parametrize(
        ("category", "points"), [(FOOD, (0, 1, 2, 5)), (FAT, (0, 1, 2, 5)), (DRINK, (0, 2, 4, 6))]
    )
    def test_of_fruit_vegetables_and_legumes(
        self, category: NutriScoreCategory, points: tuple[int, ...]
    ) -> None:
        told = [scored(category, fvl_percent=share).score for share in (40, 60, 80, 100)]
        assert told == [-one for one in points]
        assert scored(category, fvl_percent=40.001).score == -points[1]

    def test_the_share_of_saturates_counts_from_its_threshold(self) -> None:
        for points in range(10):
            percent = 10 + 6 * points
            # 10 g of fat: the energy of the saturates has the points its own thresholds give.
            saturates = percent / 10
            energy = sum(37 * saturates > 120 * n for n in range(1, 11))
            assert scored(FAT, saturates_g=saturates, fat_g=10).score == points + 1 + energy
            less = saturates - 0.001
            below = sum(37 * less > 120 * n for n in range(1, 11))
            assert scored(FAT, saturates_g=less, fat_g=10).score == points + below

    def test_the_energy_of_saturates_counts_above_its_threshold(self) -> None:
        for n in range(1, 11):
            saturates = 120 * n / 37
            assert scored(FAT, saturates_g=saturates - 0.001, fat_g=100).negative == n - 1 + max(
                0, math.floor((saturates - 10.001) / 6) + 1
            )
            assert scored(FAT, saturates_g=saturates + 0.001, fat_g=100).negative == n + max(
                0, math.floor((saturates - 9.999) / 6) + 1
            )

    def test_without_saturates_no_fat_is_needed_for_their_share(self) -> None:
        assert scored(FAT, fat_g=0).score == 0

    def test_sweeteners_cost_four_points_in_drinks_alone(self) -> None:
        sweet = structs.replace(NOTHING, non_nutritive_sweeteners=True)
        told = {one: good(nutri_score_2023(one, sweet)).score for one in NutriScoreCategory}
        assert told == {FOOD: 0, CHEESE: 0, RED_MEAT: 0, FAT: 0, DRINK: 4, WATER: 4}

    def test_protein_drops_out_where_too_much_speaks_against_a_food(self) -> None:
        ten, eleven = {"sugars_g": 34.1, "protein_g": 20}, {"sugars_g": 37.1, "protein_g": 20}
        assert scored(FOOD, **ten) == NutriScore(3, Grade.C, 10, 7)
        assert scored(FOOD, **eleven) == NutriScore(11, Grade.D, 11, 0)
        assert scored(CHEESE, **eleven) == NutriScore(4, Grade.C, 11, 7)
        assert scored(DRINK, sugars_g=12, energy_kj=31, protein_g=20).score == 11 - 7
        assert scored(FAT, sugars_g=20.1, protein_g=20).score == 6 - 7
        assert scored(FAT, sugars_g=24.1, protein_g=20).score == 7

    def test_of_red_meat_protein_counts_two_at_most(self) -> None:
        told = [scored(RED_MEAT, protein_g=grams).score for grams in (2.4, 4.8, 7.2, 7.3, 50)]
        assert told == [0, -1, -2, -2, -2]
        assert scored(RED_MEAT, protein_g=50, sugars_g=37.1).score == 11

    @given(
        held=facts,
        category=categories,
        field=st.sampled_from(("energy_kj", "sugars_g", "saturates_g", "salt_g")),
        more=st.integers(0, 200).map(lambda n: n / 10),
    )
    def test_more_of_what_speaks_against_it_never_lowers_that_sum(
        self, held: NutriScoreFacts, category: NutriScoreCategory, field: str, more: float
    ) -> None:
        given_kj_or_g: float = getattr(held, field)
        most = 4_000 if field == "energy_kj" else 100
        richer = structs.replace(held, **{field: min(most, given_kj_or_g + more)})
        before = good(nutri_score_2023(category, held))
        after = good(nutri_score_2023(category, richer))
        assert after.negative >= before.negative
        if category in {CHEESE, DRINK, WATER}:
            assert after.score >= before.score


class TestNut86:
    """NUT-86. The grade of a Nutri-Score depends on the score and the category alone; only water among drinks is A."""

    @given(held=facts, category=categories)
    def test_it_does(self, held: NutriScoreFacts, category: NutriScoreCategory) -> None:
        found = good(nutri_score_2023(category, held))
        assert found.score == found.negative - found.positive
        assert found.grade == _grade(category, found.score)
        least = -18 if category in {DRINK, WATER} else -17
        assert least <= found.score <= 55
        event(f"{category} {found.grade}")

    @pytest.mark.parametrize(
        ("category", "held", "grade"),
        [
            (FOOD, {}, "A"),
            (FOOD, {"sugars_g": 3.5}, "B"),
            (FOOD, {"sugars_g": 6.9}, "B"),
            (FOOD, {"sugars_g": 10.1}, "C"),
            (FOOD, {"sugars_g": 34.1}, "C"),
            (FOOD, {"sugars_g": 37.1}, "D"),
            (FOOD, {"sugars_g": 52, "salt_g": 0.7}, "D"),
            (FOOD, {"sugars_g": 52, "salt_g": 0.9}, "E"),
            (FAT, {}, "B"),
            (FAT, {"protein_g": 14}, "B"),
            (FAT, {"protein_g": 14.1}, "A"),
            (FAT, {"sugars_g": 6.9}, "B"),
            (FAT, {"sugars_g": 10.1}, "C"),
            (FAT, {"sugars_g": 34.1}, "C"),
            (FAT, {"sugars_g": 37.1}, "D"),
            (FAT, {"sugars_g": 52, "salt_g": 0.7}, "D"),
            (FAT, {"sugars_g": 52, "salt_g": 0.9}, "E"),
            (DRINK, {"fvl_percent": 100}, "B"),
            (DRINK, {"sugars_g": 2.1}, "B"),
            (DRINK, {"sugars_g": 3.6}, "C"),
            (DRINK, {"sugars_g": 7.1}, "C"),
            (DRINK, {"sugars_g": 8.1}, "D"),
            (DRINK, {"sugars_g": 10.1}, "D"),
            (DRINK, {"sugars_g": 12}, "E"),
            (WATER, {}, "A"),
            (WATER, {"salt_g": 5}, "A"),
        ],
    )
    def test_at_its_steps(
        self, category: NutriScoreCategory, held: dict[str, float], grade: str
    ) -> None:
        assert scored(category, **held).grade == grade

    @pytest.mark.parametrize(
        ("field", "most"),
        [
            ("energy_kj", 4_000),
            ("sugars_g", 100),
            ("saturates_g", 100),
            ("salt_g", 100),
            ("protein_g", 100),
            ("fibre_g", 100),
            ("fvl_percent", 100),
            ("fat_g", 100),
        ],
    )
    def test_there_is_none_of_a_food_that_cannot_be(self, field: str, most: float) -> None:
        for wrong in (-0.1, most + 0.1, math.nan):
            held = structs.replace(NOTHING, **{field: wrong})
            for category in NutriScoreCategory:
                reason = refused(nutri_score_2023(category, held))
                assert isinstance(reason, Outside)
                assert (reason.what, reason.least, reason.most) == (field, 0, most)
        good(nutri_score_2023(FOOD, structs.replace(NOTHING, **{field: most})))

    def test_a_fat_needs_its_fat(self) -> None:
        unknown = structs.replace(NOTHING, fat_g=None)
        assert refused(nutri_score_2023(FAT, unknown)) == Missing("fat_g")
        assert good(nutri_score_2023(FOOD, unknown)).score == 0
        none = structs.replace(NOTHING, fat_g=0, saturates_g=1)
        assert refused(nutri_score_2023(FAT, none)) == Undefined(
            "share of saturates in the fat", "there is no fat"
        )


def _grade(category: NutriScoreCategory, score: int) -> str:
    if category is WATER:
        return "A"
    if category is DRINK:
        return "B" if score <= 2 else "C" if score <= 6 else "D" if score <= 9 else "E"
    if score <= (-6 if category is FAT else 0):
        return "A"
    return "B" if score <= 2 else "C" if score <= 10 else "D" if score <= 18 else "E"


class TestNut121:
    """NUT-121. With the protein rule fixed, no food scores better for more energy, sugars, saturates or salt, nor worse for more fibre, fruit or protein."""

    @pytest.mark.parametrize(
        ("field", "sign", "most"),
        [
            ("energy_kj", 1, 4_000),
            ("sugars_g", 1, 100),
            ("saturates_g", 1, 100),
            ("salt_g", 1, 100),
            ("fibre_g", -1, 100),
            ("fvl_percent", -1, 100),
            ("protein_g", -1, 100),
        ],
    )
    @given(category=categories, held=facts, more=tenths)
    def test_it_does(
        self,
        field: str,
        sign: int,
        most: int,
        category: NutriScoreCategory,
        held: NutriScoreFacts,
        more: float,
    ) -> None:
        raised = min(getattr(held, field) + more, most)
        one = good(nutri_score_2023(category, held))
        other = good(nutri_score_2023(category, structs.replace(held, **{field: raised})))
        dropped = {FAT: 7, FOOD: 11, RED_MEAT: 11}.get(category, 1_000)
        assume((one.negative >= dropped) == (other.negative >= dropped))
        assert sign * (other.score - one.score) >= 0
