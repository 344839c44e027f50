"""Withings: the answers of its API, and the tables of its export."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.withings.reader import READERS

__all__ = ("READERS",)
