"""A meal as it goes to the server and comes back, for the tests of nutrition over HTTP."""

from __future__ import annotations

from uuid import UUID

from litestar import Litestar
from litestar.testing import TestClient

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
