"""What keeps one broken section from blanking the board, and says that it broke."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, final

from vegaloop.dashboard.application.ports import Alarm, Broken, Guard
from vegaloop.dashboard.domain.section import SectionName
from vegaloop.infrastructure.logbook import Journal
from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Published, SignalName, Signals
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")


@final
class CatchingGuard(Guard):
    """Catches every exception: the one place beside the web handler that may."""

    def ask(self, question: Callable[[], A]) -> Result[A, Broken]:
        """Ask, whatever comes of it."""
        try:
            return Success(question())
        except Exception as error:  # noqa: BLE001  # A bug in one context is not one of the board.
            # The message of an exception may hold what somebody recorded; its class does not.
            return Failure(Broken(type(error).__name__))


@final
class GuardedSignals(Signals):
    """Publishes the signals of a context, or that they cannot be had while it is down.

    Readiness then scores a morning without them, with less confidence, and lists them as missing.
    """

    def __init__(
        self,
        section: SectionName,
        names: tuple[SignalName, ...],
        source: Signals,
        guard: Guard,
        alarm: Alarm,
    ) -> None:
        self._section = section
        self._names = names
        self._source = source
        self._guard = guard
        self._alarm = alarm

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """What it knows on the morning of a day; each of its signals once, given or not."""
        match self._guard.ask(lambda: self._source.signals(person, day)):
            case Success(published):
                return published
            case Failure(broken):
                self._alarm.section_broke(self._section, broken.kind)
                return tuple(NoSignal(name, Undefined(name, "down")) for name in self._names)


@final
class JournalAlarm(Alarm):
    """Writes into the journal which section broke, and how; opens it only then."""

    def __init__(self, journal: Callable[[], Journal]) -> None:
        self._journal = journal

    def section_broke(self, section: SectionName, kind: str) -> None:
        """Raise the alarm."""
        self._journal().error("dashboard.section-broke", section=section.value, kind=kind)
