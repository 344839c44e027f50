"""Google Health: every kind of point, in lists, reconciled, summed up and alone, on its own wall."""

from __future__ import annotations

import copy
import datetime as dt
import json
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.answers import names_of, passed_over, read, told
from tests.readers.google_points import (
    AHEAD_S,
    DAY,
    KINDS,
    SUMS,
    UNPLACED,
    exercise,
    page,
    point,
    sleep,
    span,
    summed,
)
from tests.readers.mutators import mutated, with_junk
from tests.readers.test_cloud_mutations import answered
from tests.readers.test_one_reader_each import claims
from tests.readers.vendor_files import documents_in, of_kind
from tests.strategies.imports import piece, world
from tests.support import good
from vegaloop.activity import Sport, sport_of
from vegaloop.biometrics import (
    BodyFat,
    Glucose,
    Hrv,
    Metric,
    Respiration,
    RestingHeartRate,
    Scale,
    Sleep,
    SpO2,
    Stage,
    Temperature,
    Weight,
)
from vegaloop.imports import Fate
from vegaloop.imports.adapters.readers.google_health.sports import SPORTS
from vegaloop.imports.domain.found import (
    FoundMeal,
    FoundPerson,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
    Unsupported,
)

DAYS: Final = st.dates(dt.date(2012, 1, 1), dt.date(2026, 11, 1))
# Names, civil times beside physical ones, and what may be reckoned from what is beside.
SILENT: Final = """
    name dataPointName dataSource createTime civilStartTime civilEndTime civilTime metadata
    exerciseEvents splits notes displayName updateTime type stagesSummary minutesAwake summary
    minutesInSleepPeriod utcOffset startUtcOffset endUtcOffset dailyRestingHeartRateMetadata
    estimated userProvidedUnit measurementSource activeDuration exerciseMetadata heartRateZone
"""


def found_in(kind: str) -> list[Any]:
    return documents_in(page(point(kind)))


EXPECTED: Final = {
    "weight": Weight,
    "bodyFat": BodyFat,
    "bloodGlucose": Glucose,
    "coreBodyTemperature": Temperature,
    "respiratoryRateSleepSummary": Respiration,
    "dailyRestingHeartRate": RestingHeartRate,
    "dailyHeartRateVariability": Hrv,
    "dailyOxygenSaturation": SpO2,
    "dailyRespiratoryRate": Respiration,
    "dailySleepTemperatureDerivations": Temperature,
    "sleep": Sleep,
}
SAMPLED: Final = {
    "steps": (Metric.STEPS, 1_061, 3_600),
    "distance": (Metric.DISTANCE, 861, 3_600),
    "floors": (Metric.FLOORS, 3, 3_600),
    "activeEnergyBurned": (Metric.ACTIVE_ENERGY, 61.5, 3_600),
    "basalEnergyBurned": (Metric.RESTING_ENERGY, 71.5, 3_600),
    "activeZoneMinutes": (Metric.INTENSITY_TIME, 2, 3_600),
    "heartRate": (Metric.HEART_RATE, 61, 0),
    "oxygenSaturation": (Metric.OXYGEN, 96.5, 0),
    "runVo2Max": (Metric.VO2MAX, 48.5, 0),
    "vo2Max": (Metric.VO2MAX, 47.5, 0),
    "dailyVo2Max": (Metric.VO2MAX, 46.5, 86_400),
}


class TestPoints:
    @pytest.mark.parametrize("kind", EXPECTED)
    def test_a_value_is_a_reading_of_its_kind(self, kind: str) -> None:
        (reading,) = of_kind(found_in(kind), FoundReading)
        assert isinstance(reading.reading.value, EXPECTED[kind])
        assert reading.reading.source == "google_health"

    @pytest.mark.parametrize("kind", SAMPLED)
    def test_a_number_is_a_sample_of_its_metric(self, kind: str) -> None:
        metric, value, length_s = SAMPLED[kind]
        (sample,) = of_kind(found_in(kind), FoundSample)
        assert (sample.metric, sample.sample.length_s) == (metric, length_s)
        assert sample.sample.value == pytest.approx(value)

    def test_a_moment_is_on_the_wall_that_is_named_beside_it(self) -> None:
        physical = "2026-03-07T23:30:00.123456789Z"
        told_at = {"physicalTime": physical, "utcOffset": "32400s"}
        (reading,) = of_kind(
            documents_in({"weight": {"sampleTime": told_at, "weightGrams": 72_500}}), FoundReading
        )
        moment = reading.reading.moment
        assert (moment.local_date.isoformat(), moment.utc_offset_s) == ("2026-03-08", 32_400)
        assert not reading.zone_assumed

    def test_variability_is_told_both_ways(self) -> None:
        samples = of_kind(found_in("heartRateVariability"), FoundSample)
        assert [(one.metric, one.sample.value) for one in samples] == [
            (Metric.HRV_RMSSD, 41.5),
            (Metric.HRV_SDNN, 51.5),
        ]

    def test_skin_is_told_from_its_usual_temperature_where_that_is_told(self) -> None:
        def skin(**changed: object) -> Temperature:
            told = KINDS["dailySleepTemperatureDerivations"](DAY)
            one = {name: changed.get(name, held) for name, held in told.items()}
            body = {"dailySleepTemperatureDerivations": one}
            (reading,) = of_kind(documents_in(body), FoundReading)
            assert isinstance(reading.reading.value, Temperature)
            return reading.reading.value

        assert skin() == good(Temperature.of_celsius(Scale.DEVIATION, 0.5))
        bare = skin(baselineTemperatureCelsius=None)
        assert bare == good(Temperature.of_celsius(Scale.SKIN, 34.5))

    def test_height_and_drinks(self) -> None:
        (height,) = of_kind(found_in("height"), FoundPerson)
        assert height.trait.meters == pytest.approx(1.805)
        (drink,) = of_kind(found_in("hydrationLog"), FoundMeal)
        assert dict(drink.entry.portions[0].stated)["water_g"] == pytest.approx(250.5)

    def test_a_device_is_a_source_of_its_own_and_so_is_what_is_less_than_a_day(self) -> None:
        source = {"device": {"displayName": "Pixel Watch 4"}, "platform": "FITBIT"}
        named = of_kind(documents_in(point("heartRate", dataSource=source)), FoundSample)
        assert [one.source for one in named] == ["google_health/Pixel Watch 4"]
        assert [one.source for one in of_kind(found_in("steps"), FoundSample)] == [
            "google_health/spans"
        ]


class TestSessions:
    def test_an_exercise_with_all_that_is_told_of_it(self) -> None:
        (found,) = of_kind(found_in("exercise"), FoundRecording)
        recording, totals = found.recording, found.recording.totals
        assert (recording.sport, recording.name) == (Sport.RUNNING, "Morning run")
        assert (found.external_id, found.notes) == (f"exercise-{DAY}", "Windy")
        assert recording.start is not None
        assert recording.start.isoformat() == "2026-03-07T07:15:00+00:00"
        assert recording.utc_offset_s == AHEAD_S
        assert (totals.elapsed.seconds, totals.timer.seconds) == (3_600, 3_000)
        assert totals.distance.meters == 10_000
        assert totals.energy.kcal == pytest.approx(310.5)
        assert totals.ascent.meters == 55
        assert totals.average_heart_rate.bpm == 150
        assert totals.average_cadence_centi_rpm == 8_500
        (lap,) = recording.laps
        assert lap.totals.distance.meters == 5_000
        (pause,) = recording.pauses
        assert pause.seconds == 300
        assert found.modified_at is not None

    def test_a_night_with_its_stages(self) -> None:
        (found,) = of_kind(found_in("sleep"), FoundReading)
        night = found.reading.value
        assert isinstance(night, Sleep)
        assert [one.stage for one in night.stages] == [
            *(Stage.LIGHT, Stage.DEEP, Stage.REM, Stage.AWAKE)
        ]

    def test_a_nap_is_one_whichever_way_it_is_told(self) -> None:
        for metadata, nap in (
            ({"mainSleep": False}, True),
            ({"nap": True}, True),
            ({"mainSleep": True, "nap": True}, False),
            ({}, False),
        ):
            told = sleep(DAY) | {"metadata": metadata}
            (found,) = of_kind(documents_in({"sleep": told}), FoundReading)
            assert found.reading.value.nap is nap

    def test_without_stages_it_is_how_long_was_slept(self) -> None:
        told = {name: held for name, held in sleep(DAY).items() if name != "stages"}
        (found,) = of_kind(documents_in({"sleep": told}), FoundReading)
        assert (found.reading.value.stages, found.reading.value.asleep.seconds) == ((), 21_600)

    @pytest.mark.parametrize("word", SPORTS)
    def test_words_are_of_sports_where_they_mean_none_by_themselves(self, word: str) -> None:
        assert sport_of(word)[0] is Sport.GENERIC
        (found,) = of_kind(
            documents_in({"exercise": exercise(DAY) | {"exerciseType": word}}), FoundRecording
        )
        assert found.recording.sport is SPORTS[word]


class TestSums:
    @pytest.mark.parametrize("kind", SUMS)
    def test_a_sum_is_of_the_whole_day_at_home(self, kind: str) -> None:
        (sample,) = of_kind(documents_in({"rollupDataPoints": [summed(kind)]}), FoundSample)
        held = sum(float(one) for one in SUMS[kind].values())
        assert sample.sample.value == pytest.approx(held / (1_000 if kind == "distance" else 1))
        assert (sample.sample.length_s, sample.source) == (86_400, "google_health")
        assert sample.sample.moment.local.isoformat() == "2026-03-07T00:00:00+01:00"

    def test_a_day_of_nothing_tells_nothing_and_one_of_zero_zero(self) -> None:
        empty, zero = summed("steps") | {"steps": {}}, summed("steps") | {"steps": {"countSum": 0}}
        assert documents_in({"rollupDataPoints": [empty]}) == []
        (sample,) = of_kind(documents_in({"rollupDataPoints": [zero]}), FoundSample)
        assert sample.sample.value == 0

    def test_sums_of_several_days_and_means_are_named(self) -> None:
        week = summed("steps", days=7)
        mean = summed("steps") | {"heartRate": {"beatsPerMinuteAvg": 61.5}}
        del mean["steps"]
        total = {**mean, "totalCalories": {"kcalSum": 2_000}}
        del total["heartRate"]
        found = documents_in({"rollupDataPoints": [week, mean, total]})
        assert [one.what for one in of_kind(found, NotTaken)] == [
            "sum of several days",
            "heart rate of a stretch of time",
            "total energy",
        ]
        assert not of_kind(found, FoundSample)

    def test_a_sum_of_an_hour_is_of_that_hour(self) -> None:
        hour = {name: held for name, held in span(DAY).items() if not name.startswith("civil")}
        (sample,) = of_kind(
            documents_in({"rollupDataPoints": [{**hour, "steps": SUMS["steps"]}]}), FoundSample
        )
        assert (sample.sample.length_s, sample.source) == (3_600, "google_health/spans")


class TestShapes:
    @pytest.mark.parametrize("kind", [*KINDS, *UNPLACED])
    @given(first=DAYS, second=DAYS)
    def test_pages_lists_and_single_points_tell_the_same(
        self, kind: str, first: dt.date, second: dt.date
    ) -> None:
        one, two = point(kind, first), point(kind, second)
        apart = read(page(one)) + read(page(two))
        assert read(one) == read([one]) == read(page(one)) == read([page(one)])
        assert read(page(one, two)) == read(page(two, one)) == apart

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_reconciled_point_tells_the_same(self, kind: str) -> None:
        one = point(kind)
        reconciled = {"dataPointName": one["name"], kind: one[kind]}
        assert read(page(reconciled)) == read(page(one))

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_field_is_passed_over(self, kind: str) -> None:
        assert passed_over(point(kind), page, SILENT) == set()

    @pytest.mark.parametrize("kind", [*KINDS, *UNPLACED])
    def test_it_is_known_by_what_is_in_it_and_by_nobody_else(self, kind: str) -> None:
        for document in (page(point(kind)), point(kind), [point(kind)]):
            assert claims(json.dumps(document).encode()) == ["google_health"]

    @pytest.mark.parametrize("kind", SUMS)
    def test_sums_are_known_by_what_is_in_them(self, kind: str) -> None:
        for document in (summed(kind), [summed(kind)], {"rollupDataPoints": [summed(kind)]}):
            assert claims(json.dumps(document).encode()) == ["google_health"]

    def test_empty_pages_are_known_and_tell_nothing(self) -> None:
        for empty in ({"dataPoints": []}, {"rollupDataPoints": []}):
            assert documents_in(empty) == []

    @pytest.mark.parametrize("kind", UNPLACED)
    def test_what_there_is_no_room_for_is_named(self, kind: str) -> None:
        (one,) = documents_in(page(point(kind)))
        assert isinstance(one, NotTaken)
        assert isinstance(one.reason, Unsupported)

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_same_again_is_known_and_nothing_doubles(self, kind: str) -> None:
        vega, me = world()

        def fates(document: object) -> set[Fate]:
            brought = vega.imports.bring(me, "x", [piece(json.dumps(document).encode(), "x.json")])
            items = [one.item for one in good(vega.imports.items(me, brought.id))]
            return {one.fate for one in items} - {Fate.REFUSED, Fate.UNSUPPORTED}

        assert fates(page(point(kind))) <= {Fate.KEPT}
        assert fates(page(point(kind))) <= {Fate.KNOWN}
        assert fates(point(kind)) <= {Fate.KNOWN}

    @pytest.mark.parametrize("kind", KINDS)
    def test_two_days_are_two(self, kind: str) -> None:
        both = documents_in(page(point(kind), point(kind, DAY + dt.timedelta(days=1))))
        names = names_of(both)
        assert len(set(map(str, names))) == len(names)


class TestNearly:
    @pytest.mark.parametrize("seed", range(2))
    def test_changed_answers_end_in_an_answer(self, seed: int) -> None:
        chance, found = Random(seed), 0
        whole = page(*map(point, KINDS)), {"rollupDataPoints": [*map(summed, SUMS)]}
        for _ in range(200):
            document = with_junk(copy.deepcopy(chance.choice(whole)), chance)
            data = json.dumps(document).encode()
            found += answered("x.json", data) > 0
            answered("x.json", mutated(data, chance))
        assert found > 50

    def test_a_point_that_says_nothing_is_told_among_others(self) -> None:
        counts = told(documents_in(page(point("weight"), {"name": "x"}, 3, None)))
        assert sum(counts.values()) == 4
