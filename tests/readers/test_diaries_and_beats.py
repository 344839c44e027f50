"""Food diaries and files of beats: what was written comes back; no bytes break a reader."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.mutations import mutated
from tests.readers.vendor_files import (
    documents_in,
    found_by,
    known_by,
    members,
    of_kind,
    read_bytes,
    tables_in,
)
from vegaloop.biometrics import (
    BloodPressure,
    Girths,
    Glucose,
    Hrv,
    Metric,
    RestingHeartRate,
    RrIntervals,
    Weight,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.diaries.figures import mass_in_g
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundSample,
    Misshapen,
    NotTaken,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance
from vegaloop.nutrition import MealKind, StatedEntry

SERVINGS = ("Day", "Time", "Group", "Food Name", "Amount", "Energy (kcal)", "Fat (g)", "Category")
BIOMETRICS = ("Day", "Time", "Group", "Metric", "Unit", "Amount")
NAMED = "2024-01-05 07-30-00.csv"


def values(found: Sequence[Found]) -> list[object]:
    return [one.reading.value for one in of_kind(found, FoundReading)]


def portions(meal: FoundMeal) -> list[StatedEntry]:
    return [one for one in meal.entry.portions if isinstance(one, StatedEntry)]


foods = st.tuples(
    st.integers(1, 5),
    st.sampled_from(["", "05:17", "19:05", "7:15 PM"]),
    st.sampled_from(["Breakfast", "Lunch", "Dinner", "Snacks", "Drinks"]),
    st.integers(0, 800),
)


@given(st.lists(foods, min_size=1, max_size=40), st.permutations(range(8)), st.randoms())
def test_servings_make_meals_whatever_their_order(
    eaten: list[tuple[int, str, str, int]], order: list[int], chance: Random
) -> None:
    rows = [
        (f"2024-01-{day:02}", time, group, f"Food {n}", "100.00 g", kcal, 1, "x")
        for n, (day, time, group, kcal) in enumerate(eaten)
    ]

    def meals(rows: Sequence[Sequence[object]], order: Sequence[int]) -> dict[str, set[object]]:
        header = [SERVINGS[n] for n in order]
        found = tables_in(header, [[row[n] for n in order] for row in rows])
        assert not of_kind(found, NotTaken)
        kept = of_kind(found, FoundMeal)
        assert len({one.key for one in kept}) == len(kept)
        return {one.key: set(portions(one)) for one in kept}

    told = meals(rows, range(8))
    assert sum(map(len, told.values())) == len(eaten)
    assert len(told) == len({(day, time, group) for day, time, group, _ in eaten})
    chance.shuffle(rows)
    assert meals(rows, order) == told


def test_a_mass_that_cannot_hold_its_label_is_left_out() -> None:
    rows = [
        ("2024-01-05", "", "Lunch", "Tallow", "7.00 g", 63.14, 7, ""),
        ("2024-01-05", "", "Lunch", "Egg", "50.00 g", 70, 5, ""),
        ("2024-01-05", "", "Lunch", "Odd", "1 g", -5, 1e9, ""),
    ]
    found = tables_in(SERVINGS, rows)
    (meal,) = of_kind(found, FoundMeal)
    assert [one.mass_g for one in portions(meal)] == [None, 50, 1]
    assert [dict(one.stated) for one in portions(meal)][2] == {}
    assert [one.reason.field for one in of_kind(found, NotTaken)] == ["energy_kcal", "fat_g"]


def test_more_than_fifty_foods_are_two_meals_and_too_many_times_one_a_group() -> None:
    row = ("2024-01-05", "", "Lunch", "Pea", "1 g", 1, 0, "")
    first, second = of_kind(tables_in(SERVINGS, [row] * 51), FoundMeal)
    assert (len(portions(first)), len(portions(second))) == (50, 1)
    assert first.key != second.key
    rows = [("2024-01-05", f"08:{n:02}", "Lunch", "Pea", "1 g", 1, 0, "") for n in range(31)]
    (meal,) = of_kind(tables_in(SERVINGS, rows), FoundMeal)
    assert len(portions(meal)) == 31


@pytest.mark.parametrize(
    ("amount", "grams"),
    [("600.00 g", 600), ("1 cup (240 g)", 240), ("2 oz", 56.699), ("1 kg", 1_000), ("1 cup", None)],
)
def test_amounts(amount: str, grams: float | None) -> None:
    found = mass_in_g(amount)
    assert found == (None if grams is None else pytest.approx(grams, abs=0.001))


@pytest.mark.parametrize(
    ("metric", "source"),
    [
        ("Resting Heart Rate", "cronometer"),
        ("Heart Rate (Resting)", "cronometer"),
        ("Heart Rate (Resting) (Oura)", "cronometer/oura"),
        ("Resting Heart Rate (Oura)", "cronometer/oura"),
    ],
)
def test_a_heart_at_rest_of_cronometer(metric: str, source: str) -> None:
    (found,) = tables_in(BIOMETRICS, [("2024-01-05", "", "", metric, "bpm", "50")])
    assert isinstance(found, FoundReading)
    assert isinstance(found.reading.value, RestingHeartRate)
    assert found.reading.source == source


@pytest.mark.parametrize("metric", ["Weight", "Body Temperature", "Waist Size"])
def test_a_biometric_of_cronometer_in_a_unit_nobody_knows_is_told(metric: str) -> None:
    (told,) = tables_in(BIOMETRICS, [("2024-01-05", "", "", metric, "smoots", "36.6")])
    assert isinstance(told, NotTaken)
    assert isinstance(told.reason, Misshapen)
    assert (told.reason.field, told.reason.given) == ("unit", "smoots")


def test_biometrics_of_cronometer() -> None:
    rows = [
        ("2024-01-05", "08:00", "", "Weight (Withings)", "lbs", "176.4"),
        ("2024-01-05", "", "", "Blood Pressure", "mmHg", "120/80"),
        ("2024-01-05", "", "", "Blood Glucose", "mmol/L", "5.5"),
        ("2024-01-05", "", "", "Resting Heart Rate", "bpm", "50"),
        ("2024-01-05", "", "", "Waist Size", "in", "32"),
        ("2024-01-05", "", "", "Steps", "count", "9000"),
        ("2024-01-05", "", "", "Mood", "", "4"),
        ("2024-01-05", "", "", "Weight", "kg", "?"),
    ]
    found = tables_in(BIOMETRICS, rows)
    weight, pressure, glucose, rate, girths = values(found)
    assert isinstance(weight, Weight)
    assert weight.mass.kg == pytest.approx(80.0137, abs=0.001)
    assert pressure == BloodPressure(120, 80)
    assert glucose == Glucose(5_500)
    assert isinstance(rate, RestingHeartRate)
    assert isinstance(girths, Girths)
    assert girths.waist == Distance(813)
    (steps,) = of_kind(found, FoundSample)
    assert (steps.metric, steps.sample.length_s) == (Metric.STEPS, 86_400)
    assert of_kind(found, FoundReading)[0].reading.source == "cronometer/withings"
    assert len(of_kind(found, NotTaken)) == 2


@pytest.mark.parametrize(
    ("header", "meal"),
    [
        (("Date", "Meal", "Calories", "Fat (g)", "Carbohydrates (g)", "Sugar"), "Breakfast"),
        (("Datum", "Mahlzeit", "Kalorien", "Fett (g)", "Kohlenhydrate (g)", "Zucker"), "Frühstück"),
        (("Fecha", "Comida", "Calorías", "Grasas (g)", "Carbohidratos (g)", "Azúcar"), "Desayuno"),
    ],
)
def test_myfitnesspal_in_languages(header: tuple[str, ...], meal: str) -> None:
    (found,) = tables_in(header, [("2024-01-05", meal, "500.5", "10", "60", "20")])
    assert isinstance(found, FoundMeal)
    assert found.entry.kind is MealKind.BREAKFAST
    assert found.entry.eaten_at.date() == dt.date(2024, 1, 5)
    expected = {"energy_kcal": 500.5, "fat_g": 10, "carbohydrate_g": 60, "sugars_g": 20}
    assert dict(portions(found)[0].stated) == expected


def test_lose_it_leaves_out_what_was_deleted() -> None:
    header = ("Date", "Name", "Icon", "Meal", "Quantity", "Units", "Calories", "Deleted", "Fat (g)")
    rows = [
        ("01/05/2024", "Egg", "", "Breakfast", "50", "Grams", "70", "0", "5"),
        ("01/05/2024", "Tea", "", "Breakfast", "1", "Cups", "2", "1", "0"),
    ]
    meal, none = tables_in(header, rows)
    assert isinstance(meal, FoundMeal)
    assert portions(meal)[0].mass_g == 50
    assert isinstance(none, NotTaken)


@given(
    st.lists(st.integers(300, 2_000), min_size=5, max_size=60),
    st.sampled_from(
        ["bare", "bare-s", "comma", "comma-header", "header", "semicolon", "datetime", "polar"]
    ),
)
def test_intervals_in_any_layout(rr_ms: list[int], layout: str) -> None:
    text = {
        "bare": "\n".join(map(str, rr_ms)),
        "bare-s": "\n".join(f"{one / 1_000:.3f}" for one in rr_ms),
        "comma": "\n".join(f"{one / 1_000:.3f}".replace(".", ",") for one in rr_ms),
        "comma-header": "RR (s)\n"
        + "\n".join(f"{one / 1_000:.3f}".replace(".", ",") for one in rr_ms),
        "header": "rr_interval\n" + "\n".join(map(str, rr_ms)),
        "semicolon": "rri;time\n" + "\n".join(f"{one};{n}" for n, one in enumerate(rr_ms)),
        "datetime": "time,rri\n" + "\n".join(f"26/06/2018 22:41:56,{one}" for one in rr_ms),
        "polar": "Phone timestamp;RR-interval [ms]\n"
        + "\n".join(f"2018-06-26T22:41:56.123;{one}" for one in rr_ms),
    }[layout]
    (found,) = read_bytes(text.encode(), NAMED)
    assert isinstance(found, FoundReading)
    assert found.reading.value == RrIntervals(tuple(one * 1_000 for one in rr_ms))
    own = layout in ("datetime", "polar")
    day = dt.date(2018, 6, 26) if own else dt.date(2024, 1, 5)
    assert found.reading.moment.local_date == day


def test_a_line_that_is_no_interval_is_told() -> None:
    told, recording = read_bytes(b"800\n700\ns\n890\n860\n", NAMED)
    assert isinstance(told, NotTaken)
    assert told.place.line == 3
    assert values([recording]) == [RrIntervals((800_000, 700_000, 890_000, 860_000))]


def test_morning_measurements() -> None:
    header = ("date", " timestamp_measurement", "HR", "AVNN", "SDNN", "rMSSD", "pNN50")
    row = ("2024-01-05", "2024-01-05 07:31:00 +0100", "50", "1100", "60", "71.5", "20")
    found = tables_in((*header, "HRV4T_Recovery_Points"), [(*row, "8.1")])
    hrv, rate = of_kind(found, FoundReading)
    assert hrv.reading.value == Hrv(71_500)
    assert hrv.reading.source == "hrv4training"
    assert hrv.reading.moment.utc_offset_s == 3_600
    assert isinstance(rate.reading.value, RestingHeartRate)
    assert [one.metric for one in of_kind(found, FoundSample)] == [Metric.HRV_SDNN]
    header = ("Member", "Date Time Start", "HRV", "Morning Readiness", "HR", "Rmssd", "Sdnn")
    row = ("x", "2024-01-05 07:31:00", "55", "8", "50", "71.5", "60")
    (first, *_) = tables_in(header, [row])
    assert isinstance(first, FoundReading)
    assert (first.reading.source, first.zone_assumed) == ("elite-hrv", True)


def test_results_without_a_date() -> None:
    (found,) = documents_in({"rmssd": 30.5, "sdnn": 50, "nni_mean": 900})
    assert isinstance(found, NotTaken)
    text = json.dumps({"rmssd": 30.5, "nni_mean": 900, "nni": [900, 910, "x"]}).encode()
    (first, *_) = read_bytes(text, "2024-01-05_07-30.json")
    assert values([first]) == [RrIntervals((900_000, 910_000))]


def test_a_report_without_years_is_named() -> None:
    report = {"chartType": "column", "category": "nutrition", "title": "Net Calories"}
    outcome = {"results": [{"date": "4/14", "total": 1}] * 7}
    (found,) = documents_in({**report, "outcome": outcome})
    assert isinstance(found, NotTaken)
    assert found.count == 7


SEEDS = {
    "a.csv": "Day,Time,Group,Food Name,Amount,Energy (kcal),Fat (g)\n2024-01-05,8:00,x,Egg,50 g,7,5\n",
    "b.csv": "Day,Time,Group,Metric,Unit,Amount\n2024-01-05,08:00,,Weight,kg,80\n",
    "c.csv": "Date,Meal,Calories,Fat (g),Protein (g),Iron\n2024-01-05,Lunch,500,10,20,8\n",
    "d.csv": "Date,Weight\n2024-01-05,80\n",
    NAMED: "800\n810\n790\n805\n",
    "e.csv": "time,rri\n26/06/2018 22:41:56,790\n26/06/2018 22:41:57,815\n",
    "f.csv": "time,glucose\n1704441600,120\n1704441900,5.5\n",
    "g.csv": "Device,Time,Type,Historic Glucose mg/dL\nLibre 3,13-01-2024 08:00,0,120\n",
    "h.csv": "Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Glucose (mg/dL)\n2024-01-05T08:00:00,EGV,Low\n",
    "i.csv": '"2026-04-05T20:30:29.000Z",1775421029000,162,"Flat",\n',
    "j.json": '[{"type":"sgv","sgv":120,"date":1704441600000,"dateString":"x"}]',
    "k.json": '[[{"WT":"Date(1)","DT":"Date(1745081013817-0400)","Value":224}]]',
    "l.json": '{"recordType":"egv","records":[{"systemTime":"2022-02-06T09:12:35Z",'
    '"displayTime":"2022-02-06T01:12:35","value":119}]}',
    "m.json": '{"rmssd":30.5,"sdnn":50,"nni_mean":900,"nni":[900,910]}',
}
AWKWARD = (b"1e308", b"1e400", b"nan", b"-1", b'""', b"9" * 400, b"\xc2\xb2", b"[]", b"0", b"99:99")


@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32), st.sampled_from(AWKWARD))
def test_no_bytes_break_a_reader(name: str, seed: int, awkward: bytes) -> None:
    chance = Random(seed)
    data = mutated(SEEDS[name].encode(), chance)
    at = chance.randrange(len(data) + 1)
    data = data[:at] + awkward * (seed % 2) + data[at + chance.randrange(5) :]
    held = members({name: data}) if data else {}
    if name not in held:
        return
    arrival = Arrival(name, held[name], Profile(), Bundle(held))
    try:
        reader = known_by(held[name], name)
        found = [] if reader is None else list(found_by(reader, arrival))
    except ReadFault:
        return
    assert all(one.place.file == name for one in found)
