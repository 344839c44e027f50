"""What Garmin's Health API pushes: lists of summaries, each under the name of its kind.

Rule 1: a document of several people is nobody's.
Rule 2: a list nobody has room for is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.record_kinds import ReadRecord
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.adapters.readers.garmin_health import activities, days, moments, nights
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.
_SHOWN: Final = 60
# The name of a list, what one of it is, and how that is read; None where there is no room for it.
_KINDS: Final[dict[str, tuple[str, ReadRecord | None]]] = {
    "dailies": ("day", days.daily),
    "epochs": ("day", days.epoch),
    "userMetrics": ("vo2max", days.uptake),
    "sleeps": ("sleep", nights.night),
    "bodyComps": ("weight", moments.weighed),
    "stressDetails": ("stress", moments.stress),
    "pulseox": ("oxygen", moments.oxygen),
    "allDayRespiration": ("respiration", moments.breath),
    "hrv": ("hrv", moments.variability),
    "skinTemp": ("temperature", moments.skin),
    "healthSnapshot": ("record", moments.snapshot),
    "bloodPressures": ("blood_pressure", moments.pressure),
    "activities": ("activity", activities.activity),
    "manuallyUpdatedActivities": ("activity", activities.corrected),
    "activityDetails": ("activity", activities.details),
    "moveIQ": ("movement recognised by itself", None),
    "moveIQActivities": ("movement recognised by itself", None),
    "activityFiles": ("file to be fetched", None),
    "thirdPartyDailies": ("day of another vendor", None),
    "menstrualCycleTracking": ("menstrual cycle", None),
    "mct": ("menstrual cycle", None),
}


@final
class HealthPush:
    """Reads the lists of a push, or one made of what a callback answered with."""

    kind: Final = "garmin_health"

    def fits(self, value: object) -> bool:
        """Tell by the names of its lists and by the ids of what is in them."""
        return any(
            name in _KINDS and _is_summary(Fields(one))
            for name, records in _lists(value)
            for one in islice(records, _LOOKED_AT)
        )

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one summary after the other."""
        held = [(name, one) for name, records in _lists(document.value) for one in records]
        people = {user for _, one in held if (user := Fields(one).text("userId"))}
        if len(people) > 1:
            place = arrival.place(line=document.line)
            yield NotTaken(place, "record", SeveralPeople(len(people)), len(held))
            return
        unplaced = Unplaced()
        for item, (name, one) in enumerate(held, 1):
            record, place = Fields(one), arrival.place(line=document.line, item=item)
            what, read = _KINDS.get(name, (spoken(name)[:_SHOWN], None))
            if read is None:
                unplaced.add(what, place)
                continue
            yield from read(record, place, arrival.profile, unplaced)
            yield from record.told(place, what)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what is no list."""
        return beside(value, {name for name, _ in _lists(value)})


def _is_summary(record: Fields) -> bool:
    """Tell by an id: an activity may have that of the activity alone."""
    is_timed = "startTimeInSeconds" in record or "summary" in record
    return "summaryId" in record or ("activityId" in record and is_timed)


def _lists(value: object) -> Iterator[tuple[str, list[object]]]:
    if isinstance(value, dict):
        yield from ((str(name), one) for name, one in value.items() if isinstance(one, list))


READERS: Final[tuple[DocumentReader, ...]] = (HealthPush(),)
