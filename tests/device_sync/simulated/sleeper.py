"""One person whose vendor lists nights, and never says which it deleted."""

from __future__ import annotations

import datetime as dt
from typing import Final

from tests.device_sync.simulated.setting import Setting
from tests.support import NOW
from vegaloop.device_sync.application.drivers import ABSENT
from vegaloop.device_sync.application.ports import DeliveryQuery
from vegaloop.device_sync.domain.delivery import State

# Nights end in these numbers; of each day so many.
NIGHTS: Final = [str(4 * n + 3) for n in range(24)]


class Sleeper(Setting):
    """Somebody whose vendor lists their nights by their days, and tells of nothing."""

    PEOPLE: Final = 1

    def __init__(self, days_ago: int = 2, nights: int = len(NIGHTS)) -> None:
        super().__init__(0)
        self._well()
        (self.me,) = self.people
        day = NOW.date() - dt.timedelta(days=days_ago)
        for night in NIGHTS[:nights]:
            self.vendor.has(self.account(self.me), night, day, "asleep")
        self.pull()

    def pull(self, hours: int = 3) -> None:
        """Let some time pass, and all be read that is due then."""
        self.advance(dt.timedelta(hours=hours))
        self.work()

    def delete(self, id: str) -> None:
        """Delete a night at the vendor, which tells nobody."""
        self.vendor.change(self.account(self.me), id, NOW.date(), None)

    def hide(self, ids: set[str]) -> None:
        """Leave nights out of the next list."""
        self.vendor.hidden[self.account(self.me)] = frozenset(ids)

    @property
    def nights(self) -> set[str]:
        """The nights that are here."""
        return set(self.kept.things[self.me])

    def sought(self, state: State | None = None) -> list[str]:
        """The nights that were sought, as often as they were."""
        query = DeliveryQuery(state=state)
        found = self.books.read(self.me, lambda book: book.deliveries(query, None, 1_000))
        of = [one for one in found if one.topic.startswith(ABSENT)]
        bodies = [self.books.read(self.me, lambda book, one=one: book.body(one.id)) for one in of]
        return [body.decode() for body in bodies]
