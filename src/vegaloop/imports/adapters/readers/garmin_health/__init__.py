"""Garmin's Health API: what it pushes, and what its callbacks answer with."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.garmin_health.reader import READERS

__all__ = ("READERS",)
