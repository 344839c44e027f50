"""Google Health: the answers of its API, lists of points, reconciled points and sums of days."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.google_health.reader import READERS

__all__ = ("READERS",)
