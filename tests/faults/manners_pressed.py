"""What nobody may do to a vendor, whatever happens (V6, V7, V10, V11)."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Final

from tests.architecture.source import ROOT
from tests.device_sync.fake_vendor import (
    REDIRECTS,
    Ask,
    Reply,
    rerouted,
)
from tests.device_sync.fake_vendor.server import Answers
from tests.device_sync.simulated.world import World
from tests.faults.figures import Figures, at_least, at_most, counted, exactly
from tests.faults.recording import Recording
from tests.faults.sites import DAY, QUICK, WHO, Site, site
from tests.support import PinnedClock, somebody
from vegaloop.app.vendors import HOSTS
from vegaloop.device_sync import Vendor, Working
from vegaloop.device_sync.adapters.calling import HttpCaller
from vegaloop.device_sync.adapters.gates import SqlGates
from vegaloop.device_sync.adapters.reach import Reach
from vegaloop.device_sync.adapters.vendors.strava import StravaDriver
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.system import monotonic_s

# Of an outage of a day.
DUE: Final = 10_000


def v6(url: str) -> Figures:
    """Twenty workers and a token that may be spent once."""
    with site(url=url) as at:
        at.store.token_life_s = 3_600
        at.connect(Vendor.STRAVA)
        at.work()
        at.clock.set(at.clock.now() + dt.timedelta(hours=2))
        at.rides(20)
        with ThreadPoolExecutor(20) as workers:
            tried = list(workers.map(lambda _: Working(at.parts).step(), range(20)))
        return Figures(
            (
                exactly("workers", len(tried), 20),
                exactly("refreshes", at.store.refreshes, 1),
                exactly("lockouts", at.store.lockouts),
            )
        )


def _parting(at: Site, at_call: int) -> Answers:
    """Answer as before; at one call the person takes their consent back meanwhile."""
    usual = at.vendor.answers

    def answer(ask: Ask) -> Reply:
        reply = usual(ask)
        if len(at.vendor.seen) + 1 == at_call:
            at.vega.sync.connecting.disconnect(at.person, Vendor.STRAVA)
        return reply

    return answer


def v7() -> Figures:
    """Consent taken back in the middle of a sync, here or there: nobody is asked any more."""
    after: dict[str, int] = {}
    for where in ("here", "there"):
        with site() as at:
            at.connect(Vendor.STRAVA)
            at.work()
            at.rides(20)
            before = len(at.vendor.seen)
            if where == "here":
                at.vendor.answers = _parting(at, before + 7)
            if where == "there":
                at.store.revoke(WHO)
                at.told(int(WHO), kind="athlete", word="update")
            at.work()
            at.clock.set(at.clock.now() + 2 * DAY)
            at.work()
            paths = [one.ask.path for one in at.vendor.seen[before:]]
            asked = sum("deauthorize" not in path for path in paths)
            after[where] = asked - (7 if where == "here" else 0)
    return Figures(
        (
            exactly("calls after it was taken back here", after["here"]),
            # One call is refused and one refresh: then it is known.
            at_most("there", after["there"], 2),
        )
    )


def v10() -> Figures:
    """Addresses in pings that lead into our own network, and redirects there."""
    inside = (
        *("https://127.0.0.1/x", "http://127.0.0.1/x", "https://169.254.169.254/latest/meta-data"),
        *("file:///etc/passwd", "https://[::1]/x", "https://10.0.0.1/x", "https://localhost/x"),
        *("https://apis.garmin.com@127.0.0.1/x", "https://apis.garmin.com.evil.example/x"),
        "https://0x7f000001/wellness-api/rest/epochs",
    )
    with ExitStack() as opened:
        at = opened.enter_context(site())
        lines = Recording(at.vendor)
        reach = Reach(HOSTS, frozenset({at.vendor.origin}))
        caller = HttpCaller(reach, monotonic_s, QUICK, lines.network)
        at.over(rerouted(opened.enter_context(closing(caller)), at.vendor))
        at.connect(Vendor.GARMIN)
        at.work()
        for number, url in enumerate(inside):
            ping = {"userId": WHO, "summaryId": f"f{number}", "callbackURL": url}
            at.hook(Vendor.GARMIN, json.dumps({"epochs": [ping]}).encode())
        before = len(at.vendor.seen)
        for _ in range(3):
            at.work()
            at.clock.set(at.clock.now() + dt.timedelta(hours=6))
        asked = sum("backfill" not in one.ask.path for one in at.vendor.seen[before:])
        requests = asked + len(lines.tried)
        at.connect(Vendor.STRAVA)
        at.vendor.faults.always(REDIRECTS)
        lines.tried.clear()
        before = len(at.vendor.seen)
        at.ride(1)
        at.told(1)
        at.work()
        seen = at.vendor.seen[before:]
        followed = len(lines.tried) + sum(one.ask.host != "www.strava.com" for one in seen)
    return Figures(
        (
            at_least("addresses", len(inside), 4),
            exactly("requests", requests),
            at_least("redirects", len(seen), 1),
            exactly("redirects followed", followed),
        )
    )


_ADMITTED: Final = (
    "import sys; from tests.faults.manners_pressed import admitted;"
    " print(admitted(sys.argv[1], int(sys.argv[2])))"
)


def admitted(url: str, calls: int) -> int:
    """Ask so often for a call, as a process of its own would."""
    gates, clock = SqlGates(open_database(url)), PinnedClock()
    person, allowances = somebody(), StravaDriver.allowances
    passed = (gates.admit(Vendor.STRAVA, person, allowances, clock.now()) for _ in range(calls))
    return sum(until is None for until in passed)


def v11(url: str, calls: int = 150) -> Figures:
    """A budget of 100 calls in a quarter of an hour, and two processes that each want more."""
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    with closing(open_database(url)) as database:
        upgrade(database)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _ADMITTED, url, str(calls)],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    passed = sum(int(process.communicate()[0]) for process in processes)
    return Figures((at_least("wanted by two", 2 * calls, 101), exactly("admitted", passed, 100)))


class _Crowd(World):
    """Many people."""

    PEOPLE = 100


def drained(jobs: int = DUE) -> Figures:
    """What waits after a day's outage is drained as fast as the vendor allows, and no faster."""
    world = _Crowd(1)
    world.vendor.meanwhile = world.vendor.afterwards = lambda: None
    world.vendor.is_down = True
    for number in itertools.takewhile(
        lambda _: len(set(world.on_the_way)) < jobs, itertools.count()
    ):
        for person in world.people:
            world._tell(
                world.account(person), str(number), world.clock.now().date(), f"new {number}"
            )
    for body in dict.fromkeys(world.on_the_way):  # Of some things nobody tells: these are listed.
        world.accept(body)
    for _ in range(24):
        world.advance(dt.timedelta(hours=1))
        while world.worker.step():
            pass
    world.vendor.is_down, began = False, world.clock.now()
    wanted = sum(len(things) for things in world.vendor.things.values())
    for _ in range(2_000):
        while world.worker.step():
            pass
        if sum(len(world.kept.things.get(one, {})) for one in world.people) == wanted:
            break
        world.advance(dt.timedelta(minutes=15))
    over = len(world.vendor.faults)
    done = sum(len(world.kept.things.get(one, {})) for one in world.people)
    hours = (world.clock.now() - began) / dt.timedelta(hours=1)
    return Figures(
        (
            at_least("due jobs", len(world.acknowledged), jobs),
            exactly("done, and what nobody told of", done, wanted),
            exactly("calls over the quota", over),
            counted("hours the quota made it last", hours),
        )
    )
