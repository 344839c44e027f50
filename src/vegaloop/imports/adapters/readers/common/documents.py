"""Documents, each read by whoever says that it is its own, and what else stands in them.

Rule 1: what a reader leaves of a document is read as a document by itself, under its name beside
the bare values of the whole, or without it; what nobody knows is told by its name.
Rule 2: so is a document nobody knows, where somebody knows anything that stands in it.
Rule 3: of a document that breaks off within an object nothing is read where somebody knows that
object without the records of its lists, or says so: it is half of a record itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.kinds import Choosing, DocumentReader, Framing
from vegaloop.imports.adapters.readers.common.plain_names import asked_together
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced, spoken
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.json import Document

__all__ = ("Documents", "all_but", "beside")

_IN_VAIN_MOST: Final = 500  # Of a file: what nobody knows is shown to every reader.
_BARE_MOST: Final = 100  # And with all of these: what has more is no record's frame.
_SHOWN: Final = 60
# What services write about a page of records, and is none.
_OF_PAGES: Final = frozenset(("_links", "links", "meta", "metadata", "pagination", "paging"))

_Known: TypeAlias = tuple[DocumentReader, object]


def beside(value: object, own: Collection[str]) -> dict[str, object]:
    """What could be records beside what stands under these names; nothing where none of them is."""
    is_there = isinstance(value, dict) and any(name in value for name in own)
    return all_but(value, own) if is_there else {}


def all_but(value: object, own: Collection[str]) -> dict[str, object]:
    """What could be records in a document, but what stands under these names."""
    return {name: one for name, one in _collections(value).items() if name not in own}


@final
class Documents:
    """Reads the documents of one file: the reader of one is that of the next, if it fits."""

    def __init__(self, readers: Sequence[DocumentReader]) -> None:
        self._readers = readers
        self._last: DocumentReader | None = None
        self._met: set[str] = set()
        self._in_vain = 0

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found] | None:
        """Read a document; None where nobody knows anything in it."""
        reader = self._reader_of(document.value)
        if document.frames and self._is_half(document, reader):
            return iter(())
        if reader is not None:
            return self._whole(reader, document, arrival)
        held = _collections(document.value)
        known = self._known(document.value, held)
        return self._parts(document, arrival, held, known) if known else None

    def _reader_of(self, value: object) -> DocumentReader | None:
        if self._last is None or not self._last.fits(value):
            self._last = self._any_of(value)
        return self._last

    def _is_half(self, document: Document, reader: DocumentReader | None) -> bool:
        """Tell whether what broke off is no frame of records, but one itself."""
        if reader is not None and isinstance(reader, Framing):
            return not reader.is_frame(document.value)
        return any(self._any_of(frame) is not None for frame in document.frames)

    def _any_of(self, value: object) -> DocumentReader | None:
        with asked_together():
            return next((one for one in self._readers if one.fits(value)), None)

    def _whole(
        self, reader: DocumentReader, document: Document, arrival: Arrival
    ) -> Iterator[Found]:
        yield from reader.read(document, arrival)
        left = reader.leaves(document.value) if isinstance(reader, Choosing) else {}
        if left:
            known = self._known(document.value, left)
            yield from self._parts(document, arrival, left, known)

    def _known(self, value: object, held: Mapping[str, object]) -> dict[str, _Known]:
        """Of what stands in a document, that which somebody knows, and as what."""
        whole = value if isinstance(value, dict) else {}
        bare_items = (item for item in whole.items() if not isinstance(item[1], dict | list))
        bare = dict(itertools.islice(bare_items, _BARE_MOST))
        known: dict[str, _Known] = {}
        for name, one in held.items():
            if name in self._met or self._in_vain < _IN_VAIN_MOST:
                found = self._known_one(name, one, bare)
                if found is None:
                    self._in_vain += 1
                else:
                    self._met.add(name)
                    known[name] = found
        return known

    def _known_one(self, name: str, one: object, bare: Mapping[str, object]) -> _Known | None:
        asked = ((self._any_of(part), part) for part in ({**bare, name: one}, one))
        return next(((reader, part) for reader, part in asked if reader is not None), None)

    def _parts(
        self,
        document: Document,
        arrival: Arrival,
        held: Mapping[str, object],
        known: Mapping[str, _Known],
    ) -> Iterator[Found]:
        collections, unplaced = _collections(document.value), Unplaced()
        before = sum(_count(one) for name, one in collections.items() if name not in held)
        for name, one in held.items():
            part = arrival.part(document.line, before)
            if name in known:
                reader, value = known[name]
                yield from reader.read(Document(value), part)
            else:
                unplaced.add(spoken(name)[:_SHOWN] or "record", part.place(item=1), _count(one))
            before += _count(one)
        yield from unplaced.told()


def _collections(value: object) -> dict[str, object]:
    """What stands in a document under a name and could be records: lists and objects."""
    held = value.items() if isinstance(value, dict) else ()
    return {
        str(name): one
        for name, one in held
        if isinstance(one, dict | list) and one and name not in _OF_PAGES
    }


def _count(held: object) -> int:
    """How many records there are in a list, in a page of them, or in an object."""
    if isinstance(held, dict):
        return max((1, *(len(one) for one in held.values() if isinstance(one, list))))
    return len(held) if isinstance(held, list) else 1
