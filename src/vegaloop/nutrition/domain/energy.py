"""The version of the formulas of nutrition, which every stored and told number carries."""

from __future__ import annotations

from typing import Final

__all__ = ("FORMULA_VERSION",)

FORMULA_VERSION: Final = "nutrition-1"
