"""What sleep is told of training: the strain of each morning, out of one load history."""

from __future__ import annotations

from array import array
from typing import final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import NOW, good, somebody
from vegaloop.activity import Histories, LoadHistory
from vegaloop.activity.domain.form import form_on
from vegaloop.app.bridges import StrainOfActivity
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import LocalDate, day_of, days_after, days_from

TODAY = day_of(NOW)
LOADS = st.builds(  # A history begins with a session.
    lambda first, rest: [first, *rest], st.floats(1, 300), st.lists(st.floats(0, 300), max_size=120)
)


@final
class Trained(Histories):
    """Everybody trained like this, up to yesterday."""

    def __init__(self, loads: list[float]) -> None:
        self.loads = loads

    def before(self, person: PersonId, day: LocalDate) -> LoadHistory | None:
        """The loads up to the evening before a day."""
        start = days_after(TODAY, -len(self.loads))
        days = (day - start).days
        if not self.loads or days <= 0:
            return None
        loads = array("d", self.loads[:days])
        return LoadHistory(start, loads, array("H", [0] * days), days)


class TestStrainOfActivity:
    """The strain of a morning is how far ATL exceeds CTL the evening before, from 0 to 1."""

    @given(LOADS, st.integers(1, 90))
    def test_each_morning_after_the_first_session_has_one(
        self, loads: list[float], days: int
    ) -> None:
        start, end = days_after(TODAY, 1 - days), days_after(TODAY, 1)
        strains = StrainOfActivity(Trained(loads)).strains(somebody(), start, end)
        assert all(0 <= strain <= 1 for strain in strains.values())
        lived = {day for day in days_from(start, end) if day > days_after(TODAY, -len(loads))}
        assert set(strains) == lived

    @given(LOADS, st.integers(0, 60))
    def test_it_is_that_of_the_form(self, loads: list[float], ago: int) -> None:
        day, person = days_after(TODAY, -min(ago, len(loads) - 1)), somebody()
        trained = Trained(loads)
        history = trained.before(person, day)
        assert history is not None
        form = good(form_on(history, day))
        told = StrainOfActivity(trained).strains(person, days_after(day, -66), days_after(day, 1))
        assert told[day] == pytest.approx(min(1, max(0, form.atl / form.ctl - 1)))

    def test_who_never_trained_has_none(self) -> None:
        strains = StrainOfActivity(Trained([])).strains(somebody(), TODAY, days_after(TODAY, 1))
        assert strains == {}
