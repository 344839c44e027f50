"""What a day costs at rest and at work, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    TODAY,
    circumstances,
    day_log,
    hours,
    profiles,
    weights_kg,
)
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, DayExertion, TrendWeight
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.domain.expenditure import cost_of, expenditure_kcal, rest_by_each, rest_of
from vegaloop.nutrition.domain.spending import spending_of, usual_tdee
from vegaloop.nutrition.domain.targets import decide_targets
from vegaloop.nutrition.formulas import (
    NON_EXERCISE_FACTOR,
    RestingMethod,
    pal_band,
)

ages_years = st.integers(19, 78).map(float)
sexes = st.sampled_from(Sex)
YESTERDAY = days_after(TODAY, -1)
MAN = Profile(Sex.MALE, dt.date(1986, 3, 1), Distance(1_750))


def trained(known: Circumstances, *training: DayExertion) -> Circumstances:
    return Circumstances(known.profile, known.body, training)


class TestNut2:
    """NUT-2. Energy at rest is Cunningham's where fat was measured, else Mifflin's, else Cunningham's of an estimated fat-free mass."""

    @given(known=circumstances)
    def test_the_method_is_told(self, known: Circumstances) -> None:
        lean = known.body.fat_free_mass_kg
        method = "mifflin_1990" if lean is None else "cunningham_1980"
        assert decide_targets(TODAY, known).resting_energy_method == method
        event(f"method: {method}")

    @given(profile=profiles, weight=weights_kg, lean=st.integers(30, 90))
    def test_an_estimated_fat_free_mass_comes_last(
        self, profile: Profile, weight: float, lean: int
    ) -> None:
        body = Body(weight, float(lean), lean_is_estimated=True)
        assert body.measured_fat_kg is None
        assert good(rest_of(TODAY, Circumstances(profile, body))).method is RestingMethod.MIFFLIN
        ageless = Profile(profile.sex, None, profile.height)
        found = good(rest_of(TODAY, Circumstances(ageless, body)))
        assert (found.method, found.kcal) == (RestingMethod.CUNNINGHAM, 500 + 22 * lean)

    def test_measured_fat_of_a_light_body_is_not_below_zero(self) -> None:
        assert Body(70.0, 60.0).measured_fat_kg == 10
        assert Body(60.0, 70.0).measured_fat_kg == 0
        assert Body(None, 70.0).measured_fat_kg is None
        assert Body(70.0).measured_fat_kg is None

    def test_the_reasons_are_those_of_the_equation_that_would_be_it(self) -> None:
        assert refused(rest_of(TODAY, Circumstances(Profile(), Body(70.0)))) == tuple(
            map(Missing, ("height_m", "birth_date", "sex"))
        )
        heavy = Circumstances(Profile(), Body(1_000.0, 700.0))
        assert refused(rest_of(TODAY, heavy)) == (Outside("fat_free_mass_kg", 700.0, 1.0, 650.0),)


class TestNut3:
    """NUT-3. A day costs 1.35 times rest, and the net energy of its training exactly once."""

    @given(known=circumstances, kcal=st.integers(0, 5_000).map(float), hard_hours=hours)
    def test_a_session_adds_what_it_cost_and_nothing_more(
        self, known: Circumstances, kcal: float, hard_hours: float
    ) -> None:
        at_rest = good(expenditure_kcal(TODAY, trained(known)))
        session = DayExertion(TODAY, hard_hours, kcal)
        yesterdays = DayExertion(YESTERDAY, hard_hours, 999.0)
        cost = good(cost_of(TODAY, trained(known, yesterdays, session)))
        assert cost.kcal == pytest.approx(at_rest + kcal)
        assert (cost.exercise_kcal, cost.rest) == (kcal, good(rest_of(TODAY, known)))

    @given(known=circumstances)
    def test_a_session_of_unknown_cost_is_not_free(self, known: Circumstances) -> None:
        unknown = trained(known, DayExertion(TODAY, 1.0, None))
        reason = (Missing(f"net energy of the training of {TODAY}"),)
        assert refused(expenditure_kcal(TODAY, unknown)) == reason
        assert decide_targets(TODAY, unknown).energy_kcal is None
        nobody = Circumstances(exertions=unknown.exertions)
        assert refused(expenditure_kcal(TODAY, nobody))[-1:] == reason

    def test_a_plain_day(self) -> None:
        known = Circumstances(Profile(), Body(70.0, 60.0), (DayExertion(TODAY, 1.0, 600.0),))
        assert good(expenditure_kcal(TODAY, known)) == pytest.approx((500 + 22 * 60) * 1.35 + 600)
        absurd = Circumstances(Profile(), Body(70.0, 60.0), (DayExertion(TODAY, 1.0, 1e6),))
        assert refused(expenditure_kcal(TODAY, absurd)) == (
            Outside("net_exercise_kcal", 1e6, 0.0, 100_000.0),
        )


class TestNut42:
    """NUT-42. Energy at rest is told by every equation, and what a day costs is the same figure wherever it is shown."""

    @given(known=circumstances)
    def test_one_figure(self, known: Circumstances) -> None:
        told = spending_of(Diet(TODAY, known=known), ())
        tdee = good(told.tdee)
        assert tdee.value == decide_targets(TODAY, known).energy_kcal
        assert tdee.value == good(expenditure_kcal(TODAY, known))
        assert good(told.net_exercise_kcal) == known.exertion(TODAY).net_energy_kcal
        rest, spent = good(told.rest), good(told.net_exercise_kcal)
        assert tdee.value == pytest.approx(rest.value * NON_EXERCISE_FACTOR + spent)
        assert (rest.low, rest.high) == (
            pytest.approx(0.9 * rest.value),
            pytest.approx(1.1 * rest.value),
        )
        assert (tdee.low, tdee.high) == (
            pytest.approx(0.9 * 1.3 * rest.value + spent),
            pytest.approx(1.1 * 1.4 * rest.value + spent),
        )
        assert tdee.method == f"{rest.method}/1.35-times-rest-and-net-training"
        assert (tdee.window_days, tdee.n_valid) == (rest.window_days, rest.n_valid) == (1, 1)
        level = good(told.level)
        assert level.value == pytest.approx(tdee.value / rest.value)
        assert level.method == f"{tdee.method}/over-{rest.method}"
        assert good(told.thermic_effect).value == pytest.approx(0.1 * tdee.value)
        assert good(told.band) is good(pal_band(level.value))

    @pytest.mark.parametrize("lacking", ["weight_kg", "height_m", "birth_date", "sex"])
    def test_one_fact_that_lacks_is_named_alone(self, lacking: str) -> None:
        profile = Profile(
            None if lacking == "sex" else MAN.sex,
            None if lacking == "birth_date" else MAN.birth_date,
            None if lacking == "height_m" else MAN.height,
        )
        known = Circumstances(profile, Body(None if lacking == "weight_kg" else 80.0))
        told = dict(rest_by_each(TODAY, known))
        assert refused(told[RestingMethod.MIFFLIN]) == (Missing(lacking),)
        assert refused(told[RestingMethod.HARRIS_BENEDICT]) == (Missing(lacking),)

    def test_the_figures_of_a_day_of_training(self) -> None:
        session = DayExertion(TODAY, 1.0, 500.0, ("work", "met"))
        told = spending_of(Diet(TODAY, known=Circumstances(MAN, Body(80.0), (session,))), ())
        assert told.energy_methods == ("work", "met")
        each = dict(told.rest_by_each)
        assert good(each[RestingMethod.MIFFLIN]) == good(told.rest)
        assert refused(each[RestingMethod.CUNNINGHAM]) == Missing("fat_free_mass_kg")
        tdee, level = good(told.tdee), good(told.level)
        assert tdee.formula_version == level.formula_version == "nutrition-1"
        assert (level.window_days, level.n_valid, level.quality) == (1, 1, 0.8)

    def test_each_equation_tells_its_figure_or_what_it_lacks(self) -> None:
        told = dict(rest_by_each(TODAY, Circumstances(MAN, Body(80.0))))
        assert list(told) == list(RestingMethod)
        assert good(told[RestingMethod.MIFFLIN]).kcal == 10 * 80 + 6.25 * 175 - 5 * 40 + 5
        assert good(told[RestingMethod.HARRIS_BENEDICT]).kcal == pytest.approx(1_772.867)
        lean_less = (Missing("fat_free_mass_kg"),)
        assert refused(told[RestingMethod.CUNNINGHAM]) == lean_less
        assert refused(told[RestingMethod.KATCH_MCARDLE]) == lean_less
        lean = dict(rest_by_each(TODAY, Circumstances(Profile(), Body(80.0, 65.0))))
        assert good(lean[RestingMethod.CUNNINGHAM]).kcal == 1_930
        assert good(lean[RestingMethod.KATCH_MCARDLE]).kcal == pytest.approx(370 + 21.6 * 65)
        assert refused(lean[RestingMethod.MIFFLIN]) == tuple(
            map(Missing, ("height_m", "birth_date", "sex"))
        )

    @pytest.mark.parametrize(
        ("born", "quality", "notes"),
        [
            (2007, 0.8, ()),
            (2008, 0.5, ("outside-fitted-ages",)),
            (1948, 0.8, ()),
            (1947, 0.5, ("outside-fitted-ages",)),
        ],
    )
    def test_how_far_mifflin_is_trusted(
        self, born: int, quality: float, notes: tuple[str, ...]
    ) -> None:
        known = Circumstances(Profile(Sex.MALE, dt.date(born, 1, 1), Distance(1_750)), Body(80.0))
        rest = good(spending_of(Diet(TODAY, known=known), ()).rest)
        assert (rest.quality, rest.notes, rest.method) == (quality, notes, "mifflin_1990")
        assert rest.formula_version == "nutrition-1"

    def test_how_far_lean_mass_is_trusted(self) -> None:
        measured = spending_of(Diet(TODAY, known=Circumstances(Profile(), Body(80.0, 65.0))), ())
        assert (good(measured.rest).quality, good(measured.rest).notes) == (0.8, ())
        body = Body(80.0, 65.0, lean_is_estimated=True)
        estimated = spending_of(Diet(TODAY, known=Circumstances(Profile(), body)), ())
        assert (good(estimated.rest).quality, good(estimated.tdee).quality) == (0.5, 0.5)
        assert good(estimated.tdee).notes == ("estimated-fat-free-mass",)
        assert good(estimated.level).quality == 0.5

    def test_of_nobody_nothing_is_told(self) -> None:
        told = spending_of(Diet(TODAY), ())
        for figure in (told.rest, told.tdee, told.level, told.thermic_effect, told.band):
            assert refused(figure) == Missing("weight_kg")
        assert (told.day, told.energy_methods) == (TODAY, ())
        unknown = Circumstances(MAN, Body(80.0), (DayExertion(TODAY, 1.0, None),))
        reason = Missing(f"net energy of the training of {TODAY}")
        assert refused(spending_of(Diet(TODAY, known=unknown), ()).net_exercise_kcal) == reason
        assert isinstance(refused(usual_tdee(Diet(TODAY))), Missing)

    def test_records_tell_a_cost_but_no_level_of_somebody_without_a_body(self) -> None:
        logs = tuple(day_log(days_after(TODAY, -n), 2_000) for n in range(1, 22))
        trend = tuple(TrendWeight(days_after(TODAY, -n), 70.0) for n in range(21, -1, -1))
        told = spending_of(Diet(TODAY, logs), trend)
        assert good(told.adaptive.tdee).value == pytest.approx(2_000)
        assert good(told.thermic_effect).value == pytest.approx(200)
        assert refused(told.level) == Missing("weight_kg")
        assert refused(told.band) == Missing("weight_kg")

    def test_no_lifestyle_is_so_busy(self) -> None:
        known = Circumstances(MAN, Body(80.0), (DayExertion(TODAY, 20.0, 9_000.0),))
        assert isinstance(refused(spending_of(Diet(TODAY, known=known), ()).band), Outside)
