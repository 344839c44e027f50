"""What must not lead anybody into harm, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import TODAY, Kitchen, circumstances
from tests.support import good, refused
from vegaloop.activity import formulas as activity
from vegaloop.biometrics import formulas as biometrics
from vegaloop.kernel.evidence import Derived, Outside, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, NoForecast, StatedEntry, WeightForecast
from vegaloop.nutrition import formulas as nutrition
from vegaloop.nutrition.adapters.energy_answers import from_forecast
from vegaloop.nutrition.adapters.quality_answers import to_weighings
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.forecast import weight_forecast
from vegaloop.nutrition.domain.guide import guide_of
from vegaloop.nutrition.domain.water import Sweat, Weighings, sweat_of

PROFILE = Profile(Sex.MALE, dt.date(1986, 3, 1), Distance(1_800))
KNOWN = Circumstances(PROFILE, Body(80.0))
# 18.5 kg/m² at 1.80 m.
USUAL_KG = 18.5 * 1.8**2


def spent(kcal: float = 2_600.0) -> Derived:
    return Derived(
        value=kcal, method="by-hand", formula_version="v", window_days=84, n_valid=70, quality=0.8
    )


def told(delta_kcal: float, days: int, known: Circumstances = KNOWN) -> WeightForecast:
    return good(weight_forecast(TODAY, known, spent(), delta_kcal, days))


class TestNut100:
    """NUT-100. A forecast suggests a professional where no body would bear it, ends before a body mass index below 18.5, and is less sure the further it goes."""

    @pytest.mark.parametrize(("delta", "days"), [(-2_500, 730), (-5_000, 180), (-2_700, 1)])
    def test_a_plan_no_body_would_bear(self, delta: float, days: int) -> None:
        refusal = refused(weight_forecast(TODAY, KNOWN, spent(), delta, days))
        assert isinstance(refusal, NoForecast)
        assert refusal.suggest_professional is True
        body = from_forecast(
            weight_forecast(TODAY, KNOWN, spent(), delta, days), TODAY, float(delta)
        )
        assert (body.suggest_professional, body.weight_kg.reason) == (True, refusal.reason)

    @given(delta=st.integers(-1_700, 600), days=st.integers(1, 730))
    def test_it_ends_before_a_body_that_is_too_light(self, delta: int, days: int) -> None:
        match weight_forecast(TODAY, KNOWN, spent(), delta, days).value_or(None):
            case None:
                assert delta < 0
            case found:
                assert all(one.weight_kg >= USUAL_KG for one in found.days)
                whole = found.days[-1].day == days_after(TODAY, days)
                assert whole is (found.weight.value_or(None) is not None)
                assert whole is (found.weight_change.value_or(None) is not None)
                assert whole or found.suggest_professional

    def test_it_says_when(self) -> None:
        found = told(-1_200, 365)
        last = found.days[-1].day
        assert refused(found.weight) == refused(found.weight_change)
        assert refused(found.weight) == Undefined(
            "weight 365 days on",
            f"the body mass index would fall below 18.5 by {days_after(last, 7)}",
        )

    def test_somebody_light_who_gains_is_told_how(self) -> None:
        light = Circumstances(PROFILE, Body(58.0, 50.0))
        found = told(300, 60, light)
        assert good(found.weight).value > 58
        assert found.suggest_professional is True
        assert [one.day for one in told(-100, 14, light).days] == [TODAY]

    @pytest.mark.parametrize(("delta", "fast"), [(-1_000, False), (-1_300, True)])
    def test_a_fast_loss(self, delta: float, fast: bool) -> None:
        heavy = Circumstances(PROFILE, Body(80.0))
        notes = good(told(delta, 7, heavy).weight).notes
        assert ("loses-more-than-1.5-percent-a-week" in notes) is fast

    @pytest.mark.parametrize(
        ("kcal", "delta", "days", "quality"),
        [
            (2_600, 650, 180, 0.8),
            (2_600, -650, 180, 0.8),
            (2_600, 651, 180, 0.8 * 650 / 651),
            (2_600, 5_000, 730, 0.8 * 0.13 * 180 / 730),
            (5_000, 1_000, 181, 0.8 * 180 / 181),
            (4_000, 1_600, 1, 0.8 * 1_000 / 1_600),
        ],
    )
    def test_how_sure_it_is(self, kcal: float, delta: float, days: int, quality: float) -> None:
        figure = good(good(weight_forecast(TODAY, KNOWN, spent(kcal), delta, days)).weight)
        assert figure.quality == pytest.approx(quality)
        far = abs(delta) > min(1_000, kcal / 4)
        assert ("beyond-the-changes-the-model-was-tried-on" in figure.notes) is far
        assert ("beyond-the-days-the-model-was-tried-on" in figure.notes) is (days > 180)


def sweat(before: float, after: float, fluid: float, urine: float, hours: float) -> Sweat:
    return good(sweat_of(Weighings(before, after, fluid, urine, hours)))


class TestNut101:
    """NUT-101. Figures of a session that cannot be give no advice, and the one that cannot be is named."""

    @pytest.mark.parametrize(
        ("figures", "what"),
        [
            ((60, 20, 0, 0, 1), "after_kg"),
            ((600, 20, 0, 0, 1), "after_kg"),
            ((70, 62.99, 0, 0, 5), "after_kg"),
            ((70, 77.01, 8, 0, 5), "after_kg"),
            ((70, 69, 20.1, 0, 10), "fluid_l"),
            ((70, 69, 0, 20.1, 10), "urine_l"),
            ((70, 69, 0, 0, 0), "hours"),
            ((70, 69, 0, 0, 24.1), "hours"),
            ((70, 66, 0.1, 0, 1), "sweat_rate_l_per_h"),
            ((70, 71, 0, 0, 1), "sweat_rate_l_per_h"),
        ],
    )
    def test_what_cannot_be(self, figures: tuple[float, ...], what: str) -> None:
        kitchen = Kitchen()
        found = kitchen.nutrition.hydration(kitchen.me, TODAY, to_weighings(*figures))
        reason = refused(found.sweat)
        assert isinstance(reason, Outside)
        assert reason.what == what

    def test_what_just_can(self) -> None:
        assert good(sweat(70, 66, 0, 0, 1).rate).value == 4
        assert good(sweat(70, 63.01, 0, 0, 24).loss_percent).value == pytest.approx(
            9.9857, abs=1e-3
        )


class TestNut102:
    """NUT-102. Nobody is advised to drink more than 1.2 l an hour in a session."""

    @given(fluid=st.integers(0, 30).map(lambda n: n / 10), lost=st.integers(0, 30))
    def test_nobody_is(self, fluid: float, lost: int) -> None:
        found = sweat(70, 70 - lost / 10, fluid, 0, 2)
        rate, during = good(found.rate).value, good(found.during_l_per_h)
        assert 0 <= during.least <= during.most == min(1.2, rate)
        assert found.during_is_capped is (rate > 1.2)


class TestNut103:
    """NUT-103. On a day without a session there is nothing to eat around one, and the guide says so."""

    @given(known=circumstances)
    def test_it_does(self, known: Circumstances) -> None:
        resting = guide_of(TODAY, Circumstances(known.profile, known.body))
        why = f"no session at moderate effort or harder is logged on {TODAY}"
        for one in (
            resting.carbohydrate_before_g,
            resting.carbohydrate_during_g_per_h,
            resting.carbohydrate_after_g_per_h,
        ):
            assert refused(one) == Undefined("carbohydrate around a session", why)
        assert good(resting.protein_per_meal_g).least > 0


class TestNut104:
    """NUT-104. A formula that differs by sex refuses what is no sex, and never takes it for the other one."""

    def test_a_word_is_taken_for_what_it_says(self) -> None:
        for sex in Sex:
            told_by_word = nutrition.bmr_mifflin_kcal(80, 175, 30, sex.value)  # type: ignore[arg-type]  # an untyped caller
            assert good(told_by_word) == good(nutrition.bmr_mifflin_kcal(80, 175, 30, sex))
        assert good(nutrition.bmr_mifflin_kcal(80, 175, 30, Sex.MALE)) == 1_748.75
        assert good(nutrition.bmr_mifflin_kcal(80, 175, 30, Sex.FEMALE)) == 1_582.75

    @pytest.mark.parametrize("wrong", ["man", "", None, 0])
    def test_what_is_no_sex(self, wrong: Sex) -> None:
        person = nutrition.Person(wrong, 80.0, 1.8, 30.0, 1.5)
        for asked in (
            lambda: nutrition.bmr_mifflin_kcal(80, 175, 30, wrong),
            lambda: nutrition.bmr_harris_benedict_1984_kcal(80, 175, 30, wrong),
            lambda: nutrition.orientation_of(40, wrong),
            lambda: nutrition.adequate_water_l(nutrition.WaterMethod.IOM, wrong),
            lambda: nutrition.is_normal_requirement("iron", wrong, 30),
            lambda: nutrition.hall_dynamic_weight(person, -500, (7,)),
            lambda: biometrics.lbm_boer(wrong, 80, 1.8),
        ):
            with pytest.raises(ValueError, match="is not a valid Sex"):
                asked()

    def test_every_door_gives_the_word(self) -> None:
        assert nutrition.Sex is activity.Sex is biometrics.Sex is Sex


class TestNut106:
    """NUT-106. The shares of carbohydrate, protein, fat and alcohol in the energy make up 100 %."""

    @given(
        grams=st.tuples(*[st.integers(1, 300).map(float)] * 3),
        alcohol=st.integers(0, 100).map(float),
        kcal=st.integers(500, 5_000).map(float),
    )
    def test_they_do(self, grams: tuple[float, float, float], alcohol: float, kcal: float) -> None:
        names = ("carbohydrate_g", "protein_g", "fat_g")
        plate = (*zip(names, grams, strict=True), ("alcohol_g", alcohol), ("energy_kcal", kcal))
        kitchen = Kitchen()
        for ago in range(3):
            kitchen.eat(StatedEntry("plate", plate), days_ago=ago)
            good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
        found = kitchen.nutrition.adequacy(kitchen.me, TODAY)
        shares = {str(one.part): good(one.percent).value for one in found.shares[:3]}
        total_kcal = 4 * grams[0] + 4 * grams[1] + 9 * grams[2] + 7 * alcohol
        assert sum(shares.values()) + good(found.alcohol).value == pytest.approx(100)
        assert shares["fat"] == pytest.approx(100 * 9 * grams[2] / total_kcal)
        assert good(found.shares[0].percent).notes == ()

    def test_where_one_is_not_known_they_are_of_what_was_stated(self) -> None:
        kitchen = Kitchen()
        for ago in range(3):
            plate = (("energy_kcal", 2_000.0), ("fat_g", 80.0))
            kitchen.eat(StatedEntry("plate", plate), days_ago=ago)
            good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -ago)))
        fat = next(
            one
            for one in kitchen.nutrition.adequacy(kitchen.me, TODAY).shares
            if one.part is nutrition.EnergyPart.FAT
        )
        assert (good(fat.percent).value, good(fat.percent).notes) == (36, ("of-the-stated-energy",))


class TestNut110:
    """NUT-110. A search without a letter or a digit finds nothing."""

    @pytest.mark.parametrize("query", ["🍌", "🍎🥑", "%", "…", " ", "-"])
    def test_it_does(self, query: str) -> None:
        kitchen = Kitchen()
        assert kitchen.nutrition.foods(kitchen.me, query, 10) == ()
        assert kitchen.nutrition.foods(kitchen.me, "", 10) != ()
