"""Sealing tokens anew with the key that seals now, so that those before it can be let go.

Rule 1: what cannot be opened stays as it is: its key may come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import final

from msgspec import Struct

from vegaloop.device_sync.application.parts import Parts, everybody
from vegaloop.device_sync.application.ports import SyncBook, SyncBooks
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success

__all__ = ("Resealed", "Resealing", "is_anything_sealed")


@final
class Resealed(Struct, frozen=True):
    """Of how many connections the tokens were sealed anew, were so already, and cannot be opened."""

    anew: int
    current: int
    locked: int


class _Found(Enum):
    STALE = "stale"
    CURRENT = "current"
    LOCKED = "locked"


def is_anything_sealed(books: SyncBooks) -> bool:
    """Tell whether tokens of anybody are kept."""
    return any(books.read(person, _sealed) for person in everybody(books))


@final
class Resealing:
    """Seals tokens anew."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def is_anything_sealed(self) -> bool:
        """Tell whether tokens of anybody are kept."""
        return is_anything_sealed(self._parts.books)

    def run(self) -> Resealed:
        """Go through the tokens of everybody, once."""
        found = [one for person in everybody(self._parts.books) for one in self._of(person)]
        return Resealed(*map(found.count, _Found))

    def _of(self, person: PersonId) -> tuple[_Found, ...]:
        seal, books = self._parts.seal, self._parts.books

        def work(book: SyncBook) -> tuple[_Found, ...]:
            return tuple(
                self._anew(book, person, vendor, sealed) for vendor, sealed in _sealed(book).items()
            )

        is_stale = any(map(seal.is_stale, books.read(person, _sealed).values()))
        return books.write(person, work) if is_stale else books.read(person, work)

    def _anew(self, book: SyncBook, person: PersonId, vendor: Vendor, sealed: bytes) -> _Found:
        seal = self._parts.seal
        match seal.unseal(person, vendor, sealed):
            case Failure():
                return _Found.LOCKED
            case Success(tokens):
                if not seal.is_stale(sealed):
                    return _Found.CURRENT
                book.put_sealed(vendor, seal.seal(person, vendor, tokens))
                return _Found.STALE


def _sealed(book: SyncBook) -> Mapping[Vendor, bytes]:
    kept = {one.vendor: book.sealed(one.vendor) for one in book.connections()}
    return {vendor: sealed for vendor, sealed in kept.items() if sealed is not None}
