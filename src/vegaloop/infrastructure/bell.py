"""Waking a thread that waits for work."""

from __future__ import annotations

import threading
from typing import final

__all__ = ("Bell",)


@final
class Bell:
    """Rung by whoever leaves work, heard by whoever waits for it."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Say that there is work."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Wait until it is rung, or for so long."""
        self._rung.wait(seconds)
        self._rung.clear()
