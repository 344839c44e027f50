"""What a person's sync is asked for by those who watch it, on every store."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at, somebody
from vegaloop.device_sync import SyncBooks, Vendor
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.infrastructure.database import Database


@pytest.fixture
def books(database: Database | None) -> SyncBooks:
    return MemorySyncBooks() if database is None else SqlSyncBooks(database)


def test_a_delivery_is_found_by_its_vendor_and_key_and_person(books: SyncBooks) -> None:
    me, other = somebody(), somebody()
    delivery = a_delivery(uuid4().int, "a key")
    assert books.write(me, lambda book: book.add(delivery, b"raw"))

    def under(vendor: Vendor, key: str):
        return lambda book: book.under_key(vendor, key)

    assert books.read(me, under(delivery.vendor, "a key")) == delivery
    assert books.read(me, under(delivery.vendor, "another")) is None
    assert books.read(me, under(Vendor.OURA, "a key")) is None
    assert books.read(other, under(delivery.vendor, "a key")) is None


def test_the_last_step_is_that_of_the_person(books: SyncBooks) -> None:
    me, other = somebody(), somebody()
    step = StepTaken(at(NOW), Vendor.STRAVA, Step.FETCHED)
    assert books.read(me, lambda book: book.last_step()) == 0
    for number in (1, 2, 3):
        books.write(me, lambda book: book.tell(step))
        assert books.read(me, lambda book: book.last_step()) == number
    assert books.read(other, lambda book: book.last_step()) == 0
    assert [one.number for one in books.read(me, lambda book: book.steps(1, 9))] == [2, 3]
