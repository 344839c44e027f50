"""The last edges of formulas: what lies beyond what they are declared on."""

from __future__ import annotations

import math

import pytest

from tests.support import refused
from vegaloop.activity.domain.formulas.limits import MS_MOST, RATE_MOST
from vegaloop.activity.domain.formulas.one_hz import Gaps
from vegaloop.activity.formulas import observed_hr_max_bpm
from vegaloop.biometrics.formulas import cv7_percent
from vegaloop.kernel.evidence import Outside


@pytest.mark.parametrize(
    ("times", "what"),
    [
        (((120_000, -1),), "ms"),
        (((120_000, math.nan),), "ms"),
        (((120_000, MS_MOST + 1),), "ms"),
        (((-1, 900_000),), "rate"),
        (((RATE_MOST + 1, 900_000),), "rate"),
    ],
)
def test_no_heart_rate_is_seen_in_times_that_cannot_be(
    times: tuple[tuple[int, int], ...], what: str
) -> None:
    fault = refused(observed_hr_max_bpm(times))
    assert isinstance(fault, Outside)
    assert fault.what == what


@pytest.mark.parametrize(("drawn", "zeros"), [(-1, 0), (0, -1), (86_401, 0), (0, 86_401)])
def test_no_gap_is_bridged_for_less_than_nothing_or_more_than_a_day(drawn: int, zeros: int) -> None:
    with pytest.raises(ValueError, match="lasts from 0 s to a day"):
        Gaps(drawn, zeros)


def test_a_gap_of_a_day_may_be_bridged() -> None:
    assert Gaps(86_400, 86_400) == Gaps(86_400, 86_400)


def test_a_variation_around_next_to_nothing_is_no_number() -> None:
    fault = refused(cv7_percent([1e-300, -10.0, 10.0 + 1e-9]))
    assert isinstance(fault, Outside)
    assert fault.what == "cv7_percent"
