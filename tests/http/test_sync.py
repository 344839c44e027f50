"""Device sync over HTTP: connected, fetched, shown, tried again, and told what is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from tests.device_sync.fake_vendor import Thing
from tests.http.client import a_client
from tests.http.syncing import HOOKS, PROBLEMS, Synced, address
from tests.support import NOW, at
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters.plain import VENDORS

NOBODYS = UUID(int=7)
BATCH = b'{"records": [], "source": "canary"}'
EVERY = tuple(sorted(HOOKS))
STEPS = {
    "source": "apple_health",
    "device": "A phone",
    "records": [
        {
            "id": name,
            "type": "steps",
            "start": "2026-03-01T08:00:00+01:00",
            "end": "2026-03-01T08:10:00+01:00",
            "zone": "Europe/Paris",
            "modified_at": "2026-03-01T08:10:05+01:00",
            "value": value,
            "unit": "count",
        }
        for name, value in (("7C1F", 912), ("7C20", "many"))
    ],
}


class TestStatus:
    def test_of_nobody(self) -> None:
        with a_client() as client:
            assert client.get("/v1/sync").json() == {"vendors": []}
            assert client.get("/v1/sync/gaps").json() == {"gaps": []}

    def test_what_is_set_up_can_be_connected(self, sync: Synced) -> None:
        told = sync.client.get("/v1/sync").json()["vendors"]
        assert [one["vendor"] for one in told] == list(EVERY)
        for one in told:
            assert one == {
                "vendor": one["vendor"],
                "name": VENDORS[Vendor(one["vendor"])],
                "state": "not-connected",
                "sentence": f"{one['name']} is not connected.",
                "can_connect": True,
                "connected_at": None,
                "wanted_from": None,
                "last_success_at": None,
                "pending": 0,
                "dead": 0,
                "trouble": None,
                "next_at": None,
                "gaps": [],
            }

    def test_a_connection_tells_what_is_missing_until_it_came(self, sync: Synced) -> None:
        sync.connect(Vendor.STRAVA, "134815", since="2026-03-01")
        (gap,) = sync.client.get("/v1/sync/gaps").json()["gaps"]
        assert gap == {
            "vendor": "strava",
            "kind": "activities",
            "missing_days": 19,
            "missing": [{"from": "2026-03-01", "to": "2026-03-20"}],
            "untaken": [],
        }
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "strava"]
        assert (told["state"], told["gaps"]) == ("connected", [gap])
        assert told["wanted_from"] == "2026-03-01"
        sync.work()
        (gap,) = sync.client.get("/v1/sync/gaps").json()["gaps"]
        assert gap["missing_days"] == 0
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "strava"]
        assert told["last_success_at"] == "2026-03-20T06:30:00Z"
        assert told["trouble"] is None


class TestPhone:
    def test_it_is_kept_and_the_same_again_is_the_same(self, sync: Synced) -> None:
        first = sync.client.post("/v1/sync/phone", content=BATCH)
        assert first.status_code == 202, first.text
        made = first.json()
        assert (made["vendor"], made["way"], made["state"]) == ("phone", "push", "waiting")
        where = first.headers["location"]
        assert where == f"/v1/sync/deliveries/{made['id']}"
        assert sync.client.get(where).json() == {
            "delivery": made,
            "counts": None,
            "records": [],
        }
        again = sync.client.post("/v1/sync/phone", content=BATCH)
        assert (again.status_code, again.json()) == (200, made)
        assert again.headers["location"] == where
        assert sync.client.post("/v1/sync/phone", content=BATCH + b" ").status_code == 202
        assert len(sync.deliveries(vendor="phone")) == 2
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "phone"]
        assert (told["state"], told["can_connect"], told["pending"]) == ("sends", False, 2)

    def test_the_same_twenty_times_at_once(self, sync: Synced) -> None:
        with ThreadPoolExecutor(20) as several:
            answers = list(
                several.map(lambda _: sync.client.post("/v1/sync/phone", content=BATCH), range(20))
            )
        assert sorted(one.status_code for one in answers) == [200] * 19 + [202]
        assert len({one.json()["id"] for one in answers}) == 1
        assert len(sync.deliveries()) == 1

    def test_what_became_of_each_record_is_told(self, sync: Synced) -> None:
        push = sync.client.post("/v1/sync/phone", json=STEPS)
        sync.work()
        shown = sync.client.get(push.headers["location"]).json()
        assert shown["delivery"]["state"] == "done"
        assert [(one["external_id"], one["fate"]) for one in shown["records"]] == [
            ("7C1F", "kept"),
            ("7C20", "refused"),
        ]
        assert shown["records"][0]["reason"] is None
        assert shown["records"][1]["reason"]["type"]
        assert (shown["counts"]["kept"], shown["counts"]["refused"]) == (1, 1)
        series = sync.client.get("/v1/biometrics/series?date=2026-03-01").json()
        assert "steps" in str(series)
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "phone"]
        assert told["last_success_at"] == "2026-03-20T06:30:00Z"

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"7", b'"x"', b"{", b'{"a": }', b"{} {}", b"<a/>", b"NaN"]
    )
    def test_what_is_no_object(self, body: bytes) -> None:
        with a_client() as client:
            answer = client.post("/v1/sync/phone", content=body)
            assert (answer.status_code, answer.json()["type"]) == (400, PROBLEMS + "malformed")
            assert client.get("/v1/sync/deliveries").json()["data"] == []

    def test_what_is_odd_in_other_ways(self) -> None:
        with a_client() as client:
            for body, status, slug in (
                (b'{"a": "\xff"}', 400, "not-text"),
                (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "too-deep"),
                (b'{"a": "' + b"x" * 2**21 + b'"}', 413, "too-large"),
            ):
                answer = client.post("/v1/sync/phone", content=body)
                assert (answer.status_code, answer.json()["type"]) == (status, PROBLEMS + slug)
            assert client.post("/v1/sync/phone?x=1", content=BATCH).status_code == 400


class TestDeliveries:
    def test_page_by_page_and_by_what_is_asked(self, sync: Synced) -> None:
        for number in range(5):
            sync.client.post("/v1/sync/phone", content=b'{"n": %d}' % number)
        seen: list[str] = []
        asked = {
            "limit": "2",
            "vendor": "phone",
            "state": "waiting",
            "since": "2026-03-20T00:00:00Z",
        }
        while True:
            page = sync.client.get("/v1/sync/deliveries", params=asked).json()
            seen += [one["id"] for one in page["data"]]
            if not page["pagination"]["has_more"]:
                break
            asked["cursor"] = page["pagination"]["next_cursor"]
        assert len(seen) == len(set(seen)) == 5
        assert seen == [one["id"] for one in sync.deliveries()]
        assert sync.deliveries(state="done") == sync.deliveries(vendor="strava") == []
        assert sync.deliveries(since="2026-03-21T00:00:00Z") == []

    @pytest.mark.parametrize(
        "asked",
        ["limit=0", "cursor=x", "state=eaten", "vendor=nobody", "more=1", "since=yesterday"],
    )
    def test_odd_questions(self, asked: str) -> None:
        with a_client() as client:
            assert client.get(f"/v1/sync/deliveries?{asked}").status_code == 400
            assert client.get("/v1/sync/deliveries?since=2026-03-20T00:00:00").status_code == 422

    def test_none_such(self, sync: Synced) -> None:
        place = f"/v1/sync/deliveries/{NOBODYS}"
        for answer in (sync.client.get(place), sync.client.post(f"{place}/replay")):
            assert (answer.status_code, answer.json()["type"]) == (
                404,
                PROBLEMS + "sync/no-such-delivery",
            )

    def test_a_webhook_followed_to_the_training_it_tells_of(self, sync: Synced) -> None:
        hook = HOOKS[Vendor.STRAVA]
        sync.connect(Vendor.STRAVA, hook.account)
        sync.work()
        sync.store.put(_activity(hook.account))
        sync.client.post(address("strava"), content=hook.body)
        sync.work()
        assert {one["state"] for one in sync.deliveries(vendor="strava")} == {"done"}
        (activity,) = sync.client.get("/v1/activities").json()["data"]
        assert activity["name"] == "A ride"
        (taken,) = [
            shown["records"]
            for one in sync.deliveries(vendor="strava")
            if (shown := sync.client.get(f"/v1/sync/deliveries/{one['id']}").json())["records"]
        ]
        assert [(one["fate"], one["external_id"]) for one in taken] == [("kept", "1360128428")]


class TestTryingAgain:
    def test_what_is_dead_is_told_and_replayed(self, sync: Synced) -> None:
        dead = sync.client.post("/v1/sync/phone", content=b'{"no": "batch"}').json()
        sync.work()
        (shown,) = sync.deliveries(vendor="phone", state="dead")
        assert shown["id"] == dead["id"]
        assert shown["trouble"]["type"] == "sync/misread"
        assert shown["trouble"]["sentence"].startswith("What came from your phone cannot be read")
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "phone"]
        assert (told["pending"], told["dead"]) == (0, 1)
        assert told["trouble"] == shown["trouble"]
        for place in (
            f"/v1/sync/deliveries/{dead['id']}/replay",
            "/v1/sync/retry?vendor=phone",
            "/v1/sync/replay",
        ):
            body = {"json": {"state": "dead"}} if place == "/v1/sync/replay" else {}
            assert sync.client.post(place, **body).status_code == 202
            (waiting,) = sync.deliveries(state="waiting")
            assert (waiting["id"], waiting["attempts"]) == (dead["id"], 0)
            assert waiting["trouble"] is None
            sync.work()

    def test_what_can_never_be_read_is_dismissed(self, sync: Synced) -> None:
        dead = sync.client.post("/v1/sync/phone", content=b'{"no": "batch"}').json()
        place = f"/v1/sync/deliveries/{dead['id']}"
        refused = sync.client.post(f"{place}/dismiss")
        assert (refused.status_code, refused.json()["type"]) == (409, PROBLEMS + "sync/not-dead")
        sync.work()
        for _ in range(2):
            answer = sync.client.post(f"{place}/dismiss")
            assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
            assert answer.json()["trouble"]["type"] == "sync/misread"
        (told,) = [one for one in _vendors(sync) if one["vendor"] == "phone"]
        assert (told["pending"], told["dead"], told["trouble"]) == (0, 0, None)
        assert sync.client.post("/v1/sync/retry").json() == {"deliveries": 0}
        (shown,) = sync.deliveries(state="dismissed")
        assert shown["id"] == dead["id"]
        nobody = sync.client.post(f"/v1/sync/deliveries/{UUID(int=7)}/dismiss")
        assert (nobody.status_code, nobody.json()["title"]) == (404, "There is no such delivery")
        assert sync.client.post(f"{place}/replay").status_code == 202
        sync.work()
        (again,) = sync.deliveries(state="dead")
        assert again["id"] == dead["id"]

    def test_by_vendor_and_state_and_time(self, sync: Synced) -> None:
        for number in range(3):
            sync.client.post("/v1/sync/phone", content=b'{"n": %d}' % number)
        for body, count in (
            ({}, 3),
            ({"vendor": "phone", "state": "waiting"}, 3),
            ({"since": "2026-03-20T06:30:00Z"}, 3),
            ({"since": "2026-03-20T06:30:01Z"}, 0),
            ({"vendor": "strava"}, 0),
            ({"state": "dead"}, 0),
        ):
            answer = sync.client.post("/v1/sync/replay", json=body)
            assert (answer.status_code, answer.json()) == (202, {"deliveries": count}), body
        assert sync.client.post("/v1/sync/replay", json={"more": 1}).status_code == 400
        assert sync.client.post("/v1/sync/replay").status_code == 400

    def test_the_one_button(self, sync: Synced) -> None:
        sync.client.post("/v1/sync/phone", content=BATCH)
        answer = sync.client.post("/v1/sync/retry")
        assert (answer.status_code, answer.json()) == (202, {"deliveries": 1})
        assert sync.client.post("/v1/sync/retry?vendor=strava").json() == {"deliveries": 0}
        assert sync.client.post("/v1/sync/retry?vendor=nobody").status_code == 400
        refused = sync.client.post("/v1/sync/retry", json={"vendor": "strava"})
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["field"] == "body"


def _vendors(sync: Synced) -> list[dict[str, object]]:
    found: list[dict[str, object]] = sync.client.get("/v1/sync").json()["vendors"]
    return found


def _activity(account: str) -> Thing:
    return Thing(
        form="activities",
        id="1360128428",
        account=account,
        at=at(NOW),
        modified_at=at(NOW),
        data={
            "id": 1_360_128_428,
            "resource_state": 3,
            "athlete": {"id": 134_815},
            "name": "A ride",
            "sport_type": "Ride",
            "start_date": "2026-03-19T16:00:00Z",
            "start_date_local": "2026-03-19T17:00:00Z",
            "timezone": "(GMT+01:00) Europe/Paris",
            "elapsed_time": 3_600,
            "moving_time": 3_500,
            "distance": 30_000.0,
        },
    )
