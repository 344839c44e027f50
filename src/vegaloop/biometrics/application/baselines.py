"""Baselines a person begins anew, and the record of what became of baselines."""

from __future__ import annotations

from typing import Final, final

from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.reckoning import is_behind, reckon, stood_on
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.restarts import (
    BaselineChange,
    BaselineKind,
    CannotRestart,
    Cause,
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

        def begin(chart: Chart, restart: Restart) -> BaselineChange:
            reckon(chart, today, now)
            was = dict(stood_on(chart, today))[kind]
            chart.put_restart(restart)
            stood = stood_on(chart, today)
            change = BaselineChange(
                now,
                today,
                kind,
                Cause.RESTART,
                was,
                dict(stood)[kind],
                FORMULA_VERSION,
                FORMULA_VERSION,
                start,
                note,
            )
            chart.add_baseline_changes((change,))
            chart.put_reckoned(Reckoned(FORMULA_VERSION, today, stood))
            return change

        match decide_restart(kind, start, note, today, now):
            case Failure(error):
                return Failure(error)
            case Success(restart):
                return Success(self._charts.write(person, lambda chart: begin(chart, restart)))

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
