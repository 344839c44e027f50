"""The rules of sessions, thresholds and loads, held through the service over memory."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final, final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.activity import (
    ShelfReader,
    beats,
    ratings,
    recording_of,
    remembered,
    sports,
    thresholds,
    watts,
)
from tests.support import NOW, CountedIds, PinnedClock, at, good, refused, somebody
from vegaloop.activity import (
    Activity,
    ActivityQuery,
    AmendActivity,
    EndsAhead,
    ImportFile,
    KeptSession,
    LoadMethod,
    LogActivity,
    NoDate,
    NoSuchActivity,
    NoSuchThresholds,
    Receipt,
    Rpe,
    SessionId,
    Sport,
    StartsAhead,
    Thresholds,
    TooLongAgo,
    TotalsImplausible,
)
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead, Damaged
from vegaloop.activity.domain.effort import Effort, PowerSum, effort_of
from vegaloop.activity.domain.exertion import (
    EnergyMethod,
    NetEnergy,
    Wearer,
    moderate_hours,
    net_energy,
)
from vegaloop.activity.domain.form import form_on
from vegaloop.activity.domain.load import Physique, RatedPair, own_ratio, physique_on
from vegaloop.activity.domain.load_history import LoadHistory
from vegaloop.activity.domain.load_year import Bounds, LoadYear, bounds_of
from vegaloop.activity.domain.met import MET_OF_SPORT
from vegaloop.activity.domain.recording import Totals
from vegaloop.activity.domain.session import possible_duplicate
from vegaloop.activity.domain.thresholds import (
    HeartRatesOutOfOrder,
    NoThresholdGiven,
    ThresholdsImplausible,
)
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.errors import NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.evidence import Missing, Undefined
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles, Sex
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Result
from vegaloop.kernel.signal import UnknownMeasure
from vegaloop.kernel.time import Interval, LocalDate, TimeZone, days_after, local_date_of

ME: Final = somebody()
HOUR: Final = Duration(3_600_000_000)
TODAY: Final = LocalDate(NOW.date())
LONG_AGO: Final = LocalDate(dt.date(2000, 1, 1))
FULL: Final = Thresholds(
    ftp=Power(250_000),
    threshold_pace=Duration(270_000_000),
    css_pace=Duration(95_000_000),
    hr_max=HeartRate(190_000),
    hr_rest=HeartRate(50_000),
    lthr=HeartRate(165_000),
)
PARIS: Final = Profile(Sex.FEMALE, dt.date(1990, 5, 1), None, TimeZone("Europe/Paris"))


@final
class SaidOf(Profiles):
    """Everybody says the same."""

    def __init__(self, profile: Profile = PARIS) -> None:
        self.said = profile

    def profile(self, person: PersonId) -> Profile:
        """Tell it."""
        return self.said


def an_activity(
    profile: Profile = PARIS, reader: ShelfReader | None = None, now: dt.datetime = NOW
) -> Activity:
    logs = MemoryTrainingLogs(Revisions())
    shelf = ShelfReader() if reader is None else reader
    return Activity(logs, SaidOf(profile), shelf, PinnedClock(now), CountedIds())


def ago(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def a_ride(days: float = 1, **more: object) -> LogActivity:
    given_ = {"sport": Sport.CYCLING, "start_at": ago(max(days, 1 / 24)), "elapsed": HOUR, **more}
    return LogActivity(**given_)  # type: ignore[arg-type]  # A test may say anything.


def kept(activity: Activity, command: LogActivity) -> KeptSession:
    return good(activity.log_activity(ME, command))


def all_of(activity: Activity) -> tuple[KeptSession, ...]:
    found = activity.activities(ME, ActivityQuery(most=1_000))
    return tuple(good(activity.activity(ME, one.id)) for one in found)


def state(activity: Activity) -> object:
    """Everything that hangs on loads, without ids."""
    sessions = sorted(
        (
            (s.start.at, s.sport, s.elapsed, repr(s.facts), repr(s.loads))
            for s in activity.activities(ME, ActivityQuery(most=1_000))
        ),
    )
    days_agree_with_sessions(activity)
    series = activity.load_series(ME, LocalDate(dt.date(2025, 1, 1)), days_after(TODAY, 1))
    return sessions, series, activity.form(ME, TODAY), activity.signals(ME, TODAY)


def days_agree_with_sessions(activity: Activity) -> None:
    """What is packed away by day is what the sessions of the day sum to."""
    by_day: dict[LocalDate, list[float | None]] = {}
    for one in activity.activities(ME, ActivityQuery(most=1_000)):
        counted = one.loads.counted
        by_day.setdefault(one.local_date, []).append(counted and counted.value)
    for day in activity.load_series(ME, LONG_AGO, days_after(TODAY, 100)):
        loads = by_day.get(day.day, [])
        assert day.load == math.fsum(load for load in loads if load is not None)
        assert day.complete == (None not in loads)


class TestAct1:
    """ACT-1. A session belongs to the local day of its start: by the offset its file knows, else by the home zone, and then it says that the zone is assumed."""

    @given(st.integers(-14 * 3_600, 14 * 3_600) | st.none(), st.integers(0, 10_000))
    def test_of_a_file(self, offset_s: int | None, minutes: int) -> None:
        reader = ShelfReader()
        start = at(NOW - dt.timedelta(minutes=minutes))
        recording = recording_of([100] * 40, start=start, utc_offset_s=offset_s)
        activity = an_activity(reader=reader)
        data = reader.lay(b"file", recording)
        ((one,),) = (good(activity.import_file(ME, ImportFile(data=data))).sessions,)
        expected = (
            local_date_of(start, PARIS.home_zone)
            if offset_s is None
            else (start + dt.timedelta(seconds=offset_s)).date()
        )
        assert one.session.local_date == expected
        assert one.session.facts.zone_assumed == (offset_s is None)

    @given(st.integers(60, 10_000), st.sampled_from(["Asia/Tokyo", "America/New_York"]))
    def test_by_hand(self, minutes: int, zone: str) -> None:
        activity, start = an_activity(), NOW - dt.timedelta(minutes=minutes)
        at_home = kept(activity, a_ride(start_at=start)).session
        away = kept(activity, a_ride(start_at=start, time_zone=zone)).session
        assert at_home.local_date == local_date_of(at(start), PARIS.home_zone)
        assert away.local_date == local_date_of(at(start), TimeZone(zone))
        assert (at_home.facts.zone_assumed, away.facts.zone_assumed) == (True, False)

    def test_an_offset_no_place_has_is_not_believed(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"x", recording_of([1] * 40, utc_offset_s=80_000))
        imported = good(an_activity(reader=reader).import_file(ME, ImportFile(data=data)))
        assert imported.sessions[0].session.facts.zone_assumed


class TestAct2:
    """ACT-2. The same content uploaded again, packed or not, changes nothing and is answered with the sessions it already is."""

    @given(
        st.lists(sports, min_size=1, max_size=3), st.lists(st.booleans(), min_size=1, max_size=4)
    )
    def test_again(self, of: list[Sport], packed: list[bool]) -> None:
        reader = ShelfReader()
        activity = an_activity(reader=reader)
        recordings = [
            recording_of([200] * 60, sport=sport, start=at(ago(n + 1)))
            for n, sport in enumerate(of)
        ]
        data = reader.lay(b"file", *recordings)
        first = good(activity.import_file(ME, ImportFile(data=data)))
        before = state(activity)
        for one in packed:
            again = ImportFile(data=b"gz:" + data if one else data, file_name="other")
            found = good(activity.import_file(ME, again))
            assert found.already_known
            assert found.sessions == first.sessions
        assert not first.already_known
        assert len(first.sessions) == len(of)
        assert state(activity) == before
        assert good(activity.original(ME, first.sessions[0].session.id)).data == data


class TestAct3:
    """ACT-3. Two sessions of one sport that start within two seconds and last as long within two percent are both kept, and each names the other as a possible duplicate, unless they come from one file."""

    @given(
        st.sampled_from([-2_001, -2_000, 0, 700, 2_000, 2_001]),
        st.sampled_from([3_400, 3_527, 3_528, 3_600, 3_673, 3_674, 3_800]),
        st.booleans(),
    )
    def test_twins(self, apart_ms: int, elapsed_s: int, same_sport: bool) -> None:
        activity = an_activity()
        one = kept(activity, a_ride()).session
        other = kept(
            activity,
            a_ride(
                sport=Sport.CYCLING if same_sport else Sport.RUNNING,
                start_at=ago(1) + dt.timedelta(milliseconds=apart_ms),
                elapsed=Duration(elapsed_s * 1_000_000),
            ),
        )
        near = abs(apart_ms) <= 2_000
        alike = abs(elapsed_s - 3_600) <= 0.02 * max(elapsed_s, 3_600)
        twins = near and alike and same_sport
        assert other.possible_duplicate_of == (one.id if twins else None)
        assert good(activity.activity(ME, one.id)).possible_duplicate_of == (
            other.session.id if twins else None
        )
        assert len(all_of(activity)) == 2

    @given(st.lists(remembered(), min_size=2, max_size=4))
    def test_being_one_is_mutual(self, of: list[LogActivity]) -> None:
        activity = an_activity()
        sessions = [kept(activity, command).session for command in of]
        for a in sessions:
            assert not possible_duplicate(a, a)
            assert all(possible_duplicate(a, b) == possible_duplicate(b, a) for b in sessions)

    def test_parts_of_one_file_are_not(self) -> None:
        reader = ShelfReader()
        recording = recording_of([100] * 60)
        data = reader.lay(b"file", recording, recording)
        imported = good(an_activity(reader=reader).import_file(ME, ImportFile(data=data)))
        assert [one.possible_duplicate_of for one in imported.sessions] == [None, None]


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

    @settings(max_examples=30)
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
        assert nobody == Physique(Thresholds(lthr=lthr), None, None, hr_max_estimated=False)


class TestAct11:
    """ACT-11. The load of a session uses the thresholds valid on its day, never later ones."""

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(100, 400)), max_size=6),
        st.integers(1, 49),
    )
    def test_the_latest_up_to_its_day(self, entries: list[tuple[int, int]], day: int) -> None:
        activity = an_activity()
        for days, ftp in entries:
            entry = Thresholds(ftp=Power(ftp * 1_000))
            good(activity.set_thresholds(ME, days_after(TODAY, -days), entry))
        session = kept(activity, a_ride(day, average_power=Power(200_000))).session
        valid = {
            days: ftp for days, ftp in entries if days_after(TODAY, -days) <= session.local_date
        }
        expected = 100 * min(200 / valid[min(valid)], 1.5) ** 2 if valid else None
        found = session.loads.by(LoadMethod.POWER)
        assert found == expected or abs((found or 0) - (expected or 0)) < 1e-9

    @given(st.lists(thresholds(), min_size=1, max_size=5))
    def test_a_value_stays_valid_until_it_is_given_anew(self, of: list[Thresholds]) -> None:
        activity = an_activity()
        for n, values in enumerate(of):
            good(activity.set_thresholds(ME, days_after(TODAY, n - 10), values))
        power = [values.ftp for values in of if values.ftp is not None]
        session = kept(activity, a_ride(0, average_power=Power(200_000))).session
        assert (session.loads.by(LoadMethod.POWER) is None) == (not power)

    def test_impossible_ones_are_refused(self) -> None:
        activity = an_activity()
        cases = {
            Thresholds(): NoThresholdGiven,
            Thresholds(ftp=Power(2_000_000), css_pace=Duration(1)): ThresholdsImplausible,
            Thresholds(hr_rest=HeartRate(100_000), lthr=HeartRate(90_000)): HeartRatesOutOfOrder,
        }
        for values, error in cases.items():
            assert isinstance(refused(activity.set_thresholds(ME, TODAY, values)), error)
        assert isinstance(refused(activity.remove_thresholds(ME, TODAY)), NoSuchThresholds)
        assert activity.thresholds(ME) == ()


class TestAct16:
    """ACT-16. The signals of a morning depend on nothing that happens on that day or later, and not on the scale of loads."""

    @settings(max_examples=25)
    @given(st.lists(remembered(), min_size=1, max_size=8), st.lists(remembered(), max_size=4))
    def test_what_comes_later_changes_nothing(
        self, before: list[LogActivity], after: list[LogActivity]
    ) -> None:
        activity = an_activity(now=NOW + dt.timedelta(days=90))
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in before:
            kept(activity, command)
        morning = days_after(TODAY, 1)
        said = activity.signals(ME, morning)
        for command in after:
            later = command.start_at + dt.timedelta(days=62)
            kept(activity, a_ride(start_at=later, average_power=Power(300_000), rpe=command.rpe))
        assert activity.signals(ME, morning) == said


class TestAct17:
    """ACT-17. Changed thresholds change the loads from their day on at once, and each change is kept with what the load was before."""

    @settings(max_examples=40)
    @given(
        st.lists(remembered(), max_size=8),
        st.lists(st.tuples(st.integers(0, 60), thresholds()), min_size=1, max_size=4),
    )
    def test_each_change_is_told(
        self, commands: list[LogActivity], entries: list[tuple[int, Thresholds]]
    ) -> None:
        activity = an_activity()
        for command in commands:
            kept(activity, command)
        for days, values in entries:
            day = days_after(TODAY, -days)
            before = {k.session.id: k.session for k in all_of(activity)}
            done = good(activity.set_thresholds(ME, day, values))
            after = {k.session.id: k.session for k in all_of(activity)}
            changed = {
                key for key, one in after.items() if one.loads.counted != before[key].loads.counted
            }
            assert {change.session for change in done.changes} == changed
            for change in done.changes:
                assert change.before == before[change.session].loads.counted
                assert change.after == after[change.session].loads.counted
                assert change.cause in ("thresholds", "rating_scale")
                assert change.local_date >= day
                assert change in activity.load_changes(ME, session=change.session, most=100)

    @given(st.lists(remembered(), max_size=6), thresholds(), st.integers(0, 60))
    def test_taking_them_back_restores_every_load(
        self, commands: list[LogActivity], values: Thresholds, days: int
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in commands:
            kept(activity, command)
        before, day = state(activity), days_after(TODAY, -days)
        good(activity.set_thresholds(ME, day, values))
        good(activity.remove_thresholds(ME, day))
        assert state(activity) == before
        assert activity.recompute(ME, LONG_AGO) == ()


class TestAct18:
    """ACT-18. Loads, days and form do not depend on the order in which sessions and thresholds came."""

    @settings(max_examples=40)
    @given(
        st.lists(remembered(), max_size=6, unique_by=lambda c: c.start_at),
        st.dictionaries(st.integers(0, 60), thresholds(), max_size=3),
        st.integers(0, 17),
        st.randoms(use_true_random=False),
    )
    def test_any_order(
        self,
        commands: list[LogActivity],
        entries: dict[int, Thresholds],
        pairs: int,
        chance: object,
    ) -> None:
        rides = [
            a_ride(70 + n, average_power=Power((150 + 10 * n) * 1_000), rpe=Rpe(40 + n))
            for n in range(pairs)
        ]
        base: list[object] = [*commands, *rides, (400, FULL), *entries.items()]
        moved = list(base)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        states = []
        for order in (base, moved):
            activity = an_activity()
            for step in order:
                if isinstance(step, LogActivity):
                    kept(activity, step)
                else:
                    days, values = step  # type: ignore[misc]  # The other kind of step.
                    good(activity.set_thresholds(ME, days_after(TODAY, -days), values))
            states.append(state(activity))
        assert states[0] == states[1]


class TestAct19:
    """ACT-19. What the sessions of a day cost is energy above rest, by work, else the device, else heart rate, else the sport, never negative, and moderate hours never exceed the hours trained and are all of them where nothing tells how hard they were."""

    @given(st.lists(remembered(), max_size=6), thresholds(), st.floats(40, 150) | st.none())
    def test_bounds(
        self, commands: list[LogActivity], values: Thresholds, weight_kg: float | None
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, values))
        for command in commands:
            kept(activity, command)
        start, end = days_after(TODAY, -62), days_after(TODAY, 2)
        days = activity.exertion(ME, start, end, weight_kg)
        assert [one.day for one in days] == [days_after(start, n) for n in range(64)]
        trained = good(activity.measured(ME, "activity.duration_minutes", start, end))
        minutes = {one.day: one.value for one in trained}
        for one in days:
            assert 0 <= one.moderate_or_harder_hours <= minutes.get(one.day, 0) / 60 + 1e-9
            assert one.net_energy_kcal is None or one.net_energy_kcal >= 0
            assert minutes.get(one.day) or (one.net_energy_kcal, one.load) == (0, 0)
            assert weight_kg is not None or not minutes.get(one.day) or one.net_energy_kcal is None

    def test_energy_is_by_work_else_the_device_else_heart_rate_else_the_sport(self) -> None:
        man = Physique(FULL, Sex.MALE, FULL.hr_max, hr_max_estimated=False)
        wearer = Wearer(man, 35, 75)
        work = PowerSum(200, HOUR, Energy(720_000))
        device = Energy(500 * 4_184)
        heart = ((150_000, 3_600_000),)
        whole = Effort(duration=HOUR, power=work, energy=device, heart=heart)
        no_work = Effort(duration=HOUR, energy=device, heart=heart)
        no_device = Effort(duration=HOUR, heart=heart)
        nothing = Effort(duration=HOUR)
        assert net_energy(Sport.CYCLING, whole, wearer) == NetEnergy(
            720 * 1.086 - 75, EnergyMethod.WORK
        )
        assert net_energy(Sport.CYCLING, no_work, wearer) == NetEnergy(425, EnergyMethod.DEVICE)
        by_heart = net_energy(Sport.CYCLING, no_device, wearer)
        assert by_heart is not None
        assert by_heart.method is EnergyMethod.HEART_RATE
        assert abs(by_heart.kcal - (882.0 - 75)) < 1
        by_met = NetEnergy((8.0 - 1) * 75, EnergyMethod.MET)
        assert net_energy(Sport.CYCLING, nothing, wearer) == by_met
        assert net_energy(Sport.CYCLING, no_device, Wearer(man, None, 75)) == by_met
        for sport in Sport:
            assert net_energy(sport, whole, Wearer(man, 35, None)) is None
            known = net_energy(sport, nothing, Wearer(man, 35, 75))
            assert (known is None) is (sport not in MET_OF_SPORT)
            assert known is None or known.kcal > 0

    @given(
        st.sampled_from(list(MET_OF_SPORT)),
        st.floats(30, 200),
        st.integers(0, 86_400),
        st.integers(0, 86_400),
    )
    def test_energy_by_the_sport_is_additive_over_time(
        self, sport: Sport, weight_kg: float, one: int, other: int
    ) -> None:
        wearer = Wearer(Physique(Thresholds(), None, None, hr_max_estimated=False), None, weight_kg)

        def kcal(seconds: int) -> float:
            found = net_energy(sport, Effort(duration=Duration(seconds * 1_000_000)), wearer)
            assert found is not None
            return found.kcal

        assert kcal(one + other) == pytest.approx(kcal(one) + kcal(other))

    def test_a_day_says_how_its_energy_was_found(self) -> None:
        activity = an_activity()
        kept(activity, a_ride(average_power=Power(200_000)))
        kept(activity, a_ride(days=1.2, sport=Sport.TRAINING, rpe=Rpe(60)))
        kept(activity, a_ride(days=3, sport=Sport.GENERIC))
        start = days_after(TODAY, -4)
        days = activity.exertion(ME, start, TODAY, 70)
        assert [(one.net_energy_kcal, one.energy_methods) for one in days] == [
            (0, ()),
            (None, ()),
            (0, ()),
            (pytest.approx(720 * 1.086 - 70 + 2.5 * 70), (EnergyMethod.WORK, EnergyMethod.MET)),
        ]

    @given(remembered(), thresholds() | st.none(), ratings)
    def test_not_knowing_how_hard_is_never_less_than_any_rating(
        self, command: LogActivity, values: Thresholds | None, rating: Rpe
    ) -> None:
        activity = an_activity()
        if values is not None:
            good(activity.set_thresholds(ME, LONG_AGO, values))
        physique = physique_on(TODAY, values or Thresholds(), PARIS)
        session = kept(activity, command).session
        rated, unrated = (session.amended(session.sport, None, None, r) for r in (rating, None))
        least = moderate_hours(rated.bout, physique)
        assert moderate_hours(unrated.bout, physique) >= least

    def test_a_session_nobody_rated_or_measured_is_taken_at_its_word(self) -> None:
        activity = an_activity(Profile())
        kept(activity, a_ride(elapsed=Duration(2 * 3_600_000_000)))
        (day,) = activity.exertion(ME, days_after(TODAY, -1), TODAY, None)
        assert day.moderate_or_harder_hours == 2

    def test_moderate_is_by_heart_rate_else_intensity_else_rating(self) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        man = Physique(FULL, Sex.MALE, FULL.hr_max, hr_max_estimated=False)
        cases = {
            a_ride(average_heart_rate=HeartRate(125_000)): 1.0,
            a_ride(average_heart_rate=HeartRate(115_000)): 0.0,
            a_ride(average_power=Power(150_000)): 1.0,
            a_ride(average_power=Power(130_000)): 0.0,
            a_ride(sport=Sport.SWIMMING, distance=Distance(2_500_000)): 1.0,
            a_ride(sport=Sport.TRAINING, rpe=Rpe(30)): 1.0,
            a_ride(sport=Sport.TRAINING, rpe=Rpe(25)): 0.0,
            a_ride(sport=Sport.TRAINING): 1.0,
        }
        for command, hours in cases.items():
            assert moderate_hours(kept(activity, command).session.bout, man) == hours
        reader = ShelfReader()
        still = recording_of([200] * 40)
        totals = Totals(elapsed=Duration(0))
        data = reader.lay(
            b"0",
            type(still)(sport=still.sport, start=still.start, totals=totals, streams=still.streams),
        )
        other = an_activity(reader=reader)
        good(other.set_thresholds(ME, LONG_AGO, FULL))
        session = good(other.import_file(ME, ImportFile(data=data))).sessions[0].session
        assert moderate_hours(session.bout, man) == 0


class TestAct21:
    """ACT-21. A refused file leaves nothing behind, and a receipt counts every file once."""

    @given(st.lists(st.sampled_from([b"a", b"b", b"gz:a", b"bad", b"no date"]), max_size=10))
    def test_receipt(self, files: list[bytes]) -> None:
        reader = ShelfReader()
        reader.lay(b"a", recording_of([100] * 40))
        reader.lay(b"b", recording_of([200] * 40))
        dateless = recording_of([200] * 40)
        reader.lay(
            b"no date",
            type(dateless)(
                sport=Sport.CYCLING, start=None, totals=dateless.totals, streams=dateless.streams
            ),
        )
        activity = an_activity(reader=reader)
        receipt = activity.import_files(ME, [ImportFile(data=one) for one in files])
        distinct = {one.removeprefix(b"gz:") for one in files} & {b"a", b"b"}
        bad = sum(one in (b"bad", b"no date") for one in files)
        assert isinstance(receipt, Receipt)
        assert (receipt.kept, len(receipt.refused)) == (len(distinct), bad)
        assert receipt.kept + receipt.seen + len(receipt.refused) == len(files)
        assert len(all_of(activity)) == len(distinct)


class TestAct22:
    """ACT-22. A session that is removed leaves no trace in loads, form, streams or files."""

    @settings(max_examples=40)
    @given(st.lists(remembered(), max_size=5), remembered(), st.integers(0, 16))
    def test_no_trace(self, commands: list[LogActivity], one: LogActivity, pairs: int) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for n in range(pairs):
            kept(activity, a_ride(65 + n, average_power=Power(200_000), rpe=Rpe(40 + n)))
        for command in commands:
            kept(activity, command)
        before = state(activity)
        added = kept(activity, one).session.id
        good(activity.remove(ME, added))
        assert state(activity) == before
        assert isinstance(refused(activity.activity(ME, added)), NoSuchActivity)
        assert isinstance(refused(activity.streams(ME, added)), NoSuchActivity)
        assert isinstance(refused(activity.remove(ME, added)), NoSuchActivity)

    def test_a_file_goes_with_the_last_session_of_it(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"two", recording_of([100] * 40), recording_of([200] * 40))
        activity = an_activity(reader=reader)
        first, second = good(activity.import_file(ME, ImportFile(data=data))).sessions
        good(activity.remove(ME, first.session.id))
        again = good(activity.import_file(ME, ImportFile(data=data)))
        assert [one.session.id for one in again.sessions] == [second.session.id]
        assert good(activity.original(ME, second.session.id)).data == data
        good(activity.remove(ME, second.session.id))
        assert not good(activity.import_file(ME, ImportFile(data=data))).already_known
        assert isinstance(refused(activity.original(ME, second.session.id)), NoSuchActivity)

    @given(st.lists(st.integers(1, 2_500), min_size=1, max_size=5), st.data())
    def test_the_first_and_the_last_day_follow(self, of: list[int], data: st.DataObject) -> None:
        activity = an_activity()
        left = [kept(activity, a_ride(days)).session for days in of]
        for gone in data.draw(st.permutations(left)):
            days = [one.local_date for one in left]
            bounds = activity._logs.read(ME, lambda log: bounds_of(log.years(1990, 1990)))
            assert bounds == Bounds(min(days), max(days))
            good(activity.remove(ME, gone.id))
            left.remove(gone)
        assert activity._logs.read(ME, lambda log: log.years(1990, TODAY.year)) == ()


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


class TestMeasures:
    """What goals can be set on."""

    @given(st.lists(remembered(), max_size=6), st.integers(0, 70), st.integers(0, 70))
    def test_days_without_a_session_are_zero_up_to_the_last(
        self, commands: list[LogActivity], first: int, span: int
    ) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for command in commands:
            kept(activity, command)
        days = [one.session.local_date for one in all_of(activity)]
        start = days_after(TODAY, -first)
        end = days_after(start, span)
        known = (
            [d for d in (days_after(start, n) for n in range(span)) if min(days) <= d <= max(days)]
            if days
            else []
        )
        for measure in activity.measures():
            values = good(activity.measured(ME, measure.name, start, end))
            found = [one.day for one in values]
            if measure.name != "activity.load":
                assert found == known
            assert set(found) <= set(known)
            assert all(one.value >= 0 for one in values)
        counts = good(activity.measured(ME, "activity.sessions", start, end))
        assert [one.value for one in counts] == [days.count(day) for day in known]

    def test_an_unknown_one_is_refused(self) -> None:
        error = refused(an_activity().measured(ME, "activity.luck", TODAY, TODAY))
        assert isinstance(error, UnknownMeasure)


@given(st.lists(st.tuples(watts, beats), min_size=30, max_size=200))
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


def test_a_scale_other_than_cr10_is_refused() -> None:
    assert good(Rpe.of_cr10(7.5)).cr10 == 7.5
    assert refused(Rpe.of_cr10(11)).most == 10
    assert refused(Rpe.of_cr10(float("nan"))).field == "rpe"
    with pytest.raises(ValueError, match="cannot be"):
        Rpe(101)
    with pytest.raises(ValueError, match="366"):
        LoadYear(2026, b"", b"")


def test_a_file_that_came_twice_at_once_is_kept_once() -> None:
    reader = ShelfReader()
    data = reader.lay(b"f", recording_of([100] * 40))
    activity = an_activity(reader=reader)

    class Meanwhile(ShelfReader):
        def read(self, data: bytes) -> Result[ActivityFile, CannotRead]:
            """Read, while somebody else uploads the same."""
            good(activity.import_file(ME, ImportFile(data=data)))
            return reader.read(data)

    slow = Activity(activity._logs, SaidOf(), Meanwhile(), PinnedClock(), CountedIds())
    assert good(slow.import_file(ME, ImportFile(data=data))).already_known
    assert len(all_of(activity)) == 1


def test_bytes_that_cannot_be_unpacked_are_refused() -> None:
    activity = Activity(
        MemoryTrainingLogs(Revisions()), SaidOf(), DeviceFileReader(), PinnedClock(), CountedIds()
    )
    command = ImportFile(data=b"\x1f\x8b\x08 no gzip")
    assert isinstance(refused(activity.import_file(ME, command)), Damaged)


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
    assert Undefined("heart_rate_hrss", "hr_max_bpm is not above hr_rest_bpm") in [
        one.reason for one in session.loads.lacking
    ]


@given(
    st.lists(remembered(), max_size=6),
    st.lists(st.tuples(st.integers(0, 70), st.integers(0, 30)), min_size=1, max_size=6),
)
def test_a_series_is_the_same_whatever_part_of_it_is_asked_for(
    commands: list[LogActivity], spans: list[tuple[int, int]]
) -> None:
    activity = an_activity()
    good(activity.set_thresholds(ME, LONG_AGO, FULL))
    for command in commands:
        kept(activity, command)
    whole = activity.load_series(ME, LONG_AGO, days_after(TODAY, 1))
    for back, days in spans:
        start = days_after(TODAY, -back)
        end = days_after(start, min(days, back + 1))
        part = tuple(one for one in whole if start <= one.day < end)
        assert activity.load_series(ME, start, end) == part
        ctl = good(activity.measured(ME, "activity.ctl", start, end))
        known = {one.day: one.ctl for one in part}
        assert all(known[one.day] == one.value for one in ctl)


def test_form_is_of_a_history_that_ends_the_evening_before() -> None:
    short = LoadHistory(LONG_AGO, [1.0], [0], 1)
    assert isinstance(refused(form_on(short, TODAY)), Missing)
    assert isinstance(refused(an_activity().form(ME, TODAY)), Missing)
    zero = type(effort_of(recording_of([1] * 40)))(duration=Duration(0), distance=Distance(5))
    assert zero.mean_heart_rate_bpm is None
