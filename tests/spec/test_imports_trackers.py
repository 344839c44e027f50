"""Imports from wearables' clouds: Fitbit, Google, WHOOP, Garmin (docs/rules.md, IMP-30 to IMP-39)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.packed import each_in
from tests.readers.vendor_files import (
    documents_in,
    found_by,
    known_by,
    members,
    of_kind,
    read_bytes,
    table_bytes,
    tables_in,
)
from tests.strategies.biometrics import biometrics_in_memory
from tests.support import good, somebody
from vegaloop.biometrics import Metric, SampleBatch, Sleep, Stage, Weight
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundSample,
    NotTaken,
    Unsupported,
)
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import TimeZone, day_of, day_span

VIENNA: Final = Profile(home_zone=TimeZone("Europe/Vienna"))
SPRING, AUTUMN = dt.date(2024, 3, 31), dt.date(2024, 10, 27)
days = st.one_of(
    st.sampled_from((SPRING, AUTUMN)), st.dates(dt.date(2010, 1, 2), dt.date(2026, 1, 1))
)
counts = st.integers(0, 40_000)


def samples(found: Sequence[Found], metric: Metric) -> list[FoundSample]:
    return [one for one in each_in(found) if one.metric is metric]


def sleeps(found: Sequence[Found]) -> list[Sleep]:
    values = (one.reading.value for one in of_kind(found, FoundReading))
    return [value for value in values if isinstance(value, Sleep)]


OXYGEN_NAMES: Final = (
    "Minute SpO2 - 2024-06-10.csv",
    "Takeout/Fitbit/Oxygen Saturation (SpO2)/Minute SpO2 - 2024-06-10.csv",
    "MyFitbitData/me/Oxygen Saturation (SpO2)/2024-06-10.csv",
    "Fitbit\\Sauerstoff (SpO\u2082)\\2024-06-10.csv",
    "minute_spo2-2024-06-10.csv",
)
OTHER_NAMES: Final = (
    "weight.csv",
    "glucose.csv",
    "resting_heart_rate.csv",
    "x.csv",
    "2024-06-10.csv",
    "Oxygen Saturation (SpO2)/weight.csv",
)


class TestImp30:
    """IMP-30. Where a file says nowhere but in its name, or that of its folder, what its bare numbers are of, or the day of its bare clock times, the name decides that and nothing else."""

    @given(counts, days)
    def test_numbers_are_of_what_the_name_says(self, value: int, day: dt.date) -> None:
        data = json.dumps([{"dateTime": f"{day:%m/%d/%y} 12:00:00", "value": str(value)}]).encode()
        (steps,) = each_in(read_bytes(data, "Takeout/Fitbit/steps-2018-01-01.json", VIENNA))
        (distance,) = each_in(read_bytes(data, "distance.json", VIENNA))
        (nameless,) = read_bytes(data, "5f2.json", VIENNA)
        assert (steps.metric, steps.sample.value) == (Metric.STEPS, value)
        assert distance.metric is Metric.DISTANCE
        assert distance.sample.value == pytest.approx(value / 100)
        assert steps.sample.moment == distance.sample.moment
        assert isinstance(nameless, NotTaken)

    @given(days)
    def test_a_clock_is_of_the_day_in_the_name(self, day: dt.date) -> None:
        header = ("Start time", "End time", "Calories (kcal)", "Distance (m)", "Step count")
        rows = [("10:00:00.000+00:00", "10:15:00.000+00:00", 1, 2, 3)]
        named = tables_in(header, rows, VIENNA, f"{day.isoformat()}.csv")
        (steps,) = samples(named, Metric.STEPS)
        assert steps.sample.moment.at == dt.datetime.combine(day, dt.time(10), dt.UTC)
        assert not samples(tables_in(header, rows, VIENNA, "x.csv"), Metric.STEPS)

    @given(
        st.lists(st.floats(51, 100).map(lambda one: round(one, 1)), min_size=1, max_size=9),
        st.sampled_from(OXYGEN_NAMES),
        st.sampled_from(OTHER_NAMES),
    )
    def test_minutes_of_oxygen_are_called_so(
        self, values: list[float], name: str, other: str
    ) -> None:
        rows = [(f"2024-06-10T07:0{n}:00", one) for n, one in enumerate(values)]
        named = tables_in(("timestamp", "value"), rows, VIENNA, name)
        assert [one.sample.value for one in samples(named, Metric.OXYGEN)] == values
        (told,) = tables_in(("timestamp", "value"), rows, VIENNA, other)
        assert isinstance(told, NotTaken)
        assert isinstance(told.reason, Unsupported)
        assert told.reason.what.startswith("table")

    @given(st.integers(210, 2_900), st.sampled_from(("steps", "weight (lb)", "Heart Rate", "")))
    def test_bare_numbers_called_after_something_else_are_no_beats(
        self, value: int, header: str
    ) -> None:
        name = "2024-06-10 08-00-00.csv" if header else "2024-06-10 08-00-00 weight.csv"
        data = "\n".join([header] * bool(header) + [str(value)] * 9).encode()
        held = members({name: data})
        reader = known_by(held[name], name)
        if reader is not None:
            found = found_by(reader, Arrival(name, held[name], VIENNA, Bundle(held)))
            assert all(isinstance(one, NotTaken) for one in found)


class TestImp31:
    """IMP-31. A total of a day without a time of day is one sample from local midnight, as long as that day at home is."""

    @given(st.dictionaries(days, counts, min_size=1, max_size=5))
    def test_days_of_the_services(self, totals: dict[dt.date, int]) -> None:
        fitbit = {
            "activities-steps": [
                {"dateTime": day.isoformat(), "value": str(n)} for day, n in totals.items()
            ]
        }
        garmin = [
            {"calendarDate": day.isoformat(), "totalSteps": n, "stepGoal": 1}
            for day, n in totals.items()
        ]
        for document in (fitbit, garmin):
            found = samples(documents_in(document, VIENNA), Metric.STEPS)
            for one, (day, n) in zip(found, totals.items(), strict=True):
                span = day_span(day_of(day), VIENNA.home_zone)
                told = one.sample
                assert (told.moment.at, told.length_s, told.value) == (span.start, span.seconds, n)
                assert (told.moment.local_date, one.zone_assumed) == (day, True)

    @pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
    def test_the_days_clocks_change(self, day: dt.date, hours: int) -> None:
        document = {"activities-steps": [{"dateTime": day.isoformat(), "value": "1"}]}
        (one,) = samples(documents_in(document, VIENNA), Metric.STEPS)
        assert one.sample.length_s == hours * 3_600


class TestImp32:
    """IMP-32. A table of several people is nobody's: none of it is taken, and how many they are is told."""

    @given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
    def test_one_or_many(self, people: list[int]) -> None:
        rows = [
            (person, f"4/{n}/2016", 100 * n, 1.5, 1, 2, 3) for n, person in enumerate(people, 1)
        ]
        header = ("Id", "ActivityDate", "TotalSteps", "TotalDistance", "VeryActiveMinutes")
        found = tables_in((*header, "FairlyActiveMinutes", "Calories"), rows, VIENNA)
        if len(set(people)) == 1:
            steps = samples(found, Metric.STEPS)
            assert [one.sample.value for one in steps] == [row[2] for row in rows]
        else:
            (none,) = of_kind(found, NotTaken)
            assert len(found) == 1
            assert none.reason == SeveralPeople(len(set(people)))
            assert none.count == len(people)


class TestImp33:
    """IMP-33. A night told as sums of its stages has how long was slept, and no stages."""

    @given(days, st.integers(60, 500), st.integers(0, 60))
    def test_whoop_and_garmin(self, day: dt.date, asleep: int, awake: int) -> None:
        woke = dt.datetime.combine(day, dt.time(12))
        slept = woke - dt.timedelta(minutes=asleep + awake)
        header = ("Cycle start time", "Cycle timezone", "Sleep onset", "Wake onset", "Nap")
        durations = ("Asleep duration (min)", "Light sleep duration (min)")
        row = (slept, "UTC-05:00", slept, woke, "false", asleep, asleep)
        (whoop,) = sleeps(tables_in((*header, *durations), [row], VIENNA))
        garmin = {
            "dailySleepDTO": {
                "calendarDate": day.isoformat(),
                "sleepStartTimestampGMT": _ms(slept),
                "sleepEndTimestampGMT": _ms(woke),
                "sleepStartTimestampLocal": _ms(slept),
                "sleepEndTimestampLocal": _ms(woke),
                "deepSleepSeconds": 60,
                "lightSleepSeconds": 60 * (asleep - 1),
                "remSleepSeconds": 0,
            }
        }
        (connect,) = sleeps(documents_in(garmin, VIENNA))
        assert whoop.asleep.minutes == connect.asleep.minutes == asleep
        assert whoop.stages == connect.stages == ()


class TestImp34:
    """IMP-34. The total of a day and its minutes, told by one vendor apart, are two sources."""

    @given(days, counts)
    def test_google_and_garmin(self, day: dt.date, n: int) -> None:
        columns = ("Calories (kcal)", "Distance (m)", "Step count")
        whole = tables_in(("Date", *columns), [(day, 1, 2, n)], VIENNA)
        header = ("Start time", "End time", *columns)
        row = ("10:00:00.000+01:00", "10:15:00.000+01:00", 1, 2, n)
        part = tables_in(header, [row], VIENNA, f"{day.isoformat()}.csv")
        daily = [{"calendarDate": day.isoformat(), "totalSteps": n, "stepGoal": 1}]
        times = {"startGMT": f"{day}T10:00:00.0", "endGMT": f"{day}T10:15:00.0"}
        quarters = documents_in([{**times, "steps": n}], VIENNA)
        for total, minutes in ((whole, part), (documents_in(daily, VIENNA), quarters)):
            (of_day,) = samples(total, Metric.STEPS)
            (of_minutes,) = samples(minutes, Metric.STEPS)
            assert of_day.source != of_minutes.source


class TestImp35:
    """IMP-35. Moderate and vigorous minutes of a day add up to one number that counts the vigorous twice, in whatever order and however far apart they come."""

    @given(days, st.integers(0, 300), st.integers(0, 300))
    def test_in_one_file_or_in_two(self, day: dt.date, moderate: int, vigorous: int) -> None:
        garmin = {
            "calendarDate": day.isoformat(),
            "moderateValue": moderate,
            "vigorousValue": vigorous,
        }
        (one,) = samples(documents_in([garmin], VIENNA), Metric.INTENSITY_TIME)
        assert one.sample.value == moderate + 2 * vigorous
        very = _minutes(day, vigorous), "very_active_minutes-1.json"
        other = _minutes(day, moderate), "moderately_active_minutes-1.json"
        beside = {name: data for data, name in (very, other)}
        two = [
            found
            for data, name in (very, other)
            for found in samples(read_bytes(data, name, VIENNA, beside), Metric.INTENSITY_TIME)
        ]
        assert len({found.sample.moment.at for found in two}) == 2
        assert {found.place.file for found in two} == set(beside)
        assert sum(found.sample.value for found in two) == one.sample.value
        assert {found.sample.moment.local_date for found in (one, *two)} == {day}
        batches = [
            SampleBatch.of_samples(Metric.INTENSITY_TIME, found.source, [found.sample])
            for found in two
        ]
        biometrics, me = biometrics_in_memory(), somebody()
        assert good(biometrics.record_samples(me, batches)).kept == 2
        (told,) = biometrics.series.day(me, day_of(day))
        assert told.amount.told(told.metric) == moderate + 2 * vigorous


class TestImp36:
    """IMP-36. What there is no room for is told once a file and kind, with its first place and how often it stands there."""

    @given(st.integers(1, 30))
    def test_counted(self, n: int) -> None:
        score = {"calendarDate": "2023-07-01", "value": 60}
        (none,) = documents_in([score] * n, VIENNA)
        assert isinstance(none, NotTaken)
        assert none.reason == Unsupported("sleep score")
        assert (none.count, none.place.item) == (n, 1)


class TestImp37:
    """IMP-37. The columns and rows of a vendor's table may stand in any order, with others among them."""

    HEADER: Final = (
        "Cycle start time",
        "Cycle end time",
        "Cycle timezone",
        "Resting heart rate (bpm)",
        "Heart rate variability (ms)",
        "Sleep onset",
        "Wake onset",
        "Asleep duration (min)",
    )

    @given(st.permutations(range(9)), st.permutations(range(3)), st.sampled_from(",;\t"))
    def test_shuffled(self, columns: list[int], rows: list[int], mark: str) -> None:
        header = (*self.HEADER, "Something new")
        nights = {n: (f"2024-11-0{n} 01:00:00", f"2024-11-0{n} 08:00:00") for n in (1, 2, 3)}
        table = [
            (onset, "", "UTC-04:00", 50 + n, 60 + n, onset, woke, 400 + n, "?")
            for n, (onset, woke) in nights.items()
        ]
        moved = [[table[row][column] for column in columns] for row in rows]
        data = table_bytes([header[column].upper() for column in columns], moved, mark)
        assert _facts(read_bytes(data, "x.csv", VIENNA)) == _facts(tables_in(header, table, VIENNA))


class TestImp38:
    """IMP-38. A weight that does not say its unit is in the unit its body mass index is true in, where the height is known."""

    @given(st.integers(45, 130), st.sampled_from((1.0, 0.453_592_37)))
    def test_pounds_or_kilograms(self, kg: int, unit_kg: float) -> None:
        profile = Profile(home_zone=TimeZone("UTC"), height=Distance(1_800))
        log = {"logId": 1, "weight": kg / unit_kg, "bmi": kg / 1.8**2, "date": "01/02/18"}
        (reading,) = of_kind(documents_in([log], profile), FoundReading)
        assert isinstance(reading.reading.value, Weight)
        assert reading.reading.value.mass.kg == pytest.approx(kg)

    def test_pounds_where_nobody_knows(self) -> None:
        log = {"logId": 1, "weight": 180.0, "date": "01/02/18", "time": "07:30:00"}
        (reading,) = of_kind(documents_in([log], VIENNA), FoundReading)
        assert isinstance(reading.reading.value, Weight)
        assert reading.reading.value.mass.kg == pytest.approx(180 * 0.453_592_37)


class TestImp39:
    """IMP-39. A short waking that lies over a stage of sleep interrupts it, and the night is as long as before."""

    @given(
        st.lists(
            st.tuples(st.sampled_from(("light", "deep", "rem")), st.integers(4, 60)),
            min_size=1,
            max_size=8,
        ),
        st.lists(st.tuples(st.integers(0, 400), st.integers(1, 3)), max_size=5),
        st.sampled_from((SPRING, AUTUMN, dt.date(2024, 7, 1))),
    )
    def test_laid_over(
        self, stages: list[tuple[str, int]], wakings: list[tuple[int, int]], day: dt.date
    ) -> None:
        whole = sum(minutes for _, minutes in stages)
        start = dt.datetime.combine(day, dt.time(4))
        data, at = [], start
        for level, minutes in stages:
            data.append(_level(at, level, minutes))
            at += dt.timedelta(minutes=minutes)
        shorts = {begin: length for begin, length in wakings if begin + length <= whole}
        awake = {minute for begin, n in shorts.items() for minute in range(begin, begin + n)}
        overlaid = [
            _level(start + dt.timedelta(minutes=begin), "wake", n)
            for begin, n in sorted(shorts.items())
        ]
        sleep = {
            "dateOfSleep": day.isoformat(),
            "startTime": start.isoformat(),
            "endTime": at.isoformat(),
            "levels": {"data": data, "shortData": overlaid},
        }
        (night,) = sleeps(documents_in([sleep], VIENNA))
        assert night.in_bed.minutes == whole
        assert night.asleep.minutes == whole - len(awake)
        kinds = {span.stage for span in night.stages} - {Stage.AWAKE}
        assert kinds <= {Stage(level) for level, _ in stages}


def _level(at: dt.datetime, level: str, minutes: int) -> dict[str, object]:
    return {"dateTime": at.isoformat(), "level": level, "seconds": 60 * minutes}


def _ms(wall: dt.datetime) -> int:
    return round(wall.replace(tzinfo=dt.UTC).timestamp() * 1_000)


def _minutes(day: dt.date, minutes: int) -> bytes:
    entry = {"dateTime": f"{day:%m/%d/%y} 00:00:00", "value": str(minutes)}
    return json.dumps([entry]).encode()


def _facts(found: Sequence[Found]) -> set[tuple[object, ...]]:
    readings = of_kind(found, FoundReading)
    return {(one.reading.moment, one.reading.value, one.zone_assumed) for one in readings}
