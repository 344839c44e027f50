"""What a person is capable of, by the date it is valid from.

Rule 1: a value is valid from its date until a later entry gives that value anew.
Rule 2: a value nobody gave is None; no threshold has a default.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.w_balance import W_PRIME_LEAST_J, W_PRIME_MOST_J
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate

__all__ = (
    "CannotSetThresholds",
    "DatedThresholds",
    "HeartRatesOutOfOrder",
    "NoSuchThresholds",
    "NoThresholdGiven",
    "Span",
    "Thresholds",
    "ThresholdsImplausible",
    "changed_span",
    "decide_thresholds",
    "in_force",
    "replaced",
    "without",
)


@final
class Thresholds(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person is capable of; None where nobody knows.

    `threshold_pace` is the time of one kilometre run for an hour, `css_pace` that of a hundred
    metres swum at critical speed: kept as given, because a speed would round them. `cp` is critical
    power and `w_prime` the work that can be done above it.
    """

    ftp: Power | None = None
    threshold_pace: Duration | None = None
    css_pace: Duration | None = None
    hr_max: HeartRate | None = None
    hr_rest: HeartRate | None = None
    lthr: HeartRate | None = None
    cp: Power | None = None
    w_prime: Energy | None = None

    def over(self, earlier: Thresholds) -> Thresholds:
        """These values, and the earlier ones where these say nothing."""
        return Thresholds(
            ftp=self.ftp or earlier.ftp,
            threshold_pace=self.threshold_pace or earlier.threshold_pace,
            css_pace=self.css_pace or earlier.css_pace,
            hr_max=self.hr_max or earlier.hr_max,
            hr_rest=self.hr_rest or earlier.hr_rest,
            lthr=self.lthr or earlier.lthr,
            cp=self.cp or earlier.cp,
            w_prime=self.w_prime or earlier.w_prime,
        )


NOTHING_KNOWN: Final = Thresholds()


@final
class DatedThresholds(Struct, frozen=True):
    """Thresholds as a person gave them for the days from a date on."""

    effective_from: LocalDate
    values: Thresholds
    set_at: Instant


History: TypeAlias = tuple[DatedThresholds, ...]


@final
class Span(Struct, frozen=True):
    """The local days from `start` up to, not including, `end`; without an end if that is None."""

    start: LocalDate
    end: LocalDate | None


@final
class NoThresholdGiven(Struct, frozen=True, tag="activity/no-threshold-given"):
    """An entry that says nothing."""

    effective_from: LocalDate


@final
class HeartRatesOutOfOrder(Struct, frozen=True, tag="activity/heart-rates-out-of-order"):
    """Heart rates that do not rise from rest over the lactate threshold to the maximum."""

    lower: str
    lower_bpm: float
    higher: str
    higher_bpm: float


@final
class ThresholdsImplausible(Struct, frozen=True, tag="activity/thresholds-implausible"):
    """Values no human has, each by its field."""

    errors: tuple[OutOfRange, ...]


@final
class NoSuchThresholds(Struct, frozen=True, tag="activity/no-such-thresholds"):
    """A date no entry begins on."""

    effective_from: LocalDate


CannotSetThresholds: TypeAlias = NoThresholdGiven | HeartRatesOutOfOrder | ThresholdsImplausible


def decide_thresholds(
    effective_from: LocalDate, values: Thresholds, now: Instant
) -> Result[DatedThresholds, CannotSetThresholds]:
    """Decide whether somebody can be capable of this."""
    if values == NOTHING_KNOWN:
        return Failure(NoThresholdGiven(effective_from))
    implausible = tuple(
        OutOfRange(field, given, least, most)
        for field, given, least, most in _plausible(values)
        if given is not None and not least <= given <= most
    )
    if implausible:
        return Failure(ThresholdsImplausible(implausible))
    disorder = _disorder(values)
    if disorder is not None:
        return Failure(disorder)
    return Success(DatedThresholds(effective_from, values, now))


# Beyond the best and the weakest of recorded humans, in the unit of the field.
def _plausible(values: Thresholds) -> tuple[tuple[str, float | None, float, float], ...]:
    return (
        ("ftp_w", values.ftp and values.ftp.watts, 20, 700),
        ("threshold_pace_s_per_km", _seconds(values.threshold_pace), 120, 900),
        ("css_s_per_100m", _seconds(values.css_pace), 45, 300),
        ("hr_max_bpm", _bpm(values.hr_max), 100, 240),
        ("hr_rest_bpm", _bpm(values.hr_rest), 25, 110),
        ("lthr_bpm", _bpm(values.lthr), 70, 230),
        ("cp_w", values.cp and values.cp.watts, 20, 700),
        ("w_prime_j", values.w_prime and values.w_prime.amount, W_PRIME_LEAST_J, W_PRIME_MOST_J),
    )


def _seconds(duration: Duration | None) -> float | None:
    return None if duration is None else duration.seconds


def _bpm(rate: HeartRate | None) -> float | None:
    return None if rate is None else rate.bpm


def _disorder(values: Thresholds) -> HeartRatesOutOfOrder | None:
    named = (
        ("hr_rest_bpm", _bpm(values.hr_rest)),
        ("lthr_bpm", _bpm(values.lthr)),
        ("hr_max_bpm", _bpm(values.hr_max)),
    )
    known = [(name, bpm) for name, bpm in named if bpm is not None]
    for (lower, lower_bpm), (higher, higher_bpm) in pairwise(known):
        if lower_bpm >= higher_bpm:
            return HeartRatesOutOfOrder(lower, lower_bpm, higher, higher_bpm)
    return None


def in_force(history: Sequence[DatedThresholds], day: LocalDate) -> Thresholds:
    """Find what is valid on a day; `history` is in any order."""
    valid = NOTHING_KNOWN
    for entry in sorted(history, key=_date):
        if entry.effective_from <= day:
            valid = entry.values.over(valid)
    return valid


def replaced(history: History, entry: DatedThresholds) -> History:
    """The history with an entry in place of the one of its date, if there was one."""
    kept = without(history, entry.effective_from)
    return tuple(sorted((*kept, entry), key=_date))


def without(history: History, effective_from: LocalDate) -> History:
    """The history without the entry of a date."""
    return tuple(entry for entry in history if entry.effective_from != effective_from)


def changed_span(before: History, after: History, day: LocalDate) -> Span:
    """The days on which two histories that part on a day may say different things.

    Where both say the same on a later entry's date, they say the same from there on, because every
    later value comes from entries they share.
    """
    dates = sorted({entry.effective_from for entry in (*before, *after)})
    for later in dates:
        if later > day and in_force(before, later) == in_force(after, later):
            return Span(day, later)
    return Span(day, None)


def _date(entry: DatedThresholds) -> LocalDate:
    return entry.effective_from
