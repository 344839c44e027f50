"""Bringing up to date what an earlier version of the formulas computed, when somebody asks for it.

Rule 1: nobody's loads are computed anew before they are asked for: there is no scan over people.
Rule 2: what is up to date costs nothing more to read than it did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from vegaloop.activity.application import reckoning
from vegaloop.activity.application.ports import TrainingLog, TrainingLogs
from vegaloop.activity.application.reckoning import Change
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.time import Clock

__all__ = ("Upkeep",)

A = TypeVar("A")


@final
class Upkeep:
    """Reads training logs, and renews the loads of whoever's are of an earlier version."""

    __slots__ = ("_clock", "_ids", "_logs", "_profiles")

    def __init__(self, logs: TrainingLogs, profiles: Profiles, clock: Clock, ids: Ids) -> None:
        self._logs = logs
        self._profiles = profiles
        self._clock = clock
        self._ids = ids

    def read(
        self,
        person: PersonId,
        work: Callable[[TrainingLog], A],
        is_stale: Callable[[A], bool],
    ) -> A:
        """Run a unit of work that only reads; where what it found is stale, renew it and run it again.

        The second time it runs in the transaction that renewed, so that it finds what is new also
        where its thread reads a snapshot of before.
        """
        found = self._logs.read(person, work)
        if not is_stale(found):
            return found
        profile = self._profiles.profile(person)
        change = Change(self._ids.fresh(), "version", self._clock.now())

        def anew(log: TrainingLog) -> A:
            reckoning.renew(log, profile, change)
            return work(log)

        return self._logs.write(person, anew)
