"""A phone that pushes, all of it in one process: the real way from a batch to what a person has."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.device_sync.simulated.world import ClearSeal
from tests.strategies.imports import piece
from tests.support import NOW, CountedIds, PinnedClock, at, good
from vegaloop.activity import ActivityQuery, Session, Streams
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.biometrics import ReadingQuery
from vegaloop.device_sync.adapters.guard import CatchingGuard
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryGates
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.device_sync.adapters.phone import PhoneReads
from vegaloop.device_sync.application.accepting import BATCH, Accepting
from vegaloop.device_sync.application.calling import Answer, Call, Caller, CannotCall
from vegaloop.device_sync.application.drivers import Context, Page
from vegaloop.device_sync.application.parts import Parts
from vegaloop.device_sync.application.ports import DeliveryQuery
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.delivery import Delivery
from vegaloop.device_sync.domain.progress import Fate, Landed, Outcome
from vegaloop.device_sync.domain.record import Record as Kept
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.imports import Contexts, Telling
from vegaloop.imports.adapters.reading import FormatReader
from vegaloop.infrastructure.logbook import open_journal
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import UTC_ZONE, day_of

Record = Mapping[str, object]

APPLE, OTHERS = "apple_health", "health_connect"
PHONE: Final = "Ada’s iPhone"
_DOCS: Final = Path(__file__).parents[2] / "docs" / "phones.md"
DAYS: Final = [day_of(dt.date(2026, 2, 26) + dt.timedelta(days=n)) for n in range(8)]


def documented() -> dict[str, Record]:
    """The examples of docs/phones.md, by their types."""
    blocks = re.findall(r"```json\n(.*?)```", _DOCS.read_text(), re.DOTALL)
    lines = [line for block in blocks[1:] for line in block.splitlines()]
    records = [json.loads(line) for line in lines]
    assert len({one["type"] for one in records}) == len(records)
    return {one["type"]: one for one in records}


EXAMPLES: Final = documented()
# Some of the types that are kept in ways of their own: a series, packed samples, a reading, a night,
# a training, a meal.
SOME: Final = ("steps", "heart_rate", "weight", "sleep", "workout", "nutrition", "hydration")
BEGIN: Final = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)


class NoCaller(Caller):
    """Nobody is called."""

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        raise AssertionError(call)


class PhoneWorld:
    """Somebody with a phone; `bugs` has what broke a reader."""

    def __init__(self) -> None:
        self.clock, ids = PinnedClock(), CountedIds()
        self.vega = vegaloop_in_memory(clock=self.clock, ids=ids)
        self.me = self.vega.accounts.owner()
        self.bugs: list[Exception] = []
        vega, self.books = self.vega, MemorySyncBooks()
        contexts = Contexts(
            vega.accounts, vega.activity, vega.biometrics, vega.nutrition, vega.foods
        )
        reader = FormatReader(vega.foods, lambda _, bug: self.bugs.append(bug), lambda: 0.0)
        parts = Parts(
            books=self.books,
            gates=MemoryGates(),
            keeper=Telling(reader, contexts, vega.accounts),
            together=lambda _, work: work(),
            vendors={},
            reads={Vendor.PHONE: PhoneReads()},
            caller=NoCaller(),
            seal=ClearSeal(),
            profiles=vega.accounts,
            guard=CatchingGuard(open_journal),
            clock=self.clock,
            ids=ids,
            chance=lambda: 0.5,
        )
        self.accepting = Accepting(MemoryInbox(self.books), {}, self.clock, ids)
        self.working = Working(parts)

    def send(self, body: bytes) -> Delivery:
        """Push a body a minute later, let it be worked at, and show its delivery."""
        self.clock.set(self.clock.now() + dt.timedelta(minutes=1))
        arrival = self.accepting.push(self.me, body)
        self.accepting.accept((arrival,)).result()
        while self.working.step():
            pass
        deliveries = self.books.read(
            self.me, lambda book: book.deliveries(DeliveryQuery(), None, 1_000)
        )
        return next(one for one in deliveries if one.key == arrival.delivery.key)

    def outcome(self, delivery: Delivery) -> Outcome:
        """Show what became of the records of a delivery."""
        found = self.books.read(self.me, lambda book: book.outcome(delivery.id))
        assert found is not None, delivery.trouble
        return found

    def push(self, *records: object, **others: object) -> tuple[Landed, ...]:
        """Push records, and tell what became of each."""
        landed = self.outcome(self.send(batch(*records, **others))).landed
        assert not self.bugs
        return landed

    def fates(self, *records: object, **others: object) -> list[Fate]:
        """Push records, and tell their fates."""
        return [one.fate for one in self.push(*records, **others)]

    def bring(self, data: bytes, name: str) -> list[str]:
        """Import a file, and tell the fates of what is in it."""
        brought = self.vega.imports.bring(self.me, name, [piece(data, name)])
        page = self.vega.imports.items(self.me, brought.id)
        return [one.item.fate.value for one in good(page)]

    def has(self) -> list[str]:
        """Everything the person has, but for what only counts how often it was written."""
        vega, me, series = self.vega, self.me, self.vega.biometrics.series
        readings = [
            one
            for waits in (False, True)
            for one in vega.biometrics.readings(me, ReadingQuery(1_000, quarantined=waits))
        ]
        sessions = vega.activity.activities(me, ActivityQuery(most=1_000, with_duplicates=True))
        found: list[object] = [(one.source, one.moment, one.value) for one in readings]
        found += [(one.sport, one.start, one.facts.totals, self._streams(one)) for one in sessions]
        for day in DAYS:
            found += [
                (one.source, one.name, one.eaten, one.portions)
                for one in vega.nutrition.day(me, day)[1]
            ]
        for metric in sorted({one.metric for one in series.sources(me).seen}):
            for day in DAYS:
                found += [(metric, one) for one in series.samples(me, metric, day).samples]
        return sorted(map(repr, found))

    def _streams(self, session: Session) -> Streams:
        return good(self.vega.activity.streams(self.me, session.id))


def batch(*records: object, source: str = "apple_health", device: str | None = PHONE) -> bytes:
    """Write a document."""
    return json.dumps({"source": source, "device": device, "records": records}).encode()


def read(body: bytes, received_at: dt.datetime = NOW) -> tuple[Kept, ...]:
    """Read a document as the worker does."""
    page = good(PhoneReads().read(BATCH, body, context(received_at)))
    assert isinstance(page, Page)
    return page.records


def context(received_at: dt.datetime = NOW) -> Context:
    """What is known beside the bytes."""
    return Context(Account(""), UTC_ZONE, at(received_at))


def edition(kind: str, minutes: int, number: int | None, days: int = 0) -> Record:
    """An edition of a record of a day, changed so many minutes later; a deletion without a number."""
    told = (BEGIN + dt.timedelta(minutes=minutes)).isoformat()
    written = json.dumps(EXAMPLES[kind])
    for day, other in (("2026-02-28", "2026-03-02"), ("2026-03-01", "2026-03-03")):
        written = written.replace(day, other if days else day)
    record = json.loads(written) | {"id": f"{EXAMPLES[kind]['id']}/{days}"}
    if number is None:
        return {"id": record["id"], "type": kind, "deleted_at": told}
    for field in ("value", "distance_m"):
        if field in record:
            record[field] = 50 + number
    if "samples" in record:
        record["samples"] = [[n, 80 + n] for n in range(number + 1)]
    if "stages" in record:
        record["stages"] = record["stages"][: 1 + number % 3]
    if "nutrients" in record:
        record["nutrients"] = {"energy_kcal": 100 + number}
    return record | {"modified_at": told}
