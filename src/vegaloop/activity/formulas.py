"""The formulas of activity, for whoever wants the arithmetic without the records."""

from __future__ import annotations

__all__ = ()
