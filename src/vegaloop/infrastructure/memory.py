"""Stores in memory: one copy a person, replaced as a whole or not at all."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import Generic, TypeVar, final

from vegaloop.kernel.identity import PersonId

A = TypeVar("A")
S = TypeVar("S")

__all__ = ("Revisions", "Shelves")


@final
class Revisions:
    """How often each person's records have changed, over all memory stores."""

    def __init__(self) -> None:
        self._counts: dict[PersonId, int] = {}

    def touch(self, person: PersonId) -> None:
        """Count one change."""
        self._counts[person] = self.revision(person) + 1

    def revision(self, person: PersonId) -> int:
        """How often the person's records have changed."""
        return self._counts.get(person, 0)


@final
class Shelves(Generic[S]):
    """One shelf of records a person; a unit of work sees its own copy until it is kept."""

    def __init__(self, empty: Callable[[], S], revisions: Revisions) -> None:
        self._empty = empty
        self._shelves: dict[PersonId, S] = {}
        self._revisions = revisions
        self._turn = threading.RLock()

    def read(self, person: PersonId, work: Callable[[S], A]) -> A:
        """Run a unit of work that only reads."""
        with self._turn:
            return work(self._shelf(person))

    def write(self, person: PersonId, work: Callable[[S], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        with self._turn:
            shelf = copy.copy(self._shelf(person))
            done = work(shelf)
            self._shelves[person] = shelf
            self._revisions.touch(person)
            return done

    def _shelf(self, person: PersonId) -> S:
        return self._shelves.get(person) or self._empty()
