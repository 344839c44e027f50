"""Vendors, clocks and workers that are unsteady for a while: nothing is lost by it. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.setting import Setting
from tests.device_sync.simulated.vendor import SimulatedVendor, Thing
from tests.faults.sites import WHO, Site, site
from tests.support import NOW, at, at_most, good, refused, somebody
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryGates
from vegaloop.device_sync.application.calling import Answer, Call
from vegaloop.device_sync.application.connecting import AccountTaken
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.breaker import FAILURES_MOST, Breaker
from vegaloop.device_sync.domain.lane import LEASE, Lane
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.kernel.result import Success, mapped
from vegaloop.kernel.time import later

_RIDE: Final = "5"  # What is not there of it is gone, as vendors have it.
_NOT_THERE: Final = Success(Answer(404, {}, b""))


class Rider(Setting):
    """Somebody whose vendor tells of a ride."""

    PEOPLE: Final = 1

    def __init__(self) -> None:
        super().__init__(0)
        self._well()
        (self.me,) = self.people
        self.work()

    def work(self) -> None:
        """Do what is due."""
        while self.worker.step():
            pass

    def rides(self, says: str | None) -> Thing:
        """Let the ride begin, change or be deleted at the vendor."""
        return self.vendor.change(self.account(self.me), _RIDE, NOW.date(), says)

    def tell(self, thing: Thing) -> None:
        """Let the vendor tell that it has changed."""
        told = {"account": self.account(self.me), "id": thing.id, "modified": thing.modified_us}
        self.accept(json.dumps({**told, "day": thing.day.isoformat(), "gone": False}).encode())

    def told(self, thing: Thing) -> None:
        """Let it tell so, and do what is due."""
        self.tell(thing)
        self.work()

    def next(self) -> None:
        """Let time pass until something is due, and do it."""
        due_at = self.books.read(self.me, lambda book: book.lane()).due_at
        assert due_at is not None
        self.advance(max(due_at - self.clock.now(), NOW - NOW))
        self.work()

    @property
    def says(self) -> str | None:
        """What is here of the ride."""
        return self.kept.things[self.me].get(_RIDE)


def away(times: int) -> AbstractContextManager[object]:
    """Let a vendor not have what is asked for by its name, so many times."""
    answered, left = SimulatedVendor._answered, [times]

    def answer(vendor: SimulatedVendor, path: str, *rest: object) -> object:
        if path.startswith("/object") and left[0]:
            left[0] -= 1
            return _NOT_THERE
        return answered(vendor, path, *rest)  # type: ignore[arg-type]  # As it was asked.

    return patch.object(SimulatedVendor, "_answered", answer)


class TestDsy91:
    """DSY-91. What a vendor told of and does not have is asked for twice more before it counts as gone, and whatever it tells of it later than what is known brings it back."""

    @given(st.integers(0, 4), st.booleans())
    @settings(max_examples=at_most(20))
    def test_what_is_there_in_the_end_is_here(self, times: int, is_known: bool) -> None:
        world = Rider()
        if is_known:
            world.told(world.rides("first"))
            assert world.says == "first"
            world.advance(NOW.resolution)
        with away(times):
            world.told(world.rides("then"))
            for _ in range(10):
                world.next()
        assert world.says == "then"

    @pytest.mark.parametrize("times", [1, 2, 3])
    def test_what_stays_away_is_gone(self, times: int) -> None:
        world = Rider()
        first = world.rides("first")
        world.told(first)
        with away(times):
            world.told(Thing(_RIDE, first.modified_us + 9, first.day, "first"))
            world.advance(dt.timedelta(seconds=10))
            world.work()
            world.advance(dt.timedelta(minutes=10))
            world.work()
        assert (world.says is None) is (times == 3)


class TestDsy92:
    """DSY-92. Before each call of a step the lease of its lane is renewed: however many calls a step has, each is made once, and none by whoever was overtaken."""

    @given(st.lists(st.integers(1, 119), min_size=3, max_size=3))
    @settings(max_examples=at_most(20))
    def test_slow_calls_are_made_once(self, waits_s: list[int]) -> None:
        world, calls, waits = Rider(), list[str](), iter(waits_s)
        usual = world.vendor.call
        thing = world.vendor.change(world.account(world.me), "6", NOW.date(), "slow")

        def call(call: Call) -> object:
            calls.append(call.url)
            world.advance(dt.timedelta(seconds=next(waits, 0)))
            Working(world.parts).step()
            return usual(call)

        world.vendor.call = call  # type: ignore[method-assign, assignment]  # It is slow.
        world.told(thing)
        assert [one.rpartition("example/")[2] for one in calls] == ["object/6", "more/6"]

    def test_who_was_overtaken_asks_no_more(self) -> None:
        world, calls = Rider(), list[str]()
        thing = world.vendor.change(world.account(world.me), "6", NOW.date(), "slow")
        usual = world.vendor.call

        def call(call: Call) -> object:
            calls.append(call.url)
            if len(calls) == 1:
                world.advance(LEASE)
                Working(world.parts).step()
            return usual(call)

        world.vendor.call = call  # type: ignore[method-assign, assignment]  # It is slow.
        world.told(thing)
        first, second = "object/6", "more/6"
        assert [one.rpartition("example/")[2] for one in calls] == [first, first, second]


_some_scopes = st.frozensets(st.sampled_from(("read", "read_all", "heart")))


class TestDsy93:
    """DSY-93. Who connects with another account, with leave for more than before, or after a consent that was over, has all of it read from the first day that is wanted; else what was read stays read."""

    @given(st.booleans(), st.lists(_some_scopes, min_size=2, max_size=2), st.booleans())
    @settings(max_examples=at_most(20))
    def test_what_was_read(self, is_other: bool, scopes: list[frozenset[str]], parts: bool) -> None:
        world = Rider()
        read = SimulatedDriver.tokens
        for number, some in enumerate(scopes):

            def tokens(*given: object, some: frozenset[str] = some) -> object:
                found = read(*given)  # type: ignore[arg-type]  # As it was asked.
                return mapped(found, lambda one: structs.replace(one, scopes=tuple(some)))

            with patch.object(SimulatedDriver, "tokens", tokens):
                self._connect(world, "other" if is_other and number else "mine")
            feeds = world.books.read(world.me, lambda book: book.feeds())
            is_read = number and not is_other and not parts and scopes[1] <= scopes[0]
            assert all(bool(feed.covered.spans) == bool(is_read) for feed in feeds)
            for _ in range(5):
                world.next()
            if parts:
                good(world.connecting.disconnect(world.me, Vendor.STRAVA))

    def _connect(self, world: Rider, account: str) -> None:
        asked = good(world.connecting.begin(world.me, Vendor.STRAVA, "https://a.test/c"))
        state = parse_qs(urlsplit(asked.address).query)["state"][0]
        good(world.connecting.complete(world.me, state, world.vendor.code(account)))


_ahead = st.timedeltas(dt.timedelta(days=2), dt.timedelta(days=90))


class TestDsy94:
    """DSY-94. What a clock that was far ahead wrote of a quota, a breaker, a pause or a lease counts no longer once the clock is right."""

    @given(_ahead)
    def test_a_quota(self, ahead: dt.timedelta) -> None:
        gates, me, now, allowed = MemoryGates(), somebody(), at(NOW), (Allowance(1, 86_400),)
        assert gates.admit(Vendor.OURA, me, allowed, later(now, ahead)) is None
        assert gates.admit(Vendor.OURA, me, allowed, now) is None
        assert gates.admit(Vendor.OURA, me, allowed, now) == allowed[0].window(now).end

    @given(_ahead, st.booleans())
    def test_a_breaker_and_a_pause(self, ahead: dt.timedelta, fails: bool) -> None:
        now, then = at(NOW), later(at(NOW), ahead)
        breaker, hour = Breaker(), dt.timedelta(hours=1)
        for _ in range(FAILURES_MOST if fails else 0):
            breaker = breaker.failed(then)
        breaker = breaker if fails else breaker.paused(later(then, hour))
        assert breaker.waits_until(then) is not None
        assert breaker.waits_until(now) is None
        assert breaker.at(now).paused(later(now, hour)).waits_until(now) == later(now, hour)
        failed = breaker.failed(now).waits_until(now)
        assert (failed is not None) is fails

    @given(_ahead, st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=90)))
    def test_a_pause_that_was_not_believed_is_not_believed_later(
        self, ahead: dt.timedelta, wait: dt.timedelta
    ) -> None:
        now = at(NOW)
        paused = Breaker().paused(later(now, ahead))
        assert paused.called(now).waits_until(later(now, wait)) is None

    @given(_ahead)
    def test_a_lease(self, ahead: dt.timedelta) -> None:
        now, token = at(NOW), UUID(int=1)
        lane = Lane(somebody(), now).held(token, later(now, ahead))
        assert not lane.is_free(later(now, ahead))
        assert lane.is_free(now)

    @given(st.integers(0, 119))
    def test_clocks_that_are_a_little_apart_agree(self, apart_s: int) -> None:
        now, apart, whole = at(NOW), dt.timedelta(seconds=apart_s), dt.timedelta(days=1)
        assert not Lane(somebody(), now).held(UUID(int=1), later(now, apart)).is_free(now)
        assert Breaker().paused(later(now, whole + apart)).waits_until(now) is not None
        gates, me, allowed = MemoryGates(), somebody(), (Allowance(1, 120),)
        assert gates.admit(Vendor.OURA, me, allowed, later(now, apart)) is None
        assert gates.admit(Vendor.OURA, me, allowed, now) is not None


class TestDsy95:
    """DSY-95. A clock that goes back drops no edit of a vendor that tells no time of change: what came later stands."""

    @given(st.integers(-7_200, 7_200).filter(bool), st.booleans())
    @settings(max_examples=at_most(15))
    def test_what_came_later_stands(self, step_s: int, is_replayed: bool) -> None:
        with site() as here:
            here.connect(Vendor.GARMIN)
            for name in ("Run", "Race"):
                here.hook(Vendor.GARMIN, garmin(name))
                here.work()
                here.clock.set(later(here.clock.now(), dt.timedelta(seconds=step_s)))
            assert names(here) == ["Race"]
            if is_replayed and step_s > 0:  # What is late is late, where the clock went right.
                (first,) = here.deliveries()[-1:]
                good(here.vega.sync.overseeing.replay(here.person, first.id))
                here.work()
                assert names(here) == ["Race"]


class TestDsy96:
    """DSY-96. What Garmin sends again never takes the place of an edition that came after it, however much later it comes; what it never sent before does."""

    @given(st.lists(st.sampled_from(("Run", "Race", "Walk")), min_size=1, max_size=6))
    @settings(max_examples=at_most(15))
    def test_the_newest_stands(self, sent: list[str]) -> None:
        with site() as here:
            here.connect(Vendor.GARMIN)
            for number, name in enumerate(sent, 1):
                here.hook(Vendor.GARMIN, garmin(name))
                here.work()
                newest = max(set(sent[:number]), key=sent.index)
                assert names(here) == [newest]
                here.clock.set(later(here.clock.now(), dt.timedelta(minutes=11)))


class TestDsy97:
    """DSY-97. Of two people who connect with one account at once one is connected, and the other is told that it is taken."""

    def test_both_looked_before_either_wrote(self, tmp_path: Path) -> None:
        with site(url=f"sqlite:///{tmp_path}/a.db") as here:
            here.connect(Vendor.STRAVA)
            sync, other = here.vega.sync, somebody()
            asked = good(sync.connecting.begin(other, Vendor.STRAVA, "https://a.test/c"))
            state = parse_qs(urlsplit(asked.address).query)["state"][0]
            with patch.object(SqlSyncBooks, "whose", lambda *_: None):
                found = sync.connecting.complete(other, state, here.store.code(WHO))
            assert refused(found) == AccountTaken(Vendor.STRAVA)
            assert here.parts.books.whose(Vendor.STRAVA, Account(WHO)) == here.person
            assert here.parts.books.read(other, lambda book: book.connections()) == ()


def garmin(name: str) -> bytes:
    """A push of one run under a name."""
    run = {
        "userId": WHO,
        "summaryId": "a1",
        "activityId": 1,
        "activityType": "RUNNING",
        "activityName": name,
        "startTimeInSeconds": int(NOW.timestamp()) - 9_000,
        "startTimeOffsetInSeconds": 0,
        "durationInSeconds": 3_600,
        "distanceInMeters": 9_990.0,
    }
    return json.dumps({"manuallyUpdatedActivities": [run]}).encode()


def names(here: Site) -> list[str | None]:
    """What the runs somebody has are called."""
    found = here.vega.activity.activities(here.person, ActivityQuery(most=10))
    return [one.spoken.name for one in found]
