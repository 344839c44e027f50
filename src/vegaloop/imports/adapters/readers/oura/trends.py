"""The table of trends Oura's web pages gave: a line a day, names as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import (
    Metric,
    SpO2,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import bare
from vegaloop.imports.adapters.readers.common.days import (
    day_totals,
    midnight_of,
    resting_kcal,
    whole_day,
)
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.oura.nights import MAKER, deviation_of, night_readings
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success

__all__ = ("OuraTrends",)

_KNOWN: Final = frozenset(
    {
        "total sleep duration",
        "total sleep time",
        "average hrv",
        "lowest resting heart rate",
        "average resting heart rate",
        "readiness score",
        "sleep score",
        "activity score",
        "temperature deviation",
        "rem sleep duration",
        "deep sleep duration",
        "equivalent walking distance",
        "activity burn",
        "respiratory rate",
        "bedtime start",
    }
)
_KNOWN_LEAST: Final = 2
_DAY: Final = ("steps", "activity burn", "total burn")


@final
class OuraTrends:
    """Reads the table of trends."""

    kind = "oura"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by its date and two of the names only Oura writes."""
        if not first:
            return None
        names = {bare(cell) for cell in first[0].cells}
        return 0 if "date" in names and len(names & _KNOWN) >= _KNOWN_LEAST else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read each day."""
        unplaced = Unplaced()
        names = [bare(cell) for cell in table.header.cells]
        for row in table:
            place, held = arrival.place(line=row.line), _held(names, row)
            yield from _of_night(held, place, arrival.profile)
            yield from _of_day(held, place, arrival.profile)
            for name, text in held.items():
                if name.endswith("score") and text:
                    unplaced.add(name, place)
        yield from unplaced.told()


def _of_night(held: dict[str, str], place: Place, profile: Profile) -> Iterator[Found]:
    begins, ends = held.get("bedtime start", ""), held.get("bedtime end", "")
    slept_s = number_in(held.get("total sleep duration", "") or held.get("total sleep time", ""))
    if begins and ends:
        start, end = of_iso(begins, profile, "Bedtime Start"), of_iso(ends, profile, "Bedtime End")
        yield MAKER.sleep(place, start, end, slept_s=slept_s)
        at = end
    else:
        at = midnight_of(held.get("date"), profile)
        if slept_s is not None:
            yield MAKER.misshapen(place, "sleep", "Bedtime Start", "", "when it began and ended")
    rmssd, lowest = _number(held, "average hrv"), _number(held, "lowest resting heart rate")
    breaths, oxygen = (
        _number(held, "respiratory rate"),
        _number(held, "average spo2", "spo2 average"),
    )
    yield from night_readings(place, at, rmssd, lowest, breaths)
    if oxygen:
        yield MAKER.reading(place, "spo2", at, SpO2.of_percent(oxygen))
    midnight = midnight_of(held.get("date"), profile)
    yield from deviation_of(_number(held, "temperature deviation"), place, midnight)


def _of_day(held: dict[str, str], place: Place, profile: Profile) -> Iterator[Found]:
    steps, active, spent = (_number(held, name) for name in _DAY)
    if steps is None and active is None:
        return
    match whole_day(held.get("date", ""), profile):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(day):
            totals = (
                (Metric.STEPS, steps),
                (Metric.ACTIVE_ENERGY, active),
                (Metric.RESTING_ENERGY, resting_kcal(spent, active)),
            )
            yield from day_totals(MAKER, place, day, totals)


def _held(names: Sequence[str], row: Row) -> dict[str, str]:
    return dict(zip(names, row.cells, strict=False))


def _number(held: dict[str, str], *names: str) -> float | None:
    texts = (held.get(name, "") for name in names)
    return number_in(next((text for text in texts if text), ""))
