"""What tests of device sync over HTTP stand on: vendors that are set up, and a fake of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import Litestar
from litestar.testing import TestClient
from msgspec import Struct

from tests.device_sync.fake_vendor import Account, FakeVendor, routed
from tests.device_sync.vendors.driving import KEYS
from tests.device_sync.vendors.signing_vendors import (
    FITBIT,
    NOW_S,
    OURA,
    POLAR,
    POLAR_KEY,
    WHOOP,
    Signer,
)
from tests.http.client import client_of
from tests.support import CountedIds, PinnedClock
from vegaloop.app.services import VegaLoop, open_vegaloop, vegaloop_in_memory
from vegaloop.app.settings import Settings
from vegaloop.device_sync import Keys, Vendor
from vegaloop.device_sync.adapters.key_ring import SealingKey, text_of
from vegaloop.infrastructure.system import RandomIds

PROBLEMS: Final = "https://vegaloop.example/problems/"
REDIRECT: Final = "https://me.example/connected"
SET_UP: Final[Mapping[Vendor, Keys]] = {
    vendor: KEYS for vendor in Vendor if vendor is not Vendor.PHONE
}
SEALED_WITH: Final = text_of(SealingKey("k-1", bytes(range(32))))

Headers = Mapping[str, str]


class Synced(Struct, frozen=True):
    """Somebody signed in, the services behind them, and the vendors they can connect with."""

    client: TestClient[Litestar]
    vega: VegaLoop
    store: Account

    def connect(self, vendor: Vendor, account: str, **more: object) -> dict[str, object]:
        """Connect as an application does it."""
        asked = self.client.post(
            "/v1/sync/connections", json={"vendor": vendor, "redirect_uri": REDIRECT}
        )
        assert asked.status_code == 201, asked.text
        query = dict(parse_qsl(urlsplit(asked.json()["authorise_url"]).query))
        code = self.store.code(account, query.get("code_challenge"))
        answer = self.client.post(
            "/v1/sync/connections/answer", json={"state": query["state"], "code": code, **more}
        )
        assert answer.status_code == 200, answer.text
        made: dict[str, object] = answer.json()
        return made

    def work(self) -> None:
        """Do what is due."""
        while self.vega.sync.working.step():
            pass

    def deliveries(self, **asked: str) -> list[dict[str, object]]:
        """List what came."""
        found: list[dict[str, object]] = self.client.get(
            "/v1/sync/deliveries", params={"limit": "200", **asked}
        ).json()["data"]
        return found


@contextmanager
def synced(place: str, folder: Path) -> Iterator[Synced]:
    """Serve a VegaLoop in memory or in SQLite, with every vendor set up and its fake at hand."""
    clock = PinnedClock()
    store = Account(clock.now)
    with ExitStack() as opened:
        at = opened.enter_context(FakeVendor(routed(store), clock.now)).origin
        settings = Settings(
            database_url=f"sqlite:///{folder / 'a.db'}",
            sync_keys=SEALED_WITH,
            polar_signature_key=POLAR_KEY,
            vendors_at=at,
        )
        vega = (
            vegaloop_in_memory(clock=clock, ids=CountedIds(), settings=settings, vendors=SET_UP)
            if place == "memory"
            else opened.enter_context(
                open_vegaloop(settings, clock=clock, ids=RandomIds(), vendors=SET_UP)
            )
        )
        client = opened.enter_context(client_of(vega))
        yield Synced(client, vega, store)


class Hook(Struct, frozen=True):
    """A webhook of a vendor about an account; `headers` sign a body."""

    account: str
    body: bytes
    headers: Callable[[bytes], Headers]
    heard: int = 200


def _signed(signer: Signer) -> Callable[[bytes], Headers]:
    return lambda body: signer.headers(body, signer.secret, NOW_S)


def _google(_: bytes) -> Headers:
    return {"authorization": f"Bearer {KEYS.word}"}


def _unsigned(_: bytes) -> Headers:
    return {}


_NIGHT: Final = {"startTime": "2026-03-01T00:15:00", "endTime": "2026-03-01T07:15:00"}
GOOGLE_SAYS: Final = json.dumps(
    {
        "data": {
            "version": "1",
            "clientProvidedSubscriptionName": "ours",
            "healthUserId": "4711",
            "operation": "UPSERT",
            "dataType": "sleep",
            "intervals": [{"civilIso8601TimeInterval": _NIGHT}],
        }
    }
).encode()
HOOKS: Final[Mapping[Vendor, Hook]] = {
    Vendor.FITBIT: Hook(
        "4711",
        json.dumps([{"collectionType": "sleep", "date": "2026-03-01", "ownerId": "4711"}]).encode(),
        _signed(FITBIT),
        204,
    ),
    Vendor.GARMIN: Hook(
        "4711",
        json.dumps(
            {
                "dailies": [
                    {
                        "userId": "4711",
                        "summaryId": "x1",
                        "calendarDate": "2026-03-01",
                        "startTimeInSeconds": 1_772_323_200,
                        "startTimeOffsetInSeconds": 0,
                        "durationInSeconds": 86_400,
                        "steps": 4_000,
                    }
                ]
            }
        ).encode(),
        _unsigned,
    ),
    Vendor.GOOGLE_HEALTH: Hook("4711", GOOGLE_SAYS, _google, 204),
    Vendor.OURA: Hook("d0c1-4711", OURA.body, _signed(OURA)),
    Vendor.POLAR: Hook("475", POLAR.body, _signed(POLAR)),
    Vendor.STRAVA: Hook(
        "134815",
        json.dumps(
            {
                "object_type": "activity",
                "object_id": 1_360_128_428,
                "aspect_type": "create",
                "updates": {},
                "owner_id": 134_815,
                "subscription_id": 120_475,
                "event_time": NOW_S,
            }
        ).encode(),
        _unsigned,
    ),
    Vendor.WHOOP: Hook("10129", WHOOP.body, _signed(WHOOP)),
    Vendor.WITHINGS: Hook(
        "363",
        urlencode(
            {"userid": "363", "appli": 1, "startdate": NOW_S - 600, "enddate": NOW_S}
        ).encode(),
        _unsigned,
    ),
}
SIGNED: Final = (Vendor.FITBIT, Vendor.OURA, Vendor.POLAR, Vendor.WHOOP)


def address(vendor: str, word: str = KEYS.word) -> str:
    """Where a vendor sends its webhooks."""
    return f"/v1/hooks/{vendor}/{word}"
