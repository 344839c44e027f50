"""Every measure of every context, as one book."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import STEPS, TODAY, WEIGHT, FixedMeasures, a_series
from tests.support import good, refused, somebody
from vegaloop.app.measure_book import MeasureBook
from vegaloop.kernel.signal import UnknownMeasure
from vegaloop.kernel.time import days_after


class TestMeasureBook:
    """The word before the dot names the context; what nobody publishes is refused."""

    def test_each_context_is_asked_for_its_own(self) -> None:
        body, sport = FixedMeasures(), FixedMeasures({STEPS.name: a_series([7.0], TODAY)})
        body.published, sport.published = (WEIGHT,), (STEPS,)
        book = MeasureBook({"biometrics": body, "activity": sport})
        found = book.measured(somebody(), STEPS.name, TODAY, days_after(TODAY, 1))
        assert good(found) == a_series([7.0], TODAY)
        assert book.measures() == (WEIGHT, STEPS)
        assert body.asked == []

    @given(st.text().filter(lambda name: name not in {WEIGHT.name, STEPS.name}))
    def test_what_nobody_publishes(self, name: str) -> None:
        book = MeasureBook({"biometrics": FixedMeasures()})
        error = refused(book.measured(somebody(), name, TODAY, TODAY))
        assert error == UnknownMeasure(name, (WEIGHT.name, STEPS.name))
