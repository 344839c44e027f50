"""Glucose sensors and pumps: what was written comes back, and the real files agree."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import (
    documents_in,
    of_kind,
    read_bytes,
    table_bytes,
    tables_in,
)
from tests.strategies.homes import CHANGES
from vegaloop.biometrics import Glucose, Metric
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, Orders, wall_in
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundSample,
    NotTaken,
    Unsupported,
)
from vegaloop.imports.domain.people import SeveralPeople
from vegaloop.imports.domain.reasons import BeyondSensor
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone
from vegaloop.nutrition import MealKind, StatedEntry

LIBRES = {
    "de": (
        ("Gerät", "Seriennummer", "Gerätezeitstempel", "Aufzeichnungstyp"),
        ("Glukosewert-Verlauf mmol/L", "Glukose-Scan mmol/L", "Kohlenhydrate (Gramm)"),
        ("Glukose-Teststreifen mmol/L", "Keton mmol/L"),
    ),
    "fr": (
        ("Appareil", "Numéro de série", "Horodatage de l’appareil", "Type d'enregistrement"),
        ("Historique de la glycémie mmol/L", "Numérisation de la glycémie mmol/L"),
        ("Glucides (grammes)", "Glycémie capillaire mmol/L", "Cétone mmol/L"),
    ),
    "pl": (
        ("Urządzenie", "Numer seryjny", "Sygnatura czasowa urządzenia", "Typ rekordu"),
        ("Historia odczytów glukozy mmol/L", "Skan glukozy mmol/L", "Węglowodany (gramy)"),
        ("Test paskowy mmol/L", "Ketony mmol/L"),
    ),
}
instants = st.datetimes(dt.datetime(2012, 1, 2), dt.datetime(2025, 12, 30)).map(
    lambda one: one.replace(second=0, microsecond=0)
)


def values(found: list[Found]) -> list[object]:
    return [one.reading.value for one in of_kind(found, FoundReading)]


@given(
    st.sampled_from(sorted(LIBRES)),
    st.lists(st.tuples(st.integers(0, 3), st.integers(20, 270)), min_size=1, max_size=12),
    st.permutations(range(9)),
    st.sampled_from(",;\t"),
    st.sampled_from(".,"),
    st.sampled_from([" mmol/L", " (mmol/L)", "(mmol/L)"]),
)
def test_a_libre_table_in_any_language_order_and_punctuation(
    language: str,
    records: list[tuple[int, int]],
    order: list[int],
    delimiter: str,
    point: str,
    unit: str,
) -> None:
    header = [name.replace(" mmol/L", unit) for some in LIBRES[language] for name in some]
    rows = []
    for n, (kind, tenths) in enumerate(records):
        row = ["FreeStyle LibreLink", "X", f"25-01-2024 08:{n:02}", str(kind), *[""] * 5]
        row[{0: 4, 1: 5, 2: 7, 3: 8}[kind]] = f"{tenths // 10}{point}{tenths % 10}"
        rows.append([row[k] for k in order])
    first = b"Glukose-Werte,Erstellt am,25-01-2024 10:00 UTC,Erstellt von,X\n"
    data = table_bytes([header[k] for k in order], rows, delimiter)
    found = read_bytes(b"\xef\xbb\xbf" + first + data, "x.csv")
    expected = [Glucose(tenths * 100) for kind, tenths in records if kind < 3]
    assert values(found) == expected
    ketones = sum(kind == 3 for kind, _ in records)
    named = of_kind(found, NotTaken)
    assert [(one.reason, one.count) for one in named] == [(Unsupported("ketones"), ketones)] * (
        ketones > 0
    )


@given(st.lists(st.integers(0, 1), min_size=1, max_size=12), st.permutations(range(5)))
def test_a_libre_file_of_the_software_for_computers(kinds: list[int], order: list[int]) -> None:
    header = ("ID", "Uhrzeit", "Art des Eintrags", "Historie (mg/dL)", "Scan (mg/dL)")
    rows = [
        (n, f"2016/11/16 10:{n:02}", kind, "" if kind else 110, 120 if kind else "")
        for n, kind in enumerate(kinds, 1)
    ]
    data = table_bytes([header[k] for k in order], [[row[k] for k in order] for row in rows], "\t")
    found = read_bytes("Max Müller\n".encode() + data, "x.csv")
    assert values(found) == [Glucose.of_milli_mg_dl(120_000 if k else 110_000) for k in kinds]
    sources = {one.reading.source for one in of_kind(found, FoundReading)}
    assert sources == {"libre/scan" if kind else "libre" for kind in kinds}


@given(st.lists(st.integers(40, 400), min_size=1, max_size=9))
def test_a_date_beside_its_clock(mg_dl: list[int]) -> None:
    for names in (("Date", "Time", "BG Glucose (mg/dl)"), ("DAY", "TIME", "UDT_CGMS")):
        rows = [("13.03.2024", f"10:{n:02}", one) for n, one in enumerate(mg_dl)]
        found = read_bytes(table_bytes(names, rows, ";"), "x.csv")
        assert values(found) == [Glucose.of_milli_mg_dl(one * 1_000) for one in mg_dl]
        walls = [one.reading.moment.local for one in of_kind(found, FoundReading)]
        assert [wall.minute for wall in walls] == list(range(len(mg_dl)))


@given(st.sampled_from(CHANGES), st.integers(0, 23))
def test_a_wall_clock_is_that_at_home_of_its_day(change: tuple[str, dt.date], hour: int) -> None:
    zone, day = change
    wall = dt.datetime.combine(day, dt.time(hour))
    profile = Profile(home_zone=TimeZone(zone))
    found = of_kind(
        tables_in(("time", "glucose"), [(wall.isoformat(" "), 120)], profile), FoundReading
    )
    (one,) = found
    assert one.zone_assumed
    known = one.reading.moment
    assert known.local.replace(tzinfo=None) - wall <= dt.timedelta(days=1)
    assert known.local_date in (day, day + dt.timedelta(days=1))


def test_clarity_with_its_header_again_and_a_broken_mark() -> None:
    header = ('ï»¿"Index"', "Timestamp (YYYY-MM-DDThh:mm:ss)", "Event Type", "Source Device ID")
    header = (*header, "Glucose Value (mg/dL)", "Carb Value (grams)", "Rate (mg/dL/min)")
    rows = [
        ("1", "", "FirstName", "", "", "", ""),
        ("2", "2024-01-05 08:00:00", "EGV", "iPhone G6", "120", "", "0.5"),
        header,
        ("3", "2024-01-05T08:05:00", "Calibration", "iPhone G6", "118", "", ""),
        ("4", "2024-01-05 08:10:00", "Carbs", "iPhone G6", "", "35", ""),
        ("5", "2024-01-05 08:15:00", "Insulin", "iPhone G6", "", "", ""),
        ("6", "2024-01-05 08:20:00", "EGV", "iPhone G6", "", "", ""),
    ]
    found = tables_in(header, rows)
    sources = [one.reading.source for one in of_kind(found, FoundReading)]
    assert sources == ["dexcom/iPhone G6", "dexcom/iPhone G6 meter"]
    (meal,) = of_kind(found, FoundMeal)
    assert meal.entry.kind is MealKind.BREAKFAST
    told = [one.reason for one in of_kind(found, NotTaken)]
    assert told == [
        Unsupported("moment without a measurement"),
        Unsupported("firstname event"),
        Unsupported("insulin event"),
    ]


@given(st.sampled_from(["EGV", "EGW", "VGE", "ЗУГ", "EGV-lukema", "推定血糖値", ""]))
def test_clarity_in_a_language_with_another_word_for_it(word: str) -> None:
    header = ("Index", "Zeitstempel (JJJJ-MM-TTThh:mm:ss)", "Ereignistyp", "Quellgeräte-ID")
    header = (*header, "Glukosewert (mg/dL)", "Insulinwert (E)", "Kohlenhydratwert (Gramm)")
    rows = [
        ("1", "", "Warnung", "Android G6", "55", "", ""),
        ("2", "2024-03-01T00:03:00", word, "Android G6", "140", "", ""),
        ("3", "2024-03-01T00:08:00", "Kalibrierung", "Android G6", "138", "", ""),
        ("4", "2024-03-01T00:13:00", "Insulin", "Android G6", "", "3", ""),
    ]
    found = tables_in(header, rows)
    read = [(one.reading.value, one.reading.source) for one in of_kind(found, FoundReading)]
    assert read == [
        (Glucose.of_milli_mg_dl(140_000), "dexcom/Android G6"),
        (Glucose.of_milli_mg_dl(138_000), "dexcom/Android G6 meter"),
    ]
    told = [one.reason for one in of_kind(found, NotTaken)]
    assert told == [Unsupported("warnung event"), Unsupported("insulin event")]


@given(st.integers(1_400_000_000, 1_700_000_000), st.integers(-12, 14), st.integers(40, 400))
def test_dexcom_share_keeps_its_offset(epoch_s: int, hours: int, value: int) -> None:
    offset = f"{'-' if hours < 0 else '+'}{abs(hours):02}00"
    one = {"WT": f"Date({epoch_s}000)", "ST": f"Date({epoch_s}000)", "Value": value}
    one |= {"DT": f"/Date({epoch_s}000{offset})/", "Trend": "Flat"}
    for document in ([one], [[one]], [[], [one]]):
        (found,) = of_kind(documents_in(document), FoundReading)
        assert found.reading.moment.at.timestamp() == epoch_s
        assert found.reading.moment.utc_offset_s == hours * 3_600
        assert not found.zone_assumed
        assert found.reading.value == Glucose.of_milli_mg_dl(value * 1_000)


@given(st.integers(-40, 40), st.booleans())
def test_the_wall_of_a_dexcom_display(quarters: int, told: bool) -> None:
    system = dt.datetime(2024, 1, 5, 8, tzinfo=dt.UTC)
    zone = dt.timezone(dt.timedelta(minutes=15 * quarters))
    shown = system.astimezone(zone)
    record = {
        "systemTime": f"{system:%Y-%m-%dT%H:%M:%SZ}",
        "displayTime": shown.isoformat() if told else f"{shown:%Y-%m-%dT%H:%M:%S}",
        "value": 120,
        "unit": "mg/dL",
    }
    found = documents_in({"recordType": "egv", "records": [record, {**record, "status": "high"}]})
    (one,) = of_kind(found, FoundReading)
    assert one.reading.moment.at == system
    if quarters:
        assert one.reading.moment.utc_offset_s == 900 * quarters
    assert of_kind(found, NotTaken)[0].reason == BeyondSensor("high")


def test_nightscout_documents() -> None:
    at = {"created_at": "2024-01-05T08:00:00Z", "utcOffset": 60}
    entries = [
        {"type": "sgv", "sgv": 120, "date": 1_704_441_600_000, "dateString": "x", "device": "G6"},
        {"type": "mbg", "mbg": 118, "date": 1_704_441_600_000, "dateString": "x"},
        {"type": "sgv", "sgv": 5, "date": 1_704_441_600_000, "dateString": "x"},
        {"type": "cal", "date": 1_704_441_600_000, "dateString": "x", "slope": 1},
        {"eventType": "Meal Bolus", "carbs": 30, "insulin": 2, "_id": "a", **at},
        {"eventType": "BG Check", "glucose": 5.5, "glucoseType": "Finger", "units": "mmol", **at},
    ]
    found = documents_in(entries)
    assert values(found) == [
        Glucose.of_milli_mg_dl(120_000),
        Glucose.of_milli_mg_dl(118_000),
        Glucose(5_500),
    ]
    sources = [one.reading.source for one in of_kind(found, FoundReading)]
    assert sources == ["nightscout/G6", "nightscout/meter", "nightscout/meter"]
    (meal,) = of_kind(found, FoundMeal)
    assert meal.key == "a|1"
    assert len(of_kind(found, NotTaken)) == 3


def test_carelink_sections() -> None:
    text = (
        "Last Name;First Name\nX;Y\n\n"
        "-------;MiniMed;Pump;1\n"
        "Index;Date;Time;BG Reading (mg/dL);BWZ Carb Input (grams);Sensor Glucose (mg/dL)\n"
        "0;2024/01/05;08:00:00;110;;\n1;2024/01/05;08:01:00;;30;\n2;2024/01/05;08:02:00;;0;\n"
        "-------;MiniMed;Sensor;1\n"
        "Index;Date;Time;BG Reading (mg/dL);BWZ Carb Input (grams);Sensor Glucose (mg/dL)\n"
        "3;2024/01/05;08:05:00;;;120\n4;2024/01/05;08:06:00;;;\n"
    )
    found = read_bytes(text.encode(), "x.csv")
    sources = [one.reading.source for one in of_kind(found, FoundReading)]
    assert sources == ["carelink/meter", "carelink"]
    assert len(of_kind(found, FoundMeal)) == 1
    (none,) = of_kind(found, NotTaken)
    assert none.count == 1


def test_tandem_sections() -> None:
    header = ("DeviceType", "SerialNumber", "Description", "EventDateTime", "Readings (CGM / BGM)")
    rows = [
        ("t:slim X2", "1", "EGV", "2024-01-05T08:00:00", "137"),
        ("t:slim X2", "1", "BG", "2024-01-05T08:01:00", "130"),
        ("Type", "BolusType", "BolusDeliveryMethod", "BG (mg/dL)", "x"),
        ("Bolus", "Carb", "Standard", "2024-01-05T08:01:00", "130"),
    ]
    found = tables_in(header, rows)
    assert [one.reading.source for one in of_kind(found, FoundReading)] == [
        "tandem",
        "tandem/meter",
    ]
    assert sum(one.count for one in of_kind(found, NotTaken)) == 2


@given(
    st.lists(st.integers(36, 400), min_size=1, max_size=9),
    st.sampled_from(["s", "ms", "iso"]),
    st.booleans(),
)
def test_a_plain_table_tells_its_unit_and_its_clock(
    mg_dl: list[int], clock: str, mmol: bool
) -> None:
    rows = []
    for n, value in enumerate(mg_dl):
        at = 1_700_000_000 + 300 * n
        iso = dt.datetime.fromtimestamp(at, dt.UTC).isoformat()
        written = {"s": at, "ms": at * 1_000, "iso": iso}[clock]
        rows.append((n + 1, written, round(value / 18.016, 2) if mmol else value))
    found = tables_in(("", "time", "gl"), rows)
    got = [one.mg_dl for one in values(found)]
    assert got == pytest.approx(mg_dl, abs=0.1)
    first = of_kind(found, FoundReading)[0].reading.moment
    assert first.at.timestamp() == 1_700_000_000


@given(st.lists(st.sampled_from("ab"), min_size=3, max_size=9))
def test_a_plain_table_of_people(people: list[str]) -> None:
    rows = [(who, f"2024-01-05 08:{n:02}:00", 100) for n, who in enumerate(people)]
    found = tables_in(("id", "time", "glucose"), rows)
    if len(set(people)) > 1:
        assert [one.reason for one in of_kind(found, NotTaken)] == [SeveralPeople(2)]
        assert len(found) == 1
    else:
        assert len(values(found)) == len(people)


def test_a_sugar_of_a_food_is_no_concentration() -> None:
    with pytest.raises(AssertionError, match="no reader"):
        tables_in(("Date", "Glucose (g)"), [("2024-01-05", 3)])


def test_cgmacros_counts_what_was_eaten() -> None:
    header = ("Timestamp", "Libre GL", "Dexcom GL", "HR", "METs", "Meal Type", "Calories", "Carbs")
    row = ("2024-01-05 08:00:00", "94.1", "99.3", "60", "10", "Snack 1", "400", "50", "75")
    found = tables_in((*header, "Amount Consumed"), [row])
    assert len(values(found)) == 2
    (rate,) = of_kind(found, FoundSample)
    assert (rate.metric, rate.sample.value) == (Metric.HEART_RATE, 60)
    (meal,) = of_kind(found, FoundMeal)
    (portion,) = meal.entry.portions
    assert isinstance(portion, StatedEntry)
    assert dict(portion.stated) == {"energy_kcal": 300, "carbohydrate_g": 37.5}
    assert meal.entry.kind is MealKind.SNACK


@given(instants, st.sampled_from(["%d/%m/%Y %H:%M", "%d.%m.%y %H:%M:%S", "%d-%m-%Y %I:%M %p"]))
def test_walls_come_back(wall: dt.datetime, pattern: str) -> None:
    orders = Orders()
    orders.see(f"31/12/{wall.year}")
    assert orders.decided is DayOrder.DAY
    assert wall_in(f"{wall:{pattern}}", DayOrder.DAY) == wall
    american = pattern.replace("%d", "%x1").replace("%m", "%d").replace("%x1", "%m")
    assert wall_in(f"{wall:{american}}", DayOrder.MONTH) == wall
    assert wall_in(f"{wall:%Y-%m-%dT%H:%M}", DayOrder.MONTH) == wall
