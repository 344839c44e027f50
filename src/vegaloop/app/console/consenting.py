"""Connecting with vendors, and parting from them."""

from __future__ import annotations

import datetime as dt
import sys
from urllib.parse import parse_qs, urlsplit

from vegaloop.app.console.opening import opened
from vegaloop.app.console.show_sync import absent
from vegaloop.app.console.terminal import Exit, fail, print_json, read_settings, say
from vegaloop.app.services import VegaLoop
from vegaloop.device_sync import (
    AccountTaken,
    CannotBegin,
    CannotConnect,
    ConsentUnknown,
    NotSetUp,
    RedirectRefused,
    SinceAhead,
    Vendor,
    VendorBusy,
    VendorRefused,
)
from vegaloop.device_sync.adapters.bodies import from_asked, from_connection, from_parted
from vegaloop.device_sync.adapters.plain import VENDORS, sentence_of
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import YEAR_LEAST, LocalDate, day_of

__all__ = ("connect", "disconnect")


def connect(
    name: str,
    redirect: str | None,
    since: dt.date | None,
    answer: str | None,
    *,
    as_json: bool,
) -> None:
    """Say where to consent, and take the answer: given, or typed."""
    if name == Vendor.PHONE:
        fail(absent(Vendor.PHONE), Exit.USAGE)
    if since is not None and since.year < YEAR_LEAST:
        fail(f"--since: {since} is before {YEAR_LEAST}", Exit.USAGE)
    if since is not None and answer is None and as_json:
        fail("--since goes with --answer: with it alone nothing would be kept of it", Exit.USAGE)
    with opened(seals=True) as (vega, owner):
        today = vega.activity.today(owner)
        if since is not None and since > today:
            fail(_ahead(since, today), Exit.USAGE)
        if answer is None:
            _begin(vega, owner, Vendor(name), redirect, as_json=as_json)
            answer = _typed(as_json=as_json)
        if answer is not None:
            day = None if since is None else day_of(since)
            _complete(vega, owner, answer, day, as_json=as_json)


def disconnect(name: str, *, as_json: bool) -> None:
    """Take a consent back."""
    vendor = Vendor(name)
    if vendor is Vendor.PHONE:
        fail(
            "a phone is not connected with, and there is no consent to take back: it can send until "
            "its token is taken away (DELETE /v1/me/tokens/ID)",
            Exit.USAGE,
        )
    with opened() as (vega, owner):
        match vega.sync.connecting.disconnect(owner, vendor):
            case Failure():
                fail(f"{VENDORS[vendor]} is not connected", Exit.REFUSED)
            case Success(parted):
                if as_json:
                    print_json(from_parted(parted))
                else:
                    say(from_parted(parted).sentence)


def _begin(
    vega: VegaLoop, owner: PersonId, vendor: Vendor, redirect: str | None, *, as_json: bool
) -> None:
    back = redirect or f"{read_settings().address}/"
    match vega.sync.connecting.begin(owner, vendor, back):
        case Failure(error):
            fail(_why(error), Exit.USAGE)
        case Success(asked):
            if as_json:
                print_json(from_asked(asked))
                return
            say(f"Open this address and consent, until {asked.until:%H:%M} UTC:")
            say(asked.address)


def _typed(*, as_json: bool) -> str | None:
    """Ask for the address somebody was sent to; None where nobody is there to say."""
    if as_json:
        return None
    say("Then paste the address you were sent to (it has a code in it):")
    sys.stdout.flush()
    typed = sys.stdin.readline().strip()
    if not typed:
        say("Nothing was given; `--answer URL` with the same command goes on from here.")
    return typed or None


def _complete(
    vega: VegaLoop, owner: PersonId, answer: str, since: LocalDate | None, *, as_json: bool
) -> None:
    state, code = _said(answer)
    match vega.sync.connecting.complete(owner, state, code, since):
        case Failure(error):
            off = isinstance(error, NotSetUp | SinceAhead)
            fail(_why(error), Exit.USAGE if off else Exit.REFUSED)
        case Success(connection):
            if as_json:
                print_json(from_connection(connection))
                return
            name = VENDORS[connection.vendor]
            say(f"{name} is connected. What it has since {connection.wanted_from} is fetched.")


def _said(answer: str) -> tuple[str, str]:
    try:
        query = parse_qs(urlsplit(answer).query)
    except ValueError:
        query = {}
    state, code = query.get("state", [""])[0], query.get("code", [""])[0]
    if not state or not code:
        fail("the address has no state and code in it: the vendor did not consent", Exit.REFUSED)
    return state, code


def _why(error: CannotBegin | CannotConnect) -> str:
    match error:
        case RedirectRefused(given=given, wanted=wanted):
            return f"nobody is sent back to {given} (--redirect): it should be {wanted}"
        case VendorBusy(vendor=vendor, until=until, same_answer=same):
            again = "give the same answer again" if same else "begin again"
            return f"{VENDORS[vendor]} is left alone until {until:%Y-%m-%d %H:%M} UTC: {again} then"
        case NotSetUp(vendor=vendor):
            return absent(vendor)
        case SinceAhead(given=given, today=today):
            return _ahead(given, today)
        case ConsentUnknown():
            return "nobody was asked for this, or more than ten minutes ago: begin again"
        case AccountTaken(vendor=vendor):
            return f"the account at {VENDORS[vendor]} is connected to somebody else here"
        case VendorRefused(vendor=vendor, trouble=trouble):
            return f"no connection: {sentence_of(vendor, trouble)} Begin again."


def _ahead(since: dt.date, today: LocalDate) -> str:
    return f"--since: {since} is yet to come; name a day up to {today}"
