"""Garmin Connect: the export of an account, what its services answer, and its web tables."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.test_trackers import VIENNA, moments, ms, offsets
from tests.readers.vendor_files import documents_in, of_kind, read_bytes
from vegaloop.biometrics import Sleep, Stage, Weight
from vegaloop.imports.domain.found import (
    FoundMeal,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
)


class TestGarmin:
    """The account export, and the answers of the services."""

    @given(moments, offsets, st.integers(40_000, 120_000))
    def test_weigh_ins_keep_their_offset(self, at: dt.datetime, offset_s: int, grams: int) -> None:
        local = at + dt.timedelta(seconds=offset_s)
        weighed = {"weight": float(grams), "timestampGMT": ms(at), "date": ms(local)}
        (one,) = documents_in({"dateWeightList": [weighed]}, VIENNA)
        assert isinstance(one, FoundReading)
        assert isinstance(one.reading.value, Weight)
        assert one.reading.value.mass.grams == grams
        assert one.reading.moment.at == at.replace(tzinfo=dt.UTC)
        assert one.reading.moment.utc_offset_s == offset_s
        assert not one.zone_assumed

    @given(moments, st.integers(60, 20_000), st.integers(1, 3_000))
    def test_summaries_of_the_export(self, at: dt.datetime, seconds: int, kcal: int) -> None:
        summary = {
            "activityId": 11,
            "activityType": "trail_running",
            "startTimeGmt": float(ms(at)),
            "startTimeLocal": float(ms(at + dt.timedelta(hours=2))),
            "duration": seconds * 1_000.0,
            "distance": 500_000.0,
            "calories": kcal * 4.19,
            "elevationGain": 12_300.0,
        }
        document = [{"summarizedActivitiesExport": [summary]}]
        (one,) = of_kind(documents_in(document, VIENNA), FoundRecording)
        totals = one.recording.totals
        assert one.recording.start == at.replace(tzinfo=dt.UTC)
        assert one.recording.utc_offset_s == 7_200
        assert totals.elapsed.seconds == seconds
        assert totals.distance is not None
        assert totals.energy is not None
        assert totals.ascent is not None
        assert totals.distance.meters == 5_000
        assert totals.energy.kcal == pytest.approx(kcal, rel=1e-3)
        assert totals.ascent.meters == 123

    def test_the_whole_of_a_multisport_is_not_counted_beside_its_parts(self) -> None:
        whole = {"activityId": 1, "activityType": "multi_sport", "duration": 1, "parent": True}
        (none,) = documents_in([{**whole, "beginTimestamp": 1}], VIENNA)
        assert isinstance(none, NotTaken)

    @given(
        moments,
        st.sampled_from(["{:%b} {:%d}, {:%Y} {:%I:%M:%S}\u202f{:%p}", "{:%b} {:%d}, {:%Y}"]),
    )
    def test_a_day_whose_month_is_named(self, at: dt.datetime, form: str) -> None:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        named = form.format(*[midnight] * form.count("{"))
        record = {"totalSteps": 7, "totalKilocalories": 9.0}
        of_day = documents_in([record | {"calendarDate": f"{at.date()}"}], VIENNA)
        assert of_kind(of_day, FoundSample)
        assert documents_in([record | {"calendarDate": named}], VIENNA) == of_day

    @given(st.integers(1, 6), st.integers(2, 9))
    def test_weeks_of_intensity_are_not_days(self, apart: int, many: int) -> None:
        for step, taken in ((apart, many), (7, 0)):
            records = [
                {
                    "calendarDate": f"{dt.date(2024, 1, 1) + dt.timedelta(days=n * step)}",
                    "moderateValue": 1,
                    "vigorousValue": 2,
                }
                for n in range(many)
            ]
            found = documents_in(records, VIENNA)
            assert len(of_kind(found, FoundSample)) == taken
            assert sum(one.count for one in of_kind(found, NotTaken)) == many - taken

    def test_stages_of_the_sleep_service(self) -> None:
        start = dt.datetime(2025, 7, 7, 4, 0)
        levels = [
            {"startGMT": "2025-07-07T05:00:00.0", "endGMT": "2025-07-07T06:00:00.0"},
            {"startGMT": "2025-07-07T04:00:00.0", "endGMT": "2025-07-07T05:00:00.0"},
        ]
        night = {
            "calendarDate": "2025-07-07",
            "sleepStartTimestampGMT": ms(start),
            "sleepEndTimestampGMT": ms(start + dt.timedelta(hours=2)),
        }
        numbered = [{**one, "activityLevel": float(n)} for n, one in enumerate(levels)]
        found = documents_in({"dailySleepDTO": night, "sleepLevels": numbered}, VIENNA)
        (one,) = of_kind(found, FoundReading)
        assert isinstance(one.reading.value, Sleep)
        assert [span.stage for span in one.reading.value.stages] == [Stage.LIGHT, Stage.DEEP]

    def test_water_is_a_drink_at_its_time(self) -> None:
        log = {"calendarDate": "2023-01-01", "valueInML": 250.0}
        (one,) = documents_in([{**log, "timestampLocal": "2023-01-01T10:00:00.0"}], VIENNA)
        assert isinstance(one, FoundMeal)
        assert one.entry.eaten_at == dt.datetime(2023, 1, 1, 9, tzinfo=dt.UTC)

    def test_tables_of_the_web_pages_are_named(self) -> None:
        activities, weights = "list of activities without units", "list of weights without units"
        for header, what in (
            ("Activity Type,Date,Favorite,Title,Distance,Time", activities),
            ("Aktivitätstyp,Datum,Favorit,Titel,Distanz,Zeit", activities),
            ("Time,Weight,Change,BMI,Body Fat", weights),
        ):
            (told,) = of_kind(read_bytes(f"{header}\n1,2,3,4,5,6\n".encode(), "x.csv"), NotTaken)
            assert told.what == what
