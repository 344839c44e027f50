"""Morning measurements of HRV apps: RMSSD and what else is told of a day.

Rule 1: RMSSD is a reading; SDNN is a series of its own; the scores of apps are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import Hrv, Metric
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, order_in, time_in
from vegaloop.imports.adapters.readers.common.days import midnight_of
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import (
    BadTime,
    When,
    of_epoch_ms,
    of_epoch_s,
    of_iso,
)
from vegaloop.imports.domain.found import Found, NotTaken
from vegaloop.imports.domain.reasons import DayOrMonthFirst
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("HrvTable",)

_RMSSD: Final = frozenset(("rmssd", "rmssdms", "hrvrmssd"))
_BESIDE: Final = frozenset(("avnn", "pnn50", "sdnn", "lnrmssd", "nn50", "sdnnms"))
_TIMES: Final = (
    "timestampmeasurement", "datetimestart", "timestamp", "measuredat", "datetime", "date", "time",
)  # fmt: skip
_RATES: Final = ("hr", "heartrate", "meanhr", "hrmean", "restinghr", "restingheartrate")
_SDNNS: Final = ("sdnn", "sdnnms")
_TAKEN: Final = frozenset((*_RMSSD, *_TIMES, *_RATES, *_SDNNS))
_VENDORS: Final = (
    ("hrv4training", ("hrv4trecoverypoints", "timestampmeasurement")),
    ("elite-hrv", ("morningreadiness", "hrvcv", "member")),
)
_EPOCH_S_LEAST: Final = 1e8
_EPOCH_MS_LEAST: Final = 1e11


@final
class HrvTable:
    """Reads HRV4Training's, Elite HRV's, and others that name the same."""

    kind: Final = "hrv"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the line that names RMSSD, a companion of it, and a time."""
        for number, line in enumerate(first):
            names = {column(cell) for cell in line.cells}
            if names & _RMSSD and names & _BESIDE and names & set(_TIMES):
                return number
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one measurement after the other."""
        names = [column(cell) for cell in table.header.cells]
        vendor = next((v for v, known in _VENDORS if set(known) & set(names)), "hrv")
        maker, unplaced, orders = Maker(source_of(vendor)), Unplaced(), order_in(arrival)
        if orders.decided is DayOrder.UNDECIDED:
            rows = sum(1 for _ in table)
            place = arrival.place(line=table.header.number)
            yield NotTaken(place, "hrv", DayOrMonthFirst(orders.example), rows)
            return
        for row in table:
            place = arrival.place(line=row.line)
            held: dict[str, str] = {}
            for name, cell in zip(names, row.cells, strict=False):
                if cell and name not in held:
                    held[name] = cell
            record = Fields(held)
            written = [held[name] for name in _TIMES if name in held]
            when = _time(written, orders.decided, arrival.profile)
            rmssd = record.number(*_RMSSD)
            if rmssd is None:
                field = next((name for name in _RMSSD if name in record), "rmssd")
                yield record.unread(place, "hrv", field, "a number")
            else:
                yield maker.reading(place, "hrv", when, Hrv.of_rmssd_ms(rmssd))
            sdnn, rate = record.number(*_SDNNS), record.number(*_RATES)
            if sdnn is not None:
                yield maker.sample(place, Metric.HRV_SDNN, when, sdnn)
            if rate:
                yield maker.reading(place, "resting_heart_rate", when, resting_rate_of(rate))
            for name in held:
                if name and name not in _TAKEN:
                    unplaced.add(name, place)
        yield from unplaced.told()


def _time(written: Sequence[str], order: DayOrder, profile: Profile) -> Result[When, BadTime]:
    """Read a time: the most exact that stands there, a date alone as the midnight it began with."""
    first = written[0] if written else ""
    number = number_in(first) or 0.0
    if number >= _EPOCH_MS_LEAST:
        return of_epoch_ms(number, profile)
    if number >= _EPOCH_S_LEAST:
        return of_epoch_s(number, profile)
    apart = len(written) > 1 and ":" not in first
    joined = f"{first} {written[1]}" if apart else first
    if len(joined) == 10 and joined[4] == "-":
        return midnight_of(joined, profile)
    if joined[:4].isdigit():
        return of_iso(joined, profile)
    return time_in(joined, order, profile)
