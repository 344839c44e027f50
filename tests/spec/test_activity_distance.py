"""The rules of pace and of distance on the earth (formula book A24, law H7)."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.activity.domain.formulas.distance import (
    EARTH_RADIUS_M,
    TrackPoint,
    average_pace_s_per_km,
    great_circle_m,
    haversine_m,
    pace_s_per_km,
    track_length_m,
    track_length_of_columns_m,
)
from vegaloop.activity.domain.formulas.geodesic import Position, geodesic_m
from vegaloop.kernel.evidence import NoNumber, Outside, TooFew, Undefined
from vegaloop.kernel.result import Result

# Places by whole ten-millionths of a degree, as devices write them, awkward ones among them.
LATITUDES: Final = st.one_of(
    st.integers(-900_000_000, 900_000_000).map(lambda n: n / 1e7),
    st.sampled_from([-90.0, -45.0, -1e-7, 0.0, 1e-7, 45.0, 90.0]),
)
LONGITUDES: Final = st.one_of(
    st.integers(-1_800_000_000, 1_800_000_000).map(lambda n: n / 1e7),
    st.sampled_from([-180.0, -179.9999999, 0.0, 179.5, 180.0]),
)
places = st.builds(Position, LATITUDES, LONGITUDES)
# Not at a pole, where every longitude is one place.
inhabited = st.builds(Position, LATITUDES.filter(lambda deg: abs(deg) <= 89.9), LONGITUDES)
meters = st.floats(1, 1e6)
seconds = st.floats(0, 1e6)


def opposite(place: Position) -> Position:
    return Position(-place.latitude_deg, place.longitude_deg + 180)


class TestAct91:
    """ACT-91. A pace is the total time over the total distance, and there is none over no distance."""

    @given(st.lists(st.tuples(meters, seconds), min_size=1, max_size=20))
    def test_it_is_the_mean_of_lap_paces_weighted_by_distance(
        self, laps: list[tuple[float, float]]
    ) -> None:
        total_m = math.fsum(m for m, _ in laps)
        weighted = math.fsum(good(pace_s_per_km(m, s)) * m for m, s in laps) / total_m
        pace = good(average_pace_s_per_km([m for m, _ in laps], [s for _, s in laps]))
        assert math.isclose(pace, weighted, rel_tol=1e-9, abs_tol=1e-9)

    def test_its_boundaries(self) -> None:
        assert good(pace_s_per_km(10_000, 2_481)) == 248.1
        assert good(pace_s_per_km(1e8, 6e7)) == 600
        assert good(pace_s_per_km(5, 0)) == 0
        assert refused(pace_s_per_km(0, 100)) == Undefined(
            "pace_s_per_km", "no distance was covered"
        )
        assert refused(pace_s_per_km(-1, 100)) == Outside("distance_m", -1, 0, 1e8)
        assert refused(pace_s_per_km(1.1e8, 100)) == Outside("distance_m", 1.1e8, 0, 1e8)
        assert refused(pace_s_per_km(1, -1)) == Outside("time_s", -1, 0, 6e7)
        assert refused(pace_s_per_km(1, 6.1e7)) == Outside("time_s", 6.1e7, 0, 6e7)

    @pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
    def test_what_is_no_number_has_none(self, number: float) -> None:
        assert isinstance(refused(pace_s_per_km(number, 1)), Outside)
        assert isinstance(refused(pace_s_per_km(1, number)), Outside)

    def test_of_parts(self) -> None:
        assert good(average_pace_s_per_km([1_000, 3_000], [300, 1_200])) == 375
        assert isinstance(refused(average_pace_s_per_km([], [])), Undefined)
        assert refused(average_pace_s_per_km([1, -2], [1, 1])) == Outside("distance_m", -2, 0, 1e8)
        assert refused(average_pace_s_per_km([1, 2], [1, -3])) == Outside("time_s", -3, 0, 6e7)


class TestAct92:
    """ACT-92. The distance between two places is symmetric, zero only where they are one, never shortened by a third place, and blind to full turns of longitude."""

    @given(places, places)
    def test_symmetric(self, a: Position, b: Position) -> None:
        assert good(haversine_m(a, b)) == good(haversine_m(b, a)) >= 0
        assert math.isclose(good(geodesic_m(a, b)), good(geodesic_m(b, a)), abs_tol=1e-5)

    @given(inhabited, inhabited)
    def test_zero_only_where_they_are_one(self, a: Position, b: Position) -> None:
        same = a == b or (
            a.latitude_deg == b.latitude_deg and abs(a.longitude_deg - b.longitude_deg) == 360
        )
        assert (good(haversine_m(a, b)) < 1e-8) == same
        assert (good(geodesic_m(a, b)) < 1e-8) == same
        assert good(haversine_m(a, a)) == good(geodesic_m(a, a)) == 0

    @given(places, places, places)
    def test_no_third_place_is_a_short_cut(self, a: Position, b: Position, c: Position) -> None:
        for measure in (haversine_m, geodesic_m):
            # A sphere is told to a decimetre where two places are opposite each other.
            assert good(measure(a, c)) <= good(measure(a, b)) + good(measure(b, c)) + 0.2

    @given(places, places, st.integers(-99, 99))
    def test_full_turns(self, a: Position, b: Position, turns: int) -> None:
        turned = Position(b.latitude_deg, b.longitude_deg + 360 * turns)
        for measure in (haversine_m, geodesic_m):
            assert math.isclose(good(measure(a, turned)), good(measure(a, b)), abs_tol=0.2)

    @given(places, places)
    def test_the_hot_form_is_the_same(self, a: Position, b: Position) -> None:
        assert great_circle_m(a, b) == good(haversine_m(a, b))

    @given(places, places, st.floats(0, 1e9))
    def test_it_scales_with_the_sphere(self, a: Position, b: Position, radius_m: float) -> None:
        expected = good(haversine_m(a, b)) / EARTH_RADIUS_M * radius_m
        assert math.isclose(good(haversine_m(a, b, radius_m)), expected, rel_tol=1e-12)

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            (Position(90.0001, 0), Outside("latitude_deg", 90.0001, -90, 90)),
            (Position(-90.0001, 0), Outside("latitude_deg", -90.0001, -90, 90)),
            (Position(0, 36_001), Outside("longitude_deg", 36_001, -36_000, 36_000)),
            (Position(0, -36_001), Outside("longitude_deg", -36_001, -36_000, 36_000)),
        ],
    )
    def test_places_off_the_earth(self, wrong: Position, reason: Outside) -> None:
        right = Position(0, 0)
        for measure in (haversine_m, geodesic_m):
            assert refused(measure(wrong, right)) == reason
            assert refused(measure(right, wrong)) == reason

    def test_the_edges_of_the_map(self) -> None:
        pole, other = Position(90, 36_000), Position(-90, -36_000)
        assert good(haversine_m(pole, other)) == pytest.approx(math.pi * EARTH_RADIUS_M)
        assert good(geodesic_m(pole, other)) == pytest.approx(20_003_931.4586, abs=1e-3)
        assert refused(haversine_m(pole, other, -1)) == Outside("radius_m", -1, 0, 1e9)
        assert refused(haversine_m(pole, other, 1.1e9)) == Outside("radius_m", 1.1e9, 0, 1e9)
        assert isinstance(refused(geodesic_m(Position(math.nan, 0), other)), Outside)


class TestAct93:
    """ACT-93. A track is the sum of its steps, without points known to no better than 30 m or reached faster than the sport allows."""

    @given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=2, max_size=30))
    def test_the_sum_of_its_steps(self, at: list[tuple[int, int]]) -> None:
        track = [point(n * 60, north, east) for n, (north, east) in enumerate(at)]
        steps = [great_circle_m(a.position, b.position) for a, b in pairwise(track)]
        length_m = good(track_length_m(track, 12.5))
        assert length_m == pytest.approx(math.fsum(steps), rel=0.0057)
        if all(step < 100 for step in steps):
            assert length_m == math.fsum(steps)

    def test_from_a_hundred_metres_on_a_step_is_over_the_ellipsoid(self) -> None:
        near, far = [point(0, 0), point(60, 899)], [point(0, 0), point(60, 900)]
        assert good(track_length_m(near, 12.5)) == great_circle_m(*(p.position for p in near))
        assert good(track_length_m(far, 12.5)) == good(geodesic_m(*(p.position for p in far)))

    def test_an_unsure_point_is_left_out(self) -> None:
        straight = good(track_length_m([point(0, 0), point(20, 100)], 12.5))
        detour = point(10, 50, 300, accuracy_m=30.1)
        assert good(track_length_m([point(0, 0), detour, point(20, 100)], 12.5)) == straight
        believed = detour._replace(accuracy_m=30.0)
        assert good(track_length_m([point(0, 0), believed, point(20, 100)], 12.5)) > 2 * straight

    def test_a_leap_is_left_out_until_somebody_could_be_there(self) -> None:
        there = point(10, 1_000)  # 111 m in 10 s.
        assert good(track_length_m([point(0, 0), there], 12.5)) > 110
        assert good(track_length_m([point(0, 0), there], 11.0)) == 0
        late = [point(0, 0), there, there._replace(time_s=20)]
        assert good(track_length_m(late, 11.0)) == good(track_length_m([late[0], late[2]], 11.0))

    @given(st.lists(places, min_size=2, max_size=8), st.floats(0, 1_000))
    def test_it_is_never_faster_than_allowed(self, of: list[Position], fastest: float) -> None:
        track = [TrackPoint(n * 3_600.0, place) for n, place in enumerate(of)]
        length_m = good(track_length_m(track, fastest))
        assert 0 <= length_m <= fastest * 3_600 * (len(of) - 1) * (1 + 1e-9)

    @given(
        st.lists(st.tuples(st.integers(0, 120), st.integers(-900, 900)), max_size=30),
        st.sampled_from([0.5, 12.5, 1_000.0]),
    )
    def test_in_columns_it_is_the_same(self, of: list[tuple[int, int]], fastest: float) -> None:
        track = [point(n * 10, north, east) for n, (north, east) in enumerate(of)]
        by_points, by_columns = track_length_m(track, fastest), in_columns(track, fastest)
        if len(track) < 2:
            assert refused(by_columns) == refused(by_points)
        else:
            assert math.isclose(good(by_columns), good(by_points), rel_tol=1e-9, abs_tol=1e-6)

    def test_the_boundaries_of_columns(self) -> None:
        two = [point(0, 0), point(1, 1)]
        assert refused(in_columns(two, -1)) == Outside("speed_most_m_s", -1, 0, 1_000)
        assert refused(in_columns(two, 1_001)) == Outside("speed_most_m_s", 1_001, 0, 1_000)
        north, west = TrackPoint(2, Position(91, 0)), TrackPoint(2, Position(0, -36_001))
        assert refused(in_columns([*two, north], 1)) == Outside("latitude_deg", 91, -90, 90)
        assert refused(in_columns([*two, west], 1)) == Outside(
            "longitude_deg", -36_001, -36_000, 36_000
        )
        near, far = [point(0, 0), point(60, 899)], [point(0, 0), point(60, 900)]
        assert good(in_columns(near, 1_000)) < 100 < good(in_columns(far, 1_000))
        assert good(in_columns(far, 1_000)) == good(geodesic_m(*(p.position for p in far)))

    def test_its_boundaries(self) -> None:
        two = [point(0, 0), point(1, 1)]
        assert refused(track_length_m([], 12.5)) == TooFew("points", 0, 2)
        assert refused(track_length_m(two[:1], 12.5)) == TooFew("points", 1, 2)
        assert refused(track_length_m(two, -1)) == Outside("speed_most_m_s", -1, 0, 1_000)
        assert refused(track_length_m(two, 1_001)) == Outside("speed_most_m_s", 1_001, 0, 1_000)
        assert good(track_length_m(two, 1_000)) > 0
        off = TrackPoint(0, Position(91, 0))
        assert refused(track_length_m([*two, off], 1)) == Outside("latitude_deg", 91, -90, 90)


class TestAct94:
    """ACT-94. The sphere is at most 0.56 percent off the ellipsoid, and places opposite each other have a distance too."""

    @given(places, places)
    def test_the_sphere_is_hardly_off(self, a: Position, b: Position) -> None:
        ball, earth = good(haversine_m(a, b)), good(geodesic_m(a, b))
        assert abs(ball - earth) <= 0.0057 * earth + 1e-6

    @given(inhabited, st.floats(-0.6, 0.6), st.floats(-0.6, 0.6))
    def test_opposite_places(self, a: Position, north: float, east: float) -> None:
        far = opposite(a)
        b = Position(min(90.0, max(-90.0, far.latitude_deg + north)), far.longitude_deg + east)
        found = good(geodesic_m(a, b))
        # Half round the earth over the poles is the shortest way between opposite places.
        assert 19_800_000 <= found <= 20_003_931.4587
        assert math.isclose(found, good(geodesic_m(b, a)), abs_tol=1e-4)

    @pytest.mark.parametrize(
        ("a", "b", "expected_m"),
        [
            # Karney 2013, J Geod 87:43, section 5, and the distances pole to pole and half round.
            ((-30.0, 0.0), (29.9, 179.8), 19_989_832.827_61),
            ((0.0, 0.0), (0.5, 179.5), 19_936_288.578_96),
            ((0.0, 0.0), (0.5, 179.7), 19_944_127.420_75),
            ((0.0, 0.0), (0.0, 180.0), 20_003_931.458_62),
            ((45.0, 0.0), (-45.0, 180.0), 20_003_931.458_62),
            # Up to (1 - f) of half a turn the equator is the shortest way.
            ((0.0, 0.0), (0.0, 179.0), 6_378_137 * math.radians(179)),
        ],
    )
    def test_published_distances(
        self, a: tuple[float, float], b: tuple[float, float], expected_m: float
    ) -> None:
        assert good(geodesic_m(Position(*a), Position(*b))) == pytest.approx(expected_m, abs=1e-3)

    @given(st.floats(1e-3, 89), st.floats(1e-3, 0.3), st.floats(0, 179.9))
    def test_a_chain_of_short_ways_is_no_shorter(
        self, lat: float, north: float, east: float
    ) -> None:
        a, b = Position(-lat, 0), Position(lat + north, east)
        middle = Position(north / 2, east / 2)
        whole = good(geodesic_m(a, b))
        assert whole <= good(geodesic_m(a, middle)) + good(geodesic_m(middle, b)) + 1e-3


def point(time_s: float, north: float, east: float = 0.0, accuracy_m: float = 0.0) -> TrackPoint:
    """A place so many millionths of a degree (11 cm) from the middle of the map."""
    return TrackPoint(time_s, Position(north / 1e6 + 46.5, east / 1e6 + 6.6), accuracy_m)


def in_columns(track: list[TrackPoint], fastest: float) -> Result[float, NoNumber]:
    return track_length_of_columns_m(
        array("d", [one.time_s for one in track]),
        array("d", [one.position.latitude_deg for one in track]),
        array("d", [one.position.longitude_deg for one in track]),
        fastest,
    )
