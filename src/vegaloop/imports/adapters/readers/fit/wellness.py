"""Read a FIT file that is no activity: a day, a night, a weigh-in.

Rule 1: what is in a file its messages say, not its kind: watches name new kinds every year.
Rule 2: a message there is no room for is told once a kind, with how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.fit.body import ROWS, Seen, resting
from vegaloop.imports.adapters.readers.fit.clock import WallClock
from vegaloop.imports.adapters.readers.fit.counters import monitored
from vegaloop.imports.adapters.readers.fit.profile import (
    NAMELESS,
    UNHELD,
    UNTOLD,
    RestingRate,
    SleepEnd,
    SleepLevel,
)
from vegaloop.imports.adapters.readers.fit.sleep import slept
from vegaloop.imports.domain.found import Found, FoundSample, NotTaken, Unsupported
from vegaloop.infrastructure.formats.fit_profile import FileId, Message
from vegaloop.infrastructure.formats.fit_table import Messages, Row, messages_of
from vegaloop.infrastructure.formats.fit_wire import walk
from vegaloop.infrastructure.formats.fit_words import file_kind, manufacturer, product
from vegaloop.kernel.formats import Damaged, Remark
from vegaloop.kernel.identity import SourceId

__all__ = ("fit_kind", "read_wellness", "source_in")

_UNKNOWN: Final = "unknown"
_IDENTITY_BYTES: Final = 256  # What a file is stands in its first message.
_HELD: Final = frozenset((*ROWS, Message.MONITORING, Message.RESTING_RATE, Message.SLEEP_LEVEL))
_ACTIVE: Final = (Message.SESSION, Message.LAP, Message.RECORD, Message.ACTIVITY)


def fit_kind(head: bytes) -> str:
    """Say of which kind a FIT file is, by its first messages; a number nobody knows stays one."""
    messages: dict[int, Messages] = {}
    for first in (head[:_IDENTITY_BYTES], head):
        messages = messages_of(walk(first))
        number = _identity(messages).numbers.get(FileId.TYPE)
        if number is not None:
            return file_kind(int(number))
    return "activity" if any(one in messages for one in _ACTIVE) else _UNKNOWN


def read_wellness(data: bytes, arrival: Arrival) -> Iterator[Found]:
    """Find everything in a file, whole or as far as it goes; ReadFault where a limit is passed."""
    wire = walk(data)
    messages = messages_of(wire)
    yield from _found(messages, arrival)
    for note in wire.notes:
        if note.what is Remark.CUT_OFF:
            at = note.at_byte or 0
            yield NotTaken(arrival.place(byte=at), "fit", Damaged("fit", at, None, note.detail))


def _found(messages: dict[int, Messages], arrival: Arrival) -> Iterator[Found]:
    if not messages:
        yield NotTaken(arrival.place(), "fit", Unsupported("FIT file without a message"))
        return
    if _HELD.isdisjoint(messages):
        number = _identity(messages).numbers.get(FileId.TYPE)
        kind = _UNKNOWN if number is None else file_kind(int(number))
        yield NotTaken(arrival.place(), f"fit-{kind}", Unsupported(f"FIT file of kind {kind}"))
        return
    maker = Maker(source_in(messages))
    clock = WallClock(messages, arrival.profile)
    for number, same in messages.items():
        if number in ROWS:
            yield from _rows(number, same, clock, maker, arrival)
        elif number == Message.MONITORING:
            yield from monitored(same, clock, maker, arrival)
        elif number == Message.RESTING_RATE:
            rows = same.rows(RestingRate)
            yield from resting(rows, lambda at: arrival.place(byte=at), clock, maker)
        elif number == Message.SLEEP_LEVEL:
            ended = _ended(messages)
            yield from slept(same.rows(SleepLevel), ended, clock, maker, arrival)
        elif number not in NAMELESS:
            what = UNTOLD.get(number, f"message {number}")
            yield maker.unsupported(arrival.place(byte=int(same.offsets[0])), what, len(same))
        yield from _unheld(number, same, maker, arrival)


def _unheld(number: int, same: Messages, maker: Maker, arrival: Arrival) -> Iterator[Found]:
    """Tell the fields of messages that are read for which there is no room."""
    for field, what in UNHELD.get(number, {}).items():
        (told,) = np.nonzero(np.nan_to_num(same.column(field)))
        if len(told):
            place = arrival.place(byte=int(same.offsets[told[0]]))
            yield maker.unsupported(place, what, len(told))


def _rows(
    number: int, same: Messages, clock: WallClock, maker: Maker, arrival: Arrival
) -> Iterator[Found]:
    fields, tell = ROWS[number]
    seen_at: set[tuple[object, object]] = set()
    for row in same.rows(fields):
        for found in tell(Seen(row, arrival.place(byte=row.at), clock, maker)):
            if isinstance(found, FoundSample):
                # One estimate is written once for each sport.
                key = (found.metric, found.sample)
                if key in seen_at:
                    continue
                seen_at.add(key)
            yield found


def _identity(messages: dict[int, Messages]) -> Row:
    same = messages.get(Message.FILE_ID)
    rows = same.rows(FileId) if same else []
    return rows[0] if rows else Row(0, False, {}, {})


def source_in(messages: dict[int, Messages]) -> SourceId:
    """Name the source of a file by the device that wrote it."""
    identity = _identity(messages)
    made_by, model = identity.numbers.get(FileId.MANUFACTURER), identity.numbers.get(FileId.PRODUCT)
    maker = "fit" if made_by is None else manufacturer(int(made_by))
    name = identity.text(FileId.PRODUCT_NAME) or ""
    if model is not None and not name:
        name = product(int(model), None if made_by is None else int(made_by))
    return source_of(maker, name)


def _ended(messages: dict[int, Messages]) -> float | None:
    same = messages.get(Message.SLEEP_ENDED)
    times = [row.numbers.get(253) for row in same.rows(SleepEnd)] if same else []
    return max((at for at in times if at is not None), default=None)
