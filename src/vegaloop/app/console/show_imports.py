"""What was brought, and what became of it, on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, fail
from vegaloop.app.services import VegaLoop
from vegaloop.imports import Fate, ImportId, ListedItem
from vegaloop.imports.adapters.bodies import ImportReceiptBody, from_import, from_item
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success, value_in

_LISTED: Final = 50
_PAGE: Final = 1_000

__all__ = ("all_items", "imports", "receipt")


def imports(*, as_json: bool) -> None:
    """Print what the owner brought, newest first."""
    with opened() as (vega, owner):
        found = tuple(from_import(one) for one in vega.imports.imports(owner, None, _LISTED))
    show(found, as_json=as_json)


def receipt(id: UUID, fate: str | None, *, as_json: bool) -> None:
    """Print the receipt of an import (of one fate, if given)."""
    with opened() as (vega, owner):
        match vega.imports.import_(owner, ImportId(id)):
            case Failure():
                fail(f"{id}: there is no such import; vegaloop show imports lists them", Exit.USAGE)
            case Success(brought):
                only = None if fate is None else Fate(fate)
                items = tuple(map(from_item, all_items(vega, owner, brought.id, only)))
                show(ImportReceiptBody(from_import(brought), items), as_json=as_json)


def all_items(
    vega: VegaLoop, owner: PersonId, id: ImportId, fate: Fate | None = None
) -> Iterator[ListedItem]:
    """Give the whole receipt of an import, a page at a time."""
    start = 0
    while page := value_in(vega.imports.items(owner, id, fate, start, _PAGE)):
        yield from page
        start = page[-1].number + 1
