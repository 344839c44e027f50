"""What one call remembers is what it would read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import TODAY, new_readings
from tests.support import NOW, at, good, somebody
from vegaloop.app.remembered import RememberedObservations
from vegaloop.biometrics import ChartObservations, Kind, NewReading, Observations, Observed
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.domain.entry import entry_of
from vegaloop.biometrics.domain.reading import ReadingId
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomIds
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate, days_after

DAYS = st.integers(-40, 1).map(lambda ago: days_after(TODAY, ago))
ASKED = st.tuples(st.dictionaries(st.sampled_from(Kind), DAYS), DAYS)


@final
class Counted(Observations):
    """Counts the days of each kind it is asked for."""

    def __init__(self, asked: Observations) -> None:
        self.asked = asked
        self.days: list[tuple[Kind, LocalDate]] = []

    def counting(
        self, person: PersonId, since: Mapping[Kind, LocalDate], end: LocalDate
    ) -> tuple[Observed, ...]:
        """Answer, and count."""
        for kind, start in since.items():
            self.days += [(kind, days_after(start, n)) for n in range((end - start).days)]
        return self.asked.counting(person, since, end)


class TestRememberedObservations:
    """Remembered observations are the ones there are, and no day of a kind is read twice."""

    @given(new=st.lists(new_readings(), max_size=20), asked=st.lists(ASKED, max_size=6))
    def test_they_answer_as_the_charts_do(
        self, new: list[NewReading], asked: list[tuple[dict[Kind, LocalDate], LocalDate]]
    ) -> None:
        charts, me = MemoryCharts(Revisions()), somebody()
        ids = RandomIds()
        readings = [good(entry_of(ReadingId(ids.fresh()), one, at(NOW))).reading for one in new]
        charts.write(me, lambda chart: chart.add(readings))
        plain = ChartObservations(charts)
        counted = Counted(plain)
        remembered = RememberedObservations(counted)
        for since, end in asked:
            found = remembered.counting(me, since, end)
            assert sorted(map(repr, found)) == sorted(map(repr, plain.counting(me, since, end)))
            assert remembered.counting(somebody(), since, end) == ()

    @given(starts=st.lists(DAYS, min_size=1))
    def test_no_day_is_read_twice(self, starts: list[LocalDate]) -> None:
        counted = Counted(ChartObservations(MemoryCharts(Revisions())))
        remembered, me = RememberedObservations(counted), somebody()
        for start in starts:
            remembered.counting(me, {Kind.WEIGHT: start}, days_after(TODAY, 2))
        assert len(counted.days) == len(set(counted.days))
