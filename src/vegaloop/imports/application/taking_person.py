"""Taking what is said of the person themself: it fills what they did not say, and changes nothing.

Rule 1: it is taken with the last batch, so that readers know the person as they began (IMP-3).
Rule 2: what is said without a date comes first, then the latest: a child grows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

from vegaloop.accounts import AccountService, CannotUpdateProfile, Heard, Trait
from vegaloop.imports.application.told import LOCKED, refused
from vegaloop.imports.domain.found import Found, FoundPerson, NotTaken, Place, Unsupported
from vegaloop.imports.domain.receipt import Fate, Item
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import epoch_us

__all__ = ("Withheld", "taken_person")

WITHHELD_MOST: Final = 10_000
_BEYOND: Final = "more than anybody says of themself"
_OF_HEARD: Final = {Heard.NEW: Fate.KEPT, Heard.SAME: Fate.KNOWN, Heard.DIFFERENT: Fate.KNOWN}


@final
class Withheld:
    """Keeps what is found of the person until all else was."""

    def __init__(self) -> None:
        self._found: list[FoundPerson] = []
        self._beyond: dict[str, tuple[Place, int]] = {}

    def passed(self, found: Iterable[Found]) -> Iterator[Found]:
        """Give what is found, of the person last."""
        for one in found:
            if not isinstance(one, FoundPerson):
                yield one
            elif len(self._found) < WITHHELD_MOST:
                self._found.append(one)
            else:
                place, count = self._beyond.get(_what(one.trait), (one.place, 0))
                self._beyond[_what(one.trait)] = place, count + 1

    def rest(self) -> tuple[Found, ...]:
        """What is found of the person, as it is taken."""
        beyond = (
            NotTaken(place, what, Unsupported(_BEYOND), count)
            for what, (place, count) in self._beyond.items()
        )
        return (*sorted(self._found, key=_order), *beyond)


def taken_person(
    accounts: AccountService, person: PersonId, batch: Sequence[Found]
) -> dict[int, tuple[Item, ...]]:
    """Tell accounts what was found of the person; tell what became of each."""
    found = [(n, one) for n, one in enumerate(batch) if isinstance(one, FoundPerson)]
    if not found:
        return {}
    became = accounts.hear(person, [one.trait for _, one in found])
    return {n: (_item(one, heard),) for (n, one), heard in zip(found, became, strict=True)}


def _item(found: FoundPerson, heard: Heard | CannotUpdateProfile) -> Item:
    what = _what(found.trait)
    if not isinstance(heard, Heard):
        return refused(what, found.place, heard, found.source)
    return Item(
        fate=_OF_HEARD[heard],
        what=what,
        place=found.place,
        source=found.source,
        remarks=(LOCKED,) if heard is Heard.DIFFERENT else (),
    )


def _what(trait: Trait) -> str:
    match trait:
        case Sex():
            return "sex"
        case dt.date():
            return "birth_date"
        case Distance():
            return "height"


def _order(found: FoundPerson) -> tuple[bool, int]:
    return found.at is not None, 0 if found.at is None else -epoch_us(found.at)
