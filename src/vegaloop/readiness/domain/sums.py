"""Sums of weighed signals: each area adds its own, and the sums of areas add up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final, final

from msgspec import Struct

from vegaloop.readiness.domain.evidence import Counted

NEUTRAL: Final = 0.5  # A signal half-way moves the score neither up nor down.


@final
class Sum(Struct, frozen=True):
    """What some signals add up to: their weights, and their weights times their sub-scores.

    `core_weight_used` and `core_weight` hold only the core signals, with and without quality.
    """

    weight_used: float = 0.0
    credit: float = 0.0
    core_weight_used: float = 0.0
    core_weight: float = 0.0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.weight_used + other.weight_used,
            self.credit + other.credit,
            self.core_weight_used + other.core_weight_used,
            self.core_weight + other.core_weight,
        )

    @property
    def raw(self) -> float:
        """The score before caps, in points of 100; only where some weight was used."""
        return 100 * (self.credit / self.weight_used)

    def points_in(self, whole: Sum) -> float:
        """The points these signals move the score of the whole away from 50."""
        return 100 * (self.credit - NEUTRAL * self.weight_used) / whole.weight_used


def sum_of(counted: Iterable[Counted]) -> Sum:
    """Add up signals (formula book R2)."""
    return merged(_alone(one) for one in counted)


def merged(sums: Iterable[Sum]) -> Sum:
    """Add up sums, in whatever groups they come."""
    return reduce(Sum.__add__, sums, Sum())


def _alone(one: Counted) -> Sum:
    core = one.part.core
    return Sum(
        one.weight_used,
        one.weight_used * one.score,
        one.weight_used if core else 0.0,
        one.weight if core else 0.0,
    )
