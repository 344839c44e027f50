"""Series without a zone through the nights the clocks change, of several vendors, put to the store."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, read_bytes
from tests.strategies.imports import piece, world
from tests.support import at_most, good
from vegaloop.biometrics import Metric, Sleep
from vegaloop.imports.domain.found import FoundReading
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

BERLIN: Final = Profile(home_zone=TimeZone("Europe/Berlin"))
ZONE: Final = zoneinfo.ZoneInfo("Europe/Berlin")
NIGHTS: Final = (
    dt.datetime(2024, 3, 31, 1, tzinfo=dt.UTC),
    dt.datetime(2024, 10, 27, 1, tzinfo=dt.UTC),
)


def fitbit_steps(walls: list[dt.datetime], values: list[int]) -> tuple[str, object]:
    rows = [
        {"dateTime": f"{wall:%m/%d/%y %H:%M:%S}", "value": str(one)}
        for wall, one in zip(walls, values, strict=True)
    ]
    return "steps-2024.json", rows


def fitbit_rates(walls: list[dt.datetime], values: list[int]) -> tuple[str, object]:
    rows = [
        {"dateTime": f"{wall:%m/%d/%y %H:%M:%S}", "value": {"bpm": one, "confidence": 2}}
        for wall, one in zip(walls, values, strict=True)
    ]
    return "heart_rate-2024.json", rows


def polar_rates(walls: list[dt.datetime], values: list[int]) -> tuple[str, object]:
    samples = [
        {"heart_rate": one, "sample_time": f"{wall:%H:%M:%S}"}
        for wall, one in zip(walls, values, strict=True)
    ]
    of_day = {
        "polar_user": "x/1",
        "date": f"{walls[0]:%Y-%m-%d}",
        "heart_rate_samples": samples,
    }
    return "x.json", {"heart_rates": [of_day]}


@pytest.mark.parametrize(
    ("write", "metric"),
    [
        (fitbit_steps, Metric.STEPS),
        (fitbit_rates, Metric.HEART_RATE),
        (polar_rates, Metric.HEART_RATE),
    ],
)
@settings(max_examples=at_most(8))
@given(night=st.sampled_from(NIGHTS), newest=st.booleans(), step=st.sampled_from((1, 5, 15)))
def test_every_minute_arrives_in_order(
    write: object, metric: Metric, night: dt.datetime, newest: bool, step: int
) -> None:
    assert callable(write)
    times = [night + dt.timedelta(minutes=n) for n in range(-120, 120, step)]
    values = [60 + n % 40 for n in range(len(times))]
    given_, said = (times[::-1], values[::-1]) if newest else (times, values)
    name, content = write([at.astimezone(ZONE) for at in given_], said)
    data = json.dumps(content).encode()
    vega, me = world()
    good(vega.accounts.update_profile(me, BERLIN))
    for kept, known in ((len(times), 0), (0, len(times))):
        counts = vega.imports.bring(me, name, [piece(data, name)]).counts
        assert (counts.kept, counts.known, counts.total) == (kept, known, len(times))
    (day,) = vega.biometrics.series.days(
        me, metric, night.date(), night.date() + dt.timedelta(days=1)
    )
    assert day.amount.n == len(times)


@given(st.sampled_from(NIGHTS), st.lists(st.integers(1, 80), min_size=4, max_size=12))
def test_a_night_of_fitbit_is_as_long_as_it_was(night: dt.datetime, minutes: list[int]) -> None:
    at, data = night - dt.timedelta(minutes=150), []
    for n, length in enumerate(minutes):
        wall = f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S.000}"
        level = ("light", "deep", "rem")[n % 3]
        data.append({"dateTime": wall, "level": level, "seconds": length * 60})
        at += dt.timedelta(minutes=length)
    whole = {
        "logId": 1,
        "dateOfSleep": f"{night:%Y-%m-%d}",
        "startTime": data[0]["dateTime"],
        "endTime": f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S.000}",
        "duration": sum(minutes) * 60_000,
        "levels": {"data": data},
    }
    (found,) = of_kind(read_bytes(json.dumps([whole]).encode(), "sleep.json", BERLIN), FoundReading)
    sleep = found.reading.value
    assert isinstance(sleep, Sleep)
    assert sleep.end - sleep.start == dt.timedelta(minutes=sum(minutes))
    lasted = [(span.end - span.start) // dt.timedelta(minutes=1) for span in sleep.stages]
    assert lasted == minutes
