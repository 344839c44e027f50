"""What programs write into GPX and TCX, each in its own way."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.samples import gpx, tcx, track
from tests.support import good, refused
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.domain.activity_file import (
    ActivityFile,
    Damaged,
    FileFormat,
    NotAnActivity,
    TooDeep,
)
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.sport_words import sport_of
from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.result import Failure

AT = "2024-05-01T10:00:00Z"


def read(data: bytes) -> ActivityFile:
    return good(read_activity_file(data))


@pytest.mark.parametrize(
    ("extra", "channel", "value"),
    [
        ("<ns:TPX xmlns:ns='x'><ns:hr>141</ns:hr></ns:TPX>", Channel.HEART_RATE, 141),
        ("<TPX xmlns='urn:v2'><cad>88</cad></TPX>", Channel.CADENCE, 88),
        ("<atemp>-3.5</atemp>", Channel.TEMPERATURE, -3.5),
        ("<power>250</power>", Channel.POWER, 250),
        ("<p:PowerInWatts xmlns:p='p'>251</p:PowerInWatts>", Channel.POWER, 251),
        ("<d:distance xmlns:d='c'>13.0400512</d:distance>", Channel.DISTANCE, 13.04),
        ("<speed>1.2345</speed>", Channel.SPEED, 1.234),
        ("<gpxdata:Temp xmlns:gpxdata='c'>26.1</gpxdata:Temp>", Channel.TEMPERATURE, 26.1),
        ("<d:Distance xmlns:d='c'>7.5</d:Distance>", Channel.DISTANCE, 7.5),
        ("<HR>99</HR>", Channel.HEART_RATE, 99),
    ],
)
def test_extensions(extra: str, channel: Channel, value: float) -> None:
    point = f'<trkpt lat="46" lon="7"><ele>412.5</ele><time>{AT}</time>{extra}</trkpt>'
    streams = read(gpx(f"<trk><trkseg>{point}</trkseg></trk>")).recordings[0].streams
    assert streams.values(channel) == (value,)
    assert streams.values(Channel.ALTITUDE) == (412.5,)


@pytest.mark.parametrize(
    ("time", "start", "offset_s"),
    [
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00+00:00", None),
        ("2024-05-01T10:00:00.25Z", "2024-05-01T10:00:00.250000+00:00", None),
        ("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00+00:00", 7_200),
        ("2024-05-01T12:00:00.123456789Z", "2024-05-01T12:00:00.123000+00:00", None),
    ],
)
def test_times(time: str, start: str, offset_s: int | None) -> None:
    for data in (gpx(track("run", [(time, 46, 7)])), tcx([(time, 1, 1, 100)])):
        recording = read(data).recordings[0]
        assert recording.start
        assert (recording.start.isoformat(), recording.utc_offset_s) == (start, offset_s)
        assert recording.wall_start is None


@pytest.mark.parametrize("form", ["gpx", "tcx"])
def test_times_without_a_zone_are_of_a_wall(form: str) -> None:
    times = [f"2024-07-01T10:0{n}:00" for n in range(4)]
    for odd, on_wall in (("", True), ("Z", False), ("+02:00", False)):
        points = [(time + odd * (n == 2), 46 + n / 1_000, 7) for n, time in enumerate(times)]
        laps = [(time, 60, 100, 120) for time, *_ in points]
        data = gpx(track("run", points)) if form == "gpx" else tcx(laps)
        recording = read(data).recordings[0]
        assert (recording.wall_start == dt.datetime(2024, 7, 1, 10)) == on_wall
        assert (recording.start is None) == on_wall
        assert (Remark.ZONE_ASSUMED in {note.what for note in recording.notes}) == on_wall


@pytest.mark.parametrize("time", ["", "yesterday", "0001-01-01T00:00:00Z", "2024-13-01T00:00:00Z"])
def test_what_is_no_time_is_left_out(time: str) -> None:
    file = read(gpx(track("run", [(AT, 46, 7), (time, 46, 7)])))
    assert len(file.recordings[0].streams) == 1
    assert [(n.what, n.detail) for n in file.notes] == [(Remark.SAMPLES_WITHOUT_TIME, "1")]


@pytest.mark.parametrize("latitude", ["", "100", "nan", "inf", "-90.1", "north"])
def test_what_is_no_place_is_no_position(latitude: str) -> None:
    file = read(gpx(track("run", [(AT, 46, 7), (AT, latitude, 7), (AT, 46.001, 7)])))
    streams = file.recordings[0].streams
    assert streams.values(Channel.LATITUDE) == (46, None, 46.001)
    distance = file.recordings[0].totals.distance
    assert distance
    assert distance.meters == pytest.approx(111.195, abs=0.01)  # 6,371,008.8 m × π/180,000.


def test_a_segment_without_points_and_points_without_a_segment() -> None:
    point = f'<trkpt lat="46" lon="7"><time>{AT}</time></trkpt>'
    file = read(gpx(f"<trk><trkseg/><trkseg>{point}</trkseg></trk>", f"<trk>{point}</trk>"))
    assert (file.counts.tracks, file.counts.segments, file.counts.track_points) == (2, 3, 2)
    assert sum(len(each.streams) for each in file.recordings) == 2


def test_names_and_creator() -> None:
    body = f'<trk><name>Evening</name><trkseg><trkpt lat="1" lon="2"><time>{AT}</time></trkpt>'
    file = read(gpx(body + "</trkseg></trk>"))
    assert (file.device.product, file.recordings[0].name) == ("hand", "Evening")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    text = gpx(track("run", [(AT, 46, 7)]), "<trk><name>Übung</name></trk>").decode()
    data = text.replace("UTF-8", encoding).encode(encoding)
    assert len(read(data).recordings) == 1


@given(
    st.sampled_from([None, "utf-8", "utf-16", "UTF-16LE", "iso-8859-1"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.booleans(),
)
def test_the_bytes_say_what_a_file_is_written_in(
    declared: str | None, encoding: str, has_prefix: bool
) -> None:
    way = [(f"2024-05-01T08:00:{second:02}Z", 46 + second / 1_000, 7) for second in range(60)]
    text = gpx(track("run", way, extra="<x:hr>99</x:hr>" * has_prefix), "<!--Übung-->").decode()
    plain = text.replace("UTF-8", declared) if declared else text.partition("\n")[2]
    file = read(plain.encode(encoding))
    assert file.recordings == read(text.encode()).recordings
    odd = {note.what for note in file.notes} - {Remark.UNDECLARED_PREFIX}
    wrong = declared is not None and ("16" in declared) != ("16" in encoding)
    assert odd == ({Remark.WRONG_ENCODING} if wrong else set())


@pytest.mark.parametrize("encoding", ["UTF-8-8", "shift_jis", "QTF-8"])
def test_an_encoding_nobody_reads_is_damage(encoding: str) -> None:
    data = gpx(track("run", [(AT, 46, 7)])).replace(b"UTF-8", encoding.encode())
    assert isinstance(refused(read_activity_file(data)), Damaged)


@given(
    st.integers(1, 75),
    st.sampled_from(["", "1", "<!-- <a> -->", "<![CDATA[<a>]]>", "<b/>" * 70]),
    st.sampled_from(["", "\n", ' c="/>"']),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_no_more_than_64_elements_lie_in_each_other(
    deep: int, held: str, odd: str, encoding: str
) -> None:
    inner = f"<a{odd}>" * deep + held + "</a>" * deep
    points = f'<trkpt lat="46" lon="7"><time>{AT}</time>{inner}</trkpt>' * 3
    text = gpx(f"<trk><trkseg>{points}</trkseg></trk>").decode().replace("UTF-8", encoding)
    result = read_activity_file(text.encode(encoding))
    if 4 + deep + held.startswith("<b/>") > 64:
        assert isinstance(refused(result), TooDeep)
    else:
        assert good(result).counts.track_points == 3


def test_points_in_each_other_are_counted_as_well() -> None:
    for deep in (60, 61):
        points = f'<trkpt lat="46" lon="7"><time>{AT}</time>' * deep + "</trkpt>" * deep
        result = read_activity_file(gpx(f"<trk><trkseg>{points}</trkseg></trk>"))
        assert isinstance(result, Failure) == (deep > 60)


def test_points_within_points_are_read_as_far_as_they_make_sense() -> None:
    point = f'<trkpt lat="46" lon="7"><time>{AT}</time>'
    file = read(gpx(f"<trk><trkseg>{point}{point}</trkpt></trkpt></trkseg></trk>"))
    assert len(file.recordings[0].streams) == 1


def test_the_words_of_a_lap() -> None:
    lap = "<Intensity>Resting</Intensity><TriggerMethod>Distance</TriggerMethod><Track>"
    data = tcx([(AT, 60, 100, 100)]).replace(b"<Track>", lap.encode())
    (told,) = read(data).recordings[0].laps
    assert (told.intensity, told.trigger) == ("rest", "distance")


@pytest.mark.parametrize("kind", ["Course", "Workout"])
def test_plans_are_no_activities(kind: str) -> None:
    data = f"<TrainingCenterDatabase><{kind}s><{kind}/></{kind}s></TrainingCenterDatabase>"
    assert refused(read_activity_file(data.encode())) == NotAnActivity(FileFormat.TCX, kind.lower())


@pytest.mark.parametrize(
    ("word", "sport", "says_more"),
    [
        ("Running", Sport.RUNNING, None),
        ("Biking", Sport.CYCLING, "biking"),
        ("trail_running", Sport.RUNNING, "trail_running"),
        ("MountainBikeRide", Sport.CYCLING, "mountain_bike_ride"),
        ("9", Sport.RUNNING, None),
        ("Other", Sport.GENERIC, None),
        ("Quidditch", Sport.GENERIC, "quidditch"),
        ("", Sport.GENERIC, None),
        (None, Sport.GENERIC, None),
    ],
)
def test_words_for_sports(word: str | None, sport: Sport, says_more: str | None) -> None:
    assert sport_of(word) == (sport, says_more)


def test_a_stop_between_two_tracks_of_a_lap() -> None:
    def trackpoint(time: str, watts: int) -> str:
        extension = f"<Extensions><TPX><Watts>{watts}</Watts></TPX></Extensions>"
        return f"<Trackpoint><Time>{time}</Time>{extension}</Trackpoint>"

    lap = (
        f'<Lap StartTime="{AT}"><TotalTimeSeconds>20</TotalTimeSeconds>'
        f"<Track>{trackpoint(AT, 200)}{trackpoint('2024-05-01T10:00:10Z', 220)}</Track>"
        f"<Track>{trackpoint('2024-05-01T10:01:00Z', 240)}</Track></Lap>"
    )
    creator = "<Creator><Name>EDGE705</Name><UnitId>77</UnitId></Creator>"
    file = read(
        b"<TrainingCenterDatabase><Activities><Activity Sport='Biking'>"
        + (lap + creator).encode()
        + b"</Activity></Activities></TrainingCenterDatabase>"
    )
    (recording,) = file.recordings
    assert [pause.seconds for pause in recording.pauses] == [50]
    assert recording.totals.elapsed.seconds == 60
    assert recording.totals.timer
    assert recording.totals.timer.seconds == 20
    assert recording.streams.values(Channel.POWER) == (200, 220, 240)
    assert (file.device.product, file.device.serial) == ("EDGE705", 77)


def test_several_activities_in_one_tcx() -> None:
    one = tcx([(AT, 60, 100, 100)]).partition(b"<Activity ")[2].partition(b"</Activities>")[0]
    file = read(
        b"<TrainingCenterDatabase><Activities><Activity "
        + one
        + b"<Activity "
        + one
        + b"</Activities></TrainingCenterDatabase>"
    )
    assert [len(each.streams) for each in file.recordings] == [1, 1]


def test_no_numbers_are_loaded_for_text() -> None:
    program = (
        "import sys; from vegaloop.activity.adapters.readers import inspect_file;"
        "inspect_file(sys.stdin.buffer.read()); sys.exit('numpy' in sys.modules)"
    )
    given = gpx(track("run", [(AT, 46, 7)]))
    subprocess.run([sys.executable, "-c", program], input=given, check=True, env=_environment())


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
