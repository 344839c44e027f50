"""How long an activity took, as it is told."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spec.test_activity_linked import ready
from tests.strategies.linked import a_recording, brought, told
from vegaloop.activity import Lap
from vegaloop.activity.adapters.answers import from_session
from vegaloop.activity.adapters.part_bodies import from_lap
from vegaloop.activity.domain import bare
from vegaloop.activity.domain.recording import Totals
from vegaloop.kernel.formats import Note, Remark
from vegaloop.kernel.quantity import Duration

SPANS = st.integers(0, 200_000_000).map(Duration)


class TestAct165:
    """ACT-165. An elapsed time that is in doubt, or more than a minute less than the moving one, is not told, and no moving time is told as longer than the elapsed one."""

    @given(SPANS, SPANS, st.booleans())
    def test_times_that_can_be(self, elapsed: Duration, moving: Duration, doubtful: bool) -> None:
        elapsed_s, moving_s = bare.times_s(elapsed, moving, doubtful=doubtful)
        if elapsed_s is None:
            assert doubtful or moving.seconds > elapsed.seconds + 60
            assert moving_s == moving.seconds
        else:
            assert not doubtful
            assert elapsed_s == elapsed.seconds
            assert moving_s <= elapsed_s
            assert moving.seconds - moving_s <= 60

    @pytest.mark.parametrize(
        ("timer_s", "notes", "elapsed_s", "moving_s"),
        [
            (1_100, (), 1_200, 1_100),
            (1_201, (), 1_200, 1_200),
            (21_680, (), None, 21_680),
            (1_100, (Note(Remark.DOUBTFUL_ELAPSED),), None, 1_100),
        ],
    )
    def test_of_an_activity_and_of_a_lap(
        self, timer_s: int, notes: tuple[Note, ...], elapsed_s: float | None, moving_s: float
    ) -> None:
        totals = Totals(elapsed=Duration(1_200_000_000), timer=Duration(timer_s * 1_000_000))
        recording = msgspec.structs.replace(a_recording(), totals=totals, notes=notes)
        (session,) = brought(ready(), told("ride", recording, "watch"))
        answer = from_session(session)
        assert (answer.elapsed_s, answer.moving_s) == (elapsed_s, moving_s)
        if not notes:
            lap = from_lap(Lap(start=None, totals=totals))
            assert (lap.elapsed_s, lap.moving_s) == (elapsed_s, moving_s)
