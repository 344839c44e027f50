"""The rules of ways, grades and the load of a run by its grade (formula book A8, A18)."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Final
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import FIRST_DAY, ShelfReader
from tests.strategies.ground import columns, even, facts_of, heights, steps
from tests.strategies.training_log import LONG_AGO, ME, ago, an_activity
from tests.support import NOW, at, good, refused
from vegaloop.activity import (
    AmendActivity,
    ImportFile,
    LoadMethod,
    SessionId,
    Sport,
    Thresholds,
)
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.application.regrading import regrade
from vegaloop.activity.domain.analysis_ground import (
    graded_speed,
)
from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.exertion import moderate_hours
from vegaloop.activity.domain.formulas.grade import gap_factor_strava_fit
from vegaloop.activity.domain.formulas.stress import rtss
from vegaloop.activity.domain.ground import (
    Graded,
    fastest_m_s,
    graded_of,
    relief_of,
    way_of,
)
from vegaloop.activity.domain.load_methods import loads_of
from vegaloop.activity.domain.load_year import Mark
from vegaloop.activity.domain.physique import physique_on
from vegaloop.activity.domain.recording import PausesMs, Recording, Totals
from vegaloop.activity.domain.session import Bout, Facts, Session
from vegaloop.activity.domain.streams import Streams
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.time import UTC_ZONE, moment_in

THRESHOLD: Final = Thresholds(threshold_pace=Duration(250_000_000))
RUNNER: Final = physique_on(FIRST_DAY, THRESHOLD, Profile())


class TestAct90:
    """ACT-90. A step back, or one faster than anybody is, takes time and adds nothing to a way."""

    @given(steps, heights, st.sampled_from([Sport.RUNNING, Sport.CYCLING]))
    def test_only_what_somebody_can_do_adds_up(
        self, of: list[tuple[int, int]], high: list[float | None], sport: Sport
    ) -> None:
        times = list(accumulate((ms for ms, _ in of), initial=0))
        way = list(accumulate((cm for _, cm in of), initial=1_000_000))
        altitude = (high + [None] * len(times))[: len(times)]
        found = way_of(columns(times, distance=[cm / 100 for cm in way], altitude=altitude), sport)
        last = dict(zip(times, way, strict=True))  # Of one moment the later counts.
        if len(last) < 2:
            assert refused(found) == TooFew("samples of distance", 1, 2)
            return
        laid = good(found)
        assert list(laid.times_ms) == list(last)
        assert list(laid.distances_m) == [cm / 100 for cm in last.values()]
        fastest = fastest_m_s(sport)
        for (a, b), (since, until), (before, after) in zip(
            pairwise(laid.gone_m), pairwise(last), pairwise(last.values()), strict=True
        ):
            step_m, seconds = (after - before) / 100, (until - since) / 1_000
            right = 0 <= step_m <= fastest * seconds
            assert b - a == pytest.approx(step_m if right else 0, abs=1e-6)

    def test_a_step_as_fast_as_the_limit_is_believed(self) -> None:
        both = columns([0, 1_000, 2_000], distance=[0.0, 12.5, 42.5])
        assert list(good(way_of(both, Sport.RUNNING)).gone_m) == [0, 12.5, 12.5]
        assert list(good(way_of(both, Sport.CYCLING)).gone_m) == [0, 12.5, 42.5]
        assert (fastest_m_s(Sport.HIKING), fastest_m_s(Sport.GENERIC)) == (12.5, 30)

    def test_where_there_is_no_distance_speed_is_summed_up(self) -> None:
        speeds = [2.0, 4.0, None, 4.0, 4.0, 4.0]
        summed = columns([0, 1_000, 2_000, 3_000, 33_000, 63_001], speed=speeds)
        laid = good(way_of(summed, Sport.RUNNING))
        assert list(laid.times_ms) == [0, 1_000, 3_000, 33_000, 63_001]
        assert list(laid.gone_m) == [0, 3, 11, 131, 131]

    def test_distance_goes_before_speed(self) -> None:
        both = columns([0, 1_000], distance=[0.0, 2.0], speed=[9.0, 9.0])
        assert list(good(way_of(both, Sport.RUNNING)).gone_m) == [0, 2]

    def test_where_there_is_neither_there_is_no_way(self) -> None:
        assert refused(way_of(Streams(), Sport.RUNNING)) == Missing("distance_m")
        high = columns([0, 1_000], altitude=[1.0, 2.0])
        assert refused(way_of(high, Sport.RUNNING)) == Missing("distance_m")


class TestAct104:
    """ACT-104. The load of a run by pace goes by its grade-adjusted speed where the height is known, says so by its method, and on level ground is that of its pace."""

    @given(st.floats(1, 6).map(lambda v: round(v, 2)), st.integers(60, 900))
    def test_level_ground(self, speed: float, seconds: int) -> None:
        flat = good(graded_of(even(speed, seconds), (), Sport.RUNNING))
        assert flat.speed_m_s == pytest.approx(speed, rel=1e-3)
        assert flat.curve == "strava_fit"

    @pytest.mark.parametrize("slope", [-0.3, -0.1, 0.02, 0.1, 0.3])
    def test_a_steady_slope_is_worth_its_factor(self, slope: float) -> None:
        found = good(graded_of(even(slope=slope), (), Sport.RUNNING))
        factor = good(gap_factor_strava_fit(100 * slope))
        assert found.speed_m_s == pytest.approx(3 * factor, rel=2e-3)

    def test_its_load_and_method(self) -> None:
        facts = facts_of(even(slope=0.1), Sport.RUNNING, run_totals())
        loads = loads_of(Sport.RUNNING, facts.effort, None, RUNNER, None)
        graded, flat = loads.values
        assert (graded.method, flat.method) == (LoadMethod.PACE_GRADED, LoadMethod.PACE)
        assert loads.counted == graded
        assert graded.value == good(rtss(600, 600 * good_graded(facts).speed_m_s, 4))
        assert flat.value == good(rtss(600, 1_800, 4))
        assert not graded.estimated

    def test_without_height_by_pace_and_without_pace_by_neither(self) -> None:
        effort = facts_of(even(high=False), Sport.RUNNING, run_totals()).effort
        assert effort.graded is None
        loads = loads_of(Sport.RUNNING, effort, None, RUNNER, None)
        assert [load.method for load in loads.values] == [LoadMethod.PACE]
        alone = Effort(duration=Duration(600_000_000), graded=Graded(3.5))
        loads = loads_of(Sport.RUNNING, alone, None, RUNNER, None)
        assert [load.method for load in loads.values] == [LoadMethod.PACE_GRADED]
        nobody = physique_on(FIRST_DAY, Thresholds(), Profile())
        (lack,) = loads_of(Sport.RUNNING, alone, None, nobody, None).lacking
        assert (lack.method, lack.reason) == (
            LoadMethod.PACE_GRADED,
            Missing("threshold_pace_s_per_km"),
        )

    def test_only_on_foot(self) -> None:
        assert facts_of(even(), Sport.CYCLING, run_totals()).effort.graded is None
        assert facts_of(even(), Sport.WALKING, run_totals()).effort.graded is not None
        assert refused(graded_speed(Sport.CYCLING, even(), ())) == Undefined(
            "graded_speed_m_s", "only of sports on foot"
        )

    def test_pauses_and_long_gaps_do_not_count_and_short_ones_are_crossed(self) -> None:
        def run(gap_s: int, pauses: PausesMs = ()) -> float:
            seconds = [*range(101), *range(100 + gap_s, 201 + gap_s)]
            way = [*(3.0 * n for n in range(101)), *(300 + 3.0 * n for n in range(101))]
            streams = columns([n * 1_000 for n in seconds], distance=way, altitude=[9.0] * len(way))
            return good(graded_of(streams, pauses, Sport.RUNNING)).speed_m_s

        assert run(32) == pytest.approx(3)
        assert run(31) < 2.9  # Thirty seconds are missing, in which nobody moved.
        assert run(20, ((100_000, 120_000),)) == pytest.approx(3)

    def test_nine_tenths_of_the_height_must_be_known(self) -> None:
        def run(known: int) -> Streams:
            seconds = range(601)
            return columns(
                [n * 1_000 for n in seconds],
                distance=[2.0 * n for n in seconds],
                altitude=[9.0 if n <= known else None for n in seconds],
            )

        # Of 1,200 m, less the last ten, 1,071 must be known, in cells of ten metres.
        assert good(graded_of(run(540), (), Sport.RUNNING)).speed_m_s == pytest.approx(2)
        assert refused(graded_of(run(535), (), Sport.RUNNING)) == TooFew(
            "metres of known height", 1_070, 1_071
        )
        assert refused(graded_of(run(-1), (), Sport.RUNNING)) == Missing("altitude_m")
        assert refused(graded_of(Streams(), (), Sport.RUNNING)) == Missing("distance_m")

    def test_less_than_half_a_minute_has_none(self) -> None:
        assert good(graded_of(even(seconds=30), (), Sport.RUNNING)).speed_m_s > 0
        assert isinstance(refused(graded_of(even(seconds=29), (), Sport.RUNNING)), TooFew)

    def test_the_slope_goes_on_before_its_first_and_after_its_last_cell(self) -> None:
        seconds = range(601)
        way = [3.0 * n for n in seconds]
        late = columns(
            [n * 1_000 for n in seconds],
            distance=way,
            altitude=[None if n < 20 else 0.1 * way[n] for n in seconds],
        )
        found = good(graded_of(late, (), Sport.RUNNING)).speed_m_s
        assert found == pytest.approx(3 * good(gap_factor_strava_fit(10)), rel=2e-3)
        relief = good(relief_of(good(way_of(late, Sport.RUNNING))))
        assert (relief.start_m, relief.length_m) == (60, 1_740)

    @given(st.sampled_from([Sport.CYCLING, Sport.WALKING, Sport.GENERIC]))
    def test_what_becomes_a_run_is_graded_as_one(self, said: Sport) -> None:
        graded, moved = kept_as(Sport.RUNNING), kept_as(said)
        assert moved.facts.effort == graded.facts.effort
        assert moved.loads == graded.loads
        assert moved.loads.counted is not None
        assert moved.loads.counted.method is LoadMethod.PACE_GRADED

    def test_what_was_kept_before_is_graded_of_its_streams(self) -> None:
        streams = even(slope=0.05)
        new = facts_of(streams, Sport.RUNNING, run_totals())
        old = new.measured(new.effort.regraded(None))
        kept = msgspec.json.decode(msgspec.json.encode(old), type=Facts)
        assert b"graded" not in msgspec.json.encode(old)
        assert kept == old

        def work(log: TrainingLog) -> tuple[Facts | None, Facts | None]:
            for number, sport in enumerate((Sport.RUNNING, Sport.CYCLING)):
                log.add(session_of(number, sport, kept), streams)
            regrade(log, log.between(FIRST_DAY, None))
            run, ride = [log.session(SessionId(UUID(int=n))) for n in (0, 1)]
            return run and run.facts, ride and ride.facts

        run, ride = MemoryTrainingLogs(Revisions()).write(ME, work)
        assert run == new
        assert ride == kept

    def test_the_bits_a_year_keeps_of_a_method_never_change(self) -> None:
        counted = (
            *(LoadMethod.POWER, LoadMethod.PACE, LoadMethod.SWIM, LoadMethod.HEART_RATE),
            *(LoadMethod.HEART_RATE_MEAN, LoadMethod.RPE, LoadMethod.RPE_PROVISIONAL),
            LoadMethod.PACE_GRADED,
        )
        for place, method in enumerate(counted):
            assert Mark((method,)).bits == 1 << place
            assert Mark.of_bits(1 << place) == Mark((method,))
        assert Mark((), complete=False).bits == 1 << 9

    def test_how_hard_a_graded_run_was(self) -> None:
        hour = Effort(duration=Duration(3_600_000_000), distance=Distance(1), graded=Graded(2.24))
        for speed, hours in ((2.24, 1.0), (2.23, 0.0)):
            effort = hour.regraded(Graded(speed))
            loads = loads_of(Sport.RUNNING, effort, None, RUNNER, None)
            bout = Bout(FIRST_DAY, Sport.RUNNING, effort, None, loads)
            assert moderate_hours(bout, RUNNER) == hours

    def test_standing_on_a_spot_has_no_relief(self) -> None:
        spot = columns([0, 60_000], distance=[5.0, 5.0], altitude=[1.0, 9.0])
        assert refused(graded_of(spot, (), Sport.RUNNING)) == TooFew("metres of known height", 0, 1)


def run_totals() -> Totals:
    return Totals(elapsed=Duration(600_000_000), distance=Distance(1_800_000))


def good_graded(facts: Facts) -> Graded:
    assert facts.effort.graded is not None
    return facts.effort.graded


def session_of(number: int, sport: Sport, facts: Facts) -> Session:
    start = moment_in(at(NOW), UTC_ZONE)
    return Session(
        id=SessionId(UUID(int=number)), sport=sport, start=start, local_date=FIRST_DAY, facts=facts
    )


def kept_as(said: Sport) -> Session:
    """What a run that a device took for another sport is kept as in the end."""
    reader = ShelfReader()
    recording = Recording(
        sport=said, start=at(ago(1)), totals=run_totals(), streams=even(slope=0.05)
    )
    activity = an_activity(reader=reader)
    good(activity.set_thresholds(ME, LONG_AGO, THRESHOLD))
    file = ImportFile(data=reader.lay(b"a file", recording))
    (kept,) = good(activity.import_file(ME, file)).sessions
    return good(activity.amend(ME, kept.session.id, AmendActivity(sport=Sport.RUNNING))).session
