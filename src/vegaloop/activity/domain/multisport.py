"""A multisport event: the sessions of one file that follow each other, transitions among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from vegaloop.activity.domain.session import Session, SessionId
from vegaloop.kernel.time import Instant, later

__all__ = ("event_with",)

# From one sport to the next, where the watch was not told of the transition.
GAP_MOST: Final = dt.timedelta(minutes=10)


def event_with(session: Session, of_file: Sequence[Session]) -> tuple[Session, ...]:
    """Find the event a session is part of; empty where it stands alone. Rule ACT-148."""
    runs: list[list[Session]] = []
    for one in sorted(of_file, key=_place):
        if not runs or one.start.at > later(_end_of(runs[-1][-1]), GAP_MOST):
            runs.append([])
        runs[-1].append(one)
    for event in runs:
        if any(one.id == session.id for one in event):
            return tuple(event) if len({one.sport for one in event}) > 1 else ()
    return ()


def _place(session: Session) -> tuple[Instant, SessionId]:
    return session.start.at, session.id


def _end_of(session: Session) -> Instant:
    return later(session.start.at, dt.timedelta(microseconds=session.elapsed.amount))
