"""The beats of a rest that was recorded as an activity.

Rule 1: a file of one session that went nowhere and took from one to fifteen minutes, without power
or cadence, whose beats are no faster than 100 a minute in the mean, is a recording of the heart at
rest. Rule IMP-70.
Rule 2: a file that nowhere looks as if it defined messages of beats is not taken apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from vegaloop.biometrics import RrIntervals
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.fit.clock import WallClock
from vegaloop.imports.adapters.readers.fit.wellness import source_in
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.fit_profile import Activity, Message, Record, Session
from vegaloop.infrastructure.formats.fit_table import Messages, Row, messages_of
from vegaloop.infrastructure.formats.fit_wire import walk

__all__ = ("resting_beats",)

_BYTES_MOST: Final = 256 * 1024  # A quarter of an hour at once a second takes half of it.
_LEAST_MS, _MOST_MS = 60_000, 15 * 60_000
_METERS_MOST: Final = 20  # A receiver that lies still wanders.
_SLOW_MS: Final = 600  # 100 beats a minute.
_NOT_SET_MS: Final = 0xFFFF
# A definition of messages 78 (0x4e): its head and a byte before its byte order and the number.
_DEFINED: Final = (
    re.compile(rb"\x00\x4e\x00(?<=[\x40-\x7f].{4})", re.DOTALL),
    re.compile(rb"\x01\x00\x4e(?<=[\x40-\x7f].{4})", re.DOTALL),
)


def resting_beats(data: bytes, arrival: Arrival) -> Iterator[Found]:
    """Find the reading a FIT activity of rest holds; nothing where it is of anything else."""
    if len(data) > _BYTES_MOST or not any(order.search(data) for order in _DEFINED):
        return
    messages = messages_of(walk(data))
    sessions = messages.get(Message.SESSION)
    beats = messages.get(Message.HRV)
    if sessions is None or beats is None or len(sessions) != 1:
        return
    (session,) = sessions.rows(Session)
    _, all_ms = beats.spread(0)
    rr_ms = all_ms[(all_ms > 0) & (all_ms < _NOT_SET_MS)]
    if len(rr_ms) and _is_rest(session, messages) and float(rr_ms.mean()) >= _SLOW_MS:
        clock = WallClock(messages, arrival.profile, {Message.ACTIVITY: Activity.LOCAL_TIMESTAMP})
        when = clock.when(session.numbers.get(Session.START))
        maker = Maker(source_in(messages))
        value = RrIntervals.of_ms(rr_ms.tolist())
        yield maker.reading(arrival.place(byte=session.at), "hrv", when, value)


def _is_rest(session: Row, messages: dict[int, Messages]) -> bool:
    given = session.numbers
    lasted_ms = given.get(Session.TIMER, given.get(Session.ELAPSED, 0))
    went_m = given.get(Session.DISTANCE, 0) / 100
    if not (_LEAST_MS <= lasted_ms <= _MOST_MS and went_m <= _METERS_MOST):
        return False
    records = messages.get(Message.RECORD)
    moved = (
        [] if records is None else [records.column(Record.CADENCE), records.column(Record.POWER)]
    )
    return not any(bool(np.nansum(column) > 0) for column in moved)
