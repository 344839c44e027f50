"""Garmin's Health API: what it pushes comes out as what it says, in whatever order and pieces."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.readers.garmin_pushes import (
    VIENNA,
    Record,
    activities,
    dailies,
    epochs,
    found_in,
    moments,
    offsets,
    pushes,
    samples,
    series,
    sleeps,
    told,
    values,
)
from tests.readers.said import said
from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.activity import Channel, Sport
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    Hrv,
    Metric,
    Respiration,
    RestingHeartRate,
    Sleep,
    SpO2,
    Stage,
    Temperature,
    Weight,
)
from vegaloop.imports.domain.found import (
    FoundReading,
    FoundRecording,
    NotTaken,
    Unsupported,
)
from vegaloop.imports.domain.people import SeveralPeople


@given(pushes)
def test_order_and_splitting_do_not_matter(given_: list[tuple[str, Record]]) -> None:
    whole: dict[str, list[Record]] = defaultdict(list)
    turned: dict[str, list[Record]] = defaultdict(list)
    for kind, record in given_:
        whole[kind].append(record)
        turned[kind].insert(0, record)
    apart = [one for kind, record in given_ for one in found_in(kind, record)]
    assert said(documents_in(whole, VIENNA)) == said(documents_in(turned, VIENNA)) == said(apart)


@given(dailies())
def test_a_day_is_whole_from_its_midnight_on_its_own_wall(record: Record) -> None:
    found = found_in("dailies", record)
    start, offset_s = int(str(record["startTimeInSeconds"])), record["startTimeOffsetInSeconds"]
    for metric, name in (
        (Metric.STEPS, "steps"),
        (Metric.DISTANCE, "distanceInMeters"),
        (Metric.ACTIVE_ENERGY, "activeKilocalories"),
        (Metric.RESTING_ENERGY, "bmrKilocalories"),
        (Metric.FLOORS, "floorsClimbed"),
    ):
        (one,) = samples(found, metric)
        assert one.sample.value == record[name]
        assert one.sample.moment.local_date.isoformat() == record["calendarDate"]
        assert one.sample.length_s in (23 * 3_600, 86_400, 25 * 3_600)
        assert not one.zone_assumed
        if one.sample.length_s == 86_400:
            assert one.sample.moment.at.timestamp() == start
    rates = samples(found, Metric.HEART_RATE)
    held = record["timeOffsetHeartRateSamples"]
    assert isinstance(held, dict)
    assert {one.sample.moment.at.timestamp() - start: one.sample.value for one in rates} == {
        int(second): rate for second, rate in held.items()
    }
    assert {one.sample.moment.utc_offset_s for one in rates} <= {offset_s}
    resting = values(found).get(RestingHeartRate)
    assert (resting is not None) == ("restingHeartRateInBeatsPerMinute" in record)
    assert ("stress of a whole day" in told(found)) == (record["averageStressLevel"] == 30)


@given(dailies(), st.integers(1, 86_400))
def test_a_day_told_again_when_more_of_it_is_over_is_the_same_samples(
    record: Record, lasts_s: int
) -> None:
    again = record | {"durationInSeconds": lasts_s, "steps": 60_001}
    (before,), (after,) = (
        samples(found_in("dailies", one), Metric.STEPS) for one in (record, again)
    )
    assert (before.sample.moment, before.sample.length_s, before.source) == (
        after.sample.moment,
        after.sample.length_s,
        after.source,
    )


@given(st.lists(epochs(), min_size=1, max_size=12, unique_by=lambda one: str(one["summaryId"])))
def test_epochs_of_one_span_add_up_and_none_takes_anothers_place(given_: list[Record]) -> None:
    found = samples(found_in("epochs", *given_), Metric.STEPS)
    assert len({(one.sample.moment.at, one.sample.length_s) for one in found}) == len(given_)
    total: dict[object, float] = defaultdict(float)
    for one in found:
        begins_s = one.sample.moment.at.timestamp()
        total[begins_s // 900 * 900] += one.sample.value
        assert begins_s % 900 + one.sample.length_s <= 900
        assert one.sample.length_s > 899
        assert one.source == "garmin_connect/intraday"
    expected: dict[object, float] = defaultdict(float)
    for record in given_:
        expected[record["startTimeInSeconds"]] += float(str(record["steps"]))
    assert total == expected


@given(sleeps())
def test_a_night_has_its_stages(record: Record) -> None:
    (sleep,) = (v for v in values(found_in("sleeps", record)).values() if isinstance(v, Sleep))
    levels = record["sleepLevelsMap"]
    assert isinstance(levels, dict)
    assert {(one.stage, one.start.timestamp(), one.end.timestamp()) for one in sleep.stages} == {
        (Stage(name), one["startTimeInSeconds"], one["endTimeInSeconds"])
        for name, held in levels.items()
        for one in held
    }
    assert sleep.start.timestamp() == record["startTimeInSeconds"]
    assert sleep.end == sleep.stages[-1].end
    sums = ("deepSleepDurationInSeconds", "lightSleepDurationInSeconds", "remSleepInSeconds")
    slept_s = sum(float(str(record[name])) for name in sums)
    assert sleep.asleep.seconds == slept_s


@given(sleeps())
def test_a_night_without_its_spans_has_how_long_was_slept(record: Record) -> None:
    bare = {name: one for name, one in record.items() if name != "sleepLevelsMap"}
    bare |= {"unmeasurableSleepInSeconds": 60, "durationInSeconds": 80_000}
    found = found_in("sleeps", bare)
    (sleep,) = (v for v in values(found).values() if isinstance(v, Sleep))
    sums = ("deepSleepDurationInSeconds", "lightSleepDurationInSeconds", "remSleepInSeconds")
    slept_s = sum(float(str(record[name])) for name in sums)
    assert (sleep.asleep.seconds, sleep.stages) == (slept_s + 60, ())
    assert "sleep stage without its times" in told(found)
    beside = found_in("sleeps", bare | {"sleepLevelsMap": record["sleepLevelsMap"]})
    assert "sleep of no stage" in told(beside)


@given(sleeps(), st.sampled_from((-1, 10**12, "x", None)))
def test_a_night_with_a_span_that_cannot_be_has_none(record: Record, end: object) -> None:
    start = record["startTimeInSeconds"]
    span = {"startTimeInSeconds": start, "endTimeInSeconds": end}
    levels = record["sleepLevelsMap"]
    assert isinstance(levels, dict)
    found = found_in(
        "sleeps",
        record | {"durationInSeconds": 80_000, "sleepLevelsMap": {**levels, "rem": [span]}},
    )
    (sleep,) = (v for v in values(found).values() if isinstance(v, Sleep))
    assert sleep.stages == ()


def test_naps_and_nights_nobody_slept() -> None:
    nap = {
        "napStartTimeInSeconds": 1_700_000_000,
        "napOffsetInSeconds": 3_600,
        "napDurationInSeconds": 1_200,
    }
    empty = {
        "summaryId": "x",
        "startTimeInSeconds": 1_700_000_000,
        "startTimeOffsetInSeconds": 0,
        "durationInSeconds": 0,
        "naps": [nap],
        "overallSleepScore": {"value": 80},
    }
    found = found_in("sleeps", empty)
    (sleep,) = (one.reading for one in of_kind(found, FoundReading))
    assert isinstance(sleep.value, Sleep)
    assert (sleep.value.nap, sleep.value.asleep.seconds) == (True, 1_200)
    assert sleep.moment.utc_offset_s == 3_600
    assert told(found) == {"night without any sleep", "sleep score"}
    span = {"startTimeInSeconds": 1_700_000_000, "endTimeInSeconds": 1_700_000_600}
    awake = {name: one for name, one in empty.items() if name.endswith(("Id", "Seconds"))}
    awake |= {"durationInSeconds": 600, "sleepLevelsMap": {"awake": [span]}}
    assert told(found_in("sleeps", awake)) == {"night without any sleep"}


@given(activities())
def test_an_activity_is_what_it_says(record: Record) -> None:
    (found,) = of_kind(found_in("activities", record), FoundRecording)
    (by_hand,) = of_kind(found_in("manuallyUpdatedActivities", record), FoundRecording)
    assert by_hand == structs.replace(found, corrected=True)
    bare = {name: one for name, one in record.items() if name != "summaryId"}
    assert of_kind(found_in("activities", bare), FoundRecording) == [found]
    recording, totals = found.recording, found.recording.totals
    assert (found.source, found.external_id) == ("garmin_connect", record["summaryId"])
    assert recording.start is not None
    assert recording.start.timestamp() == record["startTimeInSeconds"]
    assert recording.utc_offset_s == record["startTimeOffsetInSeconds"]
    assert totals.elapsed.seconds == record["durationInSeconds"]
    assert recording.sport in (Sport.RUNNING, Sport.ROWING, Sport.CYCLING, Sport.RACKET)
    assert (totals.distance.meters if totals.distance else 0) == record.get("distanceInMeters", 0)
    assert (totals.energy.kcal if totals.energy else 0) == record.get("activeKilocalories", 0)
    steps = record.get("averageRunCadenceInStepsPerMinute")
    assert totals.average_cadence_centi_rpm == (None if steps is None else int(str(steps)) * 50)
    assert found.device == (None if record["deviceName"] == "unknown" else record["deviceName"])


@given(
    activities(),
    st.lists(st.tuples(st.integers(1, 9), st.integers(30, 220)), min_size=2, max_size=30),
)
def test_details_have_samples_and_laps(record: Record, points: list[tuple[int, int]]) -> None:
    start = int(str(record["startTimeInSeconds"]))
    times = [sum(step for step, _ in points[:n]) for n in range(len(points))]
    lasts_s = int(str(record["durationInSeconds"])) + 100
    details = {
        "summaryId": f"{record['summaryId']}-detail",
        "activityId": record["activityId"],
        "summary": record,
        "samples": [
            {
                "startTimeInSeconds": start + at,
                "heartRate": rate,
                "stepsPerMinute": 2 * rate,
                "clockDurationInSeconds": lasts_s if at == times[-1] else at,
            }
            for at, (_, rate) in zip(times, points, strict=True)
        ],
        "laps": [{"startTimeInSeconds": start}, {"startTimeInSeconds": start + 60}],
    }
    (found,) = of_kind(found_in("activityDetails", details), FoundRecording)
    streams, totals = found.recording.streams, found.recording.totals
    assert found.external_id == details["summaryId"]
    assert list(streams.seconds) == times
    assert list(streams.values(Channel.HEART_RATE)) == [rate for _, rate in points]
    assert list(streams.values(Channel.CADENCE)) == [rate for _, rate in points]
    assert totals.elapsed.seconds == lasts_s
    assert totals.timer is not None
    assert totals.timer.seconds == record["durationInSeconds"]
    laps = [lap.totals.elapsed.seconds for lap in found.recording.laps]
    assert laps == [60, lasts_s - 60]


@given(moments, offsets, st.integers(30_000, 200_000), st.integers(3, 60))
def test_a_weigh_in_and_a_pressure(at: int, offset_s: int, grams: int, fat: int) -> None:
    when = {"measurementTimeInSeconds": at, "measurementTimeOffsetInSeconds": offset_s}
    body = {"summaryId": "x", "weightInGrams": grams, "bodyFatInPercent": fat, **when}
    weighed = found_in("bodyComps", body | {"muscleMassInGrams": 9, "bodyMassIndex": 20.5})
    pressed = found_in(
        "bloodPressures", {"summaryId": "y", "systolic": 120, "diastolic": 80, "pulse": 60, **when}
    )
    weight = values(weighed)[Weight]
    assert isinstance(weight, Weight)
    assert weight.mass.kg == pytest.approx(grams / 1_000)
    share = values(weighed)[BodyFat]
    assert isinstance(share, BodyFat)
    assert share.percent == fat
    assert values(pressed)[BloodPressure] == BloodPressure(120, 80)
    for one in of_kind([*weighed, *pressed], FoundReading):
        moment = one.reading.moment
        assert (moment.at.timestamp(), moment.utc_offset_s) == (at, offset_s)
    assert told(weighed) == {"body composition", "body mass index"}
    assert told(pressed) == {"pulse of a blood pressure"}


@pytest.mark.parametrize(
    ("kind", "name", "metric", "least"),
    [
        ("stressDetails", "timeOffsetStressLevelValues", Metric.STRESS, 0),
        ("pulseox", "timeOffsetSpo2Values", Metric.OXYGEN, 1),
        ("allDayRespiration", "timeOffsetEpochToBreaths", Metric.RESPIRATION, 1),
        ("hrv", "hrvValues", Metric.HRV_RMSSD, 1),
    ],
)
@given(start=moments, offset_s=offsets, held=series(-3, 100))
def test_series(
    kind: str,
    name: str,
    metric: Metric,
    least: int,
    start: int,
    offset_s: int,
    held: dict[str, int],
) -> None:
    record = {
        "summaryId": "x",
        "startTimeInSeconds": start,
        "startTimeOffsetInSeconds": offset_s,
        name: held,
    }
    found = found_in(kind, record)
    read = {
        (one.sample.moment.at.timestamp() - start, one.sample.moment.utc_offset_s): one.sample.value
        for one in samples(found, metric)
    }
    assert read == {(int(s), offset_s): value for s, value in held.items() if value >= least}
    unmeasured = [one.count for one in of_kind(found, NotTaken)]
    assert sum(unmeasured) == sum(value < least for value in held.values())


def test_values_of_a_day_a_night_and_a_moment() -> None:
    of_day = {"summaryId": "x", "calendarDate": "2024-03-05"}
    begun = {"startTimeInSeconds": 1_709_600_000, "startTimeOffsetInSeconds": 3_600}
    uptake = found_in("userMetrics", of_day | {"vo2Max": 48, "vo2MaxCycling": 45, "fitnessAge": 30})
    assert {one.source: one.sample.value for one in samples(uptake, Metric.VO2MAX)} == {
        "garmin_connect": 48,
        "garmin_connect/cycling": 45,
    }
    assert told(uptake) == {"fitness age"}
    night = found_in("hrv", {**of_day, **begun, "lastNightAvg": 44, "lastNight5MinHigh": 70})
    assert values(night)[Hrv] == Hrv(44_000)
    (read,) = of_kind(night, FoundReading)
    assert read.reading.moment.local.isoformat() == "2024-03-05T00:00:00+01:00"
    skin = found_in("skinTemp", {**of_day, **begun, "avgDeviationCelsius": -0.2})
    change = values(skin)[Temperature]
    assert isinstance(change, Temperature)
    assert change.celsius == -0.2
    spot = {**of_day, **begun, "onDemand": True, "timeOffsetSpo2Values": {"0": 97}}
    assert values(found_in("pulseox", spot)) == {SpO2: SpO2(97_000)}
    summaries = [
        {"summaryType": "heart_rate", "epochSummaries": {"0": 60, "5": 61}},
        {"summaryType": "rmssd_hrv", "epochSummaries": {"0": 60}},
    ]
    snapshot = found_in("healthSnapshot", {**of_day, **begun, "summaries": summaries})
    assert [one.sample.value for one in samples(snapshot, Metric.HEART_RATE)] == [60, 61]
    assert told(snapshot) == {"snapshot of rmssd hrv"}
    assert Respiration not in values(snapshot)


def test_what_there_is_no_room_for_is_named_and_what_is_broken_told() -> None:
    moved = found_in("moveIQActivities", {"summaryId": "x"}, {"summaryId": "y"})
    (one,) = of_kind(moved, NotTaken)
    assert (one.what, one.count) == ("movement recognised by itself", 2)
    beside = documents_in({"dailies": [{"summaryId": "x"}], "newThings": [{"a": 1}]}, VIENNA)
    assert told(beside) == {"day", "new things"}
    (whole,) = found_in("activities", {"summaryId": "x", "isParent": True})
    assert isinstance(whole, NotTaken)
    assert whole.reason == Unsupported("whole of a multisport activity")
    timeless = found_in(
        "stressDetails", {"summaryId": "x", "timeOffsetStressLevelValues": {"0": 1}}
    )
    assert [type(one.reason).__name__ for one in of_kind(timeless, NotTaken)] == ["Misshapen"]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_summaries_of_several_people_are_nobodys(users: list[str]) -> None:
    records = [{"summaryId": f"{n}", "userId": user} for n, user in enumerate(users)]
    found = found_in("moveIQ", *records)
    (one,) = of_kind(found, NotTaken)
    several = len(set(users))
    assert one.count == len(users)
    assert (one.reason == SeveralPeople(several)) == (several > 1)
