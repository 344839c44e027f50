"""The two nights a year when a clock on the wall alone does not tell when something was.

Rule 1: in the hour the clocks repeat, rows in order, oldest or newest first, turn back once: those
on its later side are of the second pass. Where the order does not tell, all are of the first.
Rule 2: in the hour after the clocks went forward, a second value of one moment replaces none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias, final

from msgspec import structs

from vegaloop.biometrics import RrIntervals, Sample, SampleBatch, Value, WallPass
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, FoundSamples, NotTaken
from vegaloop.imports.domain.reasons import TwiceAtOnce
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.passes import is_odd, second_pass, shown_again
from vegaloop.kernel.time import Instant, Moment, epoch_us, from_epoch_us, later, moment_in

__all__ = ("is_certain", "passed")

_SAME_NIGHT: Final = dt.timedelta(hours=3)
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
                continue
            if isinstance(one, FoundSamples) and one.zone_assumed:
                yield from passing.passed_by(one.batch)
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

    def passed_by(self, batch: SampleBatch) -> Iterator[Found]:
        """See samples that are of no such hour: what was held before them is over."""
        series = batch.source, batch.metric.value
        if series in self._runs:
            yield from self._told(series, _begun(batch.starts_ms[:8]))
        self._last[series] = _begun(batch.starts_ms[-8:])

    def rest(self) -> Iterator[Found]:
        """Give what is still held."""
        for series in tuple(self._runs):
            yield from self._told(series, None)

    def _told(self, series: Series, after: Instant | None) -> Iterator[Found]:
        run = self._runs.pop(series)
        second = _second_pass(run, self._last.get(series), after)
        if second is None:
            yield from run
            return
        for n, one in enumerate(run):
            yield _put(one, WallPass.SECOND if n in second else WallPass.FIRST)

    def _once(self, series: Series, one: OnWall, moment: Moment) -> Found:
        if not _went_forward(moment):
            return one
        value = _value(one)
        if self._sprung.setdefault((series, moment.at), value) == value:
            return one
        return NotTaken(one.place, series[1], TwiceAtOnce(moment.local.isoformat()))


def _second_pass(
    run: Sequence[OnWall], before: Instant | None, after: Instant | None
) -> range | None:
    """Which of a run are of the second pass; None where nothing tells."""
    times = [_ms(_moment(one).at) for one in run]
    beside = (None if at is None else _ms(at) for at in (before, after))
    return second_pass(times, *beside, differ=_value(run[0]) != _value(run[-1]))


def _ms(at: Instant) -> int:
    return epoch_us(at) // 1_000


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


def _put(one: OnWall, of: WallPass) -> OnWall:
    moment = _moment(one)
    if of is WallPass.SECOND:
        moment = shown_again(moment) or moment
    if isinstance(one, FoundSample):
        sample = Sample(moment, one.sample.value, one.sample.length_s)
        return FoundSample(one.place, one.metric, one.source, sample, one.zone_assumed, of)
    reading = structs.replace(one.reading, moment=moment)
    return FoundReading(one.place, reading, one.zone_assumed)


def _begun(start_ms: bytes) -> Instant:
    return from_epoch_us(int.from_bytes(start_ms, "little", signed=True) * 1_000)


def _is_repeated(moment: Moment) -> bool:
    return shown_again(moment) is not None


def _went_forward(moment: Moment) -> bool:
    """Whether the clocks went forward within the hour before."""
    if moment.zone is None or not is_odd(moment.local_date, moment.zone):
        return False
    before = moment_in(later(moment.at, -dt.timedelta(hours=1)), moment.zone)
    return before.utc_offset_s < moment.utc_offset_s
