"""Webhooks that are larger than others: who may send one. The class quotes its rule."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Final
from unittest.mock import patch

import pytest
from litestar.types import ASGIApp

from tests.device_sync.vendors.driving import KEYS
from tests.http.syncing import HOOKS, PROBLEMS, Synced, address, synced
from tests.http.test_in_time import QUICK, scope_of
from tests.support import SilentJournal
from vegaloop.app.http import http_app
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters import hook_bodies
from vegaloop.device_sync.adapters.hook_bodies import is_large_taken
from vegaloop.device_sync.adapters.short_way import ShortWay
from vegaloop.infrastructure.in_time import InTime, Patience

GUESS: Final = "another-word-of-ours-that-nobody-can-guess"
MIB: Final = 2**20
PIECE: Final = 2**16
_START_S: Final = 1_774_000_000


@pytest.fixture(scope="module")
def sync(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synced]:
    with synced("sqlite", tmp_path_factory.mktemp("large")) as opened:
        opened.connect(Vendor.GARMIN, "4711")
        yield opened


def details(seconds: int) -> str:
    """An activity as Garmin tells it, with a sample a second."""
    samples = [
        {
            "startTimeInSeconds": _START_S + n,
            "latitudeInDegree": 51.50735092163086,
            "longitudeInDegree": -0.12775830924510956,
            "heartRate": 120 + n % 40,
            "speedMetersPerSecond": 3.2190001010894775,
            "totalDistanceInMeters": 1234.5600585937,
        }
        for n in range(seconds)
    ]
    times = {"startTimeInSeconds": _START_S, "durationInSeconds": seconds}
    told = {"userId": "4711", "summaryId": "1-detail", "activityId": 1}
    summary = {"activityType": "RUNNING", **times}
    return json.dumps({**told, "summary": summary, "samples": samples})


def blank(length: int) -> bytes:
    return b'{"dailies": [' + b" " * (length - 15) + b"]}"


async def sent(app: ASGIApp, word: str, pieces: Sequence[bytes]) -> tuple[object, int]:
    """Send pieces without saying how long they are; what is answered, and how many were taken."""
    coming, answer = list(pieces), list[dict[str, object]]()

    async def receive() -> dict[str, object]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

    async def send(message: dict[str, object]) -> None:
        answer.append(message)

    scope = scope_of(address(Vendor.GARMIN, word))
    scope["headers"] = [one for one in scope["headers"] if one[0] != b"content-length"]
    await app(scope, receive, send)
    return answer[0]["status"], len(pieces) - len(coming)


class TestDsy143:
    """DSY-143. What Garmin sends to the address with its word is taken up to 100 MiB, two that are larger than 1 MiB at a time; of whoever has not the word, and of every other vendor, nothing beyond 1 MiB is held."""

    def test_what_is_large_is_kept_and_read(self, sync: Synced) -> None:
        body = f'{{"activityDetails": [{details(24_000)}]}}'
        assert len(body) > 4 * MIB
        answer = sync.client.post(address("garmin"), content=body)
        assert answer.status_code == 200, answer.text
        (kept,) = sync.deliveries(vendor="garmin", state="waiting")
        sync.work()
        told = sync.client.get(f"/v1/sync/deliveries/{kept['id']}").json()
        assert [(one["form"], one["fate"]) for one in told["records"]] == [
            ("activityDetails", "kept")
        ]

    @pytest.mark.parametrize("vendor", HOOKS)
    @pytest.mark.parametrize("word", [GUESS, KEYS.word])
    def test_of_others_it_is_refused(self, sync: Synced, vendor: Vendor, word: str) -> None:
        body = blank(MIB + 1)
        headers = {"authorization": "", **HOOKS[vendor].headers(body)}
        answer = sync.client.post(address(vendor, word), content=body, headers=headers)
        if (vendor, word) == (Vendor.GARMIN, KEYS.word):
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.json()["type"]) == (413, PROBLEMS + "too-large")

    @pytest.mark.parametrize("word", [GUESS, KEYS.word])
    def test_no_more_is_held_than_may_come(self, sync: Synced, word: str) -> None:
        most = {GUESS: MIB, KEYS.word: 3 * MIB}[word]
        app = http_app(sync.vega, SilentJournal())
        pieces = [b"{", *([b" " * PIECE] * (8 * MIB // PIECE)), b"}"]
        with patch.dict(hook_bodies._LARGER, {Vendor.GARMIN: 3 * MIB}):
            status, taken = asyncio.run(sent(app, word, pieces))
        assert (status, taken) == (413, most // PIECE + 1)

    def test_what_says_that_it_is_larger_is_not_even_read(self, sync: Synced) -> None:
        headers = {"content-length": str(100 * MIB + 1)}
        answer = sync.client.post(address("garmin"), content=b"{}", headers=headers)
        assert answer.status_code == 413

    def test_two_at_a_time(self, sync: Synced) -> None:
        app = http_app(sync.vega, SilentJournal())
        most, under_way, ended = 0, 0, 0

        async def one(scope: dict[str, object]) -> None:
            nonlocal most, under_way, ended
            left = 2 * MIB // PIECE

            async def receive() -> dict[str, object]:
                nonlocal left, most, under_way
                left -= 1
                if left == MIB // PIECE - 2:  # More was taken than anybody may send.
                    under_way += 1
                    most = max(most, under_way)
                await asyncio.sleep(0.001)
                under_way -= not left
                return {"type": "http.request", "body": b" " * PIECE, "more_body": left > 0}

            async def send(message: dict[str, object]) -> None:
                nonlocal ended
                ended += message["type"] == "http.response.start"

            await app(scope, receive, send)

        async def several() -> None:
            scopes = [scope_of(address("garmin"), length=2 * MIB) for _ in range(6)]
            await asyncio.gather(*map(one, scopes))

        asyncio.run(several())
        assert (most, ended) == (2, 6)

    @pytest.mark.parametrize(("word", "status"), [(GUESS, 408), (KEYS.word, 200)])
    def test_only_who_has_the_word_may_take_long(
        self, sync: Synced, word: str, status: int
    ) -> None:
        accepting = sync.vega.sync.accepting
        patience = Patience(
            QUICK.hurried, 0.1, 5.0, may_be_long=lambda path: is_large_taken(accepting, path)
        )
        routes = http_app(sync.vega, SilentJournal())
        app = InTime(ShortWay(routes, lambda: accepting), patience)

        async def slowly() -> object:
            coming, answer = [b"{", b" ", b" ", b"}"], list[dict[str, object]]()

            async def receive() -> dict[str, object]:
                await asyncio.sleep(0.06)
                return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

            async def send(message: dict[str, object]) -> None:
                answer.append(message)

            await app(scope_of(address("garmin", word), length=4), receive, send)
            return answer[0]["status"]

        assert asyncio.run(slowly()) == status
