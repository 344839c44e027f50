"""The sleep a person says they need: set, shown, and what setting it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from msgspec import Struct

from vegaloop.biometrics.application.ports import Chart, Charts, Strain
from vegaloop.biometrics.domain.days import sleep_days
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.need import (
    CannotSetNeed,
    NeedChange,
    NoSuchNeed,
    SleepNeed,
    decide_need,
)
from vegaloop.biometrics.domain.sleep import DEBT_DAYS, SleepDebt, bases_of, sleep_debt
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import Clock, Instant, LocalDate, days_after, local_date_of


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
        now, today = self._now(person)
        match decide_need(effective_from, need_minutes, today, now):
            case Failure(error):
                return Failure(error)
            case Success(need):

                def keep(chart: Chart) -> None:
                    chart.put_sleep_need(need)

                return Success(self._changed(person, effective_from, keep))

    def unset(self, person: PersonId, effective_from: LocalDate) -> Result[NeedChange, NoSuchNeed]:
        """Take back the need that was set from a day on: what told it before tells it again."""
        known = self._charts.read(person, lambda chart: chart.sleep_needs())
        if all(one.effective_from != effective_from for one in known):
            return Failure(NoSuchNeed(effective_from))

        def drop(chart: Chart) -> None:
            chart.drop_sleep_need(effective_from)

        return Success(self._changed(person, effective_from, drop))

    def _now(self, person: PersonId) -> tuple[Instant, LocalDate]:
        now = self._clock.now()
        return now, local_date_of(now, self._profiles.profile(person).home_zone)

    def _changed(
        self, person: PersonId, effective_from: LocalDate, change: Callable[[Chart], None]
    ) -> NeedChange:
        """Change the needs of a person, and keep what that made of the need and of the debt."""
        now, today = self._now(person)
        age_years = self._profiles.profile(person).age_years(today)
        start = days_after(today, 1 - DEBT_DAYS)
        strains = self._strain.strains(person, start, days_after(today, 1))

        def work(chart: Chart) -> NeedChange:
            # The oldest night of a debt needs the naps of the day before it.
            since = {Kind.SLEEP: days_after(start, -1)}
            days = sleep_days(chart.counting(since, days_after(today, 1)))
            was = bases_of(age_years, days, chart.sleep_needs())
            change(chart)
            became = bases_of(age_years, days, chart.sleep_needs())
            done = NeedChange(
                now,
                effective_from,
                value_in(was.on(effective_from)),
                value_in(became.on(effective_from)),
                _debt_hours(sleep_debt(days, today, was, strains)),
                _debt_hours(sleep_debt(days, today, became, strains)),
            )
            chart.add_need_change(done)
            return done

        return self._charts.write(person, work)


def _debt_hours(found: Result[SleepDebt, NoNumber]) -> float | None:
    debt = value_in(found)
    return None if debt is None else debt.debt_hours
