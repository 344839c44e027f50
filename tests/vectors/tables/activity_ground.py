"""Vectors of ground covered: formula book A16–A18, A24."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula

FORMULAS: Final[dict[str, Formula]] = {}
