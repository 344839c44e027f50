"""Where a vendor sends a person back to: a page of a web app, or an app on their device.

Rule 1: a page is reached over HTTPS; over HTTP only on the person's own machine.
Rule 2: an app has a scheme of its own, named as a domain of its makers backwards, so with a dot, and
no host (RFC 8252, 7.1).
Rule 3: nothing is hidden in it: no name or password before a host, no fragment (RFC 6749, 3.1.2).
"""

from __future__ import annotations

import re
from typing import Final, NewType, final

from msgspec import Struct

from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("REDIRECT_LONGEST", "Redirect", "RedirectRefused", "redirect_of")

# One that may be told to a vendor.
Redirect = NewType("Redirect", str)

REDIRECT_LONGEST: Final = 300
_WANTED: Final = (
    "https://HOST/…, http:// only with localhost or 127.0.0.1, or com.example.app:/… of an app "
    "of your own; without a name, a password or a fragment"
)
_HOST: Final = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
_MORE: Final = r"[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*"
_ALLOWED: Final = re.compile(
    rf"(https://{_HOST}|http://(localhost|127\.0\.0\.1))(:[0-9]{{1,5}})?([/?]{_MORE})?"
    rf"|[A-Za-z][A-Za-z0-9+-]*(\.[A-Za-z0-9+-]+)+:/(?!/){_MORE}"
)


@final
class RedirectRefused(Struct, frozen=True, tag="sync/redirect-refused"):
    """An address nobody is sent back to."""

    field: str
    given: str
    wanted: str


def redirect_of(given: str) -> Result[Redirect, RedirectRefused]:
    """Take an address for one a vendor may send somebody back to."""
    if len(given) <= REDIRECT_LONGEST and _ALLOWED.fullmatch(given):
        return Success(Redirect(given))
    return Failure(RedirectRefused("redirect_uri", given[:REDIRECT_LONGEST], _WANTED))
