"""Curves: from what a signal says to how good that is."""

from __future__ import annotations

from itertools import pairwise
from typing import final

from msgspec import Struct


@final
class Curve(Struct, frozen=True):
    """A monotone line through its knots, level beyond the first and the last.

    A knot is (value, sub-score): values ascend, sub-scores lie in [0, 1] and never turn.
    """

    knots: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        rises = [high[1] - low[1] for low, high in pairwise(self.knots)]
        ascending = all(low[0] < high[0] for low, high in pairwise(self.knots))
        one_way = all(rise >= 0 for rise in rises) or all(rise <= 0 for rise in rises)
        bounded = all(0 <= good <= 1 for _, good in self.knots)
        if not (rises and ascending and one_way and bounded):
            raise ValueError("a curve ascends in its values and never turns in its sub-scores")

    def at(self, value: float) -> float:
        """Read the sub-score of a value, in [0, 1] (formula book R2)."""
        for (low, start), (high, end) in pairwise(self.knots):
            if value < high:
                return start + (end - start) * max(0.0, value - low) / (high - low)
        return self.knots[-1][1]

    @property
    def more_is_better(self) -> bool:
        """Whether a higher value is never worse."""
        return self.knots[-1][1] >= self.knots[0][1]
