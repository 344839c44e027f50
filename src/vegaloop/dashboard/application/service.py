"""The dashboard: one morning over every part of the system, in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from vegaloop.dashboard.application.ports import Alarm, Guard, Revisions, Snapshots, Source, Sources
from vegaloop.dashboard.domain.board import BOARD_VERSION, Board
from vegaloop.dashboard.domain.section import (
    STALE_AFTER,
    A,
    Down,
    Insufficient,
    Observed,
    Section,
    SectionName,
    aged,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, LocalDate, day_span, local_date_of

_BETWEEN: Final = "_"


@final
class DashboardService:
    """What a person sees first in the morning."""

    __slots__ = (
        "_alarm",
        "_clock",
        "_formulas",
        "_guard",
        "_profiles",
        "_revisions",
        "_snapshots",
        "_sources",
    )

    def __init__(
        self,
        sources: Callable[[], Sources],
        profiles: Profiles,
        revisions: Revisions,
        snapshots: Snapshots,
        guard: Guard,
        alarm: Alarm,
        clock: Clock,
        formula_versions: tuple[str, ...],
    ) -> None:
        self._sources = sources
        self._profiles = profiles
        self._revisions = revisions
        self._snapshots = snapshots
        self._guard = guard
        self._alarm = alarm
        self._clock = clock
        self._formulas = (BOARD_VERSION, *formula_versions)

    def today(self, person: PersonId) -> LocalDate:
        """Tell what day it is where a person is at home."""
        return local_date_of(self._clock.now(), self._profiles.profile(person).home_zone)

    def version(self, person: PersonId, day: LocalDate) -> str:
        """Name the board of a day, without making it: another name means it may have changed.

        Ask before the board is made, so that a change in between makes the name too old, never
        too new.
        """
        formulas = _BETWEEN.join(self._formulas)
        return f"{self._revisions(person)}-{day.isoformat()}-{formulas}"

    def on(self, person: PersonId, day: LocalDate) -> Board:
        """Show a day; a section that breaks is down and leaves the others standing."""
        with self._snapshots():
            return self._board(person, day)

    def _board(self, person: PersonId, day: LocalDate) -> Board:
        sources = self._sources()
        start = day_span(day, self._profiles.profile(person).home_zone).start

        def section(name: SectionName, source: Source[A]) -> Section[A]:
            match self._guard.ask(lambda: source.on(person, day)):
                case Failure(broken):
                    self._alarm.section_broke(name, broken.kind)
                    return Down()
                case Success(answer):
                    return _section(name, answer, start)

        return Board(
            local_date=day,
            readiness=section(SectionName.READINESS, sources.readiness),
            nutrition=section(SectionName.NUTRITION, sources.nutrition),
            activity=section(SectionName.ACTIVITY, sources.activity),
            biometrics=section(SectionName.BIOMETRICS, sources.biometrics),
            goals=section(SectionName.GOALS, sources.goals),
        )


def _section(
    name: SectionName, answer: Result[Observed[A], Insufficient], day_start: Instant
) -> Section[A]:
    match answer:
        case Failure(insufficient):
            return insufficient
        case Success(observed):
            return aged(observed, day_start, STALE_AFTER[name])
