"""Oura: the answers of its API, the tables of its exports, and those of its web pages."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.oura.reader import READERS

__all__ = ("READERS",)
