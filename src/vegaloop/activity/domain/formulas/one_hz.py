"""A channel at one number a second: the stretches it was recorded in, and what joins them.

Rule 1: what counts is when a sample was taken, never how many there were before it.
Rule 2: a second without a sample is missing; how long a gap may be, and what stands in for it,
depends on what is asked, so each formula names its own `Gaps`.
Rule 3: what a device leaves out by habit is no gap: one that writes every fifth second did not see
zero in between.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.recording import PausesMs

__all__ = ("CUT_AT_ANY_GAP", "Gaps", "Run", "at_one_hz", "joined", "runs_of")

_NEVER: Final = 1 << 62
_DAY_S: Final = 86_400
HABIT_LEAST: Final = 10  # Samples; of fewer nobody knows what is usual.
USUAL_MOST_S: Final = 30  # Who writes less often tells nothing of the seconds in between.


@final
class Run(Struct, frozen=True):
    """Seconds in a row, each with its number; `after_pause` where the timer stood before it."""

    start_s: int
    values: Sequence[float]
    after_pause: bool = False

    @property
    def end_s(self) -> int:
        """The second after its last."""
        return self.start_s + len(self.values)


@final
class Gaps(Struct, frozen=True):
    """What stands in for missing seconds: a line, then zeros, and beyond both nothing.

    `broken_by_pauses` says that a pause is never bridged, however short. Where a line may be drawn at
    all it is drawn over what the device leaves out by habit.
    """

    drawn_most_s: int
    zeros_most_s: int
    broken_by_pauses: bool = True

    def __post_init__(self) -> None:
        if not (0 <= self.drawn_most_s <= _DAY_S and 0 <= self.zeros_most_s <= _DAY_S):
            raise ValueError("a gap that is bridged lasts from 0 s to a day")

    @property
    def word(self) -> str:
        """Name the policy, for the method of a figure that rests on it."""
        drawn, zeros = self.drawn_most_s, self.zeros_most_s
        return f"gaps-line-{drawn}s-zero-{zeros}s-habit-line-{USUAL_MOST_S - 1}s"


CUT_AT_ANY_GAP: Final = Gaps(0, 0)


def at_one_hz(
    times_ms: Sequence[int],
    numbers: Sequence[int],
    pauses_ms: PausesMs,
    *,
    least: int,
    most: int,
) -> tuple[Run, ...]:
    """Place samples in the seconds they are nearest to; of two in one second the later stands (A6).

    Times are in ms. Numbers outside [least, most] are missing, as is what was written while the
    timer stood still. Source: VegaLoop's own. Rule ACT-68.
    """
    runs: list[Run] = []
    values: array[float] = array("d")
    pauses = iter((*pauses_ms, (_NEVER, _NEVER)))
    pause_start, pause_end = next(pauses)
    last_s, last_ms = 0, 0
    for time_ms, number in zip(times_ms, numbers, strict=True):
        if not least <= number <= most:
            continue
        paused = False
        while pause_end <= time_ms:
            paused = paused or last_ms <= pause_start
            pause_start, pause_end = next(pauses)
        if pause_start < time_ms:
            continue
        second = (time_ms + 500) // 1_000
        if values and second == last_s:
            values[-1] = number
        elif values and second == last_s + 1 and not paused:
            values.append(number)
        else:
            values = array("d", (number,))
            runs.append(Run(second, values, paused))
        last_s, last_ms = second, time_ms
    return tuple(runs)


def runs_of(seconds: Iterable[float | None]) -> tuple[Run, ...]:
    """Cut a column of one number a second where numbers are missing (A6).

    Total, in the unit of the column. Source: definition. Rule ACT-68.
    """
    runs: list[Run] = []
    values: array[float] = array("d")
    for second, value in enumerate(seconds):
        if value is None:
            continue
        if not runs or runs[-1].end_s != second:
            values = array("d")
            runs.append(Run(second, values))
        values.append(value)
    return tuple(runs)


def joined(runs: Sequence[Run], gaps: Gaps) -> tuple[Run, ...]:
    """Join runs over gaps that may be bridged; what a device always leaves out is drawn (A6, A13).

    Total, in the unit of the runs, at 1 Hz. Source: VegaLoop's own. Rule ACT-68.
    """
    usual_most_s = _usual_step_s(runs) - 1 if gaps.drawn_most_s else 0
    drawn_most_s = max(gaps.drawn_most_s, usual_most_s)
    bridged_most_s = max(gaps.zeros_most_s, drawn_most_s)
    blocks: list[Run] = []
    values: array[float] = array("d")
    for run in runs:
        missing = run.start_s - blocks[-1].end_s if blocks else _NEVER
        if missing > bridged_most_s or (run.after_pause and gaps.broken_by_pauses):
            values = array("d", run.values)
            blocks.append(Run(run.start_s, values, run.after_pause))
            continue
        values.extend(_bridge(values[-1], run.values[0], missing, drawn_most_s))
        values.extend(run.values)
    return tuple(blocks)


def _usual_step_s(runs: Sequence[Run]) -> int:
    """The median step between samples, 1 where most of them are a second apart, or few at all."""
    samples = sum(len(run.values) for run in runs)
    if samples < HABIT_LEAST:
        return 1
    of_a_second = samples - len(runs)
    longer = sorted(later.start_s - earlier.end_s + 1 for earlier, later in pairwise(runs))
    middle = (samples - 2) // 2 - of_a_second
    return min(longer[middle], USUAL_MOST_S) if middle >= 0 else 1


def _bridge(before: float, after: float, missing: int, drawn_most_s: int) -> Sequence[float]:
    if missing > drawn_most_s:
        return [0.0] * missing
    step = (after - before) / (missing + 1)
    return [before + step * n for n in range(1, missing + 1)]
