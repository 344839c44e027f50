"""Days and hours a vendor's window has nothing of any more. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from tests.device_sync.fake_vendor import Reply, Thing
from tests.device_sync.fake_vendor.server import Ask
from tests.faults.sites import DAY, HOUR, WHO, Site, site
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.application.drivers import ABSENT
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.time import LocalDate, later

_MINUTE: Final = dt.timedelta(minutes=1)
_EVER: Final = LocalDate(dt.date.min), LocalDate(dt.date.max)
_DAYS: Final = range(1, 6)
# Of each vendor a document, what of its address is in no other, and how it says that it is empty.
_LISTS: Final = {
    Vendor.FITBIT: (DataKind.ACTIVITIES, "activities", "activities/list", b'{"activities": []}'),
    Vendor.GOOGLE_HEALTH: (DataKind.BODY, "weight", "weight/dataPoints", b"{}"),
}
vendors = pytest.mark.parametrize("vendor", _LISTS)


@contextmanager
def listed(vendor: Vendor) -> Iterator[Site]:
    """Let a person have something at a vendor on some days, all of which is known."""
    _, form, _, _ = _LISTS[vendor]
    with site() as here:
        for day in _DAYS:
            at = later(here.clock.now(), -day * DAY)
            began = f"{at:%Y-%m-%dT%H:%M:%S.000+00:00}"
            run = {"logId": day, "activityName": "Run", "startTime": began, "duration": 60_000}
            sample = {"physicalTime": f"{at:%Y-%m-%dT%H:%M:%SZ}", "utcOffset": "0s"}
            weight = {"weight": {"sampleTime": sample, "weightGrams": 70_000 + day}}
            data = run if vendor is Vendor.FITBIT else weight
            thing = Thing(form=form, id=str(day), account=WHO, at=at, modified_at=at, data=data)
            here.store.put(thing)
        here.connect(vendor)
        here.work()
        after(here, 2 * HOUR)
        assert known(here, vendor) == len(_DAYS)
        yield here


def after(here: Site, time: dt.timedelta) -> None:
    """Let time pass, and do what is due meanwhile; each look at a clock is later than the last."""
    until = later(here.clock.now(), time)
    for _ in range(500):
        due_at = here.parts.books.read(here.person, lambda book: book.lane()).due_at
        if due_at is None or due_at > until:
            break
        here.clock.set(max(due_at, later(here.clock.now(), dt.timedelta(seconds=1))))
        here.work()
    here.clock.set(max(until, here.clock.now()))


def known(here: Site, vendor: Vendor) -> int:
    """Count what stands."""
    kind, form, _, _ = _LISTS[vendor]
    found = here.parts.books.read(here.person, lambda book: book.dated(vendor, kind, _EVER))
    return sum(name[0] == form for name in found)


def empty_while(here: Site, vendor: Vendor, is_empty: Callable[[], bool]) -> None:
    """Let a vendor list nothing, while it does."""
    _, _, path, body = _LISTS[vendor]
    usual = here.vendor.answers

    def answers(ask: Ask) -> Reply:
        return Reply(200, body) if path in ask.path and is_empty() else usual(ask)

    here.vendor.answers = answers


class TestDsy142:
    """DSY-142. A day or an hour that is in no document of a window of Fitbit or Google any more is read again by itself, a quarter of an hour later: it is taken out when it is empty then as well, and else stays."""

    @vendors
    def test_an_empty_list_takes_nothing_out(self, vendor: Vendor) -> None:
        with listed(vendor) as here:
            times = iter([True])
            empty_while(here, vendor, lambda: next(times, False))
            for _ in range(3):
                after(here, 7 * HOUR)
                assert known(here, vendor) == len(_DAYS)
            assert next(times, None) is None

    @vendors
    def test_nor_one_that_is_empty_for_some_minutes(self, vendor: Vendor) -> None:
        with listed(vendor) as here:
            begun: list[dt.datetime] = []

            def is_empty() -> bool:
                begun.append(here.clock.now())
                return here.clock.now() < begun[0] + 10 * _MINUTE

            empty_while(here, vendor, is_empty)
            for _ in range(3):
                after(here, 7 * HOUR)
                assert known(here, vendor) == len(_DAYS)
            assert len(begun) > len(_DAYS)

    @vendors
    def test_what_is_deleted_is_taken_out_and_no_more(self, vendor: Vendor) -> None:
        with listed(vendor) as here:
            for day in (2, 3):
                here.store.delete(_LISTS[vendor][1], str(day))
            after(here, 7 * HOUR)
            assert known(here, vendor) == len(_DAYS) - 2
            sought = [one for one in here.deliveries() if one.topic.startswith(ABSENT)]
            assert len(sought) == 2
            after(here, 2 * DAY)
            assert known(here, vendor) == len(_DAYS) - 2

    @vendors
    def test_what_is_there_again_comes_back(self, vendor: Vendor) -> None:
        with listed(vendor) as here:
            until = later(here.clock.now(), 8 * HOUR)
            empty_while(here, vendor, lambda: here.clock.now() < until)
            after(here, 7 * HOUR)
            assert known(here, vendor) == 0
            after(here, 12 * HOUR)
            assert known(here, vendor) == len(_DAYS)
