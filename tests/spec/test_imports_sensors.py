"""Imports of sensors, beats and diaries (docs/rules.md, IMP-50 to IMP-57)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import (
    PARIS,
    found_by,
    members,
    of_kind,
    read_bytes,
    table_bytes,
    tables_in,
)
from vegaloop.biometrics import Glucose, RrIntervals, Weight
from vegaloop.imports.adapters.readers import beats
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.adapters.readers.common.when import of_wall
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.imports.domain.reasons import BeyondSensor, DayOrMonthFirst, Undated
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Mass
from vegaloop.kernel.result import value_in
from vegaloop.nutrition import MealKind, StatedEntry

LIBRE: Final = (
    "Device",
    "Serial Number",
    "Device Timestamp",
    "Record Type",
    "Historic Glucose mg/dL",
    "Scan Glucose mg/dL",
    "Carbohydrates (grams)",
    "Strip Glucose mg/dL",
    "Ketone mmol/L",
)
CLARITY: Final = (
    "Index",
    "Timestamp (YYYY-MM-DDThh:mm:ss)",
    "Event Type",
    "Glucose Value (mg/dL)",
    "Carb Value (grams)",
)
days = st.dates(dt.date(2010, 1, 2), dt.date(2026, 1, 1))
mg_dl = st.integers(40, 400)


def libre(when: str, kind: int, value: object) -> tuple[object, ...]:
    cells: list[object] = ["FreeStyle Libre 3", "X", when, kind, "", "", "", "", ""]
    cells[{0: 4, 1: 5, 2: 7, 3: 8, 5: 6}.get(kind, 4)] = value
    return tuple(cells)


def readings(found: Sequence[Found]) -> list[FoundReading]:
    return of_kind(found, FoundReading)


def reasons(found: Sequence[Found]) -> list[object]:
    return [one.reason for one in of_kind(found, NotTaken)]


def portion(meal: FoundMeal) -> StatedEntry:
    (one,) = meal.entry.portions
    assert isinstance(one, StatedEntry)
    return one


class TestImp50:
    """IMP-50. A word where a concentration should be, as sensors write beyond their range, is told and makes no reading."""

    @given(st.lists(st.one_of(mg_dl.map(str), st.sampled_from(("Low", "High"))), max_size=20))
    def test_words_and_numbers(self, cells: list[str]) -> None:
        rows = [(n, f"2024-01-05T08:{n:02}:00", "EGV", cell, "") for n, cell in enumerate(cells, 1)]
        found = tables_in(CLARITY, rows)
        numbers = [cell for cell in cells if cell.isdigit()]
        values = [one.reading.value for one in readings(found)]
        assert values == [Glucose.of_milli_mg_dl(int(cell) * 1_000) for cell in numbers]
        words = [BeyondSensor(cell) for cell in cells if not cell.isdigit()]
        assert reasons(found) == words

    @pytest.mark.parametrize("word", ["LO", "HI", "<40", "> 400", "Niedrig", "Élevé", "alto"])
    def test_other_words(self, word: str) -> None:
        assert reasons(tables_in(LIBRE, [libre("20-01-2024 08:00", 0, word)])) == [
            BeyondSensor(word)
        ]


class TestImp51:
    """IMP-51. The readings of a sensor at its own intervals, scans of it and strips of blood are three sources."""

    @given(st.lists(st.tuples(st.integers(0, 2), mg_dl), min_size=1, max_size=20))
    def test_sources(self, records: list[tuple[int, int]]) -> None:
        rows = [
            libre(f"20-01-2024 08:{n:02}", kind, value) for n, (kind, value) in enumerate(records)
        ]
        told = [(one.reading.source, one.reading.value) for one in readings(tables_in(LIBRE, rows))]
        device = "libre/FreeStyle Libre 3"
        names = (device, f"{device} scan", f"{device} strip")
        assert told == [
            (names[kind], Glucose.of_milli_mg_dl(value * 1_000)) for kind, value in records
        ]


class TestImp52:
    """IMP-52. A recording of beats that does not say when it began began when the person says, else at the time in the name of its file, or at the midnight of the one day it names, and without any of them it is told and not taken."""

    @given(
        st.lists(st.integers(400, 1_500), min_size=4, max_size=80),
        st.none() | st.datetimes(dt.datetime(2010, 1, 2), dt.datetime(2026, 1, 1)),
        st.none() | st.datetimes(dt.datetime(2010, 1, 2), dt.datetime(2026, 1, 1)),
    )
    def test_who_says_when(
        self, rr_ms: list[int], said: dt.datetime | None, named: dt.datetime | None
    ) -> None:
        name = "beats.csv" if named is None else f"rr/{named:%Y-%m-%d %H-%M-%S}.csv"
        held = members({name: "\n".join(map(str, rr_ms)).encode()})
        start = None if said is None else value_in(of_wall(said, PARIS))
        arrival = Arrival(name, held[name], PARIS, Bundle(held), start)
        (found,) = found_by(beats.READERS[0], arrival)
        if said is None and named is None:
            assert isinstance(found, NotTaken)
            assert isinstance(found.reason, Undated)
            return
        assert isinstance(found, FoundReading)
        assert found.reading.value == RrIntervals(tuple(one * 1_000 for one in rr_ms))
        expected = start or value_in(
            of_wall((named or dt.datetime.min).replace(microsecond=0), PARIS)
        )
        assert expected is not None
        assert found.reading.moment == expected.moment

    @pytest.mark.parametrize(
        ("name", "began"),
        [
            ("2026-03-28.txt", "2026-03-28T00:00"),
            ("rr_20260328 (2).txt", "2026-03-28T00:00"),
            ("28.03.2026.txt", "2026-03-28T00:00"),
            ("03-28-2026.txt", "2026-03-28T00:00"),
            ("5.5.2026.txt", "2026-05-05T00:00"),
            ("28.03.2026 19.30.txt", "2026-03-28T19:30"),
            ("20260328_070009.txt", "2026-03-28T07:00:09"),
            ("HRV 2026-03-28 7.05 AM.txt", "2026-03-28T07:05"),
            ("HRV 2026-03-28 at 12.05.07 pm.txt", "2026-03-28T12:05:07"),
            ("2026-03-28 5-10min.txt", "2026-03-28T00:00"),
            ("2026-03-28_2560.txt", "2026-03-28T00:00"),
            ("03.04.2026.txt", None),
            ("2026-03-28_2026-04-03.txt", None),
            ("2026-02-30.txt", None),
            ("1774681200.txt", None),
            ("3.2026.txt", None),
        ],
    )
    def test_what_a_name_says(self, name: str, began: str | None) -> None:
        held = members({name: b"800\n" * 9})
        (found,) = found_by(beats.READERS[0], Arrival(name, held[name], PARIS, Bundle(held)))
        if isinstance(found, NotTaken):
            assert isinstance(found.reason, Undated)
            assert began is None
        else:
            assert isinstance(found, FoundReading)
            wall = found.reading.moment.local.replace(tzinfo=None)
            assert wall == dt.datetime.fromisoformat(began or "")


class TestImp53:
    """IMP-53. Whether the day or the month comes first is one for a whole file, and where nothing decides it none of it is taken."""

    @given(days, st.integers(12, 40), st.booleans(), st.randoms())
    def test_days_that_follow_each_other_decide(
        self, first: dt.date, n: int, day_first: bool, chance: object
    ) -> None:
        dates = [first + dt.timedelta(days=k) for k in range(n)]
        pattern = "%d-%m-%Y" if day_first else "%m-%d-%Y"
        rows = [libre(f"{day:{pattern}} 08:00", 0, 100) for day in dates]
        chance.shuffle(rows)
        found = readings(tables_in(LIBRE, rows))
        assert sorted(one.reading.moment.local_date for one in found) == dates

    @given(days)
    def test_one_day_alone(self, day: dt.date) -> None:
        found = tables_in(LIBRE, [libre(f"{day:%d-%m-%Y} 08:{n:02}", 0, 100) for n in range(3)])
        if day.day > 12 or day.day == day.month:
            assert {one.reading.moment.local_date for one in readings(found)} == {day}
        else:
            (told,) = of_kind(found, NotTaken)
            assert isinstance(told.reason, DayOrMonthFirst)
            assert told.count == 3

    @pytest.mark.parametrize(("said", "month"), [("26-04-2021", 4), ("04-26-2021", 3)])
    def test_when_it_was_written_decides(self, said: str, month: int) -> None:
        first = f"Glucose Data,Generated on,{said} 17:25 UTC,Generated by,X\n".encode()
        data = first + table_bytes(LIBRE, [libre("03-04-2021 08:00", 0, 100)])
        (found,) = readings(read_bytes(data, "x.csv"))
        assert found.reading.moment.local_date.month == month

    def test_twelve_hours_are_american(self) -> None:
        (found,) = readings(tables_in(LIBRE, [libre("03-04-2021 12:38 AM", 0, 100)]))
        assert found.reading.moment.local.replace(tzinfo=None) == dt.datetime(2021, 3, 4, 0, 38)


SERVINGS: Final = ("Day", "Time", "Group", "Food Name", "Amount", "Energy (kcal)", "Protein (g)")


class TestImp54:
    """IMP-54. A figure of a diary that is no mass of a nutrient, and no energy, is named and left out."""

    @given(st.integers(0, 9_999))
    def test_units(self, amount: int) -> None:
        header = (*SERVINGS, "Vitamin D (IU)", "Vitamin A (IU)", "Vitamin E (IU)", "Iron (mg)")
        row = ("2024-01-05", "08:00", "Breakfast", "Egg", "50.00 g", 70, 6, amount, 1, 2, 1.5)
        found = tables_in(header, [row])
        (meal,) = of_kind(found, FoundMeal)
        stated = dict(portion(meal).stated)
        assert set(stated) == {"energy_kcal", "protein_g", "vitamin_d_ug", "iron_mg"}
        assert stated["vitamin_d_ug"] == pytest.approx(amount / 40)
        assert reasons(found) == [Unsupported("Vitamin A (IU)"), Unsupported("Vitamin E (IU)")]

    def test_percentages_of_a_daily_value(self) -> None:
        header = ("Date", "Meal", "Calories", "Fat (g)", "Protein (g)", "Vitamin C", "Iron")
        found = tables_in(header, [("2024-01-05", "Lunch", 500, 10, 20, 15, 8)])
        (meal,) = of_kind(found, FoundMeal)
        assert dict(portion(meal).stated) == {"energy_kcal": 500, "fat_g": 10, "protein_g": 20}
        assert reasons(found) == [Unsupported("Vitamin C"), Unsupported("Iron")]


class TestImp55:
    """IMP-55. The sum of a day is taken only where no serving of that day came along."""

    @given(st.sets(st.integers(1, 28), min_size=1), st.sets(st.integers(1, 28)))
    def test_days(self, summed: set[int], served: set[int]) -> None:
        header = ("Date", "Energy (kcal)", "Protein (g)", "Completed")
        sums = [(f"2024-02-{day:02}", 2_000, 80, "true") for day in sorted(summed)]
        rows = [(f"2024-02-{day:02}", "", "Lunch", "Egg", "", 70, 6) for day in sorted(served)]
        beside = {"servings.csv": table_bytes(SERVINGS, rows)}
        found = read_bytes(table_bytes(header, sums), "dailysummary.csv", PARIS, beside)
        taken = {one.entry.eaten_at.day for one in of_kind(found, FoundMeal)}
        assert taken == summed - served
        assert sum(one.count for one in of_kind(found, NotTaken)) == len(summed & served)


class TestImp56:
    """IMP-56. A meal without a time of day is eaten at the usual time of its kind, and says so."""

    @given(days, st.none() | st.times().map(lambda one: one.replace(microsecond=0, second=0)))
    def test_times(self, day: dt.date, time: dt.time | None) -> None:
        written = "" if time is None else f"{time:%H:%M}"
        row = (day.isoformat(), written, "Dinner", "Rice", "", 130, 3)
        (meal,) = of_kind(tables_in(SERVINGS, [row], Profile()), FoundMeal)
        assert meal.time_assumed == (time is None)
        assert meal.zone_assumed
        assert meal.entry.kind is MealKind.DINNER
        expected = dt.datetime.combine(day, time or dt.time(19), dt.UTC)
        assert meal.entry.eaten_at == expected


class TestImp57:
    """IMP-57. Weights that do not say their unit are in the one unit in which all of them can be the person's, else in that of the tables beside them, or none is taken."""

    @given(st.lists(st.integers(50, 120), min_size=1, max_size=9), st.booleans())
    def test_units(self, kg: list[int], pounds: bool) -> None:
        tall = Profile(height=Distance(1_800))
        unit = 0.45359237 if pounds else 1.0
        rows = [(f"2024-01-{n:02}", round(one / unit, 1)) for n, one in enumerate(kg, 1)]
        values = [one.reading.value for one in readings(tables_in(("Date", "Weight"), rows, tall))]
        weights = [one.mass.kg for one in values if isinstance(one, Weight)]
        # From 15 to 60 of the body mass index: 48.6 to 194.4 kg.
        as_pounds = all(one * (1 if pounds else 0.45359237) >= 48.6 for one in kg)
        as_kg = all(one / (0.45359237 if pounds else 1) <= 194.4 for one in kg)
        if as_pounds and as_kg:
            assert weights == []
        else:
            assert weights == pytest.approx(kg, abs=0.05)

    def test_without_a_height(self) -> None:
        assert not readings(tables_in(("Date", "Weight"), [("2024-01-05", 80)], Profile()))
        assert readings(tables_in(("Date", "Weight (kg)"), [("2024-01-05", 80)], Profile()))
        (kg,) = readings(tables_in(("Date", "Weight"), [("2024-01-05", 60)], Profile()))
        (pounds,) = readings(tables_in(("Date", "Weight"), [("2024-01-05", 310)], Profile()))
        assert kg.reading.value == Weight(Mass(60 * 10**12))
        assert pounds.reading.value == value_in(weight_of(310 * 0.45359237))

    @given(st.integers(90, 300), st.sampled_from(("Pounds", "Kilograms", "Weight (lbs)", "Steps")))
    def test_what_lies_beside(self, weight: int, name: str) -> None:
        beside = {"Exercise-Summary.csv": table_bytes(("Date", "Exercise", name), [])}
        table = table_bytes(("Date", "Weight"), [("2024-01-05", weight), ("2024-01-06", weight)])
        found = readings(read_bytes(table, "Measurement-Summary.csv", Profile(), beside))
        unit = {"Kilograms": 1.0, "Steps": None}.get(name, 0.45359237)
        expected = [] if unit is None else [value_in(weight_of(weight * unit))] * 2
        assert [one.reading.value for one in found] == expected

    def test_one_that_cannot_be_leaves_the_others(self) -> None:
        rows = [("2024-01-05", 62), ("2024-01-06", 6.2), ("2024-01-07", "?"), ("2024-01-08", 61)]
        found = tables_in(("Date", "Weight"), rows, Profile())
        kept = [one.reading.value for one in readings(found)]
        assert kept[0] == value_in(weight_of(62))
        assert kept[-1] == value_in(weight_of(61))
        assert reasons(found) == [Misshapen("weight", "?", "a number")]
