"""Records known by the fields they have together, whatever they came in.

Rule 1: the first kind that fits is the one, so the most telling fields come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, final

from vegaloop.imports.adapters.readers.common.plain_names import plain
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile

__all__ = ("ReadRecord", "RecordKind", "RecordKinds")

ReadRecord: TypeAlias = Callable[[Fields, Place, Profile, Unplaced], Iterator[Found]]
# What it is, the fields that make it so, and how it is read; None where there is no room for it.
RecordKind: TypeAlias = tuple[str, tuple[str, ...], ReadRecord | None]


@final
class RecordKinds:
    """The kinds of records a vendor has."""

    def __init__(self, kinds: Sequence[RecordKind]) -> None:
        self._kinds = tuple((frozenset(map(plain, kind[1])), kind) for kind in kinds)

    def what(self, record: Fields) -> str | None:
        """Say what a record is; None where nobody knows."""
        kind = self._of(record)
        return None if kind is None else kind[0]

    def read(
        self, record: Fields, place: Place, profile: Profile, unplaced: Unplaced, *, else_named: str
    ) -> Iterator[Found]:
        """Read a record as what it is; what nobody knows is counted under another name."""
        what, _, read = self._of(record) or (else_named, (), None)
        if read is None:
            unplaced.add(what, place)
            return
        yield from read(record, place, profile, unplaced)
        yield from record.told(place, what)

    def _of(self, record: Fields) -> RecordKind | None:
        return next((kind for names, kind in self._kinds if record.has_plain(names)), None)
