"""What other programs got wrong about distance, pace and height, and this one does not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.samples import tcx
from tests.strategies.ground import columns, even, facts_of
from tests.support import good, refused
from vegaloop.activity import Sport
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.domain.analysis_ground import analysis_of_ground, best_efforts, track_length
from vegaloop.activity.domain.climb import AltitudeSource, climb_of
from vegaloop.activity.domain.formulas.best_efforts import best_times
from vegaloop.activity.domain.formulas.distance import average_pace_s_per_km, haversine_m
from vegaloop.activity.domain.formulas.geodesic import Position
from vegaloop.activity.domain.formulas.grade import (
    gap_factor_strava_fit,
    grade_adjusted_speed_m_s,
    kcal_grade,
)
from vegaloop.activity.domain.ground import graded_of, way_of
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.streams import Streams
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration


def test_kilometres_are_not_kept_as_metres() -> None:
    """A vendor's kilometres went into a column of metres, and a run of ten kilometres was ten metres."""
    start = "2026-03-01T08:00:00Z"
    (read,) = good(
        DeviceFileReader().read(tcx([(start, 3_600, 10_000, 150)]), Profile())
    ).recordings
    assert read.totals.distance == Distance(10_000_000)
    told = analysis_of_ground(
        Sport.RUNNING, facts_of(Streams(), Sport.RUNNING, read.totals), Streams(), None
    )
    assert told.device_distance_m == 10_000
    assert good(told.moving_pace_s_per_km).value == 360


def test_a_mile_is_not_sixteen_hundred_metres() -> None:
    """The mile of a track meet and that of a road differ by nine metres, which a record must not."""
    run = columns([0, 1_609_344], distance=[0.0, 1_609.344])
    named = {one.name: one for one in good(best_efforts(Sport.RUNNING, way_of(run, Sport.RUNNING)))}
    assert named["1_mile"].time_s.value == pytest.approx(1_609.344, abs=0.01)
    assert named["half_mile"].time_s.value == pytest.approx(804.672, abs=0.01)


@given(
    st.integers(60, 7_200).flatmap(
        lambda moving: st.tuples(st.just(moving), st.integers(0, 3_600), st.integers(1, 50_000))
    )
)
def test_waiting_at_a_light_is_not_running(given_: tuple[int, int, int]) -> None:
    """One clock for both paces: either breaks made a runner slow, or races were won by pausing."""
    moving, waited, meters = given_
    totals = Totals(
        elapsed=Duration((moving + waited) * 1_000_000),
        timer=Duration(moving * 1_000_000),
        distance=Distance(meters * 1_000),
    )
    told = analysis_of_ground(
        Sport.RUNNING, facts_of(Streams(), Sport.RUNNING, totals), Streams(), None
    )
    moved, gone = good(told.moving_pace_s_per_km), good(told.elapsed_pace_s_per_km)
    assert moved.value == pytest.approx(1_000 * moving / meters)
    assert gone.value == pytest.approx(1_000 * (moving + waited) / meters)
    assert moved.method != gone.method


def test_the_mean_of_lap_paces_is_not_the_pace() -> None:
    """A short fast lap counted as much as a long slow one, and the whole run looked faster."""
    laps_m, laps_s = [1_000.0, 9_000.0], [240.0, 3_240.0]
    naive = sum(s / m * 1_000 for m, s in zip(laps_m, laps_s, strict=True)) / 2
    assert good(average_pace_s_per_km(laps_m, laps_s)) == 348 != naive == 300


def test_a_trembling_altimeter_climbs_no_mountain() -> None:
    """Every rise of an unsmoothed altitude was added up: a flat hour climbed a thousand metres."""
    trembling = [200 + n * 12 % 29 / 10 for n in range(3_601)]
    naive = sum(max(0.0, b - a) for a, b in pairwise(trembling))
    flat = columns([n * 1_000 for n in range(3_601)], altitude=trembling)
    assert naive > 1_000
    assert good(climb_of(flat, AltitudeSource.BAROMETER).gain_m).value == 0


def test_no_altimeter_is_not_level_ground() -> None:
    """A watch without an altimeter had climbed zero metres, and its runs counted as graded."""
    flat = even(high=False)
    assert refused(climb_of(flat, AltitudeSource.GPS).gain_m) == Missing("altitude_m")
    assert refused(graded_of(flat, (), Sport.RUNNING)) == Missing("altitude_m")


@pytest.mark.parametrize("every_s", [1, 2, 5, 10])
def test_samples_are_not_taken_for_seconds(every_s: int) -> None:
    """The number of samples stood for seconds: what a watch wrote every five was five times as fast."""
    seconds = range(0, 1_201, every_s)
    sparse = columns(
        [n * 1_000 for n in seconds],
        distance=[3.0 * n for n in seconds],
        altitude=[0.15 * n for n in seconds],
    )
    graded = good(graded_of(sparse, (), Sport.RUNNING)).speed_m_s
    assert graded == pytest.approx(3 * good(gap_factor_strava_fit(5)), rel=2e-3)
    (best,) = good(best_efforts(Sport.RUNNING, way_of(sparse, Sport.RUNNING)))[:1]
    assert best.time_s.value == pytest.approx(400 / 3)


def test_a_leap_of_the_satellites_is_no_record() -> None:
    """A fix that came back after a tunnel ran four hundred metres in one second, for ever the best."""
    way = [*(3.0 * n for n in range(301)), *(1_400 + 3.0 * n for n in range(301))]
    (best,) = best_times([float(n) for n in range(len(way))], way, [400], 12.5)
    assert good(best).time_s == pytest.approx(400 / 3)
    run = columns([n * 1_000 for n in range(len(way))], distance=way)
    assert good(way_of(run, Sport.RUNNING)).gone_m[-1] == pytest.approx(1_800)


def test_the_date_line_is_not_the_long_way_round() -> None:
    """Longitudes were subtracted as they are: who paddled over 180 degrees had been round the world."""
    west, east = Position(-17.0, 179.9999), Position(-17.0, -179.9999)
    assert good(haversine_m(west, east)) < 25
    crossing = columns([0, 10_000], latitude=[-17.0, -17.0], longitude=[179.9999, -179.9999])
    assert good(track_length(Sport.RUNNING, crossing)).value < 25


def test_a_grade_in_percent_is_not_a_grade() -> None:
    """Ten percent went in as ten, and an easy hill was worth a hundred times the flat."""
    assert good(gap_factor_strava_fit(10)) == good(grade_adjusted_speed_m_s(1, 0.1))
    assert 1.4 < good(grade_adjusted_speed_m_s(1, 0.1)) < 1.5
    # What is no hill of this earth is taken as the steepest anybody was measured on.
    assert good(grade_adjusted_speed_m_s(1, 10)) == good(gap_factor_strava_fit(34))


def test_going_down_is_not_free() -> None:
    """A line through level ground and up the hill gave back energy on the way down."""
    down = good(kcal_grade(70, 1_000, -0.3))
    assert 0 < down < good(kcal_grade(70, 1_000, 0))
    assert good(kcal_grade(70, 1_000, -0.45)) > down


def test_two_screens_tell_one_number() -> None:
    """The list of records and the page of the run computed the same distance twice, each its own way."""
    run = even(speed=3.7, seconds=2_000, slope=0.03)
    facts = facts_of(run, Sport.RUNNING, Totals(elapsed=Duration(2_000_000_000)))
    told = analysis_of_ground(Sport.RUNNING, facts, run, None)
    kept = {one.meters: one.seconds for one in peaks_of(run, (), Sport.RUNNING).distances}
    assert {one.distance_m: one.time_s.value for one in good(told.best_efforts)} == kept
    assert facts.effort.graded is not None
    assert good(told.graded_speed_m_s).value == facts.effort.graded.speed_m_s
