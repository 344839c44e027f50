"""An import: something a person brought, how far it has been taken, and what became of it.

Rule 1: an import goes from waiting to working to done; one that was left half-way works again.
Rule 2: what has been taken and how far it was taken are written down together.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.imports.domain.receipt import Counts
from vegaloop.kernel.time import Instant, Moment, later

__all__ = (
    "LEASE",
    "READERS_VERSION",
    "TRIES_MOST",
    "CannotAccept",
    "Hold",
    "Import",
    "ImportId",
    "Lapses",
    "NoSuchImport",
    "NothingBrought",
    "Progress",
    "State",
    "TooMuchBrought",
)

ImportId = NewType("ImportId", UUID)

# What was read half-way by other readers is read again from its start.
READERS_VERSION: Final = "readers-3"
# Longer than any one batch takes; whoever is silent for that long is taken for dead.
LEASE: Final = dt.timedelta(minutes=2)
TRIES_MOST: Final = 5


class State(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # It broke us again and again; what was taken until then stays.


_ENDED: Final = frozenset({State.DONE, State.FAILED})


@final
class Lapses(Struct, frozen=True):
    """The reads, of so many, at which a reader was given up because it took too long."""

    reads: int = 0
    at: tuple[int, ...] = ()


@final
class Progress(Struct, frozen=True):
    """How far some readers took an import: their batches, and the items told of it with their counts."""

    readers: str = READERS_VERSION
    batches: int = 0
    items: int = 0
    counts: Counts = Counts()
    zones_assumed: int = 0
    lapses: Lapses = Lapses()

    def further(self, items: int, counts: Counts, zones_assumed: int, lapses: Lapses) -> Progress:
        """One batch further."""
        return Progress(
            self.readers,
            self.batches + 1,
            self.items + items,
            self.counts + counts,
            self.zones_assumed + zones_assumed,
            lapses,
        )


@final
class Hold(Struct, frozen=True):
    """Who works at an import, and until when nobody else does."""

    token: UUID
    until: Instant


@final
class Import(Struct, frozen=True, kw_only=True):
    """Something that was brought; `content` is the SHA-256 of it, or of its files where it is a folder.

    `start` is when what it holds began, as the person says, for files that do not know.
    `tries` is how often it was taken up without going further.
    """

    id: ImportId
    name: str | None
    content: str
    size: int
    brought_at: Instant
    start: Moment | None = None
    state: State = State.WAITING
    progress: Progress = Progress()
    tries: int = 0
    held: Hold | None = None
    finished_at: Instant | None = None

    def __post_init__(self) -> None:
        if (self.state in _ENDED) != (self.finished_at is not None):
            raise ValueError("what has ended did so at some time")

    @property
    def counts(self) -> Counts:
        """How many things became what, until now."""
        return self.progress.counts

    @property
    def token(self) -> UUID | None:
        """That of who works at it."""
        return None if self.held is None else self.held.token

    def is_free(self, now: Instant) -> bool:
        """Tell whether somebody may take it up."""
        if self.state in _ENDED:
            return False
        return self.held is None or self.held.until <= now

    def claimed(self, token: UUID, now: Instant) -> Import:
        """Take it up; from its start where other readers had begun it."""
        begun = self.progress if self.progress.readers == READERS_VERSION else None
        progress = begun or Progress(READERS_VERSION)
        return self._now(State.WORKING, progress, self.tries + 1, Hold(token, later(now, LEASE)))

    def advanced(self, progress: Progress, now: Instant) -> Import:
        """So much further, and held for longer."""
        held = None if self.held is None else Hold(self.held.token, later(now, LEASE))
        return self._now(State.WORKING, progress, held=held)

    def let_go(self) -> Import:
        """Leave it where it is, for anybody to take up."""
        return self._now(State.WAITING, self.progress)

    def finished(self, progress: Progress, now: Instant) -> Import:
        """Done with it, so much further."""
        return self._now(State.DONE, progress, finished_at=now)

    def given_up(self, now: Instant) -> Import:
        """Given up where it is."""
        return self._now(State.FAILED, self.progress, finished_at=now)

    def _now(
        self,
        state: State,
        progress: Progress,
        tries: int = 0,
        held: Hold | None = None,
        finished_at: Instant | None = None,
    ) -> Import:
        return Import(
            id=self.id,
            name=self.name,
            content=self.content,
            size=self.size,
            brought_at=self.brought_at,
            start=self.start,
            state=state,
            progress=progress,
            tries=tries,
            held=held,
            finished_at=finished_at,
        )


@final
class NoSuchImport(Struct, frozen=True, tag="imports/no-such-import"):
    """An import that is not this person's."""

    id: ImportId


@final
class NothingBrought(Struct, frozen=True, tag="imports/nothing-brought"):
    """An upload of no bytes."""

    bytes_given: int


@final
class TooMuchBrought(Struct, frozen=True, tag="imports/too-much-brought"):
    """An upload larger than is taken."""

    bytes_most: int


CannotAccept: TypeAlias = NothingBrought | TooMuchBrought
