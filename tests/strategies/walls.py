"""Times on a wall that does not say where it hangs, and what is read off it at a home."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeAlias

from hypothesis import strategies as st

from tests.strategies.biometrics import WATCH
from tests.strategies.series import PHONE
from tests.support import good
from vegaloop.biometrics import (
    Metric,
    NewReading,
    RestingHeartRate,
    Sample,
    SampleBatch,
    Sleep,
    Stage,
    StageSpan,
    sleep_of,
)
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import Moment, TimeZone, moment_at

HOMES: Final = tuple(
    TimeZone(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/Los_Angeles",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    )
)
homes = st.sampled_from(HOMES)
# Clocks went on within these days: on 8 March in America. No time is one that a clock skipped.
FIRST: Final = dt.datetime(2026, 3, 4)  # A wall has no zone.
_HOURS: Final = tuple(hour for hour in range(12 * 24) if hour % 24 not in {1, 2, 3})
walls = st.sampled_from(_HOURS).map(lambda hours: FIRST + dt.timedelta(hours=hours))
# When on the wall, for how many hours, what.
Said: TypeAlias = tuple[dt.datetime, int, int]
said = st.lists(
    st.tuples(walls, st.sampled_from([0, 1, 1, 9]), st.integers(0, 3_000)),
    max_size=20,
    unique_by=lambda one: one[:2],
)


def steps_at(home: TimeZone, of: list[Said]) -> SampleBatch:
    """Read samples off a wall, as an import at a home does."""
    samples = [Sample(moment_at(wall, home), value, hours * 3_600) for wall, hours, value in of]
    batch = SampleBatch.of_samples(Metric.STEPS, PHONE, samples)
    return SampleBatch(batch.metric, batch.source, *batch.columns, on_wall=True)


def pulse_at(home: TimeZone, wall: dt.datetime, bpm: int) -> NewReading:
    """Read a resting heart rate off a wall."""
    value = RestingHeartRate(good(HeartRate.of_bpm(bpm)))
    return NewReading(moment_at(wall, home), value, WATCH, on_wall=True)


def night_at(home: TimeZone, evening: dt.datetime, hours: int) -> NewReading:
    """Read a night off a wall: an hour awake, then asleep."""

    def moment(after: int) -> Moment:
        return moment_at(evening + dt.timedelta(hours=after), home)

    begun, slept, woken = moment(0), moment(1), moment(hours)
    stages = (
        StageSpan(Stage.AWAKE, begun.at, slept.at),
        StageSpan(Stage.LIGHT, slept.at, woken.at),
    )
    value: Sleep = good(sleep_of(begun.at, woken.at, stages=stages))
    return NewReading(woken, value, WATCH, on_wall=True)
