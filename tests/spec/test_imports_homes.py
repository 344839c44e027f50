"""What is told by a wall clock alone, imported at one home and again at another (BIO-142, 143)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.imports import imports_over, piece, world
from tests.strategies.series import PHONE
from tests.strategies.walls import homes
from tests.support import at_most, good
from vegaloop.biometrics import (
    Metric,
    NewReading,
    ReadingQuery,
    RestingHeartRate,
    Sample,
    SampleBatch,
)
from vegaloop.imports import ArchiveReader, Piece, Place
from vegaloop.imports.application.pace import Pace
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, FoundSamples
from vegaloop.kernel.person import Home, Profile, moment_on_wall
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.time import LocalDate, Moment, TimeZone, day_of

FIRST = dt.datetime(2025, 1, 6)  # A wall has no zone.
BEFORE, DAYS = (
    day_of(dt.date(2024, 12, 1)),
    (day_of(dt.date(2025, 1, 1)), day_of(dt.date(2025, 2, 1))),
)
walls = st.integers(0, 24 * 6).map(lambda hours: FIRST + dt.timedelta(hours=hours))


@final
class OnWalls(ArchiveReader):
    """Reads steps and pulses off the wall of whoever brings them."""

    def __init__(self, walls: Sequence[dt.datetime]) -> None:
        self.walls = tuple(walls)

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        place = Place("steps.json")
        samples = []
        for wall in self.walls:
            moment = good(moment_on_wall(wall, profile))
            samples.append(Sample(moment, 60, 3_600))
            yield FoundSample(place, Metric.STEPS, PHONE, samples[-1], zone_assumed=True)
            pulse = RestingHeartRate(good(HeartRate.of_bpm(50)))
            yield FoundReading(place, NewReading(moment, pulse, PHONE), zone_assumed=True)
        packed = SampleBatch.of_samples(Metric.FLOORS, PHONE, samples)
        yield FoundSamples(place, packed, zone_assumed=True)


@settings(max_examples=at_most(20))
@given(of=st.sets(walls, min_size=1, max_size=8), homes_=st.lists(homes, min_size=2, max_size=3))
def test_another_home_keeps_and_replaces_nothing(
    of: set[dt.datetime], homes_: list[TimeZone]
) -> None:
    vega, me = world()
    imports = imports_over(vega, OnWalls(sorted(of)))
    shown, counts = [], []
    for home in homes_:
        good(vega.accounts.set_home(me, Home(LocalDate(BEFORE), home)))
        assert vega.accounts.profile(me).zone_on(day_of(FIRST.date())) == home
        counts.append(imports.bring(me, "x", [piece()]).counts)
        days = [vega.biometrics.series.days(me, m, *DAYS) for m in (Metric.STEPS, Metric.FLOORS)]
        shown.append((days, vega.biometrics.readings(me, ReadingQuery(limit=100))))
    assert all(one == shown[0] for one in shown)
    assert [(one.kept, one.replaced) for one in counts] == [
        (3 * len(of), 0),
        *((0, 0) for _ in homes_[1:]),
    ]
