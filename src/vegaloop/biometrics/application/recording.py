"""What comes in: readings, and the nights made of samples; and what a source takes back of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vegaloop.biometrics.application.ports import Chart, Charts
from vegaloop.biometrics.application.settling import nightly
from vegaloop.biometrics.application.withdrawing import (
    ReadingsWithdrawn,
    SamplesWithdrawn,
    said_before,
    settled,
    withdrawn,
    withdrawn_samples,
)
from vegaloop.biometrics.domain.editions import Recorded
from vegaloop.biometrics.domain.entry import CannotRecord, entry_of
from vegaloop.biometrics.domain.reading import Entry, Identity, NewReading, ReadingId
from vegaloop.biometrics.domain.record import (
    BATCH_MOST,
    CannotRecordAll,
    Receipt,
    Refused,
    TooManyReadings,
    receipt_of,
)
from vegaloop.biometrics.domain.series.metrics import Metric
from vegaloop.biometrics.domain.series.spans import SampleSpan
from vegaloop.kernel.identity import Ids, PersonId, SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, LocalDate

__all__ = ("Recording",)


class Recording:
    """Keeps what comes in, and lets go of what a source takes back."""

    __slots__ = ("_charts", "_clock", "_ids")

    def __init__(self, charts: Charts, clock: Clock, ids: Ids) -> None:
        self._charts = charts
        self._clock = clock
        self._ids = ids

    def record(self, person: PersonId, new: NewReading) -> Result[Recorded, CannotRecord]:
        """Record a reading; the same one again changes nothing."""
        now = self._clock.now()
        match entry_of(ReadingId(self._ids.fresh()), new, now):
            case Failure(error):
                return Failure(error)
            case Success(entry):
                recorded = self._charts.write(
                    person, lambda chart: settled(chart, (entry,), self._ids, now)
                )
                return Success(recorded[0])

    def record_all(
        self, person: PersonId, given: Sequence[NewReading]
    ) -> Result[Receipt, CannotRecordAll]:
        """Record a batch; what cannot be taken is told in the receipt, and stops nothing else."""
        return self._record_all(person, given)

    def settle_nights(
        self, person: PersonId, start: LocalDate, end: LocalDate
    ) -> Result[Receipt, CannotRecordAll]:
        """Make the readings of the nights of [start, end) whose oxygen, breath or skin has samples."""

        def made_of(chart: Chart) -> tuple[tuple[NewReading, ...], tuple[ReadingId, ...]]:
            made = nightly(chart, start, end)
            return made, said_before(chart, made)

        made, stale = self._charts.read(person, made_of)
        return self._record_all(person, made, stale)

    def _record_all(
        self, person: PersonId, given: Sequence[NewReading], stale: Collection[ReadingId] = ()
    ) -> Result[Receipt, CannotRecordAll]:
        if len(given) > BATCH_MOST:
            return Failure(TooManyReadings(len(given), BATCH_MOST))
        entries: list[Entry] = []
        refused: list[Refused] = []
        now = self._clock.now()
        for index, new in enumerate(given):
            match entry_of(ReadingId(self._ids.fresh()), new, now):
                case Success(entry):
                    entries.append(entry)
                case Failure(error):
                    refused.append(Refused(index, error))

        def record(chart: Chart) -> tuple[Recorded, ...]:
            chart.drop(stale)
            return settled(chart, entries, self._ids, now)

        return Success(receipt_of(self._charts.write(person, record), tuple(refused)))

    def withdraw(self, person: PersonId, identities: Sequence[Identity]) -> ReadingsWithdrawn:
        """Follow a source that deleted readings; it may tell them again. Rule BIO-153."""
        now = self._clock.now()
        return self._charts.write(
            person, lambda chart: withdrawn(chart, identities, self._ids, now)
        )

    def withdraw_samples(
        self, person: PersonId, source: SourceId, metric: Metric, span: SampleSpan
    ) -> SamplesWithdrawn:
        """Follow a source that deleted samples, or tells a span of them anew. Rule BIO-154."""
        now, series = self._clock.now(), (metric, source)
        return self._charts.write(
            person, lambda chart: withdrawn_samples(chart, series, span, self._ids, now)
        )
