"""The rules of peaks: made of the streams, true to the sport, gone with the session."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import ShelfReader, recording_of
from tests.strategies.training_log import ME, TODAY, a_ride, an_activity, kept
from tests.support import NOW, at, good
from vegaloop.activity import Activity, AmendActivity, ImportFile, SessionId, Sport
from vegaloop.activity.domain.formulas.mean_maximal import SHOWN_DURATIONS_S
from vegaloop.activity.domain.peaks import NO_PEAKS, BestTime, Peaks, SessionPeaks, peaks_of
from vegaloop.activity.domain.recording import Recording
from vegaloop.activity.domain.seconds import heart_runs, power_runs
from vegaloop.activity.domain.streams import Channel, Stream, Streams, packed_times
from vegaloop.kernel.time import Interval, days_after


def moving(seconds: int, speed_m_s: float, sport: Sport = Sport.CYCLING) -> Recording:
    """A recording of steady speed and 200 W."""
    times = packed_times(n * 1_000 for n in range(seconds + 1))
    columns = (
        Stream.of_values(Channel.POWER, [200.0] * (seconds + 1)),
        Stream.of_values(Channel.DISTANCE, [speed_m_s * n for n in range(seconds + 1)]),
    )
    base = recording_of([200] * (seconds + 1), sport=sport)
    return Recording(
        sport=sport, start=base.start, totals=base.totals, streams=Streams(times, columns)
    )


def imported(recording: Recording) -> tuple[Activity, SessionId]:
    reader = ShelfReader()
    activity = an_activity(reader=reader)
    data = reader.lay(b"ride", recording)
    (found,) = good(activity.import_file(ME, ImportFile(data=data))).sessions
    return activity, found.session.id


def peaks_in(activity: Activity) -> tuple[SessionPeaks, ...]:
    start, end = days_after(TODAY, -9), days_after(TODAY, 1)
    return activity._logs.read(ME, lambda log: log.peaks(start, end))


class TestAct60:
    """ACT-60. The peaks of a session are made of its streams when it is written, carry the sport it has now, and go with it."""

    def test_they_are_made_when_it_is_written(self) -> None:
        recording = moving(1_300, 10.0)
        activity, ride = imported(recording)
        (found,) = peaks_in(activity)
        assert (found.session, found.sport, found.day) == (
            ride,
            Sport.CYCLING,
            days_after(TODAY, -1),
        )
        assert found.peaks == peaks_of(recording.streams, (), Sport.CYCLING)
        assert [peak.seconds for peak in found.peaks.powers] == [
            seconds for seconds in SHOWN_DURATIONS_S if seconds <= 1_301
        ]
        assert {peak.watts for peak in found.peaks.powers} == {200.0}
        assert found.peaks.distances == (BestTime(5_000.0, 500.0), BestTime(10_000.0, 1_000.0))

    def test_another_sport_counts_other_distances(self) -> None:
        activity, ride = imported(moving(1_300, 10.0))
        good(activity.amend(ME, ride, AmendActivity(name="Morning")))
        assert len(peaks_in(activity)[0].peaks.distances) == 2
        good(activity.amend(ME, ride, AmendActivity(sport=Sport.RUNNING)))
        (found,) = peaks_in(activity)
        assert found.sport is Sport.RUNNING
        assert BestTime(1_000.0, 100.0) in found.peaks.distances
        assert len(found.peaks.powers) == 21

    def test_they_go_with_it(self) -> None:
        activity, ride = imported(moving(60, 10.0))
        good(activity.remove(ME, ride))
        assert peaks_in(activity) == ()

    def test_what_has_no_streams_has_none(self) -> None:
        activity = an_activity()
        session = kept(activity, a_ride()).session
        good(activity.amend(ME, session.id, AmendActivity(sport=Sport.RUNNING)))
        assert peaks_in(activity) == ()
        assert peaks_of(Streams(), (), Sport.CYCLING) == NO_PEAKS
        assert peaks_of(moving(60, 0.0).streams, (), Sport.SWIMMING).distances == ()

    def test_they_are_told_by_day(self) -> None:
        activity, _ = imported(moving(60, 10.0))
        yesterday = days_after(TODAY, -1)
        for start, end, count in ((0, 1, 1), (1, 5, 0), (-5, 0, 0)):
            found = activity._logs.read(
                ME,
                lambda log, a=start, b=end: log.peaks(
                    days_after(yesterday, a), days_after(yesterday, b)
                ),
            )
            assert len(found) == count

    @given(st.lists(st.integers(0, 900), min_size=1, max_size=40), st.integers(1, 20))
    def test_a_pause_counts_as_rest(self, of: list[int], cut: int) -> None:
        streams = recording_of([1, *of]).streams
        pause = ((1_000 * cut, 1_000 * cut + 900),)
        assert peaks_of(streams, pause, Sport.CYCLING) == peaks_of(streams, (), Sport.CYCLING)
        assert peaks_of(streams, (), Sport.CYCLING).powers[0].watts == max(1, *of)


def test_the_pauses_of_a_recording_are_kept_with_its_session() -> None:
    start = at(NOW - dt.timedelta(days=1))
    second = dt.timedelta(seconds=1)
    pauses = (Interval(start + 5 * second, start + 9 * second),)  # type: ignore[arg-type]  # A test makes instants.
    activity, ride = imported(recording_of([200] * 60, start=start, pauses=pauses))
    assert good(activity.activity(ME, ride)).session.facts.pauses_ms == ((5_000, 9_000),)
    amended = good(activity.amend(ME, ride, AmendActivity(name="x"))).session
    assert amended.facts.pauses_ms == ((5_000, 9_000),)


@pytest.mark.parametrize(("bpm", "kept_"), [(24, 0), (25, 1), (240, 1), (241, 0)])
def test_a_heart_rate_nobody_has_is_the_sensors_fault(bpm: int, kept_: int) -> None:
    assert len(heart_runs(recording_of(beats_each_second=[bpm]).streams, ())) == kept_


@pytest.mark.parametrize(("watts", "kept_"), [(-1, 0), (0, 0), (1, 1), (3_000, 1), (3_001, 0)])
def test_a_power_nobody_has_is_the_sensors_fault(watts: int, kept_: int) -> None:
    streams = recording_of([watts]).streams
    assert len(power_runs(streams, ())) == kept_
    assert heart_runs(streams, ()) == ()
    assert isinstance(peaks_of(streams, (), Sport.CYCLING), Peaks)
