"""Working at what waits: one lane at a time, step by step, each step kept or not at all.

Rule 1: a vendor is asked outside of units of work; what it answered is kept in one that is fenced.
Rule 2: a step that finds its lane in other hands, or its consent gone, writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias, final

from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.delivering import Delivering
from vegaloop.device_sync.application.parts import Hold, Parts
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.pulling import Pulling
from vegaloop.device_sync.application.waking import due_now
from vegaloop.device_sync.domain.delivery import KEEP, Delivery
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.trouble import Broke
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, later

__all__ = ("GoOn", "Working")

GoOn: TypeAlias = Callable[[], bool]

# Several workers look at once: each tries some, so that they do not all want the same one.
_CANDIDATES: Final = 20
# Then others have their turn.
_STEPS_MOST: Final = 100
_FORGET_AT_ONCE: Final = 200


def _always() -> bool:
    return True


@final
class Working:
    """Takes what waits, as far as it is due."""

    __slots__ = ("_delivering", "_parts", "_pulling")

    def __init__(self, parts: Parts) -> None:
        asking = Asking(parts)
        self._parts = parts
        self._delivering = Delivering(parts, asking)
        self._pulling = Pulling(parts, asking)

    def step(self, go_on: GoOn = _always) -> bool:
        """Go along one lane in which something is due; False where there is none."""
        books, now = self._parts.books, self._parts.clock.now()
        for person in books.waiting(now, _CANDIDATES):
            hold = Hold(person, self._parts.ids.fresh())
            if books.write(person, partial(_claim, hold, now)):
                self._walk(hold, go_on)
                return True
        return False

    def _walk(self, hold: Hold, go_on: GoOn) -> None:
        for _ in range(_STEPS_MOST):
            if not go_on() or not self._next(hold):
                break
        self._parts.books.write(hold.person, partial(_let_go, hold, self._parts.clock.now()))

    def _next(self, hold: Hold) -> bool:
        """Take one step; False where nothing is due, or somebody else has the lane."""
        due = self._parts.books.read(hold.person, partial(_due, self._parts.clock.now()))
        match due:
            case None:
                return False
            case Delivery():
                match self._parts.guard(partial(self._delivering.deliver, hold, due)):
                    case Success(goes_on):
                        return goes_on
                    case Failure(kind):
                        return self._delivering.failed(hold, due, Broke(kind))
            case Feed():
                match self._parts.guard(partial(self._pulling.pull, hold, due)):
                    case Success(goes_on):
                        return goes_on
                    case Failure(kind):
                        return self._pulling.failed(hold, due, Broke(kind))


def _claim(hold: Hold, now: Instant, book: SyncBook) -> bool:
    lane = book.lane()
    if not lane.is_free(now) or not lane.is_due(now):
        return False
    book.put_lane(lane.held(hold.token, now))
    due_now(book, now)  # Whatever is begun now goes on when this ends, however it ends.
    return True


def _let_go(hold: Hold, now: Instant, book: SyncBook) -> None:
    lane = book.lane()
    if lane.token == hold.token:
        book.forget(later(now, -KEEP), _FORGET_AT_ONCE)
        book.put_lane(Lane(lane.person, book.next_due()))


def _due(now: Instant, book: SyncBook) -> Delivery | Feed | None:
    delivery = book.due(now)
    if delivery is not None:
        return delivery
    feeds = [feed for feed in book.feeds() if feed.is_due(now)]
    return min(feeds, key=_run_at, default=None)


def _run_at(feed: Feed) -> Instant:
    return feed.run_at
