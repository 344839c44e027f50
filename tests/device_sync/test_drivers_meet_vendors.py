"""Each driver and the fake of its vendor understand each other, call by call, over a real line."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

import pytest

from tests.device_sync.fake_vendor import Account
from tests.support import NOW, PinnedClock, at, good, refused
from vegaloop.device_sync.adapters.tables import DELIVERIES
from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver
from vegaloop.device_sync.adapters.vendors.oura import OuraDriver
from vegaloop.device_sync.adapters.vendors.polar import PolarDriver
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.device_sync.adapters.vendors.whoop import WhoopDriver
from vegaloop.device_sync.adapters.vendors.withings import WithingsDriver
from vegaloop.device_sync.application.calling import Answer, Call, Caller
from vegaloop.device_sync.application.drivers import Context, Driver, Keys, Page, Tokens
from vegaloop.device_sync.domain.feed import Reading
from vegaloop.device_sync.domain.trouble import Denied
from vegaloop.device_sync.domain.vendor import Account as VendorAccount
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.time import UTC_ZONE, days_after, local_date_of

DRIVERS: Final[tuple[Driver, ...]] = (
    FitbitDriver(),
    GarminDriver(),
    GoogleHealthDriver(),
    OuraDriver(),
    PolarDriver(),
    StravaDriver(),
    WhoopDriver(),
    WithingsDriver(),
)
KINDS: Final = [(driver, kind) for driver in DRIVERS for kind in driver.rhythms]
KEYS: Final = Keys("client", "secret", "word")
REDIRECT: Final = "https://vegaloop.test/connected"
WHO: Final = "4711"
TODAY: Final = local_date_of(at(NOW), UTC_ZONE)
WEEK: Final = Reading((days_after(TODAY, -6), days_after(TODAY, 1)), None, at(NOW))
VERIFIER: Final = "a verifier nobody can guess, of enough characters"


@pytest.fixture
def store() -> Account:
    return Account(PinnedClock().now)


def named(driver: Driver) -> str:
    return driver.vendor.value


def answered(caller: Caller, call: Call) -> Answer:
    answer = good(caller.call(call))
    assert answer.status < 300, (call.url, answer)
    return answer


def connected(driver: Driver, store: Account, caller: Caller) -> Tokens:
    """Connect a person as the service does."""
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    code = store.code(WHO, challenge)
    answer = answered(caller, driver.exchange(KEYS, REDIRECT, code, VERIFIER))
    tokens = good(driver.tokens(answer, None, at(NOW)))
    for call in driver.after_consent(KEYS, tokens):
        told = answered(caller, call)
        if not tokens.account:  # Only now does the vendor tell whose they are.
            tokens = good(driver.tokens(told, tokens, at(NOW)))
    assert tokens.account == WHO
    return tokens


def test_every_vendor_is_met_under_a_name_that_every_table_holds() -> None:
    assert {driver.vendor for driver in DRIVERS} == {*Vendor} - {Vendor.PHONE}
    assert all(len(vendor) <= DELIVERIES.c.vendor.type.length for vendor in Vendor)


@pytest.mark.parametrize("driver", DRIVERS, ids=named)
class TestConsent:
    def test_tokens_come_and_are_changed_once(
        self, driver: Driver, store: Account, caller: Caller
    ) -> None:
        tokens = connected(driver, store, caller)
        assert store.whose(tokens.access) == WHO
        if tokens.refresh is None:
            assert driver.vendor is Vendor.POLAR
            return
        again = driver.refresh(KEYS, tokens)
        fresh = good(driver.tokens(answered(caller, again), tokens, at(NOW)))
        assert store.whose(fresh.access) == WHO
        assert fresh.access != tokens.access
        spent = good(caller.call(again))
        assert isinstance(refused(driver.tokens(spent, tokens, at(NOW))), Denied)
        assert (store.refreshes, store.lockouts) == (1, 1)

    def test_a_consent_is_given_back(self, driver: Driver, store: Account, caller: Caller) -> None:
        tokens = connected(driver, store, caller)
        call = driver.revoke(KEYS, tokens)
        if call is not None:
            answered(caller, call)
            assert store.whose(tokens.access) is None


@pytest.mark.parametrize(
    ("driver", "kind"), KINDS, ids=[f"{driver.vendor}-{kind}" for driver, kind in KINDS]
)
class TestPages:
    def test_every_page_of_nothing_is_read(
        self, driver: Driver, kind: DataKind, store: Account, caller: Caller
    ) -> None:
        access, _ = store.grant(WHO)
        reading: Reading | None = WEEK
        pages = 0
        context = Context(VendorAccount(WHO), UTC_ZONE, at(NOW), access)
        while reading is not None and pages < 40:
            asked = driver.page(kind, reading, access)
            answer = answered(caller, asked.call)
            assert driver.trouble(answer, at(NOW)) is None
            read = good(driver.read(asked.topic, answer.body, context))
            assert isinstance(read, Page)
            pages += 1
            reading = None if read.next is None else reading.after(read.next)
        assert 0 < pages < 40

    def test_who_is_not_let_in_is_told(
        self, driver: Driver, kind: DataKind, caller: Caller
    ) -> None:
        answer = good(caller.call(driver.page(kind, WEEK, "unknown").call))
        assert isinstance(driver.trouble(answer, at(NOW)), Denied)
