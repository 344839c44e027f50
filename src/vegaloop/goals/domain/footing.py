"""Where a goal to reach a value stands now, and how well that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Reach
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.outlook import FORMULA_VERSION, WINDOW_DAYS, Forecast
from vegaloop.goals.domain.progress import LEVEL_DAYS, levels
from vegaloop.kernel.evidence import Derived, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate

QUALITY_OF_ONE: Final = 0.5  # A single value of a day may be off by its scatter.
QUALITY_OF_WORD: Final = 0.25  # What a person said when they set the goal.


@final
class Footing(Struct, frozen=True):
    """A level, the way it was found, and on how much it rests."""

    level: float
    method: str
    window_days: int
    n_valid: int
    quality: float

    def figure(self, value: float, method: str, notes: tuple[str, ...] = ()) -> Derived:
        """A number that rests on this level."""
        return Derived(
            value=value,
            method=method,
            formula_version=FORMULA_VERSION,
            window_days=self.window_days,
            n_valid=self.n_valid,
            quality=self.quality,
            notes=notes,
        )


def footing_of(
    goal: Goal,
    aim: Reach,
    summing: Summing,
    values: Sequence[DayValue],
    forecast: Result[Forecast, NoNumber],
    day: LocalDate,
) -> Footing:
    """Tell where a goal stands: on a total, on its trend, on its newest value, or on its start."""
    found = levels(aim, summing, goal.start, values, day)
    if summing is Summing.SUM:
        level = found[-1].value if found else aim.start_value
        return Footing(level, "total", max(1, (day - goal.start).days + 1), len(found), 1.0)
    match forecast:
        case Success(one):
            return Footing(
                one.level_now, one.method, WINDOW_DAYS, one.n_valid, share_of_days(one.n_valid)
            )
        case Failure():
            if found:
                return Footing(found[-1].value, "newest-value", LEVEL_DAYS, 1, QUALITY_OF_ONE)
            return Footing(aim.start_value, "stated-start", 1, 0, QUALITY_OF_WORD)


def share_of_days(n_valid: int) -> float:
    """Tell how full the window of a forecast is, in [0, 1]: the quality of what it says."""
    return min(1.0, n_valid / WINDOW_DAYS)
