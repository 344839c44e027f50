"""Baselines a person begins anew, and the record of what became of baselines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.reckoning import is_behind, reckon, stood_on
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.restarts import (
    BaselineChange,
    BaselineKind,
    CannotRestart,
    Cause,
    NoSuchRestart,
    Reckoned,
    Restart,
    decide_restart,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, LocalDate, local_date_of

CHANGES_MOST: Final = 200


@final
class Baselines:
    """Keeps from when on readings count for a baseline, and what that changed."""

    __slots__ = ("_charts", "_clock", "_profiles")

    def __init__(self, charts: Charts, clock: Clock, profiles: Profiles) -> None:
        self._charts = charts
        self._clock = clock
        self._profiles = profiles

    def restart(
        self, person: PersonId, kind: BaselineKind, start: LocalDate, note: str | None = None
    ) -> Result[BaselineChange, CannotRestart]:
        """Begin a baseline anew: only readings from that day on count for it, and tell the change."""
        now, today = self._clock.now(), self._today(person)
        match decide_restart(kind, start, note, today, now):
            case Failure(error):
                return Failure(error)
            case Success(restart):

                def begin(chart: Chart) -> None:
                    chart.put_restart(restart)

                return Success(self._changed(person, restart, Cause.RESTART, begin))

    def undo_restart(
        self, person: PersonId, kind: BaselineKind, start: LocalDate
    ) -> Result[BaselineChange, NoSuchRestart]:
        """Take a restart back: readings before it count again as they did, and tell the change."""
        restart = next(
            (one for one in self.restarts(person) if (one.kind, one.start) == (kind, start)), None
        )
        if restart is None:
            return Failure(NoSuchRestart(kind, start))

        def drop(chart: Chart) -> None:
            chart.drop_restart(kind, start)

        return Success(self._changed(person, restart, Cause.RESTART_UNDONE, drop))

    def _changed(
        self, person: PersonId, restart: Restart, cause: Cause, change: Callable[[Chart], None]
    ) -> BaselineChange:
        """Change the restarts of a person, and keep what that made of the baseline today."""
        now, today = self._clock.now(), self._today(person)

        def work(chart: Chart) -> BaselineChange:
            reckon(chart, today, now)
            was = dict(stood_on(chart, today))[restart.kind]
            change(chart)
            stood = stood_on(chart, today)
            done = BaselineChange(
                now,
                today,
                restart.kind,
                cause,
                was,
                dict(stood)[restart.kind],
                FORMULA_VERSION,
                FORMULA_VERSION,
                restart.start,
                restart.note,
            )
            chart.add_baseline_changes((done,))
            chart.put_reckoned(Reckoned(FORMULA_VERSION, today, stood))
            return done

        return self._charts.write(person, work)

    def restarts(self, person: PersonId) -> tuple[Restart, ...]:
        """Show what was begun anew, the earliest day first."""
        return self._charts.read(person, lambda chart: chart.restarts())

    def changes(self, person: PersonId, limit: int = CHANGES_MOST) -> tuple[BaselineChange, ...]:
        """Show what became of baselines that changed all at once, newest first."""
        self.catch_up(person)
        return self._charts.read(person, lambda chart: chart.baseline_changes(limit))

    def catch_up(self, person: PersonId) -> None:
        """Reckon a person's baselines anew where other formulas made them; once a version."""
        now, today = self._clock.now(), self._today(person)
        if self._charts.read(person, lambda chart: is_behind(chart, today)):
            self._charts.write(person, lambda chart: reckon(chart, today, now))

    def _today(self, person: PersonId) -> LocalDate:
        return local_date_of(self._clock.now(), self._profiles.profile(person).home_zone)
