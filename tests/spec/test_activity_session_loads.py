"""The rules of the loads of a session, held through the service over memory."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.activity import (
    ShelfReader,
    beats,
    recording_of,
    remembered,
    thresholds,
    watts,
)
from tests.strategies.training_log import (
    FULL,
    LONG_AGO,
    ME,
    PARIS,
    TODAY,
    a_ride,
    ago,
    all_of,
    an_activity,
    days_agree_with_sessions,
    kept,
)
from tests.support import at, at_most, good
from vegaloop.activity import (
    AmendActivity,
    ImportFile,
    LoadMethod,
    LogActivity,
    Rpe,
    Sport,
    Thresholds,
)
from vegaloop.activity.domain.effort import effort_of
from vegaloop.activity.domain.load_methods import RatedPair, own_ratio
from vegaloop.activity.domain.physique import Physique, physique_on
from vegaloop.activity.domain.recording import Totals
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.time import Interval, days_after


class TestAct4:
    """ACT-4. Every load that applies is kept with its method, the one that counts is by power, else pace, else heart rate, else rating, and where none does the session says what is missing."""

    @given(remembered(), thresholds())
    def test_preference(self, command: LogActivity, values: Thresholds) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, values))
        loads = kept(activity, command).session.loads
        methods = [load.method for load in loads.values]
        assert methods == sorted(methods, key=list(LoadMethod).index)
        power = command.average_power is not None and command.sport is Sport.CYCLING
        assert (LoadMethod.POWER in methods) == (power and values.ftp is not None)
        assert (LoadMethod.SRPE in methods) == (command.rpe is not None)
        rates = values.hr_rest is not None  # The maximum can be estimated, rest cannot.
        assert (LoadMethod.TRIMP in methods) == (command.average_heart_rate is not None and rates)
        common = [m for m in methods if m not in (LoadMethod.TRIMP, LoadMethod.SRPE)]
        assert (loads.counted.method if loads.counted else None) == (common[0] if common else None)
        assert all(load.value >= 0 for load in loads.values)

    def test_what_is_lacking_is_told(self) -> None:
        session = kept(
            an_activity(Profile()),
            a_ride(average_power=Power(200_000), average_heart_rate=HeartRate(140_000)),
        ).session
        assert [(one.method, one.reason) for one in session.loads.lacking] == [
            (LoadMethod.POWER, Missing("ftp_w")),
            (LoadMethod.HEART_RATE, Missing("hr_rest_bpm")),
        ]
        assert session.loads.counted is None

    @given(remembered(), st.sampled_from(Sport), thresholds() | st.none(), st.booleans())
    def test_no_load_is_never_without_a_reason(
        self, command: LogActivity, sport: Sport, values: Thresholds | None, known: bool
    ) -> None:
        activity = an_activity(PARIS if known else Profile())
        if values is not None:
            good(activity.set_thresholds(ME, LONG_AGO, values))
        kept_id = kept(activity, command).session.id
        loads = good(activity.amend(ME, kept_id, AmendActivity(sport=sport))).session.loads
        assert loads.counted is not None or loads.lacking
        assert not {one.method for one in loads.values} & {one.method for one in loads.lacking}

    def test_where_nothing_measured_counts_a_rating_is_missing(self) -> None:
        row = a_ride(sport=Sport.ROWING, average_power=Power(200_000))
        activity = an_activity()
        session = kept(activity, row).session
        assert [(one.method, one.reason) for one in session.loads.lacking] == [
            (LoadMethod.RPE, Missing("rpe"))
        ]
        rated = good(activity.amend(ME, session.id, AmendActivity(rpe=Rpe(50)))).session.loads
        assert rated.counted is not None
        assert rated.lacking == ()

    def test_swimming_is_by_its_own_threshold(self) -> None:
        activity = an_activity()
        swim = a_ride(sport=Sport.SWIMMING, distance=Distance(3_000_000))
        assert kept(activity, swim).session.loads.lacking[0].reason == Missing("css_s_per_100m")
        good(activity.set_thresholds(ME, LONG_AGO, Thresholds(css_pace=Duration(120_000_000))))
        (found,) = all_of(activity)
        assert found.session.loads.counted is not None
        assert found.session.loads.counted.value == 100

    def test_a_session_of_weeks_has_none(self) -> None:
        reader = ShelfReader()
        totals = Totals(elapsed=Duration(15 * 86_400_000_000))
        recording = recording_of(start=at(ago(30)))
        long = type(recording)(
            sport=Sport.CYCLING, start=recording.start, totals=totals, streams=recording.streams
        )
        data = reader.lay(b"long", long)
        imported = good(an_activity(reader=reader).import_file(ME, ImportFile(data=data)))
        assert imported.sessions[0].session.loads.counted is None


class TestAct5:
    """ACT-5. A rated session counts at the person's own median ratio once fifteen sessions of the year before were rated and measured, and provisionally until then."""

    @settings(max_examples=at_most(30))
    @given(st.integers(0, 20), st.integers(1, 10).map(lambda n: Rpe(n * 10)), st.booleans())
    def test_own_ratio(self, pairs: int, rpe: Rpe, rated_first: bool) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        if rated_first:
            kept(activity, a_ride(1, sport=Sport.TRAINING, rpe=rpe))
        for n in range(pairs):
            kept(activity, a_ride(2 + 18 * n, average_power=Power(250_000), rpe=Rpe(50)))
        if not rated_first:
            kept(activity, a_ride(1, sport=Sport.TRAINING, rpe=rpe))
        newest = all_of(activity)[0].session
        assert newest.loads.counted is not None
        own = pairs >= 15
        factor = 100 / (5 * 60) if own else 100 / (7 * 60)
        assert newest.loads.counted.method is (
            LoadMethod.RPE if own else LoadMethod.RPE_PROVISIONAL
        )
        assert abs(newest.loads.counted.value - rpe.cr10 * 60 * factor) < 1e-9
        assert newest.loads.counted.estimated
        days_agree_with_sessions(activity)

    @given(st.lists(st.sampled_from([-366, -365, -100, -1, 0, 1]), min_size=14, max_size=20))
    def test_only_the_year_before_counts(self, days: list[int]) -> None:
        pairs = [RatedPair(days_after(TODAY, n), float(n)) for n in days]
        in_year = [n for n in days if -365 <= n <= -1]
        assert (own_ratio(pairs, TODAY) is not None) == (len(in_year) >= 15)


class TestAct9:
    """ACT-9. A maximal heart rate nobody gave is estimated from age and every load that rests on it says so, and without a resting rate there is no load by heart rate reserve."""

    @given(st.booleans(), st.booleans(), st.booleans())
    def test_estimate(self, known: bool, aged: bool, rested: bool) -> None:
        activity = an_activity(Profile(Sex.MALE, dt.date(1990, 5, 1) if aged else None))
        values = Thresholds(
            lthr=HeartRate(160_000),
            hr_max=HeartRate(190_000) if known else None,
            hr_rest=HeartRate(50_000) if rested else None,
        )
        good(activity.set_thresholds(ME, LONG_AGO, values))
        reader_session = kept(activity, a_ride(average_heart_rate=HeartRate(150_000))).session
        value = reader_session.loads.by(LoadMethod.HEART_RATE)
        assert (value is not None) == (rested and (known or aged))
        assert reader_session.loads.by(LoadMethod.HEART_RATE_MEAN) is not None

    def test_it_says_so(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"f", recording_of(beats_each_second=[150] * 600))
        for hr_max, estimated in ((None, True), (HeartRate(190_000), False)):
            activity = an_activity(reader=reader)
            values = Thresholds(lthr=HeartRate(160_000), hr_rest=HeartRate(50_000), hr_max=hr_max)
            good(activity.set_thresholds(ME, LONG_AGO, values))
            session = good(activity.import_file(ME, ImportFile(data=data))).sessions[0].session
            assert session.loads.counted is not None
            assert session.loads.counted.method is LoadMethod.HEART_RATE
            assert session.loads.counted.estimated is estimated
        lthr = HeartRate(160_000)
        nobody = physique_on(TODAY, Thresholds(lthr=lthr), Profile())
        assert nobody == Physique(Thresholds(lthr=lthr), None, None, None)


@given(st.lists(st.tuples(watts.map(lambda w: max(1, w)), beats), min_size=30, max_size=200))
def test_a_stream_that_says_too_little_yields_to_the_mean(of: list[tuple[int, int]]) -> None:
    reader = ShelfReader()
    sparse = [bpm if n < len(of) // 4 else None for n, (_, bpm) in enumerate(of)]
    base = recording_of([w for w, _ in of], sparse)
    totals = Totals(elapsed=base.totals.elapsed, average_heart_rate=HeartRate(120_000))
    data = reader.lay(
        b"f",
        type(base)(sport=base.sport, start=base.start, totals=totals, streams=base.streams),
    )
    activity = an_activity(reader=reader)
    effort = good(activity.import_file(ME, ImportFile(data=data))).sessions[0].session.facts.effort
    assert effort.heart == ((120_000, base.totals.elapsed.amount // 1_000),)
    assert effort.heart_averaged
    assert effort.power is not None
    assert effort.power.work.amount == sum(w for w, _ in of)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=6),
    st.lists(beats, min_size=61, max_size=61),
)
def test_pauses_that_overlap_are_one(spans: list[tuple[int, int]], of: list[int]) -> None:
    start = at(ago(1))
    second = dt.timedelta(seconds=1)
    pauses = tuple(Interval(start + a * second, start + (a + n) * second) for a, n in spans)  # type: ignore[arg-type]  # A test makes instants.
    still = {second for a, n in spans for second in range(a, a + n)}
    effort = effort_of(recording_of(of, of, start=start, pauses=pauses))
    assert effort.heart_minutes * 60 == pytest.approx(60 - len(still & set(range(60))))
    assert effort_of(recording_of(of, of, pauses=())).heart_minutes == 1


def test_a_pause_without_a_start_says_nothing() -> None:
    base = recording_of([200] * 40)
    lost = type(base)(sport=base.sport, start=None, totals=base.totals, streams=base.streams)
    assert effort_of(lost).power == effort_of(base).power


def test_a_running_session_is_by_pace() -> None:
    activity = an_activity()
    run = a_ride(sport=Sport.RUNNING, distance=Distance(12_000_000))
    assert kept(activity, run).session.loads.lacking[0].reason == Missing("threshold_pace_s_per_km")
    good(activity.set_thresholds(ME, LONG_AGO, Thresholds(threshold_pace=Duration(300_000_000))))
    (found,) = all_of(activity)
    assert found.session.loads.counted is not None
    assert (found.session.loads.counted.method, found.session.loads.counted.value) == (
        LoadMethod.PACE,
        100,
    )


def test_thresholds_that_contradict_each_other_give_a_reason() -> None:
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    later = Thresholds(hr_rest=HeartRate(100_000), hr_max=HeartRate(190_000))
    good(activity.set_thresholds(ME, days_after(LONG_AGO, 1), later))
    good(
        activity.set_thresholds(ME, days_after(LONG_AGO, 2), Thresholds(hr_max=HeartRate(100_000)))
    )
    session = kept(activity, a_ride(average_heart_rate=HeartRate(140_000))).session
    assert session.loads.by(LoadMethod.HEART_RATE) is None
    assert session.loads.counted is not None
    assert session.loads.counted.method is LoadMethod.HEART_RATE_MEAN
    assert Undefined("heart rate reserve", "hr_max_bpm is not above hr_rest_bpm") in [
        one.reason for one in session.loads.lacking
    ]
