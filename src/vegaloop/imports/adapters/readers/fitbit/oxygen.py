"""Minutes of oxygen, which the account export has as times beside bare numbers.

Rule 1: of what they are is said in the name of the file or of its folder alone (IMP-30).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Rows
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, number_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import table_named
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER, is_time, time_in
from vegaloop.imports.domain.found import Found, NotTaken, Place, Unsupported
from vegaloop.infrastructure.formats.csv import Line, Table

__all__ = ("OxygenMinutes",)

_UNSEEN: Final = 50.0  # What it writes where the sensor saw nothing.
_OXYGEN: Final = re.compile(
    r"(?<![^\W_])spo ?2(?![^\W_])|(?:oxygen|blood)[ _-]*(?:saturation|oxygen)"
)
# Words of a name that say nothing of what it is of: then its folder does.
_NEUTRAL: Final = re.compile(r"minutes?|daily|csv|gz|[\W\d_]+")


@final
class OxygenMinutes:
    """Reads them."""

    def __init__(self) -> None:
        self._rows = Rows("fitbit", [("timestamp", "value")], _minute)

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return self._rows.kind

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header of two columns above times and numbers."""
        at = self._rows.header_of(first)
        if at is None or len(first[at].cells) != 2:
            return None
        below = [line.cells for line in first[at + 1 :] if len(line.cells) == 2]
        likely = all(is_time(time) and number_in(value) is not None for time, value in below)
        return at if below and likely else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one minute after the other; of another name they are nobody's."""
        if _is_of_oxygen(arrival.name):
            yield from self._rows.read(table, arrival)
        else:
            yield NotTaken(arrival.place(), "table", Unsupported(table_named(arrival.name)))


def _is_of_oxygen(path: str) -> bool:
    folder, _, base = _plain(path).replace("\\", "/").rpartition("/")
    told = folder.rpartition("/")[2] if not _NEUTRAL.sub("", base) else base
    return _OXYGEN.search(told) is not None


def _plain(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold()


def _minute(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    value = row.number("value")
    if value is None:
        yield row.unread(place, Metric.OXYGEN.value, "value", "a number")
        return
    if value == _UNSEEN:
        yield MAKER.unsupported(place, UNMEASURED)
        return
    when = time_in(row.text("timestamp"), arrival.profile, "timestamp")
    yield MAKER.sample(place, Metric.OXYGEN, when, value, 60.0)
