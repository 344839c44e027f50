"""Vendors that tell things twice, late, in any order, and in pages that move (V8, V9)."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from msgspec import structs

from tests.device_sync.fake_vendor import (
    Paging,
    Thing,
)
from tests.faults.figures import Figures, at_least, exactly
from tests.faults.sites import DAY, HOUR, WHO, Site, site
from tests.support import CountedIds, PinnedClock, somebody
from vegaloop.activity import ActivityQuery
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.application.landing import land
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.application.surroundings import Keeper
from vegaloop.device_sync.domain.progress import Outcome
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import from_epoch_us, later

_WORKOUTS: Final = 40
_BEGAN: Final = dt.datetime(2026, 3, 19, 10, tzinfo=dt.UTC)
STRAVA_RUN: Final = {
    "id": 1,
    "athlete": {"id": int(WHO), "resource_state": 1},
    "resource_state": 3,
    "sport_type": "Run",
    "start_date": "2026-03-19T10:00:00Z",
    "start_date_local": "2026-03-19T10:00:00Z",
    "timezone": "(GMT+00:00) Europe/London",
    "elapsed_time": 3_600,
    "moving_time": 3_600,
    "distance": 10_000.0,
}
_POLAR: Final = {
    "id": "2AC312F",
    "upload_time": "2026-03-19T11:40:02.000Z",
    "start_time": "2026-03-19T10:00:02",
    "start_time_utc_offset": 0,
    "duration": "PT1H",
    "sport": "RUNNING",
    "distance": 10_010.0,
}
GARMIN_RUN: Final = {
    "userId": WHO,
    "summaryId": "a1",
    "activityId": 1,
    "activityType": "RUNNING",
    "startTimeInSeconds": int(_BEGAN.timestamp()) + 1,
    "startTimeOffsetInSeconds": 0,
    "durationInSeconds": 3_600,
    "distanceInMeters": 9_990.0,
}


def _events() -> tuple[tuple[Vendor, Record], ...]:
    """The same workout of three vendors; one edits it later, and one deletes it."""

    def record(vendor: Vendor, hour: int, data: dict[str, object] | None) -> tuple[Vendor, Record]:
        told = None if data is None else json.dumps(data).encode()
        at = from_epoch_us(int((_BEGAN + hour * HOUR).timestamp()) * 1_000_000)
        made = Record(
            kind=DataKind.ACTIVITIES,
            form="activity",
            external_id=vendor.value,
            modified_at=at,
            day=None,
            data=told,
        )
        return vendor, made

    return (
        record(Vendor.STRAVA, 2, {**STRAVA_RUN, "name": "Lunch Run"}),
        record(Vendor.POLAR, 2, _POLAR),
        record(Vendor.GARMIN, 3, {"activities": [GARMIN_RUN]}),
        record(Vendor.STRAVA, 5, {**STRAVA_RUN, "name": "Race"}),
        record(Vendor.POLAR, 6, None),
    )


def _land(
    keeper: Keeper, person: PersonId, vendor: Vendor, record: Record, book: SyncBook
) -> Outcome:
    return land(book, keeper, person, vendor, (record,))


def v8() -> Figures:
    """One workout of three vendors, edited and deleted, in every order: each ends the same."""
    events = _events()
    ends: Counter[str] = Counter()
    doubled = lost = undead = 0
    for order in itertools.permutations(events):
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        parts, person = vega.sync.working._parts, somebody()
        for vendor, record in (*order, order[0]):  # And the first of them again.
            parts.books.write(person, partial(_land, parts.keeper, person, vendor, record))
        counted = vega.activity.activities(person, ActivityQuery(most=100))
        every = vega.activity.activities(person, ActivityQuery(most=100, with_duplicates=True))
        doubled += len(counted) != 1
        undead += len(every) != 2
        lost += [one.spoken.name for one in every if one.spoken.name] != ["Race"]
        ends[f"{[(one.start.at, one.sport) for one in counted]}"] += 1
    return Figures(
        (
            exactly("orders", ends.total(), 120),
            exactly("duplicates", doubled),
            exactly("lost edits", lost),
            exactly("undone deletions", undead),
            exactly("different ends", len(ends), 1),
        )
    )


def workout(number: int, at: Site, sport: str = "cycling") -> Thing:
    """A workout WHOOP has of a person, so many days before yesterday."""
    began = at.clock.now() - dt.timedelta(days=1 + number)
    data = {
        "id": f"w{number}",
        "user_id": int(WHO),
        "created_at": f"{began:%Y-%m-%dT%H:%M:%S.000Z}",
        "updated_at": f"{began:%Y-%m-%dT%H:%M:%S.000Z}",
        "start": f"{began:%Y-%m-%dT%H:%M:%S.000Z}",
        "end": f"{began + HOUR:%Y-%m-%dT%H:%M:%S.000Z}",
        "timezone_offset": "+00:00",
        "sport_name": sport,
        "score_state": "PENDING_SCORE",
    }
    began_at = later(at.clock.now(), began - at.clock.now())
    return Thing(
        form="activity/workout",
        id=f"w{number}",
        account=WHO,
        at=began_at,
        modified_at=began_at,
        data=data,
    )


def _grow(at: Site, numbers: Iterator[int]) -> None:
    number = next(numbers)
    if number < 2 * _WORKOUTS:
        new, name = workout(number % 20, at), f"w{number}"
        at.store.put(structs.replace(new, id=name, data={**new.data, "id": name}))


def v9(manners: Sequence[Paging] = tuple(Paging)) -> Figures:
    """Pages that repeat, stay, loop, are empty at first, or grow while they are turned."""
    missing, endless, asked, kept = 0, 0, 0, 0
    for paging in manners:
        with site() as at:
            at.store.page_most, at.store.paging = 3, paging
            for number in range(_WORKOUTS):
                at.store.put(workout(number, at))
            at.store.on_page = partial(_grow, at, itertools.count(_WORKOUTS))
            at.connect(Vendor.WHOOP)
            try:
                for _ in range(12):
                    at.next()
            except AssertionError:
                endless += 1
            at.store.paging = Paging.PLAIN
            at.clock.set(at.clock.now() + DAY)
            at.vega.sync.overseeing.try_again(at.person, None)
            for _ in range(30):
                at.next()
            ids = {thing.id for thing in at.store.some(WHO, ("activity/workout",))}
            names = [("workout", one) for one in sorted(ids)]
            known = at.parts.books.read(
                at.person, lambda book, n=names: book.known(Vendor.WHOOP, n)
            )
            gaps = at.vega.sync.overseeing.gaps(at.person)
            asked, kept = asked + len(ids), kept + len(known)
            missing += sum(len(gap.missing) for gap in gaps)
    return Figures(
        (
            at_least("ways", len(manners), 5),
            exactly("kept", kept, asked),
            exactly("days missing", missing),
            exactly("endless", endless),
        )
    )
