"""Editions and deletions that do not say when they were made. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.phones import SOME, PhoneWorld, Record, edition
from tests.device_sync.simulated.sleeper import NIGHTS, Sleeper
from tests.faults.sites import WHO, Site, site
from tests.spec.test_device_sync_unsteady import Rider, away
from tests.support import NOW, at_most
from vegaloop.biometrics import Metric
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook, SyncBooks
from vegaloop.device_sync.application.waking import due_now
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.delivery import Delivery, State
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, day_of, later

_MINUTE = dt.timedelta(minutes=1)


def replayed(
    books: SyncBooks, person: PersonId, working: Working, now: Instant
) -> Iterator[Delivery]:
    """Replay each that was done, the newest first, and work at it by itself."""
    done = DeliveryQuery(state=State.DONE)
    for one in books.read(person, lambda book: book.deliveries(done, None, 999)):

        def again(book: SyncBook, one: Delivery = one) -> None:
            book.put(one.replayed(now))
            due_now(book, now)

        books.write(person, again)
        while working.step():
            pass
        yield one


def undated(kind: str, number: int = 1) -> Record:
    """An edition that does not say when it was made."""
    return {name: said for name, said in edition(kind, 1, number).items() if name != "modified_at"}


class TestDsy102:
    """DSY-102. A deletion that comes with an edition that does not say when it was made, or after it, takes it out, whenever it says that it was made itself."""

    @pytest.mark.parametrize("kind", SOME)
    def test_in_two_batches_and_in_one(self, kind: str) -> None:
        told, gone = undated(kind), edition(kind, 0, None)
        for order in ([[told], [gone]], [[told, gone]], [[gone, told]]):
            phone = PhoneWorld()
            fates = [one for some in order for one in phone.fates(*some)]
            assert Fate.WITHDRAWN in fates
            assert phone.has() == []

    def test_again_and_replayed_it_stays_out(self) -> None:
        phone, told, gone = PhoneWorld(), undated("weight"), edition("weight", 0, None)
        phone.push(told)
        phone.push(told | {"value": 60})
        phone.push(gone)
        for _ in replayed(phone.books, phone.me, phone.working, phone.clock.now()):
            assert phone.has() == []

    @given(st.permutations([0, 1, 2]), st.integers(0, 3))
    @settings(max_examples=at_most(15))
    def test_where_all_say_it_their_order_is_nothing(self, order: list[int], when: int) -> None:
        said = [edition("weight", 1, 1), edition("weight", when, None), edition("weight", 2, 2)]
        forth, back = PhoneWorld(), PhoneWorld()
        for one in said:
            forth.push(one)
        for number in order:
            back.push(said[number])
        assert forth.has() == back.has()
        assert bool(forth.has()) is (when < 2)

    def test_an_edition_that_comes_after_it_brings_it_back(self) -> None:
        phone = PhoneWorld()
        phone.push(undated("weight"))
        phone.push(edition("weight", 0, None))
        assert phone.fates(undated("weight", 2)) == [Fate.KEPT]
        (had,) = phone.has()
        for _ in replayed(phone.books, phone.me, phone.working, phone.clock.now()):
            assert phone.has() == [had]


class TestDsy111:
    """DSY-111. What was taken out because its vendor did not have it is back when the vendor lists or gives it later, though it says what it said; a deletion that was told stays."""

    def test_listed_again(self) -> None:
        world = Sleeper(nights=3)
        account, night = world.account(world.me), NIGHTS[0]
        was = world.vendor.things[account].pop(night)
        world.pull()
        assert night not in world.nights
        world.vendor.things[account][night] = was
        for _ in range(3):
            world.pull()
            assert night in world.nights
        del world.vendor.things[account][night]
        world.pull(24)
        assert night not in world.nights
        world.vendor.things[account][night] = was
        world.pull()
        assert night in world.nights

    def test_a_page_from_before_does_not_bring_it_back(self) -> None:
        world = Sleeper(nights=1)
        world.delete(NIGHTS[0])
        world.pull()
        assert world.nights == set()
        for _ in replayed(world.books, world.me, world.worker, world.clock.now()):
            assert world.nights == set()

    @pytest.mark.parametrize("times", [1, 2])
    def test_given_again(self, times: int) -> None:
        world = Rider()
        ride = world.rides("first")
        world.told(ride)
        for number in range(times):
            with away(9):
                world.told(type(ride)(ride.id, ride.modified_us + 9 + number, ride.day, "first"))
                for _ in range(2):
                    world.advance(10 * _MINUTE)
                    world.work()
            assert world.says is None
            world.advance(_MINUTE)
            world.told(type(ride)(ride.id, ride.modified_us + 90 + number, ride.day, "first"))
            world.work()
            assert world.says == "first"

    def test_a_deletion_that_was_told_stays(self) -> None:
        world = Rider()
        ride = world.rides("first")
        world.told(ride)
        account = {"account": world.account(world.me), "id": ride.id, "day": ride.day.isoformat()}
        gone = {**account, "modified": ride.modified_us + 5, "gone": True}
        world.accept(json.dumps(gone).encode())
        world.work()
        assert world.says is None
        world.advance(_MINUTE)
        world.told(type(ride)(ride.id, ride.modified_us + 9, ride.day, "first"))
        world.work()
        assert world.says is None


def daily(steps: int, hours: int) -> bytes:
    """A push of a day of which so many hours are over."""
    start = int(NOW.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
    day = {
        "userId": WHO,
        "summaryId": "x1-d",
        "calendarDate": NOW.date().isoformat(),
        "startTimeInSeconds": start,
        "startTimeOffsetInSeconds": 0,
        "durationInSeconds": hours * 3_600,
        "steps": steps,
    }
    return json.dumps({"dailies": [day]}).encode()


def steps_of(here: Site) -> float:
    """The steps somebody made today."""
    series = here.vega.biometrics.series
    day = series.samples(here.person, Metric.STEPS, day_of(NOW.date()))
    return sum(one.value for one in day.samples)


class TestDsy112:
    """DSY-112. Of Garmin's summaries of one day or stretch of it one that reaches less far than one before is outdated, whenever it comes; of those that reach as far what came later stands, but for what came before."""

    @given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=6))
    @settings(max_examples=at_most(15))
    def test_what_reaches_furthest(self, pushed: list[tuple[int, int]]) -> None:
        stands, seen = (0, 0), set[tuple[int, int]]()
        with site() as here:
            here.connect(Vendor.GARMIN)
            for steps, hours in pushed:
                here.hook(Vendor.GARMIN, daily(1_000 * steps, hours))
                here.work()
                if hours >= stands[1] and (steps, hours) not in seen:
                    stands = steps, hours
                    seen.add(stands)
                here.clock.set(later(here.clock.now(), 11 * _MINUTE))
                assert steps_of(here) == 1_000 * stands[0]
            assert here.deliveries(State.DEAD) == ()
