"""A vendor for tests: a real HTTP server on loopback, with accounts, and bad manners on demand."""

from tests.device_sync.fake_vendor.faults import (
    BROKEN,
    BUSY,
    DEPTH,
    GARBLING,
    HUGE_BYTES,
    REDIRECTS,
    Fault,
    Faults,
    Reply,
)
from tests.device_sync.fake_vendor.rerouted import NOBODY, calling, led_to, rerouted
from tests.device_sync.fake_vendor.server import Ask, FakeVendor, Seen
from tests.device_sync.fake_vendor.store import Account, Paging, Quota, Thing
from tests.device_sync.fake_vendor.vendors import routed

__all__ = (
    "BROKEN",
    "BUSY",
    "DEPTH",
    "GARBLING",
    "HUGE_BYTES",
    "NOBODY",
    "REDIRECTS",
    "Account",
    "Ask",
    "FakeVendor",
    "Fault",
    "Faults",
    "Paging",
    "Quota",
    "Reply",
    "Seen",
    "Thing",
    "calling",
    "led_to",
    "rerouted",
    "routed",
)
