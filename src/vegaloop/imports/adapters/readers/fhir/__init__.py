"""FHIR: what was observed of a body, in JSON."""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers.fhir.reader import Fhir

__all__ = ("READERS",)

READERS: Final = (Fhir(),)
