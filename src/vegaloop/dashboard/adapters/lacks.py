"""From why a number is not there to what a section lacks."""

from __future__ import annotations

from vegaloop.dashboard.domain.section import Lack
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, TooFew, Undefined


def lack_of(reason: NoNumber) -> Lack:
    """Say what is lacking."""
    match reason:
        case Missing(what):
            return Lack(what, "missing")
        case TooFew(what):
            return Lack(what, "insufficient-data")
        case Outside(what):
            return Lack(what, "out-of-range")
        case Undefined(what):
            return Lack(what, "undefined")
