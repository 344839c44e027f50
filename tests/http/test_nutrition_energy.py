"""Energy over HTTP: what days cost, what training leaves, where a weight goes."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.http.client import a_client
from tests.strategies.nutrition import TODAY, Kitchen
from tests.support import good
from vegaloop.infrastructure.figures import FigureBody
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.time import days_after
from vegaloop.nutrition import Body, DayExertion, StatedEntry, TrendWeight
from vegaloop.nutrition.adapters.energy_answers import (
    from_availability,
    from_forecast,
    from_spending,
)
from vegaloop.nutrition.adapters.energy_bodies import BalanceBody, EnergyAvailabilityBody
from vegaloop.nutrition.domain.circumstances import Circumstances

MISSING = {"value": None, "reason": {"type": "missing", "what": "weight_kg"}}
NO_LEAN = {"value": None, "reason": {"type": "missing", "what": "fat_free_mass_kg"}}


def fed_kitchen(days: int = 21, kcal: float = 2_400.0) -> Kitchen:
    """A kitchen with weeks of closed days, a steady trend and one session yesterday."""
    kitchen = Kitchen()
    for days_ago in range(1, days + 1):
        kitchen.eat(StatedEntry("rations", (("energy_kcal", kcal),)), days_ago=days_ago)
        good(kitchen.nutrition.close_day(kitchen.me, days_after(TODAY, -days_ago)))
    kitchen.circle.trend = tuple(
        TrendWeight(days_after(TODAY, -n), 60.0) for n in range(days, -1, -1)
    )
    session = DayExertion(days_after(TODAY, -1), 1.0, 480.0, ("heart_rate",))
    known = kitchen.circle.known
    kitchen.circle.known = Circumstances(known.profile, known.body, (session,))
    return kitchen


class TestEnergyAvailability:
    """A week has its figure, its range, where it lies, and how its training was counted."""

    def test_a_week(self) -> None:
        kitchen = fed_kitchen()
        found = kitchen.nutrition.energy_availability(kitchen.me, TODAY)
        told = from_availability(found, TODAY)
        mean = (7 * 2_400 - 480) / 7 / 48
        figure = FigureBody(
            value=pytest.approx(mean),
            low=pytest.approx(mean),
            high=pytest.approx((2_400 / 0.8 - 480 / 7) / 48),
            method="loucks_2004/mean-of-7-days",
            window_days=7,
            n_valid=7,
            quality=1.0,
            confidence="high",
            formula_version="nutrition-1",
        )
        assert told.kcal_per_kg == figure
        assert told.week_before_kcal_per_kg.value == 50
        assert told == EnergyAvailabilityBody(
            date=TODAY,
            kcal_per_kg=told.kcal_per_kg,
            if_tenth_unlogged_kcal_per_kg=pytest.approx((2_400 / 0.9 - 480 / 7) / 48),
            if_fifth_unlogged_kcal_per_kg=told.kcal_per_kg.high,
            week_before_kcal_per_kg=told.week_before_kcal_per_kg,
            orientation="women-45-and-more",
            orientation_missing=None,
            suggest_professional=False,
            days=told.days,
        )
        last = told.days[-1]
        assert (last.date, last.eaten_kcal, last.completeness, last.counts) == (
            days_after(TODAY, -1),
            2_400,
            1,
            True,
        )
        assert (last.net_exercise_kcal, last.energy_methods) == (480, ("heart_rate",))

    def test_none_without_a_reason(self) -> None:
        with a_client() as client:
            told = client.get("/v1/nutrition/days/2026-03-20/energy-availability").json()
        days = told.pop("days")
        assert told == {
            "date": "2026-03-20",
            "kcal_per_kg": NO_LEAN,
            "if_tenth_unlogged_kcal_per_kg": None,
            "if_fifth_unlogged_kcal_per_kg": None,
            "week_before_kcal_per_kg": NO_LEAN,
            "orientation": None,
            "orientation_missing": NO_LEAN["reason"],
            "suggest_professional": False,
        }
        assert [one["date"] for one in days] == [f"2026-03-{day}" for day in range(13, 20)]
        assert days[0] == {
            "date": "2026-03-13",
            "eaten_kcal": None,
            "completeness": None,
            "net_exercise_kcal": 0.0,
            "energy_methods": [],
            "counts": False,
        }

    def test_a_day_ahead_has_none(self) -> None:
        with a_client() as client:
            for day, status in (("2026-03-20", 200), ("2026-03-21", 422), ("2030-01-01", 422)):
                asked = f"/v1/nutrition/days/{day}/energy-availability"
                assert client.get(asked).status_code == status


class TestExpenditure:
    """What a day costs is told every way it can be, and why it cannot be."""

    def test_of_somebody_with_records(self) -> None:
        kitchen = fed_kitchen()
        told = from_spending(kitchen.nutrition.spending(kitchen.me, TODAY))
        rest = 500 + 22 * 48
        assert told.resting_energy_kcal.value == rest
        assert told.resting_energy_kcal.method == "cunningham_1980"
        assert {name: one.value for name, one in told.resting_energy_by_method_kcal.items()} == {
            "cunningham_1980": rest,
            "mifflin_1990": 10 * 60 + 6.25 * 170 - 5 * 36 - 161,
            "harris_benedict_1984": pytest.approx(1_373.193),
            "katch_mcardle_1991": pytest.approx(1_406.8),
        }
        assert (told.non_exercise_factor, told.net_exercise_kcal) == (1.35, 0)
        assert told.tdee_kcal.value == pytest.approx(1.35 * rest)
        assert told.adaptive_tdee_kcal.value == pytest.approx(2_400)
        assert told.thermic_effect_kcal.value == pytest.approx(240)
        assert told.energy_density_method == "forbes_1987"
        density = 1_816 * 10.4 / 22.4 + 9_441 * 12 / 22.4
        assert told.energy_density_kcal_per_kg == pytest.approx(density)
        assert told.balances == (
            BalanceBody(
                from_date=days_after(TODAY, -21),
                to_date=TODAY,
                days=21,
                days_logged=21,
                mean_intake_kcal=2_400,
                weight_change_kg=0,
                tdee_kcal=2_400,
                error_kcal=pytest.approx(density * 0.35 / 21),
            ),
        )
        assert told.activity_level.value == pytest.approx(2_400 / rest)
        assert told.activity_band == "sedentary"
        yesterday = from_spending(kitchen.nutrition.spending(kitchen.me, days_after(TODAY, -1)))
        assert (yesterday.net_exercise_kcal, yesterday.energy_methods) == (480, ("heart_rate",))

    def test_of_nobody(self) -> None:
        with a_client() as client:
            told = client.get("/v1/nutrition/expenditure").json()
        by_method = told.pop("resting_energy_by_method_kcal")
        assert by_method == {
            "cunningham_1980": NO_LEAN,
            "mifflin_1990": MISSING,
            "harris_benedict_1984": MISSING,
            "katch_mcardle_1991": NO_LEAN,
        }
        few = {"type": "insufficient-data", "what": "weigh-ins", "given": 0, "needed": 4}
        assert told == {
            "date": "2026-03-20",
            "resting_energy_kcal": MISSING,
            "non_exercise_factor": 1.35,
            "net_exercise_kcal": 0.0,
            "net_exercise_missing": None,
            "energy_methods": [],
            "tdee_kcal": MISSING,
            "thermic_effect_kcal": MISSING,
            "adaptive_tdee_kcal": {"value": None, "reason": few},
            "energy_density_kcal_per_kg": 7_700.0,
            "energy_density_method": "wishnofsky_1958",
            "balances": [],
            "activity_level": MISSING,
            "activity_band": None,
            "activity_band_missing": MISSING["reason"],
        }

    def test_training_of_unknown_cost(self) -> None:
        kitchen = Kitchen()
        known = kitchen.circle.known
        unknown = (DayExertion(TODAY, 1.0, None),)
        kitchen.circle.known = Circumstances(known.profile, known.body, unknown)
        told = from_spending(kitchen.nutrition.spending(kitchen.me, TODAY))
        assert told.net_exercise_kcal is None
        assert told.net_exercise_missing == Missing(f"net energy of the training of {TODAY}")

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?date=2026-03-20", 200),
            ("?date=2026-03-21", 422),
            ("?date=0001-01-01", 422),
            ("?date=yesterday", 400),
            ("?day=2026-03-20", 400),
        ],
    )
    def test_which_days(self, query: str, status: int) -> None:
        with a_client() as client:
            assert client.get(f"/v1/nutrition/expenditure{query}").status_code == status


class TestWeightForecast:
    """A forecast is of one's own body, and says why there is none."""

    def test_of_somebody(self) -> None:
        kitchen = fed_kitchen()
        known = Circumstances(kitchen.circle.known.profile, Body(60.0))
        kitchen.circle.known = known
        found = kitchen.nutrition.weight_forecast(kitchen.me, TODAY, -300.0, 10)
        told = from_forecast(found, TODAY, -300.0)
        assert [one.date for one in told.days] == [days_after(TODAY, n) for n in (0, 7, 10)]
        assert told.days[0].weight_kg == pytest.approx(60)
        assert told.expenditure_kcal.value == pytest.approx(2_400)
        assert told.activity_level.value == pytest.approx(2_400 / 1_321.5)
        last = told.days[-1]
        assert (told.weight_kg.low, told.weight_kg.value, told.weight_kg.high) == (
            last.low_kg,
            last.weight_kg,
            last.high_kg,
        )
        assert told.weight_change_kg.value == pytest.approx(last.weight_kg - 60)
        assert (told.date, told.delta_kcal, told.suggest_professional) == (TODAY, -300, False)
        assert last.fat_kg + last.lean_tissue_kg < last.weight_kg

    def test_of_nobody(self) -> None:
        with a_client() as client:
            told = client.get("/v1/nutrition/weight-forecast?delta_kcal=-500&days=90").json()
        assert told == {
            "date": str(dt.date(2026, 3, 20)),
            "delta_kcal": -500.0,
            "weight_kg": MISSING,
            "weight_change_kg": MISSING,
            "expenditure_kcal": MISSING,
            "activity_level": MISSING,
            "suggest_professional": False,
            "days": [],
        }

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("?delta_kcal=-5000&days=1", 200),
            ("?delta_kcal=5000&days=730", 200),
            ("?delta_kcal=-5000.1", 422),
            ("?delta_kcal=nan", 422),
            ("?delta_kcal=0&days=0", 422),
            ("?delta_kcal=0&days=731", 422),
            ("?delta_kcal=much", 400),
            ("", 400),
        ],
    )
    def test_what_can_be_asked(self, query: str, status: int) -> None:
        with a_client() as client:
            assert client.get(f"/v1/nutrition/weight-forecast{query}").status_code == status

    def test_both_faults_are_told(self) -> None:
        with a_client() as client:
            told = client.get("/v1/nutrition/weight-forecast?delta_kcal=9000&days=0").json()
        assert [(one["field"], one["least"], one["most"]) for one in told["errors"]] == [
            ("delta_kcal", -5_000.0, 5_000.0),
            ("days", 1, 730),
        ]
