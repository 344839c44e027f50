"""The person as the formulas see them on one day.

Rule 1: thresholds are those of the day, never today's.
Rule 2: a maximal heart rate is the one the person gave, else a higher one seen than age gives, else
the one age gives, and it is said which.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.limits import hr_max_bpm
from vegaloop.activity.domain.thresholds import Thresholds
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import LocalDate

__all__ = (
    "SEEN_WINDOW_DAYS",
    "HrMaxBy",
    "Physique",
    "SeenRate",
    "estimated_hr_max",
    "physique_on",
    "seen_hr_max",
)

SEEN_WINDOW_DAYS: Final = 365  # A maximum falls by less than a beat a year.


class HrMaxBy(StrEnum):
    """Where a maximal heart rate comes from."""

    GIVEN = "given"
    OBSERVED = "observed_p99_5"
    TANAKA = "tanaka"


@final
class SeenRate(Struct, frozen=True):
    """The day of a session, and the rate that half a percent of its time was above."""

    day: LocalDate
    rate: HeartRate


@final
class Physique(Struct, frozen=True):
    """The person as the formulas see them on one day: thresholds, sex, and the maximal rate."""

    thresholds: Thresholds
    sex: Sex | None
    hr_max: HeartRate | None
    hr_max_by: HrMaxBy | None

    @property
    def hr_max_estimated(self) -> bool:
        """Whether the maximal rate is what age gives, not what anybody saw."""
        return self.hr_max_by is HrMaxBy.TANAKA


def physique_on(
    day: LocalDate, thresholds: Thresholds, profile: Profile, seen: HeartRate | None = None
) -> Physique:
    """Describe a person on a day; `seen` is the highest rate seen up to it. Rules ACT-9, ACT-36."""
    highest, by = _hr_max(thresholds, estimated_hr_max(profile, day), seen)
    return Physique(thresholds, profile.sex, highest, by)


def estimated_hr_max(profile: Profile, day: LocalDate) -> HeartRate | None:
    """The maximal heart rate that Tanaka's line gives the age of a person on a day."""
    age_years = profile.age_years(day)
    if age_years is None:
        return None
    match hr_max_bpm(age_years):
        case Failure():
            return None
        case Success(bpm):
            return HeartRate(round(1_000 * bpm))


def seen_hr_max(rates: Sequence[SeenRate], day: LocalDate) -> HeartRate | None:
    """The highest rate seen on a day and in the year before it. Rule ACT-36."""
    recent = (one.rate for one in rates if 0 <= (day - one.day).days <= SEEN_WINDOW_DAYS)
    return max(recent, default=None)


def _hr_max(
    thresholds: Thresholds, estimate: HeartRate | None, seen: HeartRate | None
) -> tuple[HeartRate | None, HrMaxBy | None]:
    if thresholds.hr_max is not None:
        return thresholds.hr_max, HrMaxBy.GIVEN
    if estimate is None:
        return None, None  # Without an estimate nobody knows whether what was seen was near it.
    if seen is not None and seen > estimate:
        return seen, HrMaxBy.OBSERVED
    return estimate, HrMaxBy.TANAKA
