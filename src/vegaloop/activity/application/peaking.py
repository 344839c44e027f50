"""Making the peaks of sessions anew, of their streams, when what they hang on has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.recorded import recorded
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.streams import Channel

__all__ = ("remake_peaks",)

_NEEDED: Final = frozenset((Channel.POWER, Channel.DISTANCE, Channel.SPEED))


def remake_peaks(log: TrainingLog, sessions: Sequence[Session]) -> None:
    """Make the peaks of kept sessions anew: another sport counts other distances. Rule ACT-60."""
    for session in sessions:
        streams = recorded(log, session, _NEEDED)
        if len(streams):
            log.put_peaks(session.id, peaks_of(streams, session.facts.pauses_ms, session.sport))
