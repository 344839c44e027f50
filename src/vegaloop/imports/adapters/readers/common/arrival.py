"""A file on its way through a reader: what it is, who brings it, and what lies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import Place
from vegaloop.infrastructure.formats.archive import Member
from vegaloop.kernel.person import Profile

__all__ = ("Arrival", "Bundle")

_DEEPEST: Final = 12


@final
class Bundle:
    """The files that came together; one that a reader took for its own is not read again."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members
        self._taken: set[str] = set()
        self._by_end: dict[str, str] = {}

    def take(self, name: str) -> Member | None:
        """Find a file by the end of its path, whatever the folder, and keep it from other readers.

        Slashes may lean either way, and a gzip's name may end in `.gz` or not.
        """
        wanted = _plain(name.strip("/\\"))
        if not self._by_end:
            for path in self._members:
                for end in _ends_of(_plain(path)):
                    self._by_end.setdefault(end, path)
        found = self._by_end.get(wanted)
        if found is None:
            return None
        self._taken.add(found)
        return self._members[found]

    def leave(self, name: str) -> None:
        """Give a file that was taken back to the other readers."""
        self._taken.discard(name)

    def names(self, fits: Callable[[str], bool]) -> tuple[str, ...]:
        """The paths that fit, in order."""
        return tuple(path for path in self._members if fits(path))

    def is_taken(self, name: str) -> bool:
        """Tell whether a reader took a file for its own."""
        return name in self._taken


@final
class Arrival:
    """One file, by the name it is called (never where it is), the person's profile, and its bundle.

    `start` is when the person says it began, for a recording that does not say so itself.
    """

    def __init__(
        self,
        name: str,
        member: Member,
        profile: Profile,
        bundle: Bundle,
        start: When | None = None,
    ) -> None:
        self.name = name
        self.member = member
        self.profile = profile
        self.bundle = bundle
        self.start = start
        self._line: int | None = None
        self._items_before = 0

    @property
    def base(self) -> str:
        """Its name without folders, whichever way their slashes lean."""
        return self.name.replace("\\", "/").rpartition("/")[2]

    def place(
        self, *, line: int | None = None, item: int | None = None, byte: int | None = None
    ) -> Place:
        """Say where in it something stands."""
        counted = None if item is None else item + self._items_before
        return Place(self.name, self._line if line is None else line, counted, byte)

    def part(self, line: int | None, items_before: int) -> Arrival:
        """The same file from a line on, or behind so many of its items."""
        part = Arrival(self.name, self.member, self.profile, self.bundle, self.start)
        part._line, part._items_before = line, items_before
        return part


def _plain(path: str) -> str:
    return path.replace("\\", "/").removesuffix(".gz").casefold()


def _ends_of(path: str) -> Iterator[str]:
    """The ends of a path that begin with a name, the longest first; of a deep one the last few."""
    names = path.split("/")[-_DEEPEST:]
    return ("/".join(names[n:]) for n in range(len(names)) if names[-1])
