"""Open mHealth: data points of a person's health, in JSON."""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.open_mhealth.reader import OpenMHealth

__all__ = ("READERS",)

READERS: Final = (OpenMHealth(),)
