"""Days, targets and foods over HTTP: whole answers, compared literally."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.http.client import a_client
from tests.http.meals import DAY, MEAL, NO_MACROS, PROBLEMS, TARGETED, log, logged
from tests.strategies.nutrition import TODAY, Kitchen
from vegaloop.nutrition import Body, DayExertion, Nutrient, StatedEntry
from vegaloop.nutrition.adapters.bodies import (
    MacrosBody,
    NutrientBody,
    TargetBody,
)
from vegaloop.nutrition.adapters.translations import from_detail
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
)
from vegaloop.nutrition.domain.nutrients import Unit


class TestDays:
    """A day is told whole, closed, reopened and copied."""

    def test_a_day_with_all_its_nutrients(self) -> None:
        with a_client() as client:
            number = UUID(log(client)).int
            assert client.get("/v1/nutrition/days/2026-03-20").json() == {
                "day": DAY,
                "nutrients": [
                    {"nutrient": "iron", "amount": 3.5, "unit": "mg", "coverage": 1.0},
                    {"nutrient": "protein", "amount": 20.0, "unit": "g", "coverage": 1.0},
                ],
                "meals": [logged(number)],
            }
            empty = client.get("/v1/nutrition/days/2026-03-19").json()
            assert empty["day"]["eaten"] == NO_MACROS
            assert (empty["nutrients"], empty["meals"]) == ([], [])

    def test_closing_and_reopening(self) -> None:
        with a_client() as client:
            log(client)
            closed = client.post("/v1/nutrition/days/2026-03-20/close")
            expected = DAY | {"closed_at": "2026-03-20T06:30:00Z", "completeness": 1.0}
            assert (closed.status_code, closed.json()) == (200, expected)
            listed = client.get("/v1/nutrition/days?from=2026-03-01&to=2026-03-31").json()
            assert listed == {
                "data": [
                    {name: expected[name] for name in expected if name not in TARGETED},
                ],
                "pagination": {"next_cursor": None, "has_more": False},
            }
            assert client.post("/v1/nutrition/days/2026-03-20/reopen").json() == DAY
            ahead = client.post("/v1/nutrition/days/2026-03-22/close")
            assert (ahead.status_code, ahead.json()["errors"]) == (
                422,
                [
                    {
                        "type": "nutrition/day-ahead",
                        "day": "2026-03-22",
                        "newest": "2026-03-20",
                    }
                ],
            )

    def test_copying_a_day(self) -> None:
        with a_client() as client:
            log(client)
            copied = client.post(
                "/v1/nutrition/days/2026-03-20/copies", json={"date": "2026-03-18"}
            )
            assert copied.status_code == 201
            (meal,) = copied.json()["copied"]
            assert meal["eaten_at"] == "2026-03-18T07:00:00+01:00"
            assert (copied.json()["refused"], copied.json()["day"]["meals"]) == ([], 1)
            nothing = client.post(
                "/v1/nutrition/days/2026-03-01/copies", json={"date": "2026-03-18"}
            )
            assert nothing.json()["type"] == PROBLEMS + "nutrition/nothing-to-copy"

    def test_a_full_day(self) -> None:
        with a_client() as client:
            for _ in range(30):
                log(client)
            full = client.post("/v1/meals", json=MEAL)
            assert full.json()["type"] == PROBLEMS + "nutrition/day-full"
            log(client, eaten_at="2026-03-19T07:00:00+01:00")
            copied = client.post(
                "/v1/nutrition/days/2026-03-19/copies", json={"date": "2026-03-20"}
            )
            assert copied.json()["type"] == PROBLEMS + "nutrition/day-full"

    def test_a_day_that_cannot_be_copied_there(self) -> None:
        path = "/v1/nutrition/days/2026-03-20/copies"
        with a_client() as client:
            meal_id = log(client)
            same = client.post(path, json={"date": "2026-03-20"})
            ahead = client.post(path, json={"date": "2026-03-21"})
        assert (same.status_code, same.json()) == (
            422,
            {
                "type": PROBLEMS + "nutrition/same-day",
                "title": "A day cannot be copied onto itself",
                "status": 422,
                "errors": [{"type": "nutrition/same-day", "day": "2026-03-20"}],
            },
        )
        reason = {
            "type": "nutrition/eaten-in-future",
            "eaten_at": "2026-03-21T06:00:00Z",
            "now": "2026-03-20T06:30:00Z",
        }
        assert (ahead.status_code, ahead.json()) == (
            422,
            {
                "type": PROBLEMS + "nutrition/nothing-copied",
                "title": "No meal of the day can be copied there",
                "status": 422,
                "errors": [{"type": "nutrition/uncopied", "meal_id": meal_id, "reason": reason}],
            },
        )

    def test_a_day_of_which_a_part_can_be_copied(self) -> None:
        with a_client() as client:
            log(client, eaten_at="2026-03-19T07:00:00+01:00")
            late = log(client, eaten_at="2026-03-19T20:00:00+01:00")
            done = client.post("/v1/nutrition/days/2026-03-19/copies", json={"date": "2026-03-20"})
        assert (done.status_code, len(done.json()["copied"])) == (201, 1)
        reason = {
            "type": "nutrition/eaten-in-future",
            "eaten_at": "2026-03-20T19:00:00Z",
            "now": "2026-03-20T06:30:00Z",
        }
        uncopied = {"type": "nutrition/uncopied", "meal_id": late, "reason": reason}
        assert done.json()["refused"] == [uncopied]

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/v1/nutrition/days/0001-01-01", 422),
            ("/v1/nutrition/days/9999-12-31", 422),
            ("/v1/nutrition/days/9999-12-31/energy-availability", 422),
            ("/v1/nutrition/days/2026-02-30", 404),
            ("/v1/nutrition/days?from=2026-01-01&to=2028-01-01", 422),
            ("/v1/nutrition/days?from=2026-01-02&to=2026-01-02", 422),
            ("/v1/nutrition/days?from=yesterday&to=2026-01-02", 400),
            ("/v1/nutrition/days", 400),
            ("/v1/meals?limit=0", 400),
            ("/v1/meals?from=0001-01-01", 422),
        ],
    )
    def test_days_out_of_reach(self, path: str, status: int) -> None:
        with a_client() as client:
            assert client.get(path).status_code == status


class TestNumbers:
    """With body, age and training known, a day has its target and a week its energy availability."""

    def test_a_day_with_a_target(self) -> None:
        kitchen = Kitchen()
        kitchen.circle.known = Circumstances(
            kitchen.circle.known.profile,
            Body(60.0, 48.0),
            (DayExertion(TODAY, 1.0, 500.0),),
        )
        kitchen.eat(StatedEntry("stew", ()))
        told = from_detail(*kitchen.nutrition.day(kitchen.me, TODAY))
        asked_kcal = (500 + 22 * 48) * 1.35 + 500
        assert told.day.target == TargetBody(
            energy_kcal=asked_kcal,
            protein_g=96.0,
            carbohydrate_g=360.0,
            fat_g=(asked_kcal - 4 * 96 - 4 * 360) / 9,
            fibre_g=0.014 * asked_kcal,
            resting_energy_method="cunningham_1980",
            protein_method="mixed_1.6",
            formula_version="nutrition-1",
        )
        assert told.day.left == MacrosBody(None, None, None, None, None)
        assert (told.day.completeness, told.day.missing) == (0, ())

    def test_what_has_no_energy_has_no_coverage(self) -> None:
        kitchen = Kitchen()
        kitchen.eat(StatedEntry("pill", (("vitamin_d_ug", 10.0),)))
        told = from_detail(*kitchen.nutrition.day(kitchen.me, TODAY))
        assert told.nutrients == (NutrientBody(Nutrient.VITAMIN_D, 10.0, Unit.MICROGRAM, None),)


class TestFoods:
    """The catalogue is searched by words, and each food shown whole."""

    def test_a_food(self) -> None:
        with a_client() as client:
            page = client.get("/v1/foods?query=oats&limit=1").json()
            (food,) = page["data"]
            shown = client.get(f"/v1/foods/{food['id']}").json()
            assert {name: shown[name] for name in food} == food
            assert food["per_100_g"]["energy_kcal"] > 300
            next_page = client.get(
                f"/v1/foods?query=oats&limit=1&cursor={page['pagination']['next_cursor']}"
            ).json()
            assert next_page["data"][0]["id"] != food["id"]

    def test_no_food(self) -> None:
        with a_client() as client:
            assert client.get("/v1/foods?query=unobtainium").json()["data"] == []
            absent = client.get("/v1/foods/unobtainium")
        assert (absent.status_code, absent.json()["type"]) == (
            404,
            PROBLEMS + "nutrition/no-such-food",
        )
