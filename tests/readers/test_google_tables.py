"""The tables Google's takeout has of Fitbit: days are of home, and nights have their stages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, read_bytes, table_bytes
from vegaloop.biometrics import Hrv, Respiration, Sleep, SpO2, Stage
from vegaloop.imports.domain.found import Found, FoundReading, NotTaken
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

NEW_YORK = Profile(home_zone=TimeZone("America/New_York"))
HRV = (
    "timestamp", "average heart rate variability milliseconds",
    "non rem heart rate beats per minute", "entropy",
    "deep sleep root mean square of successive differences milliseconds", "data source",
)  # fmt: skip
OXYGEN = (
    "timestamp", "average percentage", "lower bound percentage", "upper bound percentage",
    "baseline percentage", "standard deviation percentage", "data source",
)  # fmt: skip
BREATH = ("timestamp", "breaths per minute", "data source")
NIGHTS = (
    "sleep_id", "sleep_type", "minutes_asleep", "start_utc_offset", "end_utc_offset",
    "sleep_start", "sleep_end",
)  # fmt: skip
STAGES = (
    "sleep_id", "sleep_stage_id", "sleep_stage_type", "start_utc_offset", "sleep_stage_start",
    "end_utc_offset", "sleep_stage_end", "data_source",
)  # fmt: skip
TYPES = {"AWAKE": Stage.AWAKE, "LIGHT": Stage.LIGHT, "DEEP": Stage.DEEP, "REM": Stage.REM}
FOLDER = "Takeout/Fitbit/Sleep_GoogleData/"


@pytest.mark.parametrize(
    ("name", "header", "rest", "kind"),
    [
        ("daily_heart_rate_variability.csv", HRV, ("45", "55", "2", "40", "x"), Hrv),
        ("daily_oxygen_saturation.csv", OXYGEN, ("96", "94", "98", "96", "1", "x"), SpO2),
        ("daily_respiratory_rate.csv", BREATH, ("14", "x"), Respiration),
    ],
)
@given(day=st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)))
def test_a_value_of_a_day_is_of_that_day_at_home(
    name: str, header: tuple[str, ...], rest: tuple[str, ...], kind: type, day: dt.date
) -> None:
    rows = [(f"{day.isoformat()}T00:00:00Z", *rest)]
    found = read_bytes(table_bytes(header, rows), name, NEW_YORK)
    (reading,) = of_kind(found, FoundReading)
    assert isinstance(reading.reading.value, kind)
    assert reading.reading.moment.local.replace(tzinfo=None) == dt.datetime.combine(day, dt.time())


def nights(rows: list[tuple[str, ...]], stages: list[tuple[str, ...]]) -> list[Found]:
    beside = {f"{FOLDER}UserSleepStages_2024-01-01.csv": table_bytes(STAGES, stages)}
    data = table_bytes(NIGHTS, rows)
    return read_bytes(data, f"{FOLDER}UserSleeps_2024-01-01.csv", NEW_YORK, beside)


def stage(night: str, kind: str, start: dt.datetime, end: dt.datetime) -> tuple[str, ...]:
    return (night, "1", kind, "-05:00", f"{start}+0000", "-05:00", f"{end}+0000", "DERIVED")


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(TYPES)), st.integers(1, 90)), min_size=1, max_size=20
    ),
    st.randoms(),
)
def test_a_night_has_the_stages_beside_it(spans: list[tuple[str, int]], chance: object) -> None:
    began = dt.datetime(2024, 1, 2, 3)
    at, rows = began, []
    for kind, minutes in (*spans, ("LIGHT", 5)):
        rows.append(stage("7", kind, at, at + dt.timedelta(minutes=minutes)))
        at += dt.timedelta(minutes=minutes)
    chance.shuffle(rows)
    night = ("7", "STAGES", "1", "-05:00", "-05:00", f"{began}+0000", f"{at}+0000")
    (sleep,) = of_kind(nights([night], rows), FoundReading)
    assert isinstance(sleep.reading.value, Sleep)
    want = dict.fromkeys(TYPES.values(), 0)
    for kind, minutes in (*spans, ("LIGHT", 5)):
        want[TYPES[kind]] += minutes
    got = dict.fromkeys(TYPES.values(), 0.0)
    for span in sleep.reading.value.stages:
        got[span.stage] += (span.end - span.start).total_seconds() / 60
    assert got == want


def test_stages_of_no_night_and_stages_that_are_none_are_told() -> None:
    began = dt.datetime(2024, 1, 2, 3)
    ended = began + dt.timedelta(hours=1)
    night = ("7", "CLASSIC", "55", "-05:00", "-05:00", f"{began}+0000", f"{ended}+0000")
    others = [stage("8", "LIGHT", began, ended), stage("7", "FLYING", began, ended)]
    found = nights([night], others)
    (sleep,) = of_kind(found, FoundReading)
    assert isinstance(sleep.reading.value, Sleep)
    assert sleep.reading.value.asleep.minutes == 55
    told = of_kind(found, NotTaken)
    assert sorted(one.what for one in told) == ["sleep", "sleep stage without its sleep"]
    assert {one.place.file for one in told} == {f"{FOLDER}UserSleepStages_2024-01-01.csv"}
