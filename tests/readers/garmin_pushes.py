"""What Garmin's Health API pushes, valid by construction, and what is found in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.biometrics import Metric
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, NotTaken
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

VIENNA: Final = Profile(home_zone=TimeZone("Europe/Vienna"))
Record = dict[str, object]

midnights = st.dates(dt.date(2015, 1, 1), dt.date(2029, 12, 31))
offsets = st.integers(-44, 52).map(lambda quarters: quarters * 900)
moments = st.integers(1_400_000_000, 1_800_000_000)
MOVEMENTS: Final = ("SEDENTARY", "WALKING", "RUNNING", "GENERIC", "CYCLING", "SWIMMING", "HOPPING")


def seconds_of(day: dt.date, offset_s: int) -> int:
    """When a day began on a wall so far ahead of UTC, in seconds since 1970."""
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    return round(midnight.timestamp()) - offset_s


def series(least: int, most: int, step_s: int = 60) -> st.SearchStrategy[dict[str, int]]:
    """Values by the seconds after a start."""
    seconds = st.integers(0, 1_400).map(lambda n: str(n * step_s))
    return st.dictionaries(seconds, st.integers(least, most), max_size=8)


@st.composite
def dailies(draw: st.DrawFn) -> Record:
    """A day, over or not yet."""
    day, offset_s = draw(midnights), draw(offsets)
    record: Record = {
        "userId": "u",
        "summaryId": f"x{day}",
        "calendarDate": day.isoformat(),
        "startTimeInSeconds": seconds_of(day, offset_s),
        "startTimeOffsetInSeconds": offset_s,
        "durationInSeconds": draw(st.integers(1, 86_400)),
        "steps": draw(st.integers(0, 60_000)),
        "distanceInMeters": draw(st.integers(0, 90_000)),
        "activeKilocalories": draw(st.integers(0, 5_000)),
        "bmrKilocalories": draw(st.integers(500, 3_000)),
        "floorsClimbed": draw(st.integers(0, 99)),
        "moderateIntensityDurationInSeconds": draw(st.integers(0, 60)) * 60,
        "vigorousIntensityDurationInSeconds": draw(st.integers(0, 60)) * 60,
        "timeOffsetHeartRateSamples": draw(series(30, 220, 15)),
        "averageStressLevel": draw(st.sampled_from((-1, 30))),
    }
    if draw(st.booleans()):
        record["restingHeartRateInBeatsPerMinute"] = draw(st.integers(30, 100))
    return record


@st.composite
def epochs(draw: st.DrawFn) -> Record:
    """A quarter of an hour of one kind of movement."""
    start = draw(st.integers(2_000_000, 2_000_004)) * 900
    kind, how = draw(st.sampled_from(MOVEMENTS)), draw(st.sampled_from(("ACTIVE", "SEDENTARY")))
    return {
        "summaryId": f"x{start}-{kind}-{how}",
        "activityType": kind,
        "intensity": how,
        "startTimeInSeconds": start,
        "startTimeOffsetInSeconds": 3_600,
        "durationInSeconds": 900,
        "steps": draw(st.integers(0, 2_000)),
        "met": 1.0,
    }


@st.composite
def sleeps(draw: st.DrawFn) -> Record:
    """A night of spans that follow each other, written in any order."""
    start, offset_s = draw(moments), draw(offsets)
    spans: dict[str, list[Record]] = defaultdict(list)
    sums: dict[str, int] = defaultdict(int)
    at = start
    kinds = ("deep", "light", "rem", "awake")
    spanned = st.tuples(st.sampled_from(kinds), st.integers(1, 60))
    first = draw(st.tuples(st.sampled_from(kinds[:3]), st.integers(1, 60)))
    for name, minutes in (first, *draw(st.lists(spanned, max_size=11))):
        spans[name].append({"startTimeInSeconds": at, "endTimeInSeconds": at + minutes * 60})
        sums[name] += minutes * 60
        at += minutes * 60
    shuffled = {name: draw(st.permutations(held)) for name, held in spans.items()}
    return {
        "summaryId": f"x{start}",
        "calendarDate": "2024-01-01",
        "startTimeInSeconds": start,
        "startTimeOffsetInSeconds": offset_s,
        "durationInSeconds": at - start - draw(st.sampled_from((0, sums["awake"]))),
        "deepSleepDurationInSeconds": sums["deep"],
        "lightSleepDurationInSeconds": sums["light"],
        "remSleepInSeconds": sums["rem"],
        "unmeasurableSleepInSeconds": 0,
        "awakeDurationInSeconds": sums["awake"],
        "sleepLevelsMap": shuffled,
        "validation": "ENHANCED_FINAL",
        "timeOffsetSleepSpo2": draw(series(80, 100)),
    }


@st.composite
def activities(draw: st.DrawFn) -> Record:
    """The summary of an activity."""
    number = draw(st.integers(1, 10**11))
    record: Record = {
        "summaryId": str(number),
        "activityId": number,
        "activityType": draw(st.sampled_from(("RUNNING", "ROWING_V2", "INDOOR_CYCLING", "PADEL"))),
        "activityName": "Morning",
        "startTimeInSeconds": draw(moments),
        "startTimeOffsetInSeconds": draw(offsets),
        "durationInSeconds": draw(st.integers(60, 40_000)),
        "deviceName": draw(st.sampled_from(("unknown", "Forerunner 965"))),
    }
    numbers = {
        "distanceInMeters": st.integers(0, 200_000),
        "activeKilocalories": st.integers(0, 9_000),
        "averageHeartRateInBeatsPerMinute": st.integers(60, 200),
        "averageRunCadenceInStepsPerMinute": st.integers(100, 220),
        "totalElevationGainInMeters": st.integers(0, 4_000),
    }
    return record | draw(st.fixed_dictionaries({}, optional=numbers))


pushes = st.lists(
    st.one_of(
        dailies().map(lambda one: ("dailies", one)),
        epochs().map(lambda one: ("epochs", one)),
        sleeps().map(lambda one: ("sleeps", one)),
        activities().map(lambda one: ("activities", one)),
    ),
    min_size=1,
    max_size=6,
)


def found_in(kind: str, *records: object) -> list[Found]:
    """What is found in a push."""
    return documents_in({kind: list(records)}, VIENNA)


def samples(found: Sequence[Found], metric: Metric) -> list[FoundSample]:
    return [one for one in of_kind(found, FoundSample) if one.metric is metric]


def values(found: Sequence[Found]) -> dict[type, object]:
    """The readings, by their kind."""
    of = (one.reading.value for one in of_kind(found, FoundReading))
    return {type(value): value for value in of}


def told(found: Sequence[Found]) -> set[str]:
    """What is not taken."""
    return {one.what for one in of_kind(found, NotTaken)}
