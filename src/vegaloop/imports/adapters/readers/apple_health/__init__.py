"""Apple Health: the export of the app, with its workout routes."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.apple_health.reader import READERS

__all__ = ("READERS",)
