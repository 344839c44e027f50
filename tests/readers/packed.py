"""Samples that were packed, as they would be if each had been found alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from vegaloop.biometrics import Sample
from vegaloop.imports.domain.found import Found, FoundSample, FoundSamples, Place
from vegaloop.kernel.time import Moment, from_epoch_us


def each_in(found: Sequence[Found]) -> list[FoundSample]:
    """All samples, in the order they were found; moments name no zone."""
    return [sample for one in found for sample in _samples(one)]


def _samples(one: Found) -> Iterator[FoundSample]:
    if isinstance(one, FoundSample):
        bare = Moment(one.sample.moment.at, one.sample.moment.utc_offset_s)
        sample = Sample(bare, one.sample.value, one.sample.length_s)
        yield FoundSample(one.place, one.metric, one.source, sample, one.zone_assumed)
    if isinstance(one, FoundSamples):
        batch, items = one.batch, array("i", one.lines)
        columns = (array(code, column) for code, column in zip("qiii", batch.columns, strict=True))
        for item, (start, length, value, offset) in zip(
            items, zip(*columns, strict=True), strict=True
        ):
            moment = Moment(from_epoch_us(start * 1_000), offset)
            sample = Sample(moment, value / batch.metric.per_unit, length / 1_000)
            by_line = one.place.item is None
            place = Place(one.place.file, *((item,) if by_line else (one.place.line, item)))
            yield FoundSample(place, batch.metric, batch.source, sample, one.zone_assumed)
