"""Leads calls to vendors' own hosts to a fake on loopback, and lets all others be as they are."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from tests.device_sync.fake_vendor.server import FakeVendor
from vegaloop.app.vendors import HOSTS
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.late import StandIn
from vegaloop.device_sync.adapters.lines import Monotonic
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.application.calling import Caller
from vegaloop.infrastructure.system import monotonic_s

# Nobody's certificates are trusted, which saves reading all of them: there is no TLS on loopback.
NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def calling(
    origin: str, limits: Limits | None = None, monotonic: Monotonic = monotonic_s
) -> HttpCaller:
    """Make the careful caller, which may call this origin and nobody else."""
    reach = Reach(frozenset(), frozenset({origin}))
    return HttpCaller(reach, monotonic, limits, Network(trust=NOBODY))


def rerouted(inner: Caller, vendor: FakeVendor) -> Caller:
    """Let a caller that may call a fake call it in place of every vendor."""
    return StandIn(inner, vendor.origin, HOSTS)


@contextmanager
def led_to(vendor: FakeVendor, limits: Limits | None = None) -> Iterator[Caller]:
    """Make the careful caller, which calls a fake in place of every vendor."""
    with closing(calling(vendor.origin, limits)) as careful:
        yield rerouted(careful, vendor)
