"""Tokens that are good for once, and lost before they were kept. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import threading
import time
from unittest.mock import patch

import pytest

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.vendor import SimulatedVendor
from tests.spec.test_device_sync_unsteady import Rider
from tests.strategies.imports import world
from vegaloop.app.worker import STOP_WITHIN_S, start_worker
from vegaloop.app.worker_process import ENDS_WITHIN_S
from vegaloop.device_sync.adapters.calling import Limits
from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.calling import Answer, Call
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.working import GoOn, Working
from vegaloop.device_sync.domain.connection import Connected, Lapsed, Standing
from vegaloop.device_sync.domain.lane import LEASE
from vegaloop.device_sync.domain.trouble import OURS, Refused, Trouble
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.logbook import open_journal
from vegaloop.kernel.result import Failure, Result, Success

_HOURS = dt.timedelta(hours=7)  # Tokens end after six.


class Killed(BaseException):
    """What no guard catches."""


def standing(here: Rider) -> Standing:
    """How somebody stands with their vendor."""
    found = here.books.read(here.me, lambda book: book.connection(Vendor.STRAVA))
    assert found is not None
    return found.standing


def refreshes(calls: list[str]) -> int:
    """How often new tokens were asked for."""
    return sum(url.endswith("/token") for url in calls)


def watched(here: Rider) -> list[str]:
    """Write down what the vendor is asked for from now on."""
    calls, usual = list[str](), SimulatedVendor.call

    def call(call: Call) -> object:
        calls.append(call.url)
        return usual(here.vendor, call)

    here.vendor.call = call  # type: ignore[method-assign, assignment]  # Whoever it is asks it.
    return calls


class TestDsy115:
    """DSY-115. Whoever's tokens are good no more is asked to connect again: at once where the vendor says that it does not know them, after five refusals that say nothing; keys of ours that are refused end no consent."""

    def test_killed_between_the_answer_and_the_disk(self) -> None:
        here = Rider()
        here.advance(_HOURS)
        calls = watched(here)
        with patch.object(Asking, "_kept", side_effect=Killed), pytest.raises(Killed):
            here.work()
        assert isinstance(standing(here), Connected)
        here.advance(LEASE)
        here.work()
        assert isinstance(standing(here), Lapsed)
        asked = len(calls)
        assert refreshes(calls) == asked == 2
        for _ in range(3):
            here.advance(_HOURS)
            here.work()
        assert len(calls) == asked

    @pytest.mark.parametrize("status", [400, 404, 409, OURS])
    def test_refused_without_a_word_that_is_understood(self, status: int) -> None:
        here = Rider()
        here.told(here.rides("first"))
        here.advance(_HOURS)
        calls = watched(here)

        def refused(*_: object) -> Result[Tokens, Trouble]:
            return Failure(Refused(status))

        with patch.object(SimulatedDriver, "tokens", refused):
            for _ in range(12):
                if isinstance(standing(here), Connected):
                    here.next()
        if status == OURS:
            assert isinstance(standing(here), Connected)
            return
        assert isinstance(standing(here), Lapsed)
        asked = len(calls)
        here.advance(3 * _HOURS)
        here.work()
        assert len(calls) == asked

    def test_a_moment_of_refusals_ends_nothing(self) -> None:
        here = Rider()
        ride = here.rides("first")
        here.advance(_HOURS)
        usual, answered, left = SimulatedDriver.tokens, here.vendor.call, [4]

        def call(call: Call) -> object:
            left[0] -= call.url.endswith("/token")
            return answered(call) if left[0] < 0 else Success(Answer(418, {}, b""))

        def read(driver: SimulatedDriver, answer: Answer, *rest: object) -> object:
            if answer.status == 418:
                return Failure(Refused(400))
            return usual(driver, answer, *rest)  # type: ignore[arg-type]  # As it was asked.

        here.vendor.call = call  # type: ignore[method-assign, assignment]  # Whoever it is asks it.
        with patch.object(SimulatedDriver, "tokens", read):
            here.told(ride)
            for _ in range(8):
                here.next()
        assert here.says == "first"
        assert isinstance(standing(here), Connected)


class TestDsy116:
    """DSY-116. A worker that is told to stop ends when the step it is at is kept: whatever a vendor answers by then is on the disk."""

    def test_the_step_is_kept(self) -> None:
        vega, _ = world()
        begun, kept = threading.Event(), threading.Event()

        def step(self: Working, go_on: GoOn) -> bool:
            begun.set()
            while go_on():
                time.sleep(0.01)
            time.sleep(0.5)
            kept.set()
            return False

        with patch.object(Working, "step", step):
            stop = start_worker(vega, 1, open_journal(as_json=False))
            assert begun.wait(10)
            stop()
            assert kept.is_set()

    def test_however_slow_a_vendor_is(self) -> None:
        assert Limits().call_s < STOP_WITHIN_S < ENDS_WITHIN_S
