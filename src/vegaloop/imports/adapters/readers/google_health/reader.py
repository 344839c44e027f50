"""Google Health: lists of data points as they are or reconciled, sums of days, and single ones.

Rule 1: a point is known by the field that says something, and by how that says when it was.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.google_health.measures import MEASURES, ReadPoint
from vegaloop.imports.adapters.readers.google_health.points import Point
from vegaloop.imports.adapters.readers.google_health.sessions import read_exercise, read_sleep
from vegaloop.imports.adapters.readers.google_health.sums import SUMMED, is_sum, read_sum
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_LISTS: Final = ("dataPoints", "rollupDataPoints")
_NEXT: Final = "nextPageToken"
_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.
# Whatever else a point may say, for which there is no room.
_UNPLACED: Final = frozenset(
    (
        *("activeMinutes", "activityLevel", "altitude", "dailyHeartRateZones"),
        *("electrocardiogram", "irregularRhythmNotification", "menstrualPeriod", "moods"),
        *("nutritionLog", "ovulationTest", "sedentaryPeriod", "swimLengthsData", "symptoms"),
        "timeInHeartRateZone",
    )
)
# What stands in the names of sums, means and extremes, and in those of lists of them.
_WORDS: Final = ("Sum", "sumIn", "Avg", "Max", "Min", "Rollup", "InHeartRateZones", "Consumed")
_READ: Final[dict[str, ReadPoint]] = MEASURES | {"exercise": read_exercise, "sleep": read_sleep}


@final
class _Answers:
    """Reads whatever Google Health answers with."""

    kind: Final = "google_health"

    def fits(self, value: object) -> bool:
        """Tell by the first points, or by the name an empty list stands under."""
        is_page = isinstance(value, dict) and set(value) <= {*_LISTS, _NEXT}
        if is_page and any(Fields(value).get(name) == [] for name in _LISTS):
            return True
        return any(_named(Fields(one)) for one in itertools.islice(_points(value), _LOOKED_AT))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one point after the other."""
        unplaced = Unplaced()
        for item, value in enumerate(_points(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            name = _named(record)
            if name is None:
                unplaced.add("data point", place)
                continue
            point = Point(record, record.within(name), place, arrival.profile, unplaced)
            if is_sum(record):
                yield from read_sum(name, point)
            elif name in _READ:
                yield from _READ[name](point)
            else:
                unplaced.add(spoken(name), place)
            yield from record.told(place, spoken(name))
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the points of a page."""
        return beside(value, _LISTS)


def _points(value: object) -> Iterator[object]:
    """The points of a page, of a list of points or pages, or the point itself."""
    for one in value if isinstance(value, list) else [value]:
        page = one if isinstance(one, dict) else {}
        lists = [held for name in _LISTS if isinstance(held := page.get(name), list)]
        yield from itertools.chain(*lists) if lists else [one]


def _named(record: Fields) -> str | None:
    """Name what a point tells; None where it is none."""
    if is_sum(record):
        return next((name for name in SUMMED if _is_summed(record, record.get(name))), None)
    for name in (*_READ, *_UNPLACED):
        told = record.get(name)
        if isinstance(told, dict) and _is_timed(Fields(told)):
            return name
    return None


def _is_summed(record: Fields, told: object) -> bool:
    """Tell whether it is a sum; where its times could be anybody's, by the names in it."""
    if not isinstance(told, dict):
        return False
    names = " ".join(map(str, told))
    return "civilStartTime" in record or any(word in names for word in _WORDS)


def _is_timed(told: Fields) -> bool:
    """Tell whether it says when it was, in one of the three ways there are."""
    if isinstance(date := told.get("date"), dict):
        return "year" in date
    interval, sample = told.get("interval"), told.get("sampleTime")
    if isinstance(interval, dict):
        return "startTime" in interval or "civilStartTime" in interval
    return isinstance(sample, dict) and ("physicalTime" in sample or "civilTime" in sample)


READERS: Final[tuple[DocumentReader, ...]] = (_Answers(),)
