"""The rules of times as files write them (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.clinical import observation, quantity
from tests.readers.samples import gpx, track
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import good
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.biometrics import NewReading
from vegaloop.imports.domain.found import FoundReading, Misshapen, NotTaken
from vegaloop.infrastructure.formats.iso_time import datetime_in

MINUTES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
ZONES = st.sampled_from(("Z", "", "+02:00", "-03:30"))


def weighed(at: str) -> NewReading | Misshapen:
    """A weight at a time, or why there is none."""
    found = documents_in(observation("29463-7", quantity(70, "kg"), {"effectiveDateTime": at}))
    (one,) = found
    if isinstance(one, NotTaken):
        assert isinstance(one.reason, Misshapen)
        return one.reason
    (reading,) = of_kind(found, FoundReading)
    return reading.reading


class TestImp80:
    """IMP-80. A second numbered 60 is the second that follows, and 24:00 is the midnight the next day begins with."""

    @given(MINUTES, ZONES, st.sampled_from(("", ".0", ".5", ".25")))
    def test_a_second_60(self, at: dt.datetime, zone: str, fraction: str) -> None:
        after = at + dt.timedelta(minutes=1)
        odd = f"{at:%Y-%m-%dT%H:%M}:60{fraction}{zone}"
        assert weighed(odd) == weighed(f"{after.isoformat()}{fraction}{zone}")

    @given(MINUTES, ZONES, st.sampled_from(("T24:00:00", " 24:00:00", "T24:00", "T24:00:00.000")))
    def test_an_hour_24(self, at: dt.datetime, zone: str, odd: str) -> None:
        after = at.date() + dt.timedelta(days=1)
        assert weighed(f"{at.date()}{odd}{zone}") == weighed(f"{after}T00:00:00{zone}")

    @pytest.mark.parametrize(
        "odd",
        ["T24:00:01Z", "T24:01:00Z", "T24:00:60Z", "T24:00:00.1Z", "T25:00:00Z", "T10:00:61Z",
         "T10:60:00Z", "T10:00:600Z"],
    )  # fmt: skip
    def test_there_are_no_others(self, odd: str) -> None:
        assert isinstance(weighed(f"2024-05-01{odd}"), Misshapen)

    def test_no_day_comes_after_the_last(self) -> None:
        assert datetime_in("9999-12-31T24:00:00") is None

    @pytest.mark.parametrize(
        ("before", "odd", "after"),
        [
            ("2016-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2017-01-01T00:00:05Z"),
            ("2018-06-30T23:59:50+02:00", "2018-06-30T24:00:00+02:00", "2018-07-01T00:00:10+02:00"),
        ],
    )
    def test_a_point_of_a_track(self, before: str, odd: str, after: str) -> None:
        way = [(at, 46 + n / 1_000, 7) for n, at in enumerate((before, odd, after))]
        (recording,) = good(read_activity_file(gpx(track("run", way)))).recordings
        assert len(recording.streams) == 3
        assert recording.notes == ()
