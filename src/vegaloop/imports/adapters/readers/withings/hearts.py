"""Hearts as Withings' API lists them: a signal, and what was measured while it was recorded.

Rule 1: a pressure beside a signal is told among the measures too, with its group, and counts there.
"""

from __future__ import annotations

from collections.abc import Iterator

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile

__all__ = ("read_heart",)


def read_heart(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the heart rate of a recording; of its signal there is no room."""
    rate = record.number("heart_rate")
    if rate is not None:
        maker = Maker(source_of("withings", device_in(record)))
        zone, second = record.text("timezone"), record.number("timestamp")
        when = of_epoch_in(second, zone, profile, "timestamp")
        yield maker.sample(place, Metric.HEART_RATE, when, rate)
    for name, what in (("ecg", "ecg"), ("stetho", "stethoscope")):
        if record.get(name) is not None:
            unplaced.add(what, place)
    if record.get("bloodpressure") is not None:
        unplaced.add("blood pressure of an ecg", place)
