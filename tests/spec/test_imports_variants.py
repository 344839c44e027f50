"""Imports of tables as other programs write them again, and damaged ones (docs/rules.md, IMP-47)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, read_bytes, table_bytes
from vegaloop.imports.domain.found import Found, FoundSamples, Misshapen, NotTaken, Unsupported

Cells: TypeAlias = list[str]
Rows: TypeAlias = list[Cells]

_DAYS: Final = range(1, 8)
_POINT: Final = re.compile(r"^(-?\d+)\.(\d+)( g)?$")


def _table(header: str, row: str) -> tuple[Cells, Rows]:
    """A header, and a row for each of seven days: `{d}` and `{d:02}` are the day."""
    return header.split("|"), [row.format(d=day).split("|") for day in _DAYS]


TABLES: Final = {
    "cronometer servings": _table(
        "Day|Time|Group|Food Name|Amount|Energy (kcal)|Fat (g)|Category",
        "2024-01-{d:02}|08:00|Breakfast|Egg|50.00 g|70.5|5.2|x",
    ),
    "cronometer biometrics": _table(
        "Day|Time|Group|Metric|Unit|Amount", "2024-01-{d:02}|08:00||Weight|kg|80.{d}"
    ),
    "cronometer exercises": _table(
        "Day|Time|Group|Exercise|Minutes|Calories Burned", "2024-01-{d:02}||x|Running|30.5|-300.5"
    ),
    "myfitnesspal": _table(
        "Date|Meal|Calories|Fat (g)|Carbohydrates (g)|Protein (g)|Note",
        "2024-01-{d:02}|Lunch|500.5|10.5|60.5|20.5|",
    ),
    "myfitnesspal exercises": _table(
        "Date|Exercise|Type|Exercise Calories|Exercise Minutes|Sets|Note",
        "2024-01-{d:02}|Running|Cardio|300.5|30.5||",
    ),
    "weights": _table("Date|Body Fat %|Weight (kg)", "2024-01-{d:02}|18.5|80.{d}"),
    "lose it": _table(
        "Date|Name|Icon|Meal|Quantity|Units|Calories|Deleted|Fat (g)",
        "01/{d:02}/2024|Egg||Breakfast|50|Grams|70.5|0|5.5",
    ),
    "libre": _table(
        "Device|Serial Number|Device Timestamp|Record Type|Historic Glucose mmol/L|Notes",
        "FreeStyle Libre 3|X|13-01-2024 0{d}:00|0|5.{d}|",
    ),
    "clarity": _table(
        "Index|Timestamp (YYYY-MM-DDThh:mm:ss)|Event Type|Source Device ID|Glucose Value (mg/dL)",
        "{d}|2024-01-05T0{d}:00:00|EGV|G6|12{d}",
    ),
    "plain": _table("timestamp|glucose (mmol/L)", "2024-01-05 0{d}:00|5.{d}"),
    "whoop": _table(
        "Cycle start time|Cycle end time|Cycle timezone|Recovery score %|Resting heart rate (bpm)"
        "|Heart rate variability (ms)|Sleep onset|Wake onset|Asleep duration (min)",
        "2024-01-{d:02} 21:00:00|2024-02-01 21:00:00|UTC+01:00|66|5{d}|70.5"
        "|2024-01-{d:02} 01:00:00|2024-01-{d:02} 07:00:00|300",
    ),
    "withings weight": _table(
        "Date|Weight (kg)|Fat mass (kg)|Bone mass (kg)|Comments",
        "2024-01-{d:02} 07:00:00|80.{d}|16.5|3.1|",
    ),
    "withings pressure": _table(
        "Date|Heart rate|Systolic|Diastolic|Comments", "2024-01-{d:02} 07:00:00|6{d}|120|80|"
    ),
    "runkeeper": _table(
        "Activity Id|Date|Type|Route Name|Distance (km)|Duration|Calories Burned|GPX File",
        "a{d}|2024-01-{d:02} 07:00:00|Running||5.5|30:00|400.5|",
    ),
    "strava": _table(
        "Activity ID|Activity Date|Activity Name|Activity Type|Elapsed Time|Distance|Filename",
        "{d}|May {d}, 2022, 3:53:35 PM|x|Run|1800.5|5.5|",
    ),
    "fitbit": _table("timestamp|rmssd|nremhr|entropy", "2024-01-{d:02}T00:00:00|45.{d}|55.5|2.5"),
    "oura": _table(
        "id|day|score|temperature_deviation|contributors", '{d}|2024-01-{d:02}|80|0.{d}|{{"a": 1}}'
    ),
    "google fit": _table(
        "Date|Move Minutes count|Calories (kcal)|Distance (m)|Heart Points|Step count",
        "2024-01-{d:02}|30|2000.5|5000.5|10|9000",
    ),
    "hrv4training": _table(
        "date|timestamp_measurement|HR|AVNN|SDNN|rMSSD|pNN50",
        "2024-01-{d:02}|2024-01-{d:02} 07:31:00 +0100|50|1100.5|60.5|7{d}.5|20",
    ),
}


def _commas(rows: Sequence[Cells]) -> Rows:
    return [[_POINT.sub(r"\1,\2\3", cell) for cell in row] for row in rows]


def _turned(header: Cells, rows: Rows) -> bytes:
    return table_bytes(header[::-1], [row[::-1] for row in rows])


WRITTEN: Final[dict[str, Callable[[Cells, Rows], bytes]]] = {
    "with a mark": lambda header, rows: b"\xef\xbb\xbf" + table_bytes(header, rows),
    "with bare line feeds": lambda header, rows: table_bytes(header, rows).replace(b"\r\n", b"\n"),
    "in UTF-16": lambda header, rows: table_bytes(header, rows).decode().encode("utf-16"),
    "with decimal commas": lambda header, rows: table_bytes(header, _commas(rows), ";"),
    "with tabs": lambda header, rows: table_bytes(header, rows, "\t"),
    "with its columns turned": _turned,
    "newest first": lambda header, rows: table_bytes(header, rows[::-1]),
}


def counted(found: Sequence[Found]) -> int:
    return sum(
        len(one.batch) if isinstance(one, FoundSamples) else 1
        for one in found
        if not isinstance(one, NotTaken)
    )


def refused(found: Sequence[Found]) -> list[NotTaken]:
    return [one for one in of_kind(found, NotTaken) if not isinstance(one.reason, Unsupported)]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("way", WRITTEN)
def test_a_table_written_again_tells_the_same(name: str, way: str) -> None:
    header, rows = TABLES[name]
    whole, again = (
        read_bytes(data, "x.csv")
        for data in (table_bytes(header, rows), WRITTEN[way](header, rows))
    )
    assert counted(whole) == counted(again) > 0
    assert refused(whole) == refused(again) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_refuses_nothing(name: str) -> None:
    assert read_bytes(table_bytes(TABLES[name][0], []), "x.csv") == []


class TestImp47:
    """IMP-47. A row of a table that breaks off before what it would tell is refused with its line, and the rows about it are read."""

    @given(st.sampled_from(sorted(TABLES)), st.integers(1, 5), st.booleans())
    def test_one_among_others(self, name: str, at: int, cut: bool) -> None:
        header, rows = TABLES[name]
        whole = counted(read_bytes(table_bytes(header, rows), "x.csv"))
        bad = rows[at][: max(1, len(header) // 3)] if cut else ["###"] * len(header)
        found = read_bytes(table_bytes(header, [*rows[:at], bad, *rows[at + 1 :]]), "x.csv")
        assert counted(found) == whole * 6 // 7
        assert {one.place.line for one in refused(found)} == {at + 2}

    def test_a_table_of_short_rows_is_as_its_program_wrote_it(self) -> None:
        header = ("Date", "Meal", "Calories", "Fat (g)", "Protein (g)", "Note")
        found = read_bytes(table_bytes(header, [("2024-01-05", "Lunch", 5, 1, 2)] * 3), "x.csv")
        assert counted(found) == 3
        assert refused(found) == []
        told = read_bytes(table_bytes(header, [("2024-01-05", "Lunch", 5, 1, 2, "")] * 3), "x.csv")
        assert counted(told) == 3

    def test_another_part_of_a_file_is_no_damage(self) -> None:
        header, rows = TABLES["clarity"]
        part = [["# Totals"], *rows, ["Name", "Value"], ["Readings", "7"]]
        found = read_bytes(table_bytes(header, part), "x.csv")
        assert [one for one in refused(found) if one.what == "row"] == []

    def test_what_is_shown_of_it(self) -> None:
        header, rows = TABLES["weights"]
        found = read_bytes(table_bytes(header, [*rows[:2], ["2024-01-09"], *rows[2:]]), "x.csv")
        assert [one.reason for one in refused(found)] == [Misshapen("row", "2024-01-09", "3 cells")]
