"""What a reader hands over: the file as far as it could be read, whatever its kind."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.activity.adapters.readers.columns import Columns
from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead

__all__ = ("Decoded",)


@final
class Decoded(Struct, frozen=True):
    """A file, all its samples as written, and why it is no activity (if it is none)."""

    file: ActivityFile
    columns: Columns
    problem: CannotRead | None
