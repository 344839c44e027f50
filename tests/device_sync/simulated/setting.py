"""The setting of a small world: people, a vendor, workers, and how they come together."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import delete

from tests.device_sync.simulated.driver import KEYS, SimulatedDriver
from tests.device_sync.simulated.promises import VENDOR, Promises
from tests.device_sync.simulated.surroundings import (
    AtHome,
    ClearSeal,
    CountedSecrets,
    KeptThings,
    Killed,
    OwnClock,
    StorageBroke,
    UnluckyBooks,
)
from tests.device_sync.simulated.vendor import SimulatedVendor, is_night
from tests.support import NOW, CountedIds, PinnedClock, SilentJournal, good, somebody
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.gates import SqlGates
from vegaloop.device_sync.adapters.guard import CatchingGuard
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryConsents, MemoryGates
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.device_sync.adapters.tables import GATES, SPENT
from vegaloop.device_sync.application.accepting import Accepting
from vegaloop.device_sync.application.connecting import AccountTaken, Connecting
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.application.overseeing import Overseeing
from vegaloop.device_sync.application.parts import Configured, Parts
from vegaloop.device_sync.application.ports import DeliveryQuery, Inbox
from vegaloop.device_sync.application.surroundings import Gates
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import TimeZone, day_of, later, moment_in

__all__ = ("WANTED_DAYS", "ZONES", "Setting")

A = TypeVar("A")

ZONES: Final = ("UTC", "Europe/Paris", "Pacific/Auckland")
WANTED_DAYS: Final = 40
# Before a clock has been wrong for longer somebody sees it.
_ASKEW_MOST: Final = dt.timedelta(hours=12)
# All that ever waits is done in far fewer.
_WALKS_MOST: Final = 500
_REDIRECT: Final = "https://vegaloop.test/connected"


class Setting:
    """People, a vendor and workers, at peace so far."""

    PEOPLE: Final = 3
    ACCOUNTS: Final = PEOPLE + 2

    def __init__(self, seed: int, database: Database | None = None) -> None:
        self.chance = random.Random(seed)
        self.database = database
        self.clock = PinnedClock()
        self.own = OwnClock(self.clock)
        self.askew_until = self.clock.now()
        self.ids = CountedIds()
        self.people = [self._somebody() for _ in range(self.PEOPLE)]
        # With which account each is signed in at the vendor.
        self.signed_in = {person: number for number, person in enumerate(self.people)}
        self.profiles = {
            person: Profile(home_zone=TimeZone(zone))
            for person, zone in zip(self.people, itertools.cycle(ZONES), strict=False)
        }
        self.vendor = SimulatedVendor(self.clock, random.Random(seed + 1))
        self.vendor.meanwhile = self.vendor.afterwards = self._meanwhile
        self.vendor.saw = self.saw
        self.kept = KeptThings()
        self.walks = 0
        self.promises = Promises(self.vendor)
        self.on_the_way: list[bytes] = []
        self.untold: list[tuple[dt.date, bytes]] = []
        self.acknowledged: list[bytes] = []
        self.seen = self.promises.seen
        self.story: list[str] = []
        self.luck = 0.0
        self.depth = 0
        self.happened = 0
        memory = MemorySyncBooks()
        books = memory if database is None else SqlSyncBooks(database)
        self.books = UnluckyBooks(books, self._storage, self.promises, frozenset(self.people))
        self.inbox: Inbox = MemoryInbox(memory) if database is None else SqlInbox(database)
        self.parts = self.joined()
        vendors = self.parts.vendors
        self.accepting = Accepting(self.inbox, vendors, self.own, self.ids)
        self.overseeing = Overseeing(self.parts)
        self.connecting = Connecting(self.parts, MemoryConsents(), CountedSecrets(self.ids))
        self.worker = Working(self.parts)
        for person in self.people:
            self.connect(person)

    def joined(self) -> Parts:
        """Join a worker."""
        driver = SimulatedDriver()
        return Parts(
            books=self.books,
            gates=self.gates(),
            keeper=self.kept,
            together=self.together,
            vendors={VENDOR: Configured(driver, KEYS)},
            reads={VENDOR: driver},
            caller=self.vendor,
            seal=ClearSeal(),
            profiles=AtHome(self.profiles),
            guard=CatchingGuard(SilentJournal, (StorageBroke,)),
            clock=self.own,
            ids=self.ids,
            chance=self.chance.random,
        )

    def gates(self) -> Gates:
        if self.database is None:
            return MemoryGates()
        with self.database.transaction(writing=True) as connection:
            for table in (GATES, SPENT):  # Those of earlier tests, whose time is another.
                connection.execute(delete(table))
        return SqlGates(self.database)

    def together(self, person: PersonId, work: Callable[[], A]) -> A:
        """One unit of work over what people have and what is known of it."""
        before = dict(self.kept.things.get(person, {})), len(self.kept.effects)
        self.books.is_together = True
        self.books.lost()
        try:
            self._storage("before")
            done = work() if self.database is None else self.database.together(person, work)
        except BaseException:
            self.kept.things[person] = before[0]
            del self.kept.effects[before[1] :]
            self.books.lost()
            raise
        finally:
            self.books.is_together = False
        self.books.kept()
        self._storage("after")
        return done

    def connect(self, person: PersonId) -> None:
        """Let somebody consent while everything is well."""
        before = self.vendor.is_down, self.vendor.trouble, self.luck
        meanwhile = self.vendor.meanwhile, self.vendor.afterwards
        self._well()
        if self.holder(self.account(person)) not in {None, person}:
            free = (one for one in range(self.ACCOUNTS) if self.holder(self.named(one)) is None)
            self.signed_in[person] = next(free)
        while not self._consent(person):  # Its gate is shut: they try again later.
            self.advance(dt.timedelta(minutes=20))
        self.vendor.is_down, self.vendor.trouble, self.luck = before
        self.vendor.meanwhile, self.vendor.afterwards = meanwhile

    def work(self) -> None:
        """Do all that is due, which comes to an end."""
        while self.walks < _WALKS_MOST and self.worker.step():
            self.walks += 1
        if self.walks == _WALKS_MOST:
            self.promises.broken.append("what is due comes to no end")

    def try_again(self, person: PersonId) -> None:
        """Let somebody press the button."""
        self.overseeing.try_again(person, None)
        self._replayed(person)

    def account(self, person: PersonId) -> str:
        """The account with which somebody is signed in at the vendor."""
        return self.named(self.signed_in[person])

    def named(self, account: int) -> str:
        return f"account-{self.people[0]}-{account}"

    def holder(self, account: str) -> PersonId | None:
        """Who is connected with an account."""
        return self.books.whose(VENDOR, Account(account))

    def accept(self, body: bytes) -> None:
        """Let a webhook come in."""
        match self.accepting.hook(VENDOR, Envelope(KEYS.word, {}, (), body)):
            case Success(arrivals):
                self._storage("before")
                whose = self.holder(json.loads(body)["account"])
                answer = self.accepting.accept(arrivals).result()
                self.acknowledged.append(body)
                self.seen |= {"duplicate"} if answer.known else set()
                if answer.strange:
                    self.seen.add("webhook of nobody")
                    self._not_told(body)
                for one in arrivals if whose is not None else ():
                    self.promises.accepted[whose, one.delivery.key] = None
            case Failure(error):
                raise AssertionError(error)

    def _not_told(self, body: bytes) -> None:
        """Remember a night of which nobody here knows by a webhook."""
        told = json.loads(body)
        if is_night(told["id"]):
            self.untold.append((dt.date.fromisoformat(told["day"]), body))

    def advance(self, by: dt.timedelta) -> None:
        before = self.clock.now()
        self.clock.set(before + by)
        now = self.clock.now()
        if self.own.ahead and now >= self.askew_until:
            self.set_clock(dt.timedelta())
        for zone in ZONES:
            a, b = moment_in(before, TimeZone(zone)), moment_in(now, TimeZone(zone))
            self.seen |= {"midnight"} if a.local_date != b.local_date else set()
            self.seen |= {"change of clocks"} if a.utc_offset_s != b.utc_offset_s else set()

    def set_clock(self, ahead: dt.timedelta) -> None:
        """Set our own clock; what a vendor asked to wait for, nobody knows how long any more."""
        self.own.ahead = ahead
        self.askew_until = later(self.clock.now(), _ASKEW_MOST)
        self.vendor.forgive()
        self.saw("clock that is put right" if not ahead else f"clock that is {_way(ahead)}")

    def saw(self, what: str) -> None:
        self.seen.add(what)
        self.say(f"     {what}")

    def say(self, line: str) -> None:
        """Go on with the story, which is read when something broke."""
        self.story.append(line)

    def _somebody(self) -> PersonId:
        """Somebody nobody else uses: databases are shared between tests."""
        return PersonId(self.ids.fresh()) if self.database is None else somebody()

    def _consent(self, person: PersonId) -> bool:
        asked = good(self.connecting.begin(person, VENDOR, _REDIRECT))
        state = parse_qs(urlsplit(asked.address).query)["state"][0]
        code = self.vendor.code(self.account(person))
        since = day_of(NOW.date() - dt.timedelta(days=WANTED_DAYS))
        match self.connecting.complete(person, state, code, since):
            case Success():
                return True
            case Failure(AccountTaken()):
                self.saw("account that is taken")
                return False
            case Failure():
                self.saw("consent that failed")
                return False

    def _well(self) -> None:
        if self.own.ahead:
            self.set_clock(dt.timedelta())
        self.vendor.is_down, self.vendor.trouble, self.luck = False, 0.0, 0.0
        self.vendor.meanwhile = self.vendor.afterwards = lambda: None

    def _replayed(self, person: PersonId) -> None:
        query = DeliveryQuery(state=State.WAITING)
        waiting = self.books.read(person, lambda book: book.deliveries(query, None, 10_000))
        self.promises.replayed([one.id for one in waiting])

    def _meanwhile(self) -> None:
        """While a vendor is asked others work, time passes, people change their minds, all ends."""
        if self.luck and self.chance.random() < 0.02:
            raise Killed
        if self.depth < 2 and self.chance.random() < 0.06:
            self.depth += 1
            if self.chance.random() < 0.5:
                self.advance(dt.timedelta(minutes=3))
            if self.chance.random() < 0.2:
                self.saw("disconnection while it is asked")
                self._disconnection()
            self.saw("overtaken worker")
            Working(self.parts).step()
            self.depth -= 1

    def _storage(self, when: str) -> None:
        if self.luck and self.chance.random() < self.luck:
            self.saw(f"storage that breaks {when}")
            raise StorageBroke if self.chance.random() < 0.5 else Killed

    def _disconnection(self) -> None:
        self.connecting.disconnect(self.chance.choice(self.people), VENDOR)


def _way(ahead: dt.timedelta) -> str:
    return "ahead" if ahead > dt.timedelta() else "behind"
