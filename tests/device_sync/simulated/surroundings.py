"""What surrounds the workers of a simulated world, each of it as real as it must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeVar, final

import msgspec

from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.ports import SyncBook, SyncBooks
from vegaloop.device_sync.application.surroundings import (
    Keeper,
    NotSealed,
    Seal,
    Secrets,
)
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import Delivery
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import Outcome
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.imports import Held, HeldActivity, Taken, Told
from vegaloop.kernel.identity import Ids, PersonId, SourceId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Result, Success
from vegaloop.kernel.time import Clock, Instant, later

A = TypeVar("A")

SOURCE: Final = SourceId("strava")
# More than there are: others wait in the same database.
_EVERYBODY: Final = 10_000


class Killed(BaseException):
    """The process was ended at this moment."""


class StorageBroke(Exception):
    """The database did not answer; whether it kept what was written, nobody knows."""


@final
class OwnClock(Clock):
    """The clock of our own processes: right, or `ahead` of what is right, or behind it."""

    def __init__(self, right: Clock) -> None:
        self._right = right
        self.ahead = dt.timedelta()

    def now(self) -> Instant:
        return later(self._right.now(), self.ahead)


@final
class ClearSeal(Seal):
    """Seals nothing: what is sealed is tested elsewhere."""

    def seal(self, person: PersonId, vendor: Vendor, tokens: Tokens) -> bytes:
        return msgspec.json.encode(tokens)

    def unseal(self, person: PersonId, vendor: Vendor, sealed: bytes) -> Result[Tokens, NotSealed]:
        return Success(msgspec.json.decode(sealed, type=Tokens))

    def is_stale(self, sealed: bytes) -> bool:
        return False


@final
class CountedSecrets(Secrets):
    """Words everybody can guess."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def fresh(self) -> str:
        return self._ids.fresh().hex


@final
class KeptThings(Keeper):
    """What people have, and every effect there ever was on it."""

    def __init__(self) -> None:
        self.things: dict[PersonId, dict[str, str]] = {}
        self.effects: list[tuple[PersonId, str, str]] = []

    def take(self, person: PersonId, told: Sequence[Told]) -> tuple[Taken, ...]:
        for one in told:
            says = one.data.decode()
            self.things.setdefault(person, {})[one.external_id] = says
            self.effects.append((person, one.external_id, says))
        return tuple(Taken((), (HeldActivity(SOURCE, one.external_id),)) for one in told)

    def withdraw(self, person: PersonId, held: Sequence[Held]) -> None:
        for one in held:
            assert isinstance(one, HeldActivity)
            self.things.get(person, {}).pop(one.external_id, None)
            self.effects.append((person, one.external_id, ""))

    def retell(self, person: PersonId, held: Sequence[Held], of: Sequence[Held]) -> None:
        raise AssertionError(held)  # Nothing here is of two things.


@final
class AtHome(Profiles):
    """Everybody is at home somewhere."""

    def __init__(self, profiles: Mapping[PersonId, Profile]) -> None:
        self._profiles = profiles

    def profile(self, person: PersonId) -> Profile:
        return self._profiles.get(person, Profile())


class Watch:
    """Is told of what was kept, once it is."""

    def added(self, person: PersonId, delivery: Delivery, body: bytes) -> None:
        """A delivery is kept."""

    def put(self, person: PersonId, delivery: Delivery) -> None:
        """A delivery was replaced."""

    def stands(self, person: PersonId, connection: Connection) -> None:
        """A person stands otherwise with a vendor."""

    def fed(self, person: PersonId, feed: Feed) -> None:
        """A feed was replaced."""


class _WatchedBook:
    """A book that remembers what was written in it."""

    def __init__(self, book: SyncBook) -> None:
        self._book = book
        self.added: list[tuple[Delivery, bytes]] = []
        self.replaced: list[Delivery] = []
        self.stood: list[Connection] = []
        self.fed: list[Feed] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._book, name)

    def add(self, delivery: Delivery, body: bytes) -> bool:
        is_new = self._book.add(delivery, body)
        if is_new:
            self.added.append((delivery, body))
        return is_new

    def put(self, delivery: Delivery, outcome: Outcome | None = None) -> None:
        self._book.put(delivery, outcome)
        self.replaced.append(delivery)

    def put_feed(self, feed: Feed) -> None:
        self._book.put_feed(feed)
        self.fed.append(feed)

    def put_connection(self, connection: Connection) -> bool:
        is_put = self._book.put_connection(connection)
        self.stood.append(connection)
        return is_put


@final
class UnluckyBooks(SyncBooks):
    """Books whose writes fail now and then: before they were kept, or after."""

    def __init__(
        self,
        books: SyncBooks,
        luck: Callable[[str], None],
        watch: Watch,
        whose: Collection[PersonId],
    ) -> None:
        self._books = books
        self._whose = whose
        self._luck = luck
        self._watch = watch
        self.is_together = False
        self._pending: list[tuple[PersonId, _WatchedBook]] = []

    def read(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        return self._books.read(person, work)

    def write(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        if self.is_together:  # The whole is kept, or nothing.
            return self._watched(person, work)
        self._luck("before")
        self._pending = []
        done = self._watched(person, work)
        self.kept()
        self._luck("after")
        return done

    def kept(self) -> None:
        """What was written is kept: tell of it."""
        for person, book in self._pending:
            for delivery, body in book.added:
                self._watch.added(person, delivery, body)
            for delivery in book.replaced:
                self._watch.put(person, delivery)
            for connection in book.stood:
                self._watch.stands(person, connection)
            for feed in book.fed:
                self._watch.fed(person, feed)
        self._pending = []

    def lost(self) -> None:
        """Nothing of it was kept."""
        self._pending = []

    def waiting(self, now: Instant, most: int) -> tuple[PersonId, ...]:
        every = self._books.waiting(now, _EVERYBODY)
        return tuple(one for one in every if one in self._whose)[:most]

    def people(self, after: PersonId | None, most: int) -> tuple[PersonId, ...]:
        return self._books.people(after, most)

    def whose(self, vendor: Vendor, account: Account) -> PersonId | None:
        return self._books.whose(vendor, account)

    def _watched(self, person: PersonId, work: Callable[[SyncBook], A]) -> A:
        def watched(book: SyncBook) -> A:
            seen = _WatchedBook(book)
            done = work(seen)  # type: ignore[arg-type]  # All else is the book's own.
            self._pending.append((person, seen))
            return done

        return self._books.write(person, watched)
