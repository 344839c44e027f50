"""Imports: the calls other code may make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias, TypeVar, final

from vegaloop.imports.application.contents import content_of
from vegaloop.imports.application.ports import (
    ArchiveReader,
    ImportLog,
    ImportLogs,
    ListedItem,
    Piece,
    Together,
)
from vegaloop.imports.application.taking import Contexts, take
from vegaloop.imports.domain.bringing import (
    TRIES_MOST,
    CannotAccept,
    Import,
    ImportId,
    NoSuchImport,
    NothingBrought,
    State,
    TooMuchBrought,
)
from vegaloop.imports.domain.found import Found, weight_of
from vegaloop.imports.domain.receipt import Fate, counts_of, folded
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, Moment, TimeZone

A = TypeVar("A")

GoOn: TypeAlias = Callable[[Import], bool]

UPLOAD_BYTES_MOST: Final = 512 * 2**20
# A batch is one unit of work, and others wait for it: about a quarter of a second.
BATCH_WEIGHT: Final = 4_000
_CANDIDATES: Final = 20


def _always(_: Import) -> bool:
    return True


@final
class Imports:
    """What people bring from elsewhere: taken once, told item by item."""

    __slots__ = (
        "_clock",
        "_contexts",
        "_ids",
        "_logs",
        "_on_waiting",
        "_profiles",
        "_reader",
        "_together",
    )

    def __init__(
        self,
        logs: ImportLogs,
        reader: ArchiveReader,
        contexts: Contexts,
        profiles: Profiles,
        together: Together,
        clock: Clock,
        ids: Ids,
        on_waiting: Callable[[], None] = lambda: None,
    ) -> None:
        self._logs = logs
        self._reader = reader
        self._contexts = contexts
        self._profiles = profiles
        self._together = together
        self._clock = clock
        self._ids = ids
        self._on_waiting = on_waiting

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
            log.keep_bytes(new.id, pieces)
            return new

        accepted = self._logs.write(person, work)
        self._on_waiting()
        return Success(accepted)

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
        done = self._run(person, begun, pieces, go_on)
        if done is not None:
            return done
        # Somebody else took it up: what is told is how far they are.
        return self._logs.read(person, lambda log: log.find(begun.id)) or begun

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
            state=State.WAITING,
            brought_at=self._clock.now(),
            start=start,
        )

    def _take_up(self, person: PersonId, id: ImportId, go_on: GoOn) -> bool:
        found = self._logs.read(person, lambda log: log.find(id))
        if found is None or not found.is_free(self._clock.now()):
            return False
        if found.tries >= TRIES_MOST:
            return self._end(person, found, State.FAILED) is not None
        pieces = self._logs.pieces(person, id)
        return self._run(person, found, pieces, go_on) is not None

    def _run(
        self,
        person: PersonId,
        left: Import,
        pieces: Sequence[Piece],
        go_on: GoOn,
    ) -> Import | None:
        """Take an import as far as it may go; None where somebody else took it up meanwhile."""
        claimed = self._claim(person, left)
        if claimed is None:
            return None
        found = self._reader.read(pieces, self._profiles.profile(person), claimed.start)
        for number, batch in enumerate(_batches(found)):
            if number < claimed.batches:  # Taken before the process was killed.
                continue
            further = self._take(person, claimed, batch)
            if further is None:
                return None
            claimed = further
            if not go_on(claimed):
                return self._let_go(person, claimed)
        return self._end(person, claimed, State.DONE)

    def _claim(self, person: PersonId, left: Import) -> Import | None:
        claimed = left.claimed(self._ids.fresh(), self._clock.now())

        def work(log: ImportLog) -> bool:
            if claimed.items < left.items:
                log.clear(left.id)
            return log.put(claimed, left.token)

        return claimed if self._logs.write(person, work) else None

    def _take(self, person: PersonId, claimed: Import, batch: Sequence[Found]) -> Import | None:
        now = self._clock.now()

        def together() -> Import | None:
            if not self._is_mine(person, claimed):
                return None
            taken = take(self._contexts, person, batch)
            items = folded(taken.items)
            further = claimed.advanced(len(items), counts_of(items), taken.zones_assumed, now)

            def write(log: ImportLog) -> bool:
                log.append(claimed.id, claimed.items, items)
                return log.put(further, claimed.token)

            return further if self._logs.write(person, write) else None

        return self._together(person, together)

    def _is_mine(self, person: PersonId, claimed: Import) -> bool:
        """Look whether nobody else took it up: who was overtaken must not write a thing."""
        now = self._logs.read(person, lambda log: log.find(claimed.id))
        return now is not None and now.token == claimed.token

    def _let_go(self, person: PersonId, claimed: Import) -> Import | None:
        free = claimed.let_go()
        kept = self._logs.write(person, lambda log: log.put(free, claimed.token))
        return free if kept else None

    def _end(self, person: PersonId, claimed: Import, state: State) -> Import | None:
        done = claimed.finished(self._clock.now(), state)

        def work(log: ImportLog) -> bool:
            if not log.put(done, claimed.token):
                return False
            log.drop_bytes(done.id)
            return True

        return done if self._logs.write(person, work) else None


def _batches(found: Iterable[Found]) -> Iterator[tuple[Found, ...]]:
    batch, weight = list[Found](), 0
    for one in found:
        batch.append(one)
        weight += weight_of(one)
        if weight >= BATCH_WEIGHT:
            yield tuple(batch)
            batch, weight = [], 0
    if batch:
        yield tuple(batch)
