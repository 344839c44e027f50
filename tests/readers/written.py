"""Activities to write and read back, valid by construction."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from vegaloop.app.demo.fit_writer import (
    CYCLING,
    RUNNING,
    SWIMMING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
)
from vegaloop.kernel.time import Instant, from_epoch_us, later

_FIRST_S = 900_000_000
_LAST_S = 4_000_000_000


def _or_not(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | numbers


def instants() -> st.SearchStrategy[Instant]:
    return st.integers(_FIRST_S, _LAST_S).map(lambda s: from_epoch_us(s * 1_000_000))


@st.composite
def samples(draw: st.DrawFn, start: Instant, second: int) -> WrittenSample:
    return WrittenSample(
        at=later(start, dt.timedelta(seconds=second)),
        latitude_semicircles=draw(_or_not(st.integers(-(2**30), 2**30))),
        longitude_semicircles=draw(_or_not(st.integers(-(2**31), 2**31 - 2))),
        altitude_fifths_m=draw(_or_not(st.integers(-2_500, 63_034))),
        heart_rate_bpm=draw(_or_not(st.integers(1, 254))),
        cadence_rpm=draw(_or_not(st.integers(0, 254))),
        distance_cm=draw(_or_not(st.integers(0, 2**31 - 1))),
        speed_mm_s=draw(_or_not(st.integers(0, 65_534))),
        power_w=draw(_or_not(st.integers(0, 65_534))),
        temperature_c=draw(_or_not(st.integers(-128, 126))),
    )


@st.composite
def laps(draw: st.DrawFn, start: Instant) -> WrittenLap:
    timer_ms = draw(st.integers(0, 10**8))
    return WrittenLap(
        start=start,
        elapsed_ms=timer_ms + draw(st.integers(0, 10**7)),
        timer_ms=timer_ms,
        distance_cm=draw(_or_not(st.integers(0, 10**8))),
        energy_kcal=draw(_or_not(st.integers(0, 20_000))),
        average_heart_rate_bpm=draw(_or_not(st.integers(1, 254))),
        maximum_heart_rate_bpm=draw(_or_not(st.integers(1, 254))),
        average_power_w=draw(_or_not(st.integers(0, 2_000))),
        maximum_power_w=draw(_or_not(st.integers(0, 3_000))),
        ascent_m=draw(_or_not(st.integers(0, 9_000))),
        descent_m=draw(_or_not(st.integers(0, 9_000))),
    )


@st.composite
def sessions(draw: st.DrawFn) -> WrittenSession:
    start = draw(instants())
    seconds = sorted(draw(st.lists(st.integers(0, 100_000), max_size=12)))
    return WrittenSession(
        sport=draw(st.sampled_from([RUNNING, CYCLING, SWIMMING])),
        totals=draw(laps(start)),
        laps=tuple(draw(st.lists(laps(start), max_size=3))),
        samples=tuple(draw(samples(start, second)) for second in seconds),
        utc_offset_s=draw(st.integers(-48, 56)) * 900,
    )
