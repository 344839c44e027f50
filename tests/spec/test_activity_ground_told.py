"""The rules of what a session tells of the ground it covered (formula book A16–A18, A24)."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.ground import columns, even, facts_of, heights
from tests.support import good, refused
from vegaloop.activity import Sport
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.analysis_ground import (
    GroundAnalysis,
    analysis_of_ground,
    best_efforts,
    energy_on_grade,
    pace_of,
    track_length,
)
from vegaloop.activity.domain.climb import AltitudeSource, altitude_source, climb_of
from vegaloop.activity.domain.formulas.elevation import elevation_gain_zigzag
from vegaloop.activity.domain.formulas.grade import minetti_cost
from vegaloop.activity.domain.ground import (
    way_of,
)
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.streams import Streams
from vegaloop.kernel.evidence import Derived, Missing, TooFew, Undefined
from vegaloop.kernel.quantity import Distance, Duration

METRE: Final = 1 / 111_195.08  # Of a degree, on the meridian of a sphere.


def analysed(
    streams: Streams,
    sport: Sport = Sport.RUNNING,
    weight_kg: float | None = 70.0,
    **more: Distance | Duration,
) -> GroundAnalysis:
    elapsed = Duration((streams.numbers[-1] if len(streams) else 1_000) * 1_000)
    totals = Totals(elapsed=elapsed, **more)  # type: ignore[arg-type]  # Its own fields.
    return analysis_of_ground(sport, facts_of(streams, sport, totals), streams, weight_kg)


class TestAct102:
    """ACT-102. The climb of a session names its threshold and what is assumed to have measured the height, and no altitude is no climb of zero."""

    @given(heights, st.sampled_from(list(AltitudeSource)))
    def test_it_is_the_zigzag_of_the_altitudes_there_are(
        self, high: list[float | None], source: AltitudeSource
    ) -> None:
        known = [altitude for altitude in high if altitude is not None]
        found = climb_of(columns([n * 1_000 for n in range(len(high))], altitude=high), source)
        if not known:
            assert refused(found.gain_m) == refused(found.loss_m) == Missing("altitude_m")
        elif len(known) == 1:
            assert refused(found.gain_m) == TooFew("samples of altitude", 1, 2)
            assert refused(found.loss_m) == TooFew("samples of altitude", 1, 2)
        else:
            gain = good(found.gain_m)
            tenths = [round(10 * altitude) for altitude in known]
            exact = good(elevation_gain_zigzag(tenths, 10 * source.threshold_m)) / 10
            assert gain.value == pytest.approx(exact, abs=1e-9)
            assert (gain.n_valid, gain.quality) == (len(known), len(known) / len(high))

    def test_it_says_what_it_rests_on(self) -> None:
        there = columns([0, 1_000, 2_000, 3_000], altitude=[100.0, 103.0, 99.0, None])
        assert good(climb_of(there, AltitudeSource.BAROMETER).gain_m) == Derived(
            value=3.0,
            method="zigzag_3m_barometer",
            formula_version=FORMULA_VERSION,
            window_days=1,
            n_valid=3,
            quality=0.75,
            notes=("altitude-source-assumed",),
        )
        assert good(climb_of(there, AltitudeSource.BAROMETER).loss_m).value == 4
        by_gps = climb_of(there, AltitudeSource.GPS)
        assert (good(by_gps.gain_m).value, good(by_gps.gain_m).method) == (0, "zigzag_5m_gps")
        assert (
            climb_of(Streams(), AltitudeSource.GPS).gain_m
            == climb_of(Streams(), AltitudeSource.GPS).loss_m
        )

    @pytest.mark.parametrize(
        ("format", "device", "source"),
        [
            (FileFormat.FIT, None, AltitudeSource.BAROMETER),
            (FileFormat.TCX, "Some watch", AltitudeSource.BAROMETER),
            (None, None, AltitudeSource.BAROMETER),
            (FileFormat.GPX, None, AltitudeSource.GPS),
            (FileFormat.GPX, "StravaGPX", AltitudeSource.GPS),
            (FileFormat.GPX, "Some app with Barometer", AltitudeSource.BAROMETER),
        ],
    )
    def test_what_measured_the_height(
        self, format: FileFormat | None, device: str | None, source: AltitudeSource
    ) -> None:
        assert altitude_source(format, device) is source


class TestAct103:
    """ACT-103. Best efforts are told of every distance a session covers, on foot and on a bicycle."""

    ON_FOOT: Final = (
        ("400_m", 400.0),
        ("half_mile", 804.672),
        ("1_km", 1_000.0),
        ("1_mile", 1_609.344),
        ("2_miles", 3_218.688),
        ("5_km", 5_000.0),
        ("10_km", 10_000.0),
        ("15_km", 15_000.0),
        ("half_marathon", 21_097.5),
        ("marathon", 42_195.0),
    )
    RIDING: Final = tuple((f"{km}_km", 1_000.0 * km) for km in (5, 10, 20, 40, 50, 100))

    @pytest.mark.parametrize(
        ("sport", "speed", "named"),
        [
            (Sport.RUNNING, 5.0, ON_FOOT),
            (Sport.HIKING, 5.0, ON_FOOT),
            (Sport.CYCLING, 20.0, RIDING),
        ],
    )
    def test_of_even_speed_each_takes_its_share(
        self, sport: Sport, speed: float, named: tuple[tuple[str, float], ...]
    ) -> None:
        minutes = 180
        ridden = columns(
            [n * 60_000 for n in range(minutes + 1)],
            distance=[60 * speed * n for n in range(minutes + 1)],
        )
        found = good(best_efforts(sport, way_of(ridden, sport)))
        assert [(one.name, one.distance_m) for one in found] == list(named)
        for one in found:
            # A recorded distance is of whole centimetres, and so is what is asked of it.
            assert one.time_s.value == pytest.approx(one.distance_m / speed, abs=0.002)
            assert one.time_s.method == "two_pointers_interpolated"
            assert one.time_s.n_valid == minutes + 1

    @given(st.integers(100, 2_000))
    def test_of_what_it_is_long_enough_for(self, meters: int) -> None:
        run = columns([0, 600_000], distance=[7.0, 7.0 + meters])
        found = good(best_efforts(Sport.RUNNING, way_of(run, Sport.RUNNING)))
        assert [one.name for one in found] == [name for name, m in self.ON_FOOT if m <= meters]

    def test_when_it_began(self) -> None:
        run = columns([0, 100_000, 200_000, 300_000], distance=[0.0, 300.0, 700.0, 900.0])
        (best,) = good(best_efforts(Sport.RUNNING, way_of(run, Sport.RUNNING)))[:1]
        assert (best.start_s, best.time_s.value) == (100, 100)

    def test_of_other_sports_there_are_none(self) -> None:
        why = Undefined("best_efforts", "only on foot and on a bicycle")
        assert refused(best_efforts(Sport.SWIMMING, way_of(even(), Sport.SWIMMING))) == why
        nothing = best_efforts(Sport.RUNNING, way_of(Streams(), Sport.RUNNING))
        assert refused(nothing) == Missing("distance_m")


class TestAct105:
    """ACT-105. What a device says of climb and distance stands beside what is computed, and changes nothing in it."""

    @given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
    def test_it_changes_nothing(self, up: int, down: int, far: int) -> None:
        streams = even(slope=0.05)
        alone = analysed(streams)
        beside = analysed(
            streams, ascent=Distance(up), descent=Distance(down), distance=Distance(far)
        )
        assert (beside.device_ascent_m, beside.device_descent_m) == (up / 1_000, down / 1_000)
        assert beside.device_distance_m == far / 1_000
        assert (alone.device_ascent_m, alone.device_descent_m, alone.device_distance_m) == (
            None,
            None,
            None,
        )
        for name in ("climb", "track_length_m", "graded_speed_m_s", "graded_pace_s_per_km"):
            assert getattr(beside, name) == getattr(alone, name)
        assert beside.best_efforts == alone.best_efforts
        assert beside.grade_energy_kcal == alone.grade_energy_kcal

    def test_the_length_of_a_track(self) -> None:
        north = [round(46 + 100 * METRE * n, 7) for n in range(11)]
        streams = columns(
            [n * 30_000 for n in range(11)],
            latitude=[*north[:10], None],
            longitude=[7.0] * 11,
        )
        found = good(analysed(streams).track_length_m)
        assert found.value == pytest.approx(900, rel=0.0057)
        assert (found.method, found.n_valid, found.quality) == ("haversine", 10, 10 / 11)
        assert refused(track_length(Sport.RUNNING, even())) == Missing("position")
        alone = columns([0], latitude=[46.0], longitude=[7.0])
        assert refused(track_length(Sport.RUNNING, alone)) == TooFew("points", 1, 2)
        half = columns([0, 1], latitude=[46.0, 46.0])
        assert refused(track_length(Sport.RUNNING, half)) == Missing("position")

    def test_paces(self) -> None:
        totals = Totals(
            elapsed=Duration(1_800_000_000),
            timer=Duration(1_500_000_000),
            distance=Distance(5_000_000),
        )
        facts = facts_of(Streams(), Sport.RUNNING, totals)
        found = analysis_of_ground(Sport.RUNNING, facts, Streams(), None)
        assert good(found.moving_pace_s_per_km).value == 300
        assert good(found.moving_pace_s_per_km).method == "moving_time_over_distance"
        assert good(found.elapsed_pace_s_per_km).value == 360
        assert good(found.elapsed_pace_s_per_km).method == "elapsed_time_over_distance"
        assert refused(pace_of(Duration(1), None, "moving")) == Missing("distance_m")
        still = refused(pace_of(Duration(1), Distance(0), "moving"))
        assert isinstance(still, Undefined)

    def test_graded_pace_is_that_of_the_graded_speed(self) -> None:
        found = analysed(even(speed=4))
        speed, pace = good(found.graded_speed_m_s), good(found.graded_pace_s_per_km)
        assert speed.value == pytest.approx(4)
        assert pace.value == pytest.approx(1_000 / speed.value)
        assert (speed.method, pace.method) == ("strava_fit_30s", "strava_fit_30s")
        assert speed.n_valid == pace.n_valid == 601
        nothing = analysed(even(high=False))
        assert refused(nothing.graded_speed_m_s) == refused(nothing.graded_pace_s_per_km)
        still = analysed(columns([0, 1_000], distance=[0.0, 0.0], altitude=[1.0, 1.0]))
        assert isinstance(refused(still.graded_pace_s_per_km), TooFew)

    def test_of_no_speed_there_is_no_pace(self) -> None:
        # It moved for too short to be averaged, and stood still after a long gap.
        seconds = [*range(21), *range(100, 161)]
        way = [1.0 * min(n, 20) for n in seconds]
        stood = columns([n * 1_000 for n in seconds], distance=way, altitude=[7.0] * len(way))
        found = analysed(stood)
        assert good(found.graded_speed_m_s).value == 0
        assert isinstance(refused(found.graded_pace_s_per_km), Undefined)

    @pytest.mark.parametrize(
        ("sport", "gait"),
        [(Sport.RUNNING, "run"), (Sport.WALKING, "walk"), (Sport.HIKING, "walk")],
    )
    def test_energy_by_slope(self, sport: Sport, gait: str) -> None:
        found = good(analysed(even(slope=0.1), sport).grade_energy_kcal)
        cost = good(minetti_cost(0.1, gait))  # type: ignore[arg-type]  # The word of a Gait.
        assert found.value == pytest.approx(70 * 1_800 * cost / 4_184, rel=1e-3)
        assert (found.method, found.n_valid, found.quality) == (f"minetti_{gait}", 180, 1)

    def test_energy_by_slope_needs_height_weight_and_feet(self) -> None:
        assert refused(analysed(even(), weight_kg=None).grade_energy_kcal) == Missing("weight_kg")
        assert refused(analysed(even(high=False)).grade_energy_kcal) == Missing("altitude_m")
        assert refused(analysed(even(), Sport.CYCLING).grade_energy_kcal) == Undefined(
            "grade_energy_kcal", "only of running and walking"
        )
        nowhere = energy_on_grade(Sport.RUNNING, way_of(Streams(), Sport.RUNNING), 70)
        assert refused(nowhere) == Missing("distance_m")

    def test_every_number_is_finite_or_has_a_reason(self) -> None:
        found = analysed(columns([0, 1_000], distance=[0.0, 3.0], altitude=[1.0, 1.0]))
        assert good(found.best_efforts) == ()
        assert isinstance(refused(found.graded_speed_m_s), TooFew)
        assert good(found.climb.gain_m).value == 0
