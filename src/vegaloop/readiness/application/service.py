"""Readiness: the calls other code may make. It keeps nothing: it reads what the contexts publish."""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles, Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import Published, Signals
from vegaloop.kernel.time import Clock, LocalDate, days_after, days_from, local_date_of
from vegaloop.readiness.application.ports import SelfReports
from vegaloop.readiness.domain.advice import is_low
from vegaloop.readiness.domain.evidence import Evidence
from vegaloop.readiness.domain.score import score
from vegaloop.readiness.domain.verdict import InsufficientEvidence, Morning, Readiness
from vegaloop.readiness.domain.weights import USUAL_WEIGHTS, Weights

HISTORY_DAYS_MOST: Final = 60


@final
class EndsBeforeItStarts(Struct, frozen=True, tag="readiness/ends-before-it-starts"):
    """A span of days that ends before its first one."""

    start: LocalDate
    end: LocalDate


@final
class TooManyDays(Struct, frozen=True, tag="readiness/too-many-days"):
    """More mornings than are scored in one call."""

    given: int
    most: int


CannotLookBack: TypeAlias = EndsBeforeItStarts | TooManyDays


@final
class ReadinessService:
    """How ready people are to train, and why."""

    __slots__ = ("_clock", "_profiles", "_reports", "_sources")

    def __init__(
        self,
        sources: tuple[Signals, ...],
        profiles: Profiles,
        reports: SelfReports,
        clock: Clock,
    ) -> None:
        self._sources = sources
        self._profiles = profiles
        self._reports = reports
        self._clock = clock

    def today(self, person: PersonId) -> LocalDate:
        """Tell what day it is where a person is at home."""
        return local_date_of(self._clock.now(), self._profiles.profile(person).home_zone)

    def on(
        self, person: PersonId, day: LocalDate, weights: Weights = USUAL_WEIGHTS
    ) -> Result[Readiness, InsufficientEvidence]:
        """Score the morning of a day, or say what is missing for a score."""
        sex = self._profiles.profile(person).sex
        return score(self._evidence(person, day, sex, weights))

    def over(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Result[tuple[Morning, ...], CannotLookBack]:
        """Score the mornings of [start, end), oldest first; one without a number says why."""
        if end < start:
            return Failure(EndsBeforeItStarts(start, end))
        days = (end - start).days
        if days > HISTORY_DAYS_MOST:
            return Failure(TooManyDays(days, HISTORY_DAYS_MOST))
        sex = self._profiles.profile(person).sex
        return Success(
            tuple(
                _morning(score(self._evidence(person, day, sex, USUAL_WEIGHTS)))
                for day in days_from(start, end)
            )
        )

    def _evidence(
        self, person: PersonId, day: LocalDate, sex: Sex | None, weights: Weights
    ) -> Evidence:
        trend = self._reports.hrv_trend_z(person, day)
        # Yesterday's trend costs two months of nights, and matters only under a low one today.
        before = self._reports.hrv_trend_z(person, days_after(day, -1)) if is_low(trend) else None
        return Evidence(
            day=day,
            published=self._published(person, day),
            sex=sex,
            ailments=self._reports.ailments(person, day),
            hrv_trend_z=trend,
            hrv_trend_z_before=before,
            sleep_ratio=self._reports.sleep_ratio(person, day),
            weights=weights,
        )

    def _published(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        return tuple(
            published for source in self._sources for published in source.signals(person, day)
        )


def _morning(result: Result[Readiness, InsufficientEvidence]) -> Morning:
    match result:
        case Success(readiness):
            return readiness
        case Failure(insufficient):
            return insufficient
