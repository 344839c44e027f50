"""A VegaLoop in this process, its worker, and the fake of every vendor on loopback."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from urllib.parse import parse_qs, urlsplit

from msgspec import structs

from tests.device_sync.fake_vendor import Account, FakeVendor, Thing, led_to, routed
from tests.faults.people import SEALED_WITH
from tests.support import NOW, PinnedClock, good, somebody
from vegaloop.app.services import VegaLoop, open_vegaloop, vegaloop_in_memory
from vegaloop.app.settings import Settings
from vegaloop.device_sync import DeliveryQuery, Keys, State, Vendor, Working
from vegaloop.device_sync.adapters.calling import Limits
from vegaloop.device_sync.application.calling import Caller
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.application.parts import Parts
from vegaloop.device_sync.domain.delivery import Delivery
from vegaloop.infrastructure.system import RandomIds
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate, later

QUICK: Final = Limits(connect_s=1.0, read_s=0.3, call_s=0.6, bytes_most=1_000_000)
DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)
WHO: Final = "4711"
KEYS: Final = Keys("our-client", "our-secret", "a-word-of-ours-that-nobody-can-guess-0123")
_STEPS_MOST: Final = 5_000


class Site:
    """One VegaLoop and the world around it."""

    def __init__(
        self, vega: VegaLoop, store: Account, vendor: FakeVendor, clock: PinnedClock, caller: Caller
    ) -> None:
        self.vega, self.store, self.vendor, self.clock = vega, store, vendor, clock
        self.person: PersonId = somebody()
        self.parts: Parts = structs.replace(vega.sync.working._parts, caller=caller)
        self.working = Working(self.parts)

    def over(self, caller: Caller) -> None:
        """Let the worker call in another way."""
        self.parts = structs.replace(self.parts, caller=caller)
        self.working = Working(self.parts)

    def connect(self, vendor: Vendor, since: LocalDate | None = None) -> None:
        """Let the person consent, to what happened since a day."""
        asked = good(self.vega.sync.connecting.begin(self.person, vendor, "https://a.test/c"))
        state = parse_qs(urlsplit(asked.address).query)["state"][0]
        good(self.vega.sync.connecting.complete(self.person, state, self.store.code(WHO), since))

    def ride(self, number: int, name: str = "", day: int = 1) -> str:
        """Let the person have ridden so many days ago."""
        began = self.clock.now() - dt.timedelta(days=day, minutes=number)
        data = {
            "id": number,
            "athlete": {"id": int(WHO), "resource_state": 1},
            "resource_state": 3,
            "name": name or f"ride {number}",
            "sport_type": "Ride",
            "start_date": f"{began:%Y-%m-%dT%H:%M:%SZ}",
            "start_date_local": f"{began:%Y-%m-%dT%H:%M:%SZ}",
            "timezone": "(GMT+00:00) Europe/London",
            "elapsed_time": 1_800,
            "moving_time": 1_800,
            "distance": 9_000.0 + number,
        }
        now = self.clock.now()
        self.store.put(
            Thing(
                form="activities",
                id=str(number),
                account=WHO,
                at=later(now, began - now),
                modified_at=now,
                data=data,
            )
        )
        return str(data["name"])

    def told(self, number: int, *, kind: str = "activity", word: str = "create") -> None:
        """Let Strava tell of something."""
        now_s = int(self.clock.now().timestamp())
        body = {
            "object_type": kind,
            "object_id": number,
            "aspect_type": word,
            "owner_id": int(WHO),
            "event_time": now_s,
            "updates": {"authorized": "false"} if kind == "athlete" else {},
            "subscription_id": 1,
        }
        self.hook(Vendor.STRAVA, json.dumps(body).encode())

    def rides(self, count: int) -> None:
        """Let the person have ridden on so many days, and Strava tell of each."""
        for number in range(1, count + 1):
            self.ride(number, day=number)
            self.told(number)

    def hook(self, vendor: Vendor, body: bytes) -> None:
        """Let a webhook come in."""
        accepting = self.vega.sync.accepting
        arrivals = good(accepting.hook(vendor, Envelope(KEYS.word, {}, (), body)))
        accepting.accept(arrivals).result(10)

    def work(self) -> None:
        """Do what is due."""
        for _ in range(_STEPS_MOST):
            if not self.working.step():
                return
        raise AssertionError("this does not end")

    def next(self) -> None:
        """Let time pass until something is due, and do it."""
        due_at = self.parts.books.read(self.person, lambda book: book.lane()).due_at
        assert due_at is not None
        self.clock.set(max(due_at, self.clock.now()))
        self.work()

    def deliveries(self, state: State | None = None) -> tuple[Delivery, ...]:
        """List what came."""
        query = DeliveryQuery(state=state)
        return self.vega.sync.overseeing.deliveries(self.person, query, None, 10_000)


@contextmanager
def site(limits: Limits | None = None, url: str | None = None) -> Iterator[Site]:
    """Open one in memory or in a database."""
    clock = PinnedClock()
    store = Account(clock.now, token_life_s=10**8)
    with ExitStack() as opened:
        vendor = opened.enter_context(FakeVendor(routed(store), clock.now))
        vega = opened.enter_context(opened_at(clock, vendor.origin, url))
        caller = opened.enter_context(led_to(vendor, limits))
        yield Site(vega, store, vendor, clock, caller)


@contextmanager
def opened_at(clock: PinnedClock, origin: str, url: str | None) -> Iterator[VegaLoop]:
    """Open a VegaLoop for which vendors are at an origin."""
    settings = Settings(database_url=url or "sqlite://", sync_keys=SEALED_WITH, vendors_at=origin)
    keys = dict.fromkeys(set(Vendor) - {Vendor.PHONE}, KEYS)
    if url is None:
        yield vegaloop_in_memory(clock=clock, ids=RandomIds(), settings=settings, vendors=keys)
    else:
        with open_vegaloop(settings, clock=clock, ids=RandomIds(), vendors=keys) as vega:
            yield vega


__all__ = ("KEYS", "NOW", "WHO", "Site", "opened_at", "site")
