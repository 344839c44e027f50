"""What lists have in common."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from litestar.params import QueryParameter

from vegaloop.infrastructure.bodies import PAGE_MOST

LAST_US: Final = 253_402_300_799_000_000  # The last second of the year 9999.

Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)]
Cursor: TypeAlias = Annotated[str | None, QueryParameter(max_length=300)]
