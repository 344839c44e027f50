"""The one way a reader gives up."""

from __future__ import annotations

from vegaloop.activity.domain.activity_file import CannotRead

__all__ = ("ReadFault",)


class ReadFault(Exception):
    """Raised by the readers only, and turned into a Failure where they are entered."""

    def __init__(self, fact: CannotRead) -> None:
        super().__init__(fact)
        self.fact = fact
