"""Runkeeper: the pages of its API, and the table of its export."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.runkeeper.reader import READERS

__all__ = ("READERS",)
