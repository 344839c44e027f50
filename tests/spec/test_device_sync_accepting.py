"""Accepting: what is kept as it came, of whom, and what is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.simulated.driver import KEYS
from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import names
from tests.support import NOW, CountedIds, PinnedClock, at, good, refused, somebody
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.application.accepting import Accepting, NotSetUp
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.application.parts import Configured
from vegaloop.device_sync.application.ports import Acceptance, DeliveryQuery
from vegaloop.device_sync.domain.delivery import State, Way
from vegaloop.device_sync.domain.vendor import Vendor


def hook(account: str, id: str = "1") -> Envelope:
    """A webhook that tells of one thing."""
    told = {"account": account, "id": id, "modified": 1, "day": "2026-03-20", "gone": False}
    return Envelope(KEYS.word, {}, (), json.dumps(told).encode())


class TestDsy38:
    """DSY-38. What is accepted is kept as it came and read by nobody: what cannot be read is kept and acknowledged as anything else."""

    @given(st.binary(max_size=300), st.integers(1, 4))
    def test_a_phone_may_send_anything_and_again(self, body: bytes, times: int) -> None:
        world, me = World(1), somebody()
        answers = [
            world.accepting.accept([world.accepting.push(me, body)]).result() for _ in range(times)
        ]
        assert answers == [Acceptance(1, 0), *[Acceptance(0, 1)] * (times - 1)]
        (one,) = world.books.read(me, lambda book: book.deliveries(DeliveryQuery(), None, 9))
        assert world.books.read(me, lambda book: book.body(one.id)) == body
        assert (one.vendor, one.way, one.state) == (Vendor.PHONE, Way.PUSH, State.WAITING)

    @given(names)
    def test_the_names_in_it_may_be_anything(self, name: str) -> None:
        world = World(1)
        account = world.account(world.people[0])
        written = name.encode("utf-8", "replace").decode()
        answers = list[Acceptance]()
        for _ in range(2):
            arrivals = good(world.accepting.hook(Vendor.STRAVA, hook(account, written)))
            answers.append(world.accepting.accept(arrivals).result())
        assert answers == [Acceptance(1, 0), Acceptance(0, 1)]
        assert world.kept.effects == []

    def test_nothing_is_called_and_nothing_taken(self) -> None:
        world = World(1)
        account = world.account(world.people[0])
        before = world.vendor.calls.total()
        for number in range(50):
            arrivals = good(world.accepting.hook(Vendor.STRAVA, hook(account, str(number))))
            world.accepting.accept(arrivals).result()
        assert (world.vendor.calls.total(), world.kept.effects) == (before, [])


class TestDsy103:
    """DSY-103. What one webhook tells is received in the order it is told: of two editions in it the later stands."""

    @given(st.lists(st.integers(0, 20_000), min_size=2, max_size=12))
    def test_each_is_received_after_the_one_before(self, steps: list[int]) -> None:
        vendors = {Vendor.GARMIN: Configured(GarminDriver(), KEYS)}
        accepting = Accepting(World(1).inbox, vendors, PinnedClock(), CountedIds())
        day = {"userId": "1", "summaryId": "one", "calendarDate": "2026-03-01"}
        told = json.dumps({"dailies": [{**day, "steps": one} for one in steps]}).encode()
        arrivals = good(accepting.hook(Vendor.GARMIN, Envelope(KEYS.word, {}, (), told)))
        times = [one.delivery.received_at for one in arrivals]
        assert times == sorted(set(times))
        assert [json.loads(one.body)["steps"] for one in arrivals] == steps


class TestDsy39:
    """DSY-39. What comes of people nobody here is is counted and not kept, and a vendor that was not set up is not known."""

    @given(st.lists(st.sampled_from((0, 1, "nobody", "\x00", "x" * 500))))
    def test_strangers_are_counted(self, accounts: list[int | str]) -> None:
        world = World(1)
        names = [
            world.account(world.people[one]) if isinstance(one, int) else one for one in accounts
        ]
        arrivals = [
            one
            for number, account in enumerate(names)
            for one in good(world.accepting.hook(Vendor.STRAVA, hook(account, str(number))))
        ]
        answer = world.accepting.accept(arrivals).result()
        known = sum(isinstance(one, int) for one in accounts)
        assert answer == Acceptance(known, 0, len(accounts) - known)

    @pytest.mark.parametrize("vendor", [one for one in Vendor if one is not Vendor.STRAVA])
    def test_a_vendor_that_was_not_set_up(self, vendor: Vendor) -> None:
        world, envelope = World(1), hook("account-0")
        assert refused(world.accepting.hook(vendor, envelope)) == NotSetUp(vendor)
        assert refused(world.accepting.challenge(vendor, envelope)) == NotSetUp(vendor)
        assert refused(
            world.connecting.begin(somebody(), vendor, "https://here.example/back")
        ) == NotSetUp(vendor)

    def test_a_request_that_proves_nothing_is_refused(self) -> None:
        world = World(1)
        wrong = Envelope("guessed", {}, (), hook("account-0").body)
        refused(world.accepting.hook(Vendor.STRAVA, wrong))
        assert world.clock.now() == at(NOW)
