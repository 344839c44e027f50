"""Accounts over HTTP: whole answers, compared literally."""

from __future__ import annotations

from uuid import UUID

from tests.http.client import a_client

PROBLEMS = "https://vegaloop.example/problems/"


class TestProfile:
    """PATCH /v1/me changes what is named; what is wrong is told all at once."""

    def test_an_empty_profile_and_a_full_one(self) -> None:
        full = {
            "sex": "female",
            "birth_date": "1990-02-28",
            "height_m": 1.68,
            "home_zone": "Europe/Paris",
        }
        with a_client() as client:
            empty = {"sex": None, "birth_date": None, "height_m": None, "home_zone": "UTC"}
            assert client.get("/v1/me").json() == empty
            assert client.patch("/v1/me", json=full).json() == full
            assert client.get("/v1/me").json() == full

    def test_what_is_left_out_stays_and_null_makes_unknown(self) -> None:
        with a_client() as client:
            client.patch("/v1/me", json={"sex": "male", "height_m": 1.8, "home_zone": "Asia/Tokyo"})
            changed = client.patch("/v1/me", json={"height_m": None}).json()
            kept = client.patch("/v1/me", json={}).json()
        expected = {"sex": "male", "birth_date": None, "height_m": None, "home_zone": "Asia/Tokyo"}
        assert changed == kept == expected

    def test_every_fault_of_shape_at_once(self) -> None:
        with a_client() as client:
            answer = client.patch("/v1/me", json={"sex": "x", "height_m": "tall", "shoe": 42})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": PROBLEMS + "malformed",
            "title": "The request has the wrong shape",
            "status": 400,
            "errors": [
                {
                    "type": "shape",
                    "field": "shoe",
                    "message": "is not a field here; "
                    "known fields: sex, birth_date, height_m, home_zone",
                },
                {
                    "type": "shape",
                    "field": "sex",
                    "message": "Invalid enum value 'x'; known words: female, male; given: x",
                },
                {
                    "type": "shape",
                    "field": "height_m",
                    "message": "Expected `float | null`, got `str`; given: tall",
                },
            ],
        }

    def test_every_fault_of_meaning_at_once(self) -> None:
        with a_client() as client:
            answer = client.patch("/v1/me", json={"height_m": -1, "home_zone": "Mars/Olympus"})
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == ["height_m", "home_zone"]

    def test_what_cannot_be(self) -> None:
        with a_client() as client:
            for body, slug in (
                ({"birth_date": "2030-01-01"}, "accounts/not-born-yet"),
                ({"birth_date": "1850-01-01"}, "accounts/too-old"),
                ({"height_m": 3}, "accounts/height-implausible"),
            ):
                answer = client.patch("/v1/me", json=body)
                assert answer.status_code == 422
                assert answer.json()["type"] == PROBLEMS + slug
                assert answer.json()["errors"][0]["type"] == slug


class TestTokens:
    """A token is shown once, listed without its secret, and worthless once revoked."""

    def test_its_life(self) -> None:
        with a_client() as client:
            made = client.post("/v1/me/tokens", json={"label": "phone"})
            assert made.status_code == 201
            secret = made.json()["secret"]
            listed = client.get("/v1/me/tokens").json()["data"]
            assert [token["label"] for token in listed] == ["test", "phone"]
            assert secret not in client.get("/v1/me/tokens").text
            phone = {"authorization": f"Bearer {secret}"}
            assert client.get("/v1/me", headers=phone).status_code == 200
            gone = client.delete(f"/v1/me/tokens/{made.json()['id']}")
            assert gone.status_code == 204
            refused = client.get("/v1/me", headers=phone)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"

    def test_one_that_is_not_there(self) -> None:
        with a_client() as client:
            answer = client.delete(f"/v1/me/tokens/{UUID(int=99)}")
        assert answer.status_code == 404
        assert answer.json()["type"] == PROBLEMS + "accounts/no-such-token"


class TestStrictness:
    """A number is a number: a text that looks like one is refused."""

    def test_no_text_is_taken_for_a_number(self) -> None:
        with a_client() as client:
            answer = client.patch("/v1/me", json={"height_m": "1.8"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "height_m"
