"""Strava: the bulk export, and the answers of its API."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.strava.reader import READERS

__all__ = ("READERS",)
