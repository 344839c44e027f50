"""Power by construction: recordings with gaps, pauses, doubled seconds and single samples."""

from __future__ import annotations

from typing import Final, NamedTuple

from hypothesis import strategies as st

from vegaloop.activity.domain.formulas.critical import PowerEffort
from vegaloop.activity.domain.formulas.durability import Stretch
from vegaloop.activity.domain.formulas.one_hz import Run, runs_of
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.streams import MISSING

# Steps between samples: doubled seconds, one a second, and gaps on both sides of each limit.
STEPS_MS: Final = (
    *(0, 300, 700, *[1_000] * 8, 1_400, 2_000, 3_000),
    *(4_000, 5_000, 30_000, 31_000, 32_000, 60_000),
)


class Written(NamedTuple):
    """What a device wrote of one channel, and when its timer stood still."""

    times_ms: list[int]
    numbers: list[int]
    pauses_ms: PausesMs


watts = st.integers(0, 1_500)
powers = st.one_of(st.just(0), watts)
rows = st.lists(st.none() | powers, max_size=200)
blocks = st.lists(powers.map(float), min_size=1, max_size=120)
long_blocks = st.lists(powers.map(float), min_size=30, max_size=150)
scales = st.sampled_from([0.25, 0.5, 2.0, 3.0])
critical_w = st.integers(100, 400).map(float)
reserves_j = st.integers(5_000, 40_000).map(float)


@st.composite
def written(draw: st.DrawFn, least: int = 0, most: int = 1_500) -> Written:
    """A channel as a device wrote it; it may be empty, or a single sample."""
    steps = draw(st.lists(st.sampled_from(STEPS_MS), max_size=60))
    times = [0]
    for step in steps:
        times.append(times[-1] + step)
    times = times[draw(st.integers(0, 1)) :]
    number = st.integers(least, most) | st.sampled_from([MISSING, least - 1, least, most, most + 1])
    numbers = draw(st.lists(number, min_size=len(times), max_size=len(times)))
    return Written(times, numbers, draw(pauses(times[-1] if times else 0)))


@st.composite
def pauses(draw: st.DrawFn, until_ms: int) -> PausesMs:
    """Pauses in order, none touching, some from one sample to the next."""
    ends = draw(st.lists(st.integers(0, until_ms // 500 + 2), max_size=6, unique=True))
    marks = [500 * end for end in sorted(ends)]
    return tuple(zip(marks[::2], marks[1::2], strict=False))


@st.composite
def stretches(draw: st.DrawFn) -> list[Stretch]:
    """Power and heart rate of stretches, each of them a minute or longer."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        count = draw(st.integers(60, 120))
        power = draw(st.lists(st.integers(50, 400).map(float), min_size=count, max_size=count))
        pulse = draw(st.lists(st.integers(90, 180).map(float), min_size=count, max_size=count))
        found.append(Stretch(power, pulse))
    return found


@st.composite
def durations(draw: st.DrawFn, least: int = 3) -> list[int]:
    """Durations of efforts, all different and rising."""
    of = st.integers(120, 1_200)
    return sorted(draw(st.lists(of, min_size=least, max_size=8, unique=True)))


def line_of(of: list[int], cp_w: float, w_prime_j: float) -> list[PowerEffort]:
    """Efforts that lie on a line exactly."""
    return [PowerEffort(t, cp_w + w_prime_j / t) for t in of]


def runs(row: list[int | None]) -> tuple[Run, ...]:
    """The runs of a row with holes in it."""
    return runs_of(row)
