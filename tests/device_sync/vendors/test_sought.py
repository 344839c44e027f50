"""Things that vendors' lists do not name any more: asked for by what the lists called them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import JUNK, context
from tests.device_sync.vendors.signing_vendors import OURA, POLAR, WHOOP
from tests.device_sync.vendors.test_laws import DRIVERS
from tests.support import good
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.fitbit_documents import DOCUMENTS
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.application.drivers import ABSENT, HINT, Driver, Hint, Page
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Success

STRAVA: Final = StravaDriver()
FITBIT: Final = FitbitDriver()
GOOGLE: Final = GoogleHealthDriver()
ID: Final = "7f3a-1"
NIGHT: Final = {"id": ID, "sleep_id": ID, "cycle_id": 9, "day": "2024-06-01"}
# A driver, the topic of a page that lists a thing, the page, and the address the thing is asked at.
LISTED: Final[Mapping[str, tuple[Driver, str, object, str]]] = {
    "strava activity": (
        STRAVA,
        "page:activities:1:2",
        [{"id": 12, "start_date": "2024-06-01T08:00:00Z"}],
        "/api/v3/activities/12",
    ),
    "polar exercise": (
        POLAR.driver,
        "page:activities:exercise",
        [{"id": ID, "start_time": "2024-06-01T08:00:00"}],
        f"/v3/exercises/{ID}",
    ),
    **{
        f"oura {form}": (
            OURA.driver,
            f"page:{kind}:{form}",
            {"data": [NIGHT], "next_token": None},
            f"/v2/usercollection/{'vO2_max' if form == 'vo2_max' else form}/{ID}",
        )
        for kind, rhythm in OURA.driver.rhythms.items()
        for form in rhythm.names
    },
    **{
        f"whoop {form}": (
            WHOOP.driver,
            f"page:{kind}:{form}",
            {"records": [NIGHT], "next_token": None},
            f"/developer/v2/activity/{'workout' if form == 'workout' else 'sleep'}/{ID}",
        )
        for kind, rhythm in WHOOP.driver.rhythms.items()
        for form in rhythm.names
    },
}


@pytest.mark.parametrize("what", LISTED)
def test_a_thing_is_asked_for_by_what_its_page_calls_it(what: str) -> None:
    driver, topic, written, path = LISTED[what]
    page = good(driver.read(topic, json.dumps(written).encode(), context()))
    assert isinstance(page, Page)
    ((form, name),) = page.names
    (kind,) = [kind for kind, one in driver.rhythms.items() if form in one.names]
    hint = good(driver.read(f"{ABSENT}{form}", name.encode(), context()))
    assert isinstance(hint, Hint)
    assert urlsplit(hint.fetches[0].call.url).path == path
    (gone,) = hint.if_gone
    assert (gone.name, gone.kind, gone.data) == ((form, name), kind, None)
    assert gone.modified_at == context().received_at


@pytest.mark.parametrize("driver", [FITBIT, GOOGLE], ids=lambda one: one.vendor)
def test_a_day_is_asked_for_alone_and_gone_when_it_is_empty(driver: Driver) -> None:
    for kind, rhythm in driver.rhythms.items():
        assert rhythm.sought_after
        for form in rhythm.names:
            hour = "T08" if form == "heart-rate" else ""
            sought = f"{ABSENT}{form}", f"2024-06-01{hour}".encode()
            hint = good(driver.read(*sought, context()))
            assert isinstance(hint, Hint)
            assert (len(hint.fetches), hint.if_gone) == (1, ())
            field = {"spo2": b"[]"}.get(form, b'{"%s": []}' % _field(form).encode())
            page = good(driver.read(hint.topic, field, context()))
            assert isinstance(page, Page)
            ((record),) = page.records
            assert (record.kind, record.data) == (kind, None)
            assert record.name == (form, sought[1].decode())


def _field(form: str) -> str:
    return DOCUMENTS[form].field if form in DOCUMENTS else "dataPoints"


def test_what_is_named_by_windows_is_what_the_documents_say() -> None:
    named = {
        (driver.vendor.value, kind.value): one.names
        for driver in DRIVERS
        for kind, one in driver.rhythms.items()
        if one.names
    }
    assert {vendor for vendor, _ in named} == {
        *("strava", "oura", "whoop", "polar"),
        *("fitbit", "google"),
    }
    assert named["polar", DataKind.ACTIVITIES.value] == ("exercise",)
    assert sum(vendor == "polar" for vendor, _ in named) == 1
    assert "heartrate" not in {form for forms in named.values() for form in forms}


@given(st.sampled_from(DRIVERS), JUNK | st.text(max_size=40).map(str.encode))
def test_whatever_is_kept_as_a_name_nothing_is_raised_and_nowhere_else_is_asked(
    driver: Driver, body: bytes
) -> None:
    forms = {form for one in driver.rhythms.values() for form in one.names} | {"other"}
    for form in sorted(forms):
        match driver.read(f"{ABSENT}{form}", body, context()):
            case Failure():
                continue
            case Success(Hint(fetches=fetches, topic=topic)):
                assert not topic.startswith(ABSENT)
                assert topic.startswith(HINT) or len(fetches) > 0
                asked = [urlsplit(one.call.url).path for one in fetches]
                assert all(".." not in path and "//" not in path for path in asked)
            case Success(read):
                raise AssertionError(read)
