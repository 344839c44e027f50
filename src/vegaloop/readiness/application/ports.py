"""What readiness asks of others, beside the signals every context publishes."""

from __future__ import annotations

from typing import Protocol

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate
from vegaloop.readiness.domain.evidence import Ailment


class SelfReports(Protocol):
    """Whoever keeps what people report about their own body, their nights and their HRV."""

    def ailments(self, person: PersonId, day: LocalDate) -> tuple[Ailment, ...]:
        """The illnesses and injuries a person reported for a day; empty where none was."""
        ...

    def hrv_trend_z(self, person: PersonId, day: LocalDate) -> float | None:
        """The z-score of the 7-day HRV (z7, formula book B5) on a morning, if there is one."""
        ...

    def sleep_ratio(self, person: PersonId, day: LocalDate) -> float | None:
        """What was slept in the night before a morning over what was needed, if it is known."""
        ...
