"""What the web API tells of the rhythm of a heart, of which there is no room: named and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER
from vegaloop.imports.domain.found import Found, Place

__all__ = ("SIGNALS",)


def _is_ecg(record: Fields) -> bool:
    return record.has("startTime", "resultClassification", "waveformSamples")


def _is_alert(record: Fields) -> bool:
    return record.has("alertTime", "detectedTime")


def _name_ecg(_: Fields, place: Place, __: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, "ecg")


def _name_alert(_: Fields, place: Place, __: Arrival) -> Iterator[Found]:
    yield MAKER.unsupported(place, "alert of an irregular rhythm")


_PAGE: Final = frozenset(("pagination",))
SIGNALS: Final = (
    Items("fitbit", _is_ecg, _name_ecg),
    Items("fitbit", _is_ecg, _name_ecg, under="ecgReadings", beside=_PAGE),
    Items("fitbit", _is_alert, _name_alert),
    Items("fitbit", _is_alert, _name_alert, under="alerts", beside=_PAGE),
)
