"""What a person cooks and keeps, over HTTP: whole answers, compared literally."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client

PROBLEMS = "https://vegaloop.example/problems/"
NOW = "2026-03-20T06:30:00Z"
PASTE = {
    "name": "Lentil paste",
    "nutrients": {"energy_kcal": 60, "protein_g": 6, "carbohydrate_g": 6, "fat_g": 1.5},
    "per_g": 50,
    "category": "legumes",
    "servings": [{"name": "spoon", "mass_g": 25}],
    "brand": "Oma",
    "barcode": "4006381333931",
}
PASTE_FIGURES = {
    "energy_kcal": 120.0,
    "protein_g": 12.0,
    "carbohydrate_g": 12.0,
    "fat_g": 3.0,
}


def keep(client: TestClient[Litestar], **changes: object) -> str:
    answer = client.post("/v1/nutrition/foods", json=PASTE | changes)
    assert answer.status_code == 201, answer.json()
    food_id: str = answer.json()["food"]["id"]
    return food_id


def cook(client: TestClient[Litestar], *ingredients: object, **changes: object) -> str:
    dish = {"name": "Dal", "ingredients": ingredients} | changes
    answer = client.post("/v1/nutrition/recipes", json=dish)
    assert answer.status_code == 201, answer.json()
    food_id: str = answer.json()["food"]["id"]
    return food_id


def weighed(food_id: str, mass_g: float) -> dict[str, object]:
    return {"type": "weighed", "food_id": food_id, "mass_g": mass_g}


class TestOwnFoods:
    """A food of one's own is kept, shown, found, eaten, amended and removed."""

    def test_the_life_of_one(self) -> None:
        with a_client() as client:
            food_id = keep(client)
            assert food_id.startswith("own:")
            path = f"/v1/nutrition/foods/{food_id}"
            shown = client.get(path).json()
            assert shown | {"food": None} == {"food": None, "version": 1, "changed_at": NOW}
            food = shown["food"]
            assert {key: food[key] for key in ("id", "name", "category", "source", "servings")} == {
                "id": food_id,
                "name": "Lentil paste",
                "category": "legumes",
                "source": "own",
                "servings": [{"name": "spoon", "mass_g": 25.0}],
            }
            assert food["per_100_g"] == PASTE_FIGURES
            assert client.get("/v1/foods?query=paste&limit=1").json()["data"] == [food]
            assert client.get(f"/v1/foods/{food_id}").json()["name"] == "Lentil paste"
            assert client.get("/v1/nutrition/foods").json()["data"] == [food]

            again = client.put(path, json=PASTE | {"name": "Bean paste"})
            assert (again.status_code, again.json()["version"]) == (200, 2)
            gone = client.delete(path)
            assert (gone.status_code, gone.json()) == (200, again.json())
            for answer in (client.get(path), client.delete(path), client.put(path, json=PASTE)):
                assert answer.status_code == 404
                assert answer.json()["type"] == f"{PROBLEMS}nutrition/no-such-own-food"

    def test_every_fault_of_meaning(self) -> None:
        wrong = PASTE | {
            "name": " ",
            "nutrients": {"protein_g": 51, "gold_g": 1},
            "barcode": "12-x",
            "servings": [{"name": "spoon", "mass_g": 1}] * 2,
        }
        with a_client() as client:
            answer = client.post("/v1/nutrition/foods", json=wrong)
            assert answer.status_code == 422
            told = [(one["type"], one["field"]) for one in answer.json()["errors"]]
            assert told == [
                ("blank", "name"),
                ("nutrition/not-a-barcode", "barcode"),
                ("out-of-range", "nutrients.protein_g"),
                ("not-one-of", "nutrients"),
                ("nutrition/repeated-serving", "servings[1].name"),
            ]

    @pytest.mark.parametrize(
        ("changes", "slug"),
        [
            ({"barcode": "x"}, "nutrition/not-a-barcode"),
            ({"servings": [{"name": "a", "mass_g": 1}] * 2}, "nutrition/repeated-serving"),
            ({"per_g": 0}, "out-of-range"),
            ({"name": " "}, "not-readable"),
        ],
    )
    def test_each_fault_by_itself(self, changes: dict[str, object], slug: str) -> None:
        with a_client() as client:
            answer = client.post("/v1/nutrition/foods", json=PASTE | changes)
            assert (answer.status_code, answer.json()["type"]) == (422, f"{PROBLEMS}{slug}")

    def test_pages(self) -> None:
        with a_client() as client:
            ids = [keep(client, name=f"Paste {n}") for n in range(5)]
            found, cursor = [], ""
            for _ in range(3):
                page = client.get(f"/v1/nutrition/foods?limit=2{cursor}").json()
                found += [food["id"] for food in page["data"]]
                cursor = f"&cursor={page['pagination']['next_cursor']}"
            assert (found, page["pagination"]["has_more"]) == (ids[::-1], False)
            assert client.get("/v1/nutrition/foods?cursor=x").status_code == 400
            assert client.get("/v1/nutrition/foods?query=x").status_code == 400


class TestRecipes:
    """A dish is kept, shown, eaten by serving, amended and removed."""

    def test_the_life_of_one(self) -> None:
        with a_client() as client:
            paste = keep(client)
            served = {"type": "served", "food_id": paste, "serving": "spoon", "servings": 4}
            recipe_id = cook(client, served, cooked_mass_g=200, serves=2)
            path = f"/v1/nutrition/recipes/{recipe_id}"
            shown = client.get(path).json()
            food = shown.pop("food")
            assert shown == {
                "ingredients": [
                    {
                        "food_id": paste,
                        "name": "Lentil paste",
                        "mass_g": 100.0,
                        "serving": "spoon",
                        "servings": 4.0,
                        "energy_kcal": 120.0,
                    }
                ],
                "raw_mass_g": 100.0,
                "cooked_mass_g": 200.0,
                "serves": 2.0,
                "unknown": [],
                "version": 1,
                "changed_at": NOW,
            }
            assert (food["source"], food["category"]) == ("recipe", "dishes")
            assert food["servings"] == [{"name": "serving", "mass_g": 100.0}]
            assert food["per_100_g"] == {name: half / 2 for name, half in PASTE_FIGURES.items()}
            assert client.get("/v1/nutrition/recipes").json()["data"] == [food]
            assert client.get("/v1/foods?query=dal&limit=1").json()["data"] == [food]

            portion = {"type": "served", "food_id": recipe_id, "serving": "serving", "servings": 1}
            meal = {"kind": "dinner", "eaten_at": NOW, "portions": [portion]}
            eaten = client.post("/v1/meals", json=meal).json()["meal"]["portions"][0]
            assert (eaten["name"], eaten["mass_g"], eaten["source"]) == ("Dal", 100.0, "recipe")
            assert eaten["macros"]["energy_kcal"] == 60.0

            again = {
                "name": "Soup",
                "ingredients": [weighed(paste, 100), weighed("tap-water", 300)],
            }
            soup = client.put(path, json=again).json()
            assert (soup["version"], soup["food"]["name"], soup["serves"]) == (2, "Soup", None)
            assert soup["raw_mass_g"] == 400.0
            assert {"nutrient": "fibre", "food_ids": [paste]} in soup["unknown"]
            assert client.delete(path).json() == soup
            for answer in (client.get(path), client.delete(path), client.put(path, json=again)):
                assert answer.status_code == 404
                assert answer.json()["type"] == f"{PROBLEMS}nutrition/no-such-recipe"

    def test_what_cannot_be_made(self) -> None:
        with a_client() as client:
            paste = keep(client)
            inner = cook(client, weighed(paste, 100))
            path = f"/v1/nutrition/recipes/{inner}"

            def told(*ingredients: object, **changes: object) -> tuple[int, str]:
                dish = {"name": "Dal", "ingredients": ingredients} | changes
                answer = client.put(path, json=dish)
                return answer.status_code, answer.json()["type"].removeprefix(PROBLEMS)

            assert told(weighed(inner, 1)) == (422, "nutrition/circular-recipe")
            assert told(weighed("nope", 1)) == (422, "nutrition/unknown-food")
            spoon = {"type": "served", "food_id": paste, "serving": "cup", "servings": 1}
            assert told(spoon) == (422, "nutrition/unknown-serving")
            assert told(weighed(paste, 100), cooked_mass_g=20) == (422, "out-of-range")
            assert told() == (422, "out-of-range")
            for _ in range(4):
                inner = cook(client, weighed(inner, 100))
            deeper = {"name": "Sixth", "ingredients": [weighed(inner, 100)]}
            answer = client.post("/v1/nutrition/recipes", json=deeper)
            assert (answer.status_code, answer.json()["errors"]) == (
                422,
                [{"type": "nutrition/recipe-too-deep", "given": 6, "most": 5}],
            )


class TestFavourites:
    """Foods are marked, and those eaten of late told."""

    def test_marks(self) -> None:
        with a_client() as client:
            paste = keep(client)
            marked = [client.put(f"/v1/nutrition/favourites/{one}") for one in (paste, "cola")]
            assert [answer.status_code for answer in marked] == [200, 200]
            listed = client.get("/v1/nutrition/favourites").json()["data"]
            assert {food["id"] for food in listed} == {paste, "cola"}
            assert marked[0].json() in listed
            assert client.delete(f"/v1/nutrition/favourites/{paste}").status_code == 204
            assert client.delete(f"/v1/nutrition/favourites/{paste}").status_code == 204
            assert [f["id"] for f in client.get("/v1/nutrition/favourites").json()["data"]] == [
                "cola"
            ]
            nope = client.put("/v1/nutrition/favourites/nope")
            assert (nope.status_code, nope.json()["type"]) == (
                404,
                f"{PROBLEMS}nutrition/no-such-food",
            )

    def test_what_was_eaten(self) -> None:
        with a_client() as client:
            paste = keep(client)
            for kind, portion in (
                ("lunch", weighed("cola", 330)),
                ("lunch", {"type": "served", "food_id": paste, "serving": "spoon", "servings": 2}),
                ("dinner", weighed(paste, 70)),
            ):
                meal = {"kind": kind, "eaten_at": NOW, "portions": [portion]}
                assert client.post("/v1/meals", json=meal).status_code == 201
            page = client.get("/v1/nutrition/eaten-foods?kind=lunch&order=frequent&limit=1").json()
            assert page["pagination"]["has_more"] is False
            every = client.get("/v1/nutrition/eaten-foods").json()["data"]
            told = {one["food"]["id"]: (one["mass_g"], one["meals"]) for one in every}
            assert told == {paste: (70.0, 2), "cola": (330.0, 1)}
            lunch = client.get("/v1/nutrition/eaten-foods?kind=lunch").json()["data"]
            (spoons,) = [one for one in lunch if one["food"]["id"] == paste]
            spoons.pop("food")
            assert spoons == {
                "mass_g": 50.0,
                "serving": "spoon",
                "servings": 2.0,
                "eaten_at": NOW,
                "meals": 1,
            }
            assert client.get("/v1/nutrition/eaten-foods?order=x").status_code == 400


@pytest.mark.parametrize(
    "odd", ["own:\x00", "recipe:\x00", "own:%", "own:'--", "recipe:" + "x" * 500]
)
def test_an_odd_id_is_nobody(odd: str) -> None:
    with a_client() as client:
        for path in ("nutrition/foods", "nutrition/recipes", "foods"):
            assert client.get(f"/v1/{path}/{quote(odd, safe='')}").status_code == 404
        favourite = f"/v1/nutrition/favourites/{quote(odd, safe='')}"
        assert client.put(favourite).status_code == 404
        assert client.delete(favourite).status_code == 204
