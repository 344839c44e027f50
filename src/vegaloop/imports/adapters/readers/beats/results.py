"""What pyHRV and its like computed of a recording, as a document.

Rule 1: results do not say when: the person does, or the name of the file (IMP-52).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from vegaloop.biometrics import Hrv, Metric, RrIntervals
from vegaloop.imports.adapters.readers.beats.started import start_of
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.reasons import Undated
from vegaloop.infrastructure.formats.json import Document

__all__ = ("HrvResults",)

_MAKER: Final = Maker(source_of("hrv-results"))
_INTERVALS: Final = ("nni", "rri", "rr", "rr_intervals", "nn_intervals")
_COMPANIONS: Final = ("nni_mean", "nni_counter", "mean_nni", "median_nni", "pnni_50", "pnn50")


@final
class HrvResults:
    """Reads an object of results; intervals in it count before them."""

    kind: Final = "hrv"

    def fits(self, value: object) -> bool:
        """Tell by the names of the results."""
        record = Fields(value)
        return "rmssd" in record and any(name in record for name in _COMPANIONS)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read the results."""
        place, record = arrival.place(line=document.line), Fields(document.value)
        start = start_of(arrival)
        if start is None:
            wanted = "when it began, as the name of the file or said by the person"
            yield NotTaken(place, "hrv", Undated(wanted))
            return
        intervals = [one for one in record.numbers(*_INTERVALS) if one is not None]
        rmssd, sdnn = record.number("rmssd"), record.number("sdnn")
        if intervals:
            yield _MAKER.reading(place, "hrv", start, RrIntervals.of_ms(intervals))
        elif rmssd is not None:
            yield _MAKER.reading(place, "hrv", start, Hrv.of_rmssd_ms(rmssd))
        if sdnn is not None:
            yield _MAKER.sample(place, Metric.HRV_SDNN, start, sdnn)
        yield from record.told(place, "hrv")
        yield _MAKER.unsupported(place, "other measure of variability")
