"""A small world, all of it in one process and out of one seed: people, a vendor, workers, bad luck."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from functools import partial
from typing import Final

from tests.device_sync.simulated.driver import OVERLAP_DAYS
from tests.device_sync.simulated.promises import VENDOR
from tests.device_sync.simulated.setting import WANTED_DAYS, Setting
from tests.device_sync.simulated.surroundings import (
    ClearSeal,
    Killed,
    StorageBroke,
)
from tests.device_sync.simulated.vendor import WINDOW_S, is_night
from tests.support import NOW
from vegaloop.device_sync.application.drivers import HINT, Envelope
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.schedule import waits_most
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import epoch_us, local_date_of

__all__ = ("EVERY", "ClearSeal", "Killed", "StorageBroke", "World")

_OLD_THINGS: Final = 12
_AGAIN_MOST: Final = 40


class World(Setting):
    """Everything that happens, drawn from one seed; `broken` says which promises were not kept."""

    EVENTS: Final = 300

    def run(self, events: int = EVENTS) -> list[str]:
        """Let things happen, then let everything be well again, and say what is not."""
        self.advance(dt.timedelta(days=self.chance.choice((0, 5))))
        for account in range(self.ACCOUNTS):
            for number in range(_OLD_THINGS):
                day = NOW.date() - dt.timedelta(days=self.chance.randrange(1, WANTED_DAYS))
                self.vendor.has(self.named(account), _id(account, number), day, f"old {number}")
        for _ in range(events):
            self.event()
            if self.promises.broken or self.vendor.faults:
                return [*self.promises.broken, *self.vendor.faults]
        self.settle()
        return [*self.broken(), *self._replayed_whole()]

    def event(self) -> None:
        """Let one thing happen."""
        happens = self.chance.choices(_HAPPENINGS, cum_weights=_WEIGHTS)[0]
        self.seen.add(happens)
        self.happened += 1
        self.say(f"{self.happened:4} {self.clock.now():%d %b %H:%M:%S} {happens}")
        self.luck = 0.05 if self.chance.random() < 0.3 else 0.0
        try:
            getattr(self, f"_{happens}")()
        except (StorageBroke, Killed) as broke:
            self.say(f"     {type(broke).__name__}")
            self.saw("kill" if isinstance(broke, Killed) else "broken storage")
            self.worker = Working(self.parts)  # Another process, which knows nothing.
            self.depth = 0
            self.look()
        self.luck = 0.0
        if self.happened % _LOOK_EVERY == 0:
            self.look()

    def look(self) -> None:
        """Look whether all that is promised at any moment is so."""
        for person in self.people:
            self.promises.look(person, self.books)

    def settle(self) -> None:
        """Let everything be well, and all that waits be done."""
        self._well()
        self.vendor.hidden.clear()
        for body in self.on_the_way:
            self.accept(body)
        self.on_the_way = []
        self._by_itself()
        for person in self.people:
            self.try_again(person)
        self._until_quiet()
        # Of nights beyond what is read again nobody ever knows but by a webhook.
        recent = self.clock.now().date() - dt.timedelta(days=OVERLAP_DAYS - 2)
        for body in [body for day, body in self.untold if day < recent]:
            self.accept(body)
        self._until_quiet()
        self.advance(dt.timedelta(days=1))  # What was on the last day of a window is within it.
        self._until_quiet()
        self.look()

    def _by_itself(self) -> None:
        """Let as much time pass as anything waits, and some more: nobody need do anything."""
        began, hour = self.clock.now(), dt.timedelta(hours=1)
        for wait in (waits_most(began) - began, *[hour] * 4):
            self.work()
            self.advance(wait)
        self.work()
        for person in self.people:
            self.books.read(person, partial(self.promises.goes_on, began))

    def _until_quiet(self) -> None:
        for _ in range(400):
            for person in self.people:
                connection = self.books.read(person, _connection)
                if connection is None or connection.grant is None:
                    self.connect(person)
                    self.try_again(person)
            self.work()
            if self._is_quiet() or self.promises.broken:
                break
            self.advance(dt.timedelta(minutes=20))

    def broken(self) -> list[str]:
        """Say which promises were not kept."""
        return self.promises.settled(self.people, self.kept, self.overseeing)

    def _create(self) -> None:
        person = self.chance.choice(self.people)
        account = self.signed_in[person]
        things = self.vendor.things[self.named(account)]
        number = next(n for n in itertools.count() if _id(account, n) not in things)
        ago = self.chance.choice((0, 0, 0, 1, 2, 9, 30))
        today = local_date_of(self.clock.now(), self.profiles[person].home_zone)
        day = today - dt.timedelta(days=ago)
        says = f"new {self.chance.randrange(10)}"
        self._tell(self.named(account), _id(account, number), day, says)

    def _edit(self) -> None:
        self._change(f"edited {self.chance.randrange(3)}")

    def _delete(self) -> None:
        self._change(None)

    def _change(self, says: str | None) -> None:
        # Things of an account change also after its person has left it.
        usual = [self.account(person) for person in self.people]
        account = self.chance.choice([*usual, *usual, self.named(self.PEOPLE)])
        things = self.vendor.things.get(account, {})
        if things:
            thing = things[self.chance.choice(sorted(things))]
            self._tell(account, thing.id, thing.day, says)

    def _tell(self, account: str, id: str, day: dt.date, says: str | None) -> None:
        thing = self.vendor.change(account, id, day, says)
        self.say(f"     {account[-1]}: {id} of {thing.day} says {says!r}")
        body = _hook(account, thing.id, thing.modified_us, thing.day, says is None)
        # A vendor forgets to tell, tells once, or tells again.
        times = self.chance.choice((0, 1, 1, 1, 2, 3))
        if not times:
            self._not_told(body)
        self.on_the_way += [body] * times

    def _hook(self) -> None:
        if self.on_the_way:
            at = self.chance.randrange(len(self.on_the_way))
            body = self.on_the_way[at]
            self.accept(body)
            self.on_the_way.remove(body)  # What was not acknowledged is told again.

    def _redelivery(self) -> None:
        if self.acknowledged:
            self.on_the_way.append(self.chance.choice(self.acknowledged))

    def _forgery(self) -> None:
        if self.acknowledged:
            body = self.chance.choice(self.acknowledged)
            match self.accepting.hook(VENDOR, Envelope("guess", {}, (), body)):
                case Success(arrivals):
                    raise AssertionError(arrivals)
                case Failure():
                    self.saw("refusal")

    def _omission(self) -> None:
        """A vendor leaves nights out of a list that are there, and here; or has a new one."""
        person = self.chance.choice(self.people)
        account, today = self.signed_in[person], self.clock.now().date()
        things = self.vendor.things[self.named(account)]
        here = self.kept.things.get(person, {})
        recent = [one.id for one in things.values() if 1 < (today - one.day).days < OVERLAP_DAYS]
        nights = frozenset(one for one in recent if is_night(one) and one in here)
        if nights:
            self.vendor.hidden[self.named(account)] = nights
        else:
            new = next(n for n in range(3, 1_000, 4) if _id(account, n) not in things)
            day = today - dt.timedelta(days=2)
            night = self.vendor.change(self.named(account), _id(account, new), day, "slept")
            at_us = night.modified_us
            self._not_told(_hook(self.named(account), night.id, at_us, day, gone=False))

    def _step(self) -> None:
        self.worker.step(lambda: self.chance.random() < 0.9)

    def _time(self) -> None:
        minutes = self.chance.choice((1, 5, 20, 90, 600, 2_000))
        self.advance(dt.timedelta(minutes=minutes))

    def _clock(self) -> None:
        """Our own clock is set wrong, or right again: by whole windows, which a quota is counted in."""
        wrong = self.chance.choice(_ASKEW) * self.chance.choice((1, 1, -1))
        self.set_clock(dt.timedelta() if self.own.ahead else wrong)

    def _outage(self) -> None:
        self.vendor.is_down = not self.vendor.is_down

    def _mood(self) -> None:
        self.vendor.trouble = self.chance.choice((0.0, 0.0, 0.2, 0.6))

    def _revocation(self) -> None:
        """Somebody takes their consent back at the vendor, which tells of it or does not."""
        person = self.chance.choice(self.people)
        account = self.account(person)
        for grant in self.vendor.grants:
            grant.is_revoked |= grant.account == account
        if self.chance.random() < 0.6:
            ended = json.loads(_hook(account, "0", 0, self.clock.now().date(), gone=False))
            ended["ended"] = epoch_us(self.clock.now())
            self.on_the_way.append(json.dumps(ended).encode())
            self.saw("revocation that is told")

    def _reconnection(self) -> None:
        self._consent(self.chance.choice(self.people))

    def _account(self) -> None:
        """Somebody signs in at the vendor with another account, and consents with that."""
        person = self.chance.choice(self.people)
        before, self.signed_in[person] = (
            self.signed_in[person],
            self.chance.randrange(self.ACCOUNTS),
        )
        if not self._consent(person):
            self.signed_in[person] = before
        elif before != self.signed_in[person]:
            self.saw("another account")

    def _again(self) -> None:
        self.try_again(self.chance.choice(self.people))

    def _replay(self) -> None:
        person = self.chance.choice(self.people)
        some = self.books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 60))
        if some:
            again = self.chance.choice(some).id
            self.promises.replayed([again])
            self.overseeing.replay(person, again)

    def _replayed_whole(self) -> list[str]:
        """Do all again that was ever done: the same editions once more, so nothing changes."""
        before = len(self.kept.effects)
        for person in self.people:
            query = DeliveryQuery(state=State.DONE)
            done = self.books.read(person, lambda book, q=query: book.deliveries(q, None, 10_000))
            again = [one.id for one in done if not one.topic.startswith(HINT)]
            self.promises.replayed(again)
            for one in self.chance.sample(again, min(len(again), _AGAIN_MOST)):
                self.overseeing.replay(person, one)
        self.work()
        return [f"again: {effect[1:]}" for effect in self.kept.effects[before:]]

    def _is_quiet(self) -> bool:
        waiting = [self.books.read(person, lambda book: book.counts()) for person in self.people]
        missing = [gap for one in self.people for gap in self.overseeing.gaps(one)]
        feeds = [feed for one in self.people for feed in self.books.read(one, _feeds)]
        newest = max(
            (t.modified_us for a in self.vendor.things.values() for t in a.values()), default=0
        )
        is_read = all(
            feed.cursor is not None and feed.reading is None and epoch_us(feed.cursor) > newest
            for feed in feeds
        )
        is_done = not any(state is State.WAITING for counts in waiting for _, state in counts)
        return is_done and is_read and not any(gap.missing.spans for gap in missing)


def _id(account: int, number: int) -> str:
    """Name a thing: no two accounts have one of the same name."""
    return f"{1_000 * account + number}"


def _hook(account: str, id: str, modified_us: int, day: dt.date, gone: bool) -> bytes:
    told = {"account": account, "id": id, "modified": modified_us, "day": day.isoformat()}
    return json.dumps({**told, "gone": gone}).encode()


def _connection(book: SyncBook) -> Connection | None:
    return book.connection(VENDOR)


def _feeds(book: SyncBook) -> tuple[Feed, ...]:
    return book.feeds()


_LIKELY: Final = {
    "create": 12,
    "edit": 12,
    "delete": 5,
    "hook": 22,
    "redelivery": 4,
    "forgery": 1,
    "omission": 5,
    "step": 26,
    "time": 10,
    "clock": 2,
    "outage": 2,
    "mood": 3,
    "revocation": 1,
    "disconnection": 1,
    "reconnection": 2,
    "account": 1,
    "again": 2,
    "replay": 3,
}
_HAPPENINGS: Final = tuple(_LIKELY)
_WEIGHTS: Final = tuple(itertools.accumulate(_LIKELY.values()))
_ASKEW: Final = tuple(WINDOW_S * dt.timedelta(seconds=n) for n in (1, 12, 80, 400, 2_880))
_LOOK_EVERY: Final = 8
# Whatever must have happened in some seed or other: else not much was tried.
EVERY: Final = frozenset(
    {
        *_HAPPENINGS,
        "account that is taken",
        "another account",
        "breaker opened",
        "broken storage",
        "change of clocks",
        "clock that is ahead",
        "clock that is behind",
        "clock that is put right",
        "consent that failed",
        "dead letter",
        "disconnection while it is asked",
        "duplicate",
        "kill",
        "lapse",
        "midnight",
        "night that is left out",
        "night that is sought",
        "outage",
        "overtaken worker",
        "quota spent",
        "refresh",
        "refusal",
        "replay of what was done",
        "Retry-After",
        "revocation that is told",
        "storage that breaks after",
        "storage that breaks before",
        "webhook of nobody",
    }
)
