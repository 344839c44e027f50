"""Imports from Apple Health (docs/rules.md, IMP-20 to IMP-27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import (
    apple_time,
    element,
    export,
    found_in,
    metadata,
    record,
    samples_in,
    stage,
)
from vegaloop.activity import Channel
from vegaloop.biometrics import RrIntervals, Sleep
from vegaloop.imports.domain.found import Found, FoundMeal, FoundReading, FoundRecording, NotTaken
from vegaloop.nutrition import StatedEntry

EVENING: Final = dt.datetime(2024, 3, 30, 23)
_NAMES: Final = {"AsleepCore": "light", "AsleepDeep": "deep", "AsleepREM": "rem", "Awake": "awake"}
offsets = st.sampled_from((-480, 0, 60, 345))


def sleeps(found: Sequence[Found]) -> list[Sleep]:
    values = [one.reading.value for one in found if isinstance(one, FoundReading)]
    return [value for value in values if isinstance(value, Sleep)]


def segments(spans: Sequence[tuple[str, int, int]], offset: int = 0) -> list[str]:
    """Segments from and to so many minutes after the evening."""
    times = [
        (name, *(apple_time(EVENING + dt.timedelta(minutes=m), offset) for m in minutes))
        for name, *minutes in spans
    ]
    return [stage(name, start, end) for name, start, end in times]


def stages_of(spans: Sequence[tuple[str, int, int]]) -> list[tuple[str, int]]:
    (sleep,) = sleeps(found_in(export(segments(spans))))
    return [
        (one.stage.value, round((one.end - one.start).total_seconds() / 60)) for one in sleep.stages
    ]


class TestImp20:
    """IMP-20. A time of Apple Health keeps its offset, zero as any other, and is put on the wall of the zone its record names."""

    @given(offsets)
    def test_the_offset_is_kept(self, offset: int) -> None:
        start = apple_time(EVENING, offset)
        parts = [
            record("StepCount", 1, start, unit="count"),
            record("BodyMass", 80, start, unit="kg"),
        ]
        found = found_in(export(parts))
        (weight,) = [one for one in found if isinstance(one, FoundReading)]
        assert weight.reading.moment.utc_offset_s == offset * 60
        assert weight.reading.moment.local_date == EVENING.date()
        assert not weight.zone_assumed
        assert samples_in(found)[0][5] == offset * 60

    @pytest.mark.parametrize("kind", ["StepCount", "HeartRate"])
    def test_the_zone_is_that_of_the_record(self, kind: str) -> None:
        unit = "count" if kind == "StepCount" else "count/min"
        zone = metadata("HKTimeZone", "Asia/Tokyo")
        parts = [record(kind, 60, apple_time(EVENING, 60), unit=unit, inner=zone)] * 2
        assert {row[5] for row in samples_in(found_in(export(parts)))} == {9 * 3_600}

    @given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1)), offsets, st.data())
    def test_a_clock_of_twelve_hours(
        self, wall: dt.datetime, offset: int, data: st.DataObject
    ) -> None:
        whole = apple_time(wall, offset)
        halves = data.draw(
            st.sampled_from((("AM", "PM"), ("am", "pm"), ("a. m.", "p. m."), ("오전", "오후")))
        )
        half, hour = halves[wall.hour >= 12], wall.hour % 12 or 12
        blank = data.draw(st.sampled_from((" ", "\u202f", "\xa0")))
        clock = f"{hour}:{wall:%M:%S}"
        told = data.draw(st.sampled_from((f"{clock}{blank}{half}", f"{half}{blank}{clock}")))
        half_day = f"{whole[:11]}{told} {whole[20:]}"
        for kind, unit in (("StepCount", "count"), ("BodyMass", "kg"), ("HeartRate", "count/min")):
            parts = [record(kind, 70, time, unit=unit) for time in (whole, half_day)]
            found = [found_in(export([part] * 3)) for part in parts]
            assert found[0] == found[1]


class TestImp21:
    """IMP-21. Segments of sleep of one source less than 90 minutes apart are one sleep, in whatever order and however often they come."""

    @given(
        st.lists(
            st.tuples(st.sampled_from(list(_NAMES)), st.integers(1, 90), st.integers(0, 89)),
            min_size=1,
            max_size=12,
        ),
        st.randoms(use_true_random=False),
    )
    def test_one_sleep(self, given_: list[tuple[str, int, int]], chance: Random) -> None:
        spans, at = [("AsleepCore", 0, 10)], 10
        for name, minutes, apart in given_:
            spans.append((name, at + apart, at + apart + minutes))
            at += apart + minutes
        parts = segments(spans) * 2
        chance.shuffle(parts)
        (sleep,) = sleeps(found_in(export(parts)))
        assert (sleep.end - sleep.start).total_seconds() == at * 60
        asleep = sum(end - start for name, start, end in spans if name != "Awake")
        assert sleep.asleep.minutes == asleep

    def test_further_apart_are_two_and_two_sources_are_two(self) -> None:
        spans = [("AsleepCore", 0, 60), ("AsleepREM", 150, 200)]
        assert len(sleeps(found_in(export(segments(spans))))) == 2
        times = apple_time(EVENING), apple_time(EVENING + dt.timedelta(hours=7))
        both = [stage("AsleepCore", *times, sourceName=name) for name in ("Ring", "Watch")]
        assert len(sleeps(found_in(export(both)))) == 2


class TestImp22:
    """IMP-22. Where segments of one source overlap, deep, REM and light sleep come before being awake, that before sleep of an unknown stage, and all of them before time in bed."""

    def test_the_one_that_says_most_counts(self) -> None:
        spans = [
            ("InBed", 0, 500),
            ("AsleepUnspecified", 10, 480),
            ("Awake", 60, 120),
            ("AsleepDeep", 100, 160),
        ]
        assert stages_of(spans) == [("asleep", 50), ("awake", 40), ("deep", 60), ("asleep", 320)]


class TestImp23:
    """IMP-23. Beats of Apple Health become intervals only where their times and rates agree."""

    def _beats(self, intervals_ms: Sequence[int], wrong: int) -> list[Found]:
        at, parts = 7 * 3_600_000, []
        for n, interval in enumerate([1_000, *intervals_ms]):
            at += interval
            clock = f"{at // 3_600_000}:{at // 60_000 % 60:02}:{at // 1_000 % 60:02},{at // 10 % 100:02} AM"
            bpm = round(60_000 / interval) + (40 if n < wrong else 0)
            parts.append(element("InstantaneousBeatsPerMinute", bpm=bpm, time=clock))
        inner = element("HeartRateVariabilityMetadataList", "".join(parts))
        kind = "HeartRateVariabilitySDNN"
        return found_in(export([record(kind, 41.5, apple_time(EVENING), unit="ms", inner=inner)]))

    @given(st.lists(st.integers(60, 120).map(lambda n: n * 10), min_size=30, max_size=80))
    def test_they_are_given_back(self, intervals: list[int]) -> None:
        found = self._beats(intervals, wrong=0)
        (rr,) = [one.reading.value for one in found if isinstance(one, FoundReading)]
        assert rr == RrIntervals(tuple(one * 1_000 for one in intervals))
        assert samples_in(found)[0][:1] == ("hrv_sdnn",)

    @given(st.lists(st.integers(60, 120).map(lambda n: n * 10), min_size=30, max_size=80))
    def test_none_where_they_do_not_agree(self, intervals: list[int]) -> None:
        found = self._beats(intervals, wrong=len(intervals))
        assert not [one for one in found if isinstance(one, FoundReading)]
        assert len(samples_in(found)) == 1


class TestImp24:
    """IMP-24. A nutrient that an export of Apple Health has in a food and by itself is eaten once, and one by itself is of the food it names."""

    @given(st.integers(0, 3), st.booleans())
    def test_once(self, alone: int, foods_first: bool) -> None:
        start = apple_time(EVENING)
        figures = [
            record("DietaryEnergyConsumed", 250, start, unit="kcal"),
            record("DietaryProtein", 12.5, start, unit="g"),
            record("DietarySodium", 300, start, unit="mg"),
        ]
        food = element(
            "Correlation",
            metadata("HKFoodType", "Porridge") + "".join(figures),
            type="HKCorrelationTypeIdentifierFood",
            sourceName="Watch",
            startDate=start,
            endDate=start,
        )
        water = [record("DietaryWater", 200, start, unit="mL")] * alone
        parts = [food, *figures, *water] if foods_first else [*figures, *water, food]
        meals = [one for one in found_in(export(parts)) if isinstance(one, FoundMeal)]
        stated = [
            (portion.name, dict(portion.stated))
            for meal in meals
            for portion in meal.entry.portions
            if isinstance(portion, StatedEntry)
        ]
        porridge = {"energy_kcal": 250, "protein_g": 12.5, "sodium_mg": 300}
        drunk = [("Watch", {"water_g": 200.0 * alone})] if alone else []
        assert stated == [("Porridge", pytest.approx(porridge)), *drunk]

    @given(st.lists(st.sampled_from(("Egg", "Toast", "")), min_size=1, max_size=6), st.booleans())
    def test_by_itself_it_is_of_the_food_it_names(self, names: list[str], foods: bool) -> None:
        start = apple_time(EVENING)
        parts = [
            record(
                "DietaryEnergyConsumed",
                100,
                start,
                unit="kcal",
                inner=metadata("HKFoodType", name) if name else "",
            )
            for name in names
        ]
        said = {"sourceName": "Watch", "startDate": start, "endDate": start}
        kind = "HKCorrelationTypeIdentifierFood"
        whole = [element("Correlation", part, type=kind, **said) for part in parts] if foods else []
        meals = [one for one in found_in(export([*parts, *whole])) if isinstance(one, FoundMeal)]
        stated = sorted(
            (portion.name, dict(portion.stated)["energy_kcal"])
            for meal in meals
            for portion in meal.entry.portions
            if isinstance(portion, StatedEntry)
        )
        if foods:
            assert stated == sorted((name or "Watch", 100.0) for name in names)
        else:
            wanted = {name or "Watch": 100.0 * names.count(name) for name in names}
            assert stated == sorted(wanted.items())


class TestImp25:
    """IMP-25. A workout of Apple Health has the heart rates of its own source within its time, or those of the source with most where it has none."""

    @given(st.integers(0, 5), st.integers(1, 5))
    def test_whose(self, own: int, others: int) -> None:
        def rates(source: str, count: int, bpm: int) -> list[str]:
            times = [apple_time(EVENING + dt.timedelta(seconds=n - 1)) for n in range(count + 1)]
            return [
                record("HeartRate", bpm, time, unit="count/min", sourceName=source)
                for time in times
            ][1 if not count else 0 :]

        workout = element(
            "Workout",
            workoutActivityType="HKWorkoutActivityTypeYoga",
            sourceName="Watch",
            startDate=apple_time(EVENING),
            endDate=apple_time(EVENING + dt.timedelta(minutes=30)),
        )
        parts = [*rates("Watch", own, 100), *rates("Strap", others, 150), workout]
        (found,) = [one for one in found_in(export(parts)) if isinstance(one, FoundRecording)]
        values = found.recording.streams.values(Channel.HEART_RATE)
        assert values == ((100,) * own or (150,) * others)


class TestImp26:
    """IMP-26. A sleep of Apple Health shorter than three hours that begins from 9 to 20 on the wall is a nap."""

    @given(st.integers(0, 23), st.integers(1, 10 * 60), offsets)
    def test_when(self, hour: int, minutes: int, offset: int) -> None:
        start = EVENING.replace(hour=hour)
        times = apple_time(start, offset), apple_time(start + dt.timedelta(minutes=minutes), offset)
        (sleep,) = sleeps(found_in(export([stage("Asleep", *times)])))
        assert sleep.nap == (minutes < 180 and 9 <= hour < 20)


class TestImp27:
    """IMP-27. Time in bed of which nobody knows whether it was slept is no sleep."""

    @given(st.integers(1, 5))
    def test_it_is_named(self, nights: int) -> None:
        spans = [("InBed", n * 1_440, n * 1_440 + 480) for n in range(nights)]
        (found,) = found_in(export(segments(spans)))
        assert isinstance(found, NotTaken)
        assert found.count == nights


class TestImp74:
    """IMP-74. A broken record of Apple Health is told once, whatever is broken of it, and whether or not it also stands in a correlation."""

    @given(
        st.sampled_from(
            ["HeartRate", "StepCount", "OxygenSaturation", "BodyMass", "SleepAnalysis"]
        ),
        st.sets(st.sampled_from(["startDate", "endDate", "value"]), min_size=1),
    )
    def test_whatever_is_broken(self, kind: str, fields: set[str]) -> None:
        start = apple_time(EVENING)
        units = {"BodyMass": "kg", "StepCount": "count", "OxygenSaturation": "%"}
        unit, value = units.get(kind, "count/min"), "1"
        if kind == "SleepAnalysis":
            kind, value = "HKCategoryTypeIdentifierSleepAnalysis", _ASLEEP
        said: dict[str, object] = {"startDate": start, "endDate": start, "value": value}
        # A weight is of one moment, that at which it begins.
        asked = fields - {"endDate"} or {"value"} if kind == "BodyMass" else fields
        broken = {**said, **dict.fromkeys(asked, "never")}
        whole = element("Record", type=_typed(kind), sourceName="Watch", unit=unit, **broken)
        (told,) = [one for one in found_in(export([whole])) if isinstance(one, NotTaken)]
        assert told.count == 1

    @given(
        st.sampled_from(
            [
                ("DietaryProtein", "value"),  # When it was eaten says the food.
                ("DietaryProtein", "unit"),
                ("BloodPressureSystolic", "value"),
                ("BloodPressureSystolic", "unit"),
                ("BloodPressureSystolic", "startDate"),
            ]
        ),
        st.integers(0, 2),
        st.integers(1, 2),
        st.randoms(use_true_random=False),
    )
    def test_in_a_correlation_and_outside(
        self, broken: tuple[str, str], outside: int, inside: int, shuffled: Random
    ) -> None:
        kind, field = broken
        said: dict[str, object] = {"startDate": apple_time(EVENING), "value": "20"}
        said["unit"] = "mmHg" if kind == "BloodPressureSystolic" else "g"
        said[field] = "never"
        start = apple_time(EVENING)
        around = "Food" if kind == "DietaryProtein" else "BloodPressure"
        inner = element("Record", type=_typed(kind), sourceName="Watch", **said)
        correlation = element(
            "Correlation",
            inner,
            type=f"HKCorrelationTypeIdentifier{around}",
            sourceName="Watch",
            startDate=start,
            endDate=start,
        )
        parts = [inner] * outside + [correlation] * inside
        shuffled.shuffle(parts)
        told = [one for one in found_in(export(parts)) if isinstance(one, NotTaken)]
        assert sum(one.what == kind for one in told) == max(outside, inside)


_ASLEEP: Final = "HKCategoryValueSleepAnalysisAsleepCore"


def _typed(kind: str) -> str:
    return kind if kind.startswith("HK") else f"HKQuantityTypeIdentifier{kind}"
