"""Five years of workouts that three vendors have, edited and deleted while they are brought over (V8)."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from typing import Final

from msgspec import structs

from tests.device_sync.fake_vendor import Ask, Reply, Thing
from tests.device_sync.fake_vendor.server import Answers
from tests.faults.figures import Figure, Figures, at_least, counted, exactly
from tests.faults.manners_told import GARMIN_RUN, STRAVA_RUN, workout
from tests.faults.sites import WHO, Site, site
from vegaloop.activity import ActivityQuery
from vegaloop.device_sync import State, Vendor
from vegaloop.kernel.time import LocalDate, days_after, later

YEARS: Final = 5
_DAYS: Final = YEARS * 365
_EVERY: Final = 7  # So many days apart they trained.
_EDITED: Final = 0.2  # Of the calls to a vendor during which somebody edits, or deletes, something.
_PUSHED: Final = 7  # Garmin pushes while a vendor is asked.
_TURNS_MOST: Final = 5_000


class Past:
    """What a person did, as each of three vendors tells it; and what they change of it meanwhile."""

    def __init__(self, at: Site, days: int, seed: int) -> None:
        self._at, self._chance = at, random.Random(seed)
        self._now = at.clock.now()
        self._numbers = range(0, days, _EVERY)
        self.names: dict[int, str] = {}
        self.deleted: set[int] = set()
        self.edits = 0
        for number in self._numbers:
            at.store.put(_scored(workout(number, at, "running")))
            self._put(number, f"run {number}")
        self._pushes = self._chance.sample(self._numbers, len(self._numbers))
        self._usual: Answers = at.vendor.answers
        at.vendor.answers = self._answer

    def __len__(self) -> int:
        return len(self._numbers)

    def push_the_rest(self) -> None:
        """Let Garmin push what it has not pushed yet, and all it pushed first once more."""
        self._push(len(self._pushes))
        self._pushes = list(self._numbers[:50])
        self._push(50)

    def _answer(self, ask: Ask) -> Reply:
        """Answer as before; meanwhile Garmin pushes, in any order, and the person edits."""
        reply = self._usual(ask)
        self._push(_PUSHED)
        if self._chance.random() < _EDITED:
            self._change(self._chance.choice(self._numbers))
        return reply

    def _change(self, number: int) -> None:
        if number in self.deleted:
            return
        self.edits += 1
        # Of one thing Strava tells once a second.
        self._at.clock.set(self._at.clock.now() + dt.timedelta(seconds=1))
        if self.edits % 8:
            self._put(number, f"edit {self.edits}")
            self._at.told(number + 1, word="update")
        else:
            self.deleted.add(number)
            self.names.pop(number)
            self._at.store.delete("activities", str(number + 1))
            self._at.told(number + 1, word="delete")

    def _put(self, number: int, name: str) -> None:
        """Let Strava have it under a name."""
        self.names[number] = name
        began = self._now - self._ago(number)
        began_at = f"{began:%Y-%m-%dT%H:%M:%SZ}"
        times = {"start_date": began_at, "start_date_local": began_at}
        thing = Thing(
            form="activities",
            id=str(number + 1),
            account=WHO,
            at=later(self._now, -self._ago(number)),
            modified_at=self._at.clock.now(),
            data={**STRAVA_RUN, **times, "id": number + 1, "name": name},
        )
        self._at.store.put(thing)

    def _push(self, count: int) -> None:
        """Let Garmin push some more."""
        told = [
            {
                **GARMIN_RUN,
                "summaryId": f"g{number}",
                "activityId": number + 1,
                "startTimeInSeconds": int((self._now - self._ago(number)).timestamp()) + 1,
            }
            for number in self._pushes[:count]
        ]
        del self._pushes[:count]
        if told:
            self._at.hook(Vendor.GARMIN, json.dumps({"activities": told}).encode())

    def _ago(self, number: int) -> dt.timedelta:
        return dt.timedelta(days=1 + number)


def _scored(workout: Thing) -> Thing:
    """The same with what WHOOP measured: how far it was."""
    score = {"strain": 8.2, "average_heart_rate": 123, "max_heart_rate": 146, "kilojoule": 1_569.3}
    more = {"percent_recorded": 100, "distance_meter": 10_005.0}
    data = {**workout.data, "score_state": "SCORED", "score": {**score, **more}}
    return structs.replace(workout, data=data)


def v8_backfill(url: str | None = None, days: int = _DAYS, seed: int = 8) -> Figures:
    """Five years are there once, as they were edited last, whatever changed while they were read."""
    with site(url=url) as at:
        since = days_after(LocalDate(at.clock.now().date()), -days - 1)
        for vendor in (Vendor.STRAVA, Vendor.WHOOP, Vendor.GARMIN):
            at.connect(vendor, since)
        past, turns = Past(at, days, seed), 0
        while turns < _TURNS_MOST and (turns < 3 or _is_missing(at)):
            at.next()
            turns += 1
        past.push_the_rest()
        while at.deliveries(State.WAITING):
            at.next()
        return Figures((*_found(at, past), counted("calls", len(at.vendor.seen))))


def _is_missing(at: Site) -> bool:
    pulled = [one for one in at.vega.sync.overseeing.gaps(at.person) if one.vendor != Vendor.GARMIN]
    return any(one.missing for one in pulled) or bool(at.deliveries(State.WAITING))


def _found(at: Site, past: Past) -> tuple[Figure, ...]:
    every, once = (
        at.vega.activity.activities(
            at.person, ActivityQuery(most=100_000, with_duplicates=with_duplicates)
        )
        for with_duplicates in (True, False)
    )
    names = {one.spoken.name for one in every if one.spoken.name}
    days = Counter(one.start.at.date() for one in once)
    return (
        counted("workouts", len(past)),
        at_least("edits and deletions meanwhile", past.edits, 1),
        exactly("of three vendors", len(every), 3 * len(past) - len(past.deleted)),
        exactly("duplicates", days.total() - len(days)),
        exactly("missing", len(past) - len(days)),
        exactly("lost edits", len(set(past.names.values()) - names)),
        exactly("undone deletions and edits", len(names - set(past.names.values()))),
        exactly("days missing", _is_missing(at), wanted=False),
    )
