"""Where a session came from: its source, its file, and which of the things said of it is kept."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.words import ContentHash
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import Instant

__all__ = ("Edition", "FileRef", "Origin")


@final
class FileRef(Struct, frozen=True):
    """Which file a session came from, and which of the sessions in it this is.

    Where there was no file the hash is that of the source and its own name for the session.
    """

    hash: ContentHash
    index: int


@final
class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a session came from: the source, and what the file says about the device."""

    source: SourceId
    format: FileFormat | None = None
    device: str | None = None
    file_name: str | None = None


@final
class Edition(Struct, frozen=True, omit_defaults=True):
    """Which of the things its source has said of a session is kept.

    Of a file its source has a name for, `told_as` is what a session of that name would be called
    without one, and `file` what the file is called by its content.
    """

    content: ContentHash
    modified_at: Instant | None = None
    told_as: ContentHash | None = None
    file: ContentHash | None = None

    def is_older_than(self, other: Edition) -> bool:
        """Whether its source said it before the other, as far as it tells."""
        one, two = self.modified_at, other.modified_at
        return one is not None and two is not None and one < two
