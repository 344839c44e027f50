"""Polar: the answers of AccessLink, and the documents of the account export."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.polar.reader import READERS

__all__ = ("READERS",)
