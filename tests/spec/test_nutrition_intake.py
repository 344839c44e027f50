"""What was eaten beside what is advised, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from tests.strategies.nutrition import TODAY, Kitchen
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition import Adequacy, Nutrient, NutrientIntake, StatedEntry
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.formulas import LifeStage, Span, Whom

MAN = Profile(Sex.MALE, TODAY.replace(year=1990))
WOMAN = Profile(Sex.FEMALE, TODAY.replace(year=1990))
PLATE = {
    "energy_kcal": 2_000.0,
    "protein_g": 75.0,
    "carbohydrate_g": 250.0,
    "fat_g": 80.0,
    "fibre_g": 19.0,
    "iron_mg": 6.0,
    "calcium_mg": 3_000.0,
    "magnesium_mg": 700.0,
    "sodium_mg": 2_300.0,
    "vitamin_c_mg": 45.0,
}


def fed(days: int, profile: Profile = MAN, **changes: float) -> Kitchen:
    """Somebody who ate the same plate on the last days, and closed them."""
    kitchen = Kitchen()
    kitchen.circle.known = Circumstances(profile)
    for ago in range(days):
        kitchen.eat(StatedEntry("plate", tuple((PLATE | changes).items())), days_ago=ago)
        good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
    return kitchen


def judged(kitchen: Kitchen, day: LocalDate = TODAY) -> Adequacy:
    return kitchen.nutrition.adequacy(kitchen.me, day)


def of(found: Adequacy, nutrient: Nutrient) -> NutrientIntake:
    return next(one for one in found.nutrients if one.nutrient is nutrient)


class TestNut91:
    """NUT-91. Adequacy rests on the last seven days of four weeks that were logged in full, and on four fifths of their energy."""

    def test_which_days_count(self) -> None:
        kitchen = fed(9)
        found = judged(kitchen)
        assert found.days == tuple(days_after(TODAY, ago) for ago in range(-6, 1))
        kitchen.nutrition.reopen_day(kitchen.me, days_after(TODAY, -2))
        kitchen.eat(StatedEntry("stew", (("iron_mg", 1.0),)), days_ago=3)
        again = judged(kitchen)
        left_out = {days_after(TODAY, -3)}
        assert set(again.days) == {days_after(TODAY, ago) for ago in range(-7, 1)} - left_out
        assert judged(kitchen, days_after(TODAY, 19)).days == again.days
        assert judged(kitchen, days_after(TODAY, 27)).days == (TODAY,)
        assert judged(kitchen, days_after(TODAY, 28)).days == ()

    def test_a_day_half_logged_does_not_count(self) -> None:
        kitchen = fed(3)
        kitchen.nutrition.reopen_day(kitchen.me, TODAY)
        meal = kitchen.nutrition.day(kitchen.me, TODAY)[1][0]
        good(kitchen.nutrition.remove_meal(kitchen.me, meal.id))
        # Three quarters of the usual 2,000 kcal are a whole day, and 80 % of that is enough.
        kitchen.eat(StatedEntry("snack", (("energy_kcal", 1_199.0),)))
        assert len(judged(kitchen).days) == 2
        kitchen.eat(StatedEntry("nut", (("energy_kcal", 1.0),)))
        assert len(judged(kitchen).days) == 3

    def test_what_was_eaten_and_how_it_compares(self) -> None:
        found = judged(fed(7))
        assert good(found.whom) == Whom(36.0, Sex.MALE, LifeStage.NONE)
        iron = of(found, Nutrient.IRON)
        eaten = good(iron.eaten)
        assert (eaten.value, eaten.method, eaten.window_days) == (6, "mean_of_full_days", 28)
        assert (eaten.n_valid, eaten.quality) == (7, 1.0)
        ratio, risk = good(iron.ratio), good(iron.inadequacy)
        assert (ratio.value, ratio.method) == (0.75, "nar_rda")
        assert (risk.value, risk.method) == (pytest.approx(0.5), "iom_2000")
        assert good(iron.coverage) == 1
        assert (good(iron.above_ul), refused(iron.above_cdrr)) == (False, Missing("cdrr of iron"))
        fibre = of(found, Nutrient.FIBRE)
        assert good(fibre.ratio).method == "nar_ai"
        assert good(fibre.ratio).value == pytest.approx(0.5)
        assert refused(fibre.inadequacy) == Missing("ear of fibre_total")
        assert good(of(found, Nutrient.VITAMIN_C).ratio).value == pytest.approx(0.5)
        assert Nutrient.WATER not in {one.nutrient for one in found.nutrients}

    def test_the_upper_levels(self) -> None:
        found = judged(fed(7))
        assert good(of(found, Nutrient.CALCIUM).above_ul) is True
        magnesium = of(found, Nutrient.MAGNESIUM)
        reason = refused(magnesium.above_ul)
        assert isinstance(reason, Undefined)
        assert (reason.what, reason.why) == ("ul of magnesium", magnesium.advised.note)
        assert "supplemental" in reason.why
        assert good(of(judged(fed(7, magnesium_mg=350)), Nutrient.MAGNESIUM).above_ul) is False
        assert good(of(found, Nutrient.SODIUM).above_cdrr) is False
        salty = of(judged(fed(7, sodium_mg=2_301)), Nutrient.SODIUM)
        assert good(salty.above_cdrr) is True
        assert refused(salty.above_ul) == Missing("ul of sodium")
        few = refused(of(judged(fed(6)), Nutrient.CALCIUM).above_ul)
        assert few == TooFew("days logged in full", 6, 7)

    @pytest.mark.parametrize(
        ("figure", "nutrient"),
        [
            ("niacin_ne_mg", Nutrient.NIACIN_NE),
            ("folate_dfe_ug", Nutrient.FOLATE_DFE),
            ("vitamin_a_rae_ug", Nutrient.VITAMIN_A_RAE),
            ("vitamin_e_alpha_tocopherol_mg", Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL),
        ],
    )
    def test_an_upper_level_of_a_part_is_not_exceeded_by_the_whole(
        self, figure: str, nutrient: Nutrient
    ) -> None:
        much = of(judged(fed(7, **{figure: 50_000.0})), nutrient)
        assert isinstance(refused(much.above_ul), Undefined)
        assert good(of(judged(fed(7, **{figure: 1.0})), nutrient).above_ul) is False

    def test_the_iron_of_a_menstruating_woman_is_not_told_as_a_probability(self) -> None:
        iron = of(judged(fed(7, WOMAN)), Nutrient.IRON)
        assert isinstance(refused(iron.inadequacy), Undefined)
        assert good(iron.ratio).value == pytest.approx(6 / 18)

    @example(known_kcal=4_000)
    @example(known_kcal=3_999)
    @given(known_kcal=st.integers(1, 4_000))
    def test_what_is_known_for_too_little_of_the_energy_is_not_judged(
        self, known_kcal: int
    ) -> None:
        kitchen = fed(3, energy_kcal=float(known_kcal))
        for ago in range(3):
            stew = StatedEntry("stew", (("energy_kcal", 1_000.0), ("calcium_mg", 0.0)))
            kitchen.eat(stew, days_ago=ago)
        found = judged(kitchen)
        iron, share = of(found, Nutrient.IRON), known_kcal / (known_kcal + 1_000)
        assert good(iron.coverage) == pytest.approx(share)
        if share >= 0.8:
            assert good(iron.eaten).value == 6
            assert good(iron.eaten).quality == pytest.approx(share * 3 / 7)
        else:
            reason = TooFew("percent of the energy whose iron is known", int(100 * share), 80)
            results = (iron.eaten, iron.ratio, iron.inadequacy, iron.above_ul, iron.above_cdrr)
            assert {refused(one) for one in results} == {reason}
        assert good(of(found, Nutrient.CALCIUM).coverage) == 1
        protein = next(one for one in found.shares if one.part == "protein")
        if share >= 0.8:
            assert good(protein.percent).value == pytest.approx(100 * 300 / 2_020)
        else:
            assert isinstance(refused(protein.percent), TooFew)
        event("judged" if share >= 0.8 else "not judged")

    def test_three_days_are_needed(self) -> None:
        found = judged(fed(2))
        few = TooFew("days logged in full", 2, 3)
        assert {refused(one.eaten) for one in found.nutrients} == {few}
        assert {refused(one.coverage) for one in found.nutrients} == {few}
        assert {refused(one.percent) for one in found.shares} == {few}
        assert refused(found.mean_ratio) == Missing("nutrient adequacy ratios")
        assert good(of(judged(fed(3)), Nutrient.IRON).eaten).n_valid == 3

    def test_the_mean_leaves_out_what_is_not_known(self) -> None:
        found = judged(fed(7))
        known = [one for one in found.nutrients if _known(one)]
        assert {str(one.nutrient) for one in known} == {
            "carbohydrate",
            "protein",
            "fibre",
            "iron",
            "calcium",
            "magnesium",
            "sodium",
            "vitamin_c",
        }
        mean = good(found.mean_ratio)
        expected = sum(good(one.ratio).value for one in known) / len(known)
        assert (mean.value, mean.method, mean.n_valid) == (pytest.approx(expected), "mar", 8)
        assert found.mean_of == tuple(one.nutrient for one in known)
        aimed_at = sum(one.advised.target is not None for one in found.nutrients)
        assert mean.quality == pytest.approx(len(known) / aimed_at)
        assert mean.notes == (f"of-8-of-{aimed_at}-nutrients",)
        assert len(found.mean_without) == aimed_at - 8
        assert Nutrient.ZINC in found.mean_without

    def test_the_shares_of_the_energy(self) -> None:
        shares = {str(one.part): one for one in judged(fed(7)).shares}
        told = {part: good(shares[part].percent) for part in ("carbohydrate", "protein", "fat")}
        assert {part: one.value for part, one in told.items()} == {
            "carbohydrate": pytest.approx(100_000 / 2_020),
            "protein": pytest.approx(30_000 / 2_020),
            "fat": pytest.approx(72_000 / 2_020),
        }
        assert {one.method for one in told.values()} == {"amdr"}
        assert shares["fat"].advised == Span(20, 35)
        reason = refused(shares["saturates"].percent)
        assert reason == TooFew("percent of the energy whose saturates is known", 0, 80)
        assert set(shares) == {
            *("carbohydrate", "protein", "fat", "saturates"),
            *("linoleic_acid_n6", "alpha_linolenic_acid_n3"),
        }

    def test_a_fast_says_nothing(self) -> None:
        kitchen = Kitchen()
        kitchen.circle.known = Circumstances(MAN)
        for ago in range(7):
            good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
        found = judged(kitchen)
        assert len(found.days) == 7
        reason = Undefined("coverage of iron", "no energy was logged")
        assert refused(of(found, Nutrient.IRON).eaten) == reason
        assert isinstance(refused(found.shares[0].percent), Undefined)

    def test_what_has_an_upper_level_alone(self) -> None:
        boron = of(judged(fed(7, boron_mg=2.0)), Nutrient.BORON)
        assert refused(boron.ratio) == Missing("rda or ai of boron")
        assert good(boron.above_ul) is False

    def test_amounts_nobody_eats_are_refused(self) -> None:
        copper = of(judged(fed(7, copper_ug=2e9)), Nutrient.COPPER)
        assert good(copper.eaten).value == 2e9
        for one in (copper.ratio, copper.inadequacy, copper.above_ul):
            reason = refused(one)
            assert isinstance(reason, Outside)
            assert (reason.given, reason.most) == (2e9, 1e9)
        kitchen = fed(0)
        sack = StatedEntry("sack", (("energy_kcal", 9e3), ("carbohydrate_g", 5e3)), 5_000)
        for ago in range(3):
            for _ in range(2):
                kitchen.eat(*[sack] * 50, days_ago=ago)
            good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
        share = refused(judged(kitchen).shares[0].percent)
        assert share == Outside("eaten_g", 1.5e6, 0, 1e6)

    def test_a_day_nobody_can_judge_does_not_count(self) -> None:
        kitchen = Kitchen()
        kitchen.circle.known = Circumstances(Profile())
        kitchen.eat(StatedEntry("plate", (("energy_kcal", 9_000.0),)))
        assert judged(kitchen).days == ()

    def test_of_a_stranger_no_nutrient_is_judged(self) -> None:
        found = judged(fed(7, Profile()))
        assert refused(found.whom) == (Missing("birth_date"), Missing("sex"))
        assert found.nutrients == ()
        assert good(found.shares[0].percent).value == pytest.approx(100_000 / 2_020)
        assert refused(judged(fed(0, Profile(Sex.MALE))).whom) == (Missing("birth_date"),)
        old = judged(fed(0, Profile(Sex.MALE, TODAY.replace(year=1900))))
        assert refused(old.whom) == (Outside("age_years", 126, 0, 120),)


def _known(one: NutrientIntake) -> bool:
    return one.ratio.value_or(None) is not None


class TestNut105:
    """NUT-105. A mean adequacy ratio names the nutrients it is over and those that are not known."""

    @given(st.integers(5, 7), st.sampled_from([3.0, 40.0, 90.0]))
    def test_each_nutrient_with_a_target_is_on_one_side(self, days: int, iron_mg: float) -> None:
        found = judged(fed(days, iron_mg=iron_mg))
        aimed_at = {one.nutrient for one in found.nutrients if one.advised.target is not None}
        assert set(found.mean_of) | set(found.mean_without) == aimed_at
        assert not set(found.mean_of) & set(found.mean_without)
        assert good(found.mean_ratio).n_valid == len(found.mean_of)
