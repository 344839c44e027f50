"""Where a weight goes, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import TODAY
from tests.support import good, refused
from vegaloop.kernel.evidence import Derived, Missing, Outside
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.forecast import NoForecast, weight_forecast
from vegaloop.nutrition.formulas import BodyThen, Person, hall_dynamic_weight

deltas = st.integers(-700, 700).map(float)


def then(person: Person, delta_kcal: float, day: float) -> BodyThen:
    return good(hall_dynamic_weight(person, delta_kcal, (day,)))[0]


PROFILE = Profile(Sex.MALE, dt.date(1986, 3, 1), Distance(1_800))
KNOWN = Circumstances(PROFILE, Body(80.0))
REST_KCAL = 10 * 80 + 6.25 * 180 - 5 * 40 + 5


def spent(kcal: float, slack: float | None = 200.0) -> Derived:
    bounds = (None, None) if slack is None else (kcal - slack, kcal + slack)
    return Derived(
        value=kcal,
        low=bounds[0],
        high=bounds[1],
        method="by-hand",
        formula_version="nutrition-1",
        window_days=84,
        n_valid=70,
        quality=0.75,
    )


class TestNut51:
    """NUT-51. A forecast starts from the person's own body and expenditure, with what not knowing that exactly makes of it."""

    @given(kcal=st.integers(2_000, 3_500), delta=deltas, days=st.integers(1, 200))
    def test_it_is_the_model_of_that_body(self, kcal: int, delta: float, days: int) -> None:
        told = good(weight_forecast(TODAY, KNOWN, spent(kcal), delta, days))
        person = Person(Sex.MALE, 80.0, 1.8, 40, kcal / REST_KCAL)
        assert told.level.value == pytest.approx(kcal / REST_KCAL)
        assert told.level.method == "by-hand/over-mifflin_1990"
        last = told.days[-1]
        weight, change = good(told.weight), good(told.weight_change)
        assert last.weight_kg == weight.value == then(person, delta, days).weight_kg
        assert last.low_kg == weight.low == then(person, delta - 200, days).weight_kg
        assert last.high_kg == weight.high == then(person, delta + 200, days).weight_kg
        assert change.value == pytest.approx(last.weight_kg - 80)
        assert change.low == pytest.approx(last.low_kg - 80)
        assert (last.fat_kg, last.lean_kg) == (
            then(person, delta, days).fat_kg,
            then(person, delta, days).lean_kg,
        )

    def test_it_is_told_by_weeks_and_for_its_last_day(self) -> None:
        for days, told_on in ((15, (0, 7, 14, 15)), (14, (0, 7, 14)), (1, (0, 1))):
            told = good(weight_forecast(TODAY, KNOWN, spent(2_600), -500, days))
            assert tuple(one.day for one in told.days) == tuple(
                days_after(TODAY, n) for n in told_on
            )

    def test_its_figure_says_where_it_comes_from(self) -> None:
        told = good(weight_forecast(TODAY, KNOWN, spent(2_600), -300, 90))
        figure = good(told.weight)
        assert (figure.method, figure.formula_version) == ("hall_2011/rk4-of-a-day", "nutrition-1")
        assert (figure.window_days, figure.n_valid, figure.quality) == (84, 70, 0.75)
        assert figure.notes == ("model-of-groups", "fat-estimated")
        assert (told.delta_kcal, told.expenditure, told.suggest_professional) == (
            -300,
            spent(2_600),
            False,
        )

    def test_measured_fat_is_taken(self) -> None:
        known = Circumstances(PROFILE, Body(80.0, 68.0))
        told = good(weight_forecast(TODAY, known, spent(2_600), 0, 7))
        assert told.days[0].fat_kg == 12
        assert good(told.weight).notes == ("model-of-groups",)

    def test_an_exact_expenditure_has_no_slack(self) -> None:
        told = good(weight_forecast(TODAY, KNOWN, spent(2_600, None), -500, 7))
        assert good(told.weight).low == good(told.weight).high == good(told.weight).value

    def test_a_bound_that_cannot_be_told_is_missing(self) -> None:
        told = good(weight_forecast(TODAY, KNOWN, spent(2_600), -2_500, 1))
        assert (good(told.weight).low, [one.low_kg for one in told.days]) == (None, [None, None])
        assert good(told.weight).high is not None
        assert (good(told.weight_change).low, told.suggest_professional) == (None, True)

    @pytest.mark.parametrize(("less", "suggested"), [(-0.5, False), (0.0, False), (0.5, True)])
    def test_below_rest_it_suggests_a_professional(self, less: float, suggested: bool) -> None:
        delta = REST_KCAL - 2_600 - less
        told = good(weight_forecast(TODAY, KNOWN, spent(2_600), delta, 1))
        assert told.suggest_professional is suggested
        assert ("intake-below-resting-energy" in good(told.weight).notes) is suggested

    @pytest.mark.parametrize(("kg", "suggested"), [(59.95, False), (59.9, True)])
    def test_below_a_usual_bmi_too(self, kg: float, suggested: bool) -> None:
        # 18.5 kg/m² at 1.80 m are 59.94 kg.
        light = Circumstances(PROFILE, Body(kg, 50.0))
        told = good(weight_forecast(TODAY, light, spent(2_200), 0, 1))
        assert told.suggest_professional is suggested
        assert ("bmi-below-18.5" in good(told.weight).notes) is suggested

    def test_a_bmi_that_falls_below_on_the_way_is_seen(self) -> None:
        slim = Circumstances(PROFILE, Body(60.2))
        for days, suggested in ((1, False), (60, True)):
            told = good(weight_forecast(TODAY, slim, spent(2_200), -100, days))
            assert told.suggest_professional is suggested

    def test_one_bound_is_no_interval(self) -> None:
        half = Derived(
            value=2_600,
            low=2_400,
            method="by-hand",
            formula_version="nutrition-1",
            window_days=1,
            n_valid=1,
        )
        told = good(weight_forecast(TODAY, KNOWN, half, -500, 7))
        assert good(told.weight).low == good(told.weight).value

    @pytest.mark.parametrize(
        ("known", "what"),
        [
            (Circumstances(PROFILE), "weight_kg"),
            (Circumstances(Profile(Sex.MALE, PROFILE.birth_date), Body(80.0)), "height_m"),
            (Circumstances(Profile(Sex.MALE, None, PROFILE.height), Body(80.0)), "birth_date"),
            (Circumstances(Profile(None, PROFILE.birth_date, PROFILE.height), Body(80.0)), "sex"),
        ],
    )
    def test_no_body_is_made_up(self, known: Circumstances, what: str) -> None:
        assert refused(weight_forecast(TODAY, known, spent(2_600), -500, 90)) == NoForecast(
            Missing(what)
        )

    def test_nor_one_that_cannot_be(self) -> None:
        heavy = Circumstances(PROFILE, Body(651.0))
        too_heavy = refused(weight_forecast(TODAY, heavy, spent(2_600), -100, 1))
        assert isinstance(too_heavy.reason, Outside)
        busy = refused(weight_forecast(TODAY, KNOWN, spent(9_000), -100, 1))
        assert isinstance(busy.reason, Outside)
        assert busy.reason.what == "physical_activity_level"
        assert (too_heavy.suggest_professional, busy.suggest_professional) == (False, False)
