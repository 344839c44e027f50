"""Lists that a vendor cuts badly: repeated, without an end, in a circle, growing while they are read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Final

import pytest

from tests.device_sync.fake_vendor import Account, Paging, Thing
from tests.device_sync.vendors.driving import RECEIVED, context, reading
from tests.support import PinnedClock, good
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.application.calling import Caller
from vegaloop.device_sync.application.drivers import Driver, Page
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.time import later

WHO: Final = "4711"
DAYS: Final = ("2026-03-01", "2026-03-21")
COUNT: Final = 60
PAGES_MOST: Final = 60


@pytest.fixture
def store() -> Account:
    found = Account(PinnedClock().now)
    found.page_most = 7  # Whatever was asked for.
    for number in range(COUNT):
        put(found, number)
    return found


def put(store: Account, number: int) -> None:
    """Let there be an activity, eight hours after the one before."""
    at = later(RECEIVED, -dt.timedelta(hours=8 * (number + 1)))
    data = {"id": number, "logId": number, "start_date": at.isoformat()}
    data["startTime"] = at.isoformat()
    # Google has the same under a name of its own.
    span = {"startTime": at.isoformat(), "startUtcOffset": "0s"}
    forms = {"activities": data, "exercise": {"id": number, "exercise": {"interval": span}}}
    for form, held in forms.items():
        thing = Thing(
            form=form, id=str(number), account=WHO, at=at, modified_at=RECEIVED, data=held
        )
        store.put(thing)


def told_in(page: Page) -> Iterator[int]:
    for follow in page.follow:
        yield int(json.loads(follow.body)["object_id"])
    for record in page.records:
        held = json.loads(record.data or b"{}")
        yield from (one["logId"] for one in held.get("activities", ()))
        yield from (one["id"] for one in held.get("dataPoints", ()))


@pytest.mark.parametrize(
    "driver", [FitbitDriver(), GoogleHealthDriver(), StravaDriver()], ids=lambda one: one.vendor
)
@pytest.mark.parametrize("paging", Paging)
def test_nothing_is_missed_and_nothing_is_endless(
    driver: Driver, paging: Paging, store: Account, caller: Caller
) -> None:
    fresh = iter(range(COUNT, 10_000))
    store.paging, store.on_page = paging, lambda: put(store, next(fresh))
    access, _ = store.grant(WHO)
    window, seen, pages = reading(*DAYS), set[int](), 0
    while window is not None:
        asked = driver.page(DataKind.ACTIVITIES, window, access)
        answer = good(caller.call(asked.call))
        page = good(driver.read(asked.topic, answer.body, context(WHO)))
        assert isinstance(page, Page)
        seen.update(told_in(page))
        pages += 1
        window = None if page.next is None else window.after(page.next)
        assert pages < PAGES_MOST
    wanted = {
        number
        for number in range(COUNT)
        if later(RECEIVED, -dt.timedelta(hours=8 * (number + 1))).date() >= dt.date(2026, 3, 1)
    }
    assert wanted <= seen
