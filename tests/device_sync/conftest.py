"""A fake of every vendor on loopback, which has what `store` of a test has, and who calls it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.device_sync.fake_vendor import Account, FakeVendor, led_to, routed
from vegaloop.device_sync.application.calling import Caller


@pytest.fixture
def vendor(store: Account) -> Iterator[FakeVendor]:
    with FakeVendor(routed(store), store.now) as served:
        yield served


@pytest.fixture
def caller(vendor: FakeVendor) -> Iterator[Caller]:
    with led_to(vendor) as careful:
        yield careful
