"""The worker: it takes what waits when a burst of uploads is over, and never later than soon."""

from __future__ import annotations

import threading
import time

import msgspec
import pytest

from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.app import worker
from vegaloop.app.services import VegaLoop
from vegaloop.app.worker import start_worker
from vegaloop.imports import Import, ImportId, State
from vegaloop.infrastructure.logbook import open_journal
from vegaloop.kernel.identity import PersonId

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

    def test_none_of_it_while_many_wait_at_the_door(self) -> None:
        whole, me = world()
        over, asked = threading.Event(), threading.Event()

        def is_rush() -> bool:
            asked.set()
            return not over.is_set()

        vega = msgspec.structs.replace(whole, is_rush=is_rush)
        brought = good(vega.imports.accept(me, "x", [piece(b"x")]))
        stop = start_worker(vega, 1, open_journal(as_json=False))
        try:
            assert asked.wait(SOON_S)
            time.sleep(0.3)
            assert not _is_done(good(vega.imports.import_(me, brought.id)))
            over.set()
            _await_done(vega, me, brought.id)
        finally:
            stop()

    def test_a_rush_without_end_does_not_hold_it_up_for_good(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "_GIVE_WAY_LOOKS_MOST", 3)
        whole, me = world()
        vega = msgspec.structs.replace(whole, is_rush=lambda: True)
        brought = good(vega.imports.accept(me, "x", [piece(b"x")]))
        stop = start_worker(vega, 1, open_journal(as_json=False))
        try:
            _await_done(vega, me, brought.id)
        finally:
            stop()


def _await_done(vega: VegaLoop, person: PersonId, brought: ImportId) -> None:
    until = time.monotonic() + SOON_S
    while not _is_done(good(vega.imports.import_(person, brought))):
        assert time.monotonic() < until
        time.sleep(0.01)


def _is_done(one: Import) -> bool:
    return one.state is State.DONE
