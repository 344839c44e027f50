"""Every measure of every context, as one book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import final

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result
from vegaloop.kernel.signal import DayValue, Measure, Measures, UnknownMeasure
from vegaloop.kernel.time import LocalDate


@final
class MeasureBook(Measures):
    """Asks the context that the word before the dot names."""

    __slots__ = ("_contexts",)

    def __init__(self, contexts: Mapping[str, Measures]) -> None:
        self._contexts = dict(contexts)

    def measures(self) -> tuple[Measure, ...]:
        """What can be asked for."""
        return tuple(one for context in self._contexts.values() for one in context.measures())

    def measured(
        self, person: PersonId, name: str, start: LocalDate, end: LocalDate
    ) -> Result[tuple[DayValue, ...], UnknownMeasure]:
        """The values of the days in [start, end) that have one, oldest first."""
        known = tuple(measure.name for measure in self.measures())
        context = self._contexts.get(name.partition(".")[0])
        if context is None or name not in known:
            return Failure(UnknownMeasure(name, known))
        return context.measured(person, name, start, end)
