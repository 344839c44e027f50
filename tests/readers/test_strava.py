"""Strava: the table of the export in its languages, its files, and the answers of the API."""

from __future__ import annotations

import datetime as dt
import gzip
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import (
    PARIS,
    documents_in,
    of_kind,
    read_bytes,
    table_bytes,
    tables_in,
)
from vegaloop.activity import Channel, Rpe, Sport
from vegaloop.imports.adapters.readers.strava.columns import Columns
from vegaloop.imports.adapters.readers.strava.words import date_of
from vegaloop.imports.domain.found import FoundFile, FoundRecording, NotTaken, Unsupported
from vegaloop.kernel.quantity import Distance

ENGLISH = [
    "Activity ID",
    "Activity Date",
    "Activity Name",
    "Activity Type",
    "Activity Description",
    "Elapsed Time",
    "Distance",
    "Max Heart Rate",
    "Relative Effort",
    "Commute",
    "Activity Private Note",
    "Activity Gear",
    "Filename",
    "Athlete Weight",
    "Bike Weight",
    "Elapsed Time",
    "Moving Time",
    "Distance",
    "Max Speed",
    "Average Speed",
    "Elevation Gain",
    "Elevation Loss",
    "Elevation Low",
    "Elevation High",
    "Max Grade",
    "Average Grade",
    "Average Positive Grade",
    "Average Negative Grade",
    "Max Cadence",
    "Average Cadence",
    "Max Heart Rate",
    "Average Heart Rate",
    "Max Watts",
    "Average Watts",
    "Calories",
]
GERMAN = [
    "Aktivitäts-ID",
    "Aktivitätsdatum",
    "Name der Aktivität",
    "Aktivitätsart",
    "Aktivitätsbeschreibung",
    "Verstrichene Zeit",
    "Distanz",
    "Max. Herzfrequenz",
]
UNKNOWN = [f"sarake {ENGLISH.index(name)}" for name in ENGLISH]  # No language that is listed.
MONTHS = {
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "nl": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "sv": "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
    "cs": "led úno bře dub kvě června července srp zář říj lis pro",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "el": "Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ",
    "uk": "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
}
walls = st.datetimes(dt.datetime(2009, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda wall: wall.replace(microsecond=0)
)


def _row(when: str = "May 29, 2022, 3:53:35 PM", file: str = "") -> list[str]:
    cells = [""] * len(ENGLISH)
    cells[:4] = ["12070555079", when, "Morning", "Run"]
    cells[5:8] = ["1428", "3,32", "171"]
    cells[12] = file
    cells[15:18] = ["1428.0", "1411.0", "3322.949951171875"]
    cells[20:22] = ["61.9", "86.0"]
    cells[29:35] = ["71.25", "171.0", "150.0", "", "", "262.0"]
    return cells


@pytest.mark.parametrize("year", [0, 10_000, 10**30])
def test_a_year_nobody_lives_in_is_none(year: int) -> None:
    assert date_of(f"29 May {year}, 10:00:00") is None


@given(walls)
def test_a_date_is_the_same_in_every_language(wall: dt.datetime) -> None:
    hour = wall.hour % 12 or 12
    half = "AM" if wall.hour < 12 else "PM"
    clock = f"{wall:%H:%M:%S}"
    english = f"{wall:%b} {wall.day}, {wall.year}, {hour}:{wall:%M:%S}"
    written = [
        f"{english} {half}",
        f"{english}\u202f{half}",
        f"{english} {half.lower()[0]}. m.",
        f"{wall.day} {wall:%b} {wall.year}, {clock}",
        f"{wall:%d.%m.%Y}, {clock}",
        f"{wall:%Y/%m/%d} {clock}",
        f"{wall:%Y-%m-%d} {clock}",
        f"{wall.year}年{wall.month}月{wall.day}日 {clock}",
    ]
    for names in MONTHS.values():
        month = names.split()[wall.month - 1]
        written += [
            f"{wall.day} {month} {wall.year}, {clock}",
            f"{wall.day} {month} {wall.year} à {clock}",
            f"{wall.day} de {month} de {wall.year}, {clock}",
        ]
    for text in written:
        assert date_of(text) == wall, text


@pytest.mark.parametrize("header", [ENGLISH, [*GERMAN, *ENGLISH[8:]], UNKNOWN])
def test_columns_are_found_by_name_or_by_what_stands_twice(header: list[str]) -> None:
    (found,) = of_kind(tables_in(header, [_row()]), FoundRecording)
    totals = found.recording.totals
    assert found.external_id == "12070555079"
    assert found.recording.sport is Sport.RUNNING
    assert found.recording.start == dt.datetime(2022, 5, 29, 15, 53, 35, tzinfo=dt.UTC)
    assert totals.elapsed.seconds == 1_428
    assert totals.timer is not None
    assert totals.timer.seconds == 1_411
    assert totals.distance is not None
    assert totals.distance.meters == 3_322.95
    if header is ENGLISH:
        assert totals.average_heart_rate is not None
        assert totals.average_heart_rate.bpm == 150


@pytest.mark.parametrize("tail", [(), ("", "", "Relative Leistung", *"abcde", "Gefühl")])
def test_german_says_its_gain_and_its_loss_and_what_people_wrote(tail: tuple[str, ...]) -> None:
    said = {
        "Elapsed Time": "Verstrichene Zeit",
        "Distance": "Distanz",
        "Relative Effort": "Relative Leistung",
        "Activity Private Note": "Private Notiz zur Aktivität",
        "Elevation Gain": "Höhenzunahme",
        "Elevation Loss": "Höhenunterschied",
    }
    header = [*(said.get(name, name) for name in ENGLISH), *tail]
    header[:5] = GERMAN[:5]
    row = [*_row(), *([""] * (len(tail) - 1) + ["6"] if tail else [])]
    row[10] = "for me"
    (found,) = of_kind(tables_in(header, [row]), FoundRecording)
    totals = found.recording.totals
    assert (totals.ascent, totals.descent) == (Distance(61_900), Distance(86_000))
    assert found.notes == "for me"
    assert found.rpe == (Rpe(60) if tail else None)
    told = {one.what for one in of_kind(tables_in(header, [row]), NotTaken)}
    assert not told & {"verstrichene zeit", "distanz", "max heart rate"}
    unplaced = tables_in(
        [*GERMAN[:6], "Höhenzunahme", "Höhenunterschied", "Empfundene Anstrengung"],
        [[*row[:6], "850", "120", "6"]],
    )
    (found,) = of_kind(unplaced, FoundRecording)
    totals = found.recording.totals
    assert (totals.ascent, totals.descent) == (Distance(850_000), Distance(120_000))
    assert found.rpe == Rpe(60)


@given(st.permutations(range(len(ENGLISH))))
def test_named_columns_may_stand_anywhere_while_the_exact_block_is_behind(order: list[int]) -> None:
    row = _row()
    row[6] = row[17]  # Of doubled columns the last that is filled counts.
    table = tables_in([ENGLISH[n] for n in order], [[row[n] for n in order]])
    (found,) = of_kind(table, FoundRecording)
    assert found.recording.totals.elapsed.seconds == 1_428
    assert found.recording.totals.distance is not None
    assert found.recording.totals.distance.meters == 3_322.95


@given(st.integers(1, 300_000), st.integers(600, 36_000))
def test_an_only_distance_is_in_kilometres_unless_nobody_is_so_fast(
    meters: int, took_s: int
) -> None:
    header = (
        "Activity ID",
        "Activity Date",
        "Activity Name",
        "Activity Type",
        "Elapsed Time",
        "Distance",
    )
    if meters > 40 * took_s:
        return
    row = ("1", "May 29, 2022, 3:53:35 PM", "x", "Ride", str(took_s), f"{meters / 1_000}")
    (found,) = of_kind(tables_in(header, [row]), FoundRecording)
    assert found.recording.totals.distance is not None
    assert found.recording.totals.distance.meters == pytest.approx(meters, abs=0.01)


def test_a_file_of_the_archive_is_taken_and_one_that_is_not_there_is_told() -> None:
    rows = [_row(file="activities/1.fit.gz"), _row(file="activities/2.gpx")]
    packed = gzip.compress(b"what a file holds")
    beside = {"export/activities/1.fit.gz": packed}
    found = read_bytes(table_bytes(ENGLISH, rows), "export/activities.csv", PARIS, beside)
    (file,) = of_kind(found, FoundFile)
    assert file.command.data in (packed, b"what a file holds")
    assert len(of_kind(found, FoundRecording)) == 1
    (told,) = of_kind(found, NotTaken)
    assert told.reason == Unsupported("file that is not in the archive")
    assert told.place.line == 3


def test_what_people_wrote_is_with_the_file_and_with_the_row() -> None:
    header = [*ENGLISH, "Perceived Exertion"]
    rows = [[*_row(file=file), effort] for file, effort in (("1.gpx", "6.0"), ("", "0"))]
    for row in rows:
        row[4], row[ENGLISH.index("Activity Private Note")] = "for all", "for me"
    found = read_bytes(table_bytes(header, rows), "activities.csv", PARIS, {"1.gpx": b"a file"})
    (file,), (row) = of_kind(found, FoundFile), of_kind(found, FoundRecording)[0]
    assert (file.command.name, file.command.notes) == ("Morning", "for all\nfor me")
    assert (row.recording.name, row.notes) == ("Morning", "for all\nfor me")
    assert (file.command.rpe, row.rpe) == (Rpe(60), None)


def test_columns_without_room_are_named_once_where_they_hold_anything() -> None:
    rows = [_row() for _ in range(3)]
    effort, gear = ENGLISH.index("Relative Effort"), ENGLISH.index("Activity Gear")
    rows[0][effort], rows[1][effort] = "11", "12"
    rows[2][gear] = "Shoes"
    rows[2][ENGLISH.index("Commute")] = "false"
    found = tables_in(ENGLISH, rows)
    told = {one.what: (one.count, one.place.line) for one in of_kind(found, NotTaken)}
    assert {name: told.get(name) for name in ("relative effort", "activity gear", "commute")} == {
        "relative effort": (2, 2),
        "activity gear": (1, 4),
        "commute": None,
    }
    assert {type(one.reason) for one in of_kind(found, NotTaken)} == {Unsupported}
    assert len(of_kind(found, FoundRecording)) == 3


def test_the_words_of_an_activity_are_its_notes() -> None:
    header = ("Activity ID", "Activity Date", "Activity Name", "Activity Type")
    row = ("1", "May 29, 2022, 3:53:35 PM", "x", "Run", "With the dog", "600", "2")
    (found,) = tables_in((*header, "Activity Description", "Elapsed Time", "Distance"), [row])
    assert isinstance(found, FoundRecording)
    assert found.notes == "With the dog"


def test_other_tables_are_counted_and_not_taken() -> None:
    (told,) = tables_in(("Shoe Name", "Shoe Brand", "Shoe Model"), [("a", "b", "c")] * 3)
    assert isinstance(told, NotTaken)
    assert told.count == 3


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(40, 200)), min_size=1, max_size=50))
def test_streams_of_the_api_come_back(points: list[tuple[int, int]]) -> None:
    times = [0]
    for step, _ in points[1:]:
        times.append(times[-1] + step)
    rates = [rate for _, rate in points]
    activity = {
        "id": 7,
        "athlete": {"id": 1},
        "start_date": "2024-03-31T00:30:00Z",
        "timezone": "(GMT+01:00) Europe/Paris",
        "elapsed_time": 3_600,
        "sport_type": "TrailRun",
        "streams": {"time": {"data": times}, "heartrate": {"data": rates}},
    }
    (found,) = of_kind(documents_in(activity), FoundRecording)
    streams = found.recording.streams
    assert list(streams.seconds) == times
    assert list(streams.values(Channel.HEART_RATE)) == rates
    assert all(a <= b for a, b in pairwise(streams.seconds))
    assert found.recording.utc_offset_s == 3_600
    assert found.recording.sport is Sport.RUNNING


def test_a_line_of_values_is_no_header() -> None:
    row = [str(n) for n in range(7)] + [""] * 5 + ["5", "7", "6"] + ["0.00"] * 20
    assert Columns.of(row) is None
    assert Columns.of(["2020-07-15", "", "Lunch", "Fat", "0.00 g", *["0.00"] * 40]) is None


SPORTS = """
running: Lauf, Trailrun, Traillauf, Virtueller Lauf, Sortie de course virtuelle, Trail, Course à pied
running: Carrera, Carrera de trail, Carrera virtual, Corsa, Corsa virtuale, Corrida virtual
running: Corrida em trilha, Hardloopsessie, Virtuele hardloopsessie, Trailrun
cycling: Radfahrt, Gravel-Fahrt, Gravelfahrt, Mountainbike-Fahrt, Virtuelle Radfahrt, Sortie à vélo
cycling: VTT, Sortie VTT, Sortie gravel, Sortie vélo virtuelle, Bicicleta de montaña, Gravel
cycling: Paseo en bicicleta, Giro in bici, Ciclismo virtuale, Pedalada virtual, Mountainbikerit
e_biking: E-Bike-Fahrt, E-Mountainbike-Fahrt, Sortie VTTAE, Bici elettrica, E-bikerit
cross_country_skiing: Langlaufski, Skilanglauf, Ski nordique, Esquí nórdico, Sci nordico
snowshoeing: Schneeschuhwandern, Raquettes, Raquetas de nieve, Ciaspolata, Sneeuwschoenwandelen
swimming: Schwimmen, Natation, Natación, Nuoto, Natação, Zwemmen
hiit: HIIT, Hochintensives Intervalltraining
alpine_skiing: Ski alpin, Esquí alpino, Sci alpino, Alpineskiën
"""


@pytest.mark.parametrize("line", SPORTS.strip().split("\n"))
def test_sports_in_the_words_of_six_languages(line: str) -> None:
    sport, _, words = line.partition(":")
    for word in words.split(","):
        row = _row()
        row[3] = word.strip()
        (found,) = of_kind(tables_in(ENGLISH, [row]), FoundRecording)
        assert found.recording.sport is Sport(sport), word
