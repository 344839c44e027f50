"""Health Connect: lists of the platform's records."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.health_connect.reader import READERS

__all__ = ("READERS",)
