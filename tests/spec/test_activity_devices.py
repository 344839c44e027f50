"""What devices and apps write that is not meant as it stands (docs/rules.md, ACF-90 and after)."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import T0, T0_UTC, Developer, definition, records, segment
from tests.readers.samples import gpx, tcx, track
from tests.spec.test_activity_sampled import ridden, session
from tests.support import CountedIds, good
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.domain.activity_file import ActivityFile
from vegaloop.activity.domain.origin import FileRef, Origin
from vegaloop.activity.domain.placing import Provenance, decide_recorded
from vegaloop.activity.domain.recording import Lap, Recording, Remark, Totals
from vegaloop.activity.domain.session import ContentHash, Session, SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.time import TimeZone, from_epoch_us

GARMIN, SUUNTO, TOMTOM, COROS = 1, 23, 71, 294
NOW = from_epoch_us((T0 + FIT_EPOCH_S + 86_400) * 1_000_000)
AT_HOME = Profile(home_zone=TimeZone("America/New_York"))


def made_by(maker: int) -> bytes:
    """An activity's first message, by a maker."""
    return definition(0, 0, [(0, 1, 0x00), (1, 2, 0x84)]) + struct.pack("<BBH", 0, 4, maker)


def on_wall(ahead_s: int, at: int = T0 + 60) -> bytes:
    """The summary of a file whose wall clock was so far ahead."""
    return definition(4, 34, [(253, 4, 0x86), (5, 4, 0x86)]) + struct.pack(
        "<BII", 4, at, at + ahead_s
    )


def read(body: bytes) -> ActivityFile:
    return good(read_activity_file(segment(body)))


def placed(recording: Recording) -> Session:
    told = Provenance(origin=Origin(source=SourceId("x")), file=FileRef(ContentHash("x"), 0))
    name = SessionId(CountedIds().fresh())
    return good(decide_recorded(name, recording, told, AT_HOME, NOW))


class TestAcf90:
    """ACF-90. A wall clock of a FIT file that shows UTC says nothing of where it was, unless its maker is known to set it: the session is put at home, and says so."""

    @pytest.mark.parametrize(
        ("maker", "ahead_s", "assumed", "day"),
        [
            (COROS, 0, True, "2021-09-07"),
            (TOMTOM, 0, True, "2021-09-07"),
            (COROS, 7_200, False, "2021-09-08"),
            (GARMIN, 0, False, "2021-09-08"),
            (SUUNTO, 0, False, "2021-09-08"),
        ],
    )
    @pytest.mark.parametrize("told", [True, False])
    def test_of_makers(self, maker: int, ahead_s: int, assumed: bool, day: str, told: bool) -> None:
        body = made_by(maker) + records([120] * 60)
        if told:
            body += definition(3, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86)])
            body += struct.pack("<BIII", 3, T0 + 60, T0, 60_000)
        (recording,) = read(body + on_wall(ahead_s)).recordings
        one = placed(recording)
        assert one.start.at.isoformat() == T0_UTC
        assert one.local_date.isoformat() == day
        assert one.facts.zone_assumed is assumed
        assert (Remark.ZONE_ASSUMED in {note.what for note in recording.notes}) is assumed


class TestAcf91:
    """ACF-91. A heart rate of zero, no watt and no kilocalorie of a whole session were not measured: they state nothing, and samples and other methods stand for them."""

    @given(st.integers(60, 300), st.integers(30, 200), st.integers(1, 900))
    def test_samples_stand_for_zeros(self, lasted: int, bpm: int, watts: int) -> None:
        body = made_by(GARMIN) + ridden([(bpm, 100, watts)] * lasted)
        zeros = [(16, 0), (17, 0), (20, 0), (21, 0), (11, 0)]
        totals = placed(read(body + session(T0, lasted, *zeros)).recordings[0]).facts.totals
        assert totals.average_heart_rate == totals.maximum_heart_rate == HeartRate(1_000 * bpm)
        assert totals.average_power == totals.maximum_power == Power(1_000 * watts)
        assert totals.energy is None

    def test_what_a_lap_may_have_none_of(self) -> None:
        zero = Totals(
            elapsed=Duration(90_000_000),
            energy=Energy(0),
            average_power=Power(0),
            average_heart_rate=HeartRate(0),
        )
        rolled = Lap(start=None, totals=zero, trigger="manual").measured()
        assert rolled.trigger == "manual"
        assert rolled.totals == Totals(
            elapsed=zero.elapsed, energy=Energy(0), average_power=Power(0)
        )
        assert zero.measured() == Totals(elapsed=zero.elapsed)

    def test_what_is_short_may_cost_nothing(self) -> None:
        short = Totals(elapsed=Duration(59_000_000), energy=Energy(0))
        assert short.measured() == short


def described(name: str, unit: str, native: int | None = None) -> bytes:
    """What the developer's field 0 of owner 0 means, in two bytes."""
    fields = [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 12, 7), (8, 8, 7), (14, 2, 0x84), (15, 1, 2)]
    named = name.encode().ljust(12, b"\0") + unit.encode().ljust(8, b"\0")
    of = struct.pack("<HB", 20 if native else 0xFFFF, 0xFF if native is None else native)
    return definition(5, 206, fields) + struct.pack("<BBBB", 5, 0, 0, 0x84) + named + of


def developed(numbers: list[int], start: int) -> bytes:
    """A second a number of the developer's field 0."""
    shape = definition(6, 20, [(253, 4, 0x86)], developers=(Developer(0, 2, 0),))
    return shape + b"".join(struct.pack("<BIH", 6, start + n, m) for n, m in enumerate(numbers))


class TestAcf92:
    """ACF-92. A developer's field means what was last said of it before the sample: in files that follow each other in one, each says its own."""

    @given(st.booleans(), st.integers(1, 20), st.integers(1, 20))
    def test_of_one_number(self, chained: bool, first: int, then: int) -> None:
        parts = [
            made_by(GARMIN) + described("Power", "Watts", 7) + developed([250] * first, T0),
            described("Contact", "ms") + developed([240] * then, T0 + 100),
            described("Power", "Watts", 7) + developed([260], T0 + 200),
        ]
        data = b"".join(map(segment, parts)) if chained else segment(b"".join(parts))
        (recording,) = good(read_activity_file(data)).recordings
        streams = recording.streams
        watts = [*[250.0] * first, *[None] * then, 260.0]
        assert list(streams.values(Channel.POWER)) == watts
        (contact,) = streams.extras
        assert contact.measure.name == "Contact"
        assert list(contact.numbers) == [*[MISSING] * first, *[240] * then, MISSING]


class TestAcf93:
    """ACF-93. A sport in a GPX or TCX file goes by the words Garmin Connect, Strava, Komoot and Endomondo have for it, in any style of letters and version."""

    @pytest.mark.parametrize(
        ("word", "sport"),
        [
            ("resort_skiing_snowboarding_ws", Sport.ALPINE_SKIING),
            ("cross_country_skiing_ws", Sport.CROSS_COUNTRY_SKIING),
            ("kayaking_v2", Sport.KAYAKING),
            ("obstacle_run", Sport.RUNNING),
            ("EBikeRide", Sport.E_BIKING),
            ("EMountainBikeRide", Sport.E_BIKING),
            ("BackcountrySki", Sport.ALPINE_SKIING),
            ("Snowshoe", Sport.SNOWSHOEING),
            ("TableTennis", Sport.RACKET),
            ("Velomobile", Sport.CYCLING),
            ("touringbicycle", Sport.CYCLING),
            ("mtb", Sport.CYCLING),
            ("CYCLING_TRANSPORTATION", Sport.CYCLING),
            ("Outdoor Running", Sport.RUNNING),
        ],
    )
    def test_in_a_file(self, word: str, sport: Sport) -> None:
        points = [("2024-05-01T10:00:00Z", 46.0, 7.0), ("2024-05-01T10:00:09Z", 46.001, 7.0)]
        for data in (gpx(track(word, points)), tcx([(points[0][0], 9, 100, 140)], sport=word)):
            assert [one.sport for one in good(read_activity_file(data)).recordings] == [sport]


class TestAcf94:
    """ACF-94. A sport that the one session of a FIT file does not name, or that has no session, is the one the device was set to, else that of its laps."""

    @pytest.mark.parametrize("with_session", [True, False])
    @pytest.mark.parametrize(("is_set", "sport"), [(True, Sport.CYCLING), (False, Sport.RUNNING)])
    def test_of_what_else_says_it(self, with_session: bool, is_set: bool, sport: Sport) -> None:
        body = made_by(GARMIN) + records([120] * 60)
        body += definition(3, 19, [(253, 4, 0x86), (2, 4, 0x86), (25, 1, 0), (39, 1, 0)])
        body += struct.pack("<BIIBB", 3, T0 + 60, T0, 1, 1)
        if is_set:
            body += definition(4, 12, [(0, 1, 0), (1, 1, 0)]) + struct.pack("<BBB", 4, 2, 1)
        if with_session:
            body += session(T0, 60)
        (recording,) = read(body).recordings
        assert (recording.sport, recording.sub_sport) == (sport, "treadmill")

    def test_what_a_session_names_stands(self) -> None:
        body = made_by(GARMIN) + records([120] * 60)
        body += definition(4, 12, [(0, 1, 0), (1, 1, 0)]) + struct.pack("<BBB", 4, 2, 6)
        (recording,) = read(body + session(T0, 60, (5, 1))).recordings
        assert recording.sport is Sport.RUNNING


DAY_S = 86_400


class TestAcf95:
    """ACF-95. Where no session says what is its own, what goes on after more than a day is another recording, and a sample alone more than a day from those beside it, or more than a day before any session, has no time."""

    @given(st.integers(DAY_S - 50, DAY_S + 50), st.integers(2, 9), st.integers(2, 9))
    def test_parts_of_fit_and_gpx(self, gap_s: int, first: int, then: int) -> None:
        seconds = [*range(first), *range(first - 1 + gap_s, first - 1 + gap_s + then)]
        parts = [first, then] if gap_s > DAY_S else [first + then]
        way = [100 * n for n in range(first + then)]
        body = made_by(GARMIN) + definition(1, 20, [(253, 4, 0x86), (5, 4, 0x86)])
        for second, cm in zip(seconds, way, strict=True):
            body += struct.pack("<BII", 1, T0 + second, cm)
        file = read(body)
        assert [len(one.streams) for one in file.recordings] == parts
        assert file.recordings[-1].totals.distance == Distance(
            1_000 * (then if len(parts) > 1 else first + then - 1)
        )
        timed = [(at(second), 46.0 + n / 10_000, 7.0) for n, second in enumerate(seconds)]
        tracks = good(read_activity_file(gpx(track("running", timed)))).recordings
        assert [len(one.streams) for one in tracks] == parts

    @pytest.mark.parametrize("stray_s", [-700_000_000, 30 * DAY_S])
    def test_a_clock_that_was_not_set(self, stray_s: int) -> None:
        seconds = sorted([*range(60), stray_s])
        body = made_by(GARMIN) + b"".join(records([120], start=T0 + n) for n in seconds)
        timed = [(at(n), 46.0 + n / 1e14, 7.0) for n in seconds]
        for data in (segment(body), gpx(track("running", timed))):
            file = good(read_activity_file(data))
            assert [len(one.streams) for one in file.recordings] == [60]
            assert [one.totals.elapsed.seconds for one in file.recordings] == [59]
            assert (Remark.SAMPLES_WITHOUT_TIME, "1") in {(n.what, n.detail) for n in file.notes}

    def test_samples_long_before_a_session(self) -> None:
        body = made_by(GARMIN) + records([90] * 9, start=T0 - 30 * DAY_S)
        body += records([90] * 5, start=T0 - DAY_S + 1) + records([120] * 60)
        file = read(body + session(T0, 60))
        assert [len(one.streams) for one in file.recordings] == [65]
        assert [(n.what, n.detail) for n in file.notes] == [(Remark.SAMPLES_WITHOUT_TIME, "9")]

    def test_samples_that_are_all_alone(self) -> None:
        timed = [(at(n * 2 * DAY_S), 46.0, 7.0) for n in range(3)]
        file = good(read_activity_file(gpx(track("running", timed))))
        assert [len(one.streams) for one in file.recordings] == [1, 1, 1]


def at(second: int) -> str:
    """A time of a GPX file, so many seconds after the first."""
    return from_epoch_us((T0 + FIT_EPOCH_S + second) * 1_000_000).isoformat()


def activity(*laps: tuple[str, float, str]) -> bytes:
    """A TCX run: laps by their start, their seconds and the points in them."""
    inner = "".join(
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>900</DistanceMeters><Track>{points}</Track></Lap>"
        for start, seconds, points in laps
    )
    head = '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>x</Id>'
    return f"{head}{inner}</Activity></Activities></TrainingCenterDatabase>".encode()


def points_from(second: int, count: int) -> str:
    """A point a second."""
    return "".join(f"<Trackpoint><Time>{at(second + n)}</Time></Trackpoint>" for n in range(count))


class TestAcf96:
    """ACF-96. Where the points of a TCX activity are whole, and begin whole quarters of an hour away from its laps, the laps are put to the points."""

    @given(st.integers(-40, 40).filter(bool), st.integers(-5, 5), st.booleans())
    def test_a_wall_that_was_taken_for_utc(self, quarters: int, late_s: int, zoned: bool) -> None:
        off_s = 900 * quarters
        starts = [at(off_s + n * 300).removesuffix("" if zoned else "+00:00") for n in (0, 1)]
        data = activity(
            (starts[0], 300, points_from(late_s, 300)),
            (starts[1], 300, points_from(300 + late_s, 300)),
        )
        (recording,) = good(read_activity_file(data)).recordings
        assert recording.start is not None
        assert recording.start.isoformat() == T0_UTC
        assert [lap.start and lap.start.isoformat() for lap in recording.laps] == [at(0), at(300)]
        assert recording.totals.elapsed.seconds == pytest.approx(600, abs=5)

    @pytest.mark.parametrize(("off_s", "count"), [(-1_800, 200), (-1_750, 300), (0, 300)])
    def test_points_that_came_late(self, off_s: int, count: int) -> None:
        data = activity((at(off_s), 300, points_from(0, count)))
        (recording,) = good(read_activity_file(data)).recordings
        assert recording.start is not None
        assert recording.start.isoformat() == at(off_s)


class TestAcf97:
    """ACF-97. A TCX activity without points took until the last of its laps had ended, and laps of no time at all tell no moving time."""

    @given(st.integers(1, 600), st.integers(0, 600), st.integers(1, 600))
    def test_laps_alone(self, first: int, pause: int, then: int) -> None:
        data = activity((at(0), first, ""), (at(first + pause), then, ""))
        totals = placed(good(read_activity_file(data)).recordings[0]).facts.totals
        assert totals.elapsed.seconds == first + pause + then
        assert totals.timer is not None
        assert totals.timer.seconds == first + then

    def test_laps_of_no_time(self) -> None:
        data = activity((at(0), 0, points_from(0, 61)))
        totals = placed(good(read_activity_file(data)).recordings[0]).facts.totals
        assert (totals.elapsed.seconds, totals.timer) == (60, None)


class TestAcf98:
    """ACF-98. Where places were written and no distance, the distance of FIT and TCX is the way between the places, as that of GPX is."""

    @given(st.lists(st.integers(-9_000, 9_000), min_size=2, max_size=20), st.booleans())
    def test_one_way_in_three_formats(self, steps: list[int], zero: bool) -> None:
        north = [558_345_728 + sum(steps[:n]) for n in range(len(steps))]  # Semicircles.
        body = made_by(GARMIN) + definition(1, 20, [(253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85)])
        for n, latitude in enumerate(north):
            body += struct.pack("<BIii", 1, T0 + n, latitude, 0)
        timed = [(at(n), latitude * 180 / 2**31, 0.0) for n, latitude in enumerate(north)]
        places = "".join(
            f"<Trackpoint><Time>{time}</Time><Position><LatitudeDegrees>{latitude}"
            "</LatitudeDegrees><LongitudeDegrees>0</LongitudeDegrees></Position></Trackpoint>"
            for time, latitude, _ in timed
        )
        stated = b"0" if zero else b""
        run = activity((at(0), 60, places)).replace(b">900<", b">" + stated + b"<")
        files = segment(body), segment(body + session(T0, 60)), run, gpx(track("running", timed))
        ways = []
        for data in files:
            (recording,) = good(read_activity_file(data)).recordings
            assert Channel.DISTANCE in recording.streams.channels
            distance = placed(recording).facts.totals.distance
            ways.append(-1.0 if distance is None else distance.meters)
        assert ways == pytest.approx([ways[-1]] * 4, abs=0.02 * len(steps))
