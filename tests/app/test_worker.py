"""The worker: it takes what waits when a burst of uploads is over, and never later than soon."""

from __future__ import annotations

import time

from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.app.worker import start_worker
from vegaloop.imports import Import, State
from vegaloop.infrastructure.logbook import open_journal

SOON_S = 10.0


class TestWorker:
    """What was accepted is taken without being asked for."""

    def test_all_of_a_burst(self) -> None:
        vega, me = world()
        stop = start_worker(vega, 1, open_journal(as_json=False))
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
