"""The one way a reader gives up."""

from __future__ import annotations

from vegaloop.kernel.formats import FormatFault

__all__ = ("ReadFault",)


class ReadFault(Exception):
    """Raised by the readers only, and turned into a Failure where they are entered."""

    def __init__(self, fact: FormatFault) -> None:
        super().__init__(fact)
        self.fact = fact
