"""Imports of counts that Garmin tells by kinds of movement (docs/rules.md, IMP-100)."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.garmin_pushes import (
    MOVEMENTS,
    VIENNA,
    found_in,
    offsets,
    samples,
    seconds_of,
)
from tests.readers.vendor_files import documents_in
from tests.strategies.biometrics import biometrics_in_memory
from tests.support import good, somebody
from vegaloop.biometrics import Metric, SampleBatch
from vegaloop.kernel.time import day_of, days_after

QUARTER_S = 900
kinds = st.tuples(st.sampled_from(MOVEMENTS), st.sampled_from(("ACTIVE", "SEDENTARY")))
quarters = st.integers(0, 95) | st.just(95)


class TestImp100:
    """IMP-100. What kinds of movement count in one quarter of an hour adds up, on the day it begins on, and counts once beside what the same source tells of the whole quarter."""

    @given(
        st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)),
        offsets,
        st.dictionaries(st.tuples(quarters, kinds), st.integers(0, 2_000), min_size=1, max_size=9),
    )
    def test_it_does(
        self,
        day: dt.date,
        offset_s: int,
        counted: dict[tuple[int, tuple[str, str]], int],
    ) -> None:
        begins = seconds_of(day, offset_s)
        epochs = [
            {
                "summaryId": f"x{quarter}-{kind}-{how}",
                "activityType": kind,
                "intensity": how,
                "startTimeInSeconds": begins + quarter * QUARTER_S,
                "startTimeOffsetInSeconds": offset_s,
                "durationInSeconds": QUARTER_S,
                "steps": steps,
            }
            for (quarter, (kind, how)), steps in counted.items()
        ]
        biometrics, me = biometrics_in_memory(), somebody()
        for one in samples(found_in("epochs", *epochs), Metric.STEPS):
            batch = SampleBatch.of_samples(Metric.STEPS, one.source, [one.sample])
            assert good(biometrics.record_samples(me, [batch])).kept == 1
        told = biometrics.series.days(me, Metric.STEPS, day_of(day), days_after(day_of(day), 2))
        assert sum(one.amount.total for one in told) == sum(counted.values())
        assert {one.day for one in told} <= {day_of(day)}

    @given(st.lists(kinds, min_size=1, max_size=6, unique=True), st.integers(0, 900))
    def test_beside_the_whole_quarter_they_count_once(
        self, moved: list[tuple[str, str]], steps: int
    ) -> None:
        begins = seconds_of(dt.date(2026, 1, 5), 3_600) + 95 * QUARTER_S
        epochs = [
            {
                "summaryId": f"x{kind}-{how}",
                "activityType": kind,
                "intensity": how,
                "startTimeInSeconds": begins,
                "startTimeOffsetInSeconds": 3_600,
                "steps": steps,
            }
            for kind, how in moved
        ]
        whole = {
            "startGMT": "2026-01-05T22:45:00.0",
            "endGMT": "2026-01-05T23:00:00.0",
            "steps": steps * len(moved),
        }
        found = [*found_in("epochs", *epochs), *documents_in([whole], VIENNA)]
        biometrics, me = biometrics_in_memory(), somebody()
        for one in samples(found, Metric.STEPS):
            batch = SampleBatch.of_samples(Metric.STEPS, one.source, [one.sample])
            assert good(biometrics.record_samples(me, [batch])).kept == 1
        (told,) = biometrics.series.day(me, day_of(dt.date(2026, 1, 5)))
        assert (told.amount.n, told.amount.total) == (len(moved) + 1, steps * len(moved))
