"""Points of a day or an hour, however they are cut into pages."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import context, reading
from tests.support import good
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.application.drivers import Page
from vegaloop.device_sync.domain.vendor import DataKind

DRIVER = GoogleHealthDriver()
BEGAN = dt.datetime(2026, 3, 1)
HOURS = 4 * 24


def points(minutes: list[int]) -> list[tuple[dt.datetime, dict[str, object]]]:
    """Heart rates so many minutes after the beginning, each with a value of its own."""
    found = []
    for number, after in enumerate(sorted(minutes, reverse=True)):
        at = BEGAN + dt.timedelta(minutes=after)
        time = {"physicalTime": f"{at.isoformat()}Z", "utcOffset": "0s"}
        found.append((at, {"heartRate": {"sampleTime": time, "beatsPerMinute": f"{number}"}}))
    return found


class TestDsy70:
    """DSY-70. However a vendor cuts a list of points into pages, a record has all of its day or hour, and none is missing: where a page breaks off within one, that one is asked for again."""

    @given(
        st.lists(st.integers(0, HOURS * 60 - 1), max_size=120),
        st.integers(0, 40),
        st.booleans(),
        st.booleans(),
    )
    def test_every_hour_is_whole_and_there_once(
        self, minutes: list[int], more: int, newest_first: bool, always_goes_on: bool
    ) -> None:
        held = points(minutes)
        if not newest_first:
            held.reverse()
        # As many as the fullest hour has at least: what one hour has is never more than a page.
        hours = Counter(at.replace(minute=0) for at, _ in held)
        most = max(hours.values(), default=0) + 1 + more
        kept: dict[str, int] = {}
        page: str | None = "heart-rate|"
        pages = 0
        while page is not None and page.startswith("heart-rate|"):
            asked = DRIVER.page(DataKind.HEART, reading("2026-03-01", "2026-03-05", page), "a")
            query = dict(parse_qsl(urlsplit(asked.call.url).query))
            first, last = (
                dt.datetime.fromisoformat(one) for one in query["filter"].split('"')[1::2]
            )
            found = [one for at, one in held if first <= at < last]
            goes_on = len(found) > most or (always_goes_on and bool(found))
            body = {"dataPoints": found[:most]} | ({"nextPageToken": "t"} if goes_on else {})
            read = good(DRIVER.read(asked.topic, json.dumps(body).encode(), context()))
            assert isinstance(read, Page)
            for record in read.records:
                assert record.external_id not in kept
                assert record.data is not None
                kept[record.external_id] = len(json.loads(record.data)["dataPoints"])
            page, pages = read.next, pages + 1
            assert pages <= HOURS + 1
        wanted = {f"{hour:%Y-%m-%dT%H}": count for hour, count in hours.items()}
        assert kept == wanted
