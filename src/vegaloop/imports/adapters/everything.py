"""Everything in what was brought: taken apart, and each file read as what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters import detect
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.unplaced import tallied
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.application.pace import Pace
from vegaloop.imports.application.ports import Piece
from vegaloop.imports.domain.found import Found, FoundFoods, NotTaken, Place, Unsupported
from vegaloop.infrastructure.formats.archive import USUAL, Limits, Member, members_of
from vegaloop.infrastructure.formats.bounds import Patience
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import TooLarge
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Moment
from vegaloop.nutrition import FoodItem, FoodShelf

__all__ = ("Everything", "MoreRefused", "ReaderBroke")

_ARCHIVE: Final = "archive"
_FOODS: Final = 16_000
_OTHERS: Final = "nothing in it but of other files"
# Who brings a table of something else is not helped by a receipt larger than it.
REFUSED_MOST: Final = 100_000
COUNTED_MOST: Final = 100_000  # More of one file, which is given up then.


@final
class ReaderBroke(Struct, frozen=True, tag="imports/reader-broke"):
    """A file that a reader of ours could not cope with: a bug, told to whoever runs the system."""

    format: str


@final
class MoreRefused(Struct, frozen=True, tag="imports/more-refused"):
    """What else was refused, after so many of which each was told."""

    told: int


@final
class _Person(Struct, frozen=True):
    """Who brings it, and when they say it began."""

    profile: Profile
    start: Moment | None

    @property
    def said(self) -> When | None:
        return None if self.start is None else When(self.start)


@final
class Everything:
    """What is found in what was brought, of every format there is a reader of.

    `seconds` is a clock that only goes forward, by which readers are given up that take too long.
    """

    def __init__(
        self,
        foods: FoodShelf,
        on_bug: Callable[[str, Exception], None],
        seconds: Callable[[], float],
        limits: Limits = USUAL,
    ) -> None:
        self._foods = foods
        self._on_bug = on_bug
        self._seconds = seconds
        self._limits = limits

    def read(
        self,
        pieces: Sequence[Piece],
        profile: Profile,
        start: Moment | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Found]:
        """Find everything in what was brought, in the same order each time; nothing is raised."""
        patience = Patience(self._seconds, (pace or Pace()).is_over)
        yield from patience.timed(self._found(pieces, _Person(profile, start), patience))

    def _found(
        self, pieces: Sequence[Piece], whose: _Person, patience: Patience
    ) -> Iterator[Found]:
        with ExitStack() as held:
            members: dict[str, Member] = {}
            used = Counter[str]()
            for piece in pieces:
                patience.begin()
                if piece.fault is not None:
                    yield NotTaken(Place(piece.name), "file", piece.fault)
                    continue
                try:
                    for member in members_of(
                        piece.name,
                        piece.open,
                        piece.size,
                        held,
                        self._limits,
                        patience.on_read,
                        beside=len(pieces) > 1,
                    ):
                        members[_unused(member.name, members, used)] = member
                except ReadFault as fault:
                    yield NotTaken(Place(piece.name), _ARCHIVE, fault.fact)
            yield from self._read_all(members, whose, patience)

    def _read_all(
        self, members: dict[str, Member], whose: _Person, patience: Patience
    ) -> Iterator[Found]:
        kinds: dict[str, detect.Kind] = {}
        for name, member in members.items():
            patience.begin()
            try:
                kinds[name] = detect.kind_of(member, self._foods.recognises)
            except ReadFault as fault:
                yield NotTaken(Place(name), "file", fault.fact)
        bundle, refusals = Bundle(members), Refusals(patience)
        # Those that speak of others first; for the rest their order is as good as any.
        for name in sorted(kinds, key=lambda one: not detect.leads(kinds[one])):
            if not bundle.is_taken(name) and not detect.is_foods(kinds[name]):
                patience.begin()
                arrival = Arrival(name, members[name], whose.profile, bundle, whose.said)
                yield from self._read(kinds[name], arrival, refusals)

        patience.begin()
        of_foods: dict[str, Member] = {}
        for name in filter(lambda one: detect.is_foods(kinds[one]), kinds):
            try:
                members[name].open().close()  # They are read together: one that cannot be is not.
                of_foods[name] = members[name]
            except ReadFault as fault:
                yield NotTaken(Place(name), "foods", fault.fact)
        yield from self._read_foods(of_foods)

    def _read_foods(self, members: Mapping[str, Member]) -> Iterator[Found]:
        batch: list[FoodItem] = []
        nothing = True
        try:
            for item in self._foods.read({name: one.open for name, one in members.items()}):
                if batch and (len(batch) >= _FOODS or batch[0].place.file != item.place.file):
                    yield _foods(batch)
                    batch = []
                batch.append(item)
                nothing = False
            if nothing:
                told = (Place(name) for name in members)
                yield from (NotTaken(place, "foods", Unsupported(detect.NOTHING)) for place in told)
        except ReadFault as fault:
            yield NotTaken(Place(next(iter(members))), "foods", fault.fact)
        except Exception as bug:  # noqa: BLE001  # As below.
            self._on_bug("foods", bug)
            yield NotTaken(Place(next(iter(members))), "foods", ReaderBroke("foods"))
        if batch:
            yield _foods(batch)

    def _read(self, kind: detect.Kind, arrival: Arrival, refusals: Refusals) -> Iterator[Found]:
        what = detect.name_of(kind) or "file"
        nothing: str | None = detect.NOTHING
        try:
            for one in refusals.bounded(tallied(detect.read(kind, arrival))):
                if nothing is not None:
                    nothing = None if one.place.file == arrival.name else _OTHERS
                yield one
            if nothing is not None:
                yield NotTaken(arrival.place(), "file", Unsupported(nothing))
        except ReadFault as fault:
            yield NotTaken(arrival.place(), what, fault.fact)
        except Exception as bug:  # noqa: BLE001  # Whatever a file does to a reader, others are read.
            self._on_bug(what, bug)
            yield NotTaken(arrival.place(), what, ReaderBroke(what))


def _foods(batch: list[FoodItem]) -> FoundFoods:
    return FoundFoods(Place(batch[0].place.file), tuple(batch))


def _unused(name: str, members: dict[str, Member], used: Counter[str]) -> str:
    unused = name
    while unused in members:
        used[name] += 1
        unused = f"{name} ({used[name] + 1})"
    return unused


@final
class Refusals:
    """Tells so much that is not taken, and of the rest how much of each kind there is in a file."""

    def __init__(self, patience: Patience) -> None:
        self._left = REFUSED_MOST
        self._patience = patience

    def bounded(self, found: Iterable[Found]) -> Iterator[Found]:
        """Give what is found in a file; ReadFault where too much, or for too long, is nothing else."""
        rest: dict[str, tuple[Place, int]] = {}
        counted = 0
        try:
            for one in found:
                if not isinstance(one, NotTaken):
                    yield one
                elif self._left:
                    self._left -= 1
                    yield one
                else:
                    place, count = rest.get(one.what, (one.place, 0))
                    rest[one.what] = (place, count + one.count)
                    counted += 1
                    self._bound(counted)
        except ReadFault:
            yield from _told(rest)
            raise
        yield from _told(rest)

    def _bound(self, counted: int) -> None:
        self._patience.on_read(0)
        if counted > COUNTED_MOST:
            raise ReadFault(TooLarge("refusals of a file that are only counted", COUNTED_MOST))


def _told(rest: Mapping[str, tuple[Place, int]]) -> Iterator[NotTaken]:
    for what, (place, count) in rest.items():
        yield NotTaken(place, what, MoreRefused(REFUSED_MOST), count)
