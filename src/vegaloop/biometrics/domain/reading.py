"""A reading: a value with when, where and by whom it was read, and whether it counts.

Rule 1: a reading counts unless it is quarantined or removed.
Rule 2: one source reads one kind at one instant once; what it says later replaces what it said.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NewType, final
from uuid import UUID

from msgspec import Struct, structs

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.plausible import Value
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.biometrics.domain.standing import (
    Accepted,
    Correction,
    Earlier,
    Left,
    Quarantined,
    Removed,
    Standing,
)
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.time import Instant, LocalDate, Moment, from_epoch_us

__all__ = (
    "CLOCK_TOLERANCE",
    "EARLIEST",
    "EXTERNAL_ID_CHARACTERS_MOST",
    "MANUAL",
    "Accepted",
    "Correction",
    "Earlier",
    "Entry",
    "Identity",
    "Left",
    "Name",
    "NewReading",
    "Observed",
    "Quarantined",
    "Reading",
    "ReadingId",
    "Removed",
    "Standing",
)

ReadingId = NewType("ReadingId", UUID)

MANUAL: Final = SourceId("manual")
# Nobody alive was measured before; days around such a moment can be counted.
EARLIEST: Final = from_epoch_us(-2_208_988_800_000_000)
# Phones run ahead of servers by about this much.
CLOCK_TOLERANCE: Final = dt.timedelta(minutes=5)


EXTERNAL_ID_CHARACTERS_MOST: Final = 64


@final
class Identity(Struct, frozen=True):
    """What makes two readings the same one: kind, source, and the instant it began."""

    kind: Kind
    source: SourceId
    began_at: Instant


@final
class Name(Struct, frozen=True):
    """What a source calls a reading of a kind, whenever it was."""

    kind: Kind
    source: SourceId
    external_id: str


@final
class Reading(Struct, frozen=True):
    """A value, read at a moment; a sleep is read when it ends.

    `local_date` is the day on the wall where it was read, decided once; `modified_at` is when its
    source says that it was last changed there; `left` has the places it had under its name before.
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
    modified_at: Instant | None = None
    external_id: str | None = None
    left: tuple[Left, ...] = ()

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
        return _identity(self.kind, self.source, self.value, self.moment)

    @property
    def name(self) -> Name | None:
        """What its source calls it, if that is known."""
        return None if self.external_id is None else Name(self.kind, self.source, self.external_id)

    @property
    def counts(self) -> bool:
        """Whether anything may be computed from it."""
        return isinstance(self.standing, Accepted)

    @property
    def waits(self) -> bool:
        """Whether a person is asked about it, or about a correction of it."""
        return isinstance(self.standing, Quarantined) or self.correction is not None

    @property
    def is_touched(self) -> bool:
        """Whether the person said it, or decided anything about what its source says."""
        return self.is_decided or self.source == MANUAL

    @property
    def is_decided(self) -> bool:
        """Whether the person released or removed it, or turned down a correction of it."""
        standing = self.standing
        released = isinstance(standing, Accepted) and standing.released_at is not None
        decided = released or isinstance(standing, Removed)
        return decided or any(one.turned_down for one in self.earlier)

    def standing_as(self, standing: Standing) -> Reading:
        """Give the same reading another standing; a correction that waited is turned down."""
        said = self._said_before()
        return structs.replace(self, standing=standing, earlier=said, correction=None)

    def awaiting(self, correction: Correction | None) -> Reading:
        """Keep what counts, and let a correction wait beside it in the place of one before it."""
        return structs.replace(self, earlier=self._said_before(), correction=correction)

    def turned_down(self) -> Reading:
        """Keep what counts; the person said that the correction is not true."""
        told = self._said_before(turned_down=True)
        return structs.replace(self, earlier=told, correction=None)

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
        before = (Earlier(self.value, self.recorded_at, self.modified_at),)
        waited = () if self.correction is None else (self.correction.earlier(),)
        return structs.replace(
            given,
            id=self.id,
            earlier=self.earlier + before + waited,
            correction=None,
            modified_at=given.modified_at or self.modified_at,
            external_id=given.external_id or self.external_id,
            left=self.left,
        )

    def read_as(self, value: Value, now: Instant) -> Reading:
        """Give what it was made of another value, by other formulas."""
        return self.amended(structs.replace(self, recorded_at=now, value=value, correction=None))

    def _corrected(self, to: Correction, now: Instant) -> Reading:
        given = structs.replace(
            self,
            moment=to.moment,
            local_date=to.moment.local_date,
            recorded_at=to.recorded_at,
            value=to.value,
            device=to.device,
            standing=Accepted(to.reasons, now),
            correction=None,
            modified_at=to.modified_at,
        )
        return structs.replace(self, correction=None).amended(given)

    def _said_before(self, *, turned_down: bool = False) -> tuple[Earlier, ...]:
        if self.correction is None:
            return self.earlier
        return (*self.earlier, self.correction.earlier(turned_down=turned_down))

    def has_said(self, value: Value | RrIntervals) -> bool:
        """Whether its source has given this value before: now, earlier, or to be asked about."""
        told = value == self.value or any(value == one.value for one in self._said_before())
        return told or self.has_left(self.identity.began_at, value)

    def has_left(self, began_at: Instant, value: Value | RrIntervals) -> bool:
        """Whether its source gave this value of a time it has moved it away from since."""
        return any((one.began_at, one.value) == (began_at, value) for one in self.left)

    def has_turned_down(self, value: Value) -> bool:
        """Whether the person said of this value that it is not true."""
        return any(one.turned_down and one.value == value for one in self.earlier)


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

    `on_wall` where only a wall clock said when, and its zone was assumed; of two values of one
    reading that its source dates, the one `modified_at` a later time stands, whichever comes first;
    `external_id` is what its source calls it.
    """

    moment: Moment
    value: Value | RrIntervals
    source: SourceId = MANUAL
    device: DeviceId | None = None
    on_wall: bool = False
    modified_at: Instant | None = None
    external_id: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, Sleep) and self.value.end != self.moment.at:
            raise ValueError("a sleep is read at the moment of waking")
        if len(self.external_id or "") > EXTERNAL_ID_CHARACTERS_MOST:
            raise ValueError("a source's name for a reading is longer than is kept")

    @property
    def identity(self) -> Identity:
        """What it asks to be the only one of; on an assumed wall it may be known by another start."""
        kind = Kind.HRV if isinstance(self.value, RrIntervals) else self.value.kind
        return _identity(kind, self.source, self.value, self.moment)


def _identity(kind: Kind, source: SourceId, value: Value | RrIntervals, moment: Moment) -> Identity:
    return Identity(kind, source, value.start if isinstance(value, Sleep) else moment.at)


@final
class Entry(Struct, frozen=True):
    """A reading on its way in, with the intervals it was computed from, if any.

    `on_wall` where the zone of its moment was assumed.
    """

    reading: Reading
    rr: RrIntervals | None = None
    on_wall: bool = False
