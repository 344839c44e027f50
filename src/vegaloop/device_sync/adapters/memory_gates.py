"""Gates and consents in memory, for tests and for embedding."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import final

from vegaloop.device_sync.application.surroundings import FORGOTTEN, Consent, Consents, Gates
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, later

__all__ = ("MemoryConsents", "MemoryGates")


@final
class MemoryGates(Gates):
    """Breakers and quotas in memory."""

    def __init__(self) -> None:
        self._breakers: dict[Vendor, Breaker] = {}
        self._spent: dict[tuple[Vendor, PersonId | None, int], tuple[Instant, int]] = {}
        self._turn = threading.Lock()

    def admit(
        self, vendor: Vendor, person: PersonId, allowances: Sequence[Allowance], now: Instant
    ) -> Instant | None:
        """Let one call pass and count it: None; or say until when none may."""
        with self._turn:
            breaker = self._breakers.get(vendor, Breaker())
            waits = breaker.waits_until(now)
            if waits is not None:
                return waits
            counted: dict[tuple[Vendor, PersonId | None, int], tuple[Instant, int]] = {}
            ends: list[Instant] = []
            for one in allowances:
                key = vendor, person if one.per_person else None, one.window_s
                window = one.window(now)
                start, calls = self._spent.get(key, (window.start, 0))
                if not window.is_counted(start):
                    start, calls = window.start, 0
                if start > window.start or calls >= one.calls:
                    ends.append(window.end)
                counted[key] = window.start, calls + 1
            if ends:
                return max(ends)
            self._spent.update(counted)
            self._breakers[vendor] = breaker.called(now)
            return None

    def change(self, vendor: Vendor, by: Callable[[Breaker], Breaker]) -> None:
        """Remember how a call went."""
        with self._turn:
            self._breakers[vendor] = by(self._breakers.get(vendor, Breaker()))


@final
class MemoryConsents(Consents):
    """Consents that were asked for, in memory."""

    def __init__(self) -> None:
        self._asked: dict[str, Consent] = {}

    def ask(self, state_hash: str, consent: Consent) -> None:
        """Keep what was asked for."""
        least = later(consent.until, -FORGOTTEN)
        good = {one: asked for one, asked in self._asked.items() if asked.until >= least}
        self._asked = {state_hash: consent, **good}

    def answer(self, state_hash: str) -> Consent | None:
        """Take what was asked for out, so that it is answered once."""
        return self._asked.pop(state_hash, None)
