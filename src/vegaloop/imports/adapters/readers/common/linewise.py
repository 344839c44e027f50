"""Files with a document a line, read as the one list they are.

Rule 1: the first line that is asked for reads all of them, so that people are counted, and what
there is no room for is told, once a file; the other lines tell nothing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import final
from weakref import WeakSet

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.infrastructure.formats.json import MOST_JSON_BYTES, Document, documents_of

__all__ = ("Lines",)


@final
class Lines:
    """Remembers which files have been read, for as long as anybody holds them."""

    def __init__(self, fits: Callable[[object], bool]) -> None:
        self._fits = fits
        self._read: WeakSet[Arrival] = WeakSet()

    def begin(self, document: Document, arrival: Arrival) -> bool:
        """Tell whether this is the document its file is to be read with."""
        if document.line is None:
            return True
        new = arrival not in self._read
        self._read.add(arrival)
        return new

    def of(self, document: Document, arrival: Arrival) -> Iterator[Document]:
        """The document itself, or all of its file's that fit; ReadFault where it breaks off."""
        if document.line is None:
            yield document
        else:
            for one in documents_of(arrival.member.whole(MOST_JSON_BYTES)):
                if self._fits(one.value):
                    yield one
