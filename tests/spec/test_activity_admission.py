"""The rules of what can have been a session, and of what its person says about it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import (
    ShelfReader,
    ratings,
    recording_of,
    remembered,
    sports,
    thresholds,
)
from tests.strategies.training_log import (
    LONG_AGO,
    ME,
    a_ride,
    ago,
    an_activity,
    kept,
    state,
)
from tests.support import NOW, at, good, refused
from vegaloop.activity import (
    AmendActivity,
    EndsAhead,
    ImportFile,
    LogActivity,
    NoDate,
    NoSuchActivity,
    Rpe,
    SessionId,
    Sport,
    StartsAhead,
    Thresholds,
    TooLongAgo,
    TotalsImplausible,
)
from vegaloop.activity.domain.load_year import LoadYear
from vegaloop.kernel.errors import NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.quantity import Distance, Duration, HeartRate


class TestAct24:
    """ACT-24. A session begins neither ahead of the clock nor before 1980, one by hand is over by the clock and no faster than anybody is, and a recording without a date is refused unless its start is given."""

    def test_by_hand(self) -> None:
        activity = an_activity()
        cases = {
            NOW + dt.timedelta(minutes=6): StartsAhead,
            dt.datetime(
                9999, 12, 31, 23, 59, tzinfo=dt.timezone(-dt.timedelta(hours=14))
            ): StartsAhead,
            dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))): TooLongAgo,
            dt.datetime(1980, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))): TooLongAgo,
            dt.datetime(2026, 1, 1): NoZone,
        }
        for start_at, error in cases.items():
            assert isinstance(refused(activity.log_activity(ME, a_ride(start_at=start_at))), error)
        away = a_ride(time_zone="Mars/Olympus")
        assert isinstance(refused(activity.log_activity(ME, away)), UnknownZone)
        good(
            activity.log_activity(
                ME, a_ride(start_at=NOW - dt.timedelta(hours=1) + dt.timedelta(minutes=5))
            )
        )

    def test_what_no_session_has_is_refused_all_at_once(self) -> None:
        error = refused(
            an_activity().log_activity(
                ME, a_ride(elapsed=Duration(0), average_heart_rate=HeartRate(300_000))
            )
        )
        assert isinstance(error, TotalsImplausible)
        assert [one.field for one in error.errors] == ["elapsed_s", "average_heart_rate_bpm"]

    def test_by_hand_it_is_over(self) -> None:
        early = a_ride(start_at=NOW - dt.timedelta(minutes=54))
        error = refused(an_activity().log_activity(ME, early))
        assert error == EndsAhead(at(NOW + dt.timedelta(minutes=6)), at(NOW))

    @given(st.sampled_from([(Sport.RUNNING, 45_000), (Sport.CYCLING, 108_000)]), st.integers(1))
    def test_nobody_is_faster(self, most: tuple[Sport, int], millimeters: int) -> None:
        sport, meters = most
        good(an_activity().log_activity(ME, a_ride(sport=sport, distance=Distance(meters * 1_000))))
        far = Distance(meters * 1_000 + min(millimeters, 1_000_000))
        error = refused(an_activity().log_activity(ME, a_ride(sport=sport, distance=far)))
        assert error == TotalsImplausible((OutOfRange("distance_m", far.meters, 0, meters),))

    @given(st.integers(-48, 48))
    def test_by_device(self, hours: int) -> None:
        reader = ShelfReader()
        recording = recording_of([100] * 40, start=at(NOW + dt.timedelta(hours=hours)))
        data = reader.lay(b"f", recording)
        result = an_activity(reader=reader).import_file(ME, ImportFile(data=data))
        if hours > 24:
            assert isinstance(refused(result), StartsAhead)
        else:
            good(result)

    def test_without_a_date(self) -> None:
        reader = ShelfReader()
        dated = recording_of([100] * 40)
        for wall in (None, dt.datetime(2026, 3, 10, 8, 30), dt.datetime(2025, 10, 26, 8, 30)):
            bare = type(dated)(
                sport=dated.sport,
                start=None,
                totals=dated.totals,
                streams=dated.streams,
                wall_start=wall,
            )
            data = reader.lay(b"bare", bare)
            activity = an_activity(reader=reader)
            result = activity.import_file(ME, ImportFile(data=data))
            if wall is None:
                assert isinstance(refused(result), NoDate)
                given_ = ImportFile(data=data, start=at(ago(3)))
                session = good(activity.import_file(ME, given_)).sessions[0].session
                assert session.start.at == ago(3)
            else:
                session = good(result).sessions[0].session
                assert session.start.local.replace(tzinfo=None) == wall
        old = reader.lay(
            b"old", recording_of([1] * 40, start=at(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)))
        )
        result = an_activity(reader=reader).import_file(ME, ImportFile(data=old))
        assert isinstance(refused(result), TooLongAgo)


class TestAct25:
    """ACT-25. What a person says about a session stands above its file, and the load follows."""

    @given(remembered(), sports, st.none() | ratings, thresholds())
    def test_amended_is_as_if_it_had_been_said_at_once(
        self, command: LogActivity, sport: Sport, rpe: Rpe | None, values: Thresholds
    ) -> None:
        activity, other = an_activity(), an_activity()
        for one in (activity, other):
            good(one.set_thresholds(ME, LONG_AGO, values))
        logged = kept(activity, command).session.id
        amended = good(
            activity.amend(
                ME, logged, AmendActivity(sport=sport, rpe=rpe, name="New", notes="Mine")
            )
        ).session
        said = LogActivity(
            sport=sport,
            start_at=command.start_at,
            elapsed=command.elapsed,
            distance=command.distance,
            average_heart_rate=command.average_heart_rate,
            average_power=command.average_power,
            rpe=rpe,
            name="New",
            notes="Mine",
        )
        kept(other, said)
        assert state(activity) == state(other)
        assert good(activity.amend(ME, logged, AmendActivity())).session == amended

    def test_a_rating_on_a_file(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"f", recording_of([150] * 600, sport=Sport.GENERIC))
        activity = an_activity(reader=reader)
        session = good(activity.import_file(ME, ImportFile(data=data))).sessions[0].session
        assert session.loads.counted is None
        rated = good(activity.amend(ME, session.id, AmendActivity(rpe=Rpe(70)))).session
        assert rated.loads.counted is not None
        (change,) = activity.load_changes(ME)
        assert (change.cause, change.before, change.after) == (
            "amendment",
            None,
            rated.loads.counted,
        )
        missing = activity.amend(ME, SessionId(UUID(int=99)), AmendActivity(rpe=None))
        assert isinstance(refused(missing), NoSuchActivity)


def test_a_scale_other_than_cr10_is_refused() -> None:
    assert good(Rpe.of_cr10(7.5)).cr10 == 7.5
    assert refused(Rpe.of_cr10(11)).most == 10
    assert refused(Rpe.of_cr10(float("nan"))).field == "rpe"
    with pytest.raises(ValueError, match="cannot be"):
        Rpe(101)
    with pytest.raises(ValueError, match="366"):
        LoadYear(2026, b"", b"")
