"""The inbox in memory, for tests and for embedding."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import final

from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.ports import Acceptance, Arrival, Inbox, Sender, SyncBook
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.kernel.identity import PersonId

__all__ = ("MemoryInbox",)


@final
class MemoryInbox(Inbox):
    """Keeps what comes in memory."""

    def __init__(self, books: MemorySyncBooks) -> None:
        self._books = books

    def submit(self, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        """Keep what came."""
        kept = strange = 0
        for one in arrivals:
            person = self._whose(one)
            strange += person is None
            if person is not None:
                kept += self._books.write(person, partial(_keep, one))
        answer = Future[Acceptance]()
        answer.set_result(Acceptance(kept, len(arrivals) - kept - strange, strange))
        return answer

    def _whose(self, arrival: Arrival) -> PersonId | None:
        sender = arrival.whose
        if isinstance(sender, Sender):
            return self._books.whose(sender.vendor, sender.account)
        return sender


def _keep(arrival: Arrival, book: SyncBook) -> bool:
    if not book.add(arrival.delivery, arrival.body):
        return False
    lane = book.lane()
    run_at = arrival.delivery.run_at
    due_at = run_at if lane.due_at is None else min(lane.due_at, run_at)
    book.put_lane(Lane(lane.person, due_at, lane.token, lane.until))
    return True
