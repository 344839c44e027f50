"""Connecting with vendors, parting from them, and letting what came be worked at again."""

from __future__ import annotations

import datetime as dt
import sys
from typing import final
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from msgspec import Struct

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import Exit, fail, print_json, read_settings, say
from vegaloop.app.services import VegaLoop
from vegaloop.device_sync import (
    AccountTaken,
    CannotBegin,
    CannotConnect,
    ConsentOver,
    ConsentUnknown,
    DeliveryId,
    DeliveryQuery,
    NoSuchDelivery,
    NotSetUp,
    RedirectRefused,
    State,
    Vendor,
    VendorBusy,
    VendorRefused,
)
from vegaloop.device_sync.adapters.bodies import from_asked, from_connection, from_parted
from vegaloop.device_sync.adapters.bodies_deliveries import (
    ReplayedBody,
    from_deliveries,
    from_delivery,
)
from vegaloop.device_sync.adapters.plain import VENDORS, sentence_of
from vegaloop.infrastructure.bodies import PAGE_USUAL
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success, value_in
from vegaloop.kernel.time import YEAR_LEAST, Instant, LocalDate, day_of, instant_of

__all__ = ("Which", "connect", "deliveries", "disconnect", "replay", "reseal", "retry")


@final
class Which(Struct, frozen=True):
    """Which deliveries are replayed: one, or all of a vendor, received since, and in a state."""

    id: UUID | None
    vendor: str | None
    since: dt.datetime | None
    state: str | None
    everybody: bool

    @property
    def query(self) -> DeliveryQuery:
        """The question for them."""
        vendor = None if self.vendor is None else Vendor(self.vendor)
        state = None if self.state is None else State(self.state)
        return DeliveryQuery(vendor, state, _instant(self.since))


def retry(name: str | None, *, as_json: bool) -> None:
    """Try again what can be."""
    vendor = None if name is None else Vendor(name)
    with opened() as (vega, owner):
        count = vega.sync.overseeing.try_again(owner, vendor)
    if as_json:
        print_json(ReplayedBody(count))
    else:
        say(f"What failed, was put off or is missing is tried now; {count:,} deliveries wait.")


def replay(which: Which, *, as_json: bool) -> None:
    """Let deliveries be worked at again."""
    asked = which.vendor or which.since or which.state or which.everybody
    if which.id is not None and asked:
        fail("an id names one delivery: leave the other words out", Exit.USAGE)
    query = which.query
    with opened() as (vega, owner):
        if which.id is not None:
            _replay_one(vega, owner, DeliveryId(which.id), as_json=as_json)
            return
        overseeing = vega.sync.overseeing
        people = overseeing.people() if which.everybody else (owner,)
        count = sum(overseeing.replay_all(person, query) for person in people)
        _tell_count(count, as_json=as_json)


def deliveries(which: Which, *, as_json: bool) -> None:
    """Print what came last, the newest first."""
    with opened() as (vega, owner):
        found = vega.sync.overseeing.deliveries(owner, which.query, None, PAGE_USUAL + 1)
    body = from_deliveries(found, PAGE_USUAL)
    if as_json:
        print_json(body)
        return
    for one in body.data:
        say(f"{one.id}  {one.received_at:%Y-%m-%d %H:%M}  {one.vendor:<8}  {one.state}")
        if one.trouble is not None:
            say(f"{'':38}{one.trouble.sentence} [{one.trouble.type}]")
    if not body.data:
        say("Nothing such has come.")


def connect(
    name: str,
    redirect: str | None,
    since: dt.date | None,
    answer: str | None,
    *,
    as_json: bool,
) -> None:
    """Say where to consent, and take the answer: given, or typed."""
    if since is not None and since.year < YEAR_LEAST:
        fail(f"--since: {since} is before {YEAR_LEAST}", Exit.USAGE)
    if since is not None and answer is None and as_json:
        fail("--since goes with --answer: with it alone nothing would be kept of it", Exit.USAGE)
    with opened(seals=True) as (vega, owner):
        if since is not None and since > vega.activity.today(owner):
            fail(f"--since: {since} is yet to come", Exit.USAGE)
        if answer is None:
            _begin(vega, owner, Vendor(name), redirect, as_json=as_json)
            answer = _typed(as_json=as_json)
        if answer is not None:
            day = None if since is None else day_of(since)
            _complete(vega, owner, answer, day, as_json=as_json)


def disconnect(name: str, *, as_json: bool) -> None:
    """Take a consent back."""
    vendor = Vendor(name)
    with opened() as (vega, owner):
        match vega.sync.connecting.disconnect(owner, vendor):
            case Failure():
                fail(f"{VENDORS[vendor]} is not connected", Exit.REFUSED)
            case Success(parted):
                if as_json:
                    print_json(from_parted(parted))
                else:
                    say(from_parted(parted).sentence)


def reseal(*, as_json: bool) -> None:
    """Seal all tokens with the first key; end with 1 where some cannot be opened."""
    with opened(seals=True) as (vega, _):
        done = vega.sync.resealing.run()
    if as_json:
        print_json(done)
    else:
        say(f"{done.anew:,} sealed anew, {done.current:,} were sealed with the first key already.")
    if done.locked:
        fail(
            f"{done.locked:,} cannot be opened with these keys, and stay as they are: give the key "
            "they were sealed with as well, or let these people connect anew",
            Exit.REFUSED,
        )


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
            fail(_why(error), Exit.USAGE if isinstance(error, NotSetUp) else Exit.REFUSED)
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
            return f"{VENDORS[vendor]} is not set up here; docs/vendors.md says how"
        case ConsentUnknown():
            return "nobody was asked for this, or more than ten minutes ago: begin again"
        case AccountTaken(vendor=vendor):
            return f"the account at {VENDORS[vendor]} is connected to somebody else here"
        case VendorRefused(vendor=vendor, trouble=trouble):
            return f"no connection: {sentence_of(vendor, trouble)} Begin again."


def _replay_one(vega: VegaLoop, owner: PersonId, id: DeliveryId, *, as_json: bool) -> None:
    match vega.sync.overseeing.replay(owner, id):
        case Failure(error):
            match error:
                case NoSuchDelivery():
                    fail(f"{id}: there is no such delivery", Exit.USAGE)
                case ConsentOver(vendor=vendor):
                    fail(f"{id} stays as it is: {VENDORS[vendor]} is not connected", Exit.REFUSED)
        case Success(delivery):
            if as_json:
                print_json(from_delivery(delivery))
            else:
                say(f"{id} is worked at again.")


def _tell_count(count: int, *, as_json: bool) -> None:
    if as_json:
        print_json(ReplayedBody(count))
    else:
        say(f"{count:,} deliveries are worked at again.")


def _instant(given: dt.datetime | None) -> Instant | None:
    if given is None:
        return None
    instant = value_in(instant_of(given))
    if instant is None:
        fail(f"--since: {given} is no time anybody here has lived", Exit.USAGE)
    return instant
