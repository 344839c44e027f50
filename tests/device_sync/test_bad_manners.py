"""Vendors that behave badly, over a real line on loopback (RELIABILITY, V1 to V11)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pytest

from tests.faults import manners_pressed as pressed
from tests.faults import manners_unanswered as unanswered
from tests.faults.figures import Trial, on_both_engines
from tests.faults.manners import MANNERS
from tests.faults.sites import QUICK

# What takes minutes with the limits of everyday is tried with small ones.
SMALL: Final[Mapping[str, Trial]] = {
    "V3 slow": partial(unanswered.v3, QUICK),
    **on_both_engines("V11 quota", partial(pressed.v11, calls=60)),
    "after an outage": partial(pressed.drained, 600),
}


@pytest.mark.parametrize("name", MANNERS)
def test_nothing_is_lost_and_nobody_is_pressed(name: str) -> None:
    figures = {**MANNERS, **SMALL}[name]()
    assert figures.is_kept, figures.line
