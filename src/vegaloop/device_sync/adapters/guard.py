"""What keeps one delivery that breaks us from breaking all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from vegaloop.device_sync.application.surroundings import Guard
from vegaloop.infrastructure.logbook import Journal
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")

__all__ = ("CatchingGuard",)


@final
class CatchingGuard(Guard):
    """Catches what breaks in one step; what is wrong with the database is wrong with all steps.

    `lost` are the classes a lost database raises.
    """

    def __init__(
        self, journal: Callable[[], Journal], lost: tuple[type[Exception], ...] = ()
    ) -> None:
        self._journal = journal
        self._lost = lost

    def __call__(self, work: Callable[[], A]) -> Result[A, str]:
        """Do work; where it raises, the class of what was raised."""
        try:
            return Success(work())
        except self._lost:
            raise
        except Exception as error:  # noqa: BLE001  # A bug in one delivery is not one of the others.
            # The message of an exception may hold what somebody recorded; its class does not.
            kind = type(error).__name__
            self._journal().error("sync.broke", kind=kind)
            return Failure(kind)
