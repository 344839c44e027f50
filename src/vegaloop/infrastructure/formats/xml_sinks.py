"""Whoever takes what is in a document of XML."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

__all__ = ("RowSink", "Sink")


class Sink(Protocol):
    """Whoever takes the elements of a document; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        ...

    def end(self, name: str, text: str) -> None:
        """Take the end of an element, with the text since the last beginning or end."""
        ...


@runtime_checkable
class RowSink(Sink, Protocol):
    """Whoever takes some elements whole, by the texts in them: of many, that is much faster."""

    rows: frozenset[str]
    texts: frozenset[str]  # The names in a row that matter, without what is before them.

    def row(self, attributes: dict[str, str], fields: dict[str, str]) -> None:
        """Take an element of `rows`: the last text of each name in it, with its blanks.

        Names come with what is before them, parted by a space or a colon.
        """
        ...

    def alike(self, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Take elements of `rows` that have the same `texts` in them, given in that order."""
        ...
