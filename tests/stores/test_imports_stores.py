"""The contract of the import stores: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
import io
from uuid import UUID, uuid4

import pytest

from tests.support import NOW, at, somebody
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.imports.adapters.memory import MemoryImportLogs
from vegaloop.imports.adapters.pieces import PIECE_BYTES
from vegaloop.imports.adapters.sql import SqlImportLogs
from vegaloop.imports.application.ports import ImportLog, ImportLogs, ListedItem, Piece
from vegaloop.imports.domain.bringing import Import, ImportId, Lapses
from vegaloop.imports.domain.found import Place
from vegaloop.imports.domain.receipt import Counts, Fate, Item
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.time import LocalDate


@pytest.fixture
def logs(database: Database | None) -> ImportLogs:
    return MemoryImportLogs(Revisions()) if database is None else SqlImportLogs(database)


def an_import(minutes: int = 0, content: str = "c", id: UUID | None = None) -> Import:
    return Import(
        id=ImportId(id or uuid4()),
        name="Ärchiv · 健康.zip",
        content=content,
        size=7,
        brought_at=at(NOW + dt.timedelta(minutes=minutes)),
    )


ITEMS = (
    Item(fate=Fate.KEPT, what="weight", place=Place("a.csv", line=2), count=3),
    Item(
        fate=Fate.REFUSED,
        what="hrv",
        place=Place("b.json", item=1),
        source="vendor/Ü",
        reason='{"type":"out-of-range","least":0}',
    ),
    Item(
        fate=Fate.MERGED,
        what="activity",
        place=Place("c/d.fit", byte=9),
        last=Place("c/d.fit", byte=10),
        first_day=LocalDate(dt.date(2025, 3, 1)),
        last_day=LocalDate(dt.date(2025, 3, 2)),
        ids=("1", "2"),
        remarks=("cut-off",),
    ),
)


class TestImportStore:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    def test_an_import_comes_back_as_it_went(self, logs: ImportLogs) -> None:
        me, brought = somebody(), an_import()
        logs.write(me, lambda log: log.add(brought))
        claimed = brought.claimed(uuid4(), at(NOW))
        progress = claimed.progress.further(2, Counts(kept=5, refused=1), 3, Lapses(9, (4, 7)))
        further = claimed.advanced(progress, at(NOW))
        assert logs.write(me, lambda log: log.put(claimed, None))
        assert not logs.write(me, lambda log: log.put(brought, None))
        assert not logs.write(me, lambda log: log.put(brought, uuid4()))
        assert logs.write(me, lambda log: log.put(further, claimed.token))
        assert logs.read(me, lambda log: log.find(brought.id)) == further
        assert logs.read(somebody(), lambda log: log.find(brought.id)) is None
        assert not logs.write(somebody(), lambda log: log.put(brought, claimed.token))
        done = further.finished(progress, at(NOW))
        assert logs.write(me, lambda log: log.put(done, claimed.token))
        assert logs.read(me, lambda log: log.find(brought.id)) == done

    def test_the_oldest_that_was_left_half_way(self, logs: ImportLogs) -> None:
        me = somebody()
        old, new, other = an_import(0), an_import(1), an_import(2, "other")
        done = an_import(-1).claimed(uuid4(), at(NOW)).given_up(at(NOW))
        for one in (new, old, other, done):
            logs.write(me, lambda log, one=one: log.add(one))
        assert logs.read(me, lambda log: log.unfinished("c")) == old
        assert logs.read(me, lambda log: log.unfinished("nothing")) is None
        assert logs.read(me, lambda log: log.listed(None, 9)) == (other, new, old, done)
        place = (new.brought_at, new.id)
        assert logs.read(me, lambda log: log.listed(place, 1)) == (old,)

    def test_a_receipt_in_order_and_by_fate(self, logs: ImportLogs) -> None:
        me, brought = somebody(), an_import()

        def keep(log: ImportLog) -> None:
            log.add(brought)
            log.append(brought.id, 0, ITEMS[:2])
            log.append(brought.id, 2, ITEMS[2:])
            log.append(brought.id, 3, ())

        logs.write(me, keep)
        listed = tuple(ListedItem(n, item) for n, item in enumerate(ITEMS))
        assert logs.read(me, lambda log: log.items(brought.id, None, 0, 9)) == listed
        assert logs.read(me, lambda log: log.items(brought.id, None, 1, 1)) == listed[1:2]
        assert logs.read(me, lambda log: log.items(brought.id, Fate.MERGED, 0, 9)) == listed[2:]
        assert logs.read(somebody(), lambda log: log.items(brought.id, None, 0, 9)) == ()
        logs.write(me, lambda log: log.clear(brought.id))
        assert logs.read(me, lambda log: log.items(brought.id, None, 0, 9)) == ()

    def test_bytes_until_it_is_done(self, logs: ImportLogs) -> None:
        me, brought = somebody(), an_import()
        large = bytes(range(256)) * (PIECE_BYTES // 256) + b"the end"
        pieces = [
            Piece("a.zip", len(large), lambda: io.BytesIO(large)),
            Piece("b.fit", 2, lambda: io.BytesIO(b"fi")),
        ]

        def keep(log: ImportLog) -> None:
            log.add(brought)
            log.keep_bytes(brought, pieces)

        logs.write(me, keep)
        assert (me, brought.id) in logs.waiting(1_000)
        first, second = logs.pieces(me, brought.id)
        assert (first.name, first.size, second.name, second.size) == (
            "a.zip",
            len(large),
            "b.fit",
            2,
        )
        with first.open() as one, first.open() as other:
            assert one.read() == large
            other.seek(-7, io.SEEK_END)
            assert (other.read(3), other.tell(), other.read()) == (b"the", len(large) - 4, b" end")
            one.seek(PIECE_BYTES - 2)
            assert one.read(4) == large[-9:-5]
        assert logs.pieces(somebody(), brought.id) == ()
        logs.write(me, lambda log: log.drop_bytes(brought.id))
        assert logs.pieces(me, brought.id) == ()
        assert (me, brought.id) not in logs.waiting(1_000)
        logs.write(me, lambda log: log.remove(brought.id))
        assert logs.read(me, lambda log: log.find(brought.id)) is None


class TestTogether:
    """What is written together is kept whole or not at all, whoever wrote it."""

    def test_all_of_it(self, engine: Database) -> None:
        me, brought = somebody(), an_import()
        logs, charts = SqlImportLogs(engine), SqlCharts(engine)
        revision = engine.revision(me)

        def work() -> int:
            logs.write(me, lambda log: log.add(brought))
            assert logs.read(me, lambda log: log.find(brought.id)) == brought
            return charts.read(me, lambda chart: len(chart.briefs(Metric.STEPS, *DAYS)))

        assert engine.together(me, work) == 0
        assert logs.read(me, lambda log: log.find(brought.id)) == brought
        assert engine.revision(me) > revision

    def test_nothing_of_it(self, engine: Database) -> None:
        me, brought = somebody(), an_import()
        logs = SqlImportLogs(engine)

        def work() -> None:
            logs.write(me, lambda log: log.add(brought))
            logs.write(me, lambda log: log.append(brought.id, 0, ITEMS))
            raise ArithmeticError

        with pytest.raises(ArithmeticError):
            engine.together(me, work)
        assert logs.read(me, lambda log: log.find(brought.id)) is None
        assert logs.read(me, lambda log: log.items(brought.id, None, 0, 9)) == ()
        logs.write(me, lambda log: log.add(brought))
        assert logs.read(me, lambda log: log.find(brought.id)) == brought


DAYS = (LocalDate(dt.date(2025, 1, 1)), LocalDate(dt.date(2025, 2, 1)))
