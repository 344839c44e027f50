"""The formulas of rest and of a day, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    TODAY,
    heights_mm,
    weights_kg,
)
from tests.support import good, refused
from vegaloop.kernel.evidence import Outside, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import DayExertion
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.formulas import (
    PalBand,
    bmr_harris_benedict_1984_kcal,
    bmr_katch_mcardle_kcal,
    bmr_mifflin_kcal,
    fat_free_mass_of_kg,
    pal_band,
    rmr_cunningham_1980_kcal,
    tdee_kcal,
    tdee_of_training_kcal,
    thermic_effect_kcal,
)

ages_years = st.integers(19, 78).map(float)
sexes = st.sampled_from(Sex)
YESTERDAY = days_after(TODAY, -1)
MAN = Profile(Sex.MALE, dt.date(1986, 3, 1), Distance(1_750))


def trained(known: Circumstances, *training: DayExertion) -> Circumstances:
    return Circumstances(known.profile, known.body, training)


class TestNut40:
    """NUT-40. A resting equation answers for bodies people have, and with a reason for any other."""

    @given(weight=weights_kg, height=heights_mm, age=ages_years, sex=sexes, more=st.integers(1, 50))
    def test_they_rise_with_weight_and_height_and_fall_with_age(
        self, weight: float, height: int, age: float, sex: Sex, more: int
    ) -> None:
        for equation in (bmr_mifflin_kcal, bmr_harris_benedict_1984_kcal):
            kcal = good(equation(weight, height / 10, age, sex))
            assert good(equation(weight + more, height / 10, age, sex)) > kcal
            assert good(equation(weight, height / 10 + more, age, sex)) > kcal
            assert good(equation(weight, height / 10, age + more, sex)) < kcal

    @given(weight=weights_kg, height=heights_mm, age=ages_years)
    def test_by_mifflin_a_man_needs_166_kcal_more(
        self, weight: float, height: int, age: float
    ) -> None:
        man, woman = (
            good(bmr_mifflin_kcal(weight, height / 10, age, sex)) for sex in reversed(Sex)
        )
        assert man - woman == pytest.approx(166)

    @given(lean=st.integers(1, 649), more=st.floats(0.1, 1))
    def test_cunningham_rises_and_lies_above_katch_and_mcardle(
        self, lean: int, more: float
    ) -> None:
        kcal = good(rmr_cunningham_1980_kcal(lean))
        assert good(rmr_cunningham_1980_kcal(lean + more)) > kcal
        assert kcal - good(bmr_katch_mcardle_kcal(lean)) == pytest.approx(130 + 0.4 * lean)

    def test_as_published(self) -> None:
        assert good(bmr_mifflin_kcal(80, 175, 30, Sex.MALE)) == 1_748.75
        assert good(bmr_mifflin_kcal(80, 175, 30, Sex.FEMALE)) == 1_582.75
        man = good(bmr_harris_benedict_1984_kcal(80, 175, 30, Sex.MALE))
        woman = good(bmr_harris_benedict_1984_kcal(80, 175, 30, Sex.FEMALE))
        assert (man, woman) == (pytest.approx(1_829.637), pytest.approx(1_599.603))
        assert good(rmr_cunningham_1980_kcal(65)) == 1_930
        assert good(bmr_katch_mcardle_kcal(68)) == pytest.approx(1_838.8)
        assert good(fat_free_mass_of_kg(80, 15)) == 68

    @pytest.mark.parametrize(
        ("what", "given", "least", "most"),
        [
            (what, value, least, most)
            for what, least, most in (
                ("weight_kg", 1.0, 650.0),
                ("height_cm", 30.0, 280.0),
                ("age_years", 0.0, 130.0),
            )
            for value in (math.nextafter(least, -1), math.nextafter(most, 1e9), -math.inf)
        ],
    )
    def test_outside_the_bodies_people_have(
        self, what: str, given: float, least: float, most: float
    ) -> None:
        usual = {"weight_kg": 70.0, "height_cm": 175.0, "age_years": 30.0} | {what: given}
        fault = Outside(what, given, pytest.approx(least), pytest.approx(most))
        for equation in (bmr_mifflin_kcal, bmr_harris_benedict_1984_kcal):
            assert refused(equation(*usual.values(), Sex.MALE)) == fault

    def test_at_the_bounds_and_beyond_of_lean_mass(self) -> None:
        for equation in (rmr_cunningham_1980_kcal, bmr_katch_mcardle_kcal):
            assert good(equation(1)) < good(equation(650))
            for lean in (0.0, 0.999, 650.1):
                assert refused(equation(lean)) == Outside("fat_free_mass_kg", lean, 1.0, 650.0)
            assert isinstance(refused(equation(math.nan)), Outside)
        assert good(fat_free_mass_of_kg(80, 0)) == 80
        assert good(fat_free_mass_of_kg(80, 100)) == 0
        for percent in (-0.1, 100.1):
            fault = Outside("body_fat_percent", percent, 0.0, 100.0)
            assert refused(fat_free_mass_of_kg(80, percent)) == fault
        assert refused(fat_free_mass_of_kg(0, 15)) == Outside("weight_kg", 0, 1.0, 650.0)

    def test_a_body_nobody_could_live_in(self) -> None:
        reason = Undefined("resting energy", "no body of that age is so light and short")
        assert refused(bmr_mifflin_kcal(1, 30, 130, Sex.MALE)) == reason
        # 10 W + 6.25 H - 5 A - 161 is exactly zero here.
        assert refused(bmr_mifflin_kcal(36.1, 32, 80, Sex.FEMALE)) == reason
        assert good(bmr_mifflin_kcal(36.2, 32, 80, Sex.FEMALE)) == pytest.approx(1)


class TestNut41:
    """NUT-41. A day costs its activity level times rest, or 1.3 to 1.4 times rest and its net training, never both."""

    @given(rest=st.integers(500, 4_000), level=st.floats(1, 5))
    def test_by_level(self, rest: int, level: float) -> None:
        assert good(tdee_kcal(rest, level)) == rest * level

    @pytest.mark.parametrize("level", [0.999, 5.001])
    def test_no_life_has_such_a_level(self, level: float) -> None:
        assert refused(tdee_kcal(1_500, level)) == Outside("factor", level, 1.0, 5.0)
        fault = Outside("physical_activity_level", level, 1.0, 5.0)
        assert refused(pal_band(level)) == fault
        assert isinstance(refused(tdee_kcal(1_500, math.nan)), Outside)

    @given(rest=st.integers(500, 4_000), spent=st.integers(0, 5_000), factor=st.floats(1.3, 1.4))
    def test_by_training(self, rest: int, spent: int, factor: float) -> None:
        assert good(tdee_of_training_kcal(rest, spent, factor)) == rest * factor + spent
        assert good(tdee_of_training_kcal(rest, spent)) == rest * 1.35 + spent

    def test_a_level_of_a_training_day_is_refused_beside_training(self) -> None:
        assert refused(tdee_of_training_kcal(1_500, 600, 1.55)) == Outside("factor", 1.55, 1.3, 1.4)
        for name, faulty in (
            ("net_exercise_kcal", tdee_of_training_kcal(1_500, -1)),
            ("resting_kcal", tdee_of_training_kcal(-1, 0)),
            ("resting_kcal", tdee_kcal(-1, 1.5)),
        ):
            assert refused(faulty) == Outside(name, -1, 0.0, 100_000.0)
        assert good(tdee_of_training_kcal(100_000, 100_000)) == 235_000

    @pytest.mark.parametrize(
        ("level", "band"),
        [
            (1.0, PalBand.BELOW),
            (1.399, PalBand.BELOW),
            (1.4, PalBand.SEDENTARY),
            (1.699, PalBand.SEDENTARY),
            (1.7, PalBand.ACTIVE),
            (1.999, PalBand.ACTIVE),
            (2.0, PalBand.VIGOROUS),
            (2.4, PalBand.VIGOROUS),
            (2.401, PalBand.ABOVE),
            (5.0, PalBand.ABOVE),
        ],
    )
    def test_a_band_holds_its_lower_bound(self, level: float, band: PalBand) -> None:
        assert good(pal_band(level)) is band

    def test_a_tenth_of_food_warms(self) -> None:
        assert good(thermic_effect_kcal(2_500)) == 250
        assert refused(thermic_effect_kcal(-1)) == Outside("eaten_kcal", -1, 0.0, 100_000.0)
