"""What training leaves of food, and how complete days and meals are, as rules."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import TODAY, Kitchen, day_log
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, DayExertion, DayLog
from vegaloop.nutrition.domain.availability import (
    AvailabilityReport,
    availability_report,
    energy_availability,
)
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.day import Settled
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.formulas import (
    Orientation,
    day_completeness,
    energy_availability_kcal_per_kg,
    meal_completeness,
    orientation_of,
)

figures = st.integers(0, 5_000).map(float)
WOMAN = Kitchen().circle.known.profile


def logged(*kcal_by_week: float, per_week: int = 7) -> tuple[DayLog, ...]:
    """Weeks before today, the nearest first, each with so much eaten on some of its days."""
    return tuple(
        day_log(days_after(TODAY, -7 * week - day), kcal)
        for week, kcal in enumerate(kcal_by_week)
        for day in range(1, per_week + 1)
    )


def report(logs: tuple[DayLog, ...], sex: Sex | None = Sex.FEMALE) -> AvailabilityReport:
    profile = Profile(sex, WOMAN.birth_date, WOMAN.height)
    return availability_report(Diet(TODAY, logs, (), Circumstances(profile, Body(60.0, 50.0))))


class TestNut11:
    """NUT-11. Energy availability rises with food, falls with training, and needs fat-free mass."""

    @given(eaten=figures, spent=figures, lean=st.integers(20, 100), more=st.integers(1, 500))
    def test_it_does(self, eaten: float, spent: float, lean: int, more: int) -> None:
        value = good(energy_availability_kcal_per_kg(eaten, spent, lean))
        assert value == (eaten - spent) / lean
        assert good(energy_availability_kcal_per_kg(eaten + more, spent, lean)) > value
        assert good(energy_availability_kcal_per_kg(eaten, spent + more, lean)) < value
        both = good(energy_availability_kcal_per_kg(eaten + more, spent + more, lean))
        assert both == pytest.approx(value)

    @given(eaten=figures, spent=figures, lean=st.integers(-5, 0))
    def test_without_it_there_is_none(self, eaten: float, spent: float, lean: int) -> None:
        reason = Undefined("energy availability", "fat-free mass is not above zero")
        assert refused(energy_availability_kcal_per_kg(eaten, spent, lean)) == reason

    @pytest.mark.parametrize(
        ("eaten", "spent", "lean", "what"),
        [
            (-1.0, 0.0, 50.0, "eaten_kcal"),
            (math.nan, 0.0, 50.0, "eaten_kcal"),
            (2_000.0, -1.0, 50.0, "net_exercise_kcal"),
            (2_000.0, 0.0, 0.5, "fat_free_mass_kg"),
            (2_000.0, 0.0, 651.0, "fat_free_mass_kg"),
            (2_000.0, 0.0, math.nan, "fat_free_mass_kg"),
        ],
    )
    def test_outside_its_domain(self, eaten: float, spent: float, lean: float, what: str) -> None:
        fault = refused(energy_availability_kcal_per_kg(eaten, spent, lean))
        assert isinstance(fault, Outside)
        assert fault.what == what


class TestNut43:
    """NUT-43. Energy availability is told with its range and where it lies, and a professional is suggested to a woman after two weeks below 30."""

    def test_a_week_with_its_range(self) -> None:
        logs = logged(1_800)
        found = good(report(logs).week)
        figure = found.derived
        assert (figure.value, figure.low, figure.high) == (36, 36, 45)
        assert found.if_tenth_unlogged_kcal_per_kg == pytest.approx(40)
        assert (figure.method, figure.window_days, figure.n_valid, figure.quality) == (
            "loucks_2004/mean-of-7-days",
            7,
            7,
            1,
        )
        assert (figure.notes, figure.formula_version) == ((), "nutrition-1")
        assert found.observed_at == logs[0].newest

    def test_an_estimated_fat_free_mass_is_said(self) -> None:
        known = Circumstances(WOMAN, Body(60.0, 50.0, lean_is_estimated=True))
        found = good(energy_availability(Diet(TODAY, logged(1_800), (), known)))
        assert found.derived.notes == ("estimated-fat-free-mass",)

    @pytest.mark.parametrize(
        ("kcal_per_kg", "women", "men"),
        [
            (45.0, Orientation.WOMEN_FROM_45, Orientation.MEN_ABOVE_25),
            (44.9, Orientation.WOMEN_30_TO_45, Orientation.MEN_ABOVE_25),
            (30.0, Orientation.WOMEN_30_TO_45, Orientation.MEN_ABOVE_25),
            (29.9, Orientation.WOMEN_BELOW_30, Orientation.MEN_ABOVE_25),
            (25.1, Orientation.WOMEN_BELOW_30, Orientation.MEN_ABOVE_25),
            (25.0, Orientation.WOMEN_BELOW_30, Orientation.MEN_9_TO_25),
            (9.0, Orientation.WOMEN_BELOW_30, Orientation.MEN_9_TO_25),
            (8.9, Orientation.WOMEN_BELOW_30, Orientation.MEN_BELOW_9),
            (-5.0, Orientation.WOMEN_BELOW_30, Orientation.MEN_BELOW_9),
        ],
    )
    def test_where_a_value_lies(
        self, kcal_per_kg: float, women: Orientation, men: Orientation
    ) -> None:
        assert good(orientation_of(kcal_per_kg, Sex.FEMALE)) is women
        assert good(orientation_of(kcal_per_kg, Sex.MALE)) is men

    @pytest.mark.parametrize(
        ("weeks", "suggested"),
        [
            ((1_499, 1_499), True),
            ((1_500, 1_499), False),
            ((1_499, 1_500), False),
            ((1_499,), False),
        ],
    )
    def test_two_weeks_below_30(self, weeks: tuple[float, ...], suggested: bool) -> None:
        assert report(logged(*weeks)).suggest_professional is suggested

    @pytest.mark.parametrize("sex", [Sex.MALE, None])
    def test_for_others_there_is_no_such_threshold(self, sex: Sex | None) -> None:
        told = report(logged(1_000, 1_000), sex)
        assert told.suggest_professional is False
        if sex is None:
            assert refused(told.orientation) == Missing("sex")
        else:
            assert good(told.orientation) is Orientation.MEN_9_TO_25

    def test_the_words_judge_nobody(self) -> None:
        words = "-".join(Orientation).split("-")
        assert not {"low", "deficient", "disorder", "risk", "bad", "ill"} & set(words)

    def test_the_week_before_is_told_and_not_the_same(self) -> None:
        told = report(logged(2_000, 2_500))
        assert (good(told.week).kcal_per_kg, good(told.week_before).kcal_per_kg) == (40, 50)
        few = report(logged(2_000, per_week=4))
        assert refused(few.week) == TooFew("days logged in full", 4, 5)
        assert refused(few.week_before) == TooFew("days logged in full", 0, 5)
        assert refused(few.orientation) == refused(few.week)
        assert good(report(logged(2_000, per_week=5)).week).n_valid == 5

    def test_no_fat_free_mass_no_value(self) -> None:
        told = availability_report(Diet(TODAY, logged(2_000)))
        assert refused(told.week) == Missing("fat_free_mass_kg")

    def test_what_cannot_have_been_eaten(self) -> None:
        fault = refused(report(logged(90_000)).week)
        assert fault == Outside("eaten_kcal", pytest.approx(90_000 / 0.8), 0.0, 100_000.0)

    def test_a_day_logged_to_80_percent_counts_and_one_below_does_not(self) -> None:
        # 2400 kcal are expected of a closed day: three quarters are 1800, and 80 % of those 1440.
        settled = (Settled(days_after(TODAY, -20), Energy(2_400 * 4_184)),)
        known = Circumstances(WOMAN, Body(60.0, 50.0))
        for kcal, counts in ((1_440, True), (1_439.9, False)):
            logs = (day_log(days_after(TODAY, -1), kcal, closed=False),)
            last = availability_report(Diet(TODAY, logs, settled, known)).days[-1]
            assert last.counts is counts

    def test_a_woman_is_told_the_orientation_of_women(self) -> None:
        assert good(report(logged(2_000)).orientation) is Orientation.WOMEN_30_TO_45


class TestNut52:
    """NUT-52. Every day of training says how its energy was found."""

    def test_each_day_of_the_week(self) -> None:
        yesterday = days_after(TODAY, -1)
        trained = (DayExertion(yesterday, 1.0, 600.0, ("power", "met")),)
        known = Circumstances(WOMAN, Body(60.0, 50.0), trained)
        logs = (day_log(yesterday, 2_400), day_log(days_after(TODAY, -2), 100, closed=False))
        told = availability_report(Diet(TODAY, logs, (), known)).days
        assert [one.day for one in told] == [days_after(TODAY, -n) for n in range(7, 0, -1)]
        last, before, empty = told[-1], told[-2], told[0]
        assert (last.energy_methods, last.net_exercise_kcal) == (("power", "met"), 600)
        assert (last.eaten_kcal, good(last.completeness), last.counts) == (2_400, 1, True)
        assert (before.energy_methods, before.net_exercise_kcal, before.counts) == ((), 0, False)
        assert 0 < good(before.completeness) < 0.8
        assert (empty.eaten_kcal, empty.counts) == (None, False)

    def test_training_of_unknown_cost_leaves_its_day_out(self) -> None:
        yesterday = days_after(TODAY, -1)
        known = Circumstances(WOMAN, Body(60.0, 50.0), (DayExertion(yesterday, 1.0, None),))
        last = availability_report(Diet(TODAY, logged(2_000), (), known)).days[-1]
        assert (last.net_exercise_kcal, last.counts) == (None, False)


class TestNut44:
    """NUT-44. A meal is as complete as the share it has of protein, carbohydrate, vegetables or fruit, and drink."""

    @given(parts=st.tuples(*[st.booleans()] * 4))
    def test_each_part_is_a_quarter(self, parts: tuple[bool, bool, bool, bool]) -> None:
        protein, carbohydrate, green, fluid = parts
        share = meal_completeness(
            protein_g_per_kg=0.25 if protein else 0.249,
            has_carbohydrate_source=carbohydrate,
            vegetable_or_fruit_g=80 if green else 79.9,
            has_fluid=fluid,
        )
        assert good(share) == sum(parts) / 4

    @pytest.mark.parametrize(("protein", "green"), [(-0.1, 80.0), (1_001.0, 80.0), (0.3, -1.0)])
    def test_outside_its_domain(self, protein: float, green: float) -> None:
        share = meal_completeness(
            protein_g_per_kg=protein,
            has_carbohydrate_source=True,
            vegetable_or_fruit_g=green,
            has_fluid=True,
        )
        name = "vegetable_or_fruit_g" if green < 0 else "protein_g_per_kg"
        fault = refused(share)
        assert isinstance(fault, Outside)
        assert fault.what == name

    @given(eaten=st.integers(0, 6_000), expected=st.integers(1, 6_000))
    def test_a_day_by_three_quarters_of_what_is_expected(self, eaten: int, expected: int) -> None:
        share = good(day_completeness(eaten, expected))
        assert share == min(1, eaten / (0.75 * expected))
        assert good(day_completeness(eaten, expected, closed=True)) == 1

    def test_a_day_where_nothing_is_expected(self) -> None:
        reason = Undefined("completeness", "no energy is expected")
        assert refused(day_completeness(500, 0)) == reason
        for eaten in (-1.0, 1.1e9):
            fault = Outside("logged_kcal", eaten, 0.0, 1e9)
            assert refused(day_completeness(eaten, 2_000)) == fault
        fault = Outside("expected_kcal", -1.0, 0.0, 1e9)
        assert refused(day_completeness(500, -1.0)) == fault
        assert isinstance(refused(day_completeness(math.nan, 2_000)), Outside)
