"""The two nights a year when a clock on the wall alone does not tell when something was.

Rule 1: in the hour the clocks repeat, rows in order, oldest or newest first, turn back once: those
on its later side are of the second pass. Where the order does not tell, all are of the first.
Rule 2: in the hour after the clocks went forward, a second value of one moment replaces none.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, final

from vegaloop.biometrics import NewReading, RrIntervals, Sample, Value
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, NotTaken
from vegaloop.imports.domain.reasons import TwiceAtOnce
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone, day_span, later, moment_in

__all__ = ("is_certain", "passed")

# Rows a few minutes out of order are no second pass.
_TURN_LEAST: Final = dt.timedelta(minutes=10)
_CHANGE_MOST: Final = dt.timedelta(hours=2)
_SAME_NIGHT: Final = dt.timedelta(hours=3)
_NOTHING: Final = dt.timedelta()
_DAY_S: Final = 86_400.0
_RUN_MOST: Final = 20_000

OnWall: TypeAlias = FoundReading | FoundSample
Series: TypeAlias = tuple[SourceId, str]


def passed(found: Iterable[Found]) -> Iterator[Found]:
    """Put what has no zone into the pass it is of; what told its zone stays as it is."""
    passing = _Passing()
    try:
        for one in found:
            if isinstance(one, FoundReading | FoundSample) and one.zone_assumed:
                yield from passing.seen(one)
            else:
                yield one
    except ReadFault:
        yield from passing.rest()
        raise
    yield from passing.rest()


def is_certain(moment: Moment) -> bool:
    """Tell whether the clock on a wall showed a time once, and no other time stands for it."""
    return not _is_repeated(moment) and not _went_forward(moment)


@final
class _Passing:
    """Sees the readings and samples of a file in their order, each series by itself."""

    def __init__(self) -> None:
        self._last: dict[Series, Instant] = {}
        self._runs: dict[Series, list[OnWall]] = {}
        self._sprung: dict[tuple[Series, Instant], Value | RrIntervals | float] = {}

    def seen(self, one: OnWall) -> Iterator[Found]:
        """Hold what is of the repeated hour until it is over, and give all else."""
        series, moment = _series(one), _moment(one)
        run = self._runs.get(series)
        if run and (not _is_repeated(moment) or _apart(run[0], moment) or len(run) >= _RUN_MOST):
            yield from self._told(series, moment.at)
        if _is_repeated(moment):
            self._runs.setdefault(series, []).append(one)
        else:
            self._last[series] = moment.at
            yield self._once(series, one, moment)

    def rest(self) -> Iterator[Found]:
        """Give what is still held."""
        for series in tuple(self._runs):
            yield from self._told(series, None)

    def _told(self, series: Series, after: Instant | None) -> Iterator[Found]:
        run = self._runs.pop(series)
        second = _second_pass(run, self._last.get(series), after)
        for n, one in enumerate(run):
            yield _shifted(one) if n in second else one

    def _once(self, series: Series, one: OnWall, moment: Moment) -> Found:
        if not _went_forward(moment):
            return one
        value = _value(one)
        if self._sprung.setdefault((series, moment.at), value) == value:
            return one
        return NotTaken(one.place, series[1], TwiceAtOnce(moment.local.isoformat()))


def _second_pass(run: Sequence[OnWall], before: Instant | None, after: Instant | None) -> range:
    """Which of a run are of the second pass, read as if all of it were the first."""
    times = [_moment(one).at for one in run]
    context = [at for at in (before, *times, after) if at is not None]
    ways = [b > a for a, b in itertools.pairwise(context) if a != b]
    is_rising = 2 * sum(ways) >= len(ways)
    steps = [b - a if is_rising else a - b for a, b in itertools.pairwise(times)]
    turns = [n for n, step in enumerate(steps, 1) if -step >= _TURN_LEAST]
    if steps == [_NOTHING] and _value(run[0]) != _value(run[1]):
        turns = [1]  # What is measured once an hour.
    if len(turns) != 1:
        return range(0)
    return range(turns[0], len(run)) if is_rising else range(turns[0])


def _series(one: OnWall) -> Series:
    if isinstance(one, FoundSample):
        return one.source, one.metric.value
    value = one.reading.value
    return one.reading.source, "hrv" if isinstance(value, RrIntervals) else value.kind.value


def _moment(one: OnWall) -> Moment:
    return one.sample.moment if isinstance(one, FoundSample) else one.reading.moment


def _value(one: OnWall) -> Value | RrIntervals | float:
    return one.sample.value if isinstance(one, FoundSample) else one.reading.value


def _apart(one: OnWall, moment: Moment) -> bool:
    return abs(_moment(one).at - moment.at) > _SAME_NIGHT


def _shifted(one: OnWall) -> OnWall:
    second = _second(_moment(one))
    if second is None:
        return one
    if isinstance(one, FoundSample):
        sample = Sample(second, one.sample.value, one.sample.length_s)
        return FoundSample(one.place, one.metric, one.source, sample, one.zone_assumed)
    new = one.reading
    reading = NewReading(second, new.value, new.source, new.device, new.on_wall)
    return FoundReading(one.place, reading, one.zone_assumed)


def _second(moment: Moment) -> Moment | None:
    """The moment the clock on the wall showed the same again, if it did."""
    if moment.zone is None or not _is_odd(moment.local_date, moment.zone):
        return None
    after = moment_in(later(moment.at, _CHANGE_MOST), moment.zone)
    back = dt.timedelta(seconds=moment.utc_offset_s - after.utc_offset_s)
    if back <= _NOTHING:
        return None
    second = moment_in(later(moment.at, back), moment.zone)
    return second if second.utc_offset_s == after.utc_offset_s else None


def _is_repeated(moment: Moment) -> bool:
    return _second(moment) is not None


def _went_forward(moment: Moment) -> bool:
    """Whether the clocks went forward within the hour before."""
    if moment.zone is None or not _is_odd(moment.local_date, moment.zone):
        return False
    before = moment_in(later(moment.at, -dt.timedelta(hours=1)), moment.zone)
    return before.utc_offset_s < moment.utc_offset_s


@lru_cache(4_096)
def _is_odd(day: LocalDate, zone: TimeZone) -> bool:
    """Whether the clocks of a zone change on a day."""
    return day_span(day, zone).seconds != _DAY_S
