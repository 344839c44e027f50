"""Withings: what was written comes back, and the real files agree with what is expected of them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.packed import each_in
from tests.readers.vendor_files import documents_in, of_kind, read_bytes, table_bytes, tables_in
from tests.strategies.homes import CHANGES
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    Metric,
    SampleBatch,
    Scale,
    Sleep,
    SpO2,
    Stage,
    Temperature,
    Weight,
)
from vegaloop.imports.adapters.readers.withings.packing import Packer
from vegaloop.imports.domain.found import (
    FoundPerson,
    FoundReading,
    FoundRecording,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Mass
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import day_span

SECONDS = st.integers(400_000_000, 1_700_000_000)


def _answer(**body: object) -> dict[str, object]:
    return {"status": 0, "body": {"timezone": "Europe/Paris", **body}}


def _group(date: int, *measures: tuple[int, int, int], **more: object) -> dict[str, object]:
    told = [{"type": kind, "value": value, "unit": unit} for kind, value, unit in measures]
    return {"grpid": 1, "attrib": 0, "category": 1, "date": date, "measures": told, **more}


@given(SECONDS, st.integers(20_000, 400_000))
def test_a_weight_is_its_whole_number_of_thousandths(date: int, grams: int) -> None:
    answer = _answer(measuregrps=[_group(date, (1, grams, -3))])
    (found,) = of_kind(documents_in(answer), FoundReading)
    assert isinstance(found.reading.value, Weight)
    assert found.reading.value.mass.amount == grams * 1_000_000_000
    assert found.reading.moment.at.timestamp() == date
    assert not found.zone_assumed


def test_a_measure_of_somebody_else_and_a_goal_are_told_and_not_taken() -> None:
    groups = [
        _group(1_600_000_000, (1, 70_000, -3), attrib=1),
        _group(1_600_000_000, (1, 70_000, -3), category=2),
    ]
    found = documents_in(_answer(measuregrps=groups))
    assert [one.reason for one in of_kind(found, NotTaken)] == [
        Unsupported("measure of somebody else"),
        Unsupported("goal"),
    ]


def test_one_pressure_alone_is_none() -> None:
    (found,) = documents_in(_answer(measuregrps=[_group(1_600_000_000, (9, 80, 0))]))
    assert isinstance(found, NotTaken)
    assert isinstance(found.reason, Misshapen)


@st.composite
def _nights(draw: st.DrawFn) -> list[dict[str, int]]:
    at, spans = draw(SECONDS), []
    for state, minutes in draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(1, 60)), min_size=1, max_size=20)
    ):
        spans.append({"startdate": at, "enddate": at + minutes * 60, "state": state})
        at += minutes * 60 + draw(st.sampled_from([0, 0, 60, 1_800]))
    spans.append({"startdate": at, "enddate": at + 600, "state": 1})
    return spans


@given(_nights(), st.randoms())
def test_the_spans_of_a_night_come_in_any_order(
    spans: list[dict[str, int]], chance: object
) -> None:
    found = documents_in(_answer(series=spans))
    shuffled = [*spans, spans[0]]
    chance.shuffle(shuffled)
    (night,) = of_kind(found, FoundReading)
    (again,) = of_kind(documents_in(_answer(series=shuffled)), FoundReading)
    assert night.reading.value == again.reading.value
    assert isinstance(night.reading.value, Sleep)
    asleep = sum(one["enddate"] - one["startdate"] for one in spans if one["state"])
    assert night.reading.value.asleep.seconds == asleep
    assert night.reading.moment.at.timestamp() == spans[-1]["enddate"]


@given(st.sampled_from(CHANGES), st.integers(0, 100_000))
def test_the_steps_of_a_day_last_as_long_as_it_does(
    change: tuple[str, dt.date], steps: int
) -> None:
    zone, day = change
    if (zone, day) == ("Pacific/Apia", dt.date(2011, 12, 30)):
        return  # That day never was.
    record = {"date": day.isoformat(), "timezone": zone, "steps": steps}
    (found,) = of_kind(documents_in(_answer(activities=[record])), FoundSample)
    span = day_span(day, zone)
    assert found.metric is Metric.STEPS
    assert found.sample.value == steps
    assert found.sample.length_s == span.seconds
    assert found.sample.moment.at == span.start
    assert found.sample.moment.local_date == day


@given(st.permutations([0, 1, 2, 3]), st.sampled_from(",;\t"), st.integers(300, 2_000))
def test_the_order_of_columns_and_what_parts_them_change_nothing(
    order: list[int], delimiter: str, tenths: int
) -> None:
    header = ["Date", "Weight (lb)", "Fat mass (lb)", "Something new"]
    row = ["2024-03-31 08:15:00", f"{tenths / 10}", f"{tenths / 40}", "x"]
    table = table_bytes([header[n] for n in order], [[row[n] for n in order]] * 3, delimiter)
    weight, fat, *_ = of_kind(read_bytes(table, "x.csv"), FoundReading)
    assert isinstance(weight.reading.value, Weight)
    assert weight.reading.value.mass.kg == pytest.approx(tenths / 10 * 0.45359237)
    assert isinstance(fat.reading.value, BodyFat)
    assert fat.reading.value.percent == pytest.approx(25)
    assert weight.zone_assumed
    assert weight.reading.moment.utc_offset_s == 7_200


@pytest.mark.parametrize(
    "header",
    [
        ("Date", "Heart rate", "Systolic", "Diastolic", "Comments"),
        ("Datum", "Herzfrequenz", "Systolisch", "Diastolisch", "Kommentare"),
        ("Data", "Frequenza cardiaca", "Sistolica", "Diastolica", "Commenti"),
        ("Datum", "Hartslag", "Systolisch", "Diastolisch", "Opmerkingen"),
    ],
)
def test_pressures_of_the_export(header: tuple[str, ...]) -> None:
    row = ("2024-05-01 07:00:00", "61", "121", "79", "")
    found = tables_in(header, [row])
    (pressure,) = of_kind(found, FoundReading)
    assert pressure.reading.value == BloodPressure(121, 79)
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [61]


def test_a_raw_series_is_known_by_its_name_and_else_told() -> None:
    header, row = (
        ("start", "duration", "value"),
        ("2024-05-01T07:00:00+02:00", "[60,60]", "[12,15]"),
    )
    found = each_in(tables_in(header, [row], name="raw_tracker_steps.csv"))
    assert [(one.sample.value, one.sample.length_s) for one in found] == [(12, 60), (15, 60)]
    assert found[1].sample.moment.at - found[0].sample.moment.at == dt.timedelta(minutes=1)
    (told,) = tables_in(header, [row], name="raw_tracker_altitude.csv")
    assert isinstance(told, NotTaken)


def test_stages_of_the_export_are_a_night() -> None:
    row = ("2024-05-01T00:00:00+02:00", "[600,600,600]", "[1,2,0]")
    (found,) = tables_in(("start", "duration", "value"), [row], name="raw_bed_sleep-state.csv")
    assert isinstance(found, FoundReading)
    assert isinstance(found.reading.value, Sleep)
    stages = [span.stage for span in found.reading.value.stages]
    assert stages == [Stage.LIGHT, Stage.DEEP, Stage.AWAKE]


def test_an_activity_of_the_export_has_its_numbers_in_a_cell() -> None:
    header = (
        "from",
        "to",
        "from (manual)",
        "to (manual)",
        "Timezone",
        "Activity type",
        "Data",
        "GPS",
    )
    told = json.dumps({"calories": 320, "distance": 5_000, "hr_average": 141})
    row = (
        "2024-05-01T07:00:00+02:00",
        "2024-05-01T07:30:00+02:00",
        "",
        "",
        "",
        "Running",
        told,
        "",
    )
    (found,) = tables_in(header, [row])
    assert isinstance(found, FoundRecording)
    totals = found.recording.totals
    assert totals.elapsed.seconds == 1_800
    assert totals.distance is not None
    assert totals.distance.meters == 5_000


def test_a_broken_field_is_told_and_the_rest_is_read() -> None:
    day = {"date": "2024-05-01", "steps": "many", "distance": 12.5}
    found = documents_in(_answer(activities=[day]), Profile())
    assert [one.metric for one in of_kind(found, FoundSample)] == [Metric.DISTANCE]
    (told,) = of_kind(found, NotTaken)
    assert told.reason == Misshapen("steps", "many", "a number")


def _readings_of(header: str, *row: str) -> list[object]:
    found = tables_in(header.split(","), [("2024-05-01 07:00:00", *row)])
    assert all(one.reading.source == "withings" for one in of_kind(found, FoundReading))
    return [one.reading.value for one in of_kind(found, FoundReading)]


@given(st.sampled_from(["kg", "lb", "st lb", "st", "jin", "firkin", ""]), st.integers(300, 3_000))
def test_a_weight_is_in_the_unit_its_column_says_or_none(unit: str, tenths: int) -> None:
    stone, rest = divmod(tenths, 140)
    header = ("Date", f"Weight ({unit})" if unit else "Weight", "Fat mass (kg)", "Comments")
    written = f"{stone} {rest / 10}" if unit.startswith("st") else f"{tenths / 10}"
    found = tables_in(header, [("2024-05-01 07:00:00", written, "", "well")])
    kg_each = {"kg": 1.0, "jin": 0.5}.get(unit, 0.45359237)
    told = {one.what: one.reason for one in of_kind(found, NotTaken)}
    assert told["comments"] == Unsupported("comments")
    if unit in {"firkin", ""}:
        given_back = f"{written} {unit}".strip()
        assert told["weight"] == Misshapen("weight", given_back, "a unit of a mass")
        assert not of_kind(found, FoundReading)
    else:
        (weight,) = of_kind(found, FoundReading)
        assert isinstance(weight.reading.value, Weight)
        assert weight.reading.value.mass.kg == pytest.approx(tenths / 10 * kg_each, abs=1e-6)


def test_weights_without_fat_and_in_swedish() -> None:
    (weight,) = _readings_of("Date,Weight (kg),Comments", "70.5", "")
    assert weight == Weight(value_in(Mass.of_kg(70.5)))
    vikt = "Datum,Vikt (kg),Fettmassa (kg),Benmassa (kg),Muskelmassa (kg),Vätska (kg),Kommentarer"
    weight, fat = _readings_of(vikt, "70.5", "14.1", "3.2", "55.0", "", "")
    assert weight == Weight(value_in(Mass.of_kg(70.5)))
    assert isinstance(fat, BodyFat)
    assert fat.percent == pytest.approx(20)


def test_oxygen_and_temperatures_of_the_export() -> None:
    assert _readings_of("Date,SpO2 (%),Comments", "97", "") == [value_in(SpO2.of_percent(97))]
    body = value_in(Temperature.of_celsius(Scale.BODY, 37))
    assert _readings_of("Date,Body Temperature (°F),Comments", "98.6", "") == [body]
    assert _readings_of("Datum,Körpertemperatur (°C),Kommentare", "37", "") == [body]
    assert not _readings_of("Date,Body Temperature (°X),Comments", "37", "")


def test_a_night_in_german_and_one_whose_unit_nobody_knows() -> None:
    row = ("2024-03-01T23:10:00+01:00", "2024-03-02T07:00:00+01:00", "14000", "6000", "5000", "60")
    header = ("von", "bis", "leicht (s)", "tief (s)", "rem (s)", "wach (s)")
    (night,) = of_kind(tables_in(header, [row]), FoundReading)
    assert isinstance(night.reading.value, Sleep)
    assert night.reading.value.asleep.seconds == 25_000
    (wrong,) = of_kind(tables_in(("von", "bis", "leicht (x)", *header[3:5]), [row[:5]]), NotTaken)
    assert wrong.reason == Misshapen("light", "14000 x", "a unit of a time")


def test_a_table_of_somebody_else_is_left_to_its_reader() -> None:
    header = ("Date", "Height (cm)", "Weight (kg)", "Body Fat (%)")
    found = tables_in(header, [("2024-05-01", "178", "70.5", "20")])
    kinds = [type(one.reading.value) for one in of_kind(found, FoundReading)]
    assert kinds == [Weight, BodyFat]
    assert {one.reading.source for one in of_kind(found, FoundReading)} == {"diary"}
    assert [one.what for one in of_kind(found, NotTaken)] == ["Height (cm)"]
    (height,) = tables_in(("Date", "Height (m)", "Comments"), [("2024-05-01", "1.78", "")])
    assert isinstance(height, FoundPerson)
    assert height.trait == Distance(1_780)


_STARTS = st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2026, 1, 1)).map(
    lambda at: at.replace(microsecond=0).isoformat()
)
_LISTS = st.lists(st.integers(0, 300), min_size=1, max_size=4)
_ROWS = st.tuples(
    st.builds(str.__add__, _STARTS, st.sampled_from(["+01:00", "-09:30", "+00:00", "Z", "", "x"])),
    (_LISTS | st.sampled_from(["[60.5]", "[-1]", "[]", "", "[1e9]", "[3600,3600]"])).map(str),
    (_LISTS | st.sampled_from(["[12.34]", "[-1]", "[true]", "12", "[[1]]", "[1e9]"])).map(str),
)


@given(st.lists(_ROWS, max_size=12), st.sampled_from(["steps", "hr", "distance", "spo2"]))
def test_what_is_packed_is_what_each_row_says(rows: list[tuple[str, ...]], name: str) -> None:
    def told() -> tuple[list[object], list[object]]:
        found = tables_in(("start", "duration", "value"), rows, name=f"raw_x_{name}.csv")
        samples = [
            (
                one.place,
                one.zone_assumed,
                SampleBatch.of_samples(one.metric, one.source, [one.sample]),
            )
            for one in each_in(found)
        ]
        return sorted(samples, key=repr), of_kind(found, NotTaken)

    packed = told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Packer, "add", lambda *_: False)
        assert packed == told()
