"""Vendors that behave badly, over a real line on loopback (RELIABILITY, V1 to V11)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import httpx2
import pytest
from msgspec import structs

from tests.faults import manners_backfill as backfill
from tests.faults import manners_pressed as pressed
from tests.faults import manners_unanswered as unanswered
from tests.faults.figures import Trial, on_both_engines
from tests.faults.manners import MANNERS
from tests.faults.sites import QUICK
from vegaloop.device_sync.adapters import calling
from vegaloop.device_sync.adapters.calling import HttpCaller
from vegaloop.device_sync.adapters.reach import Reach, Target
from vegaloop.device_sync.adapters.vendors import garmin
from vegaloop.device_sync.application.calling import Answer, Call, CannotCall, NotAllowed
from vegaloop.kernel.result import Failure, Result, Success

# What takes minutes with the limits of everyday is tried with small ones.
SMALL: Final[Mapping[str, Trial]] = {
    "V3 slow": partial(unanswered.v3, QUICK),
    **on_both_engines("V8 five years", partial(backfill.v8_backfill, days=60)),
    **on_both_engines("V11 quota", partial(pressed.v11, calls=60)),
    "after an outage": partial(pressed.drained, 600),
}


@pytest.mark.parametrize("name", MANNERS)
def test_nothing_is_lost_and_nobody_is_pressed(name: str) -> None:
    figures = {**MANNERS, **SMALL}[name]()
    assert figures.is_kept, figures.line


def _anywhere(url: str, _: Reach, *, given: bool) -> Result[Target, NotAllowed]:
    read = httpx2.URL(url)
    scheme = "https" if read.scheme == "https" else "http"
    port = read.port or (443 if scheme == "https" else 80)
    return Success(Target(scheme, read.raw_host.decode(), port, read.raw_path, is_guarded=False))


_CALL: Final = HttpCaller.call


def _led_on(caller: HttpCaller, call: Call) -> Result[Answer, CannotCall]:
    match answered := _CALL(caller, call):
        case Success(answer) if "location" in answer.headers:
            return _CALL(caller, structs.replace(call, url=answer.headers["location"]))
        case Success() | Failure():
            return answered


def test_a_caller_without_a_guard_is_missed_by_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address that is given is called, and every redirect followed: nobody is reached."""
    monkeypatch.setattr(calling, "target_of", _anywhere)
    monkeypatch.setattr(garmin, "followed", lambda api, given: given)
    monkeypatch.setattr(HttpCaller, "call", _led_on)
    missed = {one.name: one.found for one in pressed.v10().every if not one.is_kept}
    assert missed.keys() == {"requests", "redirects followed"}
    assert min(missed.values()) >= 1
