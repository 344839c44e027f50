"""What can be asked of readings."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.reading import ReadingId
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.kernel.time import Instant, LocalDate


@final
class ReadingKey(Struct, frozen=True, array_like=True):
    """Where a reading stands in a list: by day, then instant, then id."""

    day: LocalDate
    at: Instant
    id: ReadingId


@final
class ReadingQuery(Struct, frozen=True):
    """Asks for a page of readings, newest first, on the days of [start, end).

    `quarantined` asks for those that wait for a person instead of those that count; `after` is
    the last one of the page before.
    """

    limit: int
    kind: Kind | None = None
    start: LocalDate | None = None
    end: LocalDate | None = None
    after: ReadingKey | None = None
    quarantined: bool = False


@final
class RrRecording(Struct, frozen=True):
    """The beats a variability was computed from."""

    id: ReadingId
    rr: RrIntervals


@final
class NoSuchReading(Struct, frozen=True, tag="biometrics/no-such-reading"):
    """A reading that is not this person's, or was removed."""

    id: ReadingId
