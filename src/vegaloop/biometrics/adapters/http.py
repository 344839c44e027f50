"""Biometrics over HTTP: the refusals and the routes; bodies.py has the bodies."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias
from uuid import UUID

from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from vegaloop.biometrics.adapters.answers_readings import (
    ReadingBody,
    ReceiptBody,
    RecordedBody,
    RrAnswerBody,
)
from vegaloop.biometrics.adapters.bodies import BatchBody, CheckInBody, NewReadingBody
from vegaloop.biometrics.adapters.http_body import BODIES
from vegaloop.biometrics.adapters.http_mornings import MORNINGS
from vegaloop.biometrics.adapters.http_series import SERIES
from vegaloop.biometrics.adapters.http_vitals import VITALS
from vegaloop.biometrics.adapters.incoming import (
    Fault,
    Misread,
    to_check_in,
    to_item,
    to_new_reading,
)
from vegaloop.biometrics.adapters.outgoing import (
    from_reading,
    from_receipt,
    from_recorded,
    from_recording,
)
from vegaloop.biometrics.application.queries import NoSuchReading, ReadingKey, ReadingQuery
from vegaloop.biometrics.application.service import Biometrics
from vegaloop.biometrics.domain.entry import CannotRecord, ReadInFuture, ReadTooLongAgo
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night import (
    AsleepTooLong,
    AsleepUnclear,
    EndsBeforeItStarts,
    StageAstray,
)
from vegaloop.biometrics.domain.reading import NewReading, Reading, ReadingId
from vegaloop.biometrics.domain.record import CannotRecordAll, TooManyReadings
from vegaloop.biometrics.domain.rr import BeatsInSeconds, TooFewBeats
from vegaloop.infrastructure.bodies import PAGE_MOST, PAGE_USUAL, Page, of_cursor, page_of
from vegaloop.infrastructure.days import to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Success

Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)]
MaybeFrom: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="from", description="The first local day, if any.")
]
MaybeTo: TypeAlias = Annotated[
    dt.date | None, QueryParameter(name="to", description="The local day after the last, if any.")
]
Cursor: TypeAlias = Annotated[str | None, QueryParameter(max_length=200)]
_UNREAD: Final = refusals(s422="The reading cannot be recorded")
_UNKNOWN: Final = refusals(s404="You have no such reading")
_FAR: Final = refusals(s422="The day is out of reach")


# ---- refusals ----


def _problem_for_faults(faults: tuple[Fault, ...]) -> ProblemRaised:
    slept: list[Fault] = []
    formed: list[Malformed] = []
    for fault in faults:
        match fault:
            case EndsBeforeItStarts() | StageAstray() | AsleepTooLong() | AsleepUnclear():
                slept.append(fault)
            case malformed:
                formed.append(malformed)
    if slept:
        return problem("biometrics/not-a-sleep", "Nobody sleeps like that", 422, *slept, *formed)
    return malformed_problem(tuple(formed))


def _problem_for_record(error: CannotRecord) -> ProblemRaised:
    match error:
        case ReadInFuture():
            return problem("biometrics/read-in-future", "The reading lies ahead", 422, error)
        case ReadTooLongAgo():
            return problem("biometrics/read-too-long-ago", "The reading is too old", 422, error)
        case TooFewBeats():
            return problem("biometrics/too-few-beats", "There are too few beats", 422, error)
        case BeatsInSeconds():
            return problem("biometrics/beats-in-seconds", "Intervals are in ms", 422, error)


def _problem_for_batch(error: CannotRecordAll) -> ProblemRaised:
    match error:
        case TooManyReadings():
            return problem("biometrics/too-many-readings", "The batch is too large", 422, error)


def _problem_for_reading(error: NoSuchReading) -> ProblemRaised:
    return problem("biometrics/no-such-reading", "You have no such reading", 404, error)


# ---- translations ----


def _page(found: tuple[Reading, ...], limit: int) -> Page[ReadingBody]:
    last = found[limit - 1] if len(found) > limit else None
    key = () if last is None else (last.local_date, last.moment.at, last.id)
    return page_of(tuple(map(from_reading, found)), limit, key)


def _after(cursor: str | None) -> ReadingKey | None:
    return None if cursor is None else of_cursor(cursor, ReadingKey)


# ---- routes ----


@post("/readings", sync_to_thread=True, responses=_UNREAD)
def record_reading(
    data: JSONBody[NewReadingBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> RecordedBody:
    """Record a reading; the same one again changes nothing, and an improbable one waits for you."""
    new = or_raise(to_new_reading(data, biometrics.home_zone(person)), _problem_for_faults)
    return from_recorded(or_raise(biometrics.record(person, new), _problem_for_record))


@post("/readings/batches", sync_to_thread=True, status_code=200, responses=refusals())
def record_batch(
    data: JSONBody[BatchBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> ReceiptBody:
    """Record many readings; the receipt tells what became of each, and one stops no other."""
    home = biometrics.home_zone(person)
    read: list[NewReading] = []
    places: list[int] = []
    misread: list[tuple[int, Misread]] = []
    for index, item in enumerate(data.readings):
        match to_item(item, home):
            case Success(new):
                read.append(new)
                places.append(index)
            case Failure(faults):
                misread.append((index, faults))
    receipt = or_raise(biometrics.record_all(person, read), _problem_for_batch)
    return from_receipt(receipt, places, misread)


@post("/check-ins", sync_to_thread=True, responses=_UNREAD)
def check_in(
    data: JSONBody[CheckInBody],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> RecordedBody:
    """Say how you are this morning; the newest check-in of a day is the one that counts."""
    home = biometrics.home_zone(person)
    new = or_raise(to_new_reading(to_check_in(data), home), _problem_for_faults)
    return from_recorded(or_raise(biometrics.record(person, new), _problem_for_record))


@get("/readings", sync_to_thread=True, responses=_FAR)
def list_readings(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    kind: Annotated[Kind | None, QueryParameter(description="Only this kind.")] = None,
    first: MaybeFrom = None,
    last: MaybeTo = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[ReadingBody]:
    """List your readings that count, newest first."""
    query = ReadingQuery(
        limit + 1,
        kind,
        None if first is None else to_day(first, "from"),
        None if last is None else to_day(last, "to"),
        _after(cursor),
    )
    return _page(biometrics.readings(person, query), limit)


@get("/readings/quarantined", sync_to_thread=True, responses=refusals())
def list_quarantined(
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[ReadingBody]:
    """List what waits for you to release or to remove it, and corrections, newest first."""
    query = ReadingQuery(limit + 1, after=_after(cursor), quarantined=True)
    return _page(biometrics.readings(person, query), limit)


@get("/readings/{reading_id:uuid}", sync_to_thread=True, responses=_UNKNOWN)
def show_reading(
    reading_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> ReadingBody:
    """Show a reading."""
    found = biometrics.reading(person, ReadingId(reading_id))
    return from_reading(or_raise(found, _problem_for_reading))


@get("/readings/{reading_id:uuid}/rr-intervals", sync_to_thread=True, responses=_UNKNOWN)
def show_intervals(
    reading_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> RrAnswerBody:
    """Show the beats a variability was computed from."""
    found = biometrics.recording(person, ReadingId(reading_id))
    return from_recording(or_raise(found, _problem_for_reading))


@post(
    "/readings/{reading_id:uuid}/release",
    sync_to_thread=True,
    status_code=200,
    responses=_UNKNOWN,
)
def release_reading(
    reading_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> ReadingBody:
    """Say that an improbable reading, or the correction of one, is true: from now on it counts."""
    released = biometrics.release(person, ReadingId(reading_id))
    return from_reading(or_raise(released, _problem_for_reading))


@delete(
    "/readings/{reading_id:uuid}/correction",
    sync_to_thread=True,
    status_code=200,
    responses=_UNKNOWN,
)
def turn_down_correction(
    reading_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> ReadingBody:
    """Say that a correction is not true: the reading stays as it counts."""
    kept = biometrics.turn_down(person, ReadingId(reading_id))
    return from_reading(or_raise(kept, _problem_for_reading))


@delete("/readings/{reading_id:uuid}", sync_to_thread=True, responses=_UNKNOWN)
def remove_reading(
    reading_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    biometrics: NamedDependency[Biometrics],
) -> None:
    """Take out a reading; no import brings it back."""
    or_raise(biometrics.remove(person, ReadingId(reading_id)), _problem_for_reading)


def routes() -> Router:
    """Everything biometrics answers to."""
    handlers = [
        record_reading,
        record_batch,
        check_in,
        list_readings,
        list_quarantined,
        show_reading,
        show_intervals,
        release_reading,
        turn_down_correction,
        remove_reading,
        *MORNINGS,
        *BODIES,
        *VITALS,
        *SERIES,
    ]
    return Router("/", route_handlers=handlers, tags=["biometrics"])
