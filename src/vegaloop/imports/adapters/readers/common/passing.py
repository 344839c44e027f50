"""The two nights a year when a clock on the wall alone does not tell when something was.

Rule 1: of rows in order, a time that goes back within the hour the clocks repeat is of its second
pass; where the order does not tell, it is of the first.
Rule 2: in the hour after the clocks went forward, a second value of one moment replaces none.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from vegaloop.biometrics import NewReading, RrIntervals, Value
from vegaloop.imports.domain.found import FoundReading, NotTaken
from vegaloop.imports.domain.reasons import TwiceAtOnce
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant, Moment, later, moment_in

__all__ = ("Passing",)

# Rows a few minutes out of order are no second pass, and the hour is not much longer than one.
_BACK_LEAST: Final = dt.timedelta(minutes=10)
_BACK_MOST: Final = dt.timedelta(minutes=90)
_CHANGE_MOST: Final = dt.timedelta(hours=2)


@final
class Passing:
    """Sees the readings of a file in their order, each source by itself."""

    def __init__(self) -> None:
        self._last: dict[SourceId, tuple[Instant, bool]] = {}
        self._sprung: dict[tuple[SourceId, Instant], Value | RrIntervals] = {}

    def kept(self, found: FoundReading | NotTaken) -> FoundReading | NotTaken:
        """Put a reading into the pass it is of; one that told its zone stays as it is."""
        if not isinstance(found, FoundReading) or not found.zone_assumed:
            return found
        new = found.reading
        moment = self._passed(new.source, new.moment)
        if _went_forward(moment):
            first = self._sprung.setdefault((new.source, moment.at), new.value)
            if first != new.value:
                what = "hrv" if isinstance(new.value, RrIntervals) else new.value.kind.value
                return NotTaken(found.place, what, TwiceAtOnce(moment.local.isoformat()))
        reading = NewReading(moment, new.value, new.source, new.device, new.on_wall)
        return FoundReading(found.place, reading, found.zone_assumed)

    def _passed(self, source: SourceId, moment: Moment) -> Moment:
        last, rises = self._last.get(source, (moment.at, False))
        if rises and _BACK_LEAST <= last - moment.at <= _BACK_MOST:
            second = _second(moment)
            moment = second if second is not None and second.at >= last else moment
        if moment.at != last:
            rises = moment.at > last
        self._last[source] = moment.at, rises
        return moment


def _second(moment: Moment) -> Moment | None:
    """The moment the clock on the wall showed the same again, if it did."""
    if moment.zone is None:
        return None
    after = moment_in(later(moment.at, _CHANGE_MOST), moment.zone)
    back = dt.timedelta(seconds=moment.utc_offset_s - after.utc_offset_s)
    if back <= dt.timedelta():
        return None
    second = moment_in(later(moment.at, back), moment.zone)
    return second if second.utc_offset_s == after.utc_offset_s else None


def _went_forward(moment: Moment) -> bool:
    """Whether the clocks went forward within the hour before."""
    if moment.zone is None:
        return False
    before = moment_in(later(moment.at, -dt.timedelta(hours=1)), moment.zone)
    return before.utc_offset_s < moment.utc_offset_s
