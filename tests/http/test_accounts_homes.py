"""Where a person was at home on which day, over HTTP: whole answers, compared literally."""

from __future__ import annotations

import pytest

from tests.http.client import a_client

PROBLEMS = "https://vegaloop.example/problems/"
HOMES = "/v1/me/home-zones"


def home(day: str, zone: str) -> dict[str, str]:
    return {"effective_from": day, "time_zone": zone}


class TestHomes:
    """PUT, GET and DELETE of /v1/me/home-zones answer with the whole list."""

    def test_nothing_was_said(self) -> None:
        with a_client() as client:
            answer = client.get(HOMES)
        assert (answer.status_code, answer.json()) == (200, {"home_zone": "UTC", "data": []})

    def test_their_life(self) -> None:
        berlin, lisbon = home("2015-01-01", "Europe/Berlin"), home("2021-06-01", "Europe/Lisbon")
        joined = home("2026-03-20", "Europe/Lisbon")
        with a_client() as client:
            client.patch("/v1/me", json={"home_zone": "Europe/Lisbon", "height_m": 1.8})
            assert client.get(HOMES).json() == {"home_zone": "Europe/Lisbon", "data": [joined]}
            for day, zone, listed in (
                ("2015-01-01", "Europe/Berlin", [berlin, joined]),
                ("2021-06-01", "Asia/Tokyo", [berlin, home("2021-06-01", "Asia/Tokyo"), joined]),
                ("2021-06-01", "Europe/Lisbon", [berlin, lisbon, joined]),
            ):
                answer = client.put(f"{HOMES}/{day}", json={"time_zone": zone})
                assert answer.status_code == 200
                assert answer.json() == {"home_zone": "Europe/Lisbon", "data": listed}
                assert client.get(HOMES).json() == answer.json()
            for day, zone, listed in (
                ("2026-03-20", "Europe/Lisbon", [berlin, lisbon]),
                ("2021-06-01", "Europe/Berlin", [berlin]),
                ("2015-01-01", "UTC", []),
            ):
                answer = client.delete(f"{HOMES}/{day}")
                assert answer.status_code == 200
                assert answer.json() == {"home_zone": zone, "data": listed}
                assert client.get("/v1/me").json()["home_zone"] == zone
            assert client.get("/v1/me").json()["height_m"] == 1.8

    def test_a_move_by_the_profile(self) -> None:
        with a_client() as client:
            client.put(f"{HOMES}/2015-01-01", json={"time_zone": "Europe/Berlin"})
            client.patch("/v1/me", json={"sex": "male"})
            client.patch("/v1/me", json={"home_zone": "Asia/Tokyo"})
            assert client.get(HOMES).json() == {
                "home_zone": "Asia/Tokyo",
                "data": [home("2015-01-01", "Europe/Berlin"), home("2026-03-20", "Asia/Tokyo")],
            }


class TestRefusals:
    """What cannot be is told in the shape of RFC 9457, and changes nothing."""

    @pytest.mark.parametrize(
        ("day", "body", "status", "slug"),
        [
            ("2026-03-21", {"time_zone": "Europe/Berlin"}, 422, "accounts/home-ahead"),
            ("1899-12-31", {"time_zone": "Europe/Berlin"}, 422, "day-out-of-reach"),
            ("2020-01-01", {"time_zone": "Mars/Olympus"}, 422, "no-such-zone"),
            ("2020-01-01", {"time_zone": ""}, 400, "malformed"),
            ("2020-01-01", {"time_zone": "UTC", "until": "2021-01-01"}, 400, "malformed"),
            ("2020-01-01", {}, 400, "malformed"),
            ("2020-02-30", {"time_zone": "UTC"}, 404, "no-such-address"),
        ],
    )
    def test_what_cannot_be_set(
        self, day: str, body: dict[str, str], status: int, slug: str
    ) -> None:
        with a_client() as client:
            answer = client.put(f"{HOMES}/{day}", json=body)
            assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)
            assert client.get(HOMES).json()["data"] == []

    def test_more_than_a_hundred(self) -> None:
        fault = {"type": "accounts/too-many-homes", "given": 101, "most": 100}
        with a_client() as client:
            for year in range(1900, 2000):
                client.put(f"{HOMES}/{year}-01-01", json={"time_zone": "Europe/Berlin"})
            more = client.put(f"{HOMES}/2000-01-01", json={"time_zone": "Europe/Berlin"})
            moved = client.patch("/v1/me", json={"home_zone": "Asia/Tokyo"})
            assert len(client.get(HOMES).json()["data"]) == 100
        for answer in (more, moved):
            assert answer.status_code == 422
            assert answer.json()["errors"] == [fault]

    def test_one_that_was_not_set(self) -> None:
        with a_client() as client:
            answer = client.delete(f"{HOMES}/2020-01-01")
        assert answer.status_code == 404
        assert answer.json()["errors"] == [
            {"type": "accounts/no-such-home", "effective_from": "2020-01-01"}
        ]
