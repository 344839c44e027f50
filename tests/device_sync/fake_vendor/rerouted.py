"""Leads calls to vendors' own hosts to a fake on loopback, and lets all others be as they are."""

from __future__ import annotations

import ssl
from typing import Final, final
from urllib.parse import urlsplit

from tests.device_sync.fake_vendor.server import FakeVendor
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.lines import Monotonic
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.application.calling import Answer, Call, Caller, CannotCall
from vegaloop.infrastructure.system import monotonic_s
from vegaloop.kernel.result import Result

# Every host a driver calls.
HOSTS: Final = frozenset(
    {
        "api.fitbit.com",
        "api.ouraring.com",
        "api.prod.whoop.com",
        "apis.garmin.com",
        "connectapi.garmin.com",
        "diauth.garmin.com",
        "polarremote.com",
        "wbsapi.withings.net",
        "www.polaraccesslink.com",
        "www.strava.com",
    }
)


# Nobody's certificates are trusted, which saves reading all of them: there is no TLS on loopback.
NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def calling(
    origin: str, limits: Limits | None = None, monotonic: Monotonic = monotonic_s
) -> HttpCaller:
    """Make the careful caller, which may call this origin and nobody else."""
    reach = Reach(frozenset(), frozenset({origin}))
    return HttpCaller(reach, monotonic, limits, Network(trust=NOBODY))


@final
class Rerouted(Caller):
    """Writes `https://HOST/PATH` as `ORIGIN/@HOST/PATH` for a caller that may call that origin."""

    def __init__(self, inner: Caller, vendor: FakeVendor) -> None:
        self._inner = inner
        self._vendor = vendor

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Make one call, there."""
        split = urlsplit(call.url)
        if split.scheme != "https" or split.netloc not in HOSTS:
            return self._inner.call(call)
        query = f"?{split.query}" if split.query else ""
        return self._inner.call(
            Call(
                verb=call.verb,
                url=f"{self._vendor.origin}/@{split.netloc}{split.path}{query}",
                headers=call.headers,
                form=call.form,
                json=call.json,
                given=call.given,
            )
        )
