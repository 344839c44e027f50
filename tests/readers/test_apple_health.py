"""Exports of Apple Health: what was written is found, once, when it was."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import (
    APPLE,
    apple_time,
    arrival,
    element,
    export,
    found_in,
    metadata,
    record,
    samples_in,
    stage,
)
from tests.readers.mutations import mutated
from tests.support import at_most
from vegaloop.activity import Channel, Sport
from vegaloop.biometrics import BloodPressure, BodyFat, Glucose, Metric, Temperature, Weight
from vegaloop.imports.adapters.readers.apple_health import READERS
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundRecording,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import Damaged, TooDeep, TooLarge

NOON = "2024-05-01 12:00:00 +0200"
_WALLS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1)).map(
    lambda wall: wall.replace(microsecond=0)
)
_OFFSETS = st.sampled_from([-570, -480, -60, 0, 60, 120, 345, 840])
_KINDS = st.sampled_from(
    [
        ("StepCount", "count", Metric.STEPS, 1),
        ("HeartRate", "count/min", Metric.HEART_RATE, 100),
        ("DistanceWalkingRunning", "km", Metric.DISTANCE, 1_000_000),
        ("ActiveEnergyBurned", "kcal", Metric.ACTIVE_ENERGY, 4_184),
        ("BasalEnergyBurned", "kJ", Metric.RESTING_ENERGY, 1_000),
        ("AppleExerciseTime", "min", Metric.EXERCISE_TIME, 60),
        ("HeartRateVariabilitySDNN", "ms", Metric.HRV_SDNN, 1_000),
        ("VO2Max", "mL/min·kg", Metric.VO2MAX, 100),
    ]
)
_ROWS = st.lists(
    st.tuples(_KINDS, st.integers(1, 2_000), _WALLS, _OFFSETS, st.integers(0, 3_600)), max_size=20
)


class TestSeries:
    @given(_ROWS, st.randoms(use_true_random=False), st.booleans())
    def test_each_sample_is_given_back_whatever_the_order(self, rows, chance, more) -> None:  # type: ignore[no-untyped-def]  # Hypothesis fills them in.
        written, wanted = [], []
        for (kind, unit, metric, steps), value, wall, offset, length in rows:
            start = apple_time(wall, offset)
            end = apple_time(wall + dt.timedelta(seconds=length), offset)
            other = {"unit": unit, "somethingNew": "1" if more else None, "device": "x<y>&"}
            written.append(record(kind, value / 10, start, end, **other))
            epoch = dt.datetime(1970, 1, 1)
            start_ms = ((wall - epoch) // dt.timedelta(seconds=1) - offset * 60) * 1_000
            amount = round(value / 10 * steps)
            wanted.append(
                (metric.value, "apple_health/Watch", start_ms, length * 1_000, amount, offset * 60)
            )
        chance.shuffle(written)
        assert samples_in(found_in(export(written))) == sorted(wanted)

    def test_a_day_of_23_hours_keeps_both_offsets(self) -> None:
        parts = [
            record("StepCount", 1, "2024-03-31 01:59:59 +0100", unit="count"),
            record("StepCount", 2, "2024-03-31 03:00:00 +0200", unit="count"),
        ]
        rows = samples_in(found_in(export(parts)))
        assert [row[5] for row in rows] == [3_600, 7_200]
        assert rows[1][2] - rows[0][2] == 1_000

    @pytest.mark.parametrize("value", ["", "many", "1e400", "nan", "-", "9" * 30])
    def test_what_is_no_number_is_told_and_the_rest_is_read(self, value: str) -> None:
        parts = [record("StepCount", one, NOON, unit="count") for one in (5, value, 7)]
        found = found_in(export(parts))
        assert len(samples_in(found)) == 2
        (refused,) = [one for one in found if isinstance(one, NotTaken)]
        assert isinstance(refused.reason, Misshapen)
        assert refused.place.line == 5

    def test_a_comma_is_a_point(self) -> None:
        parts = [record("DistanceWalkingRunning", "0,5", NOON, unit="km")]
        assert samples_in(found_in(export(parts)))[0][4] == 500_000

    def test_a_time_without_an_offset_is_that_of_the_home(self) -> None:
        (found,) = found_in(export([record("StepCount", 3, "2024-05-01 12:00:00", unit="count")]))
        assert isinstance(found, FoundSample)
        assert found.zone_assumed

    def test_a_unit_nobody_knows_is_told_once(self) -> None:
        found = found_in(export([record("StepCount", n, NOON, unit="furlong") for n in range(9)]))
        assert [(one.count, one.reason) for one in found if isinstance(one, NotTaken)] == [
            (9, Misshapen("unit", "furlong", "a unit of a count"))
        ]

    @pytest.mark.parametrize("value", ["0.97", "97"])
    def test_a_share_is_of_one_or_of_a_hundred(self, value: str) -> None:
        assert (
            samples_in(found_in(export([record("OxygenSaturation", value, NOON, unit="%")])))[0][4]
            == 9_700
        )

    def test_one_source_however_its_apostrophe_is_written(self) -> None:
        names = ("Ann’s Watch", "Ann's\u00a0Watch")
        parts = [record("StepCount", 1, NOON, unit="count", sourceName=name) for name in names]
        assert {row[1] for row in samples_in(found_in(export(parts)))} == {
            "apple_health/Ann's Watch"
        }


class TestReadings:
    @pytest.mark.parametrize(
        ("kind", "value", "unit", "wanted"),
        [
            ("BodyMass", "80", "kg", ("kg", 80.0)),
            ("BodyMass", "176,37", "lb", ("kg", 80.000)),
            ("BodyMass", "12", "st", ("kg", 76.204)),
            ("BodyFatPercentage", "0.18", "%", ("percent", 18.0)),
            ("BodyFatPercentage", "18", "%", ("percent", 18.0)),
            ("BodyTemperature", "98.6", "degF", ("celsius", 37.0)),
            ("AppleSleepingWristTemperature", "35.1", "degC", ("celsius", 35.1)),
            ("BloodGlucose", "90", "mg/dL", ("mg_dl", 90.0)),
            ("BloodGlucose", "5", "mmol<180.1558800000541>/L", ("mmol_l", 5.0)),
        ],
    )
    def test_units(self, kind: str, value: str, unit: str, wanted: tuple[str, float]) -> None:
        (found,) = found_in(export([record(kind, value, NOON, unit=unit)]))
        assert isinstance(found, FoundReading)
        read = found.reading.value
        match read:
            case Weight(mass):
                told = "kg", mass.kg
            case BodyFat():
                told = "percent", read.percent
            case Temperature():
                told = "celsius", read.celsius
            case Glucose():
                told = ("mg_dl", read.mg_dl) if unit == "mg/dL" else ("mmol_l", read.mmol_l)
            case _:
                told = "", 0.0
        assert told[0] == wanted[0]
        assert told[1] == pytest.approx(wanted[1], abs=0.001)

    def test_pressures_of_one_instant_are_one_reading_with_or_without_their_pair(self) -> None:
        sides = [
            record("BloodPressureSystolic", 120, NOON, unit="mmHg"),
            record("BloodPressureDiastolic", 80, NOON, unit="mmHg"),
        ]
        kind = "HKCorrelationTypeIdentifierBloodPressure"
        pair = element("Correlation", "".join(sides), type=kind, sourceName="Watch", startDate=NOON)
        for parts in (sides, [*sides, pair], [pair, *sides], [pair]):
            (found,) = found_in(export(parts))
            assert isinstance(found, FoundReading)
            assert found.reading.value == BloodPressure(120, 80)

    def test_one_pressure_alone_is_told(self) -> None:
        (found,) = found_in(export([record("BloodPressureSystolic", 120, NOON, unit="mmHg")]))
        assert isinstance(found, NotTaken)

    def test_what_there_is_no_room_for_is_counted(self) -> None:
        parts = [record("BodyMassIndex", "21", NOON, unit="count")] * 3 + [
            element("ActivitySummary")
        ] * 2
        told = {one.what: one.count for one in found_in(export(parts)) if isinstance(one, NotTaken)}
        assert told == {"BodyMassIndex": 3, "ActivitySummary": 2}


_ROUTE = b"""<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="46.0" lon="7.0"><ele>400.5</ele><time>2024-05-01T10:00:05Z</time>
<extensions><speed>2.5</speed></extensions></trkpt>
<trkpt lat="46.001" lon="7.0"><ele>401</ele><time>2024-05-01T10:00:20Z</time></trkpt>
</trkseg></trk></gpx>"""


class TestWorkouts:
    def _workout(self, inner: str, **others: object) -> str:
        said = {
            "workoutActivityType": "HKWorkoutActivityTypeRunning",
            "sourceName": "Watch",
            "startDate": NOON,
            "endDate": "2024-05-01 12:30:00 +0200",
        }
        return element("Workout", inner, **{**said, **others})

    def test_attributes_and_statistics_tell_the_same(self) -> None:
        old = self._workout(
            "",
            duration="29.5",
            durationUnit="min",
            totalDistance="3,1",
            totalDistanceUnit="mi",
            totalEnergyBurned="1255.2",
            totalEnergyBurnedUnit="kJ",
        )
        kind = "HKQuantityTypeIdentifier"
        new = self._workout(
            element("WorkoutStatistics", type=f"{kind}ActiveEnergyBurned", sum="300", unit="Cal")
            + element(
                "WorkoutStatistics", type=f"{kind}DistanceWalkingRunning", sum="3.1", unit="mi"
            ),
            duration="1770",
            durationUnit="s",
        )
        totals = []
        for part in (old, new):
            (found,) = found_in(export([part]))
            assert isinstance(found, FoundRecording)
            totals.append(found.recording.totals)
        assert totals[0] == totals[1]
        assert totals[0].timer is not None
        assert totals[0].timer.seconds == 1_770

    def test_route_and_heart_rate_lie_side_by_side(self) -> None:
        inner = element("WorkoutRoute", element("FileReference", path="/workout-routes/r.gpx"))
        beats = [
            record("HeartRate", 120 + n, f"2024-05-01 12:00:{n * 5:02} +0200", unit="count/min")
            for n in range(4)
        ]
        beside = {"export/workout-routes/r.gpx": _ROUTE}
        for parts in ([*beats, self._workout(inner)], [self._workout(inner), *beats]):
            found = [
                one for one in found_in(export(parts), beside) if isinstance(one, FoundRecording)
            ]
            (recording,) = (one.recording for one in found)
            assert recording.sport is Sport.RUNNING
            assert recording.streams.seconds == (0, 5, 10, 15, 20)
            assert recording.streams.values(Channel.HEART_RATE) == (120, 121, 122, 123, None)
            assert recording.streams.values(Channel.LATITUDE) == (None, 46, None, None, 46.001)
            assert recording.streams.values(Channel.SPEED) == (None, 2.5, None, None, None)

    def test_a_route_of_another_day_is_left_to_the_others(self) -> None:
        inner = element("WorkoutRoute", element("FileReference", path="/workout-routes/r.gpx"))
        come = arrival(
            export(
                [
                    self._workout(
                        inner,
                        startDate="2023-05-01 12:00:00 +0200",
                        endDate="2023-05-01 13:00:00 +0200",
                    )
                ]
            ),
            {"r/workout-routes/r.gpx": _ROUTE},
        )
        kinds = [type(one) for one in APPLE.read(come)]
        assert kinds == [NotTaken, FoundRecording]
        assert not come.bundle.is_taken("r/workout-routes/r.gpx")

    def test_pauses_and_laps(self) -> None:
        def event(kind: str, second: int, **others: object) -> str:
            date = f"2024-05-01 12:10:{second:02} +0200"
            return element("WorkoutEvent", type=f"HKWorkoutEventType{kind}", date=date, **others)

        inner = event("Pause", 0) + event("Resume", 30) + event("Lap", 40, duration="1.5")
        (found,) = found_in(export([self._workout(inner)]))
        assert isinstance(found, FoundRecording)
        assert [pause.seconds for pause in found.recording.pauses] == [30]
        assert [lap.totals.elapsed.seconds for lap in found.recording.laps] == [90]

    def test_the_zone_of_a_workout_is_its_own(self) -> None:
        (found,) = found_in(export([self._workout(metadata("HKTimeZone", "Asia/Tokyo"))]))
        assert isinstance(found, FoundRecording)
        assert found.recording.utc_offset_s == 9 * 3_600


class TestDocuments:
    def test_fragments_are_read_as_in_an_export(self) -> None:
        parts = [record("StepCount", n, NOON, unit="count") for n in range(3)]
        bare = ("\n".join(parts)).encode()
        assert samples_in(found_in(bare)) == samples_in(found_in(export(parts)))

    @pytest.mark.parametrize(
        "doctype",
        [
            "",
            "<!DOCTYPE HealthData>",
            "<!DOCTYPE HealthData [<!ELEMENT Record EMPTY><!ATTLIST Record type CDATA #IMPLIED>\n]>",
            "<!DOCTYPE HealthData [\n<!ATTLIST WorkoutEvent\n type CDATA\n>\n device CDATA #IMPLIED >\n]>",
        ],
    )
    def test_a_document_type_changes_nothing_even_a_broken_one(self, doctype: str) -> None:
        found = found_in(export([record("StepCount", 3, NOON, unit="count")], doctype))
        assert len(samples_in(found)) == 1

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE HealthData [<!ENTITY x "y">]>',
            '<!DOCTYPE HealthData [<!ENTITY % x SYSTEM "y"> %x;]>',
            '<!DOCTYPE HealthData SYSTEM "y">',
            '<!DOCTYPE HealthData PUBLIC "x" "y" []>',
            "<!DOCTYPE HealthData [" + "<!ELEMENT a EMPTY>" * 20_000,
        ],
    )
    def test_entities_and_what_lies_elsewhere_are_refused(self, doctype: str) -> None:
        with pytest.raises(ReadFault):
            found_in(export([], doctype))

    @pytest.mark.parametrize(
        ("data", "fact"),
        [
            (b"<HealthData>" + b"<a>" * 100, TooDeep),
            (b"<HealthData><a " + b"".join(b'a%d="" ' % n for n in range(10**5)), TooLarge),
            (b"<HealthData><Record", Damaged),
            (b"", Damaged),
        ],
    )
    def test_bombs_are_refused(self, data: bytes, fact: type[object]) -> None:
        with pytest.raises(ReadFault) as caught:
            found_in(data)
        assert isinstance(caught.value.fact, fact)

    @pytest.mark.parametrize("encoding", ["UTF-e", "big5", "hex", "idna", "\u0000"])
    def test_an_encoding_nobody_knows_is_refused(self, encoding: str) -> None:
        with pytest.raises(ReadFault):
            found_in(export([]).replace(b"UTF-8", encoding.encode()))

    def test_what_stood_before_the_damage_is_found(self) -> None:
        whole = export([record("StepCount", n, NOON, unit="count") for n in range(50)])
        found: list[Found] = []
        with pytest.raises(ReadFault) as caught:
            found.extend(APPLE.read(arrival(whole[: len(whole) // 2])))
        assert isinstance(caught.value.fact, Damaged)
        assert len(samples_in(found)) == 24

    def test_a_clinical_document_is_named(self) -> None:
        assert READERS[1].fits("ClinicalDocument")
        (found,) = READERS[1].read(arrival(b"<ClinicalDocument/>"))
        assert isinstance(found, NotTaken)
        assert found.reason == Unsupported("ClinicalDocument")

    def test_whatever_the_bytes_there_is_an_answer(self) -> None:
        beat = element("InstantaneousBeatsPerMinute", bpm="60", time="7:00:00.00 AM")
        seed = export(
            [
                record("HeartRateVariabilitySDNN", 40, NOON, unit="ms", inner=beat * 3),
                record(
                    "BodyMass", "80", NOON, unit="kg", inner=metadata("HKTimeZone", "Asia/Tokyo")
                ),
                stage("AsleepREM", NOON, "2024-05-01 13:00:00 +0200"),
                record("DietaryProtein", 3, NOON, unit="g"),
                record("BloodPressureSystolic", 120, NOON, unit="mmHg"),
                TestWorkouts()._workout(
                    element("WorkoutEvent", type="HKWorkoutEventTypeLap", date=NOON)
                ),
            ]
        )
        chance = Random(20)
        for _ in range(at_most(500)):
            try:
                found_in(mutated(seed, chance))
            except ReadFault:
                continue
