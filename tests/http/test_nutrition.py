"""Nutrition over HTTP: whole answers, compared literally."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.http.client import a_client
from tests.http.meals import BAR, DAY, MEAL, NO_MACROS, NO_WEIGHT, PROBLEMS, log, logged


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

    def test_a_meal_without_portions_is_told_by_its_portions(self) -> None:
        with a_client() as client:
            errors = client.post("/v1/meals", json=MEAL | {"portions": []}).json()["errors"]
        (error,) = errors
        assert error == {
            "type": "nutrition/nothing-eaten",
            "field": "portions",
            "given": 0,
            "least": 1,
        }

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
            (
                {"portions": [BAR | {"nutrients": {"protein_g": "20"}}]},
                "portions[0].nutrients.protein_g",
            ),
            ({"portions": [BAR | {"mass_g": True}]}, "portions[0].mass_g"),
            ({"portions": [BAR | {"name": "\0"}]}, "portions[0].name"),
            ({"portions": [BAR | {"type": "guessed"}]}, "portions[0].type"),
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
