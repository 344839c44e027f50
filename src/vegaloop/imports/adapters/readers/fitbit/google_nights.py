"""Google's tables of nights, with the table of their stages beside.

Rule 1: a stage is of the night whose `sleep_id` it names; the file of the stages of
`UserSleeps_2024-01-01.csv` is `UserSleepStages_2024-01-01.csv`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Final, Literal, TypeAlias, final

from vegaloop.biometrics import Stage
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.columns import header_with
from vegaloop.imports.adapters.readers.common.itemwise import Rows
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.spans import laid_out
from vegaloop.imports.adapters.readers.common.walls import on_wall
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.fitbit.sleep import STAGES
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.infrastructure.formats.csv import Line, Table, lines_of
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.result import Failure, Success, both, mapped, value_in
from vegaloop.kernel.time import Instant

__all__ = ("GoogleNights",)

_MAKER: Final = Maker(source_of("fitbit", "nights"))
_SLEEPS: Final = re.compile("sleeps", re.IGNORECASE)
_NIGHT: Final = ("sleepid", "sleepstart", "sleepend", "minutesasleep")
_STAGE: Final = ("sleepid", "sleepstagetype", "sleepstagestart", "sleepstageend")

_Span: TypeAlias = tuple[Stage, Instant, dt.timedelta]


@final
class GoogleNights:
    """Reads nights, and takes the file of their stages with it."""

    leads: Literal[True] = True
    kind = "fitbit"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header of nights."""
        return header_with(first, _NIGHT)

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read one night after the other, then tell the stages that are of none of them."""
        stages = _Stages(arrival)
        nights = Rows(self.kind, (), stages.night).read(table, arrival)
        return chain(nights, stages.left())


@final
class _Stages:
    """The stages beside a file of nights, by their night."""

    def __init__(self, arrival: Arrival) -> None:
        self._spans: dict[str, list[_Span]] = {}
        self._places: dict[str, Place] = {}
        self._wrong: list[Found] = []
        self._take(arrival)

    def _take(self, arrival: Arrival) -> None:
        """Take the file beside, if it is one of stages; one that breaks off is read by itself too."""
        folder, base = arrival.name.removesuffix(arrival.base), arrival.base
        name = _SLEEPS.sub("SleepStages", base, count=1)
        member = arrival.bundle.take(folder + name) if name != base else None
        if member is None:
            return
        beside = Arrival(member.name, member, arrival.profile, arrival.bundle)
        rows = Rows("fitbit", (), self._stage)
        try:
            with member.open() as stream:
                lines = lines_of(stream)
                header = next(lines, Line(0, ()))
                is_theirs = header_with((header,), _STAGE) is not None
                self._wrong.extend(rows.read(Table(header, lines), beside) if is_theirs else ())
        except ReadFault:
            is_theirs = False
        if not is_theirs:
            arrival.bundle.leave(member.name)

    def _stage(self, row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
        """Keep a stage for its night; only what is none is told."""
        start, end = (
            of_iso(row.text(f"sleep_stage_{side}"), arrival.profile, f"sleep_stage_{side}")
            for side in ("start", "end")
        )
        given, night = row.text("sleep_stage_type"), row.text("sleep_id")
        stage = STAGES.get(given.casefold())
        match both(start, end):
            case Failure(bad_times):
                yield NotTaken(place, "sleep", bad_times[0])
            case Success((began, ended)):
                if stage is None or began.at >= ended.at:
                    wanted = "a stage with its time"
                    yield _MAKER.misshapen(place, "sleep", "sleep_stage_type", given, wanted)
                    return
                self._spans.setdefault(night, []).append((stage, began.at, ended.at - began.at))
                self._places.setdefault(night, place)

    def night(self, row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
        """Read a night with the stages that are of it."""
        start, end = (
            on_wall(
                of_iso(row.text(f"sleep_{side}"), arrival.profile, f"sleep_{side}"),
                offset_in(row.text(f"{side}_utc_offset")),
            )
            for side in ("start", "end")
        )
        minutes = row.number("minutes_asleep")
        slept_s = None if minutes is None else minutes * 60
        night = row.text("sleep_id")
        self._places.pop(night, None)
        spans = sorted(self._spans.pop(night, ()), key=itemgetter(1))
        stages = mapped(both(start, end), lambda at: laid_out(spans, at[0].at, at[1].at))
        yield _MAKER.sleep(place, start, end, slept_s=slept_s, stages=value_in(stages) or ())

    def left(self) -> Iterator[Found]:
        """Tell what was no stage, and those of no night."""
        yield from self._wrong
        for night, place in self._places.items():
            count = len(self._spans[night])
            yield _MAKER.unsupported(place, "sleep stage without its sleep", count)
