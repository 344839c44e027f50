"""The mean-maximal curve: the most power held for each length of time (formula book A13)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from vegaloop.activity.domain.formulas.declared import POWER_MOST_W, SECONDS_MOST, outside_of_all
from vegaloop.activity.domain.formulas.one_hz import Gaps
from vegaloop.kernel.arrays import largest_means
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("CURVE_GAPS", "SHOWN_DURATIONS_S", "envelope", "mean_maximal_power_w")

# A13: what was not measured was not pushed; after an hour it is another ride.
CURVE_GAPS: Final = Gaps(drawn_most_s=3, zeros_most_s=3_600, broken_by_pauses=False)

# Every duration the other formulas ask for, and between them enough for a smooth line.
SHOWN_DURATIONS_S: Final = (
    *(1, 2, 3, 5, 8, 10, 15, 20, 30, 45),
    *(60, 90, 120, 180, 240, 300, 420, 600, 720, 900),
    *(1_200, 1_800, 2_400, 2_700, 3_600, 5_400, 7_200, 10_800),
)


def mean_maximal_power_w(
    blocks: Sequence[Sequence[float]], durations_s: Sequence[int]
) -> tuple[Result[float, NoNumber], ...]:
    """Find the largest mean power in W over each number of seconds in a row (A13).

    `blocks` are in W at 1 Hz, in [0, 1e6], joined by `CURVE_GAPS`; a window starts anywhere and may
    be a whole block. TooFew where no block lasts so long, Outside for a duration below 1 s. Exact:
    by sums, not by a grid. Source: definition, as GoldenCheetah has it. Rule ACT-62.
    """
    fault = outside_of_all("power_w", blocks, 0, POWER_MOST_W)
    if fault is not None:
        return (Failure(fault),) * len(durations_s)
    of_blocks = [largest_means(array("d", block), durations_s) for block in blocks]
    longest_s = max(map(len, blocks), default=0)
    found: list[Result[float, NoNumber]] = []
    for n, duration_s in enumerate(durations_s):
        known = [mean for means in of_blocks if (mean := means[n]) is not None]
        found.append(Success(max(known)) if known else _too_short(duration_s, longest_s))
    return tuple(found)


def envelope(watts: Sequence[float]) -> Result[tuple[float, ...], Outside]:
    """Draw a curve in W that never rises: at each duration the most held so long or longer (A13).

    Powers lie in [0, 1e6] W. For display only: a mean-maximal curve may rise, this one may not. Source: definition.
    Rule ACT-62.
    """
    fault = outside_of_all("power_w", (watts,), 0, POWER_MOST_W)
    if fault is not None:
        return Failure(fault)
    return Success(tuple(accumulate(reversed(watts), max))[::-1])


def _too_short(duration_s: int, longest_s: int) -> Failure[NoNumber]:
    if duration_s < 1:
        return Failure(Outside("duration_s", duration_s, 1, SECONDS_MOST))
    return Failure(TooFew("seconds of power in a row", longest_s, duration_s))
