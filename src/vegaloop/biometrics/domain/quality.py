"""How far a number can be trusted (formula book R3), and choosing the best of several sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from vegaloop.kernel.evidence import Missing, NoNumber, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")

FORMULA_VERSION: Final = "biometrics-2"
MATURE_DAYS: Final = 42


class Rated(Protocol):
    """A number that says how far it can be trusted."""

    @property
    def quality(self) -> float:
        """From 0 to 1."""
        ...


def freshness(days_late: int) -> float:
    """Halve the trust for each 24 hours a reading is late (book R3)."""
    return 0.5**days_late


def history_quality(n_valid: int, mature: int = MATURE_DAYS) -> float:
    """Give the share of a mature history that is there, 0 to 1 (book R3)."""
    return min(1.0, n_valid / mature)


def best_of(
    found: Sequence[Result[A, NoNumber]], quality: Callable[[A], float], what: str
) -> Result[A, NoNumber]:
    """Take the number of the best source; where there is none, the reason closest to one.

    Sources are never mixed in one baseline: two devices differ by more than two days do.
    """
    good: list[A] = []
    reasons: list[NoNumber] = [Missing(what)]
    for one in found:
        match one:
            case Success(value):
                good.append(value)
            case Failure(reason):
                reasons.append(reason)
    return Success(max(good, key=quality)) if good else Failure(max(reasons, key=_nearness))


def speaker(
    sources: Mapping[SourceId, Mapping[LocalDate, A]],
    day: LocalDate,
    status: Callable[[SourceId, Mapping[LocalDate, A], LocalDate], Result[Rated, NoNumber]],
) -> SourceId | None:
    """Choose who speaks of a day: the best baseline, else who read that day, else who read last."""

    def worth(source: SourceId) -> tuple[float, bool, LocalDate]:
        days = sources[source]
        known = value_in(status(source, days, day))
        return (-1.0 if known is None else known.quality, day in days, max(days))

    return max(sorted(one for one in sources if sources[one]), key=worth, default=None)


def _nearness(reason: NoNumber) -> float:
    return 1 + reason.given / reason.needed if isinstance(reason, TooFew) else 0.0
