"""Food and water as Fitbit and Garmin tell them: each log is a meal, once, on its day at home."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.imports.domain.found import FoundMeal, FoundReading, NotTaken
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone
from vegaloop.nutrition import MealKind, StatedEntry

VIENNA = Profile(home_zone=TimeZone("Europe/Vienna"))
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1))
FIGURES = {"calories": 95, "carbs": 25, "fat": 0.3, "fiber": 4.4, "protein": 0.5, "sodium": 1.8}
MEALS = {
    1: MealKind.BREAKFAST,
    2: MealKind.SNACK,
    3: MealKind.LUNCH,
    5: MealKind.DINNER,
    7: MealKind.SNACK,
}


def food(log: int, day: str, meal: int, **more: object) -> dict[str, object]:
    logged = {"foodId": 1, "name": "Apple", "brand": "", "calories": 95, "mealTypeId": meal, **more}
    return {"logId": log, "logDate": day, "loggedFood": logged, "nutritionalValues": FIGURES}


def portion_in(meal: FoundMeal) -> StatedEntry:
    (portion,) = meal.entry.portions
    assert isinstance(portion, StatedEntry)
    return portion


@given(DAYS, st.sampled_from(sorted(MEALS)))
def test_a_food_is_a_meal_of_its_kind(day: dt.date, meal: int) -> None:
    exported = [food(1, f"{day:%m/%d/%y}", meal), food(2, f"{day:%m/%d/%y}", meal)]
    answer = {
        "foods": [food(1, day.isoformat(), meal), food(2, day.isoformat(), meal)],
        "goals": {},
    }
    for value in (exported, answer):
        one, other = of_kind(documents_in(value, VIENNA), FoundMeal)
        assert one.entry.eaten_at.date() == day
        assert (one.entry.kind, one.time_assumed) == (MEALS[meal], True)
        assert one.key != other.key
        assert dict(portion_in(one).stated) == {
            "energy_kcal": 95, "carbohydrate_g": 25, "fat_g": 0.3, "fibre_g": 4.4,
            "protein_g": 0.5, "sodium_mg": 1.8,
        }  # fmt: skip


def test_a_food_that_was_weighed_has_its_mass() -> None:
    weighed = food(1, "01/02/23", 1, amount=180, unit={"name": "gram"})
    counted = food(1, "01/02/23", 1, amount=1, unit={"name": "medium"})
    for value, mass_g in ((weighed, 180), (counted, None)):
        (meal,) = of_kind(documents_in([value], VIENNA), FoundMeal)
        assert portion_in(meal).mass_g == mass_g


@pytest.mark.parametrize("figures", [{}, {"calories": -1}, {"calories": []}, None])
def test_a_food_without_figures_is_refused(figures: object) -> None:
    log = food(1, "01/02/23", 1)
    log["nutritionalValues"] = figures
    log["loggedFood"] = {"name": "Apple", "mealTypeId": 1}
    found = documents_in([log], VIENNA)
    assert found
    assert not of_kind(found, FoundMeal)


@given(DAYS, st.lists(st.integers(1, 900), min_size=1, max_size=8))
def test_each_glass_of_water_is_one(day: dt.date, glasses: list[int]) -> None:
    logs = [
        {"logId": n, "date": f"{day:%m/%d/%y}", "waterAmount": ml, "measurementUnit": "ml"}
        for n, ml in enumerate(glasses)
    ]
    meals = of_kind(documents_in(logs, VIENNA), FoundMeal)
    assert len({meal.key for meal in meals}) == len(glasses)
    assert {meal.entry.eaten_at.date() for meal in meals} == {day}
    assert sum(portion_in(meal).mass_g or 0 for meal in meals) == sum(glasses)


def test_a_unit_of_water_nobody_knows_is_told() -> None:
    log = {"logId": 1, "date": "01/02/23", "waterAmount": 2, "measurementUnit": "bucket"}
    (told,) = documents_in([log], VIENNA)
    assert isinstance(told, NotTaken)


@given(DAYS, st.integers(1, 9_000))
def test_the_water_of_a_garmin_day_is_all_of_it_in_one(day: dt.date, ml: int) -> None:
    drunk = {"calendarDate": day.isoformat(), "valueInML": ml}
    summary = {"calendarDate": day.isoformat(), "totalSteps": 1, "totalKilocalories": 9.0}
    for value in (drunk, {**summary, "hydration": drunk}):
        (meal,) = of_kind(documents_in([value], VIENNA), FoundMeal)
        assert meal.sums_day
        assert meal.entry.eaten_at.date() == day
        assert portion_in(meal).mass_g == ml
    (none,) = (of_kind(documents_in([summary | {"hydration": {}}], VIENNA), FoundMeal),)
    assert not none


@given(DAYS, st.integers(-8, 8))
def test_a_garmin_day_is_on_the_wall_it_was_counted_on(day: dt.date, ahead_h: int) -> None:
    local = dt.datetime.combine(day, dt.time())
    gmt = local - dt.timedelta(hours=ahead_h)
    summary = {
        "calendarDate": day.isoformat(),
        "totalSteps": 9,
        "restingHeartRate": 50,
        "wellnessStartTimeGmt": f"{gmt.isoformat()}.0",
        "wellnessStartTimeLocal": f"{local.isoformat()}.0",
        "hydration": {"valueInML": 250},
    }
    found = documents_in([summary], VIENNA)
    (rate,), (meal,) = of_kind(found, FoundReading), of_kind(found, FoundMeal)
    assert not rate.zone_assumed
    assert rate.reading.moment.at == meal.entry.eaten_at == gmt.replace(tzinfo=dt.UTC)
