"""Working at an import: claimed, taken batch by batch, and ended with its last.

Rule 1: a batch and how far it is are one unit of work, the last batch and its end as well.
Rule 2: who was overtaken finds the token of somebody else, and writes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.imports.application.pace import Pace
from vegaloop.imports.application.ports import (
    ArchiveReader,
    ImportLog,
    ImportLogs,
    Piece,
    Together,
)
from vegaloop.imports.application.taking import Contexts, take
from vegaloop.imports.application.taking_person import Withheld
from vegaloop.imports.domain.bringing import Import, Lapses
from vegaloop.imports.domain.found import Found, weight_of
from vegaloop.imports.domain.receipt import counts_of, folded
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.time import Clock

__all__ = ("GoOn", "Working")

GoOn: TypeAlias = Callable[[Import], bool]

# A batch is one unit of work, and others wait for it: about a quarter of a second.
BATCH_WEIGHT: Final = 4_000


@final
class _Batch(Struct, frozen=True):
    """What was found, and where readers had been given up by then."""

    found: tuple[Found, ...]
    lapses: Lapses
    is_last: bool


@final
class Working:
    """Takes an import as far as it may go."""

    __slots__ = ("_clock", "_contexts", "_ids", "_logs", "_profiles", "_reader", "_together")

    def __init__(  # One argument a port.
        self,
        logs: ImportLogs,
        reader: ArchiveReader,
        contexts: Contexts,
        profiles: Profiles,
        together: Together,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._logs = logs
        self._reader = reader
        self._contexts = contexts
        self._profiles = profiles
        self._together = together
        self._clock = clock
        self._ids = ids

    def run(
        self, person: PersonId, left: Import, pieces: Sequence[Piece], go_on: GoOn
    ) -> Import | None:
        """Take an import as far as it may go; None where somebody else took it up meanwhile."""
        claimed = left.claimed(self._ids.fresh(), self._clock.now())
        if not self._logs.write(person, lambda log: _claim(log, left, claimed)):
            return None
        begun = claimed.progress
        profile, pace = self._profiles.profile(person), Pace(begun.lapses)
        found = self._reader.read(pieces, profile, claimed.start, pace)
        for number, batch in enumerate(_batches(found, pace)):
            if number < begun.batches:  # Taken before the process was killed.
                continue
            further = self._take(person, claimed, batch)
            if further is None:
                return None
            goes_on = go_on(further)
            if batch.is_last:
                return further
            if not goes_on:
                return self._let_go(person, further)
            claimed = further
        return claimed

    def _take(self, person: PersonId, claimed: Import, batch: _Batch) -> Import | None:
        def together() -> Import | None:
            if not self._is_mine(person, claimed):
                return None
            taken = take(self._contexts, person, batch.found)
            items, now = folded(taken.items), self._clock.now()
            progress = claimed.progress.further(
                len(items), counts_of(items), taken.zones_assumed, batch.lapses
            )
            further = (
                claimed.finished(progress, now)
                if batch.is_last
                else claimed.advanced(progress, now)
            )

            def write(log: ImportLog) -> bool:
                log.append(claimed.id, claimed.progress.items, items)
                if batch.is_last:
                    log.drop_bytes(claimed.id)
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


def _claim(log: ImportLog, left: Import, claimed: Import) -> bool:
    if claimed.progress.items < left.progress.items:
        log.clear(left.id)
    return log.put(claimed, left.token)


def _batches(found: Iterable[Found], pace: Pace) -> Iterator[_Batch]:
    """Cut what is found; the last batch has what is found of the person, and may have nothing in it."""
    batch, weight, withheld = list[Found](), 0, Withheld()
    for one in withheld.passed(found):
        batch.append(one)
        weight += weight_of(one)
        if weight >= BATCH_WEIGHT:
            yield _Batch(tuple(batch), pace.lapses, is_last=False)
            batch, weight = [], 0
    yield _Batch((*batch, *withheld.rest()), pace.lapses, is_last=True)
