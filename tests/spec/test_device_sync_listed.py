"""What a list names, each thing of it for itself."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import context
from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at, good, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.application.drivers import Follow, Page
from vegaloop.device_sync.application.following import follow_up
from vegaloop.device_sync.application.ports import DeliveryQuery
from vegaloop.infrastructure.system import RandomIds
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import later

DRIVER = StravaDriver()
# The names of rides by their ids.
LISTS = st.lists(st.dictionaries(st.integers(1, 5), st.sampled_from("ab"), min_size=1), max_size=6)


def page_of(rides: Mapping[int, str]) -> Page:
    """What Strava's list says of some rides."""
    listed = [
        {"id": one, "name": name, "start_date": "2024-01-02T07:00:00Z"}
        for one, name in rides.items()
    ]
    page = good(DRIVER.read("page:activities:1:2", json.dumps(listed).encode(), context()))
    assert isinstance(page, Page)
    return page


class TestDsy130:
    """DSY-130. Each thing a page lists is followed up for itself: what becomes of one says nothing of another, and the same list again asks for nothing."""

    @given(LISTS)
    def test_whatever_is_new_and_nothing_else(self, lists: list[dict[int, str]]) -> None:
        books, me = MemorySyncBooks(), somebody()
        last: dict[int, str] = {}
        wanted = 0
        for number, rides in enumerate(lists):
            wanted += sum(last.get(one) != name for one, name in rides.items())
            last |= rides
            for _ in range(2):
                follow(books, me, number, rides)
        assert followed(books, me) == wanted

    @given(st.permutations(range(1, 6)))
    def test_pages_in_any_order_however_late(self, order: list[int]) -> None:
        books, me = MemorySyncBooks(), somebody()
        for one in order:  # The page with this ride was received then, and is taken only now.
            follow(books, me, one, {one: "a"})
        assert followed(books, me) == len(order)

    @pytest.mark.parametrize("key", ["", "thing", "0123456789abcdef"])
    def test_what_has_no_name_of_its_own_is_no_page(self, key: str) -> None:
        with pytest.raises(ValueError, match="<thing>:<edition>"):
            Page((), (Follow("hint:thing", key, b"{}"),))


def follow(books: MemorySyncBooks, me: PersonId, number: int, rides: Mapping[int, str]) -> None:
    """Follow up what a list says that was received so many seconds after the first."""
    received_at = later(at(NOW), dt.timedelta(seconds=number))
    page = a_delivery(900 + number, received_at=received_at)
    ids = RandomIds()
    books.write(me, lambda book: follow_up(book, page, page_of(rides).follow, ids, at(NOW)))


def followed(books: MemorySyncBooks, me: PersonId) -> int:
    """How many things were asked for."""
    return len(books.read(me, lambda book: book.deliveries(DeliveryQuery(), None, 99)))
