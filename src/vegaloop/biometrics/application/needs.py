"""The sleep a person says they need: set, shown, and what setting it changed."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.biometrics.application.ports import Chart, Charts, Strain
from vegaloop.biometrics.domain.days import sleep_days
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import Bases, CannotSetNeed, NeedChange, SleepNeed, decide_need
from vegaloop.biometrics.domain.sleep import DEBT_DAYS, bases_of, sleep_debt
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, LocalDate, days_after, local_date_of


@final
class NeedsShown(Struct, frozen=True):
    """Every need a person set, the earliest first, and what each setting changed, newest first."""

    needs: tuple[SleepNeed, ...]
    changes: tuple[NeedChange, ...]


@final
class SleepNeeds:
    """Keeps what a person says they need to sleep."""

    __slots__ = ("_charts", "_clock", "_profiles", "_strain")

    def __init__(self, charts: Charts, clock: Clock, profiles: Profiles, strain: Strain) -> None:
        self._charts = charts
        self._clock = clock
        self._profiles = profiles
        self._strain = strain

    def shown(self, person: PersonId) -> NeedsShown:
        """Show what was set and what that changed."""
        return self._charts.read(
            person, lambda chart: NeedsShown(chart.sleep_needs(), chart.need_changes())
        )

    def set(
        self, person: PersonId, effective_from: LocalDate, need_minutes: float
    ) -> Result[NeedChange, CannotSetNeed]:
        """Set the need of the nights from a day on; the debt is counted anew from it."""
        profile, now = self._profiles.profile(person), self._clock.now()
        today = local_date_of(now, profile.home_zone)
        start = days_after(today, 1 - DEBT_DAYS)
        strains = self._strain.strains(person, start, days_after(today, 1))

        def set_need(chart: Chart, need: SleepNeed) -> NeedChange:
            # The oldest night of a debt needs the naps of the day before it.
            since = {Kind.SLEEP: days_after(start, -1)}
            days = sleep_days(chart.counting(since, days_after(today, 1)))
            was = bases_of(profile.age_years(today), days, chart.sleep_needs())
            became = was.with_need(need)

            def debt_hours(bases: Bases) -> float | None:
                match sleep_debt(days, today, bases, strains):
                    case Success(debt):
                        return debt.debt_hours
                    case Failure():
                        return None

            change = NeedChange(
                now,
                effective_from,
                was.on(effective_from),
                became.on(effective_from),
                debt_hours(was),
                debt_hours(became),
            )
            chart.put_sleep_need(need)
            chart.add_need_change(change)
            return change

        match decide_need(effective_from, need_minutes, today, now):
            case Failure(error):
                return Failure(error)
            case Success(need):
                return Success(self._charts.write(person, lambda chart: set_need(chart, need)))
