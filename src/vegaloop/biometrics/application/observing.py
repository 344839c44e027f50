"""What formulas read: the readings that count, from the charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from vegaloop.biometrics.application.ports import Charts, Observations
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate


@final
class ChartObservations(Observations):
    """Looks into the charts each time."""

    __slots__ = ("_charts",)

    def __init__(self, charts: Charts) -> None:
        self._charts = charts

    def counting(
        self, person: PersonId, since: Mapping[Kind, LocalDate], end: LocalDate
    ) -> tuple[Observed, ...]:
        """What the readings that count say: of each kind from its day on, up to `end`."""
        return self._charts.read(person, lambda chart: chart.counting(since, end))
