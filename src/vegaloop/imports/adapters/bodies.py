"""The bodies of imports."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final
from uuid import UUID

from msgspec import Meta, Raw, Struct

from vegaloop.imports.application.ports import ListedItem
from vegaloop.imports.domain.bringing import Import, State
from vegaloop.imports.domain.found import Place
from vegaloop.imports.domain.receipt import Counts, Fate, Spot


@final
class ImportBody(Struct, frozen=True):
    """Something that was brought, and how far it has been taken.

    `zones_assumed` counts what had a time without a zone: it was read in your home zone of its day.
    """

    id: UUID
    file_name: str | None
    size_bytes: int
    state: State
    brought_at: dt.datetime
    finished_at: dt.datetime | None
    counts: Counts
    zones_assumed: int
    items: Annotated[int, Meta(description="How many items its receipt has.")]


@final
class ItemBody(Struct, frozen=True):
    """One thing of a receipt, or several of a kind in a row, from `place` to `last`."""

    number: int
    fate: Fate
    what: str
    place: Place
    last: Place | None
    count: int
    source: str | None
    first_day: dt.date | None
    last_day: dt.date | None
    ids: tuple[str, ...]
    merged_with: tuple[str, ...]
    remarks: tuple[str, ...]
    spots: Annotated[tuple[Spot, ...], Meta(description="Where what is remarked on stands.")]
    reason: Annotated[
        Raw,
        Meta(description="Why it was not taken: a fact with its `type`, and its figures; or null."),
    ]


@final
class ImportReceiptBody(Struct, frozen=True):
    """What was brought, and what became of everything in it."""

    brought: ImportBody
    items: tuple[ItemBody, ...]


def from_import(brought: Import) -> ImportBody:
    """Answer how far an import is."""
    return ImportBody(
        brought.id,
        brought.name,
        brought.size,
        brought.state,
        brought.brought_at,
        brought.finished_at,
        brought.counts,
        brought.progress.zones_assumed,
        brought.progress.items,
    )


def from_item(listed: ListedItem) -> ItemBody:
    """Answer an item of a receipt."""
    item = listed.item
    return ItemBody(
        listed.number,
        item.fate,
        item.what,
        item.place,
        item.last,
        item.count,
        item.source,
        item.first_day,
        item.last_day,
        item.ids,
        item.merged_with,
        item.remarks,
        item.spots,
        Raw(item.reason.encode() or b"null"),
    )
