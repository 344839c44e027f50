"""iHealth: the pages of its API."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.ihealth.reader import READERS

__all__ = ("READERS",)
