"""The steps of a person's sync as they are taken, as server-sent events.

Rule 1: a stream begins behind the last event its reader has seen, and else with the next one.
Rule 2: it ends when its reader goes, when the process is told to stop, and after half an hour: whoever
still may read begins another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Final, TypeAlias, final

import anyio
import msgspec
from anyio import to_thread
from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from sqlalchemy.exc import SQLAlchemyError

from vegaloop.device_sync.adapters.bodies_deliveries import StepBody, from_step
from vegaloop.device_sync.application.overseeing import Overseeing
from vegaloop.device_sync.application.ports import Numbered
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.infrastructure.events import EVENT_STREAM, EventStream
from vegaloop.infrastructure.problem import ProblemRaised, problem, refusals
from vegaloop.kernel.identity import PersonId

__all__ = ("STREAMS_MOST", "Watching", "watch")

STREAMS_MOST: Final = 5
_LOOK_EVERY_S: Final = 0.5
_HEARTBEAT_S: Final = 15.0
_LONGEST_S: Final = 1_800.0
_STEPS_AT_ONCE: Final = 200
_NUMBER_MOST: Final = 2**31 - 1
_EVENT: Final = "sync.step"
_HEARTBEAT: Final = b": still here\n\n"
_EVENTS: Final = ResponseSpec(
    StepBody,
    description=f"Events `{_EVENT}`: the id is the number of a step, the data the step",
    media_type=EVENT_STREAM,
    generate_examples=False,
)

_InHeader: TypeAlias = Annotated[
    int | None, HeaderParameter(name="Last-Event-ID", ge=0, le=_NUMBER_MOST)
]
_InQuery: TypeAlias = Annotated[int | None, QueryParameter(ge=0, le=_NUMBER_MOST)]


@final
class TooManyStreams(msgspec.Struct, frozen=True, tag="sync/too-many-streams"):
    """One stream more than a person may read at once: one of those that are open is to be closed."""

    most: int


@final
class Watching:
    """How many streams each person reads, and whether they go on."""

    def __init__(self) -> None:
        self._streams = Counter[PersonId]()
        self.is_over = False

    def stop(self) -> None:
        """End all streams, soon."""
        self.is_over = True

    def is_full(self, person: PersonId) -> bool:
        """Tell whether a person reads as many as they may."""
        return self._streams[person] >= STREAMS_MOST

    async def stream(
        self, overseeing: Overseeing, person: PersonId, after: int
    ) -> AsyncGenerator[bytes, None]:
        """Tell a person's steps after a number, as they are taken."""
        if self.is_full(person):  # Several may have begun at once.
            return
        self._streams[person] += 1
        try:
            async for piece in _told(self, overseeing, person, after):
                yield piece
        finally:
            self._streams[person] -= 1
            if not self._streams[person]:
                del self._streams[person]


@get(
    "/sync/events",
    media_type=EVENT_STREAM,
    responses={200: _EVENTS} | refusals(s429="Too many are read already"),
)
async def watch(
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
    watching: NamedDependency[Watching],
    last_seen: _InHeader = None,
    last_event_id: _InQuery = None,
) -> EventStream:
    """Watch what your sync does, step by step, as server-sent events."""
    last = await to_thread.run_sync(sync.overseeing.last_step, person)
    if watching.is_full(person):
        fault = TooManyStreams(STREAMS_MOST)
        made = problem("sync/too-many-streams", "You read too many streams", 429, fault).problem
        raise ProblemRaised(made, {"retry-after": "15"})
    seen = last_event_id if last_seen is None else last_seen
    after = last if seen is None else min(seen, last)
    return EventStream(watching.stream(sync.overseeing, person, after))


async def _told(
    watching: Watching, overseeing: Overseeing, person: PersonId, after: int
) -> AsyncIterator[bytes]:
    began = said = anyio.current_time()
    yield _HEARTBEAT  # So that whoever reads knows that it has begun.
    while not watching.is_over and anyio.current_time() - began < _LONGEST_S:
        try:
            steps = await to_thread.run_sync(overseeing.steps, person, after, _STEPS_AT_ONCE)
        except SQLAlchemyError:  # Whoever reads comes again, from where they were.
            return
        if steps:
            after, said = steps[-1].number, anyio.current_time()
            yield b"".join(map(_event, steps))
            continue
        if anyio.current_time() - said >= _HEARTBEAT_S:
            said = anyio.current_time()
            yield _HEARTBEAT
        await anyio.sleep(_LOOK_EVERY_S)


def _event(step: Numbered) -> bytes:
    head = f"id: {step.number}\nevent: {_EVENT}\ndata: ".encode()
    return head + msgspec.json.encode(from_step(step)) + b"\n\n"
