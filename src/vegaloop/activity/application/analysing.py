"""Everything one session tells: gathered in one transaction, computed outside of it."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.activity.application.insight import Insight, physique_in
from vegaloop.activity.application.ports import BodyMasses, Histories, TrainingLog, TrainingLogs
from vegaloop.activity.application.recorded import recorded
from vegaloop.activity.application.upkeep import Upkeep
from vegaloop.activity.domain.admission import NoSuchActivity
from vegaloop.activity.domain.analysis import Analysis, analysis_of
from vegaloop.activity.domain.analysis_balance import critical_power_on
from vegaloop.activity.domain.capacity_fits import WINDOW_DAYS
from vegaloop.activity.domain.exertion import Wearer
from vegaloop.activity.domain.peaks import SessionPeaks
from vegaloop.activity.domain.physique import Physique
from vegaloop.activity.domain.session import Session, SessionId
from vegaloop.activity.domain.streams import Streams
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("Analysing", "NobodyWeighed")


@final
class NobodyWeighed(BodyMasses):
    """For where nobody keeps body masses."""

    def mass_kg(self, person: PersonId, day: LocalDate) -> float | None:
        """Tell nothing."""
        return None


@final
class _Gathered(Struct, frozen=True):
    session: Session
    streams: Streams
    physique: Physique
    peaks: tuple[SessionPeaks, ...]


class Analysing(Insight):
    """What one session tells; nothing here writes."""

    __slots__ = ("_masses",)

    def __init__(
        self,
        logs: TrainingLogs,
        profiles: Profiles,
        upkeep: Upkeep,
        histories: Histories,
        masses: BodyMasses,
    ) -> None:
        super().__init__(logs, profiles, upkeep, histories)
        self._masses = masses

    def analysis(self, person: PersonId, id: SessionId) -> Result[Analysis, NoSuchActivity]:
        """Tell everything a session says, with the thresholds of its day. Rule ACT-69."""
        profile = self._profiles.profile(person)
        found = self._upkeep.read(
            person,
            lambda log: _gathered(log, profile, id),
            lambda one: one is not None and one.session.loads.is_stale,
        )
        if found is None:
            return Failure(NoSuchActivity(id))
        day = found.session.local_date
        wearer = Wearer(found.physique, profile.age_years(day), self._masses.mass_kg(person, day))
        critical = critical_power_on(found.physique.thresholds, found.peaks)
        return Success(analysis_of(found.session, found.streams, wearer, critical))


def _gathered(log: TrainingLog, profile: Profile, id: SessionId) -> _Gathered | None:
    session = log.session(id)
    if session is None:
        return None
    day, streams = session.local_date, recorded(log, session)
    # What a day shows says nothing of that day: a ride is not measured by itself. Rule ACT-111.
    peaks = log.peaks(days_after(day, -WINDOW_DAYS), day)
    return _Gathered(session, streams, physique_in(log, profile, day), peaks)
