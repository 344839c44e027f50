"""Pages of lists that are short, or ranked: cut by how many came before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias, TypeVar, final

from litestar.params import QueryParameter
from msgspec import Meta, Struct

from vegaloop.infrastructure.bodies import PAGE_MOST, Page, of_cursor, page_of

A = TypeVar("A")

Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)]
Cursor: TypeAlias = Annotated[str | None, QueryParameter(max_length=200)]


@final
class _OffsetKey(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    offset: Annotated[int, Meta(ge=0, le=100_000)]


def cut(found: Sequence[A], limit: int, cursor: str | None) -> Page[A]:
    """Cut the page a cursor names out of a whole list."""
    offset = 0 if cursor is None else of_cursor(cursor, _OffsetKey).offset
    return page_of(found[offset : offset + limit + 1], limit, (offset + limit,))
