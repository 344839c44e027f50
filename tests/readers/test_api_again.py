"""Records of vendors' APIs told again are known, and what was edited takes the place of what was."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest

from tests.strategies.imports import NOW, piece, world
from vegaloop.imports.domain.receipt import Counts

BEGAN: Final = NOW - dt.timedelta(days=3)
BEGAN_S: Final = round(BEGAN.timestamp())
MORNING: Final = BEGAN.isoformat().replace("+00:00", "Z")
EVENING: Final = (BEGAN + dt.timedelta(hours=8)).isoformat().replace("+00:00", "Z")
Record = dict[str, object]

RIDE: Final[Record] = {
    "id": 154_504_250_376_823,
    "athlete": {"id": 1, "resource_state": 1},
    "resource_state": 3,
    "name": "Happy Friday",
    "sport_type": "Ride",
    "start_date": MORNING,
    "utc_offset": 3_600.0,
    "elapsed_time": 3_600,
    "moving_time": 3_500,
    "distance": 20_000,
}
STREAMS: Final[Record] = {
    "time": {"data": list(range(0, 3_600, 10))},
    "heartrate": {"data": [120] * 360},
    "distance": {"data": list(range(0, 18_000, 50))},
}
WHOOP: Final[Record] = {
    "user_id": 1,
    "created_at": EVENING,
    "updated_at": EVENING,
    "start": MORNING,
    "end": EVENING,
    "timezone_offset": "+01:00",
    "score_state": "SCORED",
}
SLEEP: Final[Record] = WHOOP | {"id": "ecfc6a15-4661-442f-a9a4-f160dd7afae8", "nap": False}
STAGES: Final[Record] = {
    "total_light_sleep_time_milli": 12_000_000,
    "total_slow_wave_sleep_time_milli": 6_000_000,
    "total_rem_sleep_time_milli": 6_000_000,
}
WORKOUT: Final[Record] = WHOOP | {
    "id": "0cfc6a15-4661-442f-a9a4-f160dd7afae8",
    "sport_name": "running",
    "end": (BEGAN + dt.timedelta(hours=1)).isoformat(),
}
RECOVERY: Final[Record] = {
    "cycle_id": 1,
    "sleep_id": SLEEP["id"],
    "user_id": 1,
    "created_at": EVENING,
    "updated_at": EVENING,
    "score_state": "SCORED",
}
GARMIN: Final[Record] = {
    "summaryId": "5001968355",
    "startTimeInSeconds": BEGAN_S,
    "startTimeOffsetInSeconds": 3_600,
    "durationInSeconds": 3_600,
}
RUN: Final[Record] = GARMIN | {
    "activityId": 5_001_968_355,
    "activityType": "RUNNING",
    "distanceInMeters": 10_000,
}
DETAILS: Final[Record] = {
    "summaryId": "5001968355-detail",
    "activityId": 5_001_968_355,
    "summary": RUN,
    "samples": [
        {"startTimeInSeconds": BEGAN_S + n, "heartRate": 140, "totalDistanceInMeters": n * 2.777}
        for n in range(0, 3_601, 10)
    ],
}
DAY: Final[Record] = GARMIN | {"calendarDate": f"{BEGAN:%Y-%m-%d}", "steps": 4_000}

# What was told first, and what the vendor says of it later.
EDITED: Final = {
    "strava": (
        {"activity": RIDE, "streams": STREAMS},
        {"activity": RIDE | {"name": "Longer", "distance": 21_000}, "streams": STREAMS},
    ),
    "whoop sleep": (
        SLEEP | {"score": {"stage_summary": STAGES}},
        SLEEP | {"score": {"stage_summary": STAGES | {"total_rem_sleep_time_milli": 6_100_000}}},
    ),
    "whoop recovery": (
        RECOVERY | {"score": {"recovery_score": 1, "hrv_rmssd_milli": 60}},
        RECOVERY | {"score": {"recovery_score": 1, "hrv_rmssd_milli": 62}},
    ),
    "whoop workout": (
        WORKOUT | {"score_state": "PENDING_SCORE"},
        WORKOUT | {"score": {"strain": 5, "kilojoule": 900}, "updated_at": "2026-03-19T12:00:00Z"},
    ),
    "garmin activity": ({"activities": [RUN]}, {"activities": [RUN | {"activityName": "New"}]}),
    "garmin day": (
        {"dailies": [DAY]},
        {"dailies": [DAY | {"steps": 9_000, "durationInSeconds": 80_000}]},
    ),
    "garmin night": (
        {"sleeps": [GARMIN | {"deepSleepDurationInSeconds": 2_000}]},
        {"sleeps": [GARMIN | {"deepSleepDurationInSeconds": 2_100}]},
    ),
}


def told(*documents: object) -> list[Counts]:
    """What became of documents, brought one after the other."""
    vega, person = world()
    return [
        vega.imports.bring(person, "x", [piece(json.dumps(one).encode(), "x.json")]).counts
        for one in documents
    ]


@pytest.mark.parametrize("name", EDITED)
def test_told_again_it_is_known_and_edited_it_takes_its_own_place(name: str) -> None:
    first, second = EDITED[name]
    new, again, edited, once_more = told(first, first, second, second)
    assert (new.kept, new.refused) == (1, 0)
    assert (again.kept, again.replaced, again.known) == (0, 0, 1)
    assert (edited.kept, edited.replaced, edited.refused) == (0, 1, 0)
    assert (once_more.kept, once_more.replaced, once_more.known) == (0, 0, 1)


def test_a_workout_that_is_older_takes_no_place() -> None:
    first, second = EDITED["whoop workout"]
    newer, older = told(second, first)
    assert (newer.kept, older.kept, older.replaced, older.known) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    "kinds", [("activities", "activityDetails"), ("activityDetails", "activities")]
)
def test_a_summary_and_its_details_are_one_training_in_either_order(kinds: tuple[str, str]) -> None:
    records = {"activities": RUN, "activityDetails": DETAILS}
    first, second = told(*({kind: [records[kind]]} for kind in kinds))
    assert (first.kept, second.kept, second.merged, second.replaced) == (1, 0, 1, 0)
