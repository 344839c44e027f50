"""What was recorded of a session: by its own device, and by the others of one training."""

from __future__ import annotations

from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.merging import Given, merged
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.streams import Channel, Streams

__all__ = ("recorded",)


def recorded(
    log: TrainingLog, session: Session, channels: frozenset[Channel] | None = None
) -> Streams:
    """Give the streams of a session (of those channels, if given), merged if it leads others."""
    own = log.streams(session.id, channels) or Streams()
    if session.link is None or session.link.lead != session.id:
        return own
    sources: list[tuple[Streams, Given]] = []
    for one in log.linked(session.id):
        gives = () if one.link is None else one.link.gives
        asked = tuple(channel for channel in gives if channels is None or channel in channels)
        streams = log.streams(one.id, frozenset(asked)) if asked else None
        if one.link is not None and streams is not None:
            sources.append((streams, Given(asked, one.link.offset_ms)))
    return merged(own, sources) if sources else own
