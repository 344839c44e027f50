"""Comparing the sessions of a log: by their figures, and by what was recorded where that may tell."""

from __future__ import annotations

from typing import final

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.groups import in_order
from vegaloop.activity.domain.link import SessionId, Twin
from vegaloop.activity.domain.multisport import event_with
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.twins import twin_of
from vegaloop.activity.domain.within import COMPARED, is_beyond, may_lie_within, twin_within

__all__ = ("Comparing",)


@final
class Comparing:
    """Compares the sessions of one log, and looks at the streams of few, each once."""

    __slots__ = ("_log", "_streams", "_within")

    def __init__(self, log: TrainingLog) -> None:
        self._log = log
        self._streams: dict[SessionId, Streams] = {}
        self._within: dict[tuple[SessionId, SessionId], Twin] = {}

    def twin(self, one: Session, other: Session) -> Twin | None:
        """Tell how alike two sessions are; None where nothing hints at it. Rules ACT-140, ACT-153."""
        twin = twin_of(one, other)
        if (twin is not None and twin.sure) or not may_lie_within(one, other):
            return twin
        first, second = in_order((one, other))
        pair = first.id, second.id
        if pair not in self._within:
            found = twin_within(first, self._seen(first), second, self._seen(second))
            beyond = self._is_beyond(first, second) or self._is_beyond(second, first)
            self._within[pair] = found.surely(sure=found.sure and not beyond)
        return self._within[pair]

    def _seen(self, session: Session) -> Streams:
        if session.id not in self._streams:
            streams = self._log.streams(session.id, COMPARED)
            self._streams[session.id] = Streams() if streams is None else streams
        return self._streams[session.id]

    def _is_beyond(self, part: Session, whole: Session) -> bool:
        """Whether one is a part of an event, and the other has more of that event."""
        file = part.file
        return file is not None and is_beyond(
            part, whole, event_with(part, self._log.of_file(file.hash))
        )
