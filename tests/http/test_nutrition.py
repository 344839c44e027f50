"""Nutrition over HTTP: whole answers, compared literally."""

from __future__ import annotations

from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client
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

PROBLEMS = "https://vegaloop.example/problems/"
BAR = {
    "type": "stated",
    "name": "bar",
    "nutrients": {"energy_kcal": 250, "protein_g": 20, "iron_mg": 3.5},
    "mass_g": 60,
}
MEAL = {
    "kind": "breakfast",
    "eaten_at": "2026-03-20T07:00:00+01:00",
    "time_zone": "Europe/Paris",
    "name": "Petit déjeuner",
    "portions": [BAR],
}
MISSING = [
    {"type": "missing", "what": what} for what in ("weight_kg", "height_m", "birth_date", "sex")
]
NO_MACROS = dict.fromkeys(["energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "fibre_g"])
BAR_MACROS = NO_MACROS | {"energy_kcal": 250.0, "protein_g": 20.0}
DAY = {
    "date": "2026-03-20",
    "closed_at": None,
    "meals": 1,
    "completeness": None,
    "eaten": BAR_MACROS,
    "target": None,
    "left": NO_MACROS,
    "missing": MISSING,
}


NO_WEIGHT = {"value": None, "reason": {"type": "missing", "what": "weight_kg"}}
TARGETED = {"target", "left", "missing"}


def logged(number: int, **changes: object) -> dict[str, object]:
    return {
        "id": str(UUID(int=number)),
        "kind": "breakfast",
        "name": "Petit déjeuner",
        "eaten_at": "2026-03-20T07:00:00+01:00",
        "time_zone": "Europe/Paris",
        "local_date": "2026-03-20",
        "portions": [
            {
                "name": "bar",
                "food_id": None,
                "mass_g": 60.0,
                "serving": None,
                "servings": None,
                "source": "manual",
                "macros": BAR_MACROS,
                "nutrients": {"energy_kcal": 250.0, "iron_mg": 3.5, "protein_g": 20.0},
            }
        ],
        "macros": BAR_MACROS,
        "source": "manual",
        "version": 1,
        "logged_at": "2026-03-20T06:30:00Z",
    } | changes


def log(client: TestClient[Litestar], **changes: object) -> str:
    answer = client.post("/v1/meals", json=MEAL | changes)
    assert answer.status_code == 201, answer.json()
    meal_id: str = answer.json()["meal"]["id"]
    return meal_id


class TestMeals:
    """A meal is logged, amended, copied and removed; each answer has the meal and its day."""

    def test_the_life_of_a_meal(self) -> None:
        with a_client() as client:
            answer = client.post("/v1/meals", json=MEAL)
            assert answer.status_code == 201
            number = UUID(answer.json()["meal"]["id"]).int
            meal = logged(number)
            assert answer.json() == {"meal": meal, "day": DAY, "completeness": NO_WEIGHT}
            path = f"/v1/meals/{UUID(int=number)}"
            assert client.get(path).json() == meal

            snack = client.put(path, json=MEAL | {"kind": "snack"})
            amended = logged(number, kind="snack", version=2)
            assert (snack.status_code, snack.json()) == (
                200,
                {"meal": amended, "day": DAY, "completeness": NO_WEIGHT},
            )

            later = {"eaten_at": "2026-03-20T06:15:00Z"}
            copy = client.post(f"{path}/copies", json=later)
            assert copy.status_code == 201
            assert copy.json()["meal"] == logged(
                UUID(copy.json()["meal"]["id"]).int,
                kind="snack",
                eaten_at="2026-03-20T06:15:00Z",
                time_zone="UTC",
            )
            assert copy.json()["day"] == DAY | {
                "meals": 2,
                "eaten": NO_MACROS | {"energy_kcal": 500.0, "protein_g": 40.0},
            }

            gone = client.delete(path)
            assert (gone.status_code, gone.json()) == (
                200,
                {"meal": amended, "day": DAY, "completeness": NO_WEIGHT},
            )
            assert client.get(path).status_code == 404
            assert client.get(f"{path}/history").json() == {
                "data": [
                    {"meal": meal, "ended_at": "2026-03-20T06:30:00Z", "ended_by": "amended"},
                    {"meal": amended, "ended_at": "2026-03-20T06:30:00Z", "ended_by": "removed"},
                ]
            }

    def test_pages_newest_first(self) -> None:
        with a_client() as client:
            ids = [log(client, eaten_at=f"2026-03-{day}T12:00:00Z") for day in (16, 17, 18, 19)]
            found: list[str] = []
            cursor = ""
            for _ in range(3):
                span = "from=2026-03-17&to=2026-03-20&limit=2"
                page = client.get(f"/v1/meals?{span}{cursor}").json()
                found += [meal["id"] for meal in page["data"]]
                if not page["pagination"]["has_more"]:
                    break
                cursor = f"&cursor={page['pagination']['next_cursor']}"
            assert found == ids[:0:-1]
            assert len(client.get("/v1/meals").json()["data"]) == 4
            assert client.get("/v1/meals?to=2026-03-16").json() == {
                "data": [],
                "pagination": {"next_cursor": None, "has_more": False},
            }

    def test_a_list_shows_macronutrients_alone(self) -> None:
        with a_client() as client:
            whole = client.get(f"/v1/meals/{log(client)}").json()
            (bar,) = whole["portions"]
            assert bar.pop("nutrients") == {"energy_kcal": 250.0, "iron_mg": 3.5, "protein_g": 20.0}
            assert client.get("/v1/meals").json()["data"] == [whole]

    def test_a_catalogue_food_by_mass_and_by_serving(self) -> None:
        with a_client() as client:
            food = client.get("/v1/foods?query=rolled%20OATS&limit=1").json()["data"][0]
            serving = food["servings"][0]
            portions = [
                {"type": "weighed", "food_id": food["id"], "mass_g": 2 * serving["mass_g"]},
                {
                    "type": "served",
                    "food_id": food["id"],
                    "serving": serving["name"],
                    "servings": 2,
                },
            ]
            answer = client.post("/v1/meals", json=MEAL | {"portions": portions}).json()
            weighed, served = answer["meal"]["portions"]
            assert weighed["nutrients"] == served["nutrients"]
            assert weighed["source"] == food["source"]
            assert (served["serving"], served["servings"]) == (serving["name"], 2.0)


class TestRefusals:
    """What is wrong is told all at once, in the shape of RFC 9457."""

    def test_every_fault_of_meaning(self) -> None:
        wrong = MEAL | {
            "eaten_at": "2026-03-20T06:36:00Z",
            "portions": [
                {"type": "weighed", "food_id": "nope", "mass_g": 1},
                BAR | {"mass_g": -1},
                BAR | {"nutrients": {"protein_g": 61}},
            ],
        }
        with a_client() as client:
            answer = client.post("/v1/meals", json=wrong)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": PROBLEMS + "nutrition/eaten-in-future",
            "title": "The meal lies in the future",
            "status": 422,
            "errors": [
                {
                    "type": "nutrition/eaten-in-future",
                    "eaten_at": "2026-03-20T06:36:00Z",
                    "now": "2026-03-20T06:30:00Z",
                },
                {
                    "type": "nutrition/unknown-food",
                    "field": "portions[0].food_id",
                    "given": "nope",
                },
                {
                    "type": "out-of-range",
                    "field": "portions[1].mass_g",
                    "given": -1.0,
                    "least": 0.001,
                    "most": 5000.0,
                },
                {
                    "type": "out-of-range",
                    "field": "portions[2].nutrients.protein_g",
                    "given": 61.0,
                    "least": 0,
                    "most": 60.0,
                },
            ],
        }

    @pytest.mark.parametrize(
        ("changes", "slug"),
        [
            ({"portions": []}, "nutrition/nothing-eaten"),
            (
                {"portions": [{"type": "weighed", "food_id": "nope", "mass_g": 1}]},
                "nutrition/unknown-food",
            ),
            ({"portions": [BAR] * 51}, "nutrition/too-many-portions"),
            ({"eaten_at": "1996-03-20T06:00:00Z"}, "nutrition/eaten-too-long-ago"),
            ({"eaten_at": "0001-01-01T00:00:00+14:00"}, "out-of-range"),
            ({"eaten_at": "9999-12-31T23:59:59-14:00"}, "out-of-range"),
            ({"time_zone": "Mars/Phobos"}, "no-such-zone"),
            ({"portions": [BAR | {"nutrients": {"gold_g": 1}}]}, "not-readable"),
            ({"portions": [BAR | {"nutrients": {"protein_g": 1e300}}]}, "out-of-range"),
            (
                {
                    "portions": [
                        {"type": "served", "food_id": "rolled-oats", "serving": "x", "servings": 1}
                    ]
                },
                "nutrition/unknown-serving",
            ),
        ],
    )
    def test_meaning(self, changes: dict[str, object], slug: str) -> None:
        with a_client() as client:
            answer = client.post("/v1/meals", json=MEAL | changes)
            assert (answer.status_code, answer.json()["type"]) == (422, PROBLEMS + slug)
            assert client.get("/v1/meals").json()["data"] == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "brunch"}, "kind"),
            ({"eaten_at": "2026-03-20T07:00:00"}, "eaten_at"),
            ({"eaten_at": "noon"}, "eaten_at"),
            ({"name": "nul \0"}, "name"),
            ({"name": ""}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"portions": [BAR] * 1_001}, "portions"),
            ({"portions": [BAR | {"x": 1}]}, "portions[0].x"),
            ({"portions": [BAR | {"mass_g": "sixty"}]}, "portions[0].mass_g"),
            ({"portions": [BAR | {"mass_g": "60"}]}, "portions[0].mass_g"),
            ({"portions": [BAR | {"nutrients": {"protein_g": "20"}}]}, "portions[0].nutrients"),
            ({"portions": [BAR | {"mass_g": True}]}, "portions[0].mass_g"),
            ({"portions": [BAR | {"name": "\0"}]}, "portions[0].name"),
            ({"portions": [BAR | {"type": "guessed"}]}, "portions[0]"),
            ({"portions": {"a": 1}}, "portions"),
            ({"source": "fake"}, "source"),
        ],
    )
    def test_shape(self, changes: dict[str, object], field: str) -> None:
        with a_client() as client:
            answer = client.post("/v1/meals", json=MEAL | changes)
        assert answer.status_code == 400
        assert field in [fault["field"] for fault in answer.json()["errors"]]

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
    def test_numbers_that_are_none(self, number: str) -> None:
        body = '{"kind":"snack","eaten_at":"2026-03-20T06:00:00Z","portions":[{"type":"weighed",'
        body += f'"food_id":"rolled-oats","mass_g":{number}}}]}}'
        with a_client() as client:
            answer = client.post(
                "/v1/meals", content=body, headers={"content-type": "application/json"}
            )
        assert answer.status_code in (400, 422)

    @pytest.mark.parametrize(
        "cursor", ["zzz", "e30", "WzEsMiwzXQ", "WyIyMDI2LTAzLTIwIiwxZTMwLCJ4Il0"]
    )
    def test_a_cursor_nobody_gave_out(self, cursor: str) -> None:
        with a_client() as client:
            assert client.get(f"/v1/meals?cursor={cursor}").status_code == 400
            assert client.get(f"/v1/foods?cursor={cursor}").status_code == 400

    def test_a_meal_that_is_not_yours(self) -> None:
        path = f"/v1/meals/{UUID(int=99)}"
        with a_client() as client:
            answers = [
                client.get(path),
                client.put(path, json=MEAL),
                client.delete(path),
                client.get(f"{path}/history"),
                client.post(f"{path}/copies", json={"eaten_at": "2026-03-20T06:00:00Z"}),
            ]
        for answer in answers:
            assert answer.status_code == 404
            assert answer.json() == {
                "type": PROBLEMS + "nutrition/no-such-meal",
                "title": "You have no such meal",
                "status": 404,
                "errors": [{"type": "nutrition/no-such-meal", "id": str(UUID(int=99))}],
            }


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
