"""The readiness section."""

from __future__ import annotations

from typing import final

from vegaloop.dashboard.adapters.lacks import lack_of
from vegaloop.dashboard.application.ports import Source
from vegaloop.dashboard.domain.section import Insufficient, Lack, Observed
from vegaloop.dashboard.domain.views import ContributorView, ReadinessView
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.readiness import Area, Gap, NotTrusted, Readiness, ReadinessService


@final
class FromReadiness(Source[ReadinessView]):
    """Shows the score of the morning."""

    def __init__(self, readiness: ReadinessService) -> None:
        self._readiness = readiness

    def on(self, person: PersonId, day: LocalDate) -> Result[Observed[ReadinessView], Insufficient]:
        """What there is to show on a day, or what is lacking for it."""
        match self._readiness.on(person, day):
            case Failure(insufficient):
                lacks = tuple(map(_lack, insufficient.missing))
                return Failure(Insufficient(lacks, insufficient.as_of))
            case Success(readiness):
                return Success(Observed(_view(readiness), _newest_night(readiness)))


def _newest_night(readiness: Readiness) -> Instant | None:
    """A load is known every morning, a rest day too: only a night can be overdue."""
    nights = (one.observed_at for one in readiness.contributions if one.area is Area.BIOMETRICS)
    return max(nights, default=None)


def _view(readiness: Readiness) -> ReadinessView:
    return ReadinessView(
        score=readiness.score,
        raw=readiness.raw,
        band=readiness.band,
        confidence=readiness.confidence,
        level=readiness.level,
        half_width=readiness.half_width,
        advice=readiness.advice.code,
        advice_reason=readiness.advice.reason,
        contributors=tuple(
            ContributorView(one.name, one.area, one.contribution, one.standing)
            for one in readiness.contributions
        ),
        caps=tuple(cap.name for cap in readiness.caps),
        missing=tuple(map(_lack, readiness.missing)),
        formula_version=readiness.model_version,
    )


def _lack(gap: Gap) -> Lack:
    if isinstance(gap.reason, NotTrusted):
        return Lack(gap.name, "not-trusted")
    return Lack(gap.name, lack_of(gap.reason).reason)
