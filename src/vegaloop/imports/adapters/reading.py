"""The reader of everything people bring; its formats are loaded when somebody first does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import final

from vegaloop.imports.application.pace import Pace
from vegaloop.imports.application.ports import ArchiveReader, Piece
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Moment
from vegaloop.nutrition import FoodShelf

__all__ = ("FormatReader",)


@final
class FormatReader(ArchiveReader):
    """Reads every format there is a reader of.

    A bug in one reader costs the rest of its file, never the rest of what was brought; `on_bug`
    hears which format it was, and what was raised. `seconds` is a clock that only goes forward.
    """

    def __init__(
        self,
        foods: FoodShelf,
        on_bug: Callable[[str, Exception], None],
        seconds: Callable[[], float],
    ) -> None:
        self._foods = foods
        self._on_bug = on_bug
        self._seconds = seconds

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        """Find everything in what was brought, in the same order each time; nothing is raised."""
        from vegaloop.imports.adapters.everything import Everything

        everything = Everything(self._foods, self._on_bug, self._seconds)
        return everything.read(pieces, profile, start, pace)
