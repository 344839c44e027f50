"""Workouts of Apple Health in several parts, as of a triathlon."""

from __future__ import annotations

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import element, export, found_in
from vegaloop.imports.domain.found import FoundRecording
from vegaloop.kernel.quantity import Distance, Energy, HeartRate
from vegaloop.kernel.result import value_in

DAY: Final = "2024-05-01"
WORKOUT: Final = {
    "workoutActivityType": "HKWorkoutActivityTypeSwimBikeRun",
    "sourceName": "Watch",
    "startDate": f"{DAY} 12:00:00 +0200",
    "endDate": f"{DAY} 12:30:00 +0200",
}


class TestParts:
    """A part is a lap with all that is said of it; the whole has what the parts come to."""

    @given(st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 900)), min_size=1, max_size=4))
    def test_each_part_has_its_own_figures(self, figures: list[tuple[int, int]]) -> None:
        kind = "HKQuantityTypeIdentifier"
        parts = "".join(
            element(
                "WorkoutActivity",
                element("WorkoutStatistics", type=f"{kind}DistanceCycling", sum=far, unit="m")
                + element(
                    "WorkoutStatistics", type=f"{kind}HeartRate", average=99, unit="count/min"
                )
                + element(
                    "WorkoutStatistics", type=f"{kind}ActiveEnergyBurned", sum=kcal, unit="Cal"
                ),
                startDate=f"{DAY} 12:0{n}:00 +0200",
                endDate=f"{DAY} 12:0{n}:59 +0200",
                duration="0.5",
                durationUnit="min",
            )
            for n, (far, kcal) in enumerate(figures)
        )
        (found,) = found_in(export([element("Workout", parts, **WORKOUT)]))
        assert isinstance(found, FoundRecording)
        whole, laps = found.recording.totals, found.recording.laps
        assert whole.distance == Distance(sum(far for far, _ in figures) * 1_000)
        assert whole.energy == value_in(Energy.of_kcal(sum(kcal for _, kcal in figures)))
        if len(figures) == 1:
            assert (whole.average_heart_rate, laps) == (value_in(HeartRate.of_bpm(99)), ())
        else:
            assert [lap.totals.distance for lap in laps] == [
                Distance(far * 1_000) for far, _ in figures
            ]
            assert {lap.totals.elapsed.seconds for lap in laps} == {59}
            assert {lap.totals.timer and lap.totals.timer.seconds for lap in laps} == {30}
            assert {lap.totals.average_heart_rate for lap in laps} == {
                value_in(HeartRate.of_bpm(99))
            }
