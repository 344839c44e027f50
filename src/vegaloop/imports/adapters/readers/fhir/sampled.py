"""Numbers at even intervals in one text, each with its own moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.measures import Amount, Span
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.fhir.resources import SampledData

__all__ = ("amounts_of",)

_SAMPLES_MOST: Final = 1_000_000
_INTERVAL_MOST_S: Final = 86_400.0
_WORDS: Final = ("E", "U", "L")  # An error, below and above what can be measured.


def amounts_of(sampled: SampledData, span: Span) -> Iterator[tuple[Span, Amount]]:
    """Give each number its moment; one dimension only, without what the sensor could not tell."""
    origin = sampled.origin
    every_s = _interval_s(sampled) or 0.0
    if origin is None or sampled.dimensions != 1 or not 0 < every_s <= _INTERVAL_MOST_S:
        return
    unit = origin.code or origin.unit or ""
    factor = 1.0 if sampled.factor is None else sampled.factor
    words = (sampled.data or "").split()
    for number, word in islice(enumerate(words), _SAMPLES_MOST):
        value = None if word in _WORDS else number_in(word)
        if value is not None:
            at = stepped(span.start, number * every_s)
            amount = Amount((origin.value or 0.0) + value * factor, unit, "valueSampledData")
            yield Span(at, 0.0, at), amount


def _interval_s(sampled: SampledData) -> float | None:
    if sampled.period is not None:
        return sampled.period / 1_000
    if sampled.interval is None:
        return None
    return amount_in(Dimension.TIME, sampled.interval, sampled.interval_unit or "ms")
