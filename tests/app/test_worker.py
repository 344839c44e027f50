"""The worker: it takes what waits when a burst of uploads is over, and never later than soon."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.app.worker import start_worker
from vegaloop.imports import Import, State
from vegaloop.infrastructure.bell import Bell
from vegaloop.infrastructure.logbook import open_journal

QUIET_S = 0.05
SOON_S = 10.0


@contextmanager
def ringing(bell: Bell) -> Iterator[None]:
    """Ring again and again, sooner than it could be quiet."""
    stopped = threading.Event()

    def ring() -> None:
        while not stopped.wait(QUIET_S / 10):
            bell.ring()

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


class TestBell:
    """It waits for quiet, but not for ever, and hears what is rung after."""

    def test_quiet_is_waited_for(self) -> None:
        bell, began = Bell(), time.monotonic()
        with ringing(bell):
            bell.wait_out(QUIET_S, 10 * QUIET_S)
        assert 9 * QUIET_S < time.monotonic() - began < SOON_S

    def test_where_it_is_quiet_nobody_waits_long(self) -> None:
        bell, began = Bell(), time.monotonic()
        bell.wait_out(QUIET_S, 60)
        assert time.monotonic() - began < SOON_S

    def test_what_is_rung_after_is_heard(self) -> None:
        bell = Bell()
        bell.ring()
        bell.wait_out(QUIET_S, 60)
        assert not bell.wait(0)
        bell.ring()
        assert bell.wait(0)


class TestWorker:
    """What was accepted is taken without being asked for."""

    def test_all_of_a_burst(self) -> None:
        vega, me = world()
        stop = start_worker(vega.imports, vega.bell, open_journal(as_json=False))
        try:
            for n in range(5):
                good(vega.imports.accept(me, "x", [piece(bytes([n]) * 9)]))
            until = time.monotonic() + SOON_S
            while not all(map(_is_done, vega.imports.imports(me))) and time.monotonic() < until:
                time.sleep(0.01)
            assert list(map(_is_done, vega.imports.imports(me))) == [True] * 5
        finally:
            stop()


def _is_done(one: Import) -> bool:
    return one.state is State.DONE
