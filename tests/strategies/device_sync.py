"""What vendors send, and what may stand in its way."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import Final
from uuid import UUID

from hypothesis import strategies as st

from tests.support import NOW, at
from vegaloop.device_sync.domain.connection import (
    Connected,
    Connection,
    Disconnected,
    GrantId,
    Lapsed,
    Standing,
)
from vegaloop.device_sync.domain.coverage import Days, Span, days_of
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, Pulled, State, Way
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.progress import Counts, Step, StepTaken
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import (
    NO_STREAK,
    Broke,
    Busy,
    Denied,
    Down,
    Forbidden,
    Gone,
    Locked,
    Misread,
    Refused,
    StillThere,
    Streak,
    Trouble,
)
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.time import Instant, LocalDate, days_after, later

# Monday; and the days a test tells of.
FIRST: Final = LocalDate(dt.date(2026, 3, 2))
DAYS: Final = 25

chances = st.floats(0, 1, exclude_max=True)
minutes = st.integers(0, 3_000).map(lambda n: dt.timedelta(minutes=n))
instants = minutes.map(lambda wait: at(NOW + wait))
vendors = st.sampled_from((Vendor.STRAVA, Vendor.OURA))
kinds = st.sampled_from(DataKind)
some_days = st.integers(0, DAYS).map(lambda n: days_after(FIRST, n))
spans: st.SearchStrategy[Span] = st.tuples(some_days, some_days)
real_spans = spans.filter(lambda span: span[0] != span[1]).map(lambda s: (min(s), max(s)))
coverages: st.SearchStrategy[Days] = st.lists(spans, max_size=6).map(days_of)
# Names as vendors give them, and as nobody should.
names = st.one_of(
    st.sampled_from(("a", "b", "12345678901", "ü/é")),
    st.sampled_from(("\x00", "a\x00b", "\ud800", "\u202e", "😀")),
    st.sampled_from("xy").map(lambda last: "x" * 9_999 + last),
)

hopeless: st.SearchStrategy[Trouble] = st.sampled_from(
    (Forbidden("strava"), Misread("body", "JSON"), Refused(400))
)
passing: st.SearchStrategy[Trouble] = st.one_of(
    st.sampled_from((Down("timeout"), Down("status", 503), Gone("activity"), Broke("KeyError"))),
    st.just(StillThere("activity")),
    instants.map(Busy),
    instants.map(Denied),
    instants.map(Locked),
)
troubles = st.one_of(hopeless, passing)


# What is to be fetched.
HINTED: Final = "hint:activity"


def a_delivery(
    number: int,
    key: str = "",
    vendor: Vendor = Vendor.STRAVA,
    received_at: Instant = at(NOW),
    pulled: Pulled | None = None,
    topic: str = "page:activities",
) -> Delivery:
    """A delivery that waits."""
    return Delivery(
        id=DeliveryId(UUID(int=number)),
        vendor=vendor,
        way=Way.HOOK if pulled is None else Way.PULL,
        topic=topic,
        key=key or f"key:{number}",
        received_at=received_at,
        run_at=received_at,
        pulled=pulled,
    )


@st.composite
def deliveries(draw: st.DrawFn) -> Delivery:
    """A delivery in any state."""
    waiting = a_delivery(
        draw(st.integers(1, 2**64)),
        vendor=draw(vendors),
        received_at=draw(instants),
        pulled=draw(st.none() | st.builds(Pulled, kinds, real_spans)),
        topic=draw(st.sampled_from(("page:activities", HINTED))),
    )
    now, state = draw(instants), draw(st.sampled_from(State))
    if state is State.DONE:
        return waiting.done(now)
    if state in {State.DEAD, State.DISMISSED}:
        dead = waiting.failed(now, draw(hopeless), 0)
        return dead if state is State.DEAD else dead.dismissed(now)
    return draw(st.sampled_from((waiting, waiting.failed(now, draw(passing), draw(chances)))))


standings: st.SearchStrategy[Standing] = st.one_of(
    st.builds(Connected, st.uuids().map(GrantId), st.sampled_from(((), ("read", "write")))),
    instants.map(Lapsed),
    instants.map(Disconnected),
)


@st.composite
def connections(draw: st.DrawFn, account: str = "account") -> Connection:
    """A connection, however it stands."""
    return Connection(
        vendor=draw(vendors),
        account=Account(account),
        standing=draw(standings),
        connected_at=draw(instants),
        wanted_from=draw(some_days),
        worked_at=draw(st.none() | instants),
        trouble=draw(st.none() | troubles),
    )


feeds = st.builds(
    Feed,
    vendor=vendors,
    kind=kinds,
    run_at=instants,
    cursor=st.none() | instants,
    covered=coverages,
    seen=st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3).map(tuple),
    attempts=st.integers(0, 9),
    trouble=st.none() | troubles,
    streak=st.lists(troubles, max_size=3).map(lambda met: reduce(Streak.then, met, NO_STREAK)),
)
steps = st.builds(
    StepTaken,
    instants,
    vendors,
    st.sampled_from(Step),
    st.none() | kinds,
    st.none() | st.just(Counts(1, 2, 3)),
    st.none() | troubles,
)


def a_record(name: str, modified_s: int, says: str | None, form: str = "activity") -> Record:
    """A record modified so many seconds after the beginning."""
    return Record(
        kind=DataKind.ACTIVITIES,
        form=form,
        external_id=name,
        modified_at=later(at(NOW), dt.timedelta(seconds=modified_s)),
        day=FIRST,
        data=None if says is None else says.encode(),
    )
