"""Finding anew what the ground of kept sessions was worth on the flat, of their streams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.recorded import recorded
from vegaloop.activity.domain.effort import graded_on_foot
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.sport import ON_FOOT
from vegaloop.activity.domain.streams import Channel, Streams

__all__ = ("regrade", "regraded")

_NEEDED: Final = frozenset((Channel.DISTANCE, Channel.SPEED, Channel.ALTITUDE))


def regraded(log: TrainingLog, session: Session) -> Session:
    """Give a session the graded speed of the sport it has now. Rule ACT-104."""
    on_foot = session.sport in ON_FOOT
    streams = recorded(log, session, _NEEDED) if on_foot else Streams()
    return session.regraded(graded_on_foot(session.sport, streams, session.facts.pauses_ms))


def regrade(log: TrainingLog, sessions: Sequence[Session]) -> None:
    """Keep the graded speeds of sessions that were kept before there were any. Rule ACT-104."""
    for session in sessions:
        found = regraded(log, session)
        if found != session:
            log.update(found)
