"""What phones push: records of Apple Health and Health Connect, in one shape (docs/phones.md)."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.phone.reader import READERS

__all__ = ("READERS",)
