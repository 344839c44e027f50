"""A reading: a value with when, where and by whom it was read, and whether it counts.

Rule 1: a reading counts unless it is quarantined or removed.
Rule 2: one source reads one kind at one instant once; what it says later replaces what it said.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.rr import BeatsInSeconds, RrIntervals, TooFewBeats, why_no_beats
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, Moment, from_epoch_us, later

ReadingId = NewType("ReadingId", UUID)

MANUAL: Final = SourceId("manual")
# Nobody alive was measured before; days around such a moment can be counted.
EARLIEST: Final = from_epoch_us(-2_208_988_800_000_000)
# Phones run ahead of servers by about this much.
CLOCK_TOLERANCE: Final = dt.timedelta(minutes=5)


@final
class Accepted(Struct, frozen=True, tag="accepted"):
    """It counts; against these reasons where a person released it."""

    reasons: tuple[Implausible, ...] = ()
    released_at: Instant | None = None

    def __post_init__(self) -> None:
        if bool(self.reasons) != (self.released_at is not None):
            raise ValueError("what is improbable counts only when it was released")


@final
class Quarantined(Struct, frozen=True, tag="quarantined"):
    """It is improbable, and counts in nothing until a person releases it."""

    reasons: tuple[Implausible, ...]


@final
class Removed(Struct, frozen=True, tag="removed"):
    """A person took it out; it is shown to nobody, and no import brings it back."""

    removed_at: Instant


Standing: TypeAlias = Accepted | Quarantined | Removed


@final
class Earlier(Struct, frozen=True):
    """A value its source gave before, or that a person turned down."""

    value: Value
    recorded_at: Instant


@final
class Correction(Struct, frozen=True):
    """An improbable value a source gave in the place of one that counts; it waits for a person.

    `rr` is what a variability was computed from.
    """

    value: Value
    moment: Moment
    recorded_at: Instant
    reasons: tuple[Implausible, ...]
    device: DeviceId | None = None
    rr: RrIntervals | None = None


@final
class Identity(Struct, frozen=True):
    """What makes two readings the same one: kind, source, and the instant it began."""

    kind: Kind
    source: SourceId
    began_at: Instant


@final
class Reading(Struct, frozen=True):
    """A value, read at a moment; a sleep is read when it ends.

    `local_date` is the day on the wall where it was read, decided once.
    """

    id: ReadingId
    moment: Moment
    local_date: LocalDate
    source: SourceId
    recorded_at: Instant
    value: Value
    device: DeviceId | None = None
    standing: Standing = Accepted()
    earlier: tuple[Earlier, ...] = ()
    correction: Correction | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, Sleep) and self.value.end != self.moment.at:
            raise ValueError("a sleep is read at the moment of waking")
        if self.correction is not None and not isinstance(self.standing, Accepted):
            raise ValueError("a correction waits beside a value that counts")

    @property
    def kind(self) -> Kind:
        """What was read."""
        return self.value.kind

    @property
    def identity(self) -> Identity:
        """What it is the only one of; a night that grew since the last import stays the same."""
        began_at = self.value.start if isinstance(self.value, Sleep) else self.moment.at
        return Identity(self.kind, self.source, began_at)

    @property
    def counts(self) -> bool:
        """Whether anything may be computed from it."""
        return isinstance(self.standing, Accepted)

    @property
    def waits(self) -> bool:
        """Whether a person is asked about it, or about a correction of it."""
        return isinstance(self.standing, Quarantined) or self.correction is not None

    def standing_as(self, standing: Standing) -> Reading:
        """Give the same reading another standing; a correction that waited is turned down."""
        return self._beside(standing, self._said_before(), None)

    def awaiting(self, correction: Correction | None) -> Reading:
        """Keep what counts, and let a correction wait beside it; one before it is turned down."""
        return self._beside(self.standing, self._said_before(), correction)

    def released(self, now: Instant) -> Reading:
        """Take what waits for true: the correction of a value, or the value itself."""
        match self.standing:
            case Quarantined(reasons):
                return self.standing_as(Accepted(reasons, now))
            case Accepted():
                return self if self.correction is None else self._corrected(self.correction, now)
            case Removed():
                return self

    def amended(self, given: Reading) -> Reading:
        """Take over what its source says now, and remember what it said before."""
        return Reading(
            self.id,
            given.moment,
            given.local_date,
            given.source,
            given.recorded_at,
            given.value,
            given.device,
            given.standing,
            (*self.earlier, Earlier(self.value, self.recorded_at), *_waited(self.correction)),
        )

    def read_as(self, value: Value, now: Instant) -> Reading:
        """Give what it was made of another value, by other formulas."""
        return self.amended(self._anew(self.moment, now, value, self.device, self.standing))

    def _corrected(self, to: Correction, now: Instant) -> Reading:
        standing = Accepted(to.reasons, now)
        given = self._anew(to.moment, to.recorded_at, to.value, to.device, standing)
        return self._beside(self.standing, self.earlier, None).amended(given)

    def _anew(
        self,
        moment: Moment,
        recorded_at: Instant,
        value: Value,
        device: DeviceId | None,
        standing: Standing,
    ) -> Reading:
        day = moment.local_date
        return Reading(self.id, moment, day, self.source, recorded_at, value, device, standing)

    def _said_before(self) -> tuple[Earlier, ...]:
        return (*self.earlier, *_waited(self.correction))

    def _beside(
        self, standing: Standing, earlier: tuple[Earlier, ...], correction: Correction | None
    ) -> Reading:
        return Reading(
            self.id,
            self.moment,
            self.local_date,
            self.source,
            self.recorded_at,
            self.value,
            self.device,
            standing,
            earlier,
            correction,
        )

    def has_said(self, value: Value) -> bool:
        """Whether its source has given this value before: now, earlier, or to be asked about."""
        return value == self.value or any(value == one.value for one in self._said_before())


def _waited(correction: Correction | None) -> tuple[Earlier, ...]:
    return () if correction is None else (Earlier(correction.value, correction.recorded_at),)


@final
class Observed(Struct, frozen=True):
    """What formulas see of a reading that counts; a sleep is seen without its stages."""

    source: SourceId
    at: Instant
    local_date: LocalDate
    value: Value


@final
class NewReading(Struct, frozen=True):
    """Asks to record a value, or the intervals it is computed from; a sleep's moment is its end.

    `on_wall` where only a wall clock said when, and its zone was assumed.
    """

    moment: Moment
    value: Value | RrIntervals
    source: SourceId = MANUAL
    device: DeviceId | None = None
    on_wall: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.value, Sleep) and self.value.end != self.moment.at:
            raise ValueError("a sleep is read at the moment of waking")


@final
class Entry(Struct, frozen=True):
    """A reading on its way in, with the intervals it was computed from, if any.

    `on_wall` where the zone of its moment was assumed.
    """

    reading: Reading
    rr: RrIntervals | None = None
    on_wall: bool = False


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
    return Reading(id, new.moment, new.moment.local_date, new.source, now, value, new.device)
