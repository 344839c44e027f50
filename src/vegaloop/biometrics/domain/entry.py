"""Making a reading of what is asked to be recorded, or telling why it cannot be one."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.reading import (
    CLOCK_TOLERANCE,
    EARLIEST,
    Entry,
    NewReading,
    Reading,
    ReadingId,
)
from vegaloop.biometrics.domain.rr import BeatsInSeconds, RrIntervals, TooFewBeats, why_no_beats
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, later

__all__ = ("CannotRecord", "ReadInFuture", "ReadTooLongAgo", "entry_of")


@final
class ReadInFuture(Struct, frozen=True, tag="biometrics/read-in-future"):
    """A reading that lies ahead of the clock by more than clocks differ."""

    at: Instant
    now: Instant


@final
class ReadTooLongAgo(Struct, frozen=True, tag="biometrics/read-too-long-ago"):
    """A reading from before 1900, which is a clock that was never set."""

    at: Instant
    earliest: Instant


CannotRecord: TypeAlias = ReadInFuture | ReadTooLongAgo | TooFewBeats | BeatsInSeconds


def entry_of(id: ReadingId, new: NewReading, now: Instant) -> Result[Entry, CannotRecord]:
    """Make a reading of what is asked to be recorded; whether it is plausible is judged later."""
    if new.moment.at > later(now, CLOCK_TOLERANCE):
        return Failure(ReadInFuture(new.moment.at, now))
    if new.moment.at < EARLIEST:
        return Failure(ReadTooLongAgo(new.moment.at, EARLIEST))
    match new.value:
        case RrIntervals():
            match Hrv.of_rr(new.value):
                case Success(hrv):
                    return Success(Entry(_reading(id, new, hrv, now), new.value, new.on_wall))
                case Failure():
                    return Failure(why_no_beats(new.value))
        case value:
            return Success(Entry(_reading(id, new, value, now), on_wall=new.on_wall))


def _reading(id: ReadingId, new: NewReading, value: Value, now: Instant) -> Reading:
    return Reading(
        id,
        new.moment,
        new.moment.local_date,
        new.source,
        now,
        value,
        new.device,
        modified_at=new.modified_at,
        external_id=new.external_id,
    )
