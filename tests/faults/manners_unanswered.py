"""Vendors that do not answer, or not what they should (V1 to V5)."""

from __future__ import annotations

import datetime as dt
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from tests.device_sync.fake_vendor import (
    BROKEN,
    BUSY,
    GARBLING,
    NOBODY,
    REDIRECTS,
    Fault,
    calling,
    rerouted,
)
from tests.faults.figures import Figures, at_least, at_most, exactly
from tests.faults.sites import DAY, HOUR, QUICK, Site, opened_at, site
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync import DeliveryQuery, State, Vendor, Working
from vegaloop.device_sync.adapters.calling import HttpCaller, Limits, Network
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.application.calling import Answer, Call, Caller, CannotCall
from vegaloop.device_sync.domain.schedule import ATTEMPTS_MOST, WAIT_MOST
from vegaloop.device_sync.domain.trouble import Broke
from vegaloop.infrastructure.system import monotonic_s
from vegaloop.kernel.result import Result

# What a call may take beside what is waited for.
_MARGIN_S: Final = 0.7


def v1() -> Figures:
    """429 in all its forms: nobody calls before, nor waits longer than a day."""
    longest = dt.timedelta()
    with site() as at:
        at.connect(Vendor.STRAVA)
        at.work()
        for fault in BUSY:
            at.vendor.faults.next(fault)
            at.vega.sync.overseeing.try_again(at.person, None)
            at.work()
            asked, calls = at.clock.now(), len(at.vendor.seen)
            while len(at.vendor.seen) == calls and at.clock.now() < asked + 2 * DAY:
                at.vega.sync.overseeing.try_again(at.person, None)  # However often they press.
                at.clock.set(at.clock.now() + dt.timedelta(seconds=30))
                at.work()
            longest = max(longest, at.clock.now() - asked)
        early = at.vendor.early
    return Figures(
        (
            at_least("429s", len(BUSY), 5),
            exactly("calls before allowed", early),
            # Somebody looks every half minute.
            at_most("longest wait in h", longest / HOUR, (WAIT_MOST + HOUR / 60) / HOUR),
        )
    )


class _Secure(Caller):
    """Speaks TLS to somebody who does not."""

    def __init__(self, inner: Caller) -> None:
        self._inner = inner

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        url = call.url.replace("http://", "https://")
        return self._inner.call(Call(verb=call.verb, url=url, headers=call.headers))


def _unknown(host: str, port: int) -> tuple[str, ...]:
    raise socket.gaierror(socket.EAI_NONAME, "unknown")


def _without(at: Site, how: str) -> None:
    """Let no call be answered any more."""
    origin = at.vendor.origin
    if how == "refused":
        at.vendor.stop()
    elif how == "dns":
        network = Network(_unknown, trust=NOBODY)
        reach = Reach(frozenset(), frozenset({origin}))
        at.over(rerouted(HttpCaller(reach, monotonic_s, QUICK, network), at.vendor))
    elif how == "tls":
        caller = calling(origin.replace("http", "https"), QUICK)
        at.over(rerouted(_Secure(caller), at.vendor))
    else:
        at.vendor.faults.always((Fault(how),))


def v2() -> Figures:
    """Whatever is no answer is tried eight times in 28 hours, is dead, and recovered by one word."""
    attempts, dead, recovered = set[int](), 0, 0
    hows = (*(fault.value for fault in BROKEN), Fault.RESET.value, "refused", "dns", "tls")
    for how in hows:
        with site(QUICK) as at:
            at.connect(Vendor.STRAVA)
            at.work()
            usual, began = at.parts.caller, at.clock.now()
            name = at.ride(1)
            at.told(1)
            _without(at, how)
            while not at.deliveries(State.DEAD) and at.clock.now() < began + 9 * DAY:
                at.next()
            dead += len(at.deliveries(State.DEAD))
            attempts |= {one.attempts for one in at.deliveries(State.DEAD)}
            if how == "refused":
                at.vendor.start()
            at.vendor.faults.always(())
            at.over(usual)
            at.clock.set(at.clock.now() + DAY)
            at.vega.sync.overseeing.replay_all(at.person, DeliveryQuery(None, State.DEAD, began))
            at.work()
            recovered += _names(at) == [name] and not at.deliveries(State.DEAD)
    return Figures(
        (
            at_least("ways", len(hows), 7),
            exactly("attempts", attempts, {ATTEMPTS_MOST}),
            exactly("dead letters", dead, len(hows)),
            exactly("recovered by replay", recovered, len(hows)),
        )
    )


def v3(limits: Limits | None = None) -> Figures:
    """A byte now and then, or none: every call ends."""
    longest, most = 0.0, (limits or Limits()).call_s
    ways = (Fault.SILENT, Fault.SLOW_HEAD, Fault.SLOW_BODY)
    with site(limits) as at:
        at.connect(Vendor.STRAVA)
        at.vendor.drip_s = min(1.0, most / 20)
        for fault in ways:
            at.vendor.faults.next(fault)
            at.vega.sync.overseeing.try_again(at.person, None)
            began = time.monotonic()
            at.working.step(iter((True, False)).__next__)
            longest = max(longest, time.monotonic() - began)
            at.clock.set(at.clock.now() + dt.timedelta(hours=2))
    return Figures(
        (
            exactly("ways", len(ways), 3),
            at_most("longest call in s", longest, most + _MARGIN_S),
        )
    )


def _names(at: Site) -> list[str]:
    found = at.vega.activity.activities(at.person, ActivityQuery(most=1_000))
    return sorted(str(one.spoken.name) for one in found)


def v4() -> Figures:
    """Malformed answers break nothing, leave nothing, and are asked for again."""
    ways = (*GARBLING, Fault.HUGE, Fault.BOMB, Fault.BAD_GZIP, Fault.OTHER_PACKING, *REDIRECTS)
    broke = garbage = again = 0
    with site(QUICK) as at:
        at.connect(Vendor.STRAVA)
        at.work()
        truth: list[str] = []
        for number, fault in enumerate(ways, 1):
            at.clock.set(at.clock.now() + dt.timedelta(hours=1))
            truth.append(at.ride(number, day=2 + number // 4))
            at.vendor.faults.next(fault, on="/activities/")
            at.told(number)
            at.work()
            waiting = at.deliveries(State.WAITING)
            broke += sum(isinstance(one.trouble, Broke) for one in at.deliveries())
            garbage += len(set(_names(at)) - set(truth))
            again += bool(waiting or at.deliveries(State.DEAD)) or len(_names(at)) == number
            for _ in range(9):
                if at.deliveries(State.WAITING):
                    at.next()
            at.vega.sync.overseeing.try_again(at.person, None)
            at.work()
        lost = len(set(truth) - set(_names(at)))
    return Figures(
        (
            at_least("ways", len(ways), 11),
            exactly("broke", broke),
            exactly("stored garbage", garbage),
            exactly("kept for another try", again, len(ways)),
            exactly("lost", lost),
        )
    )


def v5(url: str) -> Figures:
    """An open breaker is one for all workers, and outlives them: two of them, and a restart."""
    with site(QUICK, url) as at:
        at.connect(Vendor.STRAVA)
        at.work()
        at.rides(29)
        at.vendor.faults.always((Fault.BROKEN_500,))
        before = len(at.vendor.seen)
        at.work()
        failed = len(at.vendor.seen)
        at.clock.set(at.clock.now() + dt.timedelta(seconds=59))
        with opened_at(at.clock, at.vendor.origin, url) as other:  # Another process, later.
            others = Working(other.sync.working._parts)
            for _ in range(5):
                at.vega.sync.overseeing.try_again(at.person, None)
                at.work()
                while others.step():
                    pass
            during = len(at.vendor.seen) - failed
            at.clock.set(at.clock.now() + dt.timedelta(seconds=2))
            at.vega.sync.overseeing.try_again(at.person, None)
            with ThreadPoolExecutor(2) as both:
                list(both.map(lambda one: one.step(), (at.working, others)))
            probes = len(at.vendor.seen) - failed - during
    return Figures(
        (
            exactly("failures until it opened", failed - before, 5),
            exactly("calls while open", during),
            exactly("probes afterwards", probes, 1),
        )
    )
