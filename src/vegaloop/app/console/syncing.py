"""What came of vendors and phones on a screen, and letting it be worked at again."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.app.console.opening import opened
from vegaloop.app.console.show_sync import silent_ones
from vegaloop.app.console.terminal import Exit, fail, print_json, say
from vegaloop.app.services import VegaLoop
from vegaloop.device_sync import (
    ConsentOver,
    Delivery,
    DeliveryId,
    DeliveryQuery,
    NoSuchDelivery,
    NotDead,
    State,
    Vendor,
)
from vegaloop.device_sync.adapters.bodies_deliveries import (
    ReplayedBody,
    from_deliveries,
    from_delivery,
)
from vegaloop.device_sync.adapters.plain import VENDORS
from vegaloop.infrastructure.bodies import PAGE_USUAL
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Instant, instant_of

__all__ = ("Which", "deliveries", "dismiss", "replay", "reseal", "retry")

_CannotDo: TypeAlias = NoSuchDelivery | ConsentOver | NotDead


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
        _must_be_heard(vega, owner, vendor)
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
            done = vega.sync.overseeing.replay(owner, DeliveryId(which.id))
            _tell_one(which.id, done, "is worked at again", as_json=as_json)
            return
        if not which.everybody:
            _must_be_heard(vega, owner, query.vendor)
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


def dismiss(id: UUID, *, as_json: bool) -> None:
    """Dismiss a delivery that is dead."""
    with opened() as (vega, owner):
        done = vega.sync.overseeing.dismiss(owner, DeliveryId(id))
    _tell_one(id, done, "counts as failed no more", as_json=as_json)


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


def _must_be_heard(vega: VegaLoop, owner: PersonId, vendor: Vendor | None) -> None:
    """End where a vendor is named of which nothing may be taken."""
    for sentence in () if vendor is None else silent_ones(vega, owner, vendor):
        fail(sentence, Exit.REFUSED)


def _tell_one(id: UUID, done: Result[Delivery, _CannotDo], how: str, *, as_json: bool) -> None:
    match done:
        case Failure(error):
            match error:
                case NoSuchDelivery():
                    fail(f"{id}: there is no such delivery", Exit.USAGE)
                case ConsentOver(vendor=vendor):
                    fail(f"{id} stays as it is: {VENDORS[vendor]} is not connected", Exit.REFUSED)
                case NotDead(state=state):
                    fail(f"{id} stays as it is: it is {state}, and not dead", Exit.REFUSED)
        case Success(delivery) if as_json:
            print_json(from_delivery(delivery))
        case Success():
            say(f"{id} {how}.")


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
