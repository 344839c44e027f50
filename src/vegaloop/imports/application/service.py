"""Imports: the calls other code may make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar, final

from vegaloop.imports.application.contents import content_of
from vegaloop.imports.application.ports import ImportLog, ImportLogs, ListedItem, Piece
from vegaloop.imports.application.working import GoOn, Working
from vegaloop.imports.domain.bringing import (
    TRIES_MOST,
    CannotAccept,
    Import,
    ImportId,
    NoSuchImport,
    NothingBrought,
    TooMuchBrought,
)
from vegaloop.imports.domain.receipt import Fate
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, Moment, TimeZone

A = TypeVar("A")

UPLOAD_BYTES_MOST: Final = 512 * 2**20
_CANDIDATES: Final = 20


def _always(_: Import) -> bool:
    return True


@final
class Imports:
    """What people bring from elsewhere: taken once, told item by item."""

    __slots__ = ("_clock", "_ids", "_logs", "_profiles", "_working")

    def __init__(
        self,
        logs: ImportLogs,
        working: Working,
        profiles: Profiles,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._logs = logs
        self._working = working
        self._profiles = profiles
        self._clock = clock
        self._ids = ids

    def home_zone(self, person: PersonId) -> TimeZone:
        """Tell where a person is at home."""
        return self._profiles.profile(person).home_zone

    def accept(
        self,
        person: PersonId,
        name: str | None,
        pieces: Sequence[Piece],
        start: Moment | None = None,
    ) -> Result[Import, CannotAccept]:
        """Keep what was brought, to be taken later; the same again while it waits is the same."""
        size = sum(piece.size for piece in pieces)
        if not size:
            return Failure(NothingBrought(size))
        if size > UPLOAD_BYTES_MOST:
            return Failure(TooMuchBrought(UPLOAD_BYTES_MOST))
        new = self._new(name, pieces, start)

        def work(log: ImportLog) -> Import:
            waits = log.unfinished(new.content)
            if waits is not None:
                return waits
            log.add(new)
            log.keep_bytes(new, pieces)
            return new

        return Success(self._logs.write(person, work))

    def bring(
        self,
        person: PersonId,
        name: str | None,
        pieces: Sequence[Piece],
        go_on: GoOn = _always,
        start: Moment | None = None,
    ) -> Import:
        """Take what was brought at once; what was left half-way goes on from there.

        `go_on` hears how far it is after every batch, and may say that it is enough for now.
        """
        new = self._new(name, pieces, start)

        def begin(log: ImportLog) -> Import:
            left = log.unfinished(new.content)
            if left is not None:
                return left
            log.add(new)
            return new

        begun = self._logs.write(person, begin)
        done = self._working.run(person, begun, pieces, go_on)
        if done is not None:
            return done
        # Somebody else took it up: what is told is how far they are.
        return self._logs.read(person, lambda log: log.find(begun.id)) or begun

    def waiting(self) -> tuple[ImportId, ...]:
        """Name some of the imports that wait, of everybody, the oldest first."""
        return tuple(waits for _, waits in self._logs.waiting(_CANDIDATES))

    def take_waiting(self, go_on: GoOn = _always) -> bool:
        """Take one of the imports that wait; False where none does."""
        waiting = self._logs.waiting(_CANDIDATES)
        return any(self._take_up(person, waits, go_on) for person, waits in waiting)

    def import_(self, person: PersonId, id: ImportId) -> Result[Import, NoSuchImport]:
        """Tell how far an import is."""
        found = self._logs.read(person, lambda log: log.find(id))
        return Failure(NoSuchImport(id)) if found is None else Success(found)

    def imports(
        self, person: PersonId, before: tuple[Instant, ImportId] | None = None, most: int = 20
    ) -> tuple[Import, ...]:
        """List imports, newest first."""
        return self._logs.read(person, lambda log: log.listed(before, most))

    def items(
        self,
        person: PersonId,
        id: ImportId,
        fate: Fate | None = None,
        start: int = 0,
        most: int = 200,
    ) -> Result[tuple[ListedItem, ...], NoSuchImport]:
        """Tell what became of everything that was found, in the order it was found."""

        def work(log: ImportLog) -> tuple[ListedItem, ...] | None:
            return None if log.find(id) is None else log.items(id, fate, start, most)

        found = self._logs.read(person, work)
        return Failure(NoSuchImport(id)) if found is None else Success(found)

    def forget(self, person: PersonId, id: ImportId) -> Result[ImportId, NoSuchImport]:
        """Forget the receipt of an import, and stop it where it is; what it brought stays."""

        def work(log: ImportLog) -> bool:
            known = log.find(id) is not None
            log.remove(id)
            return known

        known = self._logs.write(person, work)
        return Success(id) if known else Failure(NoSuchImport(id))

    def _new(self, name: str | None, pieces: Sequence[Piece], start: Moment | None) -> Import:
        return Import(
            id=ImportId(self._ids.fresh()),
            name=name,
            content=content_of(pieces),
            size=sum(piece.size for piece in pieces),
            brought_at=self._clock.now(),
            start=start,
        )

    def _take_up(self, person: PersonId, id: ImportId, go_on: GoOn) -> bool:
        found = self._logs.read(person, lambda log: log.find(id))
        if found is None or not found.is_free(self._clock.now()):
            return False
        if found.tries >= TRIES_MOST:
            return self._give_up(person, found)
        pieces = self._logs.pieces(person, id)
        return self._working.run(person, found, pieces, go_on) is not None

    def _give_up(self, person: PersonId, left: Import) -> bool:
        ended = left.given_up(self._clock.now())

        def work(log: ImportLog) -> bool:
            put = log.put(ended, left.token)
            if put:
                log.drop_bytes(left.id)
            return put

        return self._logs.write(person, work)
