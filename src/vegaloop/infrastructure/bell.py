"""Waking a thread that waits for work."""

from __future__ import annotations

import threading
import time
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

    def wait(self, seconds: float) -> bool:
        """Wait until it is rung, or for so long; tell whether it was."""
        rung = self._rung.wait(seconds)
        self._rung.clear()
        return rung

    def wait_out(self, quiet_s: float, most_s: float) -> None:
        """Wait until nobody has rung for a while, and no longer than so long."""
        until = time.monotonic() + most_s
        while self.wait(quiet_s) and time.monotonic() < until:
            pass
