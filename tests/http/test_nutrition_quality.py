"""Food quality over HTTP: adequacy, water, glycaemic load, Nutri-Score and choices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import a_client

FIGURE = {
    "window_days": 1,
    "n_valid": 1,
    "quality": 1.0,
    "confidence": "high",
    "formula_version": "nutrition-1",
}
NOBODY = [{"type": "missing", "what": "birth_date"}, {"type": "missing", "what": "sex"}]
PLATE = {
    "type": "stated",
    "name": "plate",
    "nutrients": {
        "energy_kcal": 2_000,
        "protein_g": 75,
        "carbohydrate_g": 250,
        "fat_g": 80,
        "iron_mg": 6,
        "calcium_mg": 3_000,
        "magnesium_mg": 700,
    },
}


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    with a_client() as opened:
        yield opened


def known(client: TestClient[Litestar]) -> None:
    profile = {"sex": "male", "birth_date": "1990-01-01", "height_m": 1.8}
    assert client.patch("/v1/me", json=profile).status_code == 200


def eat(client: TestClient[Litestar], day: int, *portions: dict[str, object]) -> str:
    eaten_at = f"2026-03-{day:02}T05:00:00+00:00"
    meal = {"kind": "lunch", "eaten_at": eaten_at, "portions": portions}
    answer = client.post("/v1/meals", json=meal)
    assert answer.status_code == 201
    name: str = answer.json()["meal"]["id"]
    return name


def told(value: float, method: str, **more: object) -> dict[str, object]:
    return FIGURE | {"value": pytest.approx(value), "method": method} | more


class TestAdequacy:
    def test_of_a_stranger(self, client: TestClient[Litestar]) -> None:
        answer = client.get("/v1/nutrition/adequacy")
        assert answer.status_code == 200
        body = answer.json()
        assert (body["date"], body["days"], body["group"]) == ("2026-03-20", [], None)
        assert (body["missing"], body["nutrients"]) == (NOBODY, [])
        assert len(body["energy_shares"]) == 6

    def test_of_somebody_who_logs(self, client: TestClient[Litestar]) -> None:
        known(client)
        for day in range(14, 21):
            eat(client, day, PLATE)
            assert client.post(f"/v1/nutrition/days/2026-03-{day}/close").status_code == 200
        body = client.get("/v1/nutrition/adequacy?date=2026-03-20").json()
        assert body["days"] == [f"2026-03-{day}" for day in range(14, 21)]
        assert body["group"] == {
            "age_years": 36.0,
            "sex": "male",
            "life_stage": "none",
            "life_stage_assumed": True,
        }
        iron = next(one for one in body["nutrients"] if one["nutrient"] == "iron")
        week = {"window_days": 28, "n_valid": 7}
        assert iron == {
            "nutrient": "iron",
            "unit": "mg",
            "intake": told(6, "mean_of_full_days", **week),
            "coverage": 1.0,
            "ear": 6.0,
            "rda": 8.0,
            "ai": None,
            "ul": 45.0,
            "cdrr": None,
            "adequacy_ratio": told(0.75, "nar_rda", **week),
            "inadequacy_probability": told(0.5, "iom_2000", **week),
            "above_ul": {
                "value": False,
                "method": "mean-of-7-days-against-the-level",
                "reason": None,
            },
            "above_cdrr": {
                "value": None,
                "method": None,
                "reason": {"type": "missing", "what": "cdrr of iron"},
            },
            "note": "Mixed diet; vegetarian requirement x1.8",
            "source": "IOM 2001",
        }
        above = {one["nutrient"]: one["above_ul"]["value"] for one in body["nutrients"]}
        assert (above["calcium"], above["magnesium"]) == (True, None)
        assert body["energy_shares"][0] == {
            "part": "carbohydrate",
            "share_percent": told(100_000 / 2_020, "amdr", **week),
            "least_percent": 45,
            "most_percent": 65,
        }
        mean = body["mean_adequacy_ratio"]
        assert (mean["method"], mean["n_valid"], mean["confidence"]) == ("mar", 5, "low")
        assert len(body["mean_of"]) == 5
        assert "zinc" in body["mean_without"]

    @pytest.mark.parametrize("what", ["adequacy", "hydration"])
    def test_a_day_that_cannot_be(self, client: TestClient[Litestar], what: str) -> None:
        assert client.get(f"/v1/nutrition/{what}?date=2026-03-21").status_code == 422
        assert client.get(f"/v1/nutrition/{what}?date=0001-01-01").status_code == 422
        assert client.get(f"/v1/nutrition/{what}?day=2026-03-20").status_code == 400


class TestHydration:
    def test_what_is_advised_and_logged(self, client: TestClient[Litestar]) -> None:
        known(client)
        eat(client, 20, {"type": "weighed", "food_id": "coffee", "mass_g": 200})
        body = client.get("/v1/nutrition/hydration").json()
        assert body == {
            "date": "2026-03-20",
            "adequate": [
                {
                    "method": "iom_2005",
                    "total_l": told(3.7, "iom_2005"),
                    "drinks_l": told(2.96, "iom_2005"),
                },
                {
                    "method": "efsa_2010",
                    "total_l": told(2.5, "efsa_2010"),
                    "drinks_l": told(2.0, "efsa_2010"),
                },
            ],
            "logged_l": told(0.19878, "logged"),
            "portions": 1,
            "sweat": None,
            "sweat_missing": {"type": "missing", "what": "before_kg"},
        }

    def test_what_a_session_sweated(self, client: TestClient[Litestar]) -> None:
        asked = "before_kg=70&after_kg=68.5&fluid_l=0.6&urine_l=0.1&hours=1.5"
        body = client.get(f"/v1/nutrition/hydration?{asked}").json()
        notes = {"notes": ["more-than-2-percent"]}
        assert body["sweat_missing"] is None
        assert body["sweat"] == {
            "rate_l_per_h": told(4 / 3, "acsm_2007"),
            "loss_percent": told(100 * 1.5 / 70, "acsm_2007", **notes),
            "loss_most_percent": 2.0,
            "drink_before_l": _range(0.35, 0.7),
            "drink_during_l_per_h": _range(0.4, 1.2) | {"notes": ["capped-below-the-sweat-rate"]},
            "drink_after_l": _range(1.875, 2.25),
            "sodium_mg_per_h_in_long_heat": _range(300, 600),
        }

    def test_figures_that_cannot_be(self, client: TestClient[Litestar]) -> None:
        asked = "before_kg=70&after_kg=68.5&fluid_l=0.6&urine_l=0.1&hours=0"
        body = client.get(f"/v1/nutrition/hydration?{asked}").json()
        assert body["sweat"] is None
        reason = body["sweat_missing"]
        assert (reason["type"], reason["what"]) == ("out-of-range", "hours")
        assert client.get("/v1/nutrition/hydration?before_kg=heavy").status_code == 400


class TestGlycaemicLoad:
    def test_of_a_day(self, client: TestClient[Litestar]) -> None:
        meal = eat(client, 20, {"type": "weighed", "food_id": "banana", "mass_g": 200})
        body = client.get("/v1/nutrition/days/2026-03-20/glycaemic-load").json()
        found = {
            "glycaemic_load": told(51 * 0.426, "glycaemic_index_2008"),
            "glycaemic_index": told(51, "glycaemic_index_2008"),
            "coverage": 1.0,
        }
        meals = [found | {"meal_id": meal}]
        assert body == found | {
            "date": "2026-03-20",
            "band": "low",
            "meals": meals,
            "band_missing": None,
        }

    def test_of_a_day_without_meals(self, client: TestClient[Litestar]) -> None:
        body = client.get("/v1/nutrition/days/2026-03-20/glycaemic-load").json()
        what = "portions whose carbohydrate is known"
        assert body["glycaemic_load"] == {
            "value": None,
            "reason": {"type": "missing", "what": what},
        }
        assert (body["band"], body["meals"]) == (None, [])
        assert body["band_missing"] == body["glycaemic_load"]["reason"]


class TestFuellingGuide:
    def test_of_somebody_unweighed(self, client: TestClient[Litestar]) -> None:
        unweighed = {
            "least": None,
            "most": None,
            "reason": {"type": "missing", "what": "weight_kg"},
            "notes": [],
        }
        resting = unweighed | {
            "reason": {
                "type": "undefined",
                "what": "carbohydrate around a session",
                "why": "no session at moderate effort or harder is logged on 2026-03-20",
            }
        }
        answer = client.get("/v1/nutrition/days/2026-03-20/fuelling-guide")
        assert answer.json() == {
            "date": "2026-03-20",
            "session_hours": 0.0,
            "carbohydrate_before_g": resting,
            "carbohydrate_during_g_per_h": resting,
            "carbohydrate_after_g_per_h": resting,
            "protein_per_meal_g": unweighed,
            "method": "acsm_2016",
            "formula_version": "nutrition-1",
        }


class TestFoods:
    def test_one_that_is_known_well(self, client: TestClient[Litestar]) -> None:
        body = client.get("/v1/foods/cola").json()
        assert body["nutri_score"] == {
            "score": 11,
            "grade": "E",
            "category": "beverage",
            "negative_points": 11,
            "positive_points": 0,
            "method": "nutri_score_2023",
            "formula_version": "nutrition-1",
            "reason": None,
        }
        assert (body["glycaemic_index"], body["fvl_percent"]) == (59, 0)
        assert body["glycaemic_loads"][1] == {
            "serving": "can",
            "mass_g": 370,
            "glycaemic_load": told(59 * 0.1036 * 3.7, "glycaemic_index_2008"),
        }
        assert body["energy_agrees"] == {
            "value": True,
            "method": "within-20-percent-of-the-macronutrients",
            "reason": None,
        }

    def test_one_that_is_not(self, client: TestClient[Litestar]) -> None:
        body = client.get("/v1/foods/rolled-oats").json()
        assert body["nutri_score"] | {"formula_version": ""} == {
            "score": None,
            "grade": None,
            "category": "general",
            "negative_points": None,
            "positive_points": None,
            "method": "nutri_score_2023",
            "formula_version": "",
            "reason": {"type": "missing", "what": "sugars_g"},
        }
        assert body["glycaemic_index"] is None


class TestPreferences:
    def test_what_is_chosen_holds_at_once(self, client: TestClient[Litestar]) -> None:
        empty = client.get("/v1/nutrition/preferences")
        assert empty.json() == {"data": [], "usual_protein_method": "mixed_1.6"}
        for day, method in (("10", "deficit_1.8"), ("01", "mixed_1.6"), ("10", "endurance_1.4")):
            chosen = {"effective_from": f"2026-03-{day}", "protein_method": method}
            answer = client.put("/v1/nutrition/preferences", json=chosen)
            assert answer.status_code == 200
        kept = [
            {"effective_from": "2026-03-01", "protein_method": "mixed_1.6"},
            {"effective_from": "2026-03-10", "protein_method": "endurance_1.4"},
        ]
        assert answer.json()["data"] == kept
        assert client.get("/v1/nutrition/preferences").json()["data"] == kept

    def test_the_targets_follow(self, client: TestClient[Litestar]) -> None:
        known(client)
        weight = {"kind": "weight", "weight_kg": 70}
        reading = {"at": "2026-03-19T06:00:00+00:00", "value": weight}
        assert client.post("/v1/readings", json=reading).is_success
        before = client.get("/v1/nutrition/days/2026-03-20").json()["day"]["target"]
        assert (before["protein_g"], before["protein_method"]) == (pytest.approx(112), "mixed_1.6")
        chosen = {"effective_from": "2026-03-20", "protein_method": "deficit_1.8"}
        client.put("/v1/nutrition/preferences", json=chosen)
        after = client.get("/v1/nutrition/days/2026-03-20").json()["day"]["target"]
        assert (after["protein_g"], after["protein_method"]) == (pytest.approx(126), "deficit_1.8")

    @pytest.mark.parametrize(
        ("chosen", "status"),
        [
            ({"effective_from": "2026-03-20", "protein_method": "carnivore_3"}, 400),
            ({"effective_from": "2026-03-20"}, 400),
            ({"effective_from": "0001-01-01", "protein_method": "mixed_1.6"}, 422),
        ],
    )
    def test_what_cannot_be_chosen(
        self, client: TestClient[Litestar], chosen: dict[str, str], status: int
    ) -> None:
        assert client.put("/v1/nutrition/preferences", json=chosen).status_code == status


def _range(least: float, most: float) -> dict[str, object]:
    return {"least": pytest.approx(least), "most": pytest.approx(most), "reason": None, "notes": []}
