"""The description of the API is the one in docs/openapi.json, and true to the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from vegaloop.app.openapi import document

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"
GUIDE = SNAPSHOT.with_name("http.md")


@pytest.fixture(scope="module")
def described() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = json.loads(document())
    return found


def test_the_snapshot_is_current() -> None:
    assert SNAPSHOT.read_text("utf-8") == document(), "run `make openapi`"


def test_every_address_of_the_guide_is_there(
    described: dict[str, dict[str, dict[str, object]]],
) -> None:
    known = {_anyhow(path): methods.keys() for path, methods in described["paths"].items()}
    named = re.findall(
        r"`(?:(GET|POST|PUT|PATCH|DELETE)\s+)?(/v1/[^`?\s]*)", GUIDE.read_text("utf-8")
    )
    assert len(named) >= 40
    for method, path in named:
        assert _anyhow(path) in known, path
        assert not method or method.lower() in known[_anyhow(path)], (method, path)


def _anyhow(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def test_it_is_openapi_3_1(described: dict[str, dict[str, dict[str, object]]]) -> None:
    assert str(described["openapi"]).startswith("3.1")


def test_every_refusal_is_a_problem(described: dict[str, dict[str, dict[str, object]]]) -> None:
    operations = 0
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or not path.startswith("/v1"):
                continue
            operations += 1
            responses = operation["responses"]
            is_open = operation.get("security") == [{}]
            assert {"400"} | (set() if is_open else {"401"}) <= responses.keys(), (method, path)
            for status, response in responses.items():
                if int(status) >= 400:
                    assert set(response["content"]) == {"application/problem+json"}, (path, status)
    assert operations > 50


def test_bodies_that_refuse_unknown_fields_say_so(
    described: dict[str, dict[str, dict[str, object]]],
) -> None:
    schemas = described["components"]["schemas"]
    assert schemas["MealEntryBody"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["MealBody"]


def test_names_carry_units(described: dict[str, dict[str, dict[str, object]]]) -> None:
    bare = {"distance", "duration", "energy", "power", "heart_rate", "elapsed", "mass"}
    for name, schema in described["components"]["schemas"].items():
        properties = schema.get("properties", {})
        assert isinstance(properties, dict)
        numeric = {
            field
            for field, told in properties.items()
            if isinstance(told, dict) and told.get("type") in {"number", "integer"}
        }
        assert not numeric & bare, (name, numeric & bare)
